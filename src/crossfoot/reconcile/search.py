"""Finding sets of claims that cannot all hold: negative cycles first, then Farkas rays (§8.1)."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from crossfoot.reconcile.closure import Weights, close
from crossfoot.reconcile.hitting import least_cost_hitting_set
from crossfoot.reconcile.inequalities import Component, OrderRow
from crossfoot.reconcile.projection import projected
from crossfoot.reconcile.proofs import ProofError, falsehood
from crossfoot.reconcile.shortest import Matrix, all_pairs, negative_cycle
from crossfoot.reconcile.solve import DENOMINATORS, LinearProgram, rational
from crossfoot.records import Proof

MOST_BRANCHES = 80
"""So many branches of Reiter's tree are looked at for one claim."""


@dataclass
class Budget:
    """Seconds left. What has run out says so in the result; it is never silent."""

    seconds: float
    started: float = field(default_factory=time.monotonic)
    ran_out: bool = False
    stop: Callable[[], bool] | None = None
    """Whether somebody asked to end with what there is."""

    @property
    def was_stopped(self) -> bool:
        return self.stop is not None and self.stop()

    def spent(self) -> bool:
        if time.monotonic() - self.started > self.seconds or self.was_stopped:
            self.ran_out = True
        return self.ran_out


def restrict(component: Component, claims: Collection[str]) -> Component:
    """The component with the rows of `claims` alone, on the days that these rows need."""
    wanted = frozenset(claims)
    rows = [r for r in component.rows if r.claim in wanted]
    kept = {n for r in rows for n in r.days}
    kept |= {n for order in component.orders for window in _stated(order) for n in window}
    nodes = sorted(kept) or [0]
    at = {n: i for i, n in enumerate(nodes)}
    return replace(
        component,
        days=tuple(component.days[n] for n in nodes),
        rows=tuple(r.moved(days=at) for r in rows),
        orders=tuple(_on(order, at) for order in component.orders),
    )


def _stated(order: OrderRow) -> Iterable[tuple[int, int]]:
    """Windows of an order that must be kept: its own where it has one, its first day where it has many."""
    return order.windows if len(order.windows) == 1 else [(w[0], w[0]) for w in order.windows[:1]]


def _on(order: OrderRow, at: Mapping[int, int]) -> OrderRow:
    return replace(order, windows=tuple((at[a], at[b]) for a, b in order.windows if a in at and b in at))


def contradiction(component: Component) -> tuple[Component, Weights] | None:
    """Weights of rows that add up to a falsehood, or None where all rows can hold together."""
    closure = close(component)
    if not closure.is_consistent:
        return component, closure.cycle_weights()
    if not component.is_joined:
        return None
    program = LinearProgram(component)
    solved = program.feasible()
    if solved.status != "contradiction":
        return None
    for denominator in DENOMINATORS:
        weights = rational(solved.weights, denominator)
        try:
            falsehood(component, weights)
        except (ProofError, ZeroDivisionError):
            continue
        return component, weights
    return None


def core(component: Component, claims: Collection[str]) -> Component:
    """What decides whether `claims` can hold together; proofs are written on `restrict` instead."""
    return projected(restrict(component, claims))


def is_consistent(component: Component, claims: Collection[str]) -> bool:
    return contradiction(core(component, claims)) is None


def minimal(component: Component, claims: Iterable[str]) -> frozenset[str]:
    """A subset that still contradicts itself and from which nothing can be left out (deletion filter)."""
    kept = list(claims)
    small = restrict(component, kept)
    for name in list(kept):
        rest = [c for c in kept if c != name]
        found = contradiction(core(small, rest)) if rest else None
        if found is not None:
            used = claims_in(*found)
            kept = [c for c in rest if c in used]
    return frozenset(kept)


def claims_in(component: Component, weights: Weights) -> frozenset[str]:
    return frozenset(component.rows[p.index].claim for p in weights if p.kind == "claim")


def prove_contradiction(component: Component, claims: Collection[str]) -> Proof | None:
    found = contradiction(restrict(component, claims))
    return None if found is None else falsehood(*found)


