"""Tables of statistics: cells with their names, what a mapping says of them, and every mistake told."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook

from crossfoot.archive import Collected, Limits, Skipped, TableError, collect, load_mappings
from crossfoot.archive.collect import Given
from crossfoot.archive.mapping import find_mappings
from crossfoot.archive.statistics import period_of
from crossfoot.cells import claims_in_cells
from crossfoot.codebook import load
from crossfoot.records import Period, Problem

GIVEN = Given("2025-10-01T00:00:00+00:00")
LONG = "Region;Month;Registered\nKharkiv region;2024-01;1 204\n;2024-02;-\nLviv region;2024-01;0\n"
LONG_MAPPING = """
[[table]]
file = "t.csv"
title = "Register of offences"
source = "Office of the Prosecutor General"
published = 2024-03-05
release = "monthly register, as of 2024-03-01"
measure = "proceedings-407"
population = "Ukraine"
place = { column = "Region" }
period = { column = "Month" }
figures = ["Registered"]
fill-down = ["Region"]
thousands = ","
"""
WIDE_MAPPING = """
[[table]]
file = "t.FORMAT"
measure = { column = "Article" }
population = "Ukraine"
place = "Ukraine"
period = { header = true }
figures = ["2024-01", "January-February 2024", "2024-Q1"]
words = { "407" = "proceedings-407", "408" = "proceedings-408", "January-February 2024" = "2024-01/2024-02" }

