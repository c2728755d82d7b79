"""A shorter proof of a slightly weaker bound, beside one that takes many figures (§7.3).

A bound is a shortest path, and the shortest path may take many steps to gain little. Here paths are counted by the
figures they take: the best one with at most one figure, two, three … A step is one claim, with stretches on which
nothing is taken off the count, or one relation whose members take a claim each.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

import numpy as np

from crossfoot.reconcile.closure import Piece
from crossfoot.reconcile.inequalities import Component, OrderRow, SumRow
from crossfoot.reconcile.proofs import Window, bound_proof
from crossfoot.reconcile.shortest import Matrix
from crossfoot.records import Proof, Side

LONG = 6
"""A proof that takes more figures gets a shorter one beside it."""
MOST_FIGURES = 12
SHORTER = Fraction(2, 3)
"""A shorter proof takes at most so much of the figures."""
SLIGHTLY = Fraction(1, 20)
"""A shorter proof gives away at most this share of its bound."""
MOST_DAYS = 300

Found = dict[Piece, int]
Take = Callable[[int, int, Found], None]


@dataclass(frozen=True, slots=True)
class _Step:
    """Ways from one day to another that take so many figures: their lengths, and the rows of each."""

    figures: int
    length: Matrix
    take: Take


def figures(proof: Proof) -> int:
    """How many figures a proof adds and subtracts."""
    return sum(term.claim is not None for term in proof.terms)


class Shortener:
    """Shorter proofs on one component."""

    def __init__(self, component: Component, long: int = LONG) -> None:
        self.component = component
        self._long = long
        self._series: dict[int, tuple[_Step, ...]] = {}
        self._edges = _Edges(component)

    def of(self, proof: Proof, window: Window, side: Side) -> Proof | None:
        """The shortest proof that gives away little, or None where `proof` is short or all shorter ones are weak."""
        if figures(proof) <= self._long or len(self.component.days) > MOST_DAYS:
            return None
        ends = (window.start, window.end) if side == "high" else (window.end, window.start)
        most = abs(proof.value) * SLIGHTLY
        sign = 1 if side == "high" else -1
        for count, length in enumerate(self._lengths(window.series, *ends)):
            if not np.isfinite(length) or int(length) - sign * proof.value > most:
                continue
            made = bound_proof(self.component, self._rows(window.series, ends, count), window, side)
            return made if figures(made) <= SHORTER * figures(proof) else None
        return None

    def _lengths(self, series: int, start: int, end: int) -> list[float]:
        return [float(reached[end]) for reached in self._reached(series, start)]

    def _reached(self, series: int, start: int) -> list[np.ndarray[tuple[int], np.dtype[np.float64]]]:
        """Shortest ways from `start` to every day with at most 0, 1, 2 … figures."""
        first = np.full(len(self.component.days), np.inf)
        first[start] = 0.0
        reached = [first]
        for count in range(1, MOST_FIGURES + 1):
            best = reached[-1].copy()
            for step in self._steps(series):
                if step.figures <= count:
                    np.minimum(best, (reached[count - step.figures][:, None] + step.length).min(0), out=best)
            reached.append(best)
        return reached

    def _rows(self, series: int, ends: tuple[int, int], count: int) -> Found:
        """The rows on the shortest way between `ends` with at most `count` figures."""
        start, at = ends
        reached, found = self._reached(series, start), defaultdict[Piece, int](int)
        while count:
            if reached[count][at] == reached[count - 1][at]:
                count -= 1
                continue
            step, before = next(self._last_steps(series, reached, at, count))
            step.take(before, at, found)
            at, count = before, count - step.figures
        return found

    def _last_steps(
        self, series: int, reached: list[np.ndarray[tuple[int], np.dtype[np.float64]]], at: int, count: int
    ) -> Iterator[tuple[_Step, int]]:
        for step in self._steps(series):
            if step.figures <= count:
                through = reached[count - step.figures] + step.length[:, at]
                before = int(through.argmin())
                if through[before] == reached[count][at]:
                    yield step, before

    def _steps(self, series: int) -> tuple[_Step, ...]:
        if series not in self._series:
            own = _Step(1, self._edges.length[series], lambda u, v, found: self._edges.take(series, u, v, found))
            self._series[series] = (own, *self._through_relations(series))
        return self._series[series]

    def _through_relations(self, series: int) -> Iterator[_Step]:
        for index, relation in enumerate(self.component.sums):
            if series == relation.whole:
                yield from _of_whole(self._edges, index, relation)
            elif series in relation.parts:
                yield from _of_part(self._edges, index, relation, series)
        for index, order in enumerate(self.component.orders):
            if series in (order.lesser, order.greater):
                yield from _of_order(self._edges, index, order, series)


class _Edges:
    """What one claim alone says of every window, with nothing taken off a count before and after it."""

    def __init__(self, component: Component) -> None:
        self.component = component
        count, nodes = len(component.series), len(component.days)
        self.printed = np.full((count, nodes, nodes), np.inf)
        self._owner: dict[tuple[int, int, int], Piece] = {}
        for number, row in enumerate(component.rows):
            if row.other is not None:
                continue
            self._note((row.series, row.start, row.end), row.high, Piece("claim", number, "high"))
            low = None if row.low is None else -row.low
            self._note((row.series, row.end, row.start), low, Piece("claim", number, "low"))

    def _note(self, edge: tuple[int, int, int], length: int | None, piece: Piece) -> None:
        if length is not None and length < self.printed[edge]:
            self.printed[edge] = length
            self._owner[edge] = piece

    @cached_property
    def length(self) -> Matrix:
        found = self.printed.copy()
        nodes = found.shape[-1]
        for k, monotone in enumerate(self.component.monotone):
            if monotone:
                np.minimum.accumulate(found[k], axis=0, out=found[k])
                found[k] = np.minimum.accumulate(found[k][:, ::-1], axis=1)[:, ::-1]
                found[k][np.tril(np.ones((nodes, nodes), bool), -1) & (found[k] > 0)] = 0.0
        found[:, np.arange(nodes), np.arange(nodes)] = 0.0
        return found

    @cached_property
    def free(self) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
        """Where a step takes no figure at all: a count does not go down."""
        nodes = self.printed.shape[-1]
        earlier = np.tril(np.ones((nodes, nodes), bool), -1) & np.array(self.component.monotone)[:, None, None]
        return np.asarray((self.length == 0.0) & (earlier | np.eye(nodes, dtype=bool)))

    def take(self, series: int, u: int, v: int, found: Found) -> None:
        """Add the rows of the step from `u` to `v`."""
        if self.free[series, u, v]:
            self._rest(series, u, v, found)
            return
        a, b = u, v
        if self.component.monotone[series]:
            block = self.printed[series, : u + 1, v:]
            a, b = (int(n) for n in np.unravel_index(block.argmin(), block.shape))
            b += v
        self._rest(series, u, a, found)
        found[self._owner[series, a, b]] += 1
        self._rest(series, b, v, found)

    def _rest(self, series: int, later: int, earlier: int, found: Found) -> None:
        if later != earlier:
            found[Piece("flow", series, (earlier, later))] += 1


def _by_figures(length: Matrix, taken: Matrix, take: Take) -> Iterator[_Step]:
    """One step for every number of figures that it takes."""
    for count in range(1, MOST_FIGURES + 1):
        here = np.where((taken == count) & np.isfinite(length), length, np.inf)
        if np.isfinite(here).any():
            yield _Step(count, here, take)


def _of_whole(edges: _Edges, index: int, relation: SumRow) -> Iterator[_Step]:
    parts = list(relation.parts)
    length, taken = edges.length[parts].sum(0), (~edges.free[parts]).sum(0)
    if relation.slack:
        length = np.where(_forward(length), np.inf, length)

    def take(u: int, v: int, found: Found) -> None:
        found[Piece("sum", index, _window(u, v))] += 1 if u < v else -1
        for part in parts:
            edges.take(part, u, v, found)

    yield from _by_figures(length, taken, take)


def _of_part(edges: _Edges, index: int, relation: SumRow, series: int) -> Iterator[_Step]:
    others = [part for part in relation.parts if part != series]
    length = edges.length[relation.whole] + edges.length[others].sum(0).T
    taken = 1 + (~edges.free[others]).sum(0).T
    if relation.slack:
        length = np.where(_forward(length), length, np.inf)

    def take(u: int, v: int, found: Found) -> None:
        found[Piece("sum", index, _window(u, v))] -= 1 if u < v else -1
        edges.take(relation.whole, u, v, found)
        for part in others:
            edges.take(part, v, u, found)

    yield from _by_figures(length, taken, take)


def _of_order(edges: _Edges, index: int, order: OrderRow, series: int) -> Iterator[_Step]:
    other = order.greater if series == order.lesser else order.lesser
    length = np.full_like(edges.length[other], np.inf)
    for window in order.windows:
        u, v = window if series == order.lesser else window[::-1]
        length[u, v] = edges.length[other][u, v]

    def take(u: int, v: int, found: Found) -> None:
        found[Piece("order", index, _window(u, v))] += 1
        edges.take(other, u, v, found)

    yield from _by_figures(length, np.ones_like(length), take)


def _forward(square: Matrix) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
    return np.triu(np.ones(square.shape, bool), 1)


def _window(u: int, v: int) -> tuple[int, int]:
    return (u, v) if u < v else (v, u)
