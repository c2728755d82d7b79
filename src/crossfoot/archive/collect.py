"""From paths to captures with their reports: the whole archive stage for files on this machine."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path

from crossfoot.archive.captures import MEGABYTE, STAGE, Found, Limits, opened, walk, why
from crossfoot.archive.formats import ENDINGS, TEXT, format_of
from crossfoot.archive.mapping import Mappings
from crossfoot.archive.sources import Collected, Context, Given, Skipped, Source, of_bytes
from crossfoot.archive.sources import Found as Read
from crossfoot.archive.table import Row, Table
from crossfoot.records import Problem

__all__ = ["Collected", "Given", "Skipped", "collect", "read_source"]

SMALL = MEGABYTE


def collect(
    paths: Sequence[Path],
    table: Table | None,
    limits: Limits,
    given: Given,
    mappings: Mappings | None = None,
    *,
    done: Callable[[], None] | None = None,
) -> Iterator[Collected | Problem | Skipped]:
    """Reads files one at a time, and what they hold: memory does not grow with the number of reports. `done` is
    called after each file.

    Nothing is dated by the clock (§1.2).
    """
    context = Context(limits, given, mappings or Mappings(), read_source)
    for found in walk(paths, limits):
        if isinstance(found, Problem):
            yield found
        else:
            context.unpacked = 0
            yield from _file(found, (table or Table()).row(found.path), context)
            if done is not None:
                done()


def count_files(paths: Sequence[Path], limits: Limits) -> int:
    """How many files `collect` will open, which may hold any number of reports."""
    return sum(not isinstance(found, Problem) for found in walk(paths, limits))


def _file(found: Found, row: Row | None, context: Context) -> Iterator[Read]:
    try:
        source = _source(found, row)
        format = format_of(source.head(), found.name)
        if not source.size:
            yield Problem(STAGE, found.name, "the file is empty")
        elif format is None and not found.asked:
            kinds = ", ".join(sorted(filter(None, ENDINGS)))
            says = f"'{source.suffix}' is no ending crossfoot reads ({kinds}); name the file to read it as text"
            yield Problem(STAGE, found.name, says)
        else:
            yield from (format or TEXT).read(source, context)
    except OSError as error:
        yield Problem(STAGE, found.name, why(error))


def _source(found: Found, row: Row | None) -> Source:
    """A file; a small one is opened once and held, a large one is opened whenever somebody reads of it."""
    with opened(found.path) as file:
        size = file.seek(0, 2)
        file.seek(0)
        data = file.read() if size <= SMALL else None
    opens = of_bytes(data) if data is not None else partial(opened, found.path)
    return Source(found.name, opens, size if data is None else len(data), found.path, row)


def read_source(source: Source, context: Context) -> Iterator[Read]:
    """What any source holds, read by its format; as text where it shows none."""
    format = format_of(source.head(), source.name, source.media_type) or TEXT
    yield from format.read(source, context)
