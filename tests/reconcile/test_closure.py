"""Shortest paths, negative cycles, and what the closure knows of windows."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import numpy as np
from claim_lines import claims
from hypothesis import given, settings
from hypothesis import strategies as st

from crossfoot.reconcile.closure import close
from crossfoot.reconcile.inequalities import Component, build, context
from crossfoot.reconcile.proofs import Window, bound_proof, falsehood
from crossfoot.reconcile.settings import Settings
from crossfoot.reconcile.shortest import (
    FEW,
    _through,
    all_pairs,
    closed_again,
    floyd,
    is_sound,
    negative_cycle,
    shortest_path,
)

INFINITY = float("inf")


@st.composite
def graphs(draw: st.DrawFn) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    nodes = draw(st.integers(2, 6))
    weight = st.one_of(st.just(INFINITY), st.integers(-3, 12).map(float))
    flat = draw(st.lists(weight, min_size=nodes * nodes, max_size=nodes * nodes))
    edges = np.array(flat).reshape(nodes, nodes)
    np.fill_diagonal(edges, 0.0)
    return edges


@settings(max_examples=200, deadline=None)
@given(graphs())
def test_a_cycle_is_found_exactly_where_the_diagonal_turns_negative(edges: np.ndarray) -> None:
    cycle = negative_cycle(edges)
    assert (cycle is not None) == bool((np.diagonal(floyd(edges)) < 0).any())
    if cycle is not None:
        assert len(set(cycle)) == len(cycle)
        assert sum(edges[u, v] for u, v in zip(cycle, [*cycle[1:], cycle[0]], strict=True)) < 0


@settings(max_examples=200, deadline=None)
@given(graphs())
def test_a_shortest_path_is_as_long_as_the_closure_says(edges: np.ndarray) -> None:
    closed = floyd(edges)
    if (np.diagonal(closed) < 0).any():
        return
    for u in range(len(edges)):
        for v in range(len(edges)):
            if u != v and np.isfinite(closed[u, v]):
                path = shortest_path(edges, closed, u, v)
                assert (path[0], path[-1]) == (u, v)
                assert len(set(path)) == len(path)
                assert sum(edges[a, b] for a, b in pairwise(path)) == closed[u, v]


@settings(max_examples=200, deadline=None)
@given(graphs(), graphs())
def test_closing_again_is_closing_anew(edges: np.ndarray, less: np.ndarray) -> None:
    before = floyd(edges)
    if (np.diagonal(before) < 0).any():
        return
    better = np.full_like(before, INFINITY)
    size = min(len(edges), len(less))
    better[:size, :size] = less[:size, :size]
    after = np.minimum(before, better)
    changed = after < before
    anew = floyd(after)
    by_leaving, by_reached = (
        _through(m, np.flatnonzero(c.any(1))) for m, c in ((after, changed), (after.T, changed.T))
    )
    for again in (closed_again(after, changed), by_leaving, by_reached.T):
        if (np.diagonal(anew) < 0).any():
            assert (np.diagonal(again) < 0).any()
        else:
            assert np.array_equal(again, anew)


@st.composite
def long_axes(draw: st.DrawFn) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    """More nodes than are closed at once: nothing is negative, most windows are short, a few are long."""
    nodes = FEW + draw(st.integers(1, 12))
    random = np.random.default_rng(draw(st.integers(0, 10**6)))
    edges = np.full((nodes, nodes), INFINITY)
    if draw(st.booleans()):
        edges[np.tril_indices(nodes)] = 0.0
    np.fill_diagonal(edges, 0.0)
    totals = np.cumsum(random.integers(0, 9, nodes))
    wrong = draw(st.integers(0, 1))
    for _ in range(draw(st.integers(0, 4 * nodes))):
        u = int(random.integers(nodes - 1))
        v = min(nodes - 1, u + 1 + int(random.geometric(0.5) if random.random() < 0.9 else random.integers(nodes)))
        flow = float(totals[v] - totals[u])
        edges[u, v] = min(edges[u, v], flow + random.integers(0, 3))
        edges[v, u] = min(edges[v, u], -flow + random.integers(0, 3))
    if wrong:
        edges[0, nodes - 1], edges[nodes - 1, 0] = 3.0, -4.0
    return edges


@settings(max_examples=60, deadline=None)
@given(long_axes())
def test_taking_nodes_out_gives_the_same_distances(edges: np.ndarray) -> None:
    plain, thin = floyd(edges), all_pairs(edges)
    assert is_sound(edges) == bool((np.diagonal(plain) >= 0).all()) == bool((np.diagonal(thin) >= 0).all())
    if is_sound(edges):
        assert np.array_equal(plain, thin)


def component(text: str, *off: str) -> Component:
    (found,) = build(context(claims(text), Settings(off=frozenset(off)))).components
    return found


YEAR = """
count | 2024-01-01..2024-12-31 | 1,001 to 1,202 | a
count | 2024-01-01..2024-10-31 | 803 to 905 | b
"""


def test_what_two_totals_leave_between_them() -> None:
    closure = close(component(YEAR))
    at = {day: n for n, day in enumerate(closure.component.days)}
    start, cut, end = at[date(2024, 1, 1)], at[date(2024, 11, 1)], at[date(2025, 1, 1)]
    assert closure.bounds(0, cut, end) == (96, 399)
    assert closure.bounds(0, start, cut) == (803, 905)
    proof = bound_proof(closure.component, closure.weights(0, cut, end), Window(0, cut, end), "high")
    assert proof.text == "1,202 − 803 = 399"
    least = bound_proof(closure.component, closure.weights(0, end, cut), Window(0, cut, end), "low")
    assert least.text == "1,001 − 905 = 96"


def test_flows_may_be_negative_where_the_assumption_is_off() -> None:
    wide = YEAR.replace("803 to 905", "803 to 1,500")
    on, off = close(component(wide)), close(component(wide, "no-negative-flow"))
    series = close(component(wide, "no-negative-flow count|all|country"))
    assert (on.bounds(0, 1, 2), off.bounds(0, 1, 2), series.bounds(0, 1, 2)) == ((0, 399), (-499, 399), (-499, 399))


def test_a_part_above_its_whole_is_a_cycle() -> None:
    closure = close(component("count | 2024 | 100 | a\ncount | 2024-05 | 112 | b"))
    assert not closure.is_consistent
    proof = falsehood(closure.component, closure.cycle_weights())
    assert proof.value == 7, "100 is a rounded figure: at most 105"
    assert {"no-negative-flow", "width default"} == set(proof.assumptions)


def test_long_chains_stay_exact() -> None:
    """A hundred months of 10^10 and their total: sums keep their last digit."""
    months = [f"count | {2000 + n // 12}-{n % 12 + 1:02} | 10,000,000,001 | m{n}" for n in range(96)]
    closure = close(component("\n".join(months)))
    days = closure.component.days
    assert closure.bounds(0, 0, len(days) - 1) == (96 * 10_000_000_001, 96 * 10_000_000_001)