[table.columns."2024-Q1"]
kind = "cumulative"
"""
WIDE: list[list[object]] = [
    ["Article", "2024-01", "January-February 2024", "2024-Q1"],
    ["407", 100, 210, 330],
    ["408", 10, 20.0, None],
]


def csv_of(rows: list[list[object]]) -> bytes:
    return "\n".join(",".join("" if v is None else str(v) for v in row) for row in rows).encode()


def html_of(rows: list[list[object]]) -> bytes:
    cells = (("<td></td>" if v is None else f"<td>{v}</td>" for v in row) for row in rows)
    lines = "".join(f"<tr>{''.join(row)}</tr>" for row in cells)
    return f"<!DOCTYPE html><html><body><p>Page</p><table>{lines}</table></body></html>".encode()


def xlsx_of(rows: Sequence[Sequence[object]]) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def read(folder: Path, name: str, data: bytes, mapping: str) -> tuple[list[Collected], list[Problem]]:
    (folder / name).write_bytes(data)
    (folder / "statistics.toml").write_text(mapping, encoding="utf-8")
    mappings = load_mappings(find_mappings([folder]))
    found = list(collect([folder], None, Limits(), GIVEN, mappings))
    assert not any(isinstance(one, Skipped) for one in found)
    return [one for one in found if isinstance(one, Collected)], [one for one in found if isinstance(one, Problem)]


def test_every_cell_is_a_figure_with_its_name_and_span(tmp_path: Path) -> None:
    (one,), problems = read(tmp_path, "t.csv", LONG.encode(), LONG_MAPPING)
    report = one.report
    assert problems == []
    assert report.text == (
        "Register of offences\nOffice of the Prosecutor General\n\n"
        "Region: Kharkiv region · Month: 2024-01 · Registered: 1 204\n"
        "Region: Lviv region · Month: 2024-01 · Registered: 0\n"
    )
    assert [(cell.name, cell.number, report.text[cell.start : cell.end]) for cell in report.cells] == [
        ("C2", 1204, "1 204"),
        ("C4", 0, "0"),
    ]
    first = report.cells[0]
    assert report.place_of(first.start) == "cell C2"
    assert (first.measure, first.place, first.kind) == ("proceedings-407", "Kharkiv region", "flow")
    assert first.period == Period(date(2024, 1, 1), date(2024, 1, 31), "month", "2024-01")
    assert first.release == "monthly register, as of 2024-03-01"
    assert (report.published, report.known["published"]) == (date(2024, 3, 5), "given")


@pytest.mark.parametrize(("format", "made"), [("csv", csv_of), ("html", html_of), ("xlsx", xlsx_of)])
def test_one_table_in_three_formats(format: str, made: object, tmp_path: Path) -> None:
    data = made(WIDE)  # type: ignore[operator]
    (one,), problems = read(tmp_path, f"t.{format}", data, WIDE_MAPPING.replace("FORMAT", format))
    assert problems == []
    cells = {cell.name: cell for cell in one.report.cells}
    assert {name: cell.number for name, cell in cells.items()} == {"B2": 100, "C2": 210, "D2": 330, "B3": 10, "C3": 20}
    assert (cells["B3"].measure, cells["B3"].kind) == ("proceedings-408", "flow")
    assert (cells["C2"].period.start, cells["C2"].period.end) == (date(2024, 1, 1), date(2024, 2, 29))
    assert (cells["D2"].kind, cells["D2"].period.start, cells["D2"].period.end) == (
        "cumulative",
        None,
        date(2024, 3, 31),
    )


def test_a_place_whose_name_would_part_a_series_is_told(tmp_path: Path) -> None:
    table = LONG.replace("Lviv region", "Region #2").encode()
    (one,), (problem,) = read(tmp_path, "t.csv", table, LONG_MAPPING)
    assert "'Region #2' holds one of | #" in problem.reason
    assert [cell.place for cell in one.report.cells] == ["Kharkiv region"]
    (again,), problems = read(tmp_path, "t.csv", table, f'{LONG_MAPPING}words = {{ "Region #2" = "R2" }}\n')
    assert (problems, [cell.place for cell in again.report.cells]) == ([], ["Kharkiv region", "R2"])


@pytest.mark.parametrize("number", ["1e999", "-1e300", "1000000000000000000"])
def test_a_number_that_no_count_can_be_is_told(number: str, tmp_path: Path) -> None:
    """Workbooks hold floats, and a float may be endless."""
    data = with_xml(xlsx_of(WIDE), b"<v>330</v>", f"<v>{number}</v>".encode())
    (one,), (problem,) = read(tmp_path, "t.xlsx", data, WIDE_MAPPING.replace("FORMAT", "xlsx"))
    assert "is no number" in problem.reason
    assert {cell.name for cell in one.report.cells} == {"B2", "C2", "B3", "C3"}


def with_xml(data: bytes, before: bytes, after: bytes) -> bytes:
    """The workbook with other XML within."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as book, zipfile.ZipFile(made, "w") as changed:
        for name in book.namelist():
            changed.writestr(name, book.read(name).replace(before, after))
    return made.getvalue()


def unpackable(data: bytes) -> bytes:
    """Every member says that it is packed, and is not."""
    plain = with_xml(data, b"", b"")
    return plain.replace(b"PK\x03\x04\x14\0\0\0\0\0", b"PK\x03\x04\x14\0\0\0\x08\0").replace(
        b"PK\x01\x02\x14\x03\x14\0\0\0\0\0", b"PK\x01\x02\x14\x03\x14\0\0\0\x08\0"
    )


@pytest.mark.parametrize(
    "data",
    [
        with_xml(xlsx_of(WIDE), b"<row ", b"<row x "),
        with_xml(xlsx_of(WIDE), b"<sheets>", b"<sheets a=1>"),
        with_xml(xlsx_of(WIDE), b' r="A1"', b' r="ZZZZ99999"'),
        unpackable(xlsx_of(WIDE)),
        xlsx_of(WIDE).replace(b"PK\x01\x02\x14\x03\x14\0\0\0", b"PK\x01\x02\x14\x03\x14\0\x40\0"),
    ],
    ids=["row", "sheets", "far cell", "packing", "encrypted"],
)
def test_damaged_workbooks_are_named(data: bytes, tmp_path: Path) -> None:
    assert data != xlsx_of(WIDE)
    _, problems = read(tmp_path, "t.xlsx", data, WIDE_MAPPING.replace("FORMAT", "xlsx"))
    assert problems


