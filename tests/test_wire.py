"""The JSON of every record: lossless both ways, the names of the interface, and faults that name their field."""

from __future__ import annotations

import json
import types
from collections.abc import Mapping
from dataclasses import is_dataclass
from datetime import date
from fractions import Fraction
from typing import Any, get_args

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crossfoot import records as r
from crossfoot import wire
from crossfoot.wire.tables import CODECS

TEXT = st.text(st.characters(codec="utf-8"), max_size=8)
st.register_type_strategy(str, TEXT)
st.register_type_strategy(float, st.floats(allow_nan=False, allow_infinity=False, min_value=-1e9, max_value=1e9))
st.register_type_strategy(Mapping, lambda of: st.dictionaries(*(st.from_type(a) for a in get_args(of)), max_size=2))
st.register_type_strategy(Fraction, st.fractions())


def few(of: Any) -> st.SearchStrategy[Any]:
    kinds = get_args(of)
    if kinds[-1:] == (...,):
        return st.lists(st.from_type(kinds[0]), max_size=2).map(tuple)
    return st.tuples(*(st.from_type(kind) for kind in kinds))


st.register_type_strategy(tuple, few)


def terms() -> st.SearchStrategy[r.Term]:
    """As `records` demands: exactly one ground."""
    ground = st.sampled_from(("claim", "assumption", "relation"))
    free: dict[str, Any] = {"claim": st.none(), "assumption": st.none(), "relation": st.none()}
    return ground.flatmap(lambda name: st.builds(r.Term, **{**free, name: TEXT}))


st.register_type_strategy(r.Term, terms())
RECORDS = tuple(CODECS)


def test_every_record_has_a_codec() -> None:
    nouns = {v for v in vars(r).values() if isinstance(v, type) and is_dataclass(v)}
    assert nouns == set(RECORDS)


@pytest.mark.parametrize("cls", RECORDS, ids=lambda cls: cls.__name__)
def test_round_trip_through_text_is_lossless(cls: type) -> None:
    @settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.from_type(cls))
    def law(record: object) -> None:
        text = wire.dumps(wire.to_json(record))
        again: object = wire.from_json(cls, wire.loads(text))
        assert again == record
        assert wire.dumps(wire.to_json(again)) == text

    law()


CLAIM = r.Claim(
    id="a1",
    report="r1",
    file="a.txt",
    start=10,
    end=22,
    quote="over 160,000",
    low=160000,
    high=None,
    hedge="over",
    measure="proceedings",
    population="Ukraine",
    place="Ukraine",
    period=r.Period(end=date(2023, 12, 18), text="On December 18th"),
    candidates=(r.Period(end=date(2024, 12, 18)),),
    kind="cumulative",
    attribution=(r.Source("the general", 1, 9, "office"),),
    literal=("value", "kind"),
)


def test_a_claim_line_has_the_names_of_the_interface() -> None:
    line = wire.claim_to_json(CLAIM)
    assert line["schema"] == "crossfoot/1"
    assert set(line) >= {
        *("id", "file", "report", "start", "end", "quote", "low", "high", "approximate", "hedge", "counted", "measure"),
        *("population", "place", "period", "candidates", "kind", "per", "attribution", "stance", "release", "literal"),
        *("corrected", "rule"),
    }
    assert line["period"] == {"start": None, "end": "2023-12-18", "precision": "day", "text": "On December 18th"}
    assert line["candidates"] == [{"start": None, "end": "2024-12-18"}]
    assert line["attribution"] == [{"text": "the general", "start": 1, "end": 9, "kind": "office"}]


TERM = r.Term(
    times=Fraction(1),
    value=Fraction(95296),
    row=(("p|u|u", date(2022, 2, 24), -1), ("p|u|u", date(2024, 11, 1), 1)),
    side="low",
    claim="a1",
    under=("snapshot",),
)
FLOOR = r.Term(
    times=Fraction(1, 2),
    value=Fraction(0),
    row=(),
    side="low",
    assumption="no-negative-flow",
    series="p|u|u",
    start=date(2024, 11, 1),
    end=date(2024, 12, 31),
)
PROOF = r.Proof((TERM, FLOOR), (), "low", Fraction(70874), "a − b")
SERIES = r.Series("p", "u", "u")
WHOLE = r.Reconciliation(
    series=(SERIES,),
    bounds=(
        r.Bound(
            "b1",
            SERIES,
            date(2024, 11, 1),
            date(2024, 12, 31),
            24957,
            27836,
            "tight",
            "all cheapest repairs",
            ("snapshot",),
            (r.Case(None, 24957, None, PROOF, None),),
            (0, None),
        ),
    ),
    conflicts=(r.Conflict("k1", ("a1",), ("snapshot",), Fraction(70874), PROOF, "reports", "does not fit"),),
    repairs=(r.Repair("x1", ("k1",), "a1", "year", "2023", "2025", 1.0, 1, "read 2025"),),
    remarks=(r.Remark("ceiling", ("a1",), "nothing reaches it"),),
    verdicts=(r.Verdict("a1", "contested", ("a2",)),),
    candidates=(r.CandidateVerdict("a1", None, date(2024, 12, 18), "impossible", PROOF),),
    aside=("a1",),
    coverage=r.Coverage(3, 2, {"no period": 1}, {"a3": "no period"}),
)


