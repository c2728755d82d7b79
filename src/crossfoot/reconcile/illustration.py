"""The smoothest history within the bounds: a picture of one possible course, and called that (§7.6)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from itertools import pairwise

from crossfoot.reconcile.bounds import World
from crossfoot.reconcile.closure import Closure
from crossfoot.reconcile.placing import series_of
from crossfoot.reconcile.solve import smoothest
from crossfoot.records import Illustration, Series

MOST_DAYS = 60
FEWEST_DAYS = 4
TEXT = "One possible course, the smoothest that the figures allow: a choice of this program, not a consequence."


def illustrations(first: World, keys: Iterable[str]) -> tuple[Illustration, ...]:
    """A smooth line for every series named that has an upper end, with running totals before each day of its axis."""
    return tuple(line for key in keys if (line := _illustration(first, key)) is not None)


def _illustration(first: World, key: str) -> Illustration | None:
    closure = first.closure(key)
    if closure is None or not closure.is_consistent:
        return None
    component = closure.component
    series = component.series.index(key)
    days = _bounded(closure, series)
    if not FEWEST_DAYS <= len(days) <= MOST_DAYS or len(component.days) > MOST_DAYS:
        return None
    matrix = closure.matrix(series)
    windows = {
        (i, j): (-float(matrix[days[j], days[i]]), float(matrix[days[i], days[j]]))
        for i in range(len(days))
        for j in range(i + 1, len(days))
    }
    spans = [max(1, (component.days[b] - component.days[a]).days) for a, b in pairwise(days)]
    values = smoothest(windows, spans)
    if values is None:
        return None
    points = tuple((component.days[n], round(value)) for n, value in zip(days, values, strict=True))
    return Illustration(Series(*series_of(key).split("|", 2)), points, TEXT)


def _bounded(closure: Closure, series: int) -> list[int]:
    """Positions up to which the running total has an upper bound."""
    days = closure.component.days
    start = 1 if days and days[0] == date.min else 0
    return [n for n in range(start, len(days)) if closure.bounds(series, start, n)[1] is not None]
