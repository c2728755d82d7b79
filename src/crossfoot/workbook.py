"""Spreadsheets (.xlsx): the one door of openpyxl. What is written is inert: text is text and never a formula."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from openpyxl.worksheet._write_only import WriteOnlyWorksheet

Cell = str | int | float | bool | date | None

LONGEST_CELL = 32_767
MOST_ROWS = 1_048_575
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_NAME = re.compile(r"[\[\]:*?/\\]")
_FIRST = datetime(1980, 1, 1, tzinfo=UTC).timetuple()[:6]
_MOMENT = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*(<)")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A name, a head row, and rows below it; `widths` in characters."""

    name: str
    head: Sequence[str]
    rows: Iterable[Sequence[Cell]]
    widths: Sequence[int] = ()


def write_workbook(path: Path, sheets: Iterable[Sheet]) -> None:
    """Writes the workbook; the same sheets give the same bytes."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    for sheet in sheets:
        _fill(book.create_sheet(_NAME.sub(" ", sheet.name)[:31]), sheet)
    made = io.BytesIO()
    book.save(made)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(_timeless(made.getvalue()))


def _fill(page: WriteOnlyWorksheet, sheet: Sheet) -> None:
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    page.freeze_panes = "A2"
    for n, width in enumerate(sheet.widths, start=1):
        page.column_dimensions[get_column_letter(n)].width = width
    bold, top = Font(bold=True), Alignment(vertical="top", wrap_text=True)
    count = 1
    page.append([_cell(page, title, font=bold) for title in sheet.head])
    for count, row in enumerate(sheet.rows, start=2):
        if count > MOST_ROWS:
            break
        page.append([_cell(page, value, alignment=top) for value in row])
    if sheet.head:
        page.auto_filter.ref = f"A1:{get_column_letter(len(sheet.head))}{count}"


def _cell(page: WriteOnlyWorksheet, value: Cell, **style: Any) -> Any:
    from openpyxl.cell import WriteOnlyCell

    made = WriteOnlyCell(page, value=_text(value) if isinstance(value, str) else value)
    if isinstance(value, str):
        made.data_type = "s"  # a text that begins with "=" stays a text
    elif isinstance(value, date):
        made.number_format = "yyyy-mm-dd"
    for name, setting in style.items():
        setattr(made, name, setting)
    return made


def _text(value: str) -> str:
    clean = _CONTROL.sub("\ufffd", value)
    return clean if len(clean) <= LONGEST_CELL else clean[: LONGEST_CELL - 2] + " …"


def _timeless(data: bytes) -> bytes:
    """The same archive without the moment of writing in it."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as made, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as kept:
        for entry in made.infolist():
            content = made.read(entry)
            if entry.filename == "docProps/core.xml":
                content = _MOMENT.sub(rb"\g<1>1980-01-01T00:00:00Z\g<2>", content)
            told = zipfile.ZipInfo(entry.filename, _FIRST)
            told.compress_type = zipfile.ZIP_DEFLATED
            kept.writestr(told, content)
    return out.getvalue()
