"""A newsroom's sheet as it came in, with new columns on its right: what was read of each row, and what became of it."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path, PurePath

from crossfoot.archive import Limits
from crossfoot.archive.sheets import Entry, columns, entries
from crossfoot.archive.statistics import shown
from crossfoot.archive.tabular import DELIMITERS, EXCEL, Grid, grid_of
from crossfoot.publish.exports import Material
from crossfoot.records import Capture, Claim, Report
from crossfoot.workbook_reading import Value, with_columns

FIGURE = ("figure", "read", "low", "high", "from", "until", "series")
STANDING = ("contradictions", "origins at least", "origins at most", "remark")
NAMES = tuple(f"crossfoot {name}" for name in (*FIGURE, *STANDING))
BETWEEN = "; "
FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class _Found:
    """What the ledger holds, by claim."""

    material: Material
    claims: Mapping[str, Sequence[Claim]]
    conflicts: Mapping[str, Sequence[str]]


def write_sheets(material: Material, to: Path) -> tuple[Path, ...]:
    """Every sheet of the ledger into a folder, under its own name. Existing cells are left as they are."""
    found = _found(material)
    reports: dict[str, dict[str, Report]] = {}
    for report in material.contents.reports:
        reports.setdefault(report.capture, {})[report.part] = report
    written: list[Path] = []
    for capture in material.captures:
        data = material.bytes_of(capture)
        made = _filled(capture, data, reports.get(capture.id, {}), found)
        if made is not None:
            to.mkdir(parents=True, exist_ok=True)
            path = _free(to / PurePath(capture.address.replace("\\", "/")).name, written)
            path.write_bytes(made)
            written.append(path)
    return tuple(written)


def _free(path: Path, taken: Sequence[Path]) -> Path:
    number, found = 1, path
    while found in taken:
        number += 1
        found = path.with_stem(f"{path.stem}-{number}")
    return found


def _found(material: Material) -> _Found:
    by_report: dict[str, list[Claim]] = {}
    for claim in material.contents.claims:
        by_report.setdefault(claim.report, []).append(claim)
    conflicts: dict[str, list[str]] = {}
    for conflict in material.contents.reconciliation.conflicts:
        for id in conflict.claims:
            conflicts.setdefault(id, []).append(conflict.id)
    return _Found(material, by_report, conflicts)


def _filled(capture: Capture, data: bytes, reports: Mapping[str, Report], found: _Found) -> bytes | None:
    """The sheet with its new columns; None where the capture is no sheet."""
    if not any(reports) or capture.media_type not in (EXCEL, "text/csv"):
        return None
    grid = grid_of(data, Limits())
    names = columns(grid)
    if names is None:
        return None
    rows: dict[int, tuple[Value, ...]] = {0: NAMES}
    for entry in entries(grid, names):
        report = reports.get(entry.part)
        if report is not None and report.text == entry.text:
            rows |= dict(_rows(grid, names, entry, report, found))
    if capture.media_type == EXCEL:
        filled = [rows.get(row, (None,) * len(NAMES)) for row in range(len(grid.rows))]
        return with_columns(data, grid.sheet, [list(column) for column in zip(*filled, strict=True)])
    return _csv(data, rows)


# ── what is said of a row ────────────────────────────────────────────────────────────────────────


def _rows(
    grid: Grid, names: Mapping[str, int], entry: Entry, report: Report, found: _Found
) -> Iterator[tuple[int, tuple[Value, ...]]]:
    for row, start, end in entry.rows:
        claims = [c for c in found.claims.get(report.id, ()) if start <= c.start and c.end <= end]
        number = _number(grid.at(row, names["number"])) if "number" in names else None
        yield row, _cells(claims, number, found)


def _cells(claims: Sequence[Claim], number: float | None, found: _Found) -> tuple[Value, ...]:
    """The row's figure: the one that prints its number; without a number, the only one that its quote prints."""
    meant = [claim for claim in claims if number is not None and number in (claim.low, claim.high)]
    if number is None and len(claims) == 1:
        meant = list(claims)
    if not meant:
        read = BETWEEN.join(claim.quote for claim in claims)
        remark = "no figure read in the quote" if not claims else "no figure of the quote is this row's number"
        return (None, found.material.hide(read), *(None,) * (len(NAMES) - 3), remark)
    claim = meant[0]
    material = found.material
    origin = next((one for one in material.contents.trace.origins if one.claim == claim.id), None)
    aside = material.contents.reconciliation.coverage.aside.get(claim.id, "")
    remark = BETWEEN.join(filter(None, ("prints the number more than once" if len(meant) > 1 else "", aside)))
    return (
        claim.id,
        material.hide(claim.quote),
        claim.low,
        claim.high,
        claim.period.start,
        claim.period.end,
        claim.series.id if claim.series else None,
        BETWEEN.join(found.conflicts.get(claim.id, ())) or None,
        origin.fewest if origin else None,
        origin.most if origin else None,
        remark or None,
    )


def _number(value: Value) -> float | None:
    """The number of a row; of a text, digits with blanks or commas between thousands."""
    if isinstance(value, bool) or value is None or isinstance(value, date):
        return None
    digits = "".join(c for c in shown(value) if not c.isspace() and c != ",")
    try:
        return float(digits) if digits.isascii() and len(digits) < 30 else None
    except ValueError:
        return None


# ── CSV: what was there stays as it is, byte for byte ────────────────────────────────────────────


def _csv(data: bytes, rows: Mapping[int, tuple[Value, ...]]) -> bytes:
    mark = next((m for m in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE) if data.startswith(m)), b"")
    code = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}.get(mark, "utf-8")
    text = data.decode(code)
    delimiter = max(DELIMITERS, key=text.split("\n", 1)[0].count)
    lines = io.StringIO(text, newline="").readlines()
    reader = csv.reader(lines, delimiter=delimiter)
    done: list[str] = []
    at = widest = 0
    for row, cells in enumerate(reader):
        raw = "".join(lines[at : reader.line_num])
        at = reader.line_num
        widest = widest or len(cells)
        body = raw.rstrip("\r\n")
        more = _line(rows[row], delimiter) if row in rows else ""
        gap = delimiter * (max(widest - len(cells), 0) + 1)
        done.append(f"{body}{gap}{more}{raw[len(body) :] or chr(10)}" if more else raw)
    return "".join(done).encode(code)


def _line(values: Sequence[Value], delimiter: str) -> str:
    made = io.StringIO()
    csv.writer(made, delimiter=delimiter, lineterminator="").writerow([_inert(value) for value in values])
    return made.getvalue()


def _inert(value: Value) -> str:
    """Text that a spreadsheet does not take for a formula."""
    words = shown(value)
    return f"'{words}" if isinstance(value, str) and words.startswith(FORMULA) else words
