"""Who stands on whom, usual rules, questions, visits, figures on their way."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import pairwise
from typing import Any

import desertion_case as case
import pytest
from test_dossier import Page, made_contents

from crossfoot.publish import dossier
from crossfoot.publish.drifts import drifts
from crossfoot.publish.index import Index, build_index
from crossfoot.publish.network import network
from crossfoot.publish.origins import origins
from crossfoot.publish.questions import questions
from crossfoot.publish.sightings import sightings
from crossfoot.publish.usual_rules import usual_rules
from crossfoot.publish.words import load_words
from crossfoot.records import Claim, Drift, DriftStep, Period, Question, Showing, Sighting, Source, claim_id


def index(**changed: Any) -> Index:
    return build_index(replace(case.CONTENTS, **changed), load_words())


# ── who stands on whom ───────────────────────────────────────────────────────────────────────────


def test_linked_reports_are_drawn_and_told_with_their_shared_words() -> None:
    found = network(index())
    (edge,) = found.edges
    assert {edge.source.name, edge.target.name} == {"Evening Gazette", "Meridian Wire, 20\u00a0December 2025"}
    assert edge.passages == ((case.SHARED, case.SHARED),)
    assert len(edge.reasons) == 2
    assert found.alone == 2
    assert [size for size, _ in found.pictures] == ["wide", "narrow"]


def test_without_links_nothing_is_drawn() -> None:
    found = network(index(trace=replace(case.TRACE, links=())))
    assert (found.edges, found.pictures, found.alone) == ((), (), 4)
    assert "Who stands on whom" not in dossier(replace(case.CONTENTS, trace=replace(case.TRACE, links=())))


@pytest.mark.parametrize("reports", [12, 200])
def test_a_picture_stays_readable(reports: int) -> None:
    """No dot on another, none outside, and each with its number in the key."""
    found = network(build_index(made_contents(reports, reports), load_words()))
    for _, picture in found.pictures:
        dots = sorted((d.y, d.x) for d in picture.dots)
        assert len(dots) == reports
        assert all(y2 > y or x2 - x >= 19.9 for (y, x), (y2, x2) in pairwise(dots))
        assert all(9 <= d.x <= picture.width - 9 and 9 <= d.y <= picture.height - 9 for d in picture.dots)
    assert [k.number for k in found.keys] == list(range(1, reports + 1))


# ── origins ──────────────────────────────────────────────────────────────────────────────────────


def test_origins_of_figures_together() -> None:
    found = origins(index(), (case.by_2023.id, case.total_2024.id))
    assert found.says == "2 reports print these figures, and all go back to one origin."
    assert origins(index(), (case.total_2024.id,)).says == ""


# ── usual rules ──────────────────────────────────────────────────────────────────────────────────


def printed(report: str, low: float, *, kind: str = "office", high: float | None = None) -> Claim:
    """An invented further figure for November and December 2024."""
    quote = f"{low:,.0f}"
    return Claim(
        claim_id(report, 0, len(quote), f"{quote}{kind}"),
        report,
        report,
        0,
        len(quote),
        quote,
        low,
        low if high is None else high,
        measure="proceedings",
        population="Ukraine",
        place="Ukraine",
        period=Period(date(2024, 11, 1), date(2024, 12, 31)),
        kind="flow",
        attribution=(Source("made", 0, 0, kind),),  # type: ignore[arg-type]
    )


def test_the_usual_rules_stand_beside_the_bound_and_may_be_outside_it() -> None:
    more = (
        printed("r-wire", 12_000, kind="anonymous"),
        printed("r-gazette", 30_000, kind="outlet"),
        printed("r-assembly-november", 30_000, kind="outlet"),
        printed("r-assembly-september", 26_000),
    )
    (row,) = [r for r in usual_rules(index(claims=(*case.CLAIMS, *more))) if "December 2024" in r.period]
    assert row.allowed == "24,957 to 27,836"
    assert [(p.figures[0][0], p.outside) for p in (row.lowest, row.majority, row.hierarchy)] == [
        ("12,000", True),
        ("30,000", True),
        ("26,000", False),
    ]
    assert row.majority.says == "2 of 4"


def test_a_rule_that_does_not_decide_says_so() -> None:
    more = (printed("r-wire", 25_000), printed("r-gazette", 26_000))
    (row,) = usual_rules(index(claims=more))
    assert "does not decide" in row.majority.says
    assert len(row.majority.figures) == 2


def test_one_report_makes_no_row() -> None:
    assert usual_rules(index(claims=(printed("r-wire", 1_000), printed("r-wire", 2_000, kind="named")))) == ()


# ── questions ────────────────────────────────────────────────────────────────────────────────────


def test_the_next_question_names_whom_and_what_it_would_settle() -> None:
    asked = Question(case.ALL, date(2024, 12, 1), date(2024, 12, 31), 0)
    bounds = (replace(case.BOUNDS[0], question=asked), *case.BOUNDS[1:])
    claims = (*case.CLAIMS, printed("r-wire", 25_000))
    (found,) = questions(index(claims=claims, reconciliation=replace(case.FOUND, bounds=bounds)))
    assert found.whom == "made"
    assert found.asks.startswith("How many criminal proceedings registered (articles 407 and 408) (Ukraine)")
    assert found.asks.endswith("in December 2024?")
    assert "it would settle criminal proceedings" in found.gains[0]


# ── visits ───────────────────────────────────────────────────────────────────────────────────────

BEFORE = Showing(
    "v1", "2026-03-03T08:00:00+00:00", "page", 200, "r-wire", case.by_2023.id, "over 160,000", "It was over."
)


def seen(after: Showing | None, standing: str) -> Sighting:
    return Sighting("https://wire.example/a", standing, "2026-01-01T00:00:00+00:00", BEFORE, after)  # type: ignore[arg-type]


def test_a_figure_that_is_gone_is_told_by_its_two_days_and_never_as_deleted() -> None:
    gone = seen(Showing("v2", "2027-01-09T08:00:00+00:00", "page", 200, passage="It was many."), "gone from the page")
    (view,) = sightings(index(sightings=(gone,)))
    assert view.says == "present on 3\u00a0March 2026, absent on 9\u00a0January 2027."
    assert (view.before.passage, view.after.passage) == ("It was over.", "It was many.")
    page = Page(dossier(replace(case.CONTENTS, sightings=(gone,))))
    assert "present on 3 March 2026, absent on 9 January 2027." in page.text
    assert "deleted" not in page.text


def test_a_page_that_is_gone_shows_its_status_and_one_that_is_there_is_no_news() -> None:
    gone = seen(Showing("v2", "2027-01-09T08:00:00+00:00", "gone", 410), "page gone")
    (view,) = sightings(index(sightings=(gone, seen(None, "present"))))
    assert view.after.says == "The page was not there (status 410)."


# ── figures on their way ─────────────────────────────────────────────────────────────────────────


def test_a_chain_tells_what_changed_from_report_to_report() -> None:
    chain = Drift((case.by_2023.id, case.undated.id), (DriftStep(("year lost",), "", False),), "")
    (view,) = drifts(index(trace=replace(case.TRACE, drifts=(chain,))))
    assert [s.changes for s in view.steps] == [(), ("the year is gone",)]
    assert view.steps[1].doubt == "(which came first is not known)"
    same = Drift(chain.claims, (DriftStep(()),), "")
    assert drifts(index(trace=replace(case.TRACE, drifts=(same,)))) == ()


def test_a_figure_that_clashes_is_shown_though_all_reports_agree_on_it() -> None:
    again = replace(case.total_2024, id="again", report="r-wire")
    (row,) = [r for r in usual_rules(index(claims=(*case.CLAIMS, again))) if r.printed[0][0] == "95,296"]
    assert row.tells
    assert row.clash == "#conflict-c1"
    alone = replace(case.FOUND, conflicts=())
    (row,) = [
        r for r in usual_rules(index(claims=(*case.CLAIMS, again), reconciliation=alone)) if r.printed[0][0] == "95,296"
    ]
    assert (row.clash, row.tells) == ("", False)
