"""Contradictions grouped by the one change that settles most of them (§9): one slip, one story."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from crossfoot.publish.index import Index
from crossfoot.records import Conflict, Repair

TIE = 0.05
"""Repairs whose costs differ by no more than this are equally cheap."""


@dataclass(frozen=True, slots=True)
class Story:
    """Contradictions, strongest first, that one change (`best`, None where no repair is known) settles.

    `repairs` are all that touch these contradictions, `best` first.
    """

    conflicts: tuple[Conflict, ...]
    best: Repair | None
    repairs: tuple[Repair, ...]

    @property
    def claim(self) -> str | None:
        """The one claim that every cheapest change touches; None where the blame could lie elsewhere."""
        if self.best is None:
            return None
        best, most = self.best, _settles(self.best, self.conflicts)
        rivals = [r for r in self.repairs if _settles(r, self.conflicts) == most and r.cost <= best.cost + TIE]
        return best.claim if all(r.claim == best.claim for r in rivals) else None


def strength(conflict: Conflict) -> tuple[int, float, str]:
    """Sort key: fewest figures first, then the largest gap in relation to the figures it stands on."""
    sizes = [abs(t.value) for t in conflict.proof.terms if t.claim]
    scale = max(sizes, default=Fraction(1)) or Fraction(1)
    return len(conflict.claims), -float(conflict.gap / scale), conflict.id


def stories(index: Index) -> tuple[Story, ...]:
    """Greedy cover: again and again the repair with the least cost for each contradiction it settles."""
    left = dict(index.conflicts)
    told: list[Story] = []
    while left:
        best = _best(index, left)
        if best is None:
            told += [_story(index, (c,), None) for c in left.values()]
            break
        told.append(_story(index, tuple(left.pop(c) for c in dict.fromkeys(best.conflicts) if c in left), best))
    return tuple(sorted(told, key=lambda s: strength(s.conflicts[0])))


def _best(index: Index, left: Mapping[str, Conflict]) -> Repair | None:
    aside = index.contents.reconciliation.aside
    settling = {r.id: len(set(r.conflicts) & left.keys()) for r in index.repairs.values()}
    return min(
        (r for r in index.repairs.values() if settling[r.id]),
        key=lambda r: (r.cost / settling[r.id], r.claim not in aside, r.rank, r.id),
        default=None,
    )


def _story(index: Index, conflicts: tuple[Conflict, ...], best: Repair | None) -> Story:
    ordered = tuple(sorted(conflicts, key=strength))
    repairs: dict[str, Repair] = {}
    for conflict in ordered:
        repairs.update({r.id: r for r in index.repairs_of.get(conflict.id, ())})
    ranked = sorted(repairs.values(), key=lambda r: (r is not best, -_settles(r, ordered), r.cost, r.rank, r.id))
    return Story(ordered, best, tuple(ranked))


def _settles(repair: Repair, conflicts: tuple[Conflict, ...]) -> int:
    return sum(1 for c in conflicts if c.id in repair.conflicts)
