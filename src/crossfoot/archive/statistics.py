"""Tables of official statistics: every cell that holds a figure becomes a `Cell`, with what its row, its column and
the mapping say of it. The report's text has a line for each row, with the names of its columns."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import cast

from crossfoot.archive.dateline import month_number
from crossfoot.archive.mapping import Meaning, TableMapping
from crossfoot.archive.metadata import printable
from crossfoot.archive.sources import Context, Extracted, Found, Source, collected, problem
from crossfoot.archive.tabular import Grid, GridError, grid_of, name_of
from crossfoot.period import month_span, quarter, quarter_span, year_span
from crossfoot.places import gazetteer
from crossfoot.records import PARTING, Cell, Kind, Known, Number, Period, Precision
from crossfoot.workbook_reading import Value

BETWEEN = " · "
MOST_PROBLEMS = 20
SPACES = " \u00a0\u202f\u2009"
LARGEST = 10**15
NUMBER = re.compile(r"-?[0-9]{1,15}(?:\.[0-9]{1,6})?")
YEAR, MONTH = r"((?:1[89]|20|21)[0-9]{2})", r"(0?[1-9]|1[0-2])"
FORMS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("day", re.compile(rf"{YEAR}-{MONTH}-([0-9]{{1,2}})")),
    ("month", re.compile(rf"{YEAR}[-/]{MONTH}")),
    ("quarter", re.compile(rf"{YEAR}[- ]?Q([1-4])|Q([1-4])[- ]{YEAR}", re.IGNORECASE)),
    ("year", re.compile(YEAR)),
)


class _Wrong(ValueError):
    """Why a cell is no figure that can be placed."""


@dataclass(slots=True)
class _Text:
    """The report's text as it grows."""

    parts: list[str]
    length: int = 0

    def add(self, words: str) -> tuple[int, int]:
        start = self.length
        self.parts.append(words)
        self.length += len(words)
        return start, self.length


def read(source: Source, data: bytes, mapping: TableMapping, context: Context) -> Iterator[Found]:
    """The table as one report with its cells; cells that cannot be read are problems, and the others are read."""
    try:
        grid = grid_of(data, context.limits, mapping)
        reader = _Reader(grid, mapping)
    except GridError as error:
        yield problem(source, str(error))
        return
    text, cells = reader.run()
    for place, reason in reader.problems[:MOST_PROBLEMS]:
        yield problem(source, reason, place)
    if len(reader.problems) > MOST_PROBLEMS:
        yield problem(source, f"and {len(reader.problems) - MOST_PROBLEMS} more cells that cannot be read")
    if not cells:
        yield problem(source, "no figure in the columns that the mapping names")
        return
    known: dict[str, Known] = dict.fromkeys(mapping.fields, "given")
    several = len(context.mappings.of(source.name)) > 1
    part = (mapping.sheet or f"table {mapping.number}") if several else ""
    found = Extracted(text, grid.media_type, mapping.fields, known, cells=tuple(cells), part=part)
    yield collected(source, data, found, context)


