"""Records of a WARC file one after the other, and over damage: what cannot be read is told, and reading goes on at the
next record. A record within gzip is handed out only after its checksum has been seen to hold."""

from __future__ import annotations

import re
import zlib
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import BinaryIO, Protocol

GZIP = b"\x1f\x8b\x08"
MARK = b"WARC/"
SLICE = 16 * 1024
"""Compressed bytes unpacked at a time: at most about 16 MB can come of them."""
SURE, WORTH_A_JUMP = 3, 24 * 1024
BLOCK = 1024 * 1024
MOST_HEADER = 64 * 1024
USUAL_HEAD, MOST_HEAD = 2 * 1024, 64 * 1024
"""So much of a block is looked at before it is decided whether to keep it: up to the end of the answer's head."""
END = b"\r\n\r\n"
LINE_ENDS = b"\r\n"
NEXT = re.compile(rb"\nWARC/1\.[01]\r\n")
FIRST = re.compile(rb"WARC/[0-9.]{3,5}\r?\n")


@dataclass(frozen=True, slots=True)
class Record:
    """`offset` is where it begins in the file (where its gzip member does). `block` is None where nobody wanted it."""

    offset: int
    headers: Mapping[str, str]
    block: bytes | None
    too_large: bool = False

    @property
    def kind(self) -> str:
        return self.headers.get("warc-type", "").lower()


@dataclass(frozen=True, slots=True)
class Damage:
    """A record that is lost. `resumed` is where reading went on, None where the file ends before another record."""

    offset: int
    reason: str
    resumed: int | None = None
    headers: Mapping[str, str] | None = None


class Wanted(Protocol):
    def __call__(self, headers: Mapping[str, str], head: bytes) -> bool: ...


class _Broken(Exception):
    """What follows at this place is no record."""


def records(file: BinaryIO, wanted: Wanted, most: int) -> Iterator[Record | Damage]:
    """All records of a seekable file, in order. The block of one that `wanted` wants is kept, up to `most` bytes."""
    tap: _Tap = _Gzip(file) if _is_packed(file) else _Plain(file)
    at: int | None = 0
    while at is not None and tap.begin(at):
        walk = _Walk(tap, wanted, most)
        try:
            yield from walk.run()
            at = tap.after
        except _Broken as error:
            at = tap.resume(walk.offset + 1)
            yield Damage(walk.offset, str(error), at, walk.headers)


def _is_packed(file: BinaryIO) -> bool:
    """By the first bytes; where they are damaged, by what follows."""
    begins = file.read(len(MARK))
    if begins.startswith((GZIP, MARK)):
        return begins.startswith(GZIP)
    return _search(file, 0, NEXT) is None


