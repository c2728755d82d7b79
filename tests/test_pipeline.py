"""Runs over a ledger: what was done is not done again, what changed is, and a killed run goes on."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from crossfoot import pipeline
from crossfoot.ledger import Ledger
from crossfoot.pipeline import STAGES, Run, check
from crossfoot.settings import Settings

TEXT = "By 1 June 2024, 3,210 criminal cases for desertion had been registered in Ukraine.\n"


def made(folder: Path, ledger: Path, settings: Settings | None = None) -> Run:
    with Ledger.open_or_create(ledger) as opened:
        return check(Run(opened, settings or Settings(), paths=(folder,)))


def entries(ledger: Path) -> int:
    with Ledger.open(ledger) as opened:
        return opened.counts()["custody"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "in"
    folder.mkdir()
    for name, month, number in (("a", "June", "3,210"), ("b", "July", "3,300"), ("c", "May", "2,900")):
        (folder / f"{name}.txt").write_text(TEXT.replace("3,210", number).replace("June", month), encoding="utf-8")
    return folder


def test_the_stages_stand_in_the_order_in_which_data_flows() -> None:
    assert [stage.__name__ for stage in STAGES] == ["archive", "read", "trace", "reconcile", "publish"]


def test_running_twice_adds_nothing_and_finds_the_same(folder: Path, tmp_path: Path) -> None:
    first = made(folder, tmp_path / "led")
    page = (tmp_path / "led/dossier/index.html").read_bytes()
    count = entries(tmp_path / "led")
    second = made(folder, tmp_path / "led")
    assert entries(tmp_path / "led") == count
    assert (second.reconciliation, second.trace, second.reading) == (first.reconciliation, first.trace, first.reading)
    assert second.unchanged == 3
    assert (tmp_path / "led/dossier/index.html").read_bytes() == page


def test_two_ledgers_of_the_same_reports_hold_the_same_ids(folder: Path, tmp_path: Path) -> None:
    assert pipeline.as_json(made(folder, tmp_path / "one")) == pipeline.as_json(made(folder, tmp_path / "two"))


@pytest.mark.parametrize("stage", [1, 2, 4])
def test_a_run_that_was_killed_goes_on_and_ends_as_an_undisturbed_one(stage: int, folder: Path, tmp_path: Path) -> None:
    whole = made(folder, tmp_path / "whole")
    with Ledger.open_or_create(tmp_path / "led") as opened:
        run = Run(opened, Settings(), paths=(folder,))
        for done in STAGES[:stage]:
            done(run)
    resumed = made(folder, tmp_path / "led")
    assert resumed.unchanged == 3
    assert pipeline.as_json(resumed) == pipeline.as_json(whole)


def test_a_new_date_in_the_table_is_used(folder: Path, tmp_path: Path) -> None:
    (folder / "a.txt").write_text("In May, 321 criminal cases for desertion were registered.", encoding="utf-8")
    before = made(folder, tmp_path / "led")
    assert [c.period.start for c in before.reading.claims if c.file == "a.txt"] == [None]
    (folder / "reports.csv").write_text("file,published\na.txt,2024-06-03\n", encoding="utf-8")
    after = made(folder, tmp_path / "led")
    assert [c.period.start for c in after.reading.claims if c.file == "a.txt"] == [date(2024, 5, 1)]


def test_an_edited_file_is_a_new_capture_and_the_old_one_is_kept(folder: Path, tmp_path: Path) -> None:
    made(folder, tmp_path / "led")
    (folder / "a.txt").write_text(TEXT.replace("3,210", "3,211"), encoding="utf-8")
    run = made(folder, tmp_path / "led")
    assert [c.low for c in run.reading.claims if c.file == "a.txt"] == [3211]
    with Ledger.open(tmp_path / "led") as opened:
        alone = Run(opened, Settings())
        pipeline.take_reports(alone)
        assert sorted(r.id for r in alone.reports) == sorted(r.id for r in run.reports)
        assert opened.counts()["captures"] == 4


def test_a_file_that_was_mended_is_no_problem_any_more(folder: Path, tmp_path: Path) -> None:
    (folder / "d.txt").write_bytes(b"caf\xe9 12 cases")
    assert [p.place for p in made(folder, tmp_path / "led").problems] == ["d.txt, byte 3"]
    (folder / "d.txt").write_text(TEXT, encoding="utf-8")
    assert made(folder, tmp_path / "led").problems == ()
    with Ledger.open(tmp_path / "led") as opened:
        alone = Run(opened, Settings())
        pipeline.take_reports(alone)
    assert alone.problems == ()


def test_other_options_are_another_result(folder: Path, tmp_path: Path) -> None:
    (folder / "d.txt").write_text(TEXT.replace("June", "August").replace("3,210", "3,000"), encoding="utf-8")
    strict = made(folder, tmp_path / "led")
    loose = made(folder, tmp_path / "led", Settings(without=frozenset({"no-negative-flow"})))
    assert strict.reconciliation is not None
    assert loose.reconciliation is not None
    assert strict.reconciliation.conflicts
    assert not loose.reconciliation.conflicts
    assert made(folder, tmp_path / "led").reconciliation == strict.reconciliation


def test_a_corrections_table_in_the_ledger_is_taken_in(folder: Path, tmp_path: Path) -> None:
    claim = next(c for c in made(folder, tmp_path / "led").reading.claims if c.file == "a.txt")
    (tmp_path / "led/corrections.csv").write_text(
        f"claim,field,value,why\n{claim.id},low,3000,misprint\nnope,low,1,none\n", encoding="utf-8"
    )
    run = made(folder, tmp_path / "led")
    assert next(c for c in run.reading.claims if c.id == claim.id).low == 3000
    assert any("nope" in problem.reason for problem in run.problems)
