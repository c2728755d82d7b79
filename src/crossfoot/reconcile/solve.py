"""The only door to HiGHS: tight bounds, Farkas rays and least-cost hitting sets.

Nothing it says is believed: its weights are made rational and go through the exact checker.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from typing import Any

import numpy as np

from crossfoot.reconcile.closure import Closure, Piece, Weights
from crossfoot.reconcile.inequalities import Component, Row
from crossfoot.reconcile.shortest import Matrix

TINY = 1e-9
SMOOTH_SECONDS = 1.0
DENOMINATORS = (12, 64, 720, 10**6)


@dataclass(frozen=True, slots=True)
class Solved:
    """One bound of the linear program, or a contradiction: `value` is None where there is no bound."""

    status: str
    value: float | None
    weights: Sequence[tuple[Piece, float]]


@dataclass(frozen=True, slots=True)
class _LpRow:
    piece: Piece | None
    low: float
    high: float
    entries: tuple[tuple[int, float], ...]


def _quiet_model(**options: object) -> Any:
    import highspy

    make: Any = highspy.Highs
    model = make()
    for option, value in {"output_flag": False, "threads": 1, **options}.items():
        model.setOptionValue(option, value)
    return model


class LinearProgram:
    """Running totals of a component as free columns, its inequalities as rows. Warm between calls.

    Where the component's `closure` is given and consistent, rows that it makes tighter are left out: they follow from
    the others, and cannot hold up any bound.
    """

    def __init__(self, component: Component, closure: Closure | None = None) -> None:
        self.component = component
        self.rows = tuple(_rows(component) if closure is None else _needed(component, closure))
        self._active = np.ones(len(self.rows), bool)
        self._is_presolved = True

    @cached_property
    def _model(self) -> Any:
        import highspy

        count, nodes = len(self.component.series), len(self.component.days)
        lp = highspy.HighsLp()
        lp.num_col_, lp.num_row_ = count * nodes, len(self.rows)
        infinity = highspy.kHighsInf
        lower, upper = np.full(count * nodes, -infinity), np.full(count * nodes, infinity)
        first = np.arange(count) * nodes
        lower[first] = upper[first] = 0.0
        lp.col_cost_, lp.col_lower_, lp.col_upper_ = np.zeros(count * nodes), lower, upper
        lp.row_lower_ = np.array([r.low for r in self.rows])
        lp.row_upper_ = np.array([r.high for r in self.rows])
        lengths = [len(r.entries) for r in self.rows]
        lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        lp.a_matrix_.start_ = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int32)
        lp.a_matrix_.index_ = np.array([j for r in self.rows for j, _ in r.entries], np.int32)
        lp.a_matrix_.value_ = np.array([v for r in self.rows for _, v in r.entries], float)
        model = _quiet_model()
        model.passModel(lp)
        return model

    def keep(self, claims: Callable[[str], bool], closed: Matrix) -> None:
        """Use the rows of the claims for which `claims` is true, and no others.

        `closed` are the shortest paths of these claims, series by series: rows that these make tighter follow from
        others and are left out as well.
        """
        wanted = np.array([self._is_needed(row, claims, closed) for row in self.rows], bool)
        changed = np.flatnonzero(wanted != self._active).astype(np.int32)
        low = np.array([self.rows[n].low if wanted[n] else -np.inf for n in changed])
        high = np.array([self.rows[n].high if wanted[n] else np.inf for n in changed])
        self._model.changeRowsBounds(len(changed), changed, low, high)
        self._active = wanted

    def _is_needed(self, row: _LpRow, claims: Callable[[str], bool], closed: Matrix) -> bool:
        if row.piece is None or row.piece.kind not in ("claim", "flow"):
            return True
        if row.piece.kind == "flow":
            assert isinstance(row.piece.at, tuple)
            start, end = row.piece.at
            return bool(closed[row.piece.index, end, start] >= 0)
        told = self.component.rows[row.piece.index]
        if not claims(told.claim) or told.other is not None:
            return claims(told.claim)
        is_low = told.low is not None and closed[told.series, told.end, told.start] >= -told.low
        return bool(is_low or (told.high is not None and closed[told.series, told.start, told.end] >= told.high))

    def feasible(self) -> Solved:
        """Status "feasible", or "contradiction" with the weights of a Farkas ray."""
        return self._run(None)

    def bound(self, series: int, start: int, end: int, *, upper: bool) -> Solved:
        """The greatest (`upper`) or least flow between two positions of the axis."""
        nodes = len(self.component.days)
        sign = -1.0 if upper else 1.0
        columns = np.array([series * nodes + end, series * nodes + start], np.int32)
        self._model.changeColsCost(2, columns, np.array([sign, -sign]))
        solved = self._run(sign)
        self._model.changeColsCost(2, columns, np.zeros(2))
        return solved

    def _run(self, sign: float | None) -> Solved:
        import highspy

        model = self._model
        model.setOptionValue("simplex_strategy", 4 if sign is not None else 1)
        model.run()
        status = model.getModelStatus()
        if status == highspy.HighsModelStatus.kOptimal:
            self._is_presolved = False
            value = None if sign is None else sign * model.getInfo().objective_function_value
            return Solved("feasible", value, self._weighed(np.array(model.getSolution().row_dual)))
        if status == highspy.HighsModelStatus.kInfeasible:
            return Solved("contradiction", None, self._ray())
        return Solved("unbounded", None, ())

    def _ray(self) -> Sequence[tuple[Piece, float]]:
        """Weights of rows that add up to a falsehood. Presolve, which a first run begins with, leaves none."""
        if self._is_presolved:
            self._is_presolved = False
            self._model.clearSolver()
            self._model.setOptionValue("presolve", "off")
            self._model.run()
        _, has_ray, ray = self._model.getDualRay()
        if not has_ray:
            return ()
        values = np.array(ray)
        scale = np.abs(values[np.abs(values) > TINY * np.abs(values).max()]).min()
        values = values / scale
        limits = np.array([r.low if v > 0 else r.high for r, v in zip(self.rows, values, strict=True)])
        used = np.abs(values) > TINY
        if (values[used] * limits[used]).sum() < 0:
            values = -values
        return self._weighed(values)

    def _weighed(self, duals: np.ndarray[Any, np.dtype[Any]]) -> Sequence[tuple[Piece, float]]:
        return [(row.piece, float(duals[n])) for n, row in enumerate(self.rows) if row.piece and abs(duals[n]) > TINY]


def smoothest(windows: Mapping[tuple[int, int], tuple[float, float]], spans: Sequence[int]) -> list[float] | None:
    """Running totals whose daily rate changes least, where the flow of every window stays within its bounds.

    `windows`: (start, end) → (low, high); `spans`: days between neighbouring positions. A small convex program.
    """
    import highspy

    count = len(spans) + 1
    scale = max((abs(side) for pair in windows.values() for side in pair if np.isfinite(side)), default=1.0) or 1.0
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = count, len(windows)
    lp.col_cost_ = np.zeros(count)
    lp.col_lower_, lp.col_upper_ = np.zeros(count), np.array([0.0] + [np.inf] * (count - 1))
    lp.row_lower_ = np.array([low / scale for low, _ in windows.values()])
    lp.row_upper_ = np.array([high / scale for _, high in windows.values()])
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.start_ = np.arange(0, 2 * len(windows) + 1, 2, dtype=np.int32)
    lp.a_matrix_.index_ = np.array([n for window in windows for n in window], np.int32)
    lp.a_matrix_.value_ = np.tile([-1.0, 1.0], len(windows))
    model = _quiet_model(time_limit=SMOOTH_SECONDS)
    model.passModel(lp)
    model.passHessian(_hessian(_roughness(count, spans)))
    model.run()
    if model.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        return None
    return [float(v) * scale for v in model.getSolution().col_value]


def _hessian(matrix: np.ndarray[Any, np.dtype[np.float64]]) -> Any:
    """The lower triangle by columns."""
    import highspy

    count = len(matrix)
    entries = [(i, j) for j in range(count) for i in range(j, count) if matrix[i, j]]
    make: Any = highspy.HighsHessian
    hessian = make()
    hessian.dim_, hessian.format_ = count, highspy.HessianFormat.kTriangular
    per_column = np.bincount([j for _, j in entries], minlength=count)
    hessian.start_ = np.concatenate([[0], np.cumsum(per_column)]).astype(np.int32)
    hessian.index_ = np.array([i for i, _ in entries], np.int32)
    hessian.value_ = np.array([matrix[i, j] for i, j in entries], float)
    return hessian


def _roughness(count: int, spans: Sequence[int]) -> np.ndarray[Any, np.dtype[np.float64]]:
    """Twice the sum of squared differences between the rates of neighbouring pieces, as a matrix."""
    mean = sum(spans) / len(spans)
    rates = np.zeros((count - 1, count))
    for i, span in enumerate(spans):
        rates[i, i], rates[i, i + 1] = -mean / span, mean / span
    changes = np.diff(rates, axis=0)
    matrix: np.ndarray[Any, np.dtype[np.float64]] = 2.0 * changes.T @ changes
    return matrix + 1e-7 * np.eye(count)


def _rows(component: Component) -> Iterator[_LpRow]:
    nodes = len(component.days)
    yield from _claim_rows(component, nodes)
    yield from _flow_rows(component, nodes)
    for index, relation in enumerate(component.sums):
        signed = [(relation.whole, 1.0), *((part, -1.0) for part in relation.parts)]
        for t in range(1, nodes):
            start = t - 1 if relation.slack else 0
            high = np.inf if relation.slack else 0.0
            yield _LpRow(Piece("sum", index, (start, t)), 0.0, high, _window(signed, start, t, nodes))
    for index, order in enumerate(component.orders):
        signed = [(order.greater, 1.0), (order.lesser, -1.0)]
        for start, end in order.windows:
            yield _LpRow(Piece("order", index, (start, end)), 0.0, np.inf, _window(signed, start, end, nodes))


def _needed(component: Component, closure: Closure) -> Iterator[_LpRow]:
    """The rows that are as tight as the closure, each said once."""
    seen: set[tuple[object, ...]] = set()
    for row in _rows(component):
        if row.piece is None or row.piece.kind not in ("claim", "flow"):
            yield row
        elif row.piece.kind == "flow" and isinstance(row.piece.at, tuple):
            start, end = row.piece.at
            if closure.matrix(row.piece.index)[end, start] >= 0:
                yield row
        else:
            told = component.rows[row.piece.index]
            if told.other is not None:
                yield row
                continue
            matrix = closure.matrix(told.series)
            low = row.low if matrix[told.end, told.start] >= -row.low else -np.inf
            high = row.high if matrix[told.start, told.end] >= row.high else np.inf
            key = (told.series, told.start, told.end, low, high)
            if key not in seen and (np.isfinite(low) or np.isfinite(high)):
                seen.add(key)
                yield replace(row, low=low, high=high)


def _claim_rows(component: Component, nodes: int) -> Iterator[_LpRow]:
    for number, row in enumerate(component.rows):
        low = -np.inf if row.low is None else float(row.low)
        high = np.inf if row.high is None else float(row.high)
        yield _LpRow(Piece("claim", number, "low"), low, high, _entries(row, nodes))


def _entries(row: Row, nodes: int) -> tuple[tuple[int, float], ...]:
    """The columns of a claim's row, each once: the two sides of a comparison may share a day."""
    other = row.other
    if other is None:
        return _window([(row.series, 1.0)], row.start, row.end, nodes)
    found: dict[int, float] = defaultdict(float)
    own = _window([(row.series, float(other.own))], row.start, row.end, nodes)
    for column, times in (*own, *_window([(other.series, -float(other.times))], other.start, other.end, nodes)):
        found[column] += times
    return tuple((column, times) for column, times in found.items() if times)