def test_a_long_narrow_workbook_is_read_whole(tmp_path: Path) -> None:
    rows: list[list[object]] = [
        ["Region", "Month", "Registered"],
        *(["Kharkiv region", f"20{n:02}-01", n] for n in range(1, 26)),
    ] * 40
    (one,), _ = read(tmp_path, "t.xlsx", xlsx_of(rows), LONG_MAPPING.replace("t.csv", "t.xlsx"))
    assert len(one.report.cells) == 1000


def test_cells_become_claims_that_need_no_reader(tmp_path: Path) -> None:
    (one,), _ = read(tmp_path, "t.csv", LONG.encode(), LONG_MAPPING)
    reading = claims_in_cells([one.report], load("desertion"))
    claim = reading.claims[0]
    assert reading.problems == ()
    assert claim.series is not None
    assert claim.series.id == "proceedings-407|Ukraine|Kharkiv region"
    assert (claim.low, claim.high, claim.quote, claim.widened) == (1204, 1204, "1 204", False)
    assert [(s.text, one.report.text[s.start : s.end]) for s in claim.attribution] == [
        ("Office of the Prosecutor General", "Office of the Prosecutor General")
    ]
    assert claim.sentence is not None
    assert one.report.text[slice(*claim.sentence)].startswith("Region: Kharkiv region")


def test_a_measure_that_the_codebook_does_not_know_is_told_once(tmp_path: Path) -> None:
    (one,), _ = read(tmp_path, "t.csv", LONG.encode(), LONG_MAPPING.replace("proceedings-407", "potholes"))
    reading = claims_in_cells([one.report], load("desertion"))
    assert [problem.place for problem in reading.problems] == ["t.csv, cell C2"]
    assert "no measure 'potholes'" in reading.problems[0].reason
    assert {claim.series for claim in reading.claims} == {None}


def test_cells_that_cannot_be_read_are_named_and_the_others_are_read(tmp_path: Path) -> None:
    table = LONG + "Lviv region;2024-02;about 7\nLviv region;spring;8\n;;9\nLviv region;2024-03;1.204\n"
    (one,), problems = read(tmp_path, "t.csv", table.encode(), LONG_MAPPING.replace('fill-down = ["Region"]', ""))
    assert [cell.number for cell in one.report.cells] == [1204, 0, 1.204]
    assert [problem.place for problem in problems] == ["t.csv, cell C5", "t.csv, cell C6", "t.csv, cell C7"]
    assert ["no number" in problems[0].reason, "no period" in problems[1].reason] == [True, True]
    assert "tells no" in problems[2].reason


