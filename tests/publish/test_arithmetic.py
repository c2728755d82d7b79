from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

import desertion_case as case
import pytest

from crossfoot.publish.arithmetic import proof_lines, same_figures
from crossfoot.publish.index import build_index
from crossfoot.publish.sums import rows, sum_of, text_rows
from crossfoot.publish.words import load_words
from crossfoot.records import Base, Proof, Side, Term

INDEX = build_index(case.CONTENTS, load_words())
PROOFS = [
    *(c.proof for c in case.CONFLICTS),
    *(p for b in case.BOUNDS for k in b.cases for p in (k.low_proof, k.high_proof) if p),
    *(c.proof for c in case.CANDIDATES if c.proof),
]


@pytest.mark.parametrize("proof", PROOFS, ids=lambda p: f"{p.side}-{p.value}")
def test_the_lines_shown_add_up_to_what_is_proved(proof: Proof) -> None:
    total = sum_of(INDEX, proof)
    shown = sum((-n if line.negative else n for line in total.lines for n in [line.amount]), Fraction(0))
    assert shown == total.total == proof.value


@pytest.mark.parametrize("proof", PROOFS, ids=lambda p: f"{p.side}-{p.value}")
def test_the_rows_of_the_hand_made_proofs_cancel(proof: Proof) -> None:
    """The fixture itself is right: the weighted rows leave the target and nothing else."""
    left: dict[tuple[str, object], Fraction] = {}
    for term in proof.terms:
        sign = 1 if term.side == proof.side else -1
        for series, day, times in term.row:
            left[series, day] = left.get((series, day), Fraction(0)) + sign * term.times * times
    for series, day, times in proof.target:
        left[series, day] = left.get((series, day), Fraction(0)) - times
    assert {k: v for k, v in left.items() if v} == {}


def test_a_contradiction_is_what_is_said_at_least_less_what_is_said_at_most() -> None:
    total = sum_of(INDEX, case.STARTS)
    assert [(line.sign, int(line.amount)) for line in total.lines] == [
        ("", 59_606),
        ("+", 29_521),
        ("+", 9_048),
        ("−", 95_296),
    ]
    assert total.floor == 98_175
    assert total.floor_after == 2
    assert total.side is None


def test_a_falsehood_proved_from_above_is_the_same_sum() -> None:
    mirrored = Proof(case.STARTS.terms, (), "high", -case.STARTS.value, "")
    assert sum_of(INDEX, mirrored) == sum_of(INDEX, case.STARTS)


def test_a_multiplier_is_shown() -> None:
    term = case.october_row("low")
    twice = Term(Fraction(2), term.value, term.row, term.side, claim=term.claim, series=term.series)
    (row, _) = rows(INDEX, sum_of(INDEX, case.bounding(case.END_DAYS, "low", 18_096, twice)))
    assert (row.number, row.note) == ("18,096", "2 × 9,048")


def test_a_number_that_is_not_the_printed_one_says_so() -> None:
    (first, *_) = rows(INDEX, sum_of(INDEX, case.OVER_TOTAL))
    assert (first.number, first.quote, first.note) == (
        "160,001",
        "over 160,000",
        "taken as at least 160,001; in its words: until 18\u00a0December 2023",
    )


def test_least_and_greatest_of_the_same_figures_are_one_sum() -> None:
    low, high = case.WINTER_CASES[0].low_proof, case.WINTER_CASES[0].high_proof
    other = case.WINTER_CASES[1].high_proof
    assert low
    assert high
    assert other
    assert same_figures(sum_of(INDEX, low), sum_of(INDEX, high))
    assert not same_figures(sum_of(INDEX, low), sum_of(INDEX, other))


def test_text_is_aligned_under_a_rule() -> None:
    lines = text_rows(rows(INDEX, sum_of(INDEX, case.OVER_TOTAL)))
    assert [line[:11] for line in lines] == ["    160,001", "  −  95,296", "  ─────────", "     64,705"]


def test_unknown_claims_do_not_stop_a_sum() -> None:
    assert proof_lines(case.STARTS, {}, {}).total == case.STARTS.value
    nameless = build_index(case.CONTENTS, load_words())
    nameless.claims.clear()
    assert rows(nameless, sum_of(nameless, case.STARTS))[-1].number == "2,879"


# ── shares and changes ───────────────────────────────────────────────────────────────────────────

YEAR = (date(2023, 1, 1), date(2023, 12, 31))
DESERTION = "proceedings-408|Ukraine|Ukraine"
HALF = replace(
    case.october, id="half", quote="half", low=0.5, high=0.5, kind="share", base=Base("share", "proceedings")
)
MORE = replace(case.october, id="more", quote="400 more", low=400, high=400, base=Base("difference"))


def flow(series: str, times: int, days: tuple[date, date] = YEAR) -> tuple[tuple[str, date, int], ...]:
    return (series, days[1] + timedelta(days=1), times), (series, days[0], -times)


def told(*terms: Term, side: Side = "low", target: tuple[tuple[str, date, int], ...] = ()) -> list[str]:
    value = sum((t.times * t.value * (1 if t.side == side else -1) for t in terms), Fraction(0))
    index = build_index(replace(case.CONTENTS, claims=(*case.CLAIMS, HALF, MORE)), load_words())
    return text_rows(rows(index, sum_of(index, Proof(terms, target, side, value, ""))))


def test_a_share_stands_below_the_number_that_it_multiplies_and_is_nothing_to_add() -> None:
    whole = Term(Fraction(99, 200), Fraction(59_606), flow(case.ALL.id, 1), "low", claim=case.left.id)
    share = Term(Fraction(1, 200), Fraction(0), (*flow(DESERTION, 200), *flow(case.ALL.id, -99)), "low", claim="half")
    part = Term(Fraction(1), Fraction(29_521), flow(DESERTION, 1), "high", claim=case.deserted.id)
    lines = told(whole, share, part)
    assert "29,504.97" in lines[0]
    assert "0.495 × 59,606" in lines[0]
    assert "at least 0.495 × this" in lines[1]
    assert "“half”" in lines[1]
    assert lines[2].split()[:2] == ["−", "29,521"]
    assert lines[-1].split()[0] == "−16.03"
    assert not any("× 0" in line for line in lines)


def test_a_bound_from_a_share_says_the_whole_number() -> None:
    whole = Term(Fraction(99, 200), Fraction(59_606), flow(case.ALL.id, 1), "low", claim=case.left.id)
    share = Term(Fraction(1, 200), Fraction(0), (*flow(DESERTION, 200), *flow(case.ALL.id, -99)), "low", claim="half")
    lines = told(whole, share, target=flow(DESERTION, 1))
    assert lines[-1].split(maxsplit=1) == ["29,504.97", "so at least 29,505, in whole numbers"]


def test_a_difference_is_a_number_to_add_and_says_between_what() -> None:
    year_before = (date(2022, 1, 1), date(2022, 12, 31))
    first = Term(Fraction(1), Fraction(9_048), flow(DESERTION, 1, year_before), "low", claim=case.october.id)
    row = (*flow(DESERTION, 1), *flow(DESERTION, -1, year_before))
    more = Term(Fraction(1), Fraction(400), row, "low", claim="more", start=YEAR[0], end=YEAR[1])
    lines = told(first, more, target=flow(DESERTION, 1))
    assert lines[1].split()[:2] == ["+", "400"]
    assert "in 2023 exceed criminal proceedings" in lines[1]
    assert lines[-1].split()[0] == "9,448"
