"""What the columns of tables mean: `statistics.toml`, checked when it is loaded. Every mistake is told at once."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Literal, TypeGuard, get_args

from crossfoot.archive.metadata import Metadata
from crossfoot.archive.table import TableError
from crossfoot.records import Kind

NAME = "statistics.toml"
MOST_BYTES = 1_000_000
MEANINGS = ("measure", "population", "place", "period", "kind", "release")
TEXTS = ("file", "sheet", "title", "outlet", "url", "language", "source", "thousands", "decimal", "unit")
LISTS = ("figures", "missing", "fill-down")
UNITS = ("day", "month", "quarter", "year")
KNOWN = frozenset((*MEANINGS, *TEXTS, *LISTS, "header", "number", "published", "since", "words", "columns"))
KNOWN_MORE = frozenset(("exact", "regions"))
MISSING = ("", "-", "–", "—", "…", "...", "n/a", "x")
"""Cells that hold no figure, where the mapping names no others."""


class MappingError(TableError):
    """All that is wrong with a mapping, one line each: `statistics.toml, table 2 (register.csv): …`."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """Where something of a figure is told: in the mapping itself (`text`), in a column, or in the figure's own head."""

    by: Literal["text", "column", "header"]
    text: str = ""


@dataclass(frozen=True, slots=True)
class TableMapping:
    """One table. `columns` holds what differs for single columns of figures."""

    file: str
    meanings: Mapping[str, Meaning]
    figures: tuple[str, ...]
    columns: Mapping[str, Mapping[str, Meaning]] = field(default_factory=dict)
    sheet: str | None = None
    number: int = 1
    header: int = 1
    fields: Metadata = field(default_factory=Metadata)
    source: str | None = None
    since: date | None = None
    unit: str = "day"
    thousands: str = ""
    decimal: str = "."
    missing: tuple[str, ...] = MISSING
    fill_down: tuple[str, ...] = ()
    words: Mapping[str, str] = field(default_factory=dict)
    exact: bool = True
    regions: bool = False

    def meaning(self, name: str, column: str) -> Meaning | None:
        return self.columns.get(column, {}).get(name) or self.meanings.get(name)


@dataclass(frozen=True, slots=True)
class Mappings:
    """The mappings of one run."""

    tables: tuple[TableMapping, ...] = ()

    def of(self, name: str) -> tuple[TableMapping, ...]:
        """Those of the file that reports call so, or whose name ends so below a folder or in a ZIP."""
        return tuple(one for one in self.tables if name == one.file or name.endswith(f"/{one.file}"))


def find_mappings(paths: Sequence[Path]) -> tuple[Path, ...]:
    """The `statistics.toml` beside the given files and in the given folders."""
    beside = (path if path.is_dir() else path.parent for path in paths)
    return tuple(one for folder in dict.fromkeys(beside) if (one := folder / NAME).is_file())


def load_mappings(files: Sequence[Path]) -> Mappings:
    """Raises MappingError with everything that is wrong in any of them."""
    errors: list[str] = []
    tables = [table for file in files for table in _file(file, errors)]
    if errors:
        raise MappingError(errors)
    return Mappings(tuple(tables))


def _file(file: Path, errors: list[str]) -> Iterator[TableMapping]:
    try:
        with file.open("rb") as opened:
            data = opened.read(MOST_BYTES + 1)
        root = tomllib.loads(data.decode("utf-8")) if len(data) <= MOST_BYTES else None
    except OSError as error:
        errors.append(f"{file}: {(error.strerror or 'cannot be read').lower()}")
        return
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        errors.append(f"{file}: {error}")
        return
    tables = root.get("table") if root is not None else None
    if not _are_tables(tables) or set(root or ()) - {"table"}:
        errors.append(f"{file}: it must hold [[table]] and nothing else, and be smaller than 1 MB")
        return
    for number, table in enumerate(tables, start=1):
        before = len(errors)
        place = f"{file}, table {number} ({table.get('file', '?')})"
        errors += [f"{place}: {wrong}" for wrong in _wrong(table)]
        if len(errors) == before:
            yield _mapping(table)


def _are_tables(found: object) -> TypeGuard[list[Mapping[str, Any]]]:
    return isinstance(found, list) and bool(found) and all(isinstance(table, dict) for table in found)


