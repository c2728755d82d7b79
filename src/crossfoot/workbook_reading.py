"""Spreadsheets (.xlsx) that others made: their values within limits. With `workbook`, the door of openpyxl."""

from __future__ import annotations

import io
import warnings
import zipfile
import zlib
from datetime import date, datetime, time, timedelta

Value = str | int | float | bool | date | None
DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError)
MALFORMED = (SyntaxError, LookupError, ValueError, TypeError, AttributeError, ArithmeticError, AssertionError)
"""What zipfile and openpyxl raise on damage, encryption and wrong XML (every parser's error is a SyntaxError)."""


class WorkbookError(ValueError):
    """A workbook that cannot be read, and why."""


def rows_of(data: bytes, sheet: str | None, most_cells: int, most_columns: int) -> tuple[str, list[list[Value]]]:
    """The name of a sheet (the first where none is named) and its rows; formulas by the value last computed."""
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of what openpyxl leaves out, which is no value
            book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
            names = [one.title for one in book.worksheets]
            if not names or (sheet is not None and sheet not in names):
                raise WorkbookError(f"no sheet {sheet!r} in it; there are {', '.join(names) or 'none'}")
            page = book[sheet or names[0]]
            page.reset_dimensions()
            return page.title, _rows(page, most_cells, most_columns)
    except (InvalidFileException, *DAMAGE, *MALFORMED) as error:
        if isinstance(error, WorkbookError):
            raise
        raise WorkbookError(f"the workbook cannot be read ({type(error).__name__}: {error}); save it again") from error


def _rows(page: object, most_cells: int, most_columns: int) -> list[list[Value]]:
    """Rows as wide as they are filled: the reader pads them to the most that is asked for."""
    rows: list[list[Value]] = []
    count = 0
    for row in page.iter_rows(values_only=True, max_col=most_columns + 1):  # type: ignore[attr-defined]
        width = next((n for n in range(len(row), 0, -1) if row[n - 1] is not None), 0)
        if width > most_columns:
            raise WorkbookError(f"more than {most_columns} columns")
        count += max(width, 1)
        if count > most_cells:
            raise WorkbookError(f"more than {most_cells} cells: split it")
        rows.append([_value(one) for one in row[:width]])
    while rows and not any(value not in (None, "") for value in rows[-1]):
        rows.pop()
    return rows


def _value(value: object) -> Value:
    if isinstance(value, datetime):
        return value.date() if value.time() == time() else value.isoformat(" ", "seconds")
    if isinstance(value, time | timedelta):
        return str(value)
    return value if isinstance(value, str | int | float | bool | date) else None if value is None else str(value)


def with_columns(data: bytes, sheet: str, columns: list[list[Value]]) -> bytes:
    """The workbook with columns added on the right of a sheet, one value a row, the head first.

    What it held stays, with formulas and styles, as far as openpyxl keeps them (pictures and charts it drops). What is
    added is never a formula."""
    from openpyxl import load_workbook
    from openpyxl.styles import Font

    book = load_workbook(io.BytesIO(data))
    page = book[sheet]
    first = max((cell.column for cell in page[1] if cell.value is not None), default=0) + 1
    first = max(first, page.max_column + 1)
    for offset, values in enumerate(columns):
        for row, value in enumerate(values, start=1):
            if value is None:
                continue
            cell = page.cell(row=row, column=first + offset, value=value)
            if isinstance(value, str):
                cell.data_type = "s"
            if row == 1:
                cell.font = Font(bold=True)
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()
