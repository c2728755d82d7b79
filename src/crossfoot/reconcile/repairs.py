"""The smallest changes after which what clashes fits (§9): priced readings, tried one by one, never applied."""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date

import numpy as np

from crossfoot.reconcile.closure import Closure
from crossfoot.reconcile.diagnosis import Diagnosis, Move, Patient
from crossfoot.reconcile.hitting import least_cost_hitting_set
from crossfoot.reconcile.judging import Judges
from crossfoot.reconcile.placing import LARGEST, Ground, Placed, place
from crossfoot.reconcile.readings import Alternative, alternatives, figure, prices
from crossfoot.reconcile.search import (
    Budget,
    Cover,
    Finder,
    Grouping,
    cheapest_cover,
    conflicts_with,
    tied_covers,
)
from crossfoot.reconcile.shared import price_groups
from crossfoot.records import Claim, Verdict

MOST_ROUNDS = 8
MOST_TIES = 12
DIGITS = 3
"""A misprint is told only in figures of at least so many digits."""
FEW = 50
"""Among up to so many claims, contradictions are looked for beyond those that the repairs need."""
MOST_WAYS = 6
"""So many ways to explain the contradictions of the others are tried beside one culprit."""
CLAMP = (0.1, 1.3)
"""Least and greatest price of a reading, whatever its luck."""


def diagnose(patient: Patient, budget: Budget) -> Diagnosis:
    """Contradictions, priced moves, the cheapest repairs, and which claims are sure to be wrong."""
    component = patient.component
    everything = frozenset(r.claim for r in component.rows)
    finder = Finder(component)
    cover = cheapest_cover(finder, everything, patient.weight, budget)
    result = Diagnosis(component, cover, cost=dict(patient.weight))
    if not cover.conflicts:
        return result
    result.cover = explored(patient, finder, cover, budget)
    judges = Judges(result, everything)
    _price_readings(patient, result, judges)
    price_groups(patient, result, judges)
    _settle(patient, result, finder, budget)
    result.verdicts = _verdicts(patient, result)
    return result


def explored(patient: Patient, finder: Finder, cover: Cover, budget: Budget) -> Cover:
    """`cover` with every minimal contradiction that holds one of its culprits, where there are few enough."""
    everything = frozenset(r.claim for r in patient.component.rows)
    tried: set[tuple[str, frozenset[str]]] = set()
    for _ in range(MOST_ROUNDS):
        if len(everything) > FEW:
            return cover
        fresh = [pair for c in sorted(cover.cheapest) for pair in _others(patient, cover, c) if pair not in tried]
        tried.update(fresh)
        found = [
            k
            for claim, others in fresh
            for k in conflicts_with(patient.component, claim, others, budget, patient.ctx.settings.most_conflicts)
            if k not in cover.conflicts
        ]
        if not found or budget.spent():
            return cover
        known = Cover(tuple(dict.fromkeys((*cover.conflicts, *found))), cover.cheapest, cover.is_complete)
        cover = cheapest_cover(finder, everything, patient.weight, budget, known)
    return cover


def _others(patient: Patient, cover: Cover, claim: str) -> list[tuple[str, frozenset[str]]]:
    """What may be left beside `claim`: one set for each cheapest explanation of the contradictions without it."""
    everything = frozenset(r.claim for r in patient.component.rows)
    apart = tuple(c for c in cover.conflicts if claim not in c)
    chosen = least_cost_hitting_set(apart, patient.weight) or frozenset()
    ties = tied_covers(Cover(apart, chosen, True), patient.weight, Grouping(), 0.0, MOST_WAYS) if apart else [chosen]
    return [(claim, everything - out - {claim}) for out in ties]


def _settle(patient: Patient, result: Diagnosis, finder: Finder, budget: Budget) -> None:
    """The cheapest repairs at the prices found, each checked to leave no contradiction (the first already is)."""
    everything = frozenset(r.claim for r in patient.component.rows)
    for _ in range(MOST_ROUNDS):
        result.cover = cheapest_cover(finder, everything, result.cost, budget, result.cover, result.grouping)
        most = MOST_TIES if len(result.cover.conflicts) <= FEW else 1
        result.tied = tied_covers(result.cover, result.cost, result.grouping, prices().tie, most)
        fresh = [
            c
            for chosen in result.tied[1:]
            for c in finder.disjoint(everything - result.grouping.members(chosen), budget)
            if c not in result.cover.conflicts
        ]
        if not fresh:
            return
        known = tuple(dict.fromkeys((*result.cover.conflicts, *fresh)))
        result.cover = Cover(known, result.cover.cheapest, result.cover.is_complete)
    result.tied = [result.cover.cheapest]


