"""`reports.csv`: what the user knows of the reports. Wrong rows are errors with file, line and column."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Literal

from crossfoot.archive.metadata import Metadata, whole_day

COLUMNS = ("file", "outlet", "author", "published", "url", "language", "title")
NAME = "reports.csv"
TEXT_COLUMNS: tuple[Literal["title", "outlet", "author", "language", "url"], ...] = (
    "title",
    "outlet",
    "author",
    "language",
    "url",
)
MOST_BYTES = 16 * 1024 * 1024
MOST_CELL = 10_000


class TableError(ValueError):
    """All that is wrong with a table, one line each: `reports.csv:3, published: …`."""

    def __init__(self, errors: Sequence[str]) -> None:
        super().__init__("\n".join(errors))
        self.errors = tuple(errors)


@dataclass(frozen=True, slots=True)
class Row:
    """What one line says of one file. A bare year is no day of publication."""

    file: str
    says: Metadata


@dataclass(frozen=True, slots=True)
class Table:
    """Rows by the file that they speak of."""

    rows: Mapping[Path, Row] = field(default_factory=dict)

    def row(self, file: Path) -> Row | None:
        return self.rows.get(file)


def find_tables(paths: Sequence[Path]) -> tuple[Path, ...]:
    """The `reports.csv` beside the given files and in the given folders."""
    beside = (path if path.is_dir() else path.parent for path in paths)
    tables = (folder / NAME for folder in dict.fromkeys(beside))
    return tuple(table for table in tables if table.is_file())


def load_tables(tables: Sequence[Path], paths: Sequence[Path]) -> Table:
    """Rows of all tables. A name is looked for beside the table, then below the given folders and beside given files.

    Raises TableError with everything that is wrong in any of them.
    """
    rows: dict[Path, Row] = {}
    errors: list[str] = []
    for table in tables:
        folders = [path if path.is_dir() else path.parent for path in paths]
        try:
            for row, place in _rows(table, errors):
                for file in _files(row.file, table.parent, folders, place, errors):
                    rows[file] = row
        except TableError as error:
            errors.extend(error.errors)
        except OSError as error:
            errors.append(f"{table}: {(error.strerror or 'cannot be read').lower()}")
    if errors:
        raise TableError(errors)
    return Table(rows)


def _rows(table: Path, errors: list[str]) -> Iterator[tuple[Row, str]]:
    lines = _lines(table, errors)
    place, cells = next(lines, (f"{table}:1", []))
    if not cells:
        errors.append(f"{place}: empty; the first line names the columns: {', '.join(COLUMNS)}")
        return
    header = _header(cells, place, errors)
    if header is None:
        return
    seen: dict[str, str] = {}
    for place, cells in lines:
        row = _row(header, cells, place, errors)
        if row is not None and _is_new(row.file, seen, place, errors):
            seen[row.file] = place
            yield row, place


def _lines(table: Path, errors: list[str]) -> Iterator[tuple[str, list[str]]]:
    """The lines that hold anything, each with its place. Spreadsheets that write ';' between cells are understood."""
    text = _text(table)
    first = text.split("\n", 1)[0]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=";" if ";" in first and "," not in first else ",")
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield f"{table}:{reader.line_num}", cells
    except csv.Error as error:
        errors.append(f"{table}:{reader.line_num}: {error}")


def _text(table: Path) -> str:
    with table.open("rb") as file:
        data = file.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise TableError([f"{table}: larger than {MOST_BYTES // 1024 // 1024} MB"])
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise TableError([f"{table}:{line}: byte {error.start} is no UTF-8; save the table as UTF-8"]) from None


def _header(cells: Sequence[str], place: str, errors: list[str]) -> list[str] | None:
    header = [cell.strip().lower() for cell in cells]
    before = len(errors)
    for column, name in enumerate(header, start=1):
        if name not in COLUMNS:
            errors.append(f"{place}, column {column}: unknown column {name!r}; known are {', '.join(COLUMNS)}")
        elif name in header[: column - 1]:
            errors.append(f"{place}, column {column}: column {name!r} is there twice")
    if "file" not in header:
        errors.append(f"{place}: no column 'file'")
    return header if len(errors) == before else None


def _row(header: Sequence[str], cells: Sequence[str], place: str, errors: list[str]) -> Row | None:
    before = len(errors)
    if len(cells) > len(header):
        errors.append(f"{place}, column {len(header) + 1}: more cells than columns; put cells with commas in quotes")
        return None
    values = {name: cell.strip() for name, cell in zip(header, cells, strict=False) if cell.strip()}
    for name, value in values.items():
        wrong = _wrong(name, value)
        if wrong:
            errors.append(f"{place}, column {header.index(name) + 1} ({name}): {wrong}")
    if "file" not in values:
        errors.append(f"{place}, column {header.index('file') + 1} (file): no file named")
    if len(errors) > before:
        return None
    return Row(values["file"], _metadata(values))


def _metadata(values: Mapping[str, str]) -> Metadata:
    says = Metadata()
    for name in TEXT_COLUMNS:
        if name in values:
            says[name] = values[name]
    day = whole_day(values.get("published", ""))
    if day:
        says["published"] = day
    return says


def _wrong(name: str, value: str) -> str | None:
    """Why a cell is wrong, or None."""
    if len(value) > MOST_CELL:
        return f"longer than {MOST_CELL} characters"
    if not value.isprintable():
        return "a control character"
    check = {"published": _wrong_date, "url": _wrong_url, "language": _wrong_language, "file": _wrong_file}.get(name)
    return check(value) if check else None


def _wrong_date(value: str) -> str | None:
    return None if whole_day(value) else f"{value!r} is no day; write it like 2024-11-15"


def _wrong_url(value: str) -> str | None:
    return None if value.startswith(("http://", "https://")) else f"{value!r} is no http or https address"


def _wrong_language(value: str) -> str | None:
    code = value.partition("-")[0]
    return (
        None
        if code.isascii() and code.isalpha() and 2 <= len(code) <= 3
        else f"{value!r} is no language code like 'en'"
    )


def _wrong_file(value: str) -> str | None:
    path = PurePosixPath(value)
    if path.is_absolute() or ".." in path.parts or "\\" in value:
        return f"{value!r} leads out of the folder; write the path from the folder with '/'"
    return None


def _files(name: str, beside: Path, folders: Sequence[Path], place: str, errors: list[str]) -> tuple[Path, ...]:
    if (beside / name).is_file():
        return ((beside / name).resolve(),)
    files = tuple((folder / name).resolve() for folder in folders if (folder / name).is_file())
    if not files:
        errors.append(f"{place} (file): no file {name!r} among the reports")
    return files


def _is_new(name: str, seen: Mapping[str, str], place: str, errors: list[str]) -> bool:
    if name not in seen:
        return True
    errors.append(f"{place} (file): {name!r} is already at {seen[name]}")
    return False
