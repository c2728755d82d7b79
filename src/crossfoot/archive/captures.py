"""Finding files in the order of their names, and keeping their bytes as they were received (§1.1)."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from crossfoot.records import Capture, Problem

STAGE = "archive"
MEGABYTE = 1024 * 1024

MEDIA_TYPES = {
    ".txt": "text/plain",
    ".text": "text/plain",
    "": "text/plain",
    ".md": "text/markdown",
    ".markdown": "text/markdown",
    ".html": "text/html",
    ".htm": "text/html",
    ".xhtml": "text/html",
}
"""What each ending is taken for. A file without an ending is text if its bytes are."""

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


@dataclass(frozen=True, slots=True)
class Found:
    """A file to read. `name` is what reports call it: its path below the folder that was given, which is named
    only where two folders have a file of that name."""

    path: Path
    name: str
    root: Path


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
        yield Problem(STAGE, readable_name(str(path)), _why(error))
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
        yield Problem(STAGE, readable_name(folder.name) if place == "." else place, _why(error))
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
    elif path.suffix.lower() not in MEDIA_TYPES:
        kinds = ", ".join(filter(None, MEDIA_TYPES))
        yield Problem(
            STAGE, name, f"'{path.suffix}' is no ending crossfoot reads ({kinds}); name the file to read it as text"
        )
    else:
        yield Found(path, name, root)


def _link(path: Path, name: str, root: Path) -> Iterator[Problem]:
    """A link inside the folder leads to what is read anyway; one that leads out is not followed."""
    try:
        target = path.resolve(strict=True)
    except (OSError, RuntimeError) as error:
        yield Problem(STAGE, name, f"symbolic link: {_why(error)}")
        return
    if not target.is_relative_to(root):
        yield Problem(STAGE, name, "symbolic link out of the folder: not followed; name its target to read it")


def capture(found: Found, limits: Limits, received: str) -> tuple[Capture, bytes] | Problem:
    """The bytes of a file, at most `limits.file_bytes` of them. `received` is ISO 8601, UTC."""
    try:
        data = _read(found.path, limits.file_bytes)
    except OSError as error:
        return Problem(STAGE, found.name, _why(error))
    if isinstance(data, str):
        return Problem(STAGE, found.name, data)
    media_type = MEDIA_TYPES.get(found.path.suffix.lower(), "text/plain")
    return Capture(hashlib.sha256(data).hexdigest(), len(data), found.name, media_type, received), data


def _read(path: Path, limit: int) -> bytes | str:
    """Bytes, or why not. Opened without blocking: a named pipe must not hold the run."""
    descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    with os.fdopen(descriptor, "rb") as file:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            return "no regular file (a folder, device or pipe)"
        data = file.read(limit + 1)
    if not data:
        return "the file is empty"
    if len(data) > limit:
        return f"larger than {limit // MEGABYTE or 1} MB: not read; split it"
    return data


def _why(error: OSError | RuntimeError) -> str:
    """The system's words in lower case: 'permission denied', 'no such file or directory'."""
    text = error.strerror if isinstance(error, OSError) else None
    return (text or "symbolic links that lead in a circle").lower()
