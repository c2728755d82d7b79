from __future__ import annotations

import pytest
from trace_case import claim, report, traced

from crossfoot.trace.figures_shared import digits


@pytest.mark.parametrize(
    ("value", "expected"), [((35_307,), 5), ((160_000,), 2), ((0,), 1), ((3000, 5000), 2), ((0.23,), 2), ((10.5,), 3)]
)
def test_significant_digits(value: tuple[float, ...], expected: int) -> None:
    assert digits(value) == expected


def kinds(*texts: tuple[str, str, float]) -> list[str]:
    reports = [report(name, text) for name, text, _ in texts]
    claims = [claim(r, r.text, value) for r, (_, _, value) in zip(reports, texts, strict=True)]
    return [link.kind for link in traced(reports, claims).links]


def test_an_unround_figure_links_and_a_round_one_does_not() -> None:
    assert kinds(("a", "35,307", 35_307), ("b", "35 307", 35_307)) == ["FIGURE"]
    assert kinds(("a", "30,000", 30_000), ("b", "30,000", 30_000)) == []


def test_the_same_number_of_other_things_is_another_figure() -> None:
    a, b = report("a", "21,600"), report("b", "21,600")
    here, there = claim(a, "21,600", 21_600), claim(b, "21,600", 21_600, measure="killed")
    assert traced([a, b], [here, there]).links == ()
    there = claim(b, "21,600", 21_600, population="Russia")
    assert traced([a, b], [here, there]).links == ()
    there = claim(b, "21,600", 21_600, population="Ukraine/convicts", place=None)
    assert len(traced([a, b], [here, there]).origins) == 2


def test_hedges_do_not_hide_a_shared_figure_and_a_link_alone_has_no_direction() -> None:
    a = report("a", "up to 21,600", published="2024-01-01")
    b = report("b", "as many as 21,600", published="2024-02-01")
    [link] = traced([a, b], [claim(a, a.text, 21_600, "up_to"), claim(b, b.text, 21_600)]).links
    assert link.kind == "FIGURE"
    assert not link.directed
    assert "21,600" in link.reason


def test_several_figures_together_weigh_what_one_does_not() -> None:
    text = "11,000 then 30,000 then 160,000 then 180,000"
    a, b = report("a", text), report("b", text.replace("then", "and later"))
    values = {"11,000": 11_000, "30,000": 30_000, "160,000": 160_000, "180,000": 180_000}
    claims = [claim(r, quote, value) for r in (a, b) for quote, value in values.items()]
    trace = traced([a, b], claims)
    assert [link.kind for link in trace.links] == ["FIGURE"] * 4
    assert {(o.fewest, o.most, o.reports) for o in trace.origins} == {(1, 1, 2)}


def test_a_figure_in_a_thousand_reports_makes_links_in_their_number() -> None:
    reports = [report(f"r{i:04}", "95,296") for i in range(1000)]
    trace = traced(reports, [claim(r, "95,296", 95_296) for r in reports])
    assert len(trace.links) == 999
    assert {o.fewest for o in trace.origins} == {1}


def test_a_fraction_said_in_words_is_no_rare_figure() -> None:
    assert digits((1 / 3,)) == digits((0.5,)) == 1
    assert digits((1 / 7,)) == 1
    assert digits((0.25,)) == 1
    assert digits((0.3531,)) == 4
