"""From paths to captures with their reports: the whole archive stage for files on this machine."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

from crossfoot.archive.captures import STAGE, Found, Limits, opened, walk, why
from crossfoot.archive.formats import ENDINGS, TEXT, format_of
from crossfoot.archive.mapping import Mappings
from crossfoot.archive.sources import Collected, Context, Given, Skipped, Source
from crossfoot.archive.sources import Found as Read
from crossfoot.archive.table import Row, Table
from crossfoot.records import Problem

__all__ = ["Collected", "Given", "Skipped", "collect", "read_source"]


def collect(
    paths: Sequence[Path], table: Table | None, limits: Limits, given: Given, mappings: Mappings | None = None
) -> Iterator[Collected | Problem | Skipped]:
    """Reads files one at a time, and what they hold: memory does not grow with the number of reports.

    Nothing is dated by the clock (§1.2).
    """
    context = Context(limits, given, mappings or Mappings(), read_source)
    for found in walk(paths, limits):
        if isinstance(found, Problem):
            yield found
        else:
            context.unpacked = 0
            yield from _file(found, (table or Table()).row(found.path), context)


def _file(found: Found, row: Row | None, context: Context) -> Iterator[Read]:
    def open_file() -> BinaryIO:
        return opened(found.path)

    try:
        with open_file() as file:
            size = file.seek(0, 2)
        source = Source(found.name, open_file, size, found.path, row)
        if not size:
            yield Problem(STAGE, found.name, "the file is empty")
        elif not found.asked and format_of(source.head(), found.name) is None:
            kinds = ", ".join(sorted(filter(None, ENDINGS)))
            says = f"'{source.suffix}' is no ending crossfoot reads ({kinds}); name the file to read it as text"
            yield Problem(STAGE, found.name, says)
        else:
            yield from read_source(source, context)
    except OSError as error:
        yield Problem(STAGE, found.name, why(error))


def read_source(source: Source, context: Context) -> Iterator[Read]:
    """What any source holds, read by its format; as text where it shows none."""
    format = format_of(source.head(), source.name, source.media_type) or TEXT
    yield from format.read(source, context)
