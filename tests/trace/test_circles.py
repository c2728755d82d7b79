from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from trace_case import claim, report, source, traced

from crossfoot.records import Remark, Report
from crossfoot.trace.circles import circles


def told(*steps: tuple[str, str, str, str | None]) -> list[Remark]:
    """(outlet, the outlet it names, the figure, the day)."""
    reports: list[Report] = []
    claims = []
    for outlet, names, figure, day in steps:
        made = report(outlet.lower(), f"{figure} it says", outlet, day)
        reports.append(made)
        value = int(figure.replace(",", ""))
        claims.append(claim(made, figure, value, attribution=(source(names, "outlet"),)))
    return [remark for remark in traced(reports, claims).remarks if remark.kind == "circle"]


def test_three_reports_that_cite_one_another_in_a_ring() -> None:
    [remark] = told(*((a, b, "9,048", None) for a, b in (("One", "Two"), ("Two", "Three"), ("Three", "One"))))
    assert len(remark.claims) == 3
    for step in ("One cites Two", "Two cites Three", "Three cites One"):
        assert step in remark.text


def test_a_figure_that_comes_back_later_as_its_own_confirmation() -> None:
    [remark] = told(("One", "Two", "9,048", "2024-01-01"), ("Two", "One", "9,048", "2024-01-02"))
    assert "9,048 returns as its own confirmation" in remark.text
    assert told(("One", "Two", "9,048", "2024-01-01"), ("Two", "One", "7,210", "2024-01-02")) == []


def test_a_line_of_citations_is_no_circle() -> None:
    assert told(("One", "Two", "9,048", None), ("Two", "Three", "9,048", None)) == []


@given(st.dictionaries(st.integers(0, 6), st.lists(st.integers(0, 6), max_size=4), max_size=7))
def test_circles_are_circles_and_every_knot_has_one(edges: dict[int, list[int]]) -> None:
    found = list(circles(edges))
    for circle in found:
        assert len(circle) == len(set(circle)) > 1
        for a, b in zip(circle, [*circle[1:], circle[0]], strict=True):
            assert b in edges[a]
    reach = {a: _reach(a, edges) for a in range(7)}
    knots = {frozenset(b for b in reach[a] if a in reach[b]) for a in range(7)}
    assert len(found) == sum(len(knot) > 1 for knot in knots)


def _reach(start: int, edges: dict[int, list[int]]) -> set[int]:
    found, waiting = {start}, [start]
    while waiting:
        for target in edges.get(waiting.pop(), ()):
            if target not in found:
                found.add(target)
                waiting.append(target)
    return found