class Finder:
    """Disjoint contradictions among the active claims of one component, found fast and again and again."""

    def __init__(self, component: Component, *, use_solver: bool = True) -> None:
        self.component = component
        self._cells = _Cells(component)
        self._program = LinearProgram(component) if use_solver and component.is_joined else None

    def disjoint(self, active: frozenset[str], budget: Budget) -> list[frozenset[str]]:
        """Contradictions that share no claim, until what is left is consistent or the budget is spent."""
        self._cells.use(active)
        found = list(self._cycles(budget))
        if self._program is not None and not budget.spent():
            found.extend(self._rays(self._program, budget))
        return found

    def _cycles(self, budget: Budget) -> Iterator[frozenset[str]]:
        for k in range(len(self.component.series)):
            while not budget.spent() and not self._cells.is_known_sound(k):
                nodes = negative_cycle(self._cells.edges[k])
                if nodes is None:
                    self._cells.note_sound(k)
                    break
                claims = minimal(self.component, self._cells.claims_on(k, nodes))
                self._cells.leave_out(claims)
                yield claims

    def _rays(self, program: LinearProgram, budget: Budget) -> Iterator[frozenset[str]]:
        while not budget.spent():
            active = self._cells.active
            program.keep(active.__contains__, self._cells.closed)
            solved = program.feasible()
            if solved.status != "contradiction":
                return
            used = frozenset(self.component.rows[p.index].claim for p, _ in solved.weights if p.kind == "claim")
            if not used:
                return
            claims = used if is_consistent(self.component, used) else minimal(self.component, sorted(used))
            self._cells.leave_out(claims)
            yield claims


class _Cells:
    """The tightest active row on every edge, kept up as claims come and go."""

    def __init__(self, component: Component) -> None:
        count, nodes = len(component.series), len(component.days)
        self._base = np.full((count, nodes, nodes), np.inf)
        self._base[:, np.arange(nodes), np.arange(nodes)] = 0.0
        lower = np.tril(np.ones((nodes, nodes), bool), -1)
        for k, monotone in enumerate(component.monotone):
            if monotone:
                self._base[k][lower] = 0.0
        self._bounds: dict[tuple[int, int, int], list[tuple[int, str]]] = defaultdict(list)
        self._edges_of: dict[str, set[tuple[int, int, int]]] = defaultdict(set)
        for row in component.rows:
            if row.other is not None:
                continue
            if row.high is not None:
                self._note((row.series, row.start, row.end), row.high, row.claim)
            if row.low is not None:
                self._note((row.series, row.end, row.start), -row.low, row.claim)
        for bounds in self._bounds.values():
            bounds.sort()
        self.edges: Matrix = self._base.copy()
        self.active: frozenset[str] = frozenset()
        self._owner: dict[tuple[int, int, int], str] = {}
        self._sound: dict[int, Matrix] = {}
        self._closed = np.empty_like(self._base)
        self._closed_from: dict[int, Matrix] = {}

    @property
    def closed(self) -> Matrix:
        """Shortest paths of every series over the active claims alone."""
        for k, edges in enumerate(self.edges):
            if k not in self._closed_from or not np.array_equal(self._closed_from[k], edges):
                self._closed_from[k] = edges.copy()
                self._closed[k] = all_pairs(edges)
        return self._closed

    def note_sound(self, series: int) -> None:
        """Remember that the edges of a series, as they are, hold no negative cycle."""
        self._sound[series] = self.edges[series].copy()

    def is_known_sound(self, series: int) -> bool:
        """Whether every edge is at least as loose as when no negative cycle was found."""
        return series in self._sound and bool((self.edges[series] >= self._sound[series]).all())

    def _note(self, edge: tuple[int, int, int], bound: int, claim: str) -> None:
        self._bounds[edge].append((bound, claim))
        self._edges_of[claim].add(edge)

    def use(self, active: frozenset[str]) -> None:
        self.active = active
        for edge in self._bounds:
            self._refresh(edge)

    def leave_out(self, claims: Iterable[str]) -> None:
        gone = frozenset(claims)
        self.active = self.active - gone
        for edge in {edge for claim in gone for edge in self._edges_of[claim]}:
            self._refresh(edge)

    def _refresh(self, edge: tuple[int, int, int]) -> None:
        base = self._base[edge]
        for bound, claim in self._bounds[edge]:
            if claim in self.active:
                self.edges[edge] = min(base, bound)
                self._owner[edge] = claim if bound < base else ""
                return
        self.edges[edge] = base
        self._owner[edge] = ""

    def claims_on(self, series: int, nodes: Sequence[int]) -> list[str]:
        pairs = zip(nodes, [*nodes[1:], nodes[0]], strict=True)
        return [owner for u, v in pairs if (owner := self._owner.get((series, u, v), ""))]