@pytest.mark.parametrize(
    ("words", "start", "end"),
    [
        ("2024", date(2024, 1, 1), date(2024, 12, 31)),
        ("2024-Q2", date(2024, 4, 1), date(2024, 6, 30)),
        ("Q4 2024", date(2024, 10, 1), date(2024, 12, 31)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("February 2024", date(2024, 2, 1), date(2024, 2, 29)),
        ("лютий 2024", date(2024, 2, 1), date(2024, 2, 29)),
        ("2024-02-29", date(2024, 2, 29), date(2024, 2, 29)),
    ],
)
def test_periods_in_forms_that_leave_no_doubt(words: str, start: date, end: date) -> None:
    found = period_of(words)
    assert found is not None
    assert (found.start, found.end) == (start, end)


@pytest.mark.parametrize("words", ["", "02/2024 ", "1/2/2024", "24-02", "2024-13", "2024-02-30", "spring 2024", "12"])
def test_what_leaves_doubt_is_no_period(words: str) -> None:
    assert period_of(words) is None


@pytest.mark.parametrize(
    ("before", "after", "says"),
    [
        ('measure = "proceedings-407"', "", "measure is not told of every figure"),
        ('figures = ["Registered"]', "", "no figures: name the columns that hold them"),
        ('thousands = ","', 'thousands = "."', "thousands and decimal are the same sign"),
        ('thousands = ","', "surprise = 1", "unknown key 'surprise'"),
        ('thousands = ","', 'kind = "heap"', "kind 'heap' is none of"),
        ("published = 2024-03-05", "published = 2024", "published must be a day"),
        ('place = { column = "Region" }', "place = 3", "place must be a text"),
        ('file = "t.csv"', "", "file is missing"),
        ("[[table]]", "[[tables]]", "it must hold [[table]] and nothing else"),
        ("[[table]]", "[[table", "statistics.toml"),
        (LONG_MAPPING, "table = [1]", "it must hold [[table]] and nothing else"),
    ],
)
def test_mistakes_in_a_mapping_stop_the_run_and_are_named(before: str, after: str, says: str, tmp_path: Path) -> None:
    assert before in LONG_MAPPING
    with pytest.raises(TableError, match=r"statistics\.toml") as caught:
        read(tmp_path, "t.csv", LONG.encode(), LONG_MAPPING.replace(before, after))
    assert says in str(caught.value)


def test_a_column_that_is_not_there_is_told_with_those_that_are(tmp_path: Path) -> None:
    _, (wrong,) = read(tmp_path, "t.csv", LONG.encode(), LONG_MAPPING.replace('"Registered"', '"Recorded"'))
    assert wrong.reason == "no column 'Recorded'; there are Region, Month, Registered"


def test_a_table_that_nothing_describes_is_told(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text(LONG, encoding="utf-8")
    (found,) = collect([tmp_path], None, Limits(), GIVEN)
    assert isinstance(found, Problem)
    assert "say what its columns mean in statistics.toml" in found.reason


def test_merged_cells_of_a_page_count_for_all_their_rows_and_columns(tmp_path: Path) -> None:
    page = (
        "<html><body><table><tr><td>menu</td></tr></table><table>"
        "<tr><th>Region</th><th>Month</th><th>Registered</th></tr>"
        "<tr><td rowspan=2>Kharkiv region</td><td>2024-01</td><td>7<sup></sup></td></tr>"
        "<tr><td>2024-02</td><td>8</td></tr></table></body></html>"
    )
    mapping = LONG_MAPPING.replace("t.csv", "t.html").replace("[[table]]", "[[table]]\nnumber = 2")
    (one,), _ = read(tmp_path, "t.html", page.encode(), mapping)
    assert [(c.name, c.number, c.place) for c in one.report.cells] == [
        ("C2", 7, "Kharkiv region"),
        ("C3", 8, "Kharkiv region"),
    ]


@pytest.mark.parametrize(
    ("name", "place"),
    [("Kharkiv", "Kharkiv region"), ("Харківська область", "Kharkiv region"), ("Atlantis", "Atlantis")],
)
def test_names_in_a_table_of_regions_are_regions(name: str, place: str, tmp_path: Path) -> None:
    table = f"Region;Month;Registered\n{name};2024-01;7\n"
    (one,), _ = read(tmp_path, "t.csv", table.encode(), LONG_MAPPING + "regions = true\n")
    assert one.report.cells[0].place == place


def test_the_sample_of_the_manual_is_a_mapping(tmp_path: Path) -> None:
    manual = (Path(__file__).parents[2] / "docs/archive.md").read_text(encoding="utf-8")
    sample = manual[manual.index("    [[table]]") :].split("\n\n", 1)[0]
    (tmp_path / "statistics.toml").write_text(sample.replace("\n    ", "\n").strip(), encoding="utf-8")
    (table,) = load_mappings(find_mappings([tmp_path])).tables
    assert table.figures == ("Article 407", "Article 408")


def test_limits_on_cells(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text(LONG, encoding="utf-8")
    (tmp_path / "statistics.toml").write_text(LONG_MAPPING, encoding="utf-8")
    mappings = load_mappings(find_mappings([tmp_path]))
    for limits in (Limits(cells=5), Limits(columns=2)):
        (found,) = collect([tmp_path], None, limits, GIVEN, mappings)
        assert "split it" in repr(found)
