"""Tables as rows of values: CSV, Excel, HTML. What they mean, a mapping says (`statistics`), or their own columns."""

from __future__ import annotations

import csv
import html
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass

from crossfoot.archive.captures import Limits
from crossfoot.archive.charset import Undecodable, decode
from crossfoot.archive.fragment import text_of
from crossfoot.archive.mapping import TableMapping
from crossfoot.archive.sources import Context, Found, Source, problem
from crossfoot.records import Problem
from crossfoot.workbook_reading import Value, WorkbookError, rows_of

DELIMITERS = ",;\t|"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TAG = re.compile(r"<(/?)(table|tr|td|th)\b([^<>]*)>", re.IGNORECASE)
SPAN = re.compile(r"\b(col|row)span\s*=\s*[\"']?\s*([0-9]{1,4})", re.IGNORECASE)
NOT_MAPPED = (
    "a table that nothing describes: say what its columns mean in statistics.toml beside it, or give it columns "
    "named url and quote (docs/archive.md)"
)


@dataclass(frozen=True, slots=True)
class Grid:
    """Rows of values; cells are named as a spreadsheet names them. `sheet` is the name of a workbook's sheet."""

    rows: list[list[Value]]
    media_type: str
    sheet: str = ""

    def at(self, row: int, column: int) -> Value:
        cells = self.rows[row]
        return cells[column] if column < len(cells) else None


class GridError(ValueError):
    """Why a table cannot be taken apart."""


def read(source: Source, context: Context) -> Iterator[Found]:
    """A table by its mapping, else as a newsroom's sheet by the names of its columns, else a problem."""
    from crossfoot.archive import sheets, statistics

    data = source.whole(context.limits.paper_bytes)
    if isinstance(data, Problem):
        yield data
        return
    mappings = context.mappings.of(source.name)
    if mappings:
        for mapping in mappings:
            yield from statistics.read(source, data, mapping, context)
        return
    try:
        grid = grid_of(data, context.limits)
    except GridError as error:
        yield problem(source, str(error))
        return
    columns = sheets.columns(grid)
    if columns is None:
        yield problem(source, NOT_MAPPED)
    else:
        yield from sheets.read(source, data, grid, columns, context)


def grid_of(data: bytes, limits: Limits, mapping: TableMapping | None = None) -> Grid:
    """The rows of a table by its first bytes: Excel, HTML, else CSV. Raises GridError."""
    if data.startswith(b"PK\x03\x04"):
        try:
            name, rows = rows_of(data, mapping.sheet if mapping else None, limits.cells, limits.columns)
        except WorkbookError as error:
            raise GridError(str(error)) from error
        return Grid(rows, EXCEL, name)
    text = decode(data)
    if isinstance(text, Undecodable):
        raise GridError(f"byte {text.byte}: {text.reason}")
    if "\0" in text:
        raise GridError("a NUL character: the file is no text")
    if text[:500].lstrip("\ufeff \t\r\n").startswith("<"):
        return Grid(_html_rows(text, mapping.number if mapping else 1, limits), "text/html")
    return Grid(_csv_rows(text.removeprefix("\ufeff"), limits), "text/csv")


def name_of(row: int, column: int) -> str:
    """B7 for row 6, column 1, both counted from nought."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return f"{letters}{row + 1}"


def _csv_rows(text: str, limits: Limits) -> list[list[Value]]:
    first = text.split("\n", 1)[0]
    delimiter = max(DELIMITERS, key=first.count)
    rows: list[list[Value]] = []
    count = 0
    try:
        for cells in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            count += len(cells)
            if count > limits.cells or len(cells) > limits.columns:
                raise GridError(f"more than {limits.cells} cells or {limits.columns} columns: split it")
            rows.append([cell.strip() for cell in cells])
    except csv.Error as error:
        raise GridError(f"row {len(rows) + 1}: {error}") from error
    return rows


# ── HTML ─────────────────────────────────────────────────────────────────────────────────────────


def _html_rows(text: str, number: int, limits: Limits) -> list[list[Value]]:
    """The n-th table of a page, counted from 1; a table within a table is part of its cell."""
    inside = _table(text, number)
    rows: list[list[Value]] = []
    below: dict[int, tuple[int, str]] = {}
    """column → rows still to fill with the value of a cell that spans rows."""
    count = 0
    for pieces in inside:
        row: list[Value] = []
        for attributes, content in pieces:
            _spanned(row, below)
            spans = {name.lower(): max(1, int(size)) for name, size in SPAN.findall(attributes)}
            words = " ".join(text_of(content).split())
            for _ in range(min(spans.get("col", 1), limits.columns)):
                if spans.get("row", 1) > 1:
                    below[len(row)] = (spans["row"] - 1, words)
                row.append(words)
            if len(row) > limits.columns:
                raise GridError(f"more than {limits.columns} columns")
        _spanned(row, below)
        count += len(row)
        if count > limits.cells:
            raise GridError(f"more than {limits.cells} cells: split it")
        rows.append(row)
    if not rows:
        raise GridError(f"no table {number} in the page")
    return rows


def _spanned(row: list[Value], below: dict[int, tuple[int, str]]) -> None:
    while len(row) in below:
        left, words = below.pop(len(row))
        if left > 1:
            below[len(row)] = (left - 1, words)
        row.append(words)


def _table(text: str, number: int) -> list[list[tuple[str, str]]]:
    """The cells of a table, row by row: attributes and content."""
    rows: list[list[tuple[str, str]]] = []
    depth = seen = begin = 0
    attributes: str | None = None
    for tag in TAG.finditer(text):
        closes, name = bool(tag.group(1)), tag.group(2).lower()
        if name == "table":
            depth += -1 if closes else 1
            seen += depth == 1 and not closes
        at_top = depth == (0 if name == "table" and closes else 1)
        if seen != number or not at_top:
            continue
        if attributes is not None:
            rows[-1].append((attributes, text[begin : tag.start()]))
            attributes = None
        if name == "tr" and not closes:
            rows.append([])
        elif name in ("td", "th") and not closes and rows:
            attributes, begin = html.unescape(tag.group(3)), tag.end()
        if name == "table" and closes:
            break
    return [row for row in rows if row]
