"""What each assumption does: which contradictions vanish without it, and what bounds become (§6, §7.5)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta

from crossfoot.reconcile.bounds import Named, World, proved, world
from crossfoot.reconcile.conflicts import contradicting
from crossfoot.reconcile.inequalities import Context
from crossfoot.reconcile.search import Budget
from crossfoot.reconcile.settings import Settings
from crossfoot.records import Bound, Conflict, Effect, Loosened

ONE_DAY = timedelta(days=1)
MOST_BOUNDS = 60
"""So many bounds that rest on one assumption are tried without it."""
PREFIXES = {"relation places within ": "places", "relation narrower population": "narrower"}


def without(settings: Settings, assumption: str) -> Settings | None:
    """The settings without one assumption, named as results name it; None where it cannot be switched off alone."""
    if assumption.startswith("width "):
        return None
    if assumption.startswith("relation bridge "):
        name = assumption.removeprefix("relation bridge ")
        return replace(settings, bridges=settings.bridges - {name})
    off = next((known for prefix, known in PREFIXES.items() if assumption.startswith(prefix)), assumption)
    return replace(settings, off=settings.off | {off})


def effects(
    ctx: Context,
    first: World,
    days: Sequence[date],
    conflicts: Sequence[Conflict],
    bounds: Sequence[Bound],
    budget: Budget,
) -> Iterator[Effect]:
    """The effect of every assumption that a finding names, on the findings of one component. `first` is the first of
    its cheapest repairs, which the bounds without an assumption are told under."""
    named = {a for c in conflicts for a in c.assumptions} | {a for b in bounds for a in b.assumptions}
    for assumption in sorted(named):
        settings = without(ctx.settings, assumption)
        if settings is None or budget.spent():
            continue
        yield Effect(
            assumption,
            tuple(c.id for c in conflicts if assumption in c.assumptions and _vanishes(ctx, c, settings)),
            tuple(_loosened(ctx, first, days, (b for b in bounds if assumption in b.assumptions), assumption, budget)),
        )


def joined(found: Iterable[Effect]) -> tuple[Effect, ...]:
    """The effects of every component under one name an assumption."""
    by_name: dict[str, Effect] = {}
    for effect in found:
        known = by_name.get(effect.assumption, Effect(effect.assumption))
        by_name[effect.assumption] = replace(
            known, conflicts=known.conflicts + effect.conflicts, bounds=known.bounds + effect.bounds
        )
    return tuple(by_name[name] for name in sorted(by_name))


def _vanishes(ctx: Context, conflict: Conflict, settings: Settings) -> bool:
    return contradicting(ctx, conflict.claims, settings) is None


def _loosened(
    ctx: Context, first: World, days: Sequence[date], bounds: Iterable[Bound], assumption: str, budget: Budget
) -> Iterator[Loosened]:
    settings = without(first.settings, assumption)
    resting = list(bounds)[:MOST_BOUNDS]
    if settings is None or not resting:
        return
    made = world(ctx, first.claims, days, settings)
    for bound in resting:
        named = Named(bound.series.id, bound.start, bound.end + ONE_DAY)
        closure = made.closure(named.key)
        if closure is None or not closure.is_consistent or budget.spent():
            continue
        low, high = proved(made, named, "low", budget), proved(made, named, "high", budget)
        now = low.value or 0, high.value
        if now != (bound.cases[0].low, bound.cases[0].high):
            yield Loosened(bound.id, *now)