def _flow_rows(component: Component, nodes: int) -> Iterator[_LpRow]:
    for k, monotone in enumerate(component.monotone):
        for t in range(nodes - 1 if monotone else 0):
            yield _LpRow(Piece("flow", k, (t, t + 1)), 0.0, np.inf, _window([(k, 1.0)], t, t + 1, nodes))


def _window(signed: Sequence[tuple[int, float]], start: int, end: int, nodes: int) -> tuple[tuple[int, float], ...]:
    return tuple((k * nodes + at, sign * sense) for k, sign in signed for at, sense in ((end, 1.0), (start, -1.0)))


def rational(solved: Sequence[tuple[Piece, float]], denominator: int) -> Weights:
    """Duals as exact weights of rows turned to "at most"."""
    weights: dict[Piece, Fraction] = {}
    for piece, dual in solved:
        times = Fraction(dual).limit_denominator(denominator)
        if not times:
            continue
        if piece.kind == "claim":
            weights[Piece("claim", piece.index, "low" if times > 0 else "high")] = abs(times)
        elif piece.kind == "sum":
            weights[piece] = -times
        elif times > 0:
            weights[piece] = times
    return weights


def least_cost_hitting_set(
    sets: Sequence[Collection[str]], cost: Mapping[str, float], barred: Sequence[Collection[str]] = ()
) -> frozenset[str] | None:
    """The cheapest set that meets every one of `sets` and holds none of `barred` whole; None where there is none."""
    import highspy

    names = sorted({name for group in sets for name in group})
    if not names:
        return frozenset()
    at = {name: i for i, name in enumerate(names)}
    rows = [sorted(at[n] for n in group) for group in sets]
    limits = [sorted(at[n] for n in group) for group in barred if all(n in at for n in group)]
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = len(names), len(rows) + len(limits)
    lp.col_cost_ = np.array([cost[n] for n in names], float)
    lp.col_lower_, lp.col_upper_ = np.zeros(len(names)), np.ones(len(names))
    lp.integrality_ = [highspy.HighsVarType.kInteger] * len(names)
    lp.row_lower_ = np.array([1.0] * len(rows) + [-highspy.kHighsInf] * len(limits))
    lp.row_upper_ = np.array([highspy.kHighsInf] * len(rows) + [len(group) - 1.0 for group in limits])
    every = rows + limits
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.start_ = np.concatenate([[0], np.cumsum([len(r) for r in every])]).astype(np.int32)
    lp.a_matrix_.index_ = np.array([j for r in every for j in r], np.int32)
    lp.a_matrix_.value_ = np.ones(sum(len(r) for r in every))
    model = _quiet_model(random_seed=1, mip_rel_gap=0.0)
    model.passModel(lp)
    model.run()
    if model.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        return None
    chosen = np.array(model.getSolution().col_value)
    return frozenset(name for name, value in zip(names, chosen, strict=True) if value > 0.5)
