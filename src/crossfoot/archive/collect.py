"""From paths to captures with their reports: the whole archive stage for files on this machine."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from crossfoot.archive.captures import Found, Limits, capture, walk
from crossfoot.archive.extract import Extracted, extract
from crossfoot.archive.table import Row, Table
from crossfoot.records import Capture, Known, Problem, Report, content_id


@dataclass(frozen=True, slots=True)
class Collected:
    """A file as received, and the report taken from it."""

    capture: Capture
    data: bytes
    report: Report


@dataclass(frozen=True, slots=True)
class Given:
    """What the user says of all files: the moment of capture (ISO 8601, UTC) and a day for undated reports."""

    received: str
    published: date | None = None


def collect(paths: Sequence[Path], table: Table | None, limits: Limits, given: Given) -> Iterator[Collected | Problem]:
    """Reads files one at a time: memory does not grow with their number. Nothing is dated by the clock (§1.2)."""
    for found in walk(paths, limits):
        if isinstance(found, Problem):
            yield found
        else:
            yield _collected(found, (table or Table()).row(found.path), limits, given)


def _collected(found: Found, row: Row | None, limits: Limits, given: Given) -> Collected | Problem:
    taken = capture(found, limits, given.received)
    if isinstance(taken, Problem):
        return taken
    kept, data = taken
    extracted = extract(data, kept.media_type, found.name, limits)
    if isinstance(extracted, Problem):
        return extracted
    kept = replace(kept, media_type=extracted.media_type)
    return Collected(kept, data, _report(kept, extracted, row, given))


def _report(capture: Capture, extracted: Extracted, row: Row | None, given: Given) -> Report:
    """What the user gives wins over what the page says of itself; a day for all is weaker than a row of the table."""
    fields = extracted.fields.copy()
    known: dict[str, Known] = dict(extracted.known)
    if given.published is not None:
        fields["published"], known["published"] = given.published, "given"
    if row is not None:
        fields.update(row.says)
        known.update(dict.fromkeys(row.says, "given"))
    return Report(
        id=content_id("report", capture.id, extracted.text),
        capture=capture.id,
        file=capture.address,
        text=extracted.text,
        known=known,
        **fields,
    )
