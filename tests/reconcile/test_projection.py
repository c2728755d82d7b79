"""Series that no claim names are taken out; what the claims can be stays the same."""

from __future__ import annotations

from datetime import date
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from crossfoot.reconcile.inequalities import Component, OrderRow, Row, SumRow
from crossfoot.reconcile.projection import projected
from crossfoot.reconcile.solve import LinearProgram

DAYS = tuple(date(2024, month, 1) for month in range(1, 5))
LAST = len(DAYS) - 1


def row(number: int, series: int, window: tuple[int, int], low: int | None, high: int | None) -> Row:
    return Row(f"c{number}", series, *window, low, high)


@st.composite
def systems(draw: st.DrawFn) -> Component:
    """Up to seven series, relations between any of them, claims on some."""
    random = Random(draw(st.integers(0, 10**9)))
    count = random.randint(2, 7)
    sums, orders = [], []
    for n in range(random.randint(0, 3)):
        members = random.sample(range(count), random.randint(2, min(4, count)))
        sums.append(SumRow(f"s{n}", members[0], tuple(members[1:]), random.random() < 0.4))
    for n in range(random.randint(0, 2)):
        lesser, greater = random.sample(range(count), 2)
        windows = ((0, LAST),) if random.random() < 0.5 else tuple((0, t) for t in range(1, LAST + 1))
        orders.append(OrderRow(f"o{n}", lesser, greater, windows))
    rows = []
    for n in range(random.randint(1, 6)):
        start = random.randrange(LAST)
        window = (start, random.randint(start + 1, LAST))
        low = random.randint(-4, 9)
        rows.append(row(n, random.randrange(count), window, low, low + random.randint(0, 3)))
    monotone = tuple(random.random() < 0.8 for _ in range(count))
    return Component(tuple(f"x{k}" for k in range(count)), DAYS, tuple(rows), tuple(sums), tuple(orders), monotone)


@settings(max_examples=400, deadline=None)
@given(systems())
def test_what_can_hold_together_stays_the_same(component: Component) -> None:
    small = projected(component)
    assert {r.claim for r in small.rows} == {r.claim for r in component.rows}
    assert LinearProgram(small).feasible().status == LinearProgram(component).feasible().status


def test_parts_that_no_claim_names_leave_the_whole_at_least_as_large() -> None:
    relation = SumRow("country", 0, (1, 2, 3), False)
    rows = (row(0, 0, (0, 1), 5, 5), row(1, 1, (0, 1), 6, 6))
    small = projected(Component(("c", "a", "b", "d"), DAYS, rows, (relation,), (), (True,) * 4))
    assert small.series == ("c", "a")
    assert [(r.whole, r.parts, r.slack) for r in small.sums] == [(0, (1,), True)]


def test_a_relation_that_no_claim_touches_falls_away() -> None:
    relation = SumRow("country", 0, (1, 2), False)
    small = projected(Component(("c", "a", "b"), DAYS, (row(0, 1, (0, 1), 6, 6),), (relation,), (), (True,) * 3))
    assert (small.series, small.sums) == (("a",), ())
