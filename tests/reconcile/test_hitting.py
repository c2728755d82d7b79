"""The cheapest set that meets every contradiction, against trying all sets and against the solver."""

from __future__ import annotations

from itertools import combinations
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crossfoot.reconcile import hitting, solve
from crossfoot.reconcile.hitting import least_cost_hitting_set

NAMES = "abcdefgh"
groups = st.lists(st.frozensets(st.sampled_from(NAMES), min_size=1, max_size=4), max_size=7)
prices = st.fixed_dictionaries({name: st.sampled_from([0.1, 0.25, 0.5, 0.5, 1.0, 1.3]) for name in NAMES})


def total(chosen: frozenset[str] | None, cost: dict[str, float]) -> float:
    assert chosen is not None
    return round(sum(cost[name] for name in chosen), 9)


def cheapest_of_all(sets: list[frozenset[str]], cost: dict[str, float]) -> float:
    every = [frozenset(c) for n in range(len(NAMES) + 1) for c in combinations(NAMES, n)]
    return min(total(chosen, cost) for chosen in every if all(chosen & group for group in sets))


@settings(max_examples=150, deadline=None)
@given(groups, prices)
def test_it_meets_every_set_and_nothing_is_cheaper(sets: list[frozenset[str]], cost: dict[str, float]) -> None:
    found = least_cost_hitting_set(sets, cost)
    assert found is not None
    assert all(found & group for group in sets)
    assert total(found, cost) == cheapest_of_all(sets, cost)


@settings(max_examples=60, deadline=None)
@given(groups, prices)
def test_branching_and_solver_agree(sets: list[frozenset[str]], cost: dict[str, float]) -> None:
    assert total(least_cost_hitting_set(sets, cost), cost) == total(solve.least_cost_hitting_set(sets, cost), cost)


@settings(max_examples=60, deadline=None)
@given(groups, prices, st.randoms(use_true_random=False))
def test_order_changes_nothing(sets: list[frozenset[str]], cost: dict[str, float], random: Random) -> None:
    turned = sorted(sets, key=lambda _: random.random())
    assert least_cost_hitting_set(sets, cost) == least_cost_hitting_set(turned, cost)


def test_of_equally_cheap_sets_the_first_is_taken() -> None:
    assert least_cost_hitting_set([frozenset("cb"), frozenset("ba")], dict.fromkeys("abc", 1.0)) == frozenset("b")
    assert least_cost_hitting_set([frozenset("cb")], dict.fromkeys("abc", 1.0)) == frozenset("b")


def test_what_branching_cannot_finish_goes_to_the_solver(monkeypatch: pytest.MonkeyPatch) -> None:
    sets = [frozenset(pair) for pair in combinations("abcdefgh", 2)]
    cost = {name: 1.0 + n / 100 for n, name in enumerate(NAMES)}
    expected = total(least_cost_hitting_set(sets, cost), cost)
    monkeypatch.setattr(hitting, "MOST_NODES", 3)
    assert total(least_cost_hitting_set(sets, cost), cost) == expected
    assert least_cost_hitting_set([frozenset("ab")], cost, barred=[frozenset("a"), frozenset("b")]) is None
