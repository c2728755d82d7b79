"""Files, the table and what the user says of all reports come together; bad files stop nothing."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from crossfoot.archive import Collected, Limits, Skipped, collect, find_tables, load_tables
from crossfoot.archive.collect import Given
from crossfoot.records import Problem

GIVEN = Given("2025-10-01T00:00:00+00:00")


def reports(folder: Path, given: Given = GIVEN) -> dict[str, Collected | Problem]:
    table = load_tables(find_tables([folder]), [folder])
    found = collect([folder], table, Limits(), given)
    whole = [one for one in found if not isinstance(one, Skipped)]
    return {one.place if isinstance(one, Problem) else one.report.file: one for one in whole}


def test_given_wins_over_stated_and_nothing_is_dated_by_the_clock(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Cases\n15 November 2024\n\n12 cases.", encoding="utf-8")
    (tmp_path / "b.txt").write_text("Cases\n15 November 2024\n\n13 cases.", encoding="utf-8")
    (tmp_path / "c.txt").write_text("14 cases.", encoding="utf-8")
    (tmp_path / "reports.csv").write_text("file,published,outlet\na.txt,2024-11-16,Courier\n", encoding="utf-8")
    found = {name: one.report for name, one in reports(tmp_path).items() if isinstance(one, Collected)}
    assert (found["a.txt"].published, found["a.txt"].known["published"]) == (date(2024, 11, 16), "given")
    assert (found["a.txt"].outlet, found["a.txt"].known["outlet"]) == ("Courier", "given")
    assert (found["b.txt"].published, found["b.txt"].known["published"]) == (date(2024, 11, 15), "stated")
    assert (found["c.txt"].published, found["c.txt"].known.get("published")) == (None, None)


def test_a_day_for_all_is_weaker_than_the_table(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("12 cases.", encoding="utf-8")
    (tmp_path / "b.txt").write_text("13 cases.", encoding="utf-8")
    (tmp_path / "reports.csv").write_text("file,published\na.txt,2024-11-16\n", encoding="utf-8")
    found = reports(tmp_path, Given(GIVEN.received, date(2025, 1, 1)))
    days = {name: one.report.published for name, one in found.items() if isinstance(one, Collected)}
    assert days == {"a.txt": date(2024, 11, 16), "b.txt": date(2025, 1, 1)}


def test_bad_files_are_problems_and_the_rest_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"")
    (tmp_path / "b.txt").write_bytes(b"caf\xe9")
    (tmp_path / "c.txt").write_bytes(b"12 cases")
    found = reports(tmp_path)
    assert {name: type(one) for name, one in found.items()} == {
        "a.txt": Problem,
        "b.txt, byte 3": Problem,
        "c.txt": Collected,
    }


def test_ids_depend_on_bytes_and_name_not_on_where_the_folder_lies(tmp_path: Path) -> None:
    made = []
    for folder in (tmp_path / "x", tmp_path / "y"):
        folder.mkdir()
        (folder / "a.txt").write_text("12 cases", encoding="utf-8")
        (one,) = reports(folder).values()
        assert isinstance(one, Collected)
        made.append((one.capture.id, one.report.id))
    assert made[0] == made[1]
