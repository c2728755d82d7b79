"""The ledger as it could be known on a day, on every command, and beside what it is now."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from crossfoot.cli import run as program
from crossfoot.history import known, seen
from crossfoot.records import Capture, Claim, Report, Visit

EARLY = "By 1 March 2024, over 5,000 criminal cases for desertion had been registered in Ukraine, prosecutors said.\n"
LATE = "By 1 June 2024, 3,210 criminal cases for desertion had been registered in Ukraine since the invasion began.\n"


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    folder = tmp_path / "in"
    folder.mkdir()
    for name, text in (("early", EARLY), ("late", LATE), ("undated", "They counted 77 cases of desertion.\n")):
        (folder / f"{name}.txt").write_text(text)
    (folder / "reports.csv").write_text("file,published\nearly.txt,2024-03-02\nlate.txt,2024-06-02\n")
    assert program(["init", str(tmp_path / "led")]) == 0
    assert program(["add", str(tmp_path / "led"), str(folder)]) == 0
    return tmp_path / "led"


@pytest.fixture
def call(capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    def called(*arguments: str | Path) -> tuple[int, str, str]:
        capsys.readouterr()
        code = program([str(argument) for argument in arguments])
        told = capsys.readouterr()
        return code, told.out, told.err

    return called


@pytest.mark.heavy
def test_every_stage_sees_that_day_and_the_ledger_stays_what_it_is(ledger: Path, call: Any) -> None:
    fast = ("--reader", "fast")
    code, out, _ = call("reconcile", ledger, "--json", *fast)
    now = json.loads(out)
    assert (code, len(now["conflicts"])) == (1, 1)
    code, out, err = call("reconcile", ledger, "--json", "--as-of", "2024-05-01", *fast)
    then = json.loads(out)
    assert [report["file"] for report in then["reports"]] == ["early.txt"]
    assert (then["conflicts"], code) == ([], 3)
    assert "undated.txt: nothing says on which day it could be known" in err
    conflict = now["conflicts"][0]["id"]
    assert call("explain", ledger, conflict)[0] == 0, "the newest result of all is not that of the day"
    assert call("explain", ledger, conflict, "--as-of", "2024-05-01")[0] == 2
    claim = then["claims"][0]["id"]
    assert "over 5,000" in call("explain", ledger, claim, "--as-of", "2024-05-01")[1]
    assert call("publish", ledger, "--as-of", "2024-05-01", *fast)[0] == 3
    assert (ledger / "dossier" / "as-of-2024-05-01" / "index.html").is_file()
    assert not (ledger / "dossier" / "index.html").exists()
    assert json.loads(call("reconcile", ledger, "--json", *fast)[1])["conflicts"] == now["conflicts"]
    code, out, _ = call("verify", ledger)
    assert (code, "is sound" in out) == (0, True)


def test_check_and_read_leave_out_what_came_later(ledger: Path, call: Any, tmp_path: Path) -> None:
    fast = ("--reader", "fast")
    found = json.loads(call("read", ledger, "--json", "--as-of", "2024-03-02", *fast)[1])
    assert [claim["quote"] for claim in found["claims"]] == ["over 5,000"]
    code, out, _ = call("check", tmp_path / "in", "--ledger", ledger, "--as-of", "2024-03-02", "--json", *fast)
    assert (code, [report["file"] for report in json.loads(out)["reports"]]) == (3, ["early.txt"])


def test_files_without_a_ledger_have_no_day(ledger: Path, call: Any, tmp_path: Path) -> None:
    code, _, err = call("read", "--jsonl", tmp_path / "in", "--as-of", "2024-05-01")
    assert (code, "needs a ledger" in err) == (2, True)
    assert call("reconcile", ledger, "--as-of", "2024")[0] == 2


# ── what is known ────────────────────────────────────────────────────────────────────────────────

DAY = date(2025, 3, 3)


def report(name: str, capture: str, published: str | None = None, url: str | None = None) -> Report:
    day = date.fromisoformat(published) if published else None
    return Report(name, capture, f"{name}.txt", name, published=day, url=url)


def captured(name: str, taken: str | None) -> Capture:
    return Capture(name * 64, 1, f"{name}.txt", "text/plain", "2026-01-01T00:00:00+00:00", taken)


def test_a_capture_of_others_counts_by_its_own_date_and_not_by_the_published_one() -> None:
    early, late = captured("a", "2025-03-03T23:59:59+00:00"), captured("b", "2025-03-04T00:00:00+00:00")
    reports = (report("one", early.id), report("two", late.id, published="2025-01-01"))
    assert [one.id for one in known(reports, (early, late), (), DAY).reports] == ["one"]
    assert [one.id for one in known(reports, (early, late), ()).reports] == ["one", "two"]


def test_of_a_page_the_last_version_up_to_the_day_counts() -> None:
    url = "https://pages.example/a"
    visits = (
        Visit(url, "2025-01-01T00:00:00+00:00", "page", "200", reports=("old",)),
        Visit(url, "2025-02-01T00:00:00+00:00", "page", "200", reports=("new",)),
        Visit(url, "2025-03-01T00:00:00+00:00", "failed", "no answer"),
        Visit(url, "2025-03-02T00:00:00+00:00", "page", "200", reports=("old",)),
        Visit(url, "2025-04-01T00:00:00+00:00", "gone", "404"),
    )
    captures = (captured("c", "2025-01-01T00:00:00+00:00"), captured("d", "2025-02-01T00:00:00+00:00"))
    reports = (report("old", captures[0].id, url=url), report("new", captures[1].id, url=url))
    for day, current, earlier in (
        (date(2024, 12, 31), [], []),
        (date(2025, 1, 1), ["old"], []),
        (date(2025, 2, 1), ["new"], ["old"]),
        (DAY, ["old"], ["new"]),
        (None, ["old"], ["new"]),
    ):
        found = known(reports, captures, visits, day)
        assert ([one.id for one in found.reports], [one.id for one in found.earlier]) == (current, earlier), day


def test_captures_of_others_are_versions_of_a_page_in_order_of_their_dates() -> None:
    """Whichever was put in first, and beside our own visits."""
    url = "https://pages.example/a"
    late = Capture("b" * 64, 1, url, "text/html", "2026-01-01T00:00:00+00:00", "2025-01-09T00:00:00+00:00")
    early = Capture("a" * 64, 1, url, "text/html", "2026-01-02T00:00:00+00:00", "2024-03-03T00:00:00+00:00")
    reports = (replace(report("late", late.id), file=url), replace(report("early", early.id), file=url))
    found = known(reports, (late, early), ())
    assert ([one.id for one in found.reports], [one.id for one in found.earlier]) == (["late"], ["early"])
    figure = Claim("c", "early", url, 0, 5, "early", 5, 5)
    (gone,) = seen(found, (figure,))
    assert gone.after is not None
    assert (gone.standing, gone.before.at[:10], gone.after.at[:10]) == (
        "gone from the page",
        "2024-03-03",
        "2025-01-09",
    )
    visit = Visit(url, "2025-06-01T00:00:00+00:00", "page", "200", reports=("early",))
    assert [one.id for one in known(reports, (late, early), (visit,)).reports] == ["early"]
    assert [one.id for one in known(reports, (late, early), (visit,), date(2024, 12, 1)).reports] == ["early"]


def test_a_file_given_by_hand_after_the_last_look_is_a_report_of_its_own() -> None:
    url = "https://pages.example/a"
    theirs = Capture("a" * 64, 1, url, "text/html", "2026-01-01T00:00:00+00:00", "2024-03-03T00:00:00+00:00")
    ours = captured("b", None)
    reports = (replace(report("theirs", theirs.id), file=url), report("by hand", ours.id, url=url))
    assert [one.id for one in known(reports, (theirs, ours), ()).reports] == ["theirs", "by hand"]
