"""Figures of pages that were visited again: "present on 3 March, absent on 9 January", both captures side by side."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from crossfoot.publish.index import Index, anchor
from crossfoot.records import Showing, Sighting


@dataclass(frozen=True, slots=True)
class SideView:
    """One visit. `passage` is what stood where the figure stands or stood; `says` where nothing did."""

    day: str
    passage: str
    says: str
    href: str


@dataclass(frozen=True, slots=True)
class SightingView:
    anchor: str
    title: str
    url: str
    quote: str
    href: str
    says: str
    before: SideView
    after: SideView
    absences: tuple[str, ...]


def sightings(index: Index) -> tuple[SightingView, ...]:
    """Those that are not there any more, or read otherwise; a figure that is still there is no news (§11.3)."""
    gone = (s for s in index.contents.sightings if s.after is not None)
    return tuple(_view(index, s, s.after) for s in gone if s.after)


def day_of(moment: str) -> date | None:
    """The day of a moment in ISO 8601, or None where it is none."""
    try:
        return datetime.fromisoformat(moment).date()
    except ValueError:
        return None


def _view(index: Index, found: Sighting, after: Showing) -> SightingView:
    before = found.before
    words = index.words
    claim = index.claims.get(before.claim or "")
    key = found.standing if found.standing in words.section("sighting") else "gone from the page"
    return SightingView(
        anchor=anchor("sighting", found.id),
        title=index.redacted(found.title or found.url),
        url=found.url,
        quote=index.redacted(before.quote),
        href="#" + anchor("claim", claim.id) if claim else "",
        says=words.say("sighting", key, before=_day(index, before.at), after=_day(index, after.at)),
        before=_side(index, before),
        after=_side(index, after),
        absences=tuple(
            words.say("sighting", "back", gone=_day(index, gone), back=_day(index, back))
            for gone, back in found.absences
        ),
    )


def _side(index: Index, shown: Showing) -> SideView:
    report = index.reports.get(shown.report or "")
    empty = index.words.say(
        "sighting", shown.outcome if shown.outcome != "page" else "nothing", status=str(shown.status)
    )
    return SideView(
        day=_day(index, shown.at),
        passage=index.redacted(shown.passage),
        says="" if shown.passage else empty,
        href="#" + anchor("report", report.id) if report else "",
    )


def _day(index: Index, moment: str) -> str:
    day = day_of(moment)
    return index.words.day(day) if day else moment
