from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from trace_case import claim, period, report, source, traced

from crossfoot.records import Claim, Period, Remark, Report
from crossfoot.trace.cues import CueError, languages, parse
from crossfoot.trace.drift import LONGEST


def drifts(reports: list[Report], claims: list[Claim]) -> list[Remark]:
    return [remark for remark in traced(reports, claims).remarks if remark.kind == "drift"]


def test_a_bound_grows_into_the_number_itself() -> None:
    made = report("a", "Head\nIt is over 49,000. It may surpass 50,000. Because of the estimated 50,000, …")
    told = [
        claim(made, "over 49,000", 49_000, "over"),
        claim(made, "surpass 50,000", 50_000, "over", modal=True),
        claim(made, "estimated 50,000", 50_000, "about"),
    ]
    [remark] = drifts([made], told)
    assert remark.claims == tuple(c.id for c in told)
    assert "rounded up" in remark.text


def test_a_headline_that_drops_the_hedge_is_told_last() -> None:
    made = report("a", "Kyiv signs up 11,000\nIt signed up approximately 11,000 men.")
    head, body = claim(made, "11,000", 11_000), claim(made, "approximately 11,000", 11_000, "about")
    [remark] = drifts([made], [head, body])
    assert remark.claims == (body.id, head.id)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ((265_843, "exact"), (265_000, "over")),
        ((89_127, "exact"), (90_000, "almost")),
        ((49_312, "exact"), (49_000, "about")),
        ((49_000, "over"), (60_000, "exact")),
        ((49_000, "over"), (50_100, "exact")),
        ((50_000, "about"), (50_000, "about")),
    ],
)
def test_honest_rounding_and_other_figures_are_no_drift(first: tuple[int, str], second: tuple[int, str]) -> None:
    made = report("a", "Head\nOne is here, two is there.")
    assert drifts([made], [claim(made, "One", *first), claim(made, "two", *second)]) == []


def test_totals_of_different_days_are_no_drift() -> None:
    made = report("a", "Head\nOne is here, two is there.")
    told = [
        claim(made, "One", 49_000, "over", period=period(None, "2024-05-01")),
        claim(made, "two", 50_000, period=period(None, "2024-06-01")),
    ]
    assert len(drifts([made], told)) == 1
    told[0] = claim(made, "One", 49_000, "over", period=period("2024-01-01", "2024-05-01"))
    told[1] = claim(made, "two", 50_000, period=period("2024-01-01", "2024-06-01"))
    assert drifts([made], told) == []


def test_a_year_that_only_one_of_two_linked_reports_names() -> None:
    a, b = report("a", "96,105 by then"), report("b", "it was 96,105")
    speaker = (source("Ministry", "office"),)
    bare = claim(a, "96,105", 96_105, period=Period(partial="--12-18"), attribution=speaker)
    dated = claim(b, "96,105", 96_105, period=period(None, "2023-12-18"), attribution=speaker)
    [remark] = drifts([a, b], [bare, dated])
    assert "2023" in remark.text
    assert "direction unknown" in remark.text


def test_what_is_counted_changes_from_report_to_report() -> None:
    a, b = report("a", "96,105 cases"), report("b", "96,105 soldiers")
    [remark] = drifts([a, b], [claim(a, "96,105", 96_105, measure="proceedings"), claim(b, "96,105", 96_105)])
    assert "proceedings" in remark.text


# ── false corroboration ──────────────────────────────────────────────────────────────────────────

TEXT = "The general said over 160,000 in December. {} A paper of November had 21,600 for October."


def false_corroboration(sentence: str, other: float = 21_600, same_speaker: bool = False) -> list[Remark]:
    made = report("a", TEXT.format(sentence))
    day, earlier = period(None, "2023-12-18"), period("2023-10-01", "2023-10-31")
    general, paper = (source("General"),), (source("General" if same_speaker else "Die Welt"),)
    claims = [
        claim(made, "over 160,000", 160_000, "over", period=day, attribution=general),
        claim(made, "21,600", other, period=earlier, attribution=paper),
    ]
    return [remark for remark in traced([made], claims).remarks if remark.kind == "false corroboration"]


