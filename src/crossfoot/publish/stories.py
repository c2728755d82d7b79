"""Contradictions grouped by the one change that settles most of them (§9): one slip, one story."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from crossfoot.publish.index import Index
from crossfoot.records import Conflict, Repair


@dataclass(frozen=True, slots=True)
class Story:
    """Contradictions, strongest first, that one change settles.

    `claim` or `assumption` is what would have to change; both are None where no repair is known.
    """

    conflicts: tuple[Conflict, ...]
    claim: str | None
    assumption: str | None
    repairs: tuple[Repair, ...]
    """All repairs that touch these conflicts, in rank."""


def strength(conflict: Conflict) -> tuple[int, float, str]:
    """Sort key: fewest figures first, then the largest gap in relation to the figures it stands on."""
    sizes = [abs(t.value) for t in conflict.proof.terms if t.claim]
    scale = max(sizes, default=Fraction(1)) or Fraction(1)
    return len(conflict.claims), -float(conflict.gap / scale), conflict.id


def stories(index: Index) -> tuple[Story, ...]:
    """Greedy cover: again and again the change with the least cost for each contradiction it settles."""
    left = dict(index.conflicts)
    aside = set(index.contents.reconciliation.aside)
    subjects = _subjects(index)
    told: list[Story] = []
    while left:
        open_ = {s: [c for c in fixed if c in left] for s, (_, fixed) in subjects.items()}
        best = min(
            (s for s, fixed in open_.items() if fixed),
            key=lambda s: (subjects[s][0] / len(open_[s]), s[1] not in aside, s),
            default=None,
        )
        if best is None:
            told += [_story(index, (c,), ("", "")) for c in left.values()]
            break
        told.append(_story(index, tuple(left.pop(c) for c in open_[best]), best))
    return tuple(sorted(told, key=lambda s: strength(s.conflicts[0])))


def _subjects(index: Index) -> dict[tuple[str, str], tuple[float, tuple[str, ...]]]:
    """What could change (a claim, or an assumption) → its least cost, and the conflicts it settles."""
    found: dict[tuple[str, str], tuple[float, tuple[str, ...]]] = {}
    for repair in index.repairs.values():
        key = ("claim", repair.claim) if repair.claim else ("assumption", repair.before)
        cost, fixed = found.get(key, (repair.cost, ()))
        known = tuple(c for c in repair.conflicts if c in index.conflicts)
        found[key] = (min(cost, repair.cost), tuple(dict.fromkeys((*fixed, *known))))
    return found


def _story(index: Index, conflicts: tuple[Conflict, ...], subject: tuple[str, str]) -> Story:
    ordered = tuple(sorted(conflicts, key=strength))
    repairs: dict[str, Repair] = {}
    for conflict in ordered:
        repairs.update({r.id: r for r in index.repairs_of.get(conflict.id, ())})
    ranked = tuple(sorted(repairs.values(), key=lambda r: (-_settles(r, ordered), r.cost, r.rank, r.id)))
    kind, name = subject
    return Story(ordered, name if kind == "claim" else None, name if kind == "assumption" else None, ranked)


def _settles(repair: Repair, conflicts: tuple[Conflict, ...]) -> int:
    return sum(1 for c in conflicts if c.id in repair.conflicts)
