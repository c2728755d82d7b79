"""What the figures imply: the windows worth naming, their bounds under every cheapest repair, with proofs (§7)."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Literal

import numpy as np

from crossfoot.reconcile.closure import Closure, close
from crossfoot.reconcile.conflicts import named_assumptions
from crossfoot.reconcile.diagnosis import Diagnosis
from crossfoot.reconcile.inequalities import Component, Context, build
from crossfoot.reconcile.placing import series_of
from crossfoot.reconcile.proofs import ProofError, Window, bound_proof
from crossfoot.reconcile.search import Budget
from crossfoot.reconcile.settings import PLACING, Settings
from crossfoot.reconcile.shorter import LONG, Shortener, figures
from crossfoot.reconcile.solve import DENOMINATORS, LinearProgram, rational
from crossfoot.reconcile.wording import label
from crossfoot.records import Bound, Case, Proof, Series, Side, content_id

MANY_DAYS = 80
"""On an axis with more days than this, only neighbouring days and calendar years are named."""


@dataclass(frozen=True, slots=True)
class Named:
    """A window of a series in days; `end` is the day after its last."""

    key: str
    start: date
    end: date


@dataclass
class World:
    """One cheapest repair carried out: the claims that are left, closed, and programs for where these are loose."""

    label: str | None
    claims: frozenset[str]
    settings: Settings
    closures: dict[str, Closure] = field(default_factory=dict)
    programs: dict[int, LinearProgram] = field(default_factory=dict)
    shorteners: dict[int, Shortener] = field(default_factory=dict)

    @property
    def is_consistent(self) -> bool:
        return all(c.is_consistent for c in self.closures.values())

    def closure(self, key: str) -> Closure | None:
        return self.closures.get(key)

    def shortener(self, closure: Closure) -> Shortener:
        if id(closure) not in self.shorteners:
            self.shorteners[id(closure)] = Shortener(closure.component)
        return self.shorteners[id(closure)]

    def program(self, closure: Closure) -> LinearProgram | None:
        component = closure.component
        if not component.is_joined:
            return None
        if id(component) not in self.programs:
            self.programs[id(component)] = LinearProgram(component, closure if closure.is_consistent else None)
        return self.programs[id(component)]


def world(
    ctx: Context, claims: Iterable[str], days: Iterable[date], settings: Settings, label: str | None = None
) -> World:
    made = World(label, frozenset(claims), settings)
    for component in build(ctx, made.claims, settings=settings, days=days).components:
        closure = close(component)
        for key in component.series:
            made.closures[key] = closure
    return made


def worlds(ctx: Context, diagnosis: Diagnosis, days: Sequence[date]) -> list[World]:
    """One world for every cheapest repair; one alone where nothing clashes."""
    everything = frozenset(r.claim for r in diagnosis.component.rows)
    return [_carried_out(ctx, diagnosis, chosen, everything, days) for chosen in diagnosis.tied or [frozenset[str]()]]


def _carried_out(
    ctx: Context, diagnosis: Diagnosis, chosen: frozenset[str], everything: frozenset[str], days: Sequence[date]
) -> World:
    """The world of one repair. An assumption dropped for some claims leaves them in where they then fit."""
    moves = [m for name in sorted(chosen) for m in diagnosis.moves.get(name, [])[:1]]
    dropped = {m.name for m in moves if m.off}
    off = frozenset(m.off for m in moves if m.off)
    name = label(ctx, moves)
    settings = replace(ctx.settings, off=ctx.settings.off | off)
    kept = everything - diagnosis.grouping.members(chosen - dropped)
    made = world(ctx, kept, days, settings, name)
    if off and not made.is_consistent:
        made = world(ctx, everything - diagnosis.grouping.members(chosen), days, ctx.settings, name)
    made.closures = {key: c for key, c in made.closures.items() if c.is_consistent}
    return made


def bare_world(ctx: Context, diagnosis: Diagnosis, days: Sequence[date]) -> World | None:
    """All assumptions off but no-negative-flow and the relations; claims that still clash are left out."""
    everything = frozenset(r.claim for r in diagnosis.component.rows)
    settings = replace(ctx.settings, off=ctx.settings.off | set(PLACING))
    sure = frozenset(v.claim for v in diagnosis.verdicts if v.status == "sure")
    for out in (frozenset[str](), sure, diagnosis.aside):
        made = world(ctx, everything - out, days, settings)
        if made.is_consistent:
            return made
    return None


# ── which windows ────────────────────────────────────────────────────────────────────────────────


def named_windows(closure: Closure, most: int) -> list[Named]:
    """Windows of series with claims whose bounds do not follow from those of others, and calendar years."""
    component = closure.component
    found: dict[Named, None] = {}
    spoken_of = {k for row in component.rows for k in row.all_series}
    for k, key in enumerate(component.series):
        if key.endswith("|stock") or k not in spoken_of:
            continue
        for start, end in _telling(closure, k):
            found.setdefault(Named(key, component.days[start], component.days[end]))
    return list(found)[:most]


def _telling(closure: Closure, k: int) -> Iterator[tuple[int, int]]:
    high = closure.matrix(k)
    low = -high.T
    days = closure.component.days
    first = 1 if days and days[0] == date.min else 0
    few = len(days) <= MANY_DAYS
    for u in range(first, len(days) - 1):
        for v in range(u + 1, len(days) if few else u + 2):
            if _tells_high(high, u, v) or _tells_low(low, u, v):
                yield u, v
    yield from _years(high, low, days)


Square = np.ndarray[tuple[int, int], np.dtype[np.float64]]


def _tells_high(high: Square, u: int, v: int) -> bool:
    """An upper bound that neither adding narrower windows nor a wider window gives."""
    inner = slice(u + 1, v)
    added = (high[u, inner] + high[inner, v]).min(initial=np.inf)
    wider = min(high[u - 1, v] if u else np.inf, high[u, v + 1] if v + 1 < len(high) else np.inf)
    return bool(high[u, v] < min(added, wider))


def _tells_low(low: Square, u: int, v: int) -> bool:
    """A lower bound that neither adding narrower windows nor a narrower window alone gives."""
    inner = slice(u + 1, v)
    added = (low[u, inner] + low[inner, v]).max(initial=0.0)
    narrower = max(low[u + 1, v] if u + 1 < v else 0.0, low[u, v - 1] if u < v - 1 else 0.0)
    return bool(low[u, v] > max(added, narrower, 0.0))


def _years(
    high: Square,
    low: Square,
    days: Sequence[date],
) -> Iterator[tuple[int, int]]:
    at = {day: i for i, day in enumerate(days)}
    for day, u in at.items():
        if day == date.min or (day.month, day.day) != (1, 1) or day.year >= date.max.year:
            continue
        v = at.get(date(day.year + 1, 1, 1))
        if v is not None and np.isfinite(high[u, v]) and low[u, v] > 0:
            yield u, v


def year_starts(components: Iterable[Component]) -> tuple[date, ...]:
    """The first days of the calendar years that the axes reach over."""
    named = [d for c in components for d in c.days if d != date.min]
    if not named:
        return ()
    first, last = min(named).year, max(named).year
    return tuple(
        date(y, 1, 1) for y in range(first, min(last + 1, first + 100) + 1) if min(named) <= date(y, 1, 1) <= max(named)
    )


# ── one bound ────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Proved:
    value: int | None
    proof: Proof | None
    is_tight: bool


def proved(made: World, named: Named, side: Side, budget: Budget) -> Proved:
    """The bound of one side in one world, with its proof: the closure's, or the solver's where that is tighter."""
    closure = made.closure(named.key)
    if closure is None or named.start not in closure.component.days or named.end not in closure.component.days:
        return Proved(None if side == "high" else 0, None, True)
    component = closure.component
    window = _window(component, named)
    best = _from_closure(closure, window, side)
    program = made.program(closure)
    if program is None:
        return replace(best, is_tight=True)
    if budget.spent():
        return best
    return _from_solver(program, component, window, side, best)


def _from_closure(closure: Closure, window: Window, side: Side) -> Proved:
    low, high = closure.bounds(window.series, window.start, window.end)
    value = high if side == "high" else low
    if value is None:
        return Proved(None, None, False)
    ends = (window.start, window.end) if side == "high" else (window.end, window.start)
    proof = bound_proof(closure.component, closure.weights(window.series, *ends), window, side)
    return Proved(_inward(proof, side), proof, False)


def _from_solver(program: LinearProgram, component: Component, window: Window, side: Side, best: Proved) -> Proved:
    solved = program.bound(window.series, window.start, window.end, upper=side == "high")
    if solved.status == "unbounded":
        return replace(best, is_tight=best.value is None)
    if solved.value is None:
        return best
    reached = round(solved.value)
    if best.value is not None and abs(best.value - solved.value) < 0.5:
        return replace(best, is_tight=True)
    for denominator in DENOMINATORS:
        try:
            proof = bound_proof(component, rational(solved.weights, denominator), window, side)
        except ProofError:
            continue
        value = _inward(proof, side)
        if abs(value - reached) <= 1:
            return Proved(value, proof, True)
    return best


def _inward(proof: Proof, side: Side) -> int:
    return math.floor(proof.value) if side == "high" else math.ceil(proof.value)


# ── the record ───────────────────────────────────────────────────────────────────────────────────


def bound(ctx: Context, named: Named, made: Sequence[World], bare: World | None, budget: Budget) -> Bound | None:
    """The hull over the cheapest repairs, with the case of each (§7.4). None where nothing is known."""
    cases, tight = [], True
    for one in made:
        low, high = proved(one, named, "low", budget), proved(one, named, "high", budget)
        cases.append(_case(one, named, low, high))
        tight = tight and low.is_tight and high.is_tight
    if not _says_something(ctx, named, cases):
        return None
    lowest = min(c.low or 0 for c in cases)
    highest = None if any(c.high is None for c in cases) else max(c.high or 0 for c in cases)
    if lowest <= 0 and highest is None:
        return None
    assumptions = sorted(
        {a for c in cases for p in (c.low_proof, c.high_proof) if p is not None for a in named_assumptions(ctx, p)}
    )
    series = Series(*series_of(named.key).split("|", 2))
    last = named.end - timedelta(days=1)
    exactness: Literal["tight", "sound"] = "tight" if tight else "sound"
    return Bound(
        id=content_id("bound", named.key, named.start, named.end),
        series=series,
        start=named.start,
        end=last,
        low=lowest,
        high=highest,
        exactness=exactness,
        under="all cheapest repairs" if any(w.label for w in made) else "all claims",
        assumptions=tuple(assumptions),
        cases=tuple(cases),
        bare=_bare(named, bare, budget),
    )


def _case(one: World, named: Named, low: Proved, high: Proved) -> Case:
    """One world's bound with its proofs; where nobody wants to add up so many figures, with shorter ones."""
    shorter = {side: _shorter(one, named, found.proof) for side, found in (("low", low), ("high", high))}
    return Case(one.label, low.value or 0, high.value, low.proof, high.proof, shorter["low"], shorter["high"])


