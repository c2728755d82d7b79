from __future__ import annotations

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from crossfoot.layers import layout

NODES = [f"n{i}" for i in range(9)]
PAIRS = st.lists(st.tuples(st.sampled_from(NODES), st.sampled_from(NODES)).filter(lambda p: p[0] != p[1]), max_size=14)


def test_what_rests_stands_below_and_a_long_edge_bends_in_every_layer() -> None:
    made = layout(["a", "b", "c"], [("b", "a"), ("c", "b"), ("c", "a")])
    assert [made.places[n].layer for n in "abc"] == [0, 1, 2]
    assert [place.layer for place in made.ways["c", "a"]] == [2, 1, 0]
    assert made.ways["c", "a"][1].x != made.places["b"].x
    assert (made.layers, layout([], []).layers) == (3, 0)


def test_a_source_stands_just_above_the_first_that_names_it() -> None:
    made = layout(["a", "b", "c", "source"], [("b", "a"), ("c", "b"), ("c", "source")])
    assert made.places["source"].layer == 1


def test_neighbours_stand_over_one_another_and_edges_do_not_cross_without_need() -> None:
    made = layout(["a", "b", "c", "d"], [("c", "b"), ("d", "a")])
    order = sorted("ab", key=lambda n: made.places[n].x)
    below = sorted("cd", key=lambda n: made.places[n].x)
    assert order == [{"c": "b", "d": "a"}[n] for n in below]
    assert made.places["c"].x == made.places["b"].x


@settings(deadline=None)
@given(PAIRS, PAIRS, st.integers(1, 9))
def test_no_two_nodes_overlap_and_no_edge_is_lost(above: list, level: list, widest: int) -> None:  # type: ignore[type-arg]
    made = layout(NODES, above, level, widest)
    assert set(made.ways) == {*above, *level}
    by_layer: dict[int, list[float]] = {}
    for place in made.places.values():
        by_layer.setdefault(place.layer, []).append(place.x)
        assert 0 <= place.x <= made.width
        assert 0 <= place.layer < made.layers
    for row in by_layer.values():
        assert all(b - a > 0.99 for a, b in pairwise(sorted(row)))
    for (a, b), way in made.ways.items():
        assert (way[0], way[-1]) == (made.places[a], made.places[b])
        steps = [abs(one.layer - other.layer) for one, other in pairwise(way)]
        assert all(step == 1 for step in steps) or steps == [0]
    assert layout(NODES, above, level, widest) == made


def test_parts_that_hang_together_stand_side_by_side_and_below_where_a_row_is_full() -> None:
    pairs = [(f"b{i}", f"a{i}") for i in range(7)]
    made = layout([node for pair in pairs for node in pair], pairs, widest=3)
    assert (made.layers, made.width) == (6, 2.0)
    assert all(made.places[b].layer == made.places[a].layer + 1 for b, a in pairs)


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(0, 8), st.integers(0, 8)).filter(lambda p: p[0] > p[1]), max_size=14))
def test_without_rings_every_edge_leads_up(edges: list[tuple[int, int]]) -> None:
    made = layout(NODES, [(NODES[a], NODES[b]) for a, b in edges])
    assert all(made.places[NODES[a]].layer > made.places[NODES[b]].layer for a, b in edges)
