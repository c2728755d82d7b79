"""The archive of a ledger: bytes under their sha256, written once, never changed. Symbolic links are not followed."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

FOLDER = "archive"
INCOMING = "incoming"
"""Where a file is written before it is whole; what an interrupted run leaves there is overwritten by the next."""
CHUNK = 1 << 20


class VaultError(Exception):
    """A file of the archive is missing, changed, or not where it must be."""


@dataclass(frozen=True, slots=True)
class Stored:
    """One entry found in the archive. `sha256` is None where the name is no hash or the thing is no plain file."""

    name: str
    sha256: str | None


class Vault:
    def __init__(self, ledger: Path) -> None:
        self.root = ledger / FOLDER

    def prepare(self) -> None:
        (self.root / INCOMING).mkdir(parents=True, exist_ok=True)

    def path(self, sha256: str) -> Path:
        if len(sha256) != 64 or set(sha256) - set("0123456789abcdef"):
            raise VaultError(f"{sha256[:80]!r} is no sha256")
        place = self.root / sha256[:2] / sha256
        for part in (self.root, place.parent, place):
            if part.is_symlink():
                raise VaultError(f"{part} is a symbolic link; the archive holds plain files only")
        return place

    def put(self, sha256: str, data: bytes) -> None:
        """Writes the bytes, on disk before this returns. What is there already is compared, never overwritten."""
        if hashlib.sha256(data).hexdigest() != sha256:
            raise VaultError("the bytes do not have the sha256 that names them")
        place = self.path(sha256)
        if place.exists():
            self.check(sha256)
            return
        part = self.root / INCOMING / f"{sha256}.part"
        if part.parent.is_symlink():
            raise VaultError(f"{part.parent} is a symbolic link; the archive holds plain files only")
        part.unlink(missing_ok=True)
        descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o444)
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        part.chmod(0o444)
        place.parent.mkdir(exist_ok=True)
        part.rename(place)
        _sync(place.parent)
        _sync(self.root)

    def get(self, sha256: str) -> bytes:
        """The bytes, compared with their name."""
        place = self.path(sha256)
        try:
            data = place.read_bytes()
        except FileNotFoundError:
            raise VaultError(f"{FOLDER}/{sha256[:2]}/{sha256} is missing") from None
        if hashlib.sha256(data).hexdigest() != sha256:
            raise VaultError(f"{FOLDER}/{sha256[:2]}/{sha256} has been changed: its bytes have another sha256")
        return data

    def check(self, sha256: str) -> None:
        """Raises VaultError where the file is missing or changed; reads it piece by piece."""
        place = self.path(sha256)
        if not place.is_file():
            raise VaultError(f"{FOLDER}/{sha256[:2]}/{sha256} is missing")
        if _hash(place) != sha256:
            raise VaultError(f"{FOLDER}/{sha256[:2]}/{sha256} has been changed: its bytes have another sha256")

    def contents(self) -> Iterator[Stored]:
        """Everything in the archive but unfinished files, in order of name."""
        for folder in sorted(self.root.iterdir()):
            if folder.name == INCOMING and not folder.is_symlink():
                continue
            if folder.is_symlink() or not folder.is_dir():
                yield Stored(folder.name, None)
                continue
            for file in sorted(folder.iterdir()):
                plain = (
                    not file.is_symlink() and file.is_file() and file.name[:2] == folder.name and len(file.name) == 64
                )
                yield Stored(f"{folder.name}/{file.name}", file.name if plain else None)


def _hash(place: Path) -> str:
    found = hashlib.sha256()
    with place.open("rb") as file:
        while chunk := file.read(CHUNK):
            found.update(chunk)
    return found.hexdigest()


def _sync(folder: Path) -> None:
    """A renamed file is only safe once its folder is on disk; not every system lets folders be opened."""
    try:
        descriptor = os.open(folder, os.O_RDONLY)
    except PermissionError:
        return
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
