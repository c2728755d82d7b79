"""The cheapest set that meets every contradiction: independent parts one by one, small parts by branching.

Contradictions that share no member are solved apart; a part that branching cannot finish in `MOST_NODES` steps goes to
the solver.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence

from crossfoot.reconcile import solve

MOST_NODES = 2_000
NEAR = 1e-9


def least_cost_hitting_set(
    sets: Sequence[Collection[str]], cost: Mapping[str, float], barred: Sequence[Collection[str]] = ()
) -> frozenset[str] | None:
    """The cheapest set that meets every one of `sets` and holds none of `barred` whole; None where there is none.

    Of equally cheap sets the first in alphabetical order.
    """
    if not all(sets):
        return None
    if barred:
        return solve.least_cost_hitting_set(sets, cost, barred)
    found: set[str] = set()
    for part in _parts(sets):
        chosen = _of_part(part, cost)
        if chosen is None:
            return None
        found |= chosen
    return frozenset(found)


def _of_part(part: Sequence[frozenset[str]], cost: Mapping[str, float]) -> frozenset[str] | None:
    if len(part) == 1:
        return frozenset((min(part[0], key=lambda name: (cost[name], name)),))
    best = _Branching(part, cost).best()
    return best if best is not None else solve.least_cost_hitting_set(part, cost)


def _parts(sets: Iterable[Collection[str]]) -> list[list[frozenset[str]]]:
    """Groups of sets that share members, directly or through others; sets that hold another one whole are dropped."""
    smallest = _without_supersets(frozenset(s) for s in sets)
    root: dict[str, str] = {}

    def find(name: str) -> str:
        while root.setdefault(name, name) != name:
            root[name] = root[root[name]]
            name = root[name]
        return name

    for group in smallest:
        first, *others = sorted(group)
        for other in others:
            a, b = find(first), find(other)
            root[max(a, b)] = min(a, b)
    parts: dict[str, list[frozenset[str]]] = defaultdict(list)
    for group in smallest:
        parts[find(min(group))].append(group)
    return [parts[key] for key in sorted(parts)]


def _without_supersets(sets: Iterable[frozenset[str]]) -> list[frozenset[str]]:
    kept: list[frozenset[str]] = []
    holding: dict[str, list[frozenset[str]]] = defaultdict(list)
    for group in sorted(set(sets), key=lambda s: (len(s), sorted(s))):
        if any(smaller <= group for name in group for smaller in holding[name]):
            continue
        kept.append(group)
        for name in group:
            holding[name].append(group)
    return kept


class _Branching:
    """Depth first over the members of an unmet set, cut by the cost of unmet sets that share nothing."""

    def __init__(self, sets: Sequence[frozenset[str]], cost: Mapping[str, float]) -> None:
        self._sets, self._cost = sets, cost
        self._nodes = 0
        self._best: tuple[float, tuple[str, ...]] | None = None

    def best(self) -> frozenset[str] | None:
        """The cheapest set; None where too many steps would be needed."""
        self._descend(list(self._sets), (), 0.0, frozenset())
        return None if self._nodes > MOST_NODES or self._best is None else frozenset(self._best[1])

    def _descend(self, unmet: list[frozenset[str]], chosen: tuple[str, ...], spent: float, out: frozenset[str]) -> None:
        self._nodes += 1
        if self._nodes > MOST_NODES:
            return
        if not unmet:
            self._keep(spent, tuple(sorted(chosen)))
            return
        open_sets = [group - out for group in unmet]
        if not all(open_sets) or self._is_dearer(spent + self._floor(open_sets)):
            return
        group = min(open_sets, key=lambda s: (len(s), sorted(s)))
        for name in sorted(group, key=lambda n: (self._cost[n], n)):
            self._descend([g for g in unmet if name not in g], (*chosen, name), spent + self._cost[name], out)
            out |= {name}

    def _floor(self, open_sets: Sequence[frozenset[str]]) -> float:
        """What meeting sets that share no member costs at least."""
        used: set[str] = set()
        floor = 0.0
        for group in open_sets:
            if used.isdisjoint(group):
                used |= group
                floor += min(self._cost[name] for name in group)
        return floor

    def _is_dearer(self, cost: float) -> bool:
        return self._best is not None and cost > self._best[0] + NEAR

    def _keep(self, spent: float, chosen: tuple[str, ...]) -> None:
        if (
            self._best is None
            or spent < self._best[0] - NEAR
            or (not self._is_dearer(spent) and chosen < self._best[1])
        ):
            self._best = (spent, chosen)
