"""Empty, tiny, huge, contradictory and hostile input: a right answer or a stated reason, in bounded time."""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from claim_lines import claim, claims
from claim_lines import reports as published
from histories import made

from crossfoot.codebook import Codebook, CodebookError, Measure, Pattern, Relation, load
from crossfoot.reconcile import ReconcileSettings, reconcile
from crossfoot.reconcile.check import check
from crossfoot.records import Claim, Reconciliation, TextRelation, Trace

BOOK = load("desertion")


def test_no_claims() -> None:
    result = reconcile(())
    assert result == reconcile([], codebook=BOOK)
    assert (result.series, result.bounds, result.conflicts, result.candidates) == ((), (), (), ())
    assert (result.coverage.claims, result.coverage.compared, dict(result.coverage.reasons)) == (0, 0, {})


def test_one_claim_is_compared_with_nothing() -> None:
    result = reconcile(claims("both | 2024-10 | 9,048 | a | id only"))
    assert result.coverage.compared == 0
    assert result.coverage.aside == {"only": "alone on its series"}
    assert [(b.low, b.high) for b in result.bounds] == [(9_048, 9_048)]


def test_one_day() -> None:
    result = reconcile(claims("both | 2024-10-05 | 12 | a\nboth | 2024-10-05 | 14 | b"))
    assert [c.gap for c in result.conflicts] == [2]
    assert result.coverage.compared == 2


def test_the_same_claim_twice_is_one_claim() -> None:
    one = claim("both | 2024-10 | 9,048 | a")
    assert reconcile([one, one]) == reconcile([one])


def test_a_thousand_years() -> None:
    listed = claims("""
        both | 1024-01-01..2024-12-31 | 1,000,003 | a
        both | 1500-06-07 | 999,999 | b
        both | 1024..1499-12-31 | 3 to 4 | c
    """)
    result = reconcile(listed)
    assert not result.conflicts
    assert result.coverage.compared == 3
    later = [b for b in result.bounds if (b.start, b.end) == (date(1500, 6, 8), date(2024, 12, 31))]
    assert all(b.high is not None and b.high <= 1 for b in later)


@pytest.mark.parametrize(("first", "last"), [("0002-01-01", "0002-01-31"), ("9997-12-01", "9997-12-31")])
def test_the_ends_of_the_calendar(first: str, last: str) -> None:
    result = reconcile(claims(f"both | {first}..{last} | 5 | a\nboth | {first}..{last} | 7 | b"), codebook=BOOK)
    assert [c.gap for c in result.conflicts] == [2]


@pytest.mark.parametrize("kind", ["flow", "cumulative", "stock", "rate"])
@pytest.mark.parametrize("days", ["2024-01-01..9999-12-31", "0001-01-01..2024-12-31"])
def test_days_beyond_the_ends_are_refused(kind: str, days: str) -> None:
    line = f"both | {days} | 5{' a year' if kind == 'rate' else ''} | a | id last | kind {kind}"
    assert reconcile(claims(line), codebook=BOOK).coverage.aside == {"last": "day at the end of the calendar"}


def test_a_report_published_at_the_end_of_the_calendar_gives_no_end() -> None:
    result = reconcile(claims("both | 2024-01-01.. | 5 | a | id open"), reports=published(a="9999-12-31"))
    assert result.coverage.aside == {"open": "no period"}


def test_figures_too_large_for_exact_sums_are_refused_with_the_reason() -> None:
    listed = claims("both | 2024-10 | 1000000000000000000 | a | id huge\nboth | 2024-10 | 999999999999 | b | id large")
    result = reconcile(listed)
    assert result.coverage.aside["huge"] == "figure beyond 1,000,000,000,000"
    assert result.coverage.aside["large"] == "alone on its series"
    assert not result.conflicts


def test_a_rate_over_many_units_is_refused_before_its_sum_grows_too_large() -> None:
    listed = claims("both | 1900-01-01..1989-12-31 | 999999999999 a month | a | id rate\nboth | 1950 | 7 | b")
    result = reconcile(listed)
    assert all(check(c.proof) is None for c in result.conflicts)
    assert result.coverage.aside.get("rate") in (None, "figure beyond 1,000,000,000,000")


@pytest.mark.parametrize("low", [float("nan"), float("inf"), -float("inf")])
def test_figures_that_are_no_numbers(low: float) -> None:
    broken = replace(claim("both | 2024-10 | 5 | a | id broken"), low=low, high=low)
    with pytest.raises(ValueError, match="Invalid literal"):
        reconcile([broken])


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("both | 2024-10 | 5 to 3 | a | id x", "low above high"),
        ("both | 2024-10-31..2024-10-01 | 5 | a | id x", "period ends before it starts"),
        ("both | 2024-10 | 5 | a | id x | stance negated", "negated"),
        ("both | 2024-10 | 5 | a | id x | stance planned", "planned"),
        ("both | 2024-10 | 5 | a | id x | stance retracted", "retracted"),
        ("both | 2024-10 | over 5 | a | id x | modal yes", "modal"),
    ],
)
def test_what_does_not_enter_is_listed_and_clashes_with_nothing(line: str, reason: str) -> None:
    result = reconcile(claims(f"{line}\nboth | 2024-10 | 77 | b | id y"))
    assert result.coverage.aside == {"x": reason, "y": "alone on its series"}
    assert not result.conflicts


