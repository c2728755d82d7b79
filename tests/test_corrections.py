"""Corrections stand beside the machine's reading; what cannot be applied is told and changes nothing."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from crossfoot.corrections import BY_FIELD, apply, read_corrections
from crossfoot.records import Base, Claim, Correction, Period, Source

CLAIM = Claim(
    "a1",
    "r1",
    "a.txt",
    10,
    22,
    "over 160,000",
    160000,
    None,
    hedge="over",
    measure="proceedings",
    population="Ukraine",
    place="Ukraine",
    period=Period(end=date(2023, 12, 18), partial="--12-18"),
    candidates=(Period(end=date(2024, 12, 18)), Period(end=date(2025, 12, 18))),
    kind="cumulative",
    attribution=(Source("the general", 30, 41, "office"),),
    literal=("value", "hedge", "kind", "attribution"),
)


def correction(field: str, value: str, claim: str = "a1", why: str = "the text says so") -> Correction:
    return Correction(claim, field, value, why, "Desk", "2025-01-01T00:00:00+00:00")


def corrected(*pairs: tuple[str, str]) -> Claim:
    (claim,), problems = apply([CLAIM], [correction(field, value) for field, value in pairs])
    assert problems == ()
    return claim


def test_the_machines_value_is_kept() -> None:
    claim = corrected(("low", "150000"))
    assert claim.low == 150000
    assert claim.corrected == {
        "low": {"from": "160000", "to": "150000", "why": "the text says so", "who": "Desk"},
    }
    assert "value" not in claim.literal
    assert "kind" in claim.literal


VALUES: tuple[tuple[str, str, str, object], ...] = (
    ("low", "0.25", "low", 0.25),
    ("low", "", "low", None),
    ("high", "170000", "high", 170000),
    ("hedge", "at_least", "hedge", "at_least"),
    ("approximate", "true", "approximate", True),
    ("counted", "soldiers", "counted", "soldiers"),
    ("measure", "deserters", "measure", "deserters"),
    ("measure", "null", "measure", None),
    ("population", "Russia", "population", "Russia"),
    ("place", "Kharkiv", "place", "Kharkiv"),
    ("kind", "flow", "kind", "flow"),
    ("per", "month", "per", "month"),
    ("stance", "disputed", "stance", "disputed"),
    ("release", "annual report", "release", "annual report"),
)


@pytest.mark.parametrize(("field", "value", "attribute", "expected"), VALUES)
def test_values_are_read_for_what_they_are(field: str, value: str, attribute: str, expected: object) -> None:
    claim = corrected((field, value))
    assert getattr(claim, attribute) == expected
    assert claim.corrected is not None
    assert claim.corrected[field]["to"] == value


def test_a_base_is_corrected_field_by_field() -> None:
    claim = corrected(
        ("base", "growth"),
        ("base.measure", "deserters"),
        ("base.population", "Russia"),
        ("base.place", "Kharkiv"),
        ("base.period", "2022"),
        ("base.falls", "true"),
    )
    year = Period(date(2022, 1, 1), date(2022, 12, 31), "year", "2022")
    assert claim.base == Base("growth", "deserters", "Russia", "Kharkiv", year, falls=True)
    assert corrected(("base", "growth"), ("base", "null")).base is None
    (unchanged,), (problem,) = apply([CLAIM], [correction("base.period", "2022")])
    assert unchanged == CLAIM
    assert "correct base first" in problem.reason


def test_every_field_has_a_test_of_its_value() -> None:
    elsewhere = {"period.start", "period.end", "attribution", "reject"}
    base = {"base", *(f"base.{name}" for name in ("measure", "population", "place", "period", "falls"))}
    assert {row[0] for row in VALUES} | elsewhere | base == set(BY_FIELD)


def test_a_corrected_period_leaves_no_candidates() -> None:
    claim = corrected(("period.end", "2025-12-18"), ("period.start", "2022-02-24"))
    assert claim.period == Period(date(2022, 2, 24), date(2025, 12, 18))
    assert claim.candidates == ()
    assert claim.corrected is not None
    assert claim.corrected["period.end"]["from"] == "2023-12-18"
    assert claim.corrected["period.start"]["from"] == ""


def test_attribution_is_a_chain_of_names() -> None:
    claim = corrected(("attribution", "a news agency; the general"))
    assert [(s.text, s.start, s.kind) for s in claim.attribution] == [
        ("a news agency", 10, "named"),
        ("the general", 30, "office"),
    ]
    assert corrected(("attribution", "")).attribution == ()


def test_what_is_no_figure_keeps_its_place_and_loses_its_value() -> None:
    claim = corrected(("reject", "true"))
    assert (claim.low, claim.high, claim.quote) == (None, None, "over 160,000")
    assert claim.corrected is not None
    assert "reject" in claim.corrected
    assert corrected(("reject", "true"), ("reject", "false")) == CLAIM


def test_the_last_correction_of_a_field_holds_and_the_machine_is_still_remembered() -> None:
    claim = corrected(("low", "150000"), ("low", "155000"))
    assert claim.low == 155000
    assert claim.corrected is not None
    assert claim.corrected["low"]["from"] == "160000"


def test_two_fields_that_only_fit_together() -> None:
    assert corrected(("high", "150000"), ("low", "140000")).low == 140000


FAULTS: tuple[tuple[Correction, str], ...] = (
    (correction("low", "1,200"), "expected a number such as 1200"),
    (correction("low", "1e9"), "expected a number"),
    (correction("low", "many"), "expected a number"),
    (correction("low", "9" * 5000), "expected a number"),
    (correction("hedge", "maybe"), "expected one of exact"),
    (correction("place", "Region #1"), "a name holds none of | #"),
    (correction("approximate", "yes"), "expected true or false"),
    (correction("period.end", "18 December"), "expected a day"),
    (correction("colour", "red"), "unknown field 'colour'; known are low"),
    (correction("high", "150000"), "low 160000 is above high 150000"),
    (correction("period.start", "2024-01-01"), "the period would start on 2024-01-01"),
    (correction("low", "5", claim="nobody"), "there is no such claim"),
)


@pytest.mark.parametrize(("fault", "message"), FAULTS, ids=lambda v: v if isinstance(v, str) else None)
def test_what_cannot_be_applied_is_told_and_changes_nothing(fault: Correction, message: str) -> None:
    (claim,), (problem,) = apply([CLAIM], [fault])
    assert claim == CLAIM
    assert message in problem.reason
    assert problem.place == f"{fault.claim} {fault.field}"


def test_claims_without_corrections_are_the_same() -> None:
    assert apply([CLAIM], []) == ((CLAIM,), ())


def sheet(tmp_path: Path, text: str) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    path = tmp_path / "corrections.csv"
    path.write_text(text, encoding="utf-8")
    found, problems = read_corrections(path, [CLAIM], made="2025-01-01", who="Desk")
    return [(c.field, c.value) for c in found], [(p.place, p.reason) for p in problems]


def test_a_sheet_of_corrections(tmp_path: Path) -> None:
    found, problems = sheet(
        tmp_path, 'claim,field,value,why,who\na1,low,150000,"seen, twice",Ann\n\na1,reject,true,no,\n'
    )
    assert (found, problems) == ([("low", "150000"), ("reject", "true")], [])


def test_faults_of_a_sheet_carry_the_line(tmp_path: Path) -> None:
    text = "claim,field,value,why\na1,low,many,x\nb2,low,1,x\na1,colour,red,x\na1,low,5,\na1,kind,flow,seen\n"
    found, problems = sheet(tmp_path, text)
    assert found == [("kind", "flow")]
    assert [place for place, _ in problems] == [f"corrections.csv:{n}" for n in (2, 3, 4, 5)]
    assert "reason" in problems[3][1]


def test_a_sheet_without_its_columns(tmp_path: Path) -> None:
    assert sheet(tmp_path, "claim,value\na1,5\n") == (
        [],
        [("corrections.csv:1", "no column 'field'; no column 'why'")],
    )


def test_unknown_columns_are_told(tmp_path: Path) -> None:
    found, problems = sheet(tmp_path, "claim,field,value,why,mood\na1,low,5,x,good\n")
    assert found == [("low", "5")]
    assert "unknown column 'mood'" in problems[0][1]