class _Walk:
    """The records of one gzip member, or of a plain file from some place on."""

    def __init__(self, tap: _Tap, wanted: Wanted, most: int) -> None:
        self.tap, self.wanted, self.most = tap, wanted, most
        self.offset = tap.offset
        self.headers: Mapping[str, str] | None = None

    def run(self) -> Iterator[Record]:
        count = 0
        while True:
            self.offset, self.headers = self.tap.offset, None
            if not self._has_more():
                return self.tap.ended(count)
            self.headers = self._header()
            done = self._block(self.headers)
            self._gap()
            count += 1
            yield done

    def _has_more(self) -> bool:
        """Blank lines between records are no record."""
        tap = self.tap
        while tap.fill(1):
            if tap.data[0] not in LINE_ENDS:
                self.offset = tap.offset
                return True
            tap.drop(1)
        return False

    def _header(self) -> Mapping[str, str]:
        tap = self.tap
        if not tap.fill(5) or not tap.data.startswith(MARK):
            raise _Broken("no record begins here")
        size = 1024
        while (end := tap.data.find(END)) < 0:
            if (size > MOST_HEADER or not tap.fill(size := size * 2)) and tap.data.find(END) < 0:
                raise _Broken("its header does not end")
        lines = bytes(tap.data[:end]).decode("utf-8", "replace").split("\r\n")
        tap.drop(end + len(END))
        pairs = (line.partition(":") for line in lines[1:])
        return {name.strip().lower(): value.strip() for name, colon, value in pairs if colon}

    def _block(self, headers: Mapping[str, str]) -> Record:
        length = headers.get("content-length", "")
        if not length.isascii() or not length.isdigit() or len(length) > 15:
            raise _Broken("its header gives no length")
        size, tap = int(length), self.tap
        head = min(size, USUAL_HEAD)
        if tap.fill(head) and tap.data.find(END, 0, head) < 0:
            head = min(size, MOST_HEAD)
        if not tap.fill(head):
            raise _Broken("the file ends within it" if tap.is_at_end else "it is shorter than its header says")
        if not self.wanted(headers, bytes(tap.data[:head])):
            tap.skip(size)
            return Record(self.offset, headers, None)
        if size > self.most:
            tap.skip(size)
            return Record(self.offset, headers, None, too_large=True)
        if not tap.fill(size):
            raise _Broken("the file ends within it" if tap.is_at_end else "it is shorter than its header says")
        block = bytes(tap.data[:size])
        tap.drop(size)
        return Record(self.offset, headers, block)

    def _gap(self) -> None:
        """After a block come two line ends, and then the end or the next record: else its length was wrong."""
        tap = self.tap
        while tap.fill(1) and tap.data[0] in LINE_ENDS:
            tap.drop(1)
        if tap.fill(1) and not (tap.fill(len(MARK)) and tap.data.startswith(MARK)):
            raise _Broken("it is longer than its header says")


# ── bytes, packed or not ─────────────────────────────────────────────────────────────────────────


class _Tap(ABC):
    """Unpacked bytes in `data`, filled as they are asked for. `offset` is where a record at its beginning starts."""

    def __init__(self, file: BinaryIO) -> None:
        self.file = file
        self.data = bytearray()
        self.is_at_end = False
        self.after: int | None = None
        """Where the next member begins, once this one is read to its end."""

    @property
    @abstractmethod
    def offset(self) -> int: ...

    @abstractmethod
    def begin(self, at: int) -> bool: ...

    @abstractmethod
    def more(self) -> bytes:
        """Some more bytes; none at the end. Raises _Broken."""

    @abstractmethod
    def resume(self, at: int) -> int | None:
        """Where the next record begins, from a place on."""

    def fill(self, size: int) -> bool:
        """Whether `data` holds so many bytes, or can."""
        while len(self.data) < size:
            part = self.more()
            if not part:
                return False
            self.data += part
        return True

    @abstractmethod
    def ended(self, records: int) -> None:
        """A member, or the file, was read to its end and held so many records."""

    def drop(self, size: int) -> None:
        del self.data[:size]

    def skip(self, size: int) -> None:
        left = size - len(self.data)
        if left <= 0:
            return self.drop(size)
        self.data.clear()
        while left > 0:
            part = self.more()
            if not part:
                raise _Broken("the file ends within it" if self.is_at_end else "it is shorter than its header says")
            if len(part) > left:
                self.data += part[left:]
            left -= len(part)
        return None


class _Plain(_Tap):
    def __init__(self, file: BinaryIO) -> None:
        super().__init__(file)
        self.size = file.seek(0, 2)
        self.at = 0

    @property
    def offset(self) -> int:
        return self.at - len(self.data)

    def ended(self, records: int) -> None:
        """Nothing is learnt from the end of a file that is not packed."""

    def begin(self, at: int) -> bool:
        self.file.seek(at)
        self.at, self.is_at_end = at, False
        self.data.clear()
        return at < self.size

    def more(self) -> bytes:
        part = self.file.read(SLICE)
        self.at += len(part)
        self.is_at_end = not part
        return part

    def skip(self, size: int) -> None:
        left = size - len(self.data)
        if left <= 0:
            return self.drop(size)
        if self.at + left > self.size:
            self.is_at_end = True
            raise _Broken("the file ends within it")
        self.data.clear()
        self.at += left
        self.file.seek(self.at)
        return None

    def resume(self, at: int) -> int | None:
        found = _search(self.file, at, NEXT)
        return None if found is None else found + 1


