"""A person's word on links, from the command line to the origins; and misprints that two reports share."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from crossfoot.cli import run
from crossfoot.ledger import Ledger
from crossfoot.records import Claim, Coverage, Period, Reconciliation, Repair, Verdict
from crossfoot.suspects import suspects
from crossfoot.verify import verify

REPORTS = {
    "a": "Prosecutors said that by 1 June 2023, 64,217 criminal cases for desertion had been registered in Ukraine.",
    "b": (
        "How many are there? A lawyer counts. In Ukraine 64,217 criminal cases for desertion had been opened by "
        "1 June 2023, she tells readers."
    ),
    "c": "By 1 January 2024, 41,310 criminal cases for desertion had been registered in Ukraine, the register shows.",
    "d": "The register of Ukraine held 46,801 criminal cases for desertion by 1 March 2024.",
    "e": "By 1 July 2024, 67,950 criminal cases for desertion had been registered in Ukraine.",
    "f": (
        "By 1 May 2023, 22,107 criminal cases for desertion had been registered in Ukraine, and by 1 July 2023 there "
        "were 26,480 criminal cases for desertion."
    ),
}
PUBLISHED = {
    "a": "2024-06-20",
    "b": "2024-06-21",
    "c": "2024-01-10",
    "d": "2024-03-10",
    "e": "2024-07-10",
    "f": "2023-07-10",
}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    made = tmp_path / "in"
    made.mkdir()
    for name, text in REPORTS.items():
        (made / f"{name}.txt").write_text(text, encoding="utf-8")
    rows = (f"{name}.txt,{name.upper()},{day}" for name, day in PUBLISHED.items())
    (made / "reports.csv").write_text("\n".join(("file,outlet,published", *rows)), encoding="utf-8")
    return made


Shell = pytest.CaptureFixture[str]


def called(shell: Shell, *arguments: str | Path, code: int = 0) -> str:
    assert run([str(argument) for argument in arguments]) == code
    return shell.readouterr().out


def checked(shell: Shell, folder: Path) -> dict[str, Any]:
    return dict(
        json.loads(called(shell, "check", folder, "--ledger", "led", "--reader", "fast", "--json", "--exit-zero"))
    )


def most(found: dict[str, Any], quote: str) -> set[int]:
    ids = {claim["id"] for claim in found["claims"] if claim["quote"] == quote}
    return {origin["most"] for origin in found["origins"] if origin["claim"] in ids}


@pytest.mark.heavy
def test_a_misprint_of_two_reports_is_one_origin_and_a_second_run_adds_nothing(folder: Path, capsys: Shell) -> None:
    found = checked(capsys, folder)
    [link] = [link for link in found["links"] if link["kind"] == "FIGURE"]
    assert "held to be misprinted" in link["reason"]
    assert most(found, "64,217") == {1}
    with Ledger.open(Path("led")) as ledger:
        count = ledger.counts()["custody"]
    assert checked(capsys, folder) == found
    with Ledger.open(Path("led")) as ledger:
        assert ledger.counts()["custody"] == count


@pytest.mark.heavy
def test_a_cut_changes_the_origins_and_is_shown_until_it_is_taken_back(folder: Path, capsys: Shell) -> None:
    found = checked(capsys, folder)
    [name] = [link["id"] for link in found["links"] if link["kind"] == "FIGURE"]
    assert name in called(capsys, "link", "led")
    cut = json.loads(called(capsys, "link", "led", name[:8], "--cut", "--why", "two clerks", "--who", "Desk", "--json"))
    assert cut == {"schema": "crossfoot/1", "link": name, "cut": True, "changed": True}
    assert "already" in called(capsys, "link", "led", name, "--cut", "--why", "again")
    less = checked(capsys, folder)
    assert most(less, "64,217") == {2}
    assert "cut by a person (Desk: two clerks), and not used" in called(capsys, "explain", "led", name)
    assert "two clerks" in (Path("led") / "dossier" / "index.html").read_text(encoding="utf-8")
    called(capsys, "link", "led", name, "--restore", "--why", "one clerk after all")
    again = checked(capsys, folder)
    assert (again["links"], again["origins"]) == (found["links"], found["origins"])
    assert "cut by" not in called(capsys, "explain", "led", name)
    with Ledger.open(Path("led")) as ledger:
        assert verify(ledger) == ()


@pytest.mark.heavy
def test_wrong_use_is_told(folder: Path, capsys: Shell) -> None:
    checked(capsys, folder)
    for arguments, told in (
        (("--cut",), "needs the ID of a link and a reason"),
        (("feed5eed", "--cut", "--why", "x"), "no link has this id"),
        (("feed5eed", "--restore", "--why", " "), "a reason"),
    ):
        assert run(["link", "led", *arguments]) == 2
        assert told in capsys.readouterr().err


@pytest.mark.heavy
def test_a_circle_is_told_in_the_terminal_and_explained(folder: Path, capsys: Shell) -> None:
    for name in PUBLISHED:
        (folder / f"{name}.txt").unlink()
    told = "{} reported that by 1 June 2023, 64,217 criminal cases for desertion had been registered in Ukraine."
    (folder / "a.txt").write_text(told.format("The Harbour Post"), encoding="utf-8")
    (folder / "b.txt").write_text("It is known by now. " + told.format("The Valley Times"), encoding="utf-8")
    (folder / "reports.csv").write_text(
        "file,outlet\na.txt,The Valley Times\nb.txt,The Harbour Post\n", encoding="utf-8"
    )
    out = called(capsys, "check", folder, "--ledger", "led", "--reader", "fast")
    assert "A circle: The Valley Times cites The Harbour Post, and The Harbour Post cites The Valley" in out
    [remark] = [line.split()[-1] for line in out.splitlines() if "crossfoot explain" in line]
    assert "64,217" in called(capsys, "explain", "led", remark)


# ── what counts as a shared misprint ─────────────────────────────────────────────────────────────


def claim(name: str, low: int = 9_048) -> Claim:
    return Claim(name, f"report {name[0]}", f"{name}.txt", 0, 1, "1", low, low, period=Period())


def held(slip: str, status: str, claims: list[Claim]) -> set[str]:
    repair = Repair("r", (), "a1", slip, "2023", "2024", 0.5, 1, "")
    verdict = Verdict("a1", status)  # type: ignore[arg-type]
    made = Reconciliation((), (), (), (repair,), (), (verdict,), (), (), Coverage(0, 0, {}))
    return set(suspects(made, claims))


def test_only_what_is_surely_misprinted_and_stands_in_two_reports_is_suspect() -> None:
    two = [claim("a1"), claim("b1"), claim("c1", 7_000)]
    assert held("year", "sure", two) == {"a1", "b1"}
    assert held("year", "contested", two) == set()
    assert held("misread", "sure", two) == set()
    assert held("year", "sure", [claim("a1"), claim("a2")]) == set()