def _wrong(table: Mapping[str, Any]) -> Iterator[str]:
    """All that is wrong with one [[table]]."""
    for name in sorted(set(table) - KNOWN - KNOWN_MORE):
        yield f"unknown key {name!r}; known are {', '.join(sorted(KNOWN | KNOWN_MORE))}"
    yield from (f"{name} must be text" for name in TEXTS if not isinstance(table.get(name, ""), str))
    yield from (f"{name} must be a list of texts" for name in LISTS if not _is_texts(table.get(name, [])))
    yield from (f"{name} must be true or false" for name in KNOWN_MORE if not isinstance(table.get(name, True), bool))
    yield from (f"{name} must be 1 or more" for name in ("header", "number") if not _is_count(table.get(name, 1)))
    yield from (f"{name} must be a day" for name in ("published", "since") if not _is_day(table.get(name, date.min)))
    yield from ("file is missing" for _ in [0] if not table.get("file"))
    yield from _wrong_words(table)
    yield from _wrong_meanings(table)


def _wrong_words(table: Mapping[str, Any]) -> Iterator[str]:
    words = table.get("words", {})
    if not isinstance(words, dict) or not all(isinstance(word, str) for word in words.values()):
        yield 'words must be a table of texts, as in "м. Київ" = "Kyiv"'
    if table.get("unit", "day") not in UNITS:
        yield f"unit must be one of {', '.join(UNITS)}"
    if table.get("thousands", "") and table.get("thousands") == table.get("decimal", "."):
        yield "thousands and decimal are the same sign"


def _wrong_meanings(table: Mapping[str, Any]) -> Iterator[str]:
    columns = table.get("columns", {})
    if not isinstance(columns, dict) or not all(isinstance(one, dict) for one in columns.values()):
        yield 'columns must hold tables, as in [table.columns."Article 408"]'
        return
    if not table.get("figures") and not columns:
        yield "no figures: name the columns that hold them"
    for where, told in [("", table), *((f"column {name!r}: ", one) for name, one in columns.items())]:
        if where:
            yield from (f"{where}unknown key {name!r}" for name in sorted(set(told) - set(MEANINGS)))
        wrong = [name for name in MEANINGS if name in told and _meaning(told[name]) is None]
        yield from (f'{where}{name} must be a text, {{ column = "..." }} or {{ header = true }}' for name in wrong)
    of_figures = [{**table, **columns.get(name, {})} for name in [*table.get("figures", []), *columns]]
    untold = [n for n in ("measure", "place", "period") if not all(n in one for one in of_figures)]
    yield from (f"{name} is not told of every figure" for name in untold)
    kinds = [one.get("kind", "flow") for one in of_figures]
    yield from (f"kind {kind!r} is none of {', '.join(get_args(Kind))}" for kind in kinds if not _is_kind(kind))


def _is_kind(told: object) -> bool:
    return not isinstance(told, str) or told in get_args(Kind)


def _is_texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(one, str) for one in value)


def _is_count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 1


def _is_day(value: object) -> bool:
    return type(value) is date


def _meaning(told: object) -> Meaning | None:
    if isinstance(told, str) and told:
        return Meaning("text", told)
    if isinstance(told, dict) and set(told) == {"column"} and isinstance(told["column"], str):
        return Meaning("column", told["column"])
    return Meaning("header") if told == {"header": True} else None


def _meanings(told: Mapping[str, Any]) -> dict[str, Meaning]:
    return {name: meaning for name in MEANINGS if name in told and (meaning := _meaning(told[name]))}


def _mapping(table: Mapping[str, Any]) -> TableMapping:
    fields = Metadata()
    for name in ("title", "outlet", "url", "language", "published"):
        if name in table:
            fields[name] = table[name]
    columns = {name: _meanings(one) for name, one in table.get("columns", {}).items()}
    return TableMapping(
        file=table["file"],
        meanings=_meanings(table),
        figures=tuple(dict.fromkeys([*table.get("figures", []), *columns])),
        columns=columns,
        sheet=table.get("sheet"),
        number=table.get("number", 1),
        header=table.get("header", 1),
        fields=fields,
        source=table.get("source"),
        since=table.get("since"),
        unit=table.get("unit", "day"),
        thousands=table.get("thousands", ""),
        decimal=table.get("decimal", "."),
        missing=tuple(table.get("missing", MISSING)),
        fill_down=tuple(table.get("fill-down", ())),
        words=table.get("words", {}),
        exact=table.get("exact", True),
        regions=table.get("regions", False),
    )
