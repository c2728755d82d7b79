"""Laws that hold for any claims: bounds hold every history that fits, nothing depends on order, proofs stand alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction

import numpy as np
from histories import (
    COUNTRY,
    FIRST,
    ONE_DAY,
    History,
    any_claims,
    components,
    ground,
    histories,
    region_book,
    true_claims,
)
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crossfoot.period import add_months
from crossfoot.reconcile import reconcile
from crossfoot.reconcile.check import check
from crossfoot.reconcile.closure import Closure, close
from crossfoot.reconcile.conflicts import contradicting
from crossfoot.reconcile.inequalities import Component
from crossfoot.reconcile.proofs import Window, bound_proof, falsehood
from crossfoot.reconcile.settings import Settings
from crossfoot.reconcile.solve import LinearProgram
from crossfoot.records import Bound, Claim, Proof, Reconciliation, Side

QUIET = Settings(seconds=10.0, draws=4, robust=False)
BOOKS = st.sampled_from(("sum", "part"))
few = settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
fewer = settings(few, max_examples=10)


def reconciled(listed: Iterable[Claim], kind: str = "sum") -> Reconciliation:
    return reconcile(listed, codebook=region_book(kind), settings=QUIET)


def windows(component: Component) -> Iterator[Window]:
    for k in range(len(component.series)):
        for u in range(len(component.days)):
            for v in range(u + 1, len(component.days)):
                yield Window(k, u, v)


def closed_systems(listed: Sequence[Claim], kind: str = "sum") -> list[Closure]:
    return [close(component) for component in components(listed, region_book(kind))]


def place_of(key: str) -> str:
    return key.split("|")[2]


def known(bound: tuple[int | None, int | None]) -> tuple[float, float]:
    low, high = bound
    return (-np.inf if low is None else low), (np.inf if high is None else high)


# ── soundness ────────────────────────────────────────────────────────────────────────────────────


@few
@given(data=st.data(), history=histories(), kind=BOOKS)
def test_closure_holds_every_history_that_fits(data: st.DataObject, history: History, kind: str) -> None:
    for closure in closed_systems(data.draw(true_claims(history)), kind):
        assert closure.is_consistent
        component = closure.component
        for w in windows(component):
            truth = history.truth(
                place_of(component.series[w.series]), component.days[w.start], component.days[w.end] - ONE_DAY
            )
            low, high = known(closure.bounds(w.series, w.start, w.end))
            assert low <= truth <= high


@fewer
@given(data=st.data(), history=histories(), kind=BOOKS)
def test_published_bounds_hold_the_truth_and_nothing_clashes(data: st.DataObject, history: History, kind: str) -> None:
    result = reconciled(data.draw(true_claims(history)), kind)
    assert not result.conflicts
    for bound in result.bounds:
        low, high = known((bound.low, bound.high))
        assert low <= history.truth(bound.series.place, bound.start, bound.end) <= high
        assert [check(p) for c in bound.cases for p in (c.low_proof, c.high_proof) if p] == [None] * sum(
            p is not None for c in bound.cases for p in (c.low_proof, c.high_proof)
        )


@few
@given(data=st.data(), history=histories())
def test_a_further_true_claim_never_widens_a_bound(data: st.DataObject, history: History) -> None:
    listed = data.draw(true_claims(history))
    further = data.draw(true_claims(history, most=1))
    wider = [*listed, *(replace(c, id="zz", report="zz") for c in further)]
    after = {key: closure for closure in closed_systems(wider) for key in closure.component.series}
    for closure in closed_systems(listed):
        component = closure.component
        for w in windows(component):
            mine = after[component.series[w.series]]
            at = mine.component.days.index
            was = known(closure.bounds(w.series, w.start, w.end))
            now = known(
                mine.bounds(
                    mine.component.series.index(component.series[w.series]),
                    at(component.days[w.start]),
                    at(component.days[w.end]),
                )
            )
            assert was[0] <= now[0]
            assert now[1] <= was[1]


@fewer
@given(data=st.data(), history=histories(4))
def test_a_robust_bound_holds_what_is_left_whichever_claim_is_lost(data: st.DataObject, history: History) -> None:
    listed = data.draw(true_claims(history, most=5))
    result = reconcile(listed, codebook=region_book(), settings=replace(QUIET, robust=True))
    left = {c.id: closed_systems([o for o in listed if o.id != c.id]) for c in listed}
    for bound in result.bounds:
        if bound.robust is None:
            continue
        least, most = known(bound.robust)
        assert least <= history.truth(bound.series.place, bound.start, bound.end) <= most
        for closures in left.values():
            for low, high in _at(closures, bound):
                assert least <= max(low, 0)
                assert most >= high


def _at(closures: Sequence[Closure], bound: Bound) -> Iterator[tuple[float, float]]:
    """What is known of a bound's window, where its series and its days are still named."""
    for closure in closures:
        component, after = closure.component, bound.end + ONE_DAY
        if bound.series.id in component.series and {bound.start, after} <= set(component.days):
            series = component.series.index(bound.series.id)
            yield known(closure.bounds(series, component.position(bound.start), component.position(after)))


