from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st
from trace_case import claim, period, report, source, traced

from crossfoot.records import Claim, Origin, Report, Trace


def origin(trace: Trace, of: Claim) -> Origin:
    return next(o for o in trace.origins if o.claim == of.id)


def said_by(name: str, speaker: str | None, value: int = 40_000) -> tuple[Report, Claim]:
    made = report(name, "some number")
    chain = (source(speaker, "office"),) if speaker else ()
    return made, claim(made, "number", value, attribution=chain)


def test_round_figures_from_different_sources_stay_apart_and_unsourced_ones_are_unknown() -> None:
    pairs = [said_by("a", "Ministry of Defence"), said_by("b", "United Nations"), said_by("c", None)]
    trace = traced([r for r, _ in pairs], [c for _, c in pairs])
    found = origin(trace, pairs[0][1])
    assert (found.fewest, found.most, found.reports) == (2, 3, 3)
    assert found.members == tuple(c.id for _, c in pairs)


def test_one_named_source_behind_both_is_one_origin() -> None:
    pairs = [said_by("a", "Ministry of Defence"), said_by("b", "Ministry of Defence")]
    found = origin(traced([r for r, _ in pairs], [c for _, c in pairs]), pairs[1][1])
    assert (found.fewest, found.most) == (1, 1)
    assert "Ministry of Defence" in found.reason


def test_a_number_too_exact_to_be_found_twice_may_be_one_origin() -> None:
    pairs = [said_by("a", "Ministry of Defence", 40_317), said_by("b", "United Nations", 40_317)]
    found = origin(traced([r for r, _ in pairs], [c for _, c in pairs]), pairs[0][1])
    assert (found.fewest, found.most) == (1, 2)


def test_a_headline_repeated_is_one_and_gives_way_to_the_fuller_sentence() -> None:
    text = "Thousands flee\n\nThousands flee, again. 11,000 in short. The office put it at about 11,000 in May."
    made = report("a", text)
    vague = [claim(made, "Thousands", 2_000, "vague", nth=n) for n in (0, 1)]
    short = claim(made, "11,000", 11_000)
    full = claim(made, "about 11,000", 11_000, "about", period=period("2024-05-01", "2024-05-31"))
    trace = traced([made], [*vague, short, full])
    assert trace.copies == {vague[1].id: vague[0].id, short.id: full.id}
    assert {(o.fewest, o.most, o.reports) for o in trace.origins} == {(1, 1, 1)}


def copies(second: dict[str, object], apart: bool = False) -> bool:
    body = (
        "The prosecutors have counted since spring and will not say how, only that the number is %s, no more, no less"
    )
    a = report("a", body % "9,048", published="2024-01-01")
    b = report("b", (body if not apart else "Somebody else writes of %s") % "9,048", published="2024-01-02")
    first = claim(a, "9,048", 9_048, period=period(None, "2024-01-01"))
    trace = traced([a, b], [first, replace(claim(b, "9,048", 9_048, period=first.period), **second)])  # type: ignore[arg-type]
    return len(trace.copies) == 1


def test_between_linked_reports_only_what_is_equal_enters_once() -> None:
    assert copies({})
    assert not copies({"period": period(None, "2024-01-02")})
    assert not copies({"hedge": "about", "approximate": True})
    assert not copies({"stance": "negated"})
    assert not copies({"place": "Kharkiv"})
    assert not copies({}, apart=True)


@given(st.permutations(range(4)))
def test_the_order_of_the_input_changes_nothing(order: list[int]) -> None:
    pairs = [said_by(str(i), speaker) for i, speaker in enumerate(("Ministry", "Ministry", "United Nations", None))]
    usual = traced([r for r, _ in pairs], [c for _, c in pairs])
    other = traced([pairs[i][0] for i in order], [pairs[i][1] for i in reversed(order)])
    assert other == usual