# ── readings of single claims ────────────────────────────────────────────────────────────────────


def _price_readings(patient: Patient, result: Diagnosis, judges: Judges) -> None:
    ground = patient.ctx.ground()
    for name in sorted(judges.involved):
        fitting, refused = _fitting(patient, ground, name, judges.without(name), judges.core())
        if fitting:
            result.moves[name] = [replace(m, refused=refused) for m in fitting]
            result.cost[name] = patient.weight[name] * min(prices().unexplained, fitting[0].cost)


def _fitting(
    patient: Patient, ground: Ground, name: str, judge: Closure, core: Closure
) -> tuple[list[Move], tuple[str, ...]]:
    """The readings of a claim that fit, cheapest first, and the years that were tried and refuted."""
    if not judge.is_consistent:
        return [], ()
    claim = patient.ctx.claims[name]
    found: list[tuple[Alternative, float]] = []
    refused: list[str] = []
    tried: dict[str, int] = defaultdict(int)
    for other in alternatives(claim, patient.around):
        windows = place(other.claim, ground)
        if isinstance(windows, str):
            continue
        tried[other.slip] += 1
        luck = _surprise(judge, windows)
        if luck is not None:
            found.append((_narrowed(other, judge, windows), luck))
        elif other.slip in ("year", "misread"):
            refused.append(other.after)
    printed = place(claim, ground)
    as_printed = (_surprise(core, printed) or 0.0) if core.is_consistent and not isinstance(printed, str) else 0.0
    moves = [_move(name, a, _price(a, surprise - as_printed + math.log(tried[a.slip]))) for a, surprise in found]
    moves.extend(_misprints(ground, claim, judge))
    return sorted(moves, key=lambda m: (m.cost, m.slip, m.after)), tuple(refused)


def _price(other: Alternative, evidence: float) -> float:
    """The price of the slip and how much less likely the reading is than the claim as printed, in log units."""
    least, most = CLAMP
    return max(least, min(most, other.price + prices().luck * evidence))


def _misprints(ground: Ground, claim: Claim, judge: Closure) -> Iterator[Move]:
    """One or two digits of an exact figure are wrong, and everything else forces the value (§9.1)."""
    windows = place(claim, ground)
    if claim.hedge != "exact" or claim.low != claim.high or isinstance(windows, str) or len(windows) != 1:
        return
    if windows[0].against is not None:
        return
    low, high = window_bounds(judge, windows[0].series, windows[0].start, windows[0].end)
    printed, forced = str(claim.low), str(low)
    wrong = sum(a != b for a, b in zip(printed, forced, strict=False))
    if low is None or low != high or len(printed) != len(forced) or len(printed) < DIGITS or wrong not in (1, 2):
        return
    slip = "misprint" if wrong == 1 else "misprints"
    price = prices().slip[slip]
    if _changed_places(printed, forced):
        slip, price = "digits", prices().digits_forced
    other = replace(claim, low=low, high=low)
    yield Move(claim.id, slip, frozenset({claim.id}), figure(claim), figure(other), price, reading=other)


def _changed_places(one: str, other: str) -> bool:
    """Whether two neighbouring digits changed places."""
    at = [n for n, (a, b) in enumerate(zip(one, other, strict=True)) if a != b]
    return len(at) == 2 and at[1] == at[0] + 1 and one[at[0]] == other[at[1]] and one[at[1]] == other[at[0]]


def _narrowed(other: Alternative, judge: Closure, windows: Sequence[Placed]) -> Alternative:
    """A reading that lost digits, with those that the other claims give back."""
    if other.rounded is None or len(windows) != 1 or windows[0].against is not None:
        return other
    window = windows[0]
    low, high = window_bounds(judge, window.series, window.start, window.end)
    least, most = max(window.low or 0, low or 0), min(window.high or 0, high if high is not None else LARGEST)
    if least < most and least <= other.rounded <= most:
        return other
    claim = replace(other.claim, low=least, high=most, hedge="exact" if least == most else "range")
    return replace(other, claim=claim, after=figure(claim))


