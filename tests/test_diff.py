"""What moved between two results, and the reasons given for it."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crossfoot import wire
from crossfoot.cli import run
from crossfoot.codebook import load
from crossfoot.diff import Side, difference, how
from crossfoot.ledger import Ledger
from crossfoot.pipeline import NOTHING, Run, reconcile_claims
from crossfoot.records import Base, Period, Source
from crossfoot.settings import Settings
from crossfoot.terminal import Silent

LINES = (
    "id,quote,printed,hedge,measure,population,place,period_start,period_end,kind\n"
    "a,about 90 000,90000,about,proceedings,Ukraine,Ukraine,2022-02-24,2024-09-30,cumulative\n"
    "b,59 000,59000,exact,proceedings,Ukraine,Ukraine,2022-02-24,2024-06-30,cumulative\n"
    'c,"120,001",120001,exact,proceedings,Ukraine,Ukraine,2022-02-24,2024-03-31,cumulative\n'
    "d,dozens,24,vague,proceedings,Ukraine,Ukraine,2021-01-01,2021-12-31,flow\n"
    "e,20,20,exact,proceedings,Ukraine,Ukraine,2021-01-01,2021-12-31,flow\n"
)


@pytest.fixture
def claims(tmp_path: Path) -> Path:
    path = tmp_path / "claims.csv"
    path.write_text(LINES, encoding="utf-8")
    return path


def side(path: Path, **options: object) -> Side:
    made = Settings(codebook="desertion", **options)  # type: ignore[arg-type]
    done: Run = reconcile_claims(path, made, Silent())
    assert done.reconciliation
    shown = {"profile": made.profile, "without": ", ".join(sorted(made.without)) or "nothing"}
    return Side(path.name, {c.id: c for c in done.reading.claims}, done.reconciliation, shown)


def test_the_codebook_is_there() -> None:
    assert load("desertion").measure("proceedings")


def newest(ledger: str) -> object:
    with Ledger.open(Path(ledger)) as opened:
        return opened.reconciliation()


def test_nothing_moves_against_itself(claims: Path) -> None:
    found = difference(side(claims), side(claims))
    assert found.is_empty
    assert found.settings == {}
    assert found.counts["contradictions"][0] == found.counts["contradictions"][1] > 0


def test_what_changed_of_a_claim_is_told_in_words(claims: Path) -> None:
    before = side(claims)
    spring = Period(date(2024, 3, 1), date(2024, 5, 31))
    other = replace(
        before.claims["a"],
        period=spring,
        candidates=(spring, Period(end=date(2024, 6, 1))),
        attribution=(Source("the ministry", 0, 12), Source("it", 20, 22, resolved="Northern Press")),
        corrected={"low": {"from": "1", "to": "2", "why": "misread", "who": "desk"}},
        base=Base("growth", period=spring),
    )
    (moved,) = difference(before, replace(before, claims={**before.claims, "a": other})).claims
    assert {name: after for name, (_, after) in moved.fields.items()} == {
        "period": "2024-03-01 to 2024-05-31",
        "candidates": "2024-03-01 to 2024-05-31 · … to 2024-06-01",
        "attribution": "the ministry · Northern Press",
        "corrected": "low",
        "base": "growth, 2024-03-01 to 2024-05-31",
    }


def test_a_claim_left_out_is_the_reason(claims: Path) -> None:
    found = difference(side(claims), side(claims, without=frozenset({"c"})))
    assert [(m.moved, m.quote) for m in found.claims] == [("gone", "120,001")]
    gone = [m for m in found.conflicts if m.moved == "gone"]
    assert gone
    assert all(any("“120,001”" in reason and "left out" in reason for reason in m.why) for m in gone)


def test_acled_counts_dozens_as_twelve(claims: Path) -> None:
    """24 and more clash with 20; 12 and more do not."""
    found = difference(side(claims), side(claims, profile="acled"))
    assert found.settings == {"profile": ("default", "acled")}
    gone = [m for m in found.conflicts if m.moved == "gone" and "dozens" in m.text]
    assert gone
    assert any("“dozens” counts as 12 and more, not 24 and more" in reason for reason in gone[0].why)


def test_an_assumption_off_is_the_reason(claims: Path) -> None:
    found = difference(side(claims), side(claims, without=frozenset({"no-negative-flow"})))
    gone = [m for m in found.conflicts if m.moved == "gone"]
    assert gone
    assert any("it needed no-negative-flow, which is off" in m.why for m in gone)


def test_a_corrected_claim_tells_what_changed(claims: Path) -> None:
    before = side(claims)
    fixed = {**before.claims, "b": replace(before.claims["b"], low=58_000)}
    found = difference(before, replace(before, claims=fixed))
    assert [(m.claim, dict(m.fields)) for m in found.claims] == [("b", {"low": ("59000", "58000")})]


RANGES = st.tuples(st.none() | st.integers(0, 50), st.none() | st.integers(51, 99))


@settings(deadline=None, max_examples=50)
@given(RANGES, RANGES)
def test_how_is_what_the_ends_say(before: tuple[int | None, int | None], after: tuple[int | None, int | None]) -> None:
    said = how(before, after)
    opposite = {"narrower": "wider", "wider": "narrower", "higher": "lower", "lower": "higher"}
    if before == after:
        assert said == "narrower"
    else:
        assert how(after, before) == opposite[said]


def test_ranges_that_share_nothing_moved_apart() -> None:
    assert how((1, 2), (3, 4)) == "moved apart"
    assert how((3, None), (1, 2)) == "moved apart"


# ── the command ──────────────────────────────────────────────────────────────────────────────────


@pytest.mark.heavy
def test_one_ledger_under_two_profiles(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    report = tmp_path / "a.txt"
    report.write_text(
        "Desertion in Ukraine\n\nProsecutors in Ukraine opened 99,521 criminal cases over desertion between January "
        "2022 and September 2024. Altogether about 95,000 criminal cases over desertion were opened in Ukraine between "
        "February 2022 and November 1, 2024.",
        encoding="utf-8",
    )
    ledger = str(tmp_path / "ledger")
    run(["check", str(report), "--ledger", ledger, "--reader", "fast", "--exit-zero"])
    capsys.readouterr()
    before = newest(ledger)
    assert run(["diff", ledger, "--profile", "strict", "--reader", "fast", "--json"]) == 1
    assert newest(ledger) == before, "it is left with the result it had"
    assert run(["verify", ledger, "--json"]) == 0
    capsys.readouterr()
    assert run(["diff", ledger, "--profile", "strict", "--reader", "fast", "--json"]) == 1
    found = json.loads(capsys.readouterr().out)
    assert found["settings"] == {"profile": ["default", "strict"]}
    assert found["bounds"] or found["conflicts"]
    run(["check", str(report), "--ledger", ledger, "--reader", "fast", "--exit-zero", "--json"])
    (tmp_path / "a.json").write_text(capsys.readouterr().out, encoding="utf-8")
    assert run(["diff", ledger, str(tmp_path / "a.json")]) == 0
    assert "Nothing moved" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["LEDGER"], "what to compare"),
        (["LEDGER", "LEDGER", "--profile", "strict"], "go with one LEDGER"),
        (["broken.json", "broken.json"], "not what `check --json` prints"),
        (["LEDGER", "--profile", "nope"], "no profile"),
    ],
)
def test_wrong_use_is_told(arguments: list[str], says: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(["init", str(tmp_path / "LEDGER")])
    (tmp_path / "broken.json").write_text("{", encoding="utf-8")
    places = [str(tmp_path / a) if a in ("LEDGER", "broken.json") else a for a in arguments]
    capsys.readouterr()
    assert run(["diff", *places]) == 2
    assert says in capsys.readouterr().err


@pytest.mark.parametrize("odd", [5, {"a": 1}, [5]])
def test_a_file_whose_claims_are_none_is_told(odd: object, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "a.json"
    file.write_text(wire.dumps({**wire.reconciliation_to_json(NOTHING), "claims": odd}), encoding="utf-8")
    assert run(["diff", str(file), str(file)]) == 2
    assert "not what `check --json` prints" in capsys.readouterr().err
