"""The tables of the CSV export as one workbook, with a first sheet that says what the others hold."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from crossfoot.publish.exports import Material
from crossfoot.publish.exports.tables import Column, Filled, tables
from crossfoot.workbook import Cell, Sheet, write_workbook

_WIDTHS = {"integer": 12, "number": 12, "boolean": 10, "date": 12}
_WIDE = frozenset({"sentence", "reason", "says", "sum", "low_sum", "high_sum", "rule", "effect", "title"})


def write_spreadsheet(material: Material, to: Path) -> tuple[Path, ...]:
    """One .xlsx file. Text is never a formula."""
    filled = tables(material)
    about = Sheet("About", ("sheet", "column", "says"), _about(material, filled), (18, 22, 90))
    write_workbook(to, [about, *(_sheet(one) for one in filled)])
    return (to,)


def _about(material: Material, filled: tuple[Filled, ...]) -> Iterator[tuple[Cell, ...]]:
    yield "", "", "Private data is masked. Days are first and last included; an empty cell is unknown or open."
    for name, value in material.contents.versions.items():
        yield "", name, material.hide(value)
    for one in filled:
        yield one.table.name, "", f"{one.table.says} ({len(one.rows)} rows)"
        for column in one.table.columns:
            yield one.table.name, column.name, column.says


def _sheet(one: Filled) -> Sheet:
    columns = one.table.columns
    return Sheet(one.table.name, [c.name for c in columns], one.rows, [_width(c) for c in columns])


def _width(column: Column) -> int:
    return 60 if column.name in _WIDE else _WIDTHS.get(column.type, 20)
