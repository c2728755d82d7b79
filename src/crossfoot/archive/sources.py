"""What the readers of formats have in common: a source of bytes, what a run knows, and what comes out."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from crossfoot.archive.captures import MEGABYTE, STAGE, Limits
from crossfoot.archive.metadata import Metadata
from crossfoot.archive.table import Row
from crossfoot.records import Capture, Cell, Known, Problem, Report, report_id

if TYPE_CHECKING:
    from crossfoot.archive.mapping import Mappings

HEAD = 4096
"""So many first bytes tell the format."""


@dataclass(frozen=True, slots=True)
class Extracted:
    """The text of a capture; offsets in claims count its code points. `part`: see `Report`."""

    text: str
    media_type: str
    fields: Metadata = field(default_factory=Metadata)
    known: Mapping[str, Known] = field(default_factory=dict)
    pages: tuple[int, ...] = ()
    cells: tuple[Cell, ...] = ()
    part: str = ""


@dataclass(frozen=True, slots=True)
class Collected:
    """A capture as received, and one report taken from it; a capture may come with several, one after the other."""

    capture: Capture
    data: bytes
    report: Report


@dataclass(frozen=True, slots=True)
class Skipped:
    """What a container holds that is no report, by kind: told to the user, and no problem."""

    place: str
    counts: Mapping[str, int]

    def __str__(self) -> str:
        return f"{self.place}: passed over " + ", ".join(f"{number} {what}" for what, number in self.counts.items())


Found = Collected | Problem | Skipped


@dataclass(frozen=True, slots=True)
class Given:
    """What the user says of all files: the moment of capture (ISO 8601, UTC) and a day for undated reports."""

    received: str
    published: date | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """Bytes to read: a file, a member of a ZIP, a record of a WARC.

    `name` is what reports call it, `address` where the bytes came from, `taken` when (see `Capture`). `media_type` and
    `charset` are those that a server declared. `depth` counts the containers around it.
    """

    name: str
    open: Callable[[], BinaryIO]
    size: int
    path: Path | None = None
    row: Row | None = None
    address: str = ""
    taken: str | None = None
    within: str | None = None
    media_type: str | None = None
    charset: str | None = None
    depth: int = 0

    @property
    def suffix(self) -> str:
        return Path(self.name).suffix.lower()

    def head(self) -> bytes:
        with self.open() as file:
            return file.read(HEAD)

    def whole(self, limit: int) -> bytes | Problem:
        """All bytes, or why not. Never holds more than the limit and one."""
        if self.size > limit:
            return Problem(STAGE, self.name, f"larger than {limit // MEGABYTE or 1} MB: not read; split it")
        with self.open() as file:
            data = file.read(limit + 1)
        if not data:
            return Problem(STAGE, self.name, "the file is empty")
        if len(data) > limit:
            return Problem(STAGE, self.name, f"larger than {limit // MEGABYTE or 1} MB: not read; split it")
        return data


def of_bytes(data: bytes) -> Callable[[], BinaryIO]:
    return lambda: io.BytesIO(data)


@dataclass(slots=True)
class Context:
    """What all sources of one run share. `unpacked` counts the bytes that came out of containers."""

    limits: Limits
    given: Given
    mappings: Mappings
    read: Callable[[Source, Context], Iterator[Found]]
    """Reads any source by its format: containers hand their members back to it."""
    unpacked: int = 0


def problem(source: Source, reason: str, where: str = "") -> Problem:
    return Problem(STAGE, f"{source.name}, {where}" if where else source.name, reason)


def captured(source: Source, data: bytes, media_type: str, context: Context) -> Capture:
    return Capture(
        hashlib.sha256(data).hexdigest(),
        len(data),
        source.address or source.name,
        media_type,
        context.given.received,
        source.taken,
        source.within,
    )


def collected(source: Source, data: bytes, found: Extracted, context: Context) -> Collected:
    """A report of a capture. What the user gives wins over what the source says of itself; a day for all is weaker
    than a row of the table."""
    kept = captured(source, data, found.media_type, context)
    fields = found.fields.copy()
    known: dict[str, Known] = dict(found.known)
    if context.given.published is not None:
        fields["published"], known["published"] = context.given.published, "given"
    if source.row is not None:
        fields.update(source.row.says)
        known.update(dict.fromkeys(source.row.says, "given"))
    report = Report(
        id=report_id(kept.id, found.text, found.part),
        capture=kept.id,
        file=f"{source.name}#{found.part}" if found.part else source.name,
        text=found.text,
        known=known,
        part=found.part,
        pages=found.pages,
        cells=found.cells,
        **fields,
    )
    return Collected(kept, data, report)


def named(source: Source, name: str) -> Source:
    return replace(source, name=name)
