"""The tables of an export as Arrow, which pandas, polars and DuckDB take without copying."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import TYPE_CHECKING, Any

from crossfoot.publish.exports.tables import Cell, Filled

if TYPE_CHECKING:
    import pyarrow

SHOWN = 10
LONGEST = 120


class Table:
    """Rows with named and typed columns; private data is masked, as in every export.

    `pandas`: `table.to_pandas()` · `polars`: `polars.DataFrame(table)` · Arrow: `table.to_arrow()` · plain Python:
    `for row in table` gives a dict for each row. Unknown is None.
    """

    def __init__(self, filled: Filled) -> None:
        self._filled = filled

    @property
    def name(self) -> str:
        return self._filled.table.name

    @property
    def columns(self) -> tuple[str, ...]:
        return tuple(column.name for column in self._filled.table.columns)

    def __len__(self) -> int:
        return len(self._filled.rows)

    def __iter__(self) -> Iterator[dict[str, Cell]]:
        for row in self._filled.rows:
            yield dict(zip(self.columns, row, strict=True))

    def __repr__(self) -> str:
        return f"<crossfoot table {self.name}: {len(self)} rows, {', '.join(self.columns)}>"

    def to_dicts(self) -> list[dict[str, Cell]]:
        return list(self)

    def to_arrow(self) -> pyarrow.Table:
        """Types: string, int64, float64, bool, date32. A whole number beyond 64 bits makes its column float64."""
        import pyarrow as pa

        types = {"string": pa.string(), "integer": pa.int64(), "number": pa.float64(), "boolean": pa.bool_()}
        arrays = []
        for column, values in zip(self._filled.table.columns, self._filled.columns().values(), strict=True):
            wanted = types.get(column.type, pa.date32())
            try:
                arrays.append(pa.array(values, wanted, from_pandas=False))
            except (OverflowError, pa.ArrowInvalid):
                arrays.append(pa.array([None if v is None else float(str(v)) for v in values], pa.float64()))
        return pa.table(arrays, names=list(self.columns))

    def to_pandas(self) -> Any:
        """A pandas DataFrame; needs pandas to be installed."""
        return self.to_arrow().to_pandas()

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        return self.to_arrow().__arrow_c_stream__(requested_schema)

    def _repr_html_(self) -> str:
        head = "".join(f"<th>{escape(name)}</th>" for name in self.columns)
        rows = "".join(
            "<tr>" + "".join(f"<td>{_shown(cell)}</td>" for cell in row) + "</tr>" for row in self._filled.rows[:SHOWN]
        )
        more = f"<p>{len(self) - SHOWN} more rows</p>" if len(self) > SHOWN else ""
        return f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>{more}"


def _shown(cell: Cell) -> str:
    text = "" if cell is None else str(cell)
    return escape(text if len(text) <= LONGEST else text[:LONGEST] + " …")
