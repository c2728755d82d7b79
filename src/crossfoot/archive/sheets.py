"""A newsroom's own spreadsheet: each row a quote with its address. Rows of one address are one report."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from crossfoot.archive.feeds import part_name, printed_day
from crossfoot.archive.metadata import Metadata
from crossfoot.archive.sources import Context, Extracted, Found, Source, collected, problem
from crossfoot.archive.statistics import shown
from crossfoot.archive.tabular import Grid
from crossfoot.records import Known

BETWEEN = "\n\n"
NEEDED = ("url", "quote")


@dataclass(frozen=True, slots=True)
class Entry:
    """One report of a sheet: its name, its text, and where each row's quote stands in it (row of the grid, offset)."""

    part: str
    text: str
    rows: tuple[tuple[int, int, int], ...]
    """(row, start, end)."""


@cache
def _names() -> Mapping[str, str]:
    """What columns are called, in any of the languages of sheets.toml."""
    table = tomllib.loads((files("crossfoot.archive") / "sheets.toml").read_text(encoding="utf-8"))
    return {word.casefold(): column for column, words in table["columns"].items() for word in words}


def columns(grid: Grid) -> Mapping[str, int] | None:
    """Which column holds what, where there is one with addresses and one with quotes; the first of a name counts."""
    if not grid.rows:
        return None
    found: dict[str, int] = {}
    for number, value in enumerate(grid.rows[0]):
        column = _names().get(shown(value).casefold())
        if column is not None:
            found.setdefault(column, number)
    return found if all(name in found for name in NEEDED) else None


def entries(grid: Grid, names: Mapping[str, int]) -> tuple[Entry, ...]:
    """The reports of a sheet: the quotes of one address, in the order of their rows, a blank line between."""
    groups: dict[str, list[int]] = {}
    for row in range(1, len(grid.rows)):
        if quote_of(grid, row, names):
            groups.setdefault(shown(grid.at(row, names["url"])) or f"row {row + 1}", []).append(row)
    taken: set[str] = set()
    return tuple(_entry(grid, names, part_name(address, taken), rows) for address, rows in groups.items())


def _entry(grid: Grid, names: Mapping[str, int], part: str, rows: list[int]) -> Entry:
    parts: list[str] = []
    places: list[tuple[int, int, int]] = []
    length = 0
    for row in rows:
        quote = quote_of(grid, row, names)
        start = length + len(BETWEEN) if parts else 0
        parts.append(quote)
        length = start + len(quote)
        places.append((row, start, length))
    return Entry(part, BETWEEN.join(parts) + "\n", tuple(places))


def quote_of(grid: Grid, row: int, names: Mapping[str, int]) -> str:
    """The words of a row as they stand in the cell, without blanks around them."""
    value = grid.at(row, names["quote"])
    return value.replace("\0", " ").strip() if isinstance(value, str) else shown(value)


def read(source: Source, data: bytes, grid: Grid, names: Mapping[str, int], context: Context) -> Iterator[Found]:
    """A report for each address of the sheet; the sheet itself is the capture of all of them."""
    found = entries(grid, names)
    if not found:
        yield problem(source, "a sheet without quotes")
    for entry in found:
        fields = _fields(grid, entry.rows[0][0], names)
        known: dict[str, Known] = dict.fromkeys(fields, "given")
        made = Extracted(entry.text, grid.media_type, fields, known, part=entry.part)
        yield collected(source, data, made, context)


def _fields(grid: Grid, row: int, names: Mapping[str, int]) -> Metadata:
    """What the first row of an address says of its report."""
    fields = Metadata()
    cells = {name: shown(grid.at(row, column)) for name, column in names.items()}
    for name in ("outlet", "author", "title"):
        if cells.get(name):
            fields[name] = cells[name]
    if cells["url"].startswith(("http://", "https://")):
        fields["url"] = cells["url"]
    code = cells.get("language", "").lower()
    if code.isascii() and code.isalpha() and 2 <= len(code) <= 3:
        fields["language"] = code
    day = printed_day(cells.get("published", ""))
    if day:
        fields["published"] = day
    return fields
