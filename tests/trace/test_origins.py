from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st
from trace_case import claim, period, report, source, traced

from crossfoot.records import Base, Claim, Origin, Report, Trace


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


def copies(second: dict[str, object], linked: bool = True) -> bool:
    a, b = report("a", "They counted 9,048.", "Free Post"), report("b", "Somebody writes of 9,048")
    first = claim(a, "9,048", 9_048, period=period(None, "2024-01-01"))
    chain = (source("Free Post", "outlet"),) if linked else ()
    again = claim(b, "9,048", 9_048, period=first.period, attribution=chain)
    trace = traced([a, b], [first, replace(again, **second)])  # type: ignore[arg-type]
    return trace.copies == {again.id: first.id}


def test_between_linked_reports_only_what_is_equal_enters_once() -> None:
    assert copies({})
    assert not copies({"period": period(None, "2024-01-02")})
    assert not copies({"hedge": "about", "approximate": True})
    assert not copies({"stance": "negated"})
    assert not copies({"place": "Kharkiv"})
    assert not copies({"base": Base("growth", period=period("2023-01-01", "2023-12-31"))})
    assert not copies({}, linked=False)


def test_shares_of_two_wholes_are_two_claims_and_a_headline_may_leave_the_whole_out() -> None:
    made = report("a", "A third fled. A third of the men, they say. A third of the officers, they say.")
    days = period("2024-05-01", "2024-05-31")
    men, officers = (Base("share", population=name) for name in ("men", "officers"))
    told = [
        claim(made, "A third", 0.33, nth=nth, kind="share", period=days, base=base)
        for nth, base in enumerate((None, men, officers))
    ]
    trace = traced([made], told)
    assert told[2].id not in trace.copies
    assert told[1].id not in trace.copies
    assert trace.copies[told[0].id] in (told[1].id, told[2].id)


def test_the_same_words_are_the_same_claim_but_for_the_day_of_publication() -> None:
    text = "This year the prosecutors have counted 9,048 files of soldiers who left and 31 of those who came back late"
    a, b = report("a", text, published="2024-01-01"), report("b", "Read this. " + text, published="2024-01-02")
    claims = [claim(r, "9,048", 9_048, period=period(None, str(r.published))) for r in (a, b)]
    assert traced([a, b], claims).copies == {claims[1].id: claims[0].id}
    claims[1] = replace(claims[1], period=period(None, "2023-01-02"))
    assert traced([a, b], claims).copies == {}


def test_a_copy_of_a_copy_repeats_the_first() -> None:
    text = "This year the prosecutors have counted 9,048 files of soldiers who left and 31 of those who came back late"
    register = report("register", "It has 9,048 entries.", "Register", "2023-12-01")
    a, b = report("a", text, published="2024-01-01"), report("b", "Read this. " + text, published="2024-01-02")
    speaker = (source("Register", "office"),)
    claims = [claim(r, "9,048", 9_048, attribution=speaker if r is a else ()) for r in (register, a, b)]
    assert traced([register, a, b], claims).copies == {c.id: claims[0].id for c in claims[1:]}


@settings(max_examples=12, deadline=None)
@given(st.permutations(range(4)))
def test_the_order_of_the_input_changes_nothing(order: list[int]) -> None:
    pairs = [said_by(str(i), speaker) for i, speaker in enumerate(("Ministry", "Ministry", "United Nations", None))]
    usual = traced([r for r, _ in pairs], [c for _, c in pairs])
    other = traced([pairs[i][0] for i in order], [pairs[i][1] for i in reversed(order)])
    assert other == usual
