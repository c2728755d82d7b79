"""Finding files in the order of their names, and keeping their bytes as they were received (§1.1)."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO

from crossfoot.records import Problem

STAGE = "archive"
MEGABYTE = 1024 * 1024

SIDE_NAMES = frozenset(
    ("reports.csv", "corrections.csv", "readme", "readme.md", "readme.txt", "license", "license.md", "license.txt")
)
PAGE_PARTS = (".css", ".js", ".mjs", ".map", ".woff", ".woff2", ".ttf", ".ico")
MEDIA = (".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp", ".avif", ".bmp", ".mp3", ".mp4", ".webm")
SIDE_SUFFIXES = frozenset((*PAGE_PARTS, *MEDIA, ".toml"))
"""What lies beside reports and is none: pictures and parts of saved pages, codebooks, our own tables,
notes on the folder itself."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one run takes in at most. Over a limit means a Problem for that file; the others go on."""

    file_bytes: int = 64 * MEGABYTE
    text_bytes: int = 5 * MEGABYTE
    files: int = 20_000
    folders_deep: int = 40
    page_characters: int = 10_000_000
    tags: int = 100_000
    tags_deep: int = 240
    paper_bytes: int = 256 * MEGABYTE
    """A PDF, a feed, an export or a table, which hold more than their text."""
    pages: int = 10_000
    paper_seconds: int = 120
    paper_memory: int = 1024 * MEGABYTE
    parts: int = 200_000
    """Members of one ZIP, records of one feed or export."""
    deep: int = 3
    """Containers within one another."""
    unpacked_bytes: int = 16 * 1024 * MEGABYTE
    """What may come out of one file and the containers in it."""
    ratio: int = 200
    """Times that a member may grow when it is unpacked; small ones may grow more."""
    cells: int = 200_000
    columns: int = 500


@dataclass(frozen=True, slots=True)
class Found:
    """A file to read. `name` is what reports call it: its path below the folder that was given, which is named
    only where two folders have a file of that name."""

    path: Path
    name: str
    root: Path
    asked: bool = True
    """Named by the user, so that it is tried as text whatever its ending."""


def readable_name(name: str) -> str:
    """A file name that any database and any JSON can hold, also where its bytes are no UTF-8."""
    return os.fsencode(name).decode("utf-8", "backslashreplace")


def walk(paths: Sequence[Path], limits: Limits) -> Iterator[Found | Problem]:
    """Every readable file named or below a folder named, sorted, each once; what cannot be read as a Problem."""
    seen: set[Path] = set()
    names: set[str] = set()
    for path in paths:
        for found in _start(path, limits):
            if isinstance(found, Problem):
                yield found
            elif found.path not in seen:
                if len(seen) == limits.files:
                    yield Problem(
                        STAGE, readable_name(str(path)), f"more than {limits.files} files: give a smaller folder"
                    )
                    return
                name = found.name if found.name not in names else f"{readable_name(found.root.name)}/{found.name}"
                seen.add(found.path)
                names.add(name)
                yield replace(found, name=name)


def _start(path: Path, limits: Limits) -> Iterator[Found | Problem]:
    try:
        real = path.resolve(strict=True)
    except (OSError, RuntimeError) as error:
        yield Problem(STAGE, readable_name(str(path)), why(error))
        return
    if real.is_dir():
        yield from _folder(real, real, limits)
    else:
        yield Found(real, readable_name(path.name), real.parent)


def _folder(folder: Path, root: Path, limits: Limits) -> Iterator[Found | Problem]:
    place = readable_name(str(folder.relative_to(root)))
    if len(folder.relative_to(root).parts) > limits.folders_deep:
        yield Problem(STAGE, place, f"more than {limits.folders_deep} folders deep: not read")
        return
    try:
        with os.scandir(folder) as listing:
            entries = sorted(listing, key=lambda entry: entry.name)
    except OSError as error:
        yield Problem(STAGE, readable_name(folder.name) if place == "." else place, why(error))
        return
    if any(entry.name == "ledger.sqlite" for entry in entries):
        return  # a ledger is no report
    for entry in entries:
        yield from _entry(entry, root, limits)


def _entry(entry: os.DirEntry[str], root: Path, limits: Limits) -> Iterator[Found | Problem]:
    path = Path(entry.path)
    name = readable_name(path.relative_to(root).as_posix())
    if entry.name.startswith("."):
        return
    if entry.is_symlink():
        yield from _link(path, name, root)
    elif entry.is_dir(follow_symlinks=False):
        yield from _folder(path, root, limits)
    elif entry.name.lower() in SIDE_NAMES or path.suffix.lower() in SIDE_SUFFIXES:
        return
    else:
        yield Found(path, name, root, asked=False)


def _link(path: Path, name: str, root: Path) -> Iterator[Problem]:
    """A link inside the folder leads to what is read anyway; one that leads out is not followed."""
    try:
        target = path.resolve(strict=True)
    except (OSError, RuntimeError) as error:
        yield Problem(STAGE, name, f"symbolic link: {why(error)}")
        return
    if not target.is_relative_to(root):
        yield Problem(STAGE, name, "symbolic link out of the folder: not followed; name its target to read it")


def opened(path: Path) -> BinaryIO:
    """A regular file. Opened without blocking: a named pipe must not hold the run. Raises OSError."""
    descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    file = os.fdopen(descriptor, "rb")
    if stat.S_ISREG(os.fstat(descriptor).st_mode):
        return file
    file.close()
    raise OSError(errno.EINVAL, "no regular file (a folder, device or pipe)")


def why(error: OSError | RuntimeError) -> str:
    """The system's words in lower case: 'permission denied', 'no such file or directory'."""
    text = error.strerror if isinstance(error, OSError) else None
    return (text or "symbolic links that lead in a circle").lower()