# ── order and copies ─────────────────────────────────────────────────────────────────────────────


@fewer
@given(listed=any_claims(), data=st.data())
def test_order_changes_nothing(listed: list[Claim], data: st.DataObject) -> None:
    other = data.draw(st.permutations(listed))
    assert _differences(reconciled(listed), reconciled(other)) == []


def _differences(one: Reconciliation, other: Reconciliation) -> list[str]:
    """Fields that differ; what follows the order of the input (coverage) is compared as a set."""
    names = ("series", "bounds", "conflicts", "repairs", "verdicts", "aside", "notes")
    return [name for name in names if getattr(one, name) != getattr(other, name)]


@fewer
@given(data=st.data(), history=histories())
def test_copies_change_no_bound(data: st.DataObject, history: History) -> None:
    listed = data.draw(true_claims(history))
    copies = [replace(c, id=f"z-{c.id}-{n}", report=f"copy-{n}", copy_of=c.id) for c in listed for n in range(2)]
    once, thrice = reconciled(listed), reconciled([*copies, *listed])
    assert [(b.id, b.low, b.high) for b in once.bounds] == [(b.id, b.low, b.high) for b in thrice.bounds]


@fewer
@given(listed=any_claims())
def test_copies_change_no_contradiction(listed: list[Claim]) -> None:
    copies = [replace(c, id=f"z-{c.id}", report="copy", copy_of=c.id) for c in listed]
    once, twice = reconciled(listed), reconciled([*copies, *listed])
    assert {(c.claims, c.gap) for c in once.conflicts} == {(c.claims, c.gap) for c in twice.conflicts}


# ── contradictions ───────────────────────────────────────────────────────────────────────────────


@fewer
@given(listed=any_claims())
def test_every_contradiction_is_proved_and_minimal(listed: list[Claim]) -> None:
    ctx = ground(listed)
    for conflict in reconciled(listed).conflicts:
        assert check(conflict.proof) is None
        assert conflict.proof.value == conflict.gap > 0
        assert set(conflict.proof.claims) == set(conflict.claims)
        for member in conflict.claims:
            rest = [c for c in conflict.claims if c != member]
            assert contradicting(ctx, rest, ctx.settings) is None
            assert not reconciled([ctx.claims[c] for c in rest]).conflicts


@fewer
@given(listed=any_claims())
def test_what_the_cheapest_repair_sets_aside_leaves_no_contradiction(listed: list[Claim]) -> None:
    result = reconciled(listed)
    assert not reconciled([c for c in listed if c.id not in result.aside]).conflicts
    assert bool(result.aside) == bool(result.conflicts)
    assert {c for k in result.conflicts for c in k.claims} >= {v.claim for v in result.verdicts}


@fewer
@given(listed=any_claims())
def test_no_contradiction_means_that_the_program_is_feasible(listed: list[Claim]) -> None:
    feasible = all(LinearProgram(c).feasible().status == "feasible" for c in components(listed))
    assert feasible == (not reconciled(listed).conflicts)


# ── scale and shift ──────────────────────────────────────────────────────────────────────────────


@few
@given(listed=any_claims(), factor=st.integers(2, 1000))
def test_scaling_every_figure_scales_gaps_and_bounds(listed: list[Claim], factor: int) -> None:
    larger = [
        replace(c, low=None if c.low is None else c.low * factor, high=None if c.high is None else c.high * factor)
        for c in listed
    ]
    for one, other in zip(closed_systems(listed), closed_systems(larger), strict=True):
        assert one.cycle == other.cycle
        if one.is_consistent:
            for k in range(len(one.component.series)):
                assert np.array_equal(one.matrix(k) * factor, other.matrix(k))
        else:
            assert falsehood(one.component, one.cycle_weights()).value * factor == (
                falsehood(other.component, other.cycle_weights()).value
            )


@few
@given(listed=any_claims(), months=st.integers(-500, 500))
def test_moving_all_days_moves_the_results(listed: list[Claim], months: int) -> None:
    moved = [replace(c, period=replace(c.period, start=_later(c, months)[0], end=_later(c, months)[1])) for c in listed]
    for one, other in zip(closed_systems(listed), closed_systems(moved), strict=True):
        assert other.component.days == tuple(add_months(d, months) for d in one.component.days)
        assert one.cycle == other.cycle
        for k in range(len(one.component.series)):
            assert np.array_equal(one.matrix(k), other.matrix(k))