@dataclass(frozen=True, slots=True)
class Cover:
    """What was found of one component: contradictions, and the cheapest set that meets them all."""

    conflicts: tuple[frozenset[str], ...]
    cheapest: frozenset[str]
    is_complete: bool


@dataclass(frozen=True, slots=True)
class Grouping:
    """Changes that touch several claims at once: their names, and the claims that each one touches."""

    groups: Mapping[str, frozenset[str]] = field(default_factory=dict)
    explains: Callable[[str, frozenset[str]], bool] = field(default=lambda *_: True)

    def choices(self, conflict: frozenset[str]) -> frozenset[str]:
        """The claims of a contradiction, and the changes that touch one of them and could explain it."""
        touching = (name for name, claims in self.groups.items() if claims & conflict)
        return conflict | {name for name in touching if self.explains(name, conflict)}

    def members(self, chosen: Iterable[str]) -> frozenset[str]:
        return frozenset(claim for name in chosen for claim in self.groups.get(name, (name,)))


def cheapest_cover(
    finder: Finder,
    everything: frozenset[str],
    cost: Mapping[str, float],
    budget: Budget,
    start: Cover | None = None,
    grouping: Grouping | None = None,
) -> Cover:
    """Implicit hitting sets: contradictions are found until the cheapest set that meets them leaves none.

    `start` is what is known already. (Reiter 1987; Bacchus and others on implicit hitting sets.)
    """
    groups = grouping or Grouping()
    conflicts = list(start.conflicts) if start else []
    barred: list[frozenset[str]] = []
    chosen: frozenset[str] = frozenset()
    while not budget.spent():
        if conflicts:
            hit = least_cost_hitting_set([groups.choices(c) for c in conflicts], cost, barred)
            if hit is None:
                break
            chosen = hit
        fresh = [c for c in finder.disjoint(everything - groups.members(chosen), budget) if c not in conflicts]
        if not fresh:
            return Cover(tuple(conflicts), chosen, not budget.ran_out)
        conflicts.extend(fresh)
    return Cover(tuple(conflicts), chosen, False)


def rest_without(
    cover: Cover, cost: Mapping[str, float], everything: frozenset[str], out: frozenset[str]
) -> frozenset[str]:
    """What is left once `out` is left out, and the cheapest set that meets the contradictions without `out`."""
    other = [c for c in cover.conflicts if not c & out]
    hit = least_cost_hitting_set(other, cost) if other else frozenset()
    return everything - out - (hit or frozenset())


def tied_covers(
    cover: Cover, cost: Mapping[str, float], grouping: Grouping, tie: float, most: int = 12
) -> list[frozenset[str]]:
    """Every set of changes that meets the known contradictions for at most `tie` more than the cheapest."""
    sets = [grouping.choices(c) for c in cover.conflicts]
    found = [cover.cheapest]
    limit = sum(cost[n] for n in cover.cheapest) + tie + 1e-9
    while len(found) < most:
        other = least_cost_hitting_set(sets, cost, found)
        if other is None or sum(cost[n] for n in other) > limit:
            break
        found.append(other)
    return found


def conflicts_with(
    component: Component, claim: str, others: frozenset[str], budget: Budget, most: int
) -> list[frozenset[str]]:
    """Minimal contradictions that hold `claim`, where `others` are consistent: Reiter's tree, breadth first."""
    found: list[frozenset[str]] = []
    queue: list[frozenset[str]] = [frozenset()]
    seen = {frozenset[str]()}
    for _ in range(MOST_BRANCHES):
        if not queue or len(found) >= most or budget.spent():
            break
        left_out = queue.pop(0)
        known = next((c for c in found if not c & left_out), None)
        if known is None:
            active = (others - left_out) | {claim}
            result = contradiction(core(component, active))
            if result is None:
                continue
            known = minimal(component, sorted(claims_in(*result), key=lambda c: (c == claim, c)))
            if known not in found:
                found.append(known)
        for member in sorted(known - {claim}):
            branch = left_out | {member}
            if branch not in seen:
                seen.add(branch)
                queue.append(branch)
    return found
