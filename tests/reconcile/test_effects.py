"""What each assumption does: what vanishes and what becomes wider without it (§6, §7.5)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from claim_lines import DESERTION, NOVEMBER, PUBLISHED, claims
from histories import any_claims, region_book
from hypothesis import HealthCheck, given, settings

from crossfoot import wire
from crossfoot.codebook import load
from crossfoot.reconcile import ReconcileSettings, reconcile
from crossfoot.reconcile.effects import without
from crossfoot.records import Claim, Effect, Reconciliation

BOOK = load("desertion")


@pytest.fixture(scope="module")
def whole() -> Reconciliation:
    return reconcile(claims(DESERTION), codebook=BOOK, reports=PUBLISHED)


def of(result: Reconciliation, assumption: str) -> Effect:
    (found,) = [e for e in result.effects if e.assumption == assumption]
    return found


def test_a_clash_of_starts_vanishes_without_same_start_and_not_without_snapshot() -> None:
    """Without `snapshot` the count of one more day is at least nothing: another assumption carries the proof."""
    result = reconcile(claims(NOVEMBER), codebook=BOOK, reports=PUBLISHED)
    (clash,) = result.conflicts
    assert "snapshot" in clash.assumptions
    assert of(result, "same-start").conflicts == (clash.id,)
    assert of(result, "relation both articles").conflicts == (clash.id,)
    assert of(result, "snapshot").conflicts == ()


def test_a_total_without_a_start_clashes_with_nothing_without_the_epoch(whole: Reconciliation) -> None:
    clashes = {c.id for c in whole.conflicts if "over160" in c.claims}
    assert len(clashes) >= 3
    assert clashes <= set(of(whole, "counted-since-epoch").conflicts)


def test_two_months_that_no_report_prints_without_one_assumption_each(whole: Reconciliation) -> None:
    (bound,) = [
        b for b in whole.bounds
        if (b.series.measure, b.start, b.end) == ("proceedings", date(2024, 11, 1), date(2024, 12, 31))
    ]  # fmt: skip
    assert {e.assumption for e in whole.effects for b in e.bounds if b.bound == bound.id} <= set(bound.assumptions)
    for effect in whole.effects:
        for changed in effect.bounds:
            if changed.bound == bound.id:
                assert (changed.low, changed.high) != (bound.cases[0].low, bound.cases[0].high)
                again = under(effect.assumption, bound.cases[0].repair)
                assert again is None or again == (changed.low, changed.high)


def under(assumption: str, repair: str | None) -> tuple[int | None, int | None] | None:
    """The same window where the whole run does without the assumption and still knows the repair."""
    off = ReconcileSettings(off=frozenset({assumption}), robust=False)
    result = reconcile(claims(DESERTION), codebook=BOOK, reports=PUBLISHED, settings=off)
    for b in result.bounds:
        if (b.series.measure, b.start, b.end) == ("proceedings", date(2024, 11, 1), date(2024, 12, 31)):
            return next(((c.low, c.high) for c in b.cases if c.repair == repair), None)
    return None


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(listed=any_claims())
def test_what_vanishes_is_gone_in_a_run_without_the_assumption(listed: list[Claim]) -> None:
    quiet = ReconcileSettings(draws=4)
    result = reconcile(listed, codebook=region_book(), settings=quiet)
    for effect in result.effects:
        off = without(quiet, effect.assumption)
        assert off is not None
        left = {frozenset(c.claims) for c in result.conflicts if c.id not in effect.conflicts}
        for clash in result.conflicts:
            mine = [c for c in listed if c.id in clash.claims]
            again = reconcile(mine, codebook=region_book(), settings=replace(off, robust=False)).conflicts
            assert bool(again) == (frozenset(clash.claims) in left)


def test_names_of_results_lead_to_settings() -> None:
    house = ReconcileSettings(bridges=frozenset({"persons-by-cases"}))
    assert without(house, "width default") is None
    assert without(house, "relation bridge persons-by-cases") == replace(house, bridges=frozenset())
    assert without(house, "relation places within Ukraine") == replace(house, off=frozenset({"places"}))
    assert without(house, "relation both articles") == replace(house, off=frozenset({"relation both articles"}))


def test_effects_survive_the_wire(whole: Reconciliation) -> None:
    assert wire.from_json(Reconciliation, wire.to_json(whole)).effects == whole.effects != ()


def test_a_run_without_robust_bounds_says_nothing_of_effects() -> None:
    quiet = ReconcileSettings(robust=False)
    assert reconcile(claims(NOVEMBER), codebook=BOOK, reports=PUBLISHED, settings=quiet).effects == ()
