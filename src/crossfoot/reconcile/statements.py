"""Claims that say the same enter once, with the weight that their independence gives them (§5.8, §9)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from crossfoot.reconcile.readings import prices
from crossfoot.records import Claim, TextRelation


@dataclass(frozen=True, slots=True)
class Statements:
    """The claims that enter, the price of setting each aside, and for every claim the one that stands for it."""

    claims: tuple[Claim, ...]
    weight: Mapping[str, float]
    stands_for: Mapping[str, str]


def statements(claims: Iterable[Claim], copies: Mapping[str, str]) -> Statements:
    """`copies`: claim id → id of the claim it is known to repeat."""
    listed = sorted(claims, key=lambda c: c.id)
    known = {c.id: c for c in listed}
    parent = {c.id: p for c in listed if (p := copies.get(c.id) or c.copy_of) is not None and p in known and p != c.id}
    groups: dict[tuple[object, ...], list[Claim]] = defaultdict(list)
    for claim in listed:
        groups[_says(claim)].append(claim)
    entering, weight, stands = [], {}, {}
    for group in groups.values():
        first = _first(group, parent)
        entering.append(first)
        weight[first.id] = _weight(group, parent)
        stands.update({c.id: first.id for c in group})
    return Statements(tuple(sorted(entering, key=lambda c: c.id)), weight, stands)


def _says(claim: Claim) -> tuple[object, ...]:
    """What must be equal for two claims to be one statement; an uncoded claim is a statement of its own."""
    if claim.series is None or claim.candidates:
        return (claim.id,)
    period = (claim.period.start, claim.period.end)
    undated = claim.report if claim.period.end is None else None
    value = (claim.low, claim.high, claim.hedge, claim.kind, claim.per, claim.stance, claim.modal, claim.release)
    return (claim.series.id, period, undated, value, claim.base)


def _first(group: list[Claim], parent: Mapping[str, str]) -> Claim:
    """The original where it is known, else the first by id."""
    return min(group, key=lambda c: (c.id in parent, c.id))


def _weight(group: list[Claim], parent: Mapping[str, str]) -> float:
    """One for every member that is not known to copy another, and a little for each further report.

    Where all are copies and one of them copies a claim that says something else, the figure may be the slip.
    """
    table = prices()
    ids = {c.id for c in group}
    independent = [c for c in group if c.id not in parent]
    support = min(table.support_most, table.support_each * (len(group) - max(1, len(independent))))
    if independent:
        return len(independent) + support
    copies_another = any(parent[i] not in ids for i in ids)
    return table.copy_differs if copies_another else 1.0 + support


def parts_of_themselves(claims: Mapping[str, Claim], relations: Iterable[TextRelation]) -> frozenset[str]:
    """Parts that would stand on the same series and period as their whole: "12 of 40" is no second count of the 40."""
    found = set()
    for relation in relations:
        whole = claims.get(relation.whole or "")
        if relation.kind != "part" or whole is None or whole.series is None:
            continue
        for name in relation.parts:
            part = claims.get(name)
            if part is not None and part.series == whole.series and part.period.start == whole.period.start:
                found.add(name)
    return frozenset(found)
