"""A newsroom's sheet goes in and comes back with new columns only."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.styles import Font, PatternFill

from crossfoot.cli import run

FIRST = "By 1 June 2024, 3,210 criminal cases for desertion had been registered in Ukraine, prosecutors said."
SECOND = "By 1 May 2024, 4,100 criminal cases for desertion had been registered in Ukraine, and 12 were closed."
ROWS: list[list[object]] = [
    ["Id", "Link", "Quote", "Number", "Outlet", "Date", "Checked by us"],
    [7, "https://courier.example/a", FIRST, 3210, "Courier", "2024-06-03", "=1+1"],
    [8, "https://courier.example/b", SECOND, 4100, "Mail", "2024-05-04", "ja, sicher"],
    [9, "https://courier.example/b", SECOND.replace("4,100", "4,200"), 77, "Mail", "2024-05-04", None],
    [None, None, None, None, None, None, None],
    [10, "https://courier.example/c", "Nothing was counted.", None, "Mail", "2024-05-04", None],
]


def xlsx(folder: Path) -> Path:
    book = Workbook()
    page = book.active
    for row in ROWS:
        page.append(row)
    page["C2"].fill = PatternFill("solid", fgColor="FFFF00")
    page["B3"].font = Font(italic=True)
    page.column_dimensions["C"].width = 70
    book.create_sheet("Notes")["A1"] = "ours"
    book.save(folder / "sheet.xlsx")
    return folder / "sheet.xlsx"


def flat(folder: Path) -> Path:
    made = io.StringIO()
    writer = csv.writer(made, delimiter=";", quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerows(ROWS)
    (folder / "sheet.csv").write_bytes(b"\xef\xbb\xbf" + made.getvalue().encode())
    return folder / "sheet.csv"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "in").mkdir()
    return tmp_path


def come_back(sheet: Path) -> Path:
    assert run(["check", str(sheet.parent), "--ledger", "led", "--reader", "fast", "--exit-zero"]) == 0
    assert run(["export", "led", "--format", "sheet", "--reader", "fast", "--to", "out", "--exit-zero"]) == 0
    return Path("out") / sheet.name


def test_a_workbook_comes_back_with_its_cells_and_styles(home: Path) -> None:
    sheet = xlsx(home / "in")
    before, after = load_workbook(sheet), load_workbook(come_back(sheet))
    for old, new in zip(before.worksheets, after.worksheets, strict=True):
        for row in old.iter_rows():
            for cell in row:
                same = new[cell.coordinate]
                assert same.value == cell.value, cell.coordinate
                assert (repr(same.font), repr(same.fill)) == (repr(cell.font), repr(cell.fill)), cell.coordinate
    page = after.worksheets[0]
    assert page.column_dimensions["C"].width == 70
    names = [cell.value for cell in page[1]][7:]
    assert names[:4] == ["crossfoot figure", "crossfoot read", "crossfoot low", "crossfoot high"]
    first = dict(zip(names, [cell.value for cell in page[2]][7:], strict=True))
    assert (first["crossfoot read"], first["crossfoot low"]) == ("3,210", 3210)
    assert first["crossfoot series"] == "proceedings-408|Ukraine|Ukraine"
    assert first["crossfoot contradictions"]
    third = dict(zip(names, [cell.value for cell in page[4]][7:], strict=True))
    assert third["crossfoot figure"] is None
    assert third["crossfoot remark"] == "no figure of the quote is this row's number"
    assert [cell.value for cell in page[6]][-1] == "no figure read in the quote"


def test_a_csv_comes_back_byte_for_byte_with_more_on_the_right(home: Path) -> None:
    sheet = flat(home / "in")
    before = sheet.read_bytes().split(b"\r\n")
    after = come_back(sheet).read_bytes().split(b"\r\n")
    assert len(before) == len(after)
    assert all(new.startswith(old) for old, new in zip(before, after, strict=True))
    rows = list(csv.DictReader(io.StringIO(b"\r\n".join(after).decode("utf-8-sig")), delimiter=";"))
    assert (rows[0]["crossfoot read"], rows[1]["crossfoot low"]) == ("3,210", "4100")


def test_rows_of_one_address_are_one_report(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    xlsx(home / "in")
    assert run(["init", "led"]) == 0
    assert run(["add", "led", "in", "--json"]) == 0
    out = capsys.readouterr().out
    assert '"reports": ["sheet.xlsx#https://courier.example/a", "sheet.xlsx#https://courier.example/b"' in out
    assert run(["verify", "led"]) == 0
