"""The definition of a proof, tried on proofs made by hand: true ones pass, every kind of false one is rejected."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from crossfoot.reconcile.check import check
from crossfoot.records import Proof, Side, Term

START, CUT, END = date(2024, 1, 1), date(2024, 11, 1), date(2025, 1, 1)
COUNT, PART, REST = "count|all|country", "count|all|part", "count|all|rest"
Row = tuple[tuple[str, date, int], ...]


def window(key: str, start: date, end: date) -> Row:
    return ((key, end, 1), (key, start, -1))


def said(claim: str, side: Side, value: int, row: Row, times: int = 1) -> Term:
    return Term(Fraction(times), Fraction(value), row, side, claim=claim)


def never_down(row: Row, times: int = 1) -> Term:
    return Term(Fraction(times), Fraction(0), row, "low", assumption="no-negative-flow")


WHOLE = said("year", "high", 100, window(COUNT, START, END))
EARLY = said("ten months", "low", 70, window(COUNT, START, CUT))
LATE = Proof((WHOLE, EARLY), window(COUNT, CUT, END), "high", Fraction(30), "100 − 70 = 30")


def test_a_difference_of_two_totals() -> None:
    assert check(LATE) is None


def test_a_lower_bound_needs_the_other_sides() -> None:
    turned = replace(LATE, side="low")
    assert check(turned) is not None
    least = Proof(
        (replace(WHOLE, side="low"), replace(EARLY, side="high")), LATE.target, "low", Fraction(30), "100 − 70 = 30"
    )
    assert check(least) is None


def test_a_falsehood() -> None:
    rows = (said("year", "high", 60, window(COUNT, START, END)), EARLY, never_down(window(COUNT, CUT, END)))
    assert check(Proof(rows, (), "low", Fraction(10), "")) is None
    assert check(Proof(rows, (), "high", Fraction(10), "")) is not None
    assert check(Proof(rows[:2], (), "low", Fraction(10), "")) is not None


def test_what_adds_up_to_nothing_above_zero_is_no_falsehood() -> None:
    rows = (said("year", "high", 70, window(COUNT, START, END)), EARLY, never_down(window(COUNT, CUT, END)))
    assert check(Proof(rows, (), "low", Fraction(0), "")) == "the rows add up to no falsehood"
    assert check(Proof((), (), "low", Fraction(0), "")) == "the rows add up to no falsehood"
    assert check(Proof((), (), "low", Fraction(1), "")) is not None


def relation(times: int, *, equation: bool = True) -> Term:
    row = (*window(COUNT, START, END), (PART, END, -1), (PART, START, 1), (REST, END, -1), (REST, START, 1))
    return Term(Fraction(times), Fraction(0), row, "low", relation="parts", equation=equation)


PARTS = (
    said("part", "low", 60, window(PART, START, END)),
    said("rest", "low", 50, window(REST, START, END)),
)


def test_an_equation_may_be_taken_a_negative_number_of_times() -> None:
    whole = Proof((*PARTS, relation(1)), window(COUNT, START, END), "low", Fraction(110), "60 + 50 = 110")
    assert check(whole) is None
    rows = (PARTS[0], relation(-1), WHOLE)
    assert check(Proof(rows, window(REST, START, END), "high", Fraction(40), "100 − 60 = 40")) is None


def test_an_inequality_may_not() -> None:
    whole = Proof((*PARTS, relation(-1, equation=False)), window(COUNT, START, END), "low", Fraction(110), "")
    assert check(whole) == "the row of parts is taken -1 times"


@pytest.mark.parametrize(
    "term",
    [
        replace(EARLY, claim=None),
        replace(EARLY, assumption="snapshot"),
        replace(EARLY, claim=None, relation="parts"),
        replace(EARLY, claim=None, assumption="no-negative-flow"),
        replace(EARLY, times=Fraction(0)),
        replace(EARLY, times=Fraction(-1)),
        replace(EARLY, equation=True),
        replace(EARLY, side="high"),
        replace(EARLY, value=Fraction(71)),
        replace(EARLY, row=window(PART, START, CUT)),
        replace(EARLY, row=window(COUNT, START, date(2024, 11, 2))),
        replace(EARLY, row=window(COUNT, CUT, START)),
        replace(EARLY, row=()),
    ],
)
def test_false_rows(term: Term) -> None:
    assert check(replace(LATE, terms=(WHOLE, term))) is not None


@pytest.mark.parametrize("value", [Fraction(29), Fraction(61, 2), Fraction(-30)])
def test_a_bound_that_the_rows_do_not_give(value: Fraction) -> None:
    assert check(replace(LATE, value=value)) == f"the rows add up to 30, the proof says {value}"


def test_a_target_that_the_rows_do_not_give() -> None:
    for target in ((), window(COUNT, START, END), window(PART, CUT, END), (*LATE.target, (PART, END, 1))):
        assert check(replace(LATE, target=target)) is not None


def test_multipliers_that_are_fractions() -> None:
    """Twice the window is at most 60, so the window itself at most 30: half of each row."""
    doubled = Term(Fraction(1, 2), Fraction(60), tuple((k, d, 2 * c) for k, d, c in LATE.target), "high", claim="twice")
    assert check(Proof((doubled,), LATE.target, "high", Fraction(30), "")) is None
    assert check(Proof((replace(doubled, times=Fraction(1, 3)),), LATE.target, "high", Fraction(20), "")) is not None


def test_no_assumption_or_relation_brings_a_value_of_its_own() -> None:
    for row in (
        replace(never_down(window(COUNT, CUT, END)), value=Fraction(5)),
        replace(relation(1), value=Fraction(5)),
    ):
        fault = check(Proof((row,), (), "low", Fraction(5), ""))
        assert fault is not None
        assert "value of its own" in fault