def _move(name: str, other: Alternative, cost: float) -> Move:
    return Move(name, other.slip, frozenset({name}), other.before, other.after, cost, reading=other.claim)


def _surprise(judge: Closure, windows: Iterable[Placed]) -> float | None:
    """Log of the room that the others leave over what the figure takes of it; None where it cannot fit.

    A reading that fits into wide room fits by luck; one that fits into narrow room hardly does.
    """
    worst = 0.0
    for window in windows:
        low, high = _spoken_bounds(judge, window)
        if window.high is not None and low is not None and window.high < low:
            return None
        if window.low is not None and high is not None and window.low > high:
            return None
        worst = max(worst, _room(window, low, high))
    return worst


def _spoken_bounds(judge: Closure, window: Placed) -> tuple[int | None, int | None]:
    """Bounds on what the window bounds: a flow, or for a comparison the difference that it is written as."""
    low, high = window_bounds(judge, window.series, window.start, window.end)
    other = window.against
    if other is None:
        return low, high
    least, most = window_bounds(judge, other.series, other.start, other.end)
    return (
        None if low is None or most is None else other.own * low - other.times * most,
        None if high is None or least is None else other.own * high - other.times * least,
    )


def _room(window: Placed, low: int | None, high: int | None) -> float:
    if window.against is not None:
        return 0.0
    least, most = _spoken_of(window)
    bottom = low or 0
    top = high if high is not None else max(10 * max(most, bottom, 1), 10)
    taken = max(1, min(most, top) - max(least, bottom) + 1)
    return max(0.0, math.log(max(top - bottom + 1, 1) / taken))


def _spoken_of(window: Placed) -> tuple[int, int]:
    """What a figure speaks of: "over n" hardly means more than 2 n, "up to n" hardly less than n / 2."""
    if not window.low and window.high is not None:
        return window.high // 2, window.high
    least = window.low or 0
    return least, window.high if window.high is not None else 2 * least


def window_bounds(closure: Closure, key: str, start: date | None, end: date) -> tuple[int | None, int | None]:
    """Bounds on the flow of a series between any two days, on its axis or not."""
    component = closure.component
    if key not in component.series or start is None:
        return None, None
    series, days = component.series.index(key), component.days
    outer = _position(days, start, before=True), _position(days, end, before=False)
    inner = _position(days, start, before=False), _position(days, end, before=True)
    high = None if None in outer else closure.bounds(series, outer[0] or 0, outer[1] or 0)[1]
    if None in inner or (inner[0] or 0) >= (inner[1] or 0):
        return 0, high
    low, _ = closure.bounds(series, inner[0] or 0, inner[1] or 0)
    return low, high


def _position(days: tuple[date, ...], day: date, *, before: bool) -> int | None:
    """The last place at or before `day`, or the first at or after it."""
    found = bisect_right(days, day) - 1 if before else bisect_left(days, day)
    return found if 0 <= found < len(days) else None


# ── who is sure to be wrong ──────────────────────────────────────────────────────────────────────

SURE = 0.9
SPREAD = 0.2


def _verdicts(patient: Patient, result: Diagnosis) -> tuple[Verdict, ...]:
    """A claim is sure to be wrong when at least 90 % of the repairs drawn with other prices hold it (§9.3)."""
    settings = patient.ctx.settings
    draw = np.random.default_rng(settings.seed)
    sets = [result.grouping.choices(c) for c in result.cover.conflicts]
    names = sorted(result.cost)
    involved = {c for conflict in result.cover.conflicts for c in conflict}
    seen: dict[str, int] = defaultdict(int)
    for _ in range(settings.draws):
        factor = draw.uniform(1 - SPREAD, 1 + SPREAD, len(names))
        cost = {n: result.cost[n] * f for n, f in zip(names, factor, strict=True)}
        for claim in result.grouping.members(least_cost_hitting_set(sets, cost) or ()) & involved:
            seen[claim] += 1
    sure = {c for c, times in seen.items() if times >= SURE * settings.draws}
    verdicts = []
    for claim in sorted(seen):
        if claim in sure:
            verdicts.append(Verdict(claim, "sure"))
            continue
        with_claims = {o for c in result.cover.conflicts if claim in c and not c & sure for o in c if o in seen}
        verdicts.append(Verdict(claim, "contested", tuple(sorted(with_claims - {claim}))))
    return tuple(verdicts)