def test_a_reconciliation_has_the_names_of_the_interface() -> None:
    trace = r.Trace(
        links=(r.Link("TEXT", "r1", "r2", 0.04, "shared wording"),),
        origins=(r.Origin("a1", 1, 1, 2),),
        remarks=(r.Remark("false corroboration", ("a1",), "copies"),),
    )
    done = wire.reconciliation_to_json(WHOLE, claims=(CLAIM,), trace=trace)
    assert set(done) >= {
        *("schema", "reports", "claims", "series", "links", "origins", "bounds", "conflicts", "repairs"),
        *("remarks", "verdicts", "candidates", "aside", "coverage"),
    }
    bound = done["bounds"][0]
    assert (bound["series"], bound["start"], bound["low"]) == ("p|u|u", "2024-11-01", 24957)
    claimed, assumed = bound["cases"][0]["low_proof"]["terms"]
    assert (claimed["claim"], claimed["side"], claimed["times"], claimed["value"]) == ("a1", "low", "1", 95296)
    assert claimed["row"][0] == ["p|u|u", "2022-02-24", -1]
    assert "assumption" not in claimed
    assert (assumed["assumption"], assumed["series"], assumed["times"]) == ("no-negative-flow", "p|u|u", "1/2")
    assert (done["repairs"][0]["from"], done["repairs"][0]["to"]) == ("2023", "2025")
    assert done["verdicts"][0]["with"] == ["a2"]
    assert done["links"][0]["from"] == "r1"
    assert done["conflicts"][0]["gap"] == 70874
    assert len(done["remarks"]) == 2
    assert wire.reconciliation_from_json(json.loads(wire.dumps(done))) == WHOLE


def test_reports_are_shown_without_their_text() -> None:
    summary = wire.report_summary(r.Report("r1", "c1", "a.txt", "Österreich"))
    assert "text" not in summary
    assert summary["characters"] == 10


def test_counts_are_never_floats() -> None:
    line = {**wire.claim_to_json(CLAIM), "low": 160000.0, "high": 0.25}
    claim = wire.claim_from_json(line)
    assert type(claim.low) is int
    assert claim.high == 0.25
    assert type(wire.claim_to_json(claim)["low"]) is int


FAULTS: tuple[tuple[tuple[str, ...], object, str], ...] = (
    (("period", "start"), "2024-02-30", "period.start: expected a day as YYYY-MM-DD, found '2024-02-30'"),
    (("period", "end"), "20240201", "period.end: expected a day"),
    (("low",), True, "low: expected a number, found True"),
    (("low",), "12", "low: expected a number"),
    (("low",), 1e300, "low: 1e+300 is not exact"),
    (("start",), 1.5, "start: expected a whole number, found 1.5"),
    (("hedge",), "maybe", "hedge: expected one of exact, over"),
    (("hedge",), ["over"], "hedge: expected one of"),
    (("quote",), "\ud800", "quote: text holds half a character"),
    (("attribution",), [{"text": "x", "start": 0}], "attribution[0].end: missing"),
    (("attribution",), "x", "attribution: expected a list"),
    (("sentence",), [1], "sentence: expected a list of 2"),
    (("corrected",), {"low": {"from": 3}}, "corrected.low.from: expected text"),
    (("schema",), "crossfoot/9", "schema: written as 'crossfoot/9'"),
)


@pytest.mark.parametrize(("path", "value", "message"), FAULTS, ids=lambda v: v if isinstance(v, str) else None)
def test_a_fault_names_its_field(path: tuple[str, ...], value: object, message: str) -> None:
    line = json.loads(json.dumps(wire.claim_to_json(CLAIM)))
    inner = line
    for step in path[:-1]:
        inner = inner[step]
    inner[path[-1]] = value
    with pytest.raises(wire.WireError) as caught:
        wire.claim_from_json(line)
    assert str(caught.value).startswith(message)


def test_low_above_high_passes_the_wire() -> None:
    assert wire.claim_from_json({**wire.claim_to_json(CLAIM), "low": 9, "high": 3}).high == 3


def test_a_term_has_one_ground() -> None:
    both = {**wire.to_json(TERM), "assumption": "snapshot"}
    with pytest.raises(wire.WireError, match="exactly one"):
        wire.from_json(r.Term, both)


@pytest.mark.parametrize("times", ["1e9999999", "1/0", "0.5", "", "1/", "--1", 0.5, None, "٣", "1" * 5000])
def test_multipliers_are_exact_rationals(times: object) -> None:
    with pytest.raises(wire.WireError, match="times"):
        wire.from_json(r.Term, {**wire.to_json(TERM), "times": times})


@pytest.mark.parametrize("text", ["NaN", "[Infinity]", "{", "[" * 100_000, "1" * 10_000, ""])
def test_json_that_is_none_is_a_wire_error(text: str) -> None:
    with pytest.raises(wire.WireError):
        wire.loads(text)


def test_an_unknown_key_is_let_through() -> None:
    assert wire.claim_from_json({**wire.claim_to_json(CLAIM), "later": 1}) == CLAIM


def test_the_faults_of_a_table_are_bugs() -> None:
    from crossfoot.wire.codec import Field, record

    with pytest.raises(TypeError, match="differ"):
        record(r.Span, Field("start", types.SimpleNamespace()))  # type: ignore[arg-type]