def _later(claim: Claim, months: int) -> tuple[date, date]:
    start, end = claim.period.start, claim.period.end
    assert start is not None
    assert end is not None
    return add_months(start, months), add_months(end + ONE_DAY, months) - ONE_DAY


# ── closure and solver ───────────────────────────────────────────────────────────────────────────


@few
@given(data=st.data(), history=histories(4), kind=BOOKS)
def test_closure_holds_the_bounds_of_the_solver(data: st.DataObject, history: History, kind: str) -> None:
    for closure in closed_systems(data.draw(true_claims(history)), kind):
        component = closure.component
        program = LinearProgram(component)
        for w in windows(component):
            low, high = known(closure.bounds(w.series, w.start, w.end))
            least = program.bound(w.series, w.start, w.end, upper=False).value
            most = program.bound(w.series, w.start, w.end, upper=True).value
            exact = not component.sums
            assert low <= (-np.inf if least is None else least + 1e-6)
            assert high >= (np.inf if most is None else most - 1e-6)
            if exact:
                assert low == (-np.inf if least is None else round(least))
                assert high == (np.inf if most is None else round(most))


@few
@given(data=st.data(), history=histories(4), kind=BOOKS)
def test_rows_that_the_closure_makes_tighter_hold_up_no_bound(data: st.DataObject, history: History, kind: str) -> None:
    for closure in closed_systems(data.draw(true_claims(history)), kind):
        whole, needed = LinearProgram(closure.component), LinearProgram(closure.component, closure)
        assert len(needed.rows) <= len(whole.rows)
        for w in windows(closure.component):
            for upper in (False, True):
                one, other = (lp.bound(w.series, w.start, w.end, upper=upper) for lp in (whole, needed))
                assert one.status == other.status
                assert (one.value is None) == (other.value is None)
                assert abs((one.value or 0) - (other.value or 0)) < 1e-6


@few
@given(data=st.data(), history=histories(4), kind=BOOKS)
def test_every_bound_of_the_closure_can_be_taken_apart(data: st.DataObject, history: History, kind: str) -> None:
    for closure in closed_systems(data.draw(true_claims(history)), kind):
        for proof, value in proved_windows(closure):
            assert check(proof) is None
            assert proof.value == value


def proved_windows(closure: Closure) -> Iterator[tuple[Proof, int]]:
    for w in windows(closure.component):
        low, high = closure.bounds(w.series, w.start, w.end)
        sides: list[tuple[Side, int | None, tuple[int, int]]] = [
            ("high", high, (w.start, w.end)),
            ("low", low, (w.end, w.start)),
        ]
        for side, value, ends in sides:
            if value is not None:
                yield bound_proof(closure.component, closure.weights(w.series, *ends), w, side), value


# ── proofs ───────────────────────────────────────────────────────────────────────────────────────


@few
@given(listed=any_claims(), data=st.data())
def test_a_proof_with_anything_changed_is_rejected(listed: list[Claim], data: st.DataObject) -> None:
    proofs = [p for c in closed_systems(listed) if c.is_consistent for p, _ in proved_windows(c) if p.terms]
    proofs += [falsehood(c.component, c.cycle_weights()) for c in closed_systems(listed) if not c.is_consistent]
    if not proofs:
        return
    proof = data.draw(st.sampled_from(proofs))
    at = data.draw(st.integers(0, len(proof.terms) - 1))
    assert check(proof) is None
    for changed in tampered(proof, at):
        assert check(changed) is not None


def tampered(proof: Proof, at: int) -> Iterator[Proof]:
    term = proof.terms[at]
    opposite: Side = "low" if term.side == "high" else "high"
    key, day, coefficient = term.row[0]
    for changed in (
        replace(term, times=term.times + 1),
        replace(term, times=-term.times),
        replace(term, times=Fraction(0)),
        replace(term, value=term.value + 1),
        replace(term, row=((key, day, coefficient + 1), *term.row[1:])),
        replace(term, row=term.row[1:]),
        replace(term, row=((key, day + ONE_DAY, coefficient), *term.row[1:])),
        replace(term, row=((f"other {key}", day, coefficient), *term.row[1:])),
        replace(term, claim=None, assumption=None, relation=None),
        *([] if term.equation else [replace(term, side=opposite)]),
    ):
        yield replace(proof, terms=(*proof.terms[:at], changed, *proof.terms[at + 1 :]))
    yield replace(proof, terms=(*proof.terms[:at], *proof.terms[at + 1 :]))
    yield replace(proof, value=proof.value + 1)
    yield replace(proof, target=(*proof.target, (f"|{COUNTRY}", FIRST, 1)))
