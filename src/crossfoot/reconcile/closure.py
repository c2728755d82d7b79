"""All-pairs bounds without a solver: shortest paths per series, carried through the relations until nothing moves.

W[k, u, v] is the least upper bound known on P_k(v) − P_k(u), so the lower bound on the same difference is −W[k, v, u].
One series is a system of difference constraints: bounds are shortest paths and a contradiction is a negative cycle
(Bellman; Dechter, Meiri and Pearl 1991). Relations between series tighten each other's windows in rounds. The result is
always sound, and tight where no relation joins the series. Every round is kept, so that any bound can be taken apart
into the rows it rests on. Figures stay below 10^12, so sums of thousands of them are exact in doubles.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from crossfoot.reconcile.inequalities import Component, OrderRow, Other, Row, SumRow
from crossfoot.reconcile.shortest import Matrix, all_pairs, closed_again, negative_cycle, shortest_path

Tags = npt.NDArray[np.int32]

NOTHING, DIAGONAL, MONOTONE = -3, -2, -1
MOST_ROUNDS = 60
MOST_STEPS = 1e10
"""Series times days cubed beyond which relations are left to the solver: a round would take longer than it does."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A row of the system by name.

    ("claim", row, "low" or "high") · ("flow", series, (earlier, later)) · ("sum" or "order", its number, (start, end))
    """

    kind: str
    index: int
    at: str | tuple[int, int]


Found = defaultdict[Piece, int | Fraction]
Weights = Mapping[Piece, int | Fraction]
"""How often each row is taken so that the rows, each turned to "at most", add up. Sums may be taken a negative number
of times, as they are equations; where a sum is slack (whole ≥ parts) it is never taken a positive number of times."""


@dataclass
class _Round:
    """What changed in one series in one round: edges before closing, where they came from, the closed matrix."""

    number: int
    edges: Matrix
    tags: Tags
    closed: Matrix


@dataclass
class Closure:
    """The closed system of one component. `cycle` is the series whose rows contradict each other, or None."""

    component: Component
    rounds: list[list[_Round]]
    cycle: int | None = None
    number: int = 0
    converged: bool = True
    _derived: list[tuple[str, int, int]] = field(default_factory=list)

    @property
    def is_consistent(self) -> bool:
        return self.cycle is None

    def matrix(self, series: int) -> Matrix:
        return self.rounds[series][-1].closed

    def bounds(self, series: int, start: int, end: int) -> tuple[int | None, int | None]:
        """Lowest and highest flow between two positions of the axis."""
        matrix = self.matrix(series)
        high, low = matrix[start, end], -matrix[end, start]
        return (None if np.isinf(low) else int(low)), (None if np.isinf(high) else int(high))

    def weights(self, series: int, start: int, end: int) -> Weights:
        """The rows, and how often each, that add up to the upper bound on P(end) − P(start)."""
        found: Found = defaultdict(int)
        self._take_apart(series, start, end, self.number, 1, found)
        return {piece: times for piece, times in found.items() if times}

    def cycle_weights(self) -> Weights:
        """The rows that add up to "0 is less than 0", where there is a contradiction."""
        assert self.cycle is not None
        last = self.rounds[self.cycle][-1]
        nodes = negative_cycle(last.edges)
        assert nodes is not None
        found: Found = defaultdict(int)
        for u, v in zip(nodes, [*nodes[1:], nodes[0]], strict=True):
            self._take_edge(self.cycle, last, (u, v), 1, found)
        return {piece: times for piece, times in found.items() if times}

    def _take_apart(self, series: int, u: int, v: int, number: int, times: int | Fraction, found: Found) -> None:
        if u == v:
            return
        current = next(r for r in reversed(self.rounds[series]) if r.number <= number)
        path = shortest_path(current.edges, current.closed, u, v)
        for a, b in pairwise(path):
            self._take_edge(series, current, (a, b), times, found)

    def _take_edge(
        self, series: int, current: _Round, edge: tuple[int, int], times: int | Fraction, found: Found
    ) -> None:
        u, v = edge
        tag = int(current.tags[u, v])
        if tag == DIAGONAL:
            return
        if tag == MONOTONE:
            found[Piece("flow", series, (min(u, v), max(u, v)))] += times
        elif tag == NOTHING:
            self._take_apart(series, u, v, current.number - 1, times, found)
        elif tag % 2 == 0 and current.number == 0:
            found[Piece("claim", tag // 4, "high" if tag % 4 == 0 else "low")] += times
        else:
            self._take_derived(self._derived[tag // 2], edge, current.number, times, found)

    def _take_derived(
        self, how: tuple[str, int, int], edge: tuple[int, int], number: int, times: int | Fraction, found: Found
    ) -> None:
        """Take apart an edge that a relation gave in round `number` from the bounds of the round before."""
        kind, index, role = how
        u, v = edge
        before = number - 1
        if kind == "claim":
            self._take_compared(index, role, forward=u < v, before=before, times=times, found=found)
            return
        window, forward = ((u, v), 1) if u < v else ((v, u), -1)
        if kind == "order":
            order = self.component.orders[index]
            other = order.greater if role == order.lesser else order.lesser
            found[Piece("order", index, window)] += times
            self._take_apart(other, u, v, before, times, found)
            return
        relation = self.component.sums[index]
        if role == relation.whole:
            found[Piece("sum", index, window)] += times * forward
            for part in relation.parts:
                self._take_apart(part, u, v, before, times, found)
            return
        found[Piece("sum", index, window)] -= times * forward
        self._take_apart(relation.whole, u, v, before, times, found)
        for part in relation.parts:
            if part != role:
                self._take_apart(part, v, u, before, times, found)

    def _take_compared(
        self, index: int, role: int, *, forward: bool, before: int, times: int | Fraction, found: Found
    ) -> None:
        """Take apart a bound on one side of a comparison (`role`: 0 its own, 1 the other one)."""
        row = self.component.rows[index]
        other = row.other
        assert other is not None
        own, base = (row.series, row.start, row.end), (other.series, other.start, other.end)
        part, whole, divisor = (base, other.times, other.own) if role == 0 else (own, other.own, other.times)
        found[Piece("claim", index, "high" if forward == (role == 0) else "low")] += Fraction(times, divisor)
        series, start, end = part
        ends = (start, end) if forward else (end, start)
        self._take_apart(series, *ends, before, Fraction(times) * whole / divisor, found)


def close(component: Component) -> Closure:
    """Close `component`; stops at the first contradiction."""
    edges, tags = _claim_edges(component)
    closed = all_pairs(edges)
    result = Closure(component, [[_Round(0, edges[k], tags[k], closed[k])] for k in range(len(component.series))])
    for k in range(len(component.series)):
        if (np.diagonal(closed[k]) < 0).any():
            result.cycle = k
            return result
    if component.is_joined:
        if len(component.series) * len(component.days) ** 3 > MOST_STEPS:
            result.converged = False
        else:
            _propagate(component, closed.copy(), result)
    return result


def _claim_edges(component: Component) -> tuple[Matrix, Tags]:
    count, nodes = len(component.series), len(component.days)
    edges = np.full((count, nodes, nodes), np.inf)
    tags = np.full((count, nodes, nodes), NOTHING, np.int32)
    diagonal = np.arange(nodes)
    edges[:, diagonal, diagonal] = 0.0
    tags[:, diagonal, diagonal] = DIAGONAL
    lower = np.tril(np.ones((nodes, nodes), bool), -1)
    for k, monotone in enumerate(component.monotone):
        if monotone:
            edges[k][lower] = 0.0
            tags[k][lower] = MONOTONE
    for number, row in enumerate(component.rows):
        if row.other is not None:
            continue
        if row.high is not None and row.high < edges[row.series, row.start, row.end]:
            edges[row.series, row.start, row.end] = row.high
            tags[row.series, row.start, row.end] = 4 * number
        if row.low is not None and -row.low < edges[row.series, row.end, row.start]:
            edges[row.series, row.end, row.start] = -row.low
            tags[row.series, row.end, row.start] = 4 * number + 2
    return edges, tags


class _Sheet:
    """The matrices of one round being tightened, with where each entry came from."""

    def __init__(self, closed: Matrix, derived: list[tuple[str, int, int]]) -> None:
        self._closed = closed
        self.edges: dict[int, Matrix] = {}
        self.derived = derived
        self.tags: dict[int, Tags] = {}

    def tighten(self, series: int, better: Matrix, how: tuple[str, int, int]) -> None:
        mask = better < self.edges.get(series, self._closed[series])
        if not mask.any():
            return
        if series not in self.tags:
            self.edges[series] = self._closed[series].copy()
            tags = np.full(better.shape, NOTHING, np.int32)
            np.fill_diagonal(tags, DIAGONAL)
            self.tags[series] = tags
        self.derived.append(how)
        self.edges[series][mask] = better[mask]
        self.tags[series][mask] = 2 * (len(self.derived) - 1) + 1

    def tighten_one(self, series: int, edge: tuple[int, int], length: int, how: tuple[str, int, int]) -> None:
        better = np.full_like(self._closed[series], np.inf)
        better[edge] = length
        self.tighten(series, better, how)


def _propagate(component: Component, closed: Matrix, result: Closure) -> None:
    compared = [(n, row, row.other) for n, row in enumerate(component.rows) if row.other is not None]
    for number in range(1, MOST_ROUNDS + 1):
        sheet = _Sheet(closed, result._derived)
        for index, relation in enumerate(component.sums):
            _through_sum(index, relation, closed, sheet)
        for index, order in enumerate(component.orders):
            _through_order(index, order, closed, sheet)
        for index, row, other in compared:
            _through_comparison(index, row, other, closed, sheet)
        if not sheet.tags:
            return
        result.number = number
        for k, tags in sorted(sheet.tags.items()):
            after = closed_again(sheet.edges[k], tags > 0)
            result.rounds[k].append(_Round(number, sheet.edges[k], tags, after))
            if (np.diagonal(after) < 0).any():
                result.cycle = k
                return
            closed[k] = after
    result.converged = False


def _through_sum(index: int, relation: SumRow, closed: Matrix, sheet: _Sheet) -> None:
    parts = list(relation.parts)
    nodes = closed.shape[-1]
    forward = np.triu(np.ones((nodes, nodes), bool), 1)
    whole = closed[parts].sum(0)
    sheet.tighten(
        relation.whole, np.where(forward, np.inf, whole) if relation.slack else whole, ("sum", index, relation.whole)
    )
    reverse = np.swapaxes(closed[parts], 1, 2)
    unbounded = np.isinf(reverse)
    finite = np.where(unbounded, 0.0, reverse)
    total, missing = finite.sum(0), unbounded.sum(0)
    for position, part in enumerate(parts):
        others = np.where(missing - unbounded[position] == 0, total - finite[position], np.inf)
        better = closed[relation.whole] + others
        if relation.slack:
            better = np.where(forward, better, np.inf)
        np.fill_diagonal(better, np.inf)
        sheet.tighten(part, better, ("sum", index, part))


def _through_order(index: int, order: OrderRow, closed: Matrix, sheet: _Sheet) -> None:
    if not order.windows:
        return
    start, end = (np.array(side) for side in zip(*order.windows, strict=True))
    lesser, greater = np.full_like(closed[0], np.inf), np.full_like(closed[0], np.inf)
    lesser[start, end] = closed[order.greater][start, end]
    greater[end, start] = closed[order.lesser][end, start]
    sheet.tighten(order.lesser, lesser, ("order", index, order.lesser))
    sheet.tighten(order.greater, greater, ("order", index, order.greater))


def _through_comparison(index: int, row: Row, other: Other, closed: Matrix, sheet: _Sheet) -> None:
    """Bounds on each side of own · N − times · W from those of the other, rounded outward to whole numbers."""
    own, base = (row.series, row.start, row.end), (other.series, other.start, other.end)
    lengths: list[tuple[int, tuple[int, int, int], Fraction | None]] = []
    if row.high is not None:
        lengths.append((0, own, _scaled(row.high, other.times, _length(closed, base), other.own)))
        lengths.append((1, _back(base), _scaled(row.high, other.own, _length(closed, _back(own)), other.times)))
    if row.low is not None:
        lengths.append((0, _back(own), _scaled(-row.low, other.times, _length(closed, _back(base)), other.own)))
        lengths.append((1, base, _scaled(-row.low, other.own, _length(closed, own), other.times)))
    for role, (series, start, end), length in lengths:
        if length is not None and math.ceil(length) < closed[series, start, end]:
            sheet.tighten_one(series, (start, end), math.ceil(length), ("claim", index, role))


def _back(window: tuple[int, int, int]) -> tuple[int, int, int]:
    series, start, end = window
    return series, end, start


def _length(closed: Matrix, window: tuple[int, int, int]) -> int | None:
    length = closed[window]
    return int(length) if np.isfinite(length) else None


def _scaled(value: int, times: int, length: int | None, divisor: int) -> Fraction | None:
    return None if length is None else Fraction(value + times * length, divisor)
