"""Bounds that survive the loss of any one claim, and the one further figure that would narrow a bound most (§7).

Only the claims in a bound's own proofs can widen it by their loss, so only these are left out, one at a time.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta

import numpy as np

from crossfoot.reconcile.bounds import MANY_DAYS, Named, World, proved
from crossfoot.reconcile.closure import Closure, close
from crossfoot.reconcile.placing import series_of
from crossfoot.reconcile.search import Budget
from crossfoot.reconcile.shortest import Matrix
from crossfoot.records import Bound, Case, Loss, Question, Series

MOST_HOLDING = 24
"""A bound that more claims hold up is not tried without each of them."""
MOST_DAYS = 150


class Losses:
    """The first of the cheapest repairs without one claim, closed once for every claim that is left out."""

    def __init__(self, first: World) -> None:
        self._first = first
        self._without: dict[tuple[int, str], World] = {}

    def world(self, closure: Closure, claim: str) -> World:
        key = (id(closure), claim)
        if key not in self._without:
            left = close(closure.component.without({claim}))
            rest = dict.fromkeys(closure.component.series, left)
            self._without[key] = World(None, self._first.claims - {claim}, self._first.settings, rest)
        return self._without[key]

    def of(self, named: Named, case: Case, budget: Budget) -> tuple[Loss, ...] | None:
        """The bound without each claim in its proofs, or None where there are too many or the budget is spent."""
        closure = self._first.closure(named.key)
        holding = sorted({c for p in (case.low_proof, case.high_proof) if p is not None for c in p.claims})
        if closure is None or len(holding) > MOST_HOLDING or len(closure.component.days) > MANY_DAYS:
            return None
        found = []
        for claim in holding:
            if budget.spent():
                return None
            without = self.world(closure, claim)
            low, high = proved(without, named, "low", budget), proved(without, named, "high", budget)
            found.append(Loss(claim, low.value or 0, high.value, low.proof, high.proof))
        return tuple(found)


def with_losses(bound: Bound, named: Named, losses: Losses, budget: Budget) -> Bound:
    """`bound` with what is left of it whichever claim is lost."""
    found = losses.of(named, bound.cases[0], budget)
    if not found:
        return bound
    lowest = min([bound.low or 0, *(loss.low or 0 for loss in found)])
    open_above = bound.high is None or any(loss.high is None for loss in found)
    highest = None if open_above else max([bound.high or 0, *(loss.high or 0 for loss in found)])
    return replace(bound, robust=(lowest, highest), losses=found)


# ── the next best question ───────────────────────────────────────────────────────────────────────


def with_question(bound: Bound, named: Named, first: World, asked: Sequence[Named]) -> Bound:
    """`bound` with the window of its series that would narrow it most, were its figure known exactly."""
    closure = first.closure(named.key)
    if closure is None or bound.high is None or bound.high <= (bound.low or 0):
        return bound
    days = closure.component.days
    if len(days) > MOST_DAYS or named.start not in days or named.end not in days:
        return bound
    low, high = closure.bounds(
        closure.component.series.index(named.key), days.index(named.start), days.index(named.end)
    )
    best = min(_answers(closure, named, asked), default=None)
    if best is None or high is None or best[0] >= high - (low or 0):
        return bound
    leaves, _, start, end = best
    series = Series(*series_of(named.key).split("|", 2))
    return replace(bound, question=Question(series, start, end - timedelta(days=1), leaves))


def _answers(closure: Closure, named: Named, asked: Iterable[Named]) -> Iterable[tuple[int, int, date, date]]:
    """How wide the bound stays, at worst, once the flow of each other window is known."""
    component = closure.component
    series = component.series.index(named.key)
    matrix = closure.matrix(series)
    u, v = component.position(named.start), component.position(named.end)
    for other in asked:
        if other.key != named.key or (other.start, other.end) == (named.start, named.end):
            continue
        if other.start not in component.days or other.end not in component.days:
            continue
        a, b = component.position(other.start), component.position(other.end)
        width = _width_once_known(matrix, (u, v), (a, b))
        if width is not None:
            yield width, (other.end - other.start).days, other.start, other.end


def _width_once_known(matrix: Matrix, window: tuple[int, int], known: tuple[int, int]) -> int | None:
    (u, v), (a, b) = window, known
    low, high = -matrix[b, a], matrix[a, b]
    if not np.isfinite(high) or not np.isfinite(low):
        return None
    widths = []
    for value in {low, (low + high) // 2, high}:
        upper = min(matrix[u, v], matrix[u, a] + value + matrix[b, v], matrix[u, b] - value + matrix[a, v])
        lower = max(-matrix[v, u], -(min(matrix[v, a] + value + matrix[b, u], matrix[v, b] - value + matrix[a, u])))
        widths.append(upper - lower)
    worst = max(widths)
    return int(worst) if np.isfinite(worst) else None
