"""Series that no claim names, taken out of a component without changing what its claims can be.

A free series that stands in one relation alone can always be filled in afterwards (Fourier and Motzkin's elimination,
which never grows here): the relation falls away, or the whole is left at least as large as its other parts. Only the
search uses the result; proofs are written on the full component.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from crossfoot.reconcile.inequalities import Component, OrderRow, SumRow

Relation = SumRow | OrderRow


def projected(component: Component) -> Component:
    """`component` without the series that neither a row nor a relation that is left needs."""
    named = frozenset(series for row in component.rows for series in row.all_series)
    relations: list[Relation] = [*component.sums, *component.orders]
    while True:
        left = _step(relations, named, component.monotone)
        if left == relations:
            return _on(component, named, relations)
        relations = left


def _step(relations: Sequence[Relation], named: frozenset[int], monotone: Sequence[bool]) -> list[Relation]:
    times = Counter(series for relation in relations for series in _members(relation))
    free = frozenset(series for series, n in times.items() if n == 1 and series not in named)
    left = []
    for relation in relations:
        kept = _order(relation, free, monotone) if isinstance(relation, OrderRow) else _sum(relation, free, monotone)
        if kept is not None:
            left.append(kept)
    return left


def _order(order: OrderRow, free: frozenset[int], monotone: Sequence[bool]) -> OrderRow | None:
    """The greater can be as great as it must; the lesser can be nothing where nothing is allowed."""
    if order.greater in free:
        return None
    if order.lesser in free and (monotone[order.greater] or not monotone[order.lesser]):
        return None
    return order


def _sum(relation: SumRow, free: frozenset[int], monotone: Sequence[bool]) -> SumRow | None:
    if relation.whole in free and (relation.slack or all(monotone[part] for part in relation.parts)):
        return None
    loose = [part for part in relation.parts if part in free]
    if any(not monotone[part] for part in loose):
        return None
    others = tuple(part for part in relation.parts if part not in free)
    if not loose or (not others and not monotone[relation.whole]):
        return relation
    return replace(relation, parts=others, slack=True) if others else None


def _members(relation: Relation) -> tuple[int, ...]:
    if isinstance(relation, OrderRow):
        return (relation.greater, relation.lesser)
    return (relation.whole, *relation.parts)


def _on(component: Component, named: frozenset[int], relations: Sequence[Relation]) -> Component:
    """The component on the series that are left, numbered anew."""
    kept = sorted(named | {series for relation in relations for series in _members(relation)})
    if len(kept) == len(component.series) and len(relations) == len(component.sums) + len(component.orders):
        return component
    at = {series: i for i, series in enumerate(kept)}
    return replace(
        component,
        series=tuple(component.series[k] for k in kept),
        rows=tuple(row.moved(series=at) for row in component.rows),
        sums=tuple(_sum_at(r, at) for r in relations if isinstance(r, SumRow)),
        orders=tuple(
            replace(r, lesser=at[r.lesser], greater=at[r.greater]) for r in relations if isinstance(r, OrderRow)
        ),
        monotone=tuple(component.monotone[k] for k in kept),
    )


def _sum_at(relation: SumRow, at: dict[int, int]) -> SumRow:
    return replace(relation, whole=at[relation.whole], parts=tuple(at[part] for part in relation.parts))