def test_figures_said_to_be_confirmed_by_others_from_earlier() -> None:
    [remark] = false_corroboration("Foreign media have confirmed these figures.")
    assert "but they are other figures and older (2023-10-31, before 2023-12-18)" in remark.text
    assert "older" in remark.text


def test_the_same_figure_of_an_earlier_day_is_only_older() -> None:
    [remark] = false_corroboration("These figures were corroborated abroad.", other=160_000)
    assert "other figures" not in remark.text
    assert "older" in remark.text


@pytest.mark.parametrize(
    "sentence",
    [
        "Nobody has confirmed these figures.",
        "The figures could not be confirmed.",
        "Kyiv did not confirm his words.",
        "The ministry confirmed the arrest.",
        "These figures are new.",
        "",
    ],
)
def test_no_confirmation_is_none(sentence: str) -> None:
    assert false_corroboration(sentence) == []


def test_a_speaker_who_goes_on_confirms_nothing() -> None:
    assert false_corroboration("This confirms the figures.", same_speaker=True) == []


def test_language_files_are_checked() -> None:
    assert "en" in languages()
    with pytest.raises(CueError, match=r"x\.toml: unknown key corroboration\.verb"):
        parse("x.toml", '[corroboration]\nverb = ["confirm"]')
    with pytest.raises(CueError, match=r"corroboration\.verbs must be a list of words"):
        parse("x.toml", "[corroboration]\nverbs = [1]")
    with pytest.raises(CueError, match=r"x\.toml"):
        parse("x.toml", "[corroboration")


# ── chains through several reports ───────────────────────────────────────────────────────────────


def passed_on(*steps: tuple[str, str, float, str, dict[str, Any]]) -> tuple[list[Report], list[Claim]]:
    """(outlet, quote, value, hedge, fields of the claim): each report names the outlet before it."""
    reports, claims = [], []
    for place, (outlet, quote, value, hedge, fields) in enumerate(steps):
        reports.append(report(outlet.lower(), f"{outlet} has {quote}", outlet, f"2024-03-0{place + 1}"))
        speaker = (source(steps[place - 1][0], "outlet"),) if place else (source("Ministry", "office"),)
        claims.append(claim(reports[-1], quote, value, hedge, **{"attribution": speaker, **fields}))
    return reports, claims


def test_a_chain_through_four_reports_says_what_each_lost() -> None:
    part, whole = {"population": "Ukraine/convicts"}, {"population": "Ukraine"}
    reports, claims = passed_on(
        ("One", "about 48,900", 48_900, "about", part),
        ("Two", "about 48,900", 48_900, "about", part),
        ("Three", "48,900", 48_900, "exact", whole),
        ("Four", "49,000", 49_000, "exact", whole | {"attribution": ()}),
    )
    trace = traced(reports, [*claims[:3], replace(claims[3], attribution=(source("Three", "outlet"),))])
    [drift] = trace.drifts
    assert drift.claims == tuple(c.id for c in claims)
    assert [set(step.changes) for step in drift.steps] == [set(), {"hedge lost", "scope widened"}, {"rounded up"}]
    links = {link.id: (link.source, link.target) for link in trace.links}
    assert [links[step.link] for step in drift.steps] == [("two", "one"), ("three", "two"), ("four", "three")]
    assert drift.text.startswith("“about 48,900” → “about 48,900” → “48,900” → “49,000”: passed on as it was; then ")
    assert drift.text.endswith("(One → Two → Three → Four)")
    [remark] = [remark for remark in trace.remarks if remark.kind == "drift"]
    assert (remark.claims, remark.text) == (drift.claims, drift.text)