def test_an_uncoded_claim_is_listed() -> None:
    result = reconcile([replace(claim("both | 2024-10 | 5 | a | id x"), population=None)])
    assert result.coverage.aside == {"x": "uncoded"}
    assert result.series == ()


# ── codebooks and traces that make no sense ──────────────────────────────────────────────────────


def book(*relations: Relation) -> Codebook:
    names = ("a", "b", "c")
    return Codebook("x", "x", None, (), tuple(Measure(n, n, "units", False, {}) for n in names), relations)


def total(name: str, whole: str, *parts: str) -> Relation:
    return Relation(name, "sum", Pattern(measure=whole), tuple(Pattern(measure=p) for p in parts), name)


FIGURES = """
a, all, country | 2024 | 10 to 20 | r | id a
b, all, country | 2024 | 3 to 4 | r | id b
c, all, country | 2024 | 5 to 6 | r | id c
"""


def test_relations_that_contradict_each_other_are_named() -> None:
    """a = b + c and b = a + c leave c at 0, which is not 5."""
    result = reconcile(claims(FIGURES), codebook=book(total("one", "a", "b", "c"), total("two", "b", "a", "c")))
    assert result.conflicts
    for found in result.conflicts:
        assert check(found.proof) is None
    assert {a for c in result.conflicts for a in c.assumptions} & {"relation one", "relation two"}


@pytest.mark.parametrize("relation", [total("one", "a", "a", "c"), total("one", "a", "c", "c")])
def test_a_series_that_is_part_of_itself_or_counted_twice_relates_nothing(relation: Relation) -> None:
    """A codebook file that says so is refused at load; one made in Python relates nothing."""
    assert reconcile(claims(FIGURES), codebook=book(relation)).coverage.compared == 0


def test_a_codebook_that_lists_a_part_twice_does_not_load(tmp_path: Path) -> None:
    file = tmp_path / "twice.toml"
    file.write_text(TWICE, encoding="utf-8")
    with pytest.raises(CodebookError, match="one part is listed twice"):
        load(file)


TWICE = """
name = "twice"
title = "twice"
[[measure]]
id = "a"
title = "a"
unit = "units"
[[measure.words.en]]
nouns = ["a"]
[[measure]]
id = "b"
title = "b"
unit = "units"
[[measure.words.en]]
nouns = ["b"]
[[relation]]
name = "twice"
kind = "sum"
whole = "a"
parts = ["b", "b"]
says = "nonsense"
"""


def test_copies_and_relations_that_name_nothing() -> None:
    listed = claims("both | 2024-10 | 5 | a | id x")
    said = TextRelation("part", "a", ("gone",), "x", 0, 1), TextRelation("largest", "a", ("x", "gone"), None, 0, 1)
    assert reconcile(listed, relations=said, trace=Trace(copies={"x": "gone", "gone": "x"})).coverage.claims == 1


# ── size ─────────────────────────────────────────────────────────────────────────────────────────


def timed(listed: Iterable[Claim]) -> tuple[Reconciliation, float]:
    """Processor time of this process: a busy machine is no fault."""
    started = time.process_time()
    result = reconcile(listed, settings=ReconcileSettings(robust=False))
    return result, time.process_time() - started


def test_twenty_thousand_duplicates() -> None:
    one = claim("both | 2024-10 | 9,048 | a")
    crowd = [replace(one, id=f"c{n:06}", report=f"r{n % 700}") for n in range(20_000)]
    result, seconds = timed([*crowd, claim("both | 2024-10 | 9,051 | b | id other")])
    assert [c.gap for c in result.conflicts] == [3]
    assert [(v.claim, v.status) for v in result.verdicts] == [("other", "sure")]
    assert result.coverage.compared == 20_001
    assert seconds < 15


def test_hundreds_of_days_on_one_series() -> None:
    first = date(2020, 1, 1)
    listed = [
        made(f"c{n:04}", "country", (first, first + timedelta(days=2 * n)), (10 * n, 10 * n + 5), "range", "cumulative")
        for n in range(250)
    ]
    result, seconds = timed(listed)
    assert not result.conflicts
    assert result.coverage.compared == 250
    assert seconds < 30


def test_no_time_at_all_gives_notes_and_what_there_is() -> None:
    listed = claims("both | 2024-10 | 9,048 | a\nboth | 2024-10 | 4,004 | b\n407 | 2024-10 | 9,999 | c")
    result = reconcile(listed, codebook=BOOK, settings=ReconcileSettings(seconds=0.0))
    assert any("ran out" in note for note in result.notes)
    assert result.coverage.compared == 3
    assert all(check(p) is None for b in result.bounds for c in b.cases for p in (c.low_proof, c.high_proof) if p)


def test_a_run_that_had_time_says_nothing_of_it() -> None:
    assert reconcile(claims("both | 2024-10 | 9,048 | a\nboth | 2024-10 | 4,004 | b"), codebook=BOOK).notes == ()