def _shorter(one: World, named: Named, proof: Proof | None) -> Proof | None:
    closure = one.closure(named.key)
    if proof is None or closure is None or figures(proof) <= LONG:
        return None
    return one.shortener(closure).of(proof, _window(closure.component, named), proof.side)


def _window(component: Component, named: Named) -> Window:
    return Window(component.series.index(named.key), component.position(named.start), component.position(named.end))


def _says_something(ctx: Context, named: Named, cases: Sequence[Case]) -> bool:
    """Whether claims of the series itself hold up one side of the hull; what only others say of it is not named."""
    told_low = all((c.low or 0) > 0 for c in cases) and any(
        c.low_proof and _speaks(ctx, named, c.low_proof) for c in cases
    )
    told_high = all(c.high is not None for c in cases)
    return told_low or (told_high and any(c.high_proof and _speaks(ctx, named, c.high_proof) for c in cases))


def _speaks(ctx: Context, named: Named, proof: Proof) -> bool:
    """Whether a claim of the series itself, or one that compares with it, is in the proof."""
    mine = {s.id for c in proof.claims if c in ctx.claims for s in ctx.claims[c].all_series}
    return series_of(named.key) in mine


def _bare(named: Named, bare: World | None, budget: Budget) -> tuple[int | None, int | None] | None:
    if bare is None:
        return None
    low, high = proved(bare, named, "low", budget), proved(bare, named, "high", budget)
    return low.value or 0, high.value
