from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from crossfoot.graph import graph
from crossfoot.independence import independence
from crossfoot.records import Claim, Link, Origin, Report, Trace


def claim(name: str, report: str) -> Claim:
    return Claim(name, report, f"{report}.txt", 0, 1, "1", 1, 1)


CLAIMS = [claim("a1", "a"), claim("b1", "b"), claim("c1", "c"), claim("a2", "a"), claim("d2", "d")]
ONE = tuple(Origin(c, 1, 3, 3, "one", ("a1", "b1", "c1")) for c in ("a1", "b1", "c1"))
OTHER = tuple(Origin(c, 2, 2, 2, "other", ("a2", "d2")) for c in ("a2", "d2"))


def test_two_figures_have_the_origins_of_all_their_reports() -> None:
    found = independence(["a1", "a2"], CLAIMS, Trace(origins=(*ONE, *OTHER)))
    assert (found.fewest, found.most, found.reports) == (2, 4, 4)
    assert found.reasons == ("one", "other")


def test_a_copy_that_adds_no_figure_is_no_witness_and_a_cut_link_shows_nothing() -> None:
    for pair, score, most in (("bc", 0.5, 3), ("ba", 0.5, 3), ("bd", 0.5, 4), ("bc", 0.0, 4)):
        trace = Trace(links=(Link("TEXT", pair[0], pair[1], score, "same words"),), origins=(*ONE, *OTHER))
        assert independence(["a1", "a2"], CLAIMS, trace).most == most


def test_a_figure_of_one_origin_makes_its_reports_one() -> None:
    same = tuple(Origin(c, 1, 1, 3, "copies", ("a1", "b1", "c1")) for c in ("a1", "b1", "c1"))
    assert independence(["a1", "d2"], CLAIMS, Trace(origins=(*same, *OTHER))).most == 2
    assert independence(["nothing"], CLAIMS, Trace()).reports == 0


@given(st.sets(st.sampled_from(["a1", "b1", "c1", "a2", "d2"]), min_size=1), st.integers(0, 15))
def test_the_interval_is_one(finding: set[str], mask: int) -> None:
    links = [
        Link("TEXT", pair[0], pair[1], 0.5, "why") for i, pair in enumerate(("ab", "bc", "cd", "ad")) if mask >> i & 1
    ]
    found = independence(sorted(finding), CLAIMS, Trace(links=tuple(links), origins=(*ONE, *OTHER)))
    assert 1 <= found.fewest <= found.most <= found.reports


def test_the_graph_joins_all_links_of_a_pair() -> None:
    reports = [
        Report(name, "x", f"{name}.txt", "", outlet=outlet, published=date(2024, 1, day))
        for name, outlet, day in (("a", "One", 2), ("b", "Two", 1), ("c", None, 3))
    ]
    links = (
        Link("TEXT", "a", "b", 0.4, "words", directed=True),
        Link("FIGURE", "b1", "a1", 0.9, "figure"),
        Link("CITES", "c", "source:Agency", 1.0, "names", directed=True),
        Link("TEXT", "c", "a", 0.0, "cut"),
    )
    made = graph(reports, CLAIMS, Trace(links=links))
    assert [node.label for node in made.nodes] == ["Two", "One", "c.txt", "Agency"]
    assert [(e.source, e.target, e.directed, e.kinds, e.score) for e in made.edges] == [
        ("a", "b", True, ("TEXT", "FIGURE"), 0.9),
        ("c", "source:Agency", True, ("CITES",), 1.0),
    ]
    assert [node.weight for node in made.nodes] == [1, 0, 0, 1]


def test_the_later_of_two_stands_below_and_the_strongest_edge_of_a_copy_is_its_main_one() -> None:
    reports = [
        Report(n, "x", f"{n}.txt", "", outlet=n, published=date(2024, 1, d))
        for n, d in zip("abc", (1, 2, 3), strict=True)
    ]
    links = (
        Link("FIGURE", "c1", "a1", 0.9, "figure"),
        Link("TEXT", "c", "b", 0.4, "words", directed=True),
        Link("CITES", "c", "source:Agency", 1.0, "names", directed=True),
    )
    made = graph(reports, CLAIMS, Trace(links=links))
    place = {node.label: node.place for node in made.nodes}
    assert {label: p.layer for label, p in place.items() if p} == {"a": 0, "b": 0, "Agency": 0, "c": 1}
    assert {edge.target: edge.main for edge in made.edges} == {"a": False, "b": True, "source:Agency": False}
    fewer = graph(reports, CLAIMS, Trace(links=links), least_named=2, most_nodes=2)
    assert [node.label for node in fewer.nodes if node.place] == ["a", "c"]
    assert (fewer.left_out, [edge.way != () for edge in fewer.edges]) == (1, [True, False])
