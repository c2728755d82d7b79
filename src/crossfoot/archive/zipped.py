"""ZIP files, and WACZ, which is one: their members are read like files, within limits, and never written anywhere."""

from __future__ import annotations

import gzip
import io
import stat
import tempfile
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import PurePosixPath
from typing import IO, BinaryIO, cast

from crossfoot.archive.captures import MEGABYTE, SIDE_NAMES, SIDE_SUFFIXES, STAGE, readable_name
from crossfoot.archive.formats import ENDINGS, format_of
from crossfoot.archive.sources import HEAD, Context, Found, Skipped, Source, of_bytes, problem
from crossfoot.archive.warcs import read_counted
from crossfoot.records import Problem

MOST_DIRECTORY = 64 * MEGABYTE
MOST_INDEX, MOST_INDEXES = 64 * MEGABYTE, 100
"""How much of all indexes of a WACZ is read, and how many of them."""
INDEXES = (".cdx", ".cdxj", ".cdx.gz")
SMALL = MEGABYTE
"""Members up to this size may grow as they like: a blank page does."""
OFFICE = {"word/": "a Word file", "ppt/": "a presentation", "content.xml": "an OpenDocument file"}
WORKBOOK = "xl/workbook.xml"
WARCS = (".warc", ".warc.gz")
FAILURES = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError)
"""What zipfile raises on damage, encryption, or packing that it does not know."""


def read(source: Source, context: Context) -> Iterator[Found]:
    """The members of a ZIP; a workbook goes to the tables, other office files are named as not read."""
    if source.depth >= context.limits.deep:
        yield problem(source, f"more than {context.limits.deep} containers within one another: not read")
        return
    with source.open() as file:
        try:
            wrong = _directory_too_large(file)
            if wrong:
                yield problem(source, wrong)
                return
            book = zipfile.ZipFile(file)
        except FAILURES as error:
            yield problem(source, f"a ZIP that cannot be opened: {error}; pack it again")
            return
        with book:
            names = {entry.filename for entry in book.infolist()}
            office = next((what for part, what in OFFICE.items() if any(n.startswith(part) for n in names)), None)
            if WORKBOOK in names:
                yield from _workbook(source, book, context)
            elif (office and "[Content_Types].xml" in names) or office == "an OpenDocument file":
                yield problem(source, f"{office}; save its text as .txt")
            else:
                yield from _Members(source, book, file, context).read()


def _directory_too_large(file: BinaryIO) -> str | None:
    """The list of members is read whole by zipfile: its size is looked at first, where the end of the file tells it."""
    size = file.seek(0, 2)
    file.seek(max(0, size - 65_557))
    tail = file.read()
    at = tail.rfind(b"PK\x05\x06")
    if at >= 0 and len(tail) >= at + 20:
        length = int.from_bytes(tail[at + 12 : at + 16], "little")
        if length == 0xFFFFFFFF and (far := tail.rfind(b"PK\x06\x06")) >= 0:
            length = int.from_bytes(tail[far + 40 : far + 48], "little")
        if length > MOST_DIRECTORY:
            return f"its list of members is larger than {MOST_DIRECTORY // MEGABYTE} MB: not read"
    file.seek(0)
    return None


def _workbook(source: Source, book: zipfile.ZipFile, context: Context) -> Iterator[Found]:
    """Spreadsheets are XML that is unpacked whole, so they are measured first."""
    from crossfoot.archive import tabular

    large = sum(entry.file_size for entry in book.infolist())
    if large > context.limits.paper_bytes:
        yield problem(source, f"a workbook that unpacks to more than {context.limits.paper_bytes // MEGABYTE} MB")
        return
    yield from tabular.read(source, context)


