"""Shares and changes enter as rows over two flows (§5.5): by hand, and the laws that hold for any of them."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from claim_lines import claim, claims
from histories import (
    ONE_DAY,
    History,
    any_claims,
    components,
    ground,
    histories,
    region_book,
    true_claims,
    true_comparisons,
)
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crossfoot.codebook import load
from crossfoot.reconcile import reconcile
from crossfoot.reconcile.check import check
from crossfoot.reconcile.closure import close
from crossfoot.reconcile.conflicts import contradicting
from crossfoot.reconcile.placing import place
from crossfoot.reconcile.proofs import Window, bound_proof
from crossfoot.reconcile.settings import Settings
from crossfoot.reconcile.solve import LinearProgram
from crossfoot.records import Base, Bound, Claim, Period, Reconciliation

few = settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
fewer = settings(few, max_examples=10)
YEARS = {y: Period(date(y, 1, 1), date(y, 12, 31), "year") for y in range(2021, 2026)}


def done(listed: list[Claim] | tuple[Claim, ...], **options: object) -> Reconciliation:
    return reconcile(listed, codebook=load("desertion"), settings=replace(Settings(seconds=30), **options))  # type: ignore[arg-type]


def share(line: str, base: Base, quote: str | None = None) -> Claim:
    made = claim(f"{line} | kind {'share' if base.how == 'share' else 'change'}", 9)
    return replace(made, base=base, quote=quote or made.quote)


def bound_of(result: Reconciliation, measure: str, year: int) -> Bound:
    return next(b for b in result.bounds if b.series.measure == measure and (b.start, b.end) == _year(year))


def _year(year: int) -> tuple[date, date]:
    return date(year, 1, 1), date(year, 12, 31)


# ── by hand ──────────────────────────────────────────────────────────────────────────────────────


def test_a_share_of_a_known_whole_bounds_the_part() -> None:
    whole = claim("both | 2023 | 24,541 | register")
    part = share("408 | 2023 | 32% | agency", Base("share", measure="proceedings"))
    found = bound_of(done([whole, part]), "proceedings-408", 2023)
    assert (found.low, found.high) == (math.ceil(24541 * 0.315), math.floor(24541 * 0.325))
    assert found.cases[0].low_proof is not None
    assert found.cases[0].low_proof.text == "0.315 × 24,541 = 7,730.415"
    assert set(found.cases[0].low_proof.claims) == {whole.id, part.id}


def test_a_growth_over_a_known_year_bounds_the_next() -> None:
    first = claim("408 | 2022 | 3,442 | register")
    grown = share("408 | 2023 | 129% | agency", Base("growth", period=YEARS[2022]))
    found = bound_of(done([first, grown]), "proceedings-408", 2023)
    assert (found.low, found.high) == (math.ceil(3442 * 2.285), math.floor(3442 * 2.295))


@pytest.mark.parametrize(
    ("figure", "base", "low", "high"),
    [
        ("40%", Base("growth", period=YEARS[2022], falls=True), 5_950, 6_050),
        ("400", Base("difference", period=YEARS[2022]), 10_380, 10_420),
        ("401", Base("difference", period=YEARS[2022], falls=True), 9_599, 9_599),
        ("over 400", Base("difference", period=YEARS[2022]), 10_401, None),
        ("2", Base("ratio", period=YEARS[2022]), 15_000, 25_000),
        ("over 200%", Base("ratio", period=YEARS[2022]), 20_000, None),
        ("up to 200%", Base("growth", period=YEARS[2022]), 0, 30_000),
    ],
)
def test_each_comparison_of_a_year_with_one_of_ten_thousand(
    figure: str, base: Base, low: int, high: int | None
) -> None:
    first = replace(claim("408 | 2022 | 10,000 | register"), widened=False)
    found = bound_of(done([first, share(f"408 | 2023 | {figure} | agency", base)]), "proceedings-408", 2023)
    assert (found.low, found.high) == (low, high)


def test_a_fraction_in_words_is_a_rough_one() -> None:
    whole = replace(claim("both | 2023 | 30,000 | register"), widened=False)
    third = replace(
        share("408 | 2023 | 33% | agency", Base("share", measure="proceedings"), "A third"), low=1 / 3, high=1 / 3
    )
    found = bound_of(done([whole, third]), "proceedings-408", 2023)
    assert (found.low, found.high) == (8_997, 11_001)
    printed = done([whole, third], profile="strict")
    assert (bound_of(printed, "proceedings-408", 2023).low, bound_of(printed, "proceedings-408", 2023).high) == (
        9_999,
        10_002,
    )


def test_a_share_that_cannot_be_clashes_with_its_two_counts() -> None:
    listed = claims(
        """
        both | 2023 | 24,541 | register
        408 | 2023 | 7,883 | register
        """
    )
    half = share("408 | 2023 | 50% | agency", Base("share", measure="proceedings"))
    result = done([*listed, half])
    (conflict,) = result.conflicts
    assert set(conflict.claims) == {c.id for c in (*listed, half)}
    assert check(conflict.proof) is None
    assert conflict.gap == Fraction("0.495") * 24541 - 7883
    assert conflict.proof.text == "at least 0.495 × 24,541 = 12,147.795, but at most 7,883: 4,264.795 apart"
    fits = share("408 | 2023 | 32% | agency", Base("share", measure="proceedings"))
    assert not done([*listed, fits]).conflicts
    assert done([*listed, fits]).coverage.compared == 3


@pytest.mark.parametrize(
    ("line", "base", "reason"),
    [
        ("408 | 2023 | 40% | r", Base("growth"), "comparison of periods that are not known"),
        ("408 | ? | 40% | r", Base("growth", period=YEARS[2022]), "comparison of periods that are not known"),
        ("408 | 2023 | 40% | r", Base("growth", period=YEARS[2023]), "compared with itself"),
        ("408 | 2023 | 40% | r", Base("share"), "compared with itself"),
        ("408 | 2023 | at least 0% | r", Base("share", measure="proceedings"), "comparison that says nothing"),
    ],
)
def test_a_comparison_that_cannot_enter_says_why(line: str, base: Base, reason: str) -> None:
    assert place(share(line, base), ground([]).ground()) == reason


# ── laws ─────────────────────────────────────────────────────────────────────────────────────────


@st.composite
def told(draw: st.DrawFn) -> tuple[History, list[Claim]]:
    history = draw(histories(4))
    return history, [*draw(true_claims(history, most=6, literal=True)), *draw(true_comparisons(history))]


@st.composite
def contested(draw: st.DrawFn) -> list[Claim]:
    return [*draw(any_claims(5)), *draw(true_comparisons(draw(histories(3)), 2))]


@few
@given(told=told())
def test_bounds_hold_every_history_that_fits(told: tuple[History, list[Claim]]) -> None:
    history, listed = told
    for component in components(listed):
        closure = close(component)
        assert closure.is_consistent
        program = LinearProgram(component, closure)
        for k, key in enumerate(component.series):
            for u in range(len(component.days) - 1):
                v = u + 1
                low, high = closure.bounds(k, u, v)
                solved = [program.bound(k, u, v, upper=upper).value for upper in (False, True)]
                truth = history.truth(key.split("|")[2], component.days[u], component.days[v] - ONE_DAY)
                assert low is None or low <= truth
                assert high is None or truth <= high
                assert solved[0] is None or low is None or low <= solved[0] + 1e-6
                assert solved[1] is None or high is None or high >= solved[1] - 1e-6


@few
@given(told=told())
def test_every_bound_of_the_closure_is_proved_by_rows_at_least_as_tight(told: tuple[History, list[Claim]]) -> None:
    for component in components(told[1]):
        closure = close(component)
        for k in range(len(component.series)):
            window = Window(k, 0, len(component.days) - 1)
            low, high = closure.bounds(k, window.start, window.end)
            if high is not None:
                assert bound_proof(component, closure.weights(k, 0, window.end), window, "high").value <= high
            if low is not None:
                assert bound_proof(component, closure.weights(k, window.end, 0), window, "low").value >= low


@fewer
@given(told=told())
def test_what_is_published_holds_the_truth_and_nothing_clashes(told: tuple[History, list[Claim]]) -> None:
    history, listed = told
    result = reconcile(listed, codebook=region_book(), settings=Settings(seconds=30, draws=4))
    assert not result.conflicts
    for bound in result.bounds:
        truth = history.truth(bound.series.place, bound.start, bound.end)
        assert (bound.low or 0) <= truth
        assert bound.high is None or truth <= bound.high
        assert [check(p) for c in bound.cases for p in (c.low_proof, c.high_proof) if p and check(p)] == []


@fewer
@given(listed=contested())
def test_every_contradiction_is_proved_and_minimal(listed: list[Claim]) -> None:
    result = reconcile(listed, codebook=region_book(), settings=Settings(seconds=30, draws=4, robust=False))
    ctx = ground(listed)
    for conflict in result.conflicts:
        assert check(conflict.proof) is None
        assert conflict.gap > 0
        for member in conflict.claims:
            assert contradicting(ctx, [c for c in conflict.claims if c != member], ctx.settings) is None
    left = [c for c in listed if c.id not in result.aside]
    assert contradicting(ground(left), [c.id for c in left], Settings()) is None