def test_a_year_put_in_and_a_unit_changed_on_the_way() -> None:
    reports, claims = passed_on(
        ("One", "96,105", 96_105, "exact", {"measure": "proceedings", "period": Period(partial="--12-18")}),
        ("Two", "96,105", 96_105, "exact", {"measure": "proceedings", "period": period(None, "2023-12-18")}),
        ("Three", "96,105", 96_105, "exact", {"period": period(None, "2023-12-18")}),
    )
    [drift] = traced(reports, claims).drifts
    assert [step.changes for step in drift.steps] == [("year inserted",), ("unit changed",)]
    assert "a year was put in: 2023; then what is counted changed: proceedings, deserters" in drift.text


def test_honest_rounding_is_a_step_of_a_chain_but_no_drift_by_itself() -> None:
    told: list[tuple[str, str, float, str, dict[str, Any]]] = [
        ("One", "265,843", 265_843, "exact", {}),
        ("Two", "over 265,000", 265_000, "over", {}),
        ("Three", "265,000", 265_000, "exact", {}),
    ]
    assert traced(*passed_on(*told[:2])).drifts == ()
    [drift] = traced(*passed_on(*told)).drifts
    assert [step.changes for step in drift.steps] == [(), ("bound lost",)]
    assert "honestly rounded; then a bound became the number itself" in drift.text


def test_of_two_sources_the_nearer_one_is_the_step_before() -> None:
    reports, claims = passed_on(
        ("One", "over 48,000", 48_000, "over", {}),
        ("Two", "48,000", 48_000, "exact", {}),
        ("Three", "48,000", 48_000, "exact", {}),
    )
    claims[2] = replace(claims[2], attribution=(source("One", "outlet"), source("Two", "outlet")))
    [drift] = traced(reports, claims).drifts
    assert drift.claims == (claims[0].id, claims[1].id)


def test_reports_that_name_one_another_give_no_direction() -> None:
    reports = [report("a", "A has over 48,000", "A"), report("b", "B has 48,000", "B")]
    claims = [
        claim(reports[0], "over 48,000", 48_000, "over", attribution=(source("B", "outlet"),)),
        claim(reports[1], "48,000", 48_000, attribution=(source("A", "outlet"),)),
    ]
    assert traced(reports, claims).drifts == ()


def test_a_region_becomes_the_country_and_another_region_holds_another_figure() -> None:
    def told(place: str) -> tuple[str, str, float, str, dict[str, Any]]:
        return ("One" if place == "Kharkiv region" else "Two", "96,105", 96_105, "exact", {"place": place})

    [drift] = traced(*passed_on(told("Kharkiv region"), told("Ukraine"))).drifts
    assert drift.steps[0].changes == ("scope widened",)
    assert traced(*passed_on(told("Kharkiv region"), told("Odesa region"))).drifts == ()


def test_a_way_through_hundreds_of_reports_is_told_by_its_last_part() -> None:
    told = [(f"Post {n}", "about 48,900", 48_900.0, "about") for n in range(200)] + [
        ("Last", "48,900", 48_900.0, "exact")
    ]
    reports, claims = [], []
    for place, (outlet, quote, value, hedge) in enumerate(told):
        reports.append(report(f"r{place}", f"{outlet} has {quote}", outlet))
        speaker = (source(told[place - 1][0], "outlet"),) if place else ()
        claims.append(claim(reports[-1], quote, value, hedge, attribution=speaker))
    [drift] = traced(reports, claims).drifts
    assert len(drift.claims) == LONGEST
    assert drift.claims[-1] == claims[-1].id


def test_a_period_whose_end_has_a_year_gained_none_on_the_way() -> None:
    half = Period(partial="--01-01/2023-11-09", end=period(None, "2023-11-09").end)
    reports, claims = passed_on(
        ("One", "96,105", 96_105, "exact", {"period": half}),
        ("Two", "96,105", 96_105, "exact", {"period": period("2023-01-01", "2023-11-09")}),
    )
    assert traced(reports, claims).drifts == ()