class _Members:
    """The members of one ZIP, in the order of their names."""

    def __init__(self, source: Source, book: zipfile.ZipFile, file: BinaryIO, context: Context) -> None:
        self.source, self.book, self.file, self.context = source, book, file, context
        self.passed: Counter[str] = Counter()
        entries = sorted(book.infolist(), key=lambda entry: entry.filename)
        self.entries = [entry for entry in entries if not entry.is_dir()]
        names = {entry.filename for entry in self.entries}
        self.is_wacz = "datapackage.json" in names and any(n.startswith("archive/") for n in names)
        self.promised = self._index() if self.is_wacz else {}

    def read(self) -> Iterator[Found]:
        limits = self.context.limits
        for number, entry in enumerate(self.entries):
            if number >= limits.parts:
                yield problem(self.source, f"more than {limits.parts} members: the rest is not read")
                break
            yield from self._member(entry)
        if self.passed:
            yield Skipped(self.source.name, dict(self.passed.most_common()))

    def _member(self, entry: zipfile.ZipInfo) -> Iterator[Found]:
        name = readable_name(entry.filename)
        wrong = _wrong_name(entry) or self._wrong_size(entry)
        if wrong:
            yield Problem(STAGE, f"{self.source.name}/{name}", wrong)
        elif self._is_beside(entry):
            self.passed["files that are no reports"] += 1
        elif entry.filename.lower().endswith(WARCS):
            yield from self._warc(entry, name)
        else:
            yield from self._file(entry, name)

    def _is_beside(self, entry: zipfile.ZipInfo) -> bool:
        path = PurePosixPath(entry.filename)
        if self.is_wacz and not entry.filename.startswith("archive/"):
            return True
        hidden = any(part.startswith((".", "__MACOSX")) for part in path.parts)
        return hidden or path.name.lower() in SIDE_NAMES or path.suffix.lower() in SIDE_SUFFIXES

    def _wrong_size(self, entry: zipfile.ZipInfo) -> str | None:
        """Why a member is not unpacked. What it says of itself is looked at first, what comes out is counted after."""
        limits = self.context.limits
        if entry.file_size > SMALL and entry.file_size > limits.ratio * max(entry.compress_size, 1):
            return f"grows more than {limits.ratio} times when it is unpacked: not read"
        if self.context.unpacked + entry.file_size > limits.unpacked_bytes:
            return f"the file unpacks to more than {limits.unpacked_bytes // MEGABYTE} MB: the rest is not read"
        return None

    def _file(self, entry: zipfile.ZipInfo, name: str) -> Iterator[Found]:
        place = f"{self.source.name}/{name}"
        most = self.context.limits.paper_bytes if self.source.depth == 0 else self.context.limits.file_bytes
        try:
            with self.book.open(entry) as packed:
                data = packed.read(most + 1)
        except FAILURES as error:
            yield Problem(STAGE, place, f"cannot be unpacked: {error}")
            return
        self.context.unpacked += len(data)
        if len(data) > most:
            yield Problem(STAGE, place, f"larger than {most // MEGABYTE or 1} MB: not read")
        elif not data:
            yield Problem(STAGE, place, "the file is empty")
        elif format_of(data[:HEAD], name) is None:
            kinds = ", ".join(sorted(filter(None, ENDINGS)))
            yield Problem(STAGE, place, f"'{PurePosixPath(name).suffix}' is no ending crossfoot reads ({kinds})")
        else:
            yield from self.context.read(self._source(place, entry, data), self.context)

    def _source(self, place: str, entry: zipfile.ZipInfo, data: bytes) -> Source:
        return Source(
            place,
            of_bytes(data),
            len(data),
            path=self.source.path,
            row=self.source.row,
            within=f"{self.source.name}, {readable_name(entry.filename)}",
            depth=self.source.depth + 1,
        )

    # ── WARC files within ────────────────────────────────────────────────────────────────────────

    def _warc(self, entry: zipfile.ZipInfo, name: str) -> Iterator[Found]:
        """Read where it lies if it is stored as it is, which is the rule; else from an unnamed file on disk."""
        place = f"{self.source.name}/{name}"
        if entry.compress_type == zipfile.ZIP_STORED and not entry.flag_bits & 1:
            start = _data_begins(self.file, entry)
            if start is None:
                yield Problem(STAGE, place, "cannot be unpacked: its place in the ZIP is wrong")
                return
            source = self._source(place, entry, b"")
            window = _Window(self.file, start, entry.compress_size)
            source = replace(source, open=lambda: cast(BinaryIO, window), size=entry.compress_size)
            yield from read_counted(source, self.context, self.promised.get(PurePosixPath(name).name))
            return
        with tempfile.TemporaryFile() as unpacked:
            wrong = self._unpack(entry, unpacked)
            if wrong:
                yield Problem(STAGE, place, wrong)
            source = replace(self._source(place, entry, b""), open=lambda: _kept_open(unpacked))
            yield from read_counted(source, self.context, self.promised.get(PurePosixPath(name).name))

    def _unpack(self, entry: zipfile.ZipInfo, to: IO[bytes]) -> str | None:
        """Into a file, as far as it goes; why it does not go further."""
        try:
            with self.book.open(entry) as packed:
                while part := packed.read(MEGABYTE):
                    self.context.unpacked += len(part)
                    if self.context.unpacked > self.context.limits.unpacked_bytes:
                        return f"unpacks to more than {self.context.limits.unpacked_bytes // MEGABYTE} MB"
                    to.write(part)
        except FAILURES as error:
            return f"cannot be unpacked further: {error}"
        return None

    def _index(self) -> dict[str, int]:
        """How many captures of each WARC the index of a WACZ names; nothing where it cannot be read."""
        counts: Counter[str] = Counter()
        left = MOST_INDEX
        found = [entry for entry in self.entries if entry.filename.startswith("indexes/")]
        for entry in [entry for entry in found if entry.filename.endswith(INDEXES)][:MOST_INDEXES]:
            data = b"" if self._wrong_size(entry) else self._index_part(entry, left)
            left -= len(data)
            counts.update(_named(data.splitlines()))
        return dict(counts)

    def _index_part(self, entry: zipfile.ZipInfo, most: int) -> bytes:
        try:
            with self.book.open(entry) as packed:
                if not entry.filename.endswith(".gz"):
                    return packed.read(most)
                return gzip.GzipFile(fileobj=io.BytesIO(packed.read(most // 4))).read(most)
        except FAILURES:
            return b""


def _named(lines: Sequence[bytes]) -> Iterator[str]:
    """The file that each line of a CDXJ index names: `"filename": "data.warc.gz"`."""
    key = b'"filename":'
    for line in lines:
        _, found, rest = line.partition(key)
        if found:
            yield rest.split(b'"', 2)[1].decode("utf-8", "replace").rpartition("/")[2] if rest.count(b'"') > 1 else ""


def _wrong_name(entry: zipfile.ZipInfo) -> str | None:
    """Why a member's name is refused. Nothing is ever written under it; it would stand in a ledger as evidence."""
    name = entry.filename
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts or "\\" in name or name[1:2] == ":":
        return "its name leads out of the ZIP: not read"
    if stat.S_ISLNK(entry.external_attr >> 16):
        return "a symbolic link: not followed"
    if entry.flag_bits & 1:
        return "encrypted: pack it without a password"
    return None


def _data_begins(file: BinaryIO, entry: zipfile.ZipInfo) -> int | None:
    if entry.header_offset < 0:
        return None
    file.seek(entry.header_offset)
    header = file.read(30)
    if len(header) < 30 or not header.startswith(b"PK\x03\x04"):
        return None
    lengths = int.from_bytes(header[26:28], "little") + int.from_bytes(header[28:30], "little")
    return entry.header_offset + 30 + lengths


def _kept_open(file: IO[bytes]) -> BinaryIO:
    """A view of an open file from its beginning, whose closing does not close it."""
    return cast(BinaryIO, _Window(cast(BinaryIO, file), 0, file.seek(0, io.SEEK_END)))


class _Window(io.RawIOBase):
    """A part of a file as a file of its own: zipfile would end at the first wrong checksum, and lose what follows."""

    def __init__(self, file: BinaryIO, start: int, size: int) -> None:
        super().__init__()
        self._file, self._start, self._size, self._at = file, start, size, 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._size}[whence]
        self._at = max(0, base + offset)
        return self._at

    def read(self, size: int = -1) -> bytes:
        left = max(0, self._size - self._at)
        self._file.seek(self._start + self._at)
        data = self._file.read(left if size < 0 else min(size, left))
        self._at += len(data)
        return data

    def close(self) -> None:
        """The file belongs to the ZIP; the window may be read again."""
        self._at = 0