class _Gzip(_Tap):
    """One gzip member at a time: their ends are where reading can go on after damage."""

    def __init__(self, file: BinaryIO) -> None:
        super().__init__(file)
        self.member = 0
        self.alone = 0
        """How many members held one record each; negative for good as soon as one held more."""
        self.packed = b""
        self.base = 0
        self.used = 0

    @property
    def offset(self) -> int:
        return self.member

    def begin(self, at: int) -> bool:
        self.data.clear()
        self.member, self.after, self.is_at_end = at, None, False
        self.unpack = zlib.decompressobj(31)
        if not self.base <= at < self.base + len(self.packed):
            self.file.seek(at)
            self.base, self.packed = at, self.file.read(BLOCK)
        self.used = at - self.base
        return bool(self.packed)

    def more(self) -> bytes:
        while self.after is None:
            piece = self._piece()
            if not piece:
                self.is_at_end = True
                raise _Broken("the file ends within it")
            try:
                done = self.unpack.decompress(piece)
            except zlib.error as error:
                raise _Broken(f"gzip: {str(error).rpartition(': ')[2]}") from None
            self.used += len(piece) - len(self.unpack.unused_data)
            if self.unpack.eof:
                self.after = self.base + self.used
            if done:
                return done
        return b""

    def skip(self, size: int) -> None:
        """Where each record has its member, the rest of a large one is not unpacked: the next one is looked for."""
        if self.alone >= SURE and size - len(self.data) > WORTH_A_JUMP:
            found = self.resume(self.base + self.used)
            if found is not None:
                self.after = found
                self.data.clear()
                return
        super().skip(size)

    def ended(self, records: int) -> None:
        self.alone = self.alone + 1 if records == 1 and self.alone >= 0 else -1

    def _piece(self) -> bytes:
        if self.used >= len(self.packed):
            self.base += len(self.packed)
            self.packed, self.used = self.file.read(BLOCK), 0
        return self.packed[self.used : self.used + SLICE]

    def resume(self, at: int) -> int | None:
        while (start := self._find(at)) is not None:
            if self._begins_record(start):
                return start
            at = start + 1
        return None

    def _find(self, at: int) -> int | None:
        """The next place that looks like a member: in the bytes at hand first."""
        if self.base <= at < self.base + len(self.packed):
            found = self.packed.find(GZIP, at - self.base)
            if found >= 0:
                return self.base + found
            at = self.base + len(self.packed) - len(GZIP) + 1
        found_in_file = _search(self.file, max(at, 0), GZIP)
        self.base, self.packed = -1, b""
        return found_in_file

    def _begins_record(self, at: int) -> bool:
        if self.base <= at < self.base + len(self.packed) - 1024:
            packed = self.packed[at - self.base : at - self.base + 1024]
        else:
            self.base, self.packed = -1, b""
            self.file.seek(at)
            packed = self.file.read(1024)
        try:
            return FIRST.match(zlib.decompressobj(31).decompress(packed, 64)) is not None
        except zlib.error:
            return False


def _search(file: BinaryIO, at: int, wanted: re.Pattern[bytes] | bytes) -> int | None:
    """Where it is found first, from a place on."""
    file.seek(at)
    kept = b""
    while part := file.read(BLOCK):
        data = kept + part
        if isinstance(wanted, bytes):
            found = data.find(wanted)
        else:
            match = wanted.search(data)
            found = match.start() if match else -1
        if found >= 0:
            return at - len(kept) + found
        kept = data[-16:]
        at += len(part)
    return None