class _Reader:
    def __init__(self, grid: Grid, mapping: TableMapping) -> None:
        self.grid, self.mapping = grid, mapping
        self.problems: list[tuple[str, str]] = []
        head = mapping.header - 1
        if head >= len(grid.rows):
            raise GridError(f"no row {mapping.header} with the names of columns")
        self.names = [shown(value) for value in grid.rows[head]]
        self.columns = {name: number for number, name in reversed(list(enumerate(self.names))) if name}
        used = [m for one in (mapping.meanings, *mapping.columns.values()) for m in one.values()]
        told = [meaning.text for meaning in used if meaning.by == "column"]
        labels = dict.fromkeys([*told, *mapping.fill_down])
        missing = [name for name in (*labels, *mapping.figures) if name not in self.columns]
        if missing:
            there = ", ".join(name for name in self.names if name)[:500]
            raise GridError(f"no column {', '.join(map(repr, missing))}; there are {there or 'none'}")
        self.labels = sorted(self.columns[name] for name in labels)
        self.figures = sorted(self.columns[name] for name in mapping.figures)
        self.filled: dict[int, Value] = {}

    def run(self) -> tuple[str, list[Cell]]:
        text, cells = _Text([]), list[Cell]()
        for words in (self.mapping.fields.get("title"), self.mapping.source):
            if words:
                text.add(f"{words}\n")
        text.add("\n")
        for row in range(self.mapping.header, len(self.grid.rows)):
            cells += self._row(row, text)
        return "".join(text.parts), cells

    def _value(self, row: int, column: int) -> Value:
        value = self.grid.at(row, column)
        if self.names[column] in self.mapping.fill_down:
            value = self.filled.get(column) if value in (None, "") else value
            self.filled[column] = value
        return value

    def _row(self, row: int, text: _Text) -> Iterator[Cell]:
        """A line of text; its figures with their places in it."""
        labels = {self.names[column]: self._value(row, column) for column in self.labels}
        values = {column: self.grid.at(row, column) for column in self.figures}
        if not any(shown(value) not in self.mapping.missing for value in values.values()):
            return
        text.add(BETWEEN.join(f"{name}: {shown(value)}" for name, value in labels.items() if shown(value)))
        for column, value in values.items():
            printed = shown(value)
            if not printed:
                continue
            text.add(f"{BETWEEN}{self.names[column]}: ")
            start, end = text.add(printed)
            if printed not in self.mapping.missing:
                yield from self._cell(row, column, labels, (start, end))
        text.add("\n")

    def _cell(self, row: int, column: int, labels: Mapping[str, Value], span: tuple[int, int]) -> Iterator[Cell]:
        name = name_of(row, column)
        try:
            told = {m: self._told(m, self.names[column], labels) for m in ("measure", "population", "place", "release")}
            kind = cast(Kind, shown(self._told("kind", self.names[column], labels)) or "flow")
            yield Cell(
                *span,
                name=f"{self.grid.sheet}!{name}" if self.mapping.sheet else name,
                number=self._number(self.grid.at(row, column)),
                measure=self._name(told["measure"], "measure"),
                place=self._place(self._name(told["place"], "place")),
                period=self._period(self._told("period", self.names[column], labels), kind),
                kind=kind,
                population=self._name(told["population"]) or None,
                release=self._word(told["release"]) or None,
                exact=self.mapping.exact,
            )
        except _Wrong as error:
            self.problems.append((f"cell {name}", str(error)))

    def _told(self, what: str, column: str, labels: Mapping[str, Value]) -> Value:
        meaning: Meaning | None = self.mapping.meaning(what, column)
        if meaning is None:
            return None
        return {"text": meaning.text, "header": column}.get(meaning.by, labels.get(meaning.text))

    def _word(self, value: Value, needed: str = "") -> str:
        words = shown(value)
        if needed and not words:
            raise _Wrong(f"its row tells no {needed}")
        return self.mapping.words.get(words, words)

    def _name(self, value: Value, needed: str = "") -> str:
        name = self._word(value, needed)
        if any(sign in name for sign in PARTING):
            raise _Wrong(f"{name[:60]!r} holds one of {' '.join(PARTING)}: give it another name in `words`")
        return name

    def _place(self, name: str) -> str:
        """The place of the gazetteer, else the name itself. Where the table is of regions, "Kharkiv oblast" is one."""
        known = gazetteer()
        names = (name, *name.split()[:1]) if self.mapping.regions else ()
        regions = (known.named(one, as_region=True) for one in names)
        place = next(filter(None, regions), None) or known.get(name) or known.named(name)
        return place.id if place else name

    def _number(self, value: Value) -> Number:
        if isinstance(value, bool | date):
            raise _Wrong(f"{shown(value)!r} is no number")
        if isinstance(value, int | float) and abs(value) < LARGEST:
            return int(value) if float(value).is_integer() else value
        digits = str(value)
        for sign in (*SPACES, self.mapping.thousands):
            digits = digits.replace(sign, "") if sign else digits
        digits = digits.replace(self.mapping.decimal, ".") if self.mapping.decimal != "." else digits
        if not NUMBER.fullmatch(digits):
            raise _Wrong(
                f"{str(value)[:60]!r} is no number; say in the mapping what parts thousands, or what is missing"
            )
        return float(digits) if "." in digits and not float(digits).is_integer() else int(float(digits))

    def _period(self, value: Value, kind: Kind) -> Period:
        words = self._word(value, "period")
        found: Period | None
        if isinstance(value, date):
            found = _unit(value, self.mapping.unit)
        else:
            first, stroke, last = words.partition("/") if words.count("/") == 1 and "-" in words else (words, "", "")
            begin, end = period_of(first.strip()), period_of(last.strip()) if stroke else None
            found = begin if end is None or begin is None else Period(begin.start, end.end, end.precision)
        if found is None:
            raise _Wrong(f"{words[:60]!r} is no period; write 2024, 2024-Q1, 2024-01, 2024-01-15 or 2024-01/2024-06")
        start = {"cumulative": self.mapping.since, "stock": found.end}.get(kind, found.start)
        return Period(start, found.end, found.precision, shown(value))


def shown(value: Value) -> str:
    """A cell as text: one line, printable."""
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    return printable("" if value is None else str(value))


def period_of(words: str) -> Period | None:
    """A period in one of the forms that leave no doubt, or the name of a month with its year."""
    for unit, form in FORMS:
        match = form.fullmatch(words)
        if match:
            return _parsed(unit, [int(part) for part in match.groups() if part])
    parts = words.replace(",", " ").split()
    if len(parts) == 2:
        year, month = (parts[1], parts[0]) if parts[1].isdecimal() else (parts[0], parts[1])
        number = month_number(month)
        if number and re.fullmatch(YEAR, year):
            return _unit(date(int(year), number, 1), "month")
    return None


def _parsed(unit: str, numbers: list[int]) -> Period | None:
    if unit == "quarter":
        return _unit(date(max(numbers), 3 * min(numbers) - 2, 1), unit)
    year, month, day = (*numbers, 1, 1)[:3]
    try:
        return _unit(date(year, month, day), unit)
    except ValueError:
        return None


def _unit(day: date, unit: str) -> Period:
    """The day, month, quarter or year that holds a day."""
    spans = {
        "day": (day, day),
        "month": month_span(day.year, day.month),
        "quarter": quarter_span(day.year, quarter(day)),
        "year": year_span(day.year),
    }
    return Period(*spans[unit], cast(Precision, unit))
