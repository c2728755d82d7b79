"""What a ledger held on a day, and what its pages showed over time. From records to records; the clock is not asked.

A page of the web is known by its address. Its versions are the visits that came to something, and, before the first of
them, a report given by hand with that address. What a visit found is what the page said from then on, as far as anybody
knows; a page that is gone keeps its last version.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from crossfoot.archive.addresses import spelled
from crossfoot.archive.changes import Version, sightings
from crossfoot.records import Capture, Claim, Problem, Report, Sighting, Visit

STAGE = "as-of"
SHOWN = ("page", "gone")
"""Outcomes of a visit that say what a page shows."""


@dataclass(frozen=True, slots=True)
class Known:
    """What the ledger holds, all of it or as it could be known on a day.

    `reports` are the current ones: the last version of every page, the newest of every file. `earlier` are versions of
    pages that were replaced. `unplaced` are reports of which nothing says whether they could be known on the day.
    """

    reports: tuple[Report, ...]
    earlier: tuple[Report, ...]
    visits: tuple[Visit, ...]
    unplaced: tuple[Problem, ...] = ()


def known(
    reports: Sequence[Report], captures: Iterable[Capture], visits: Sequence[Visit], as_of: date | None = None
) -> Known:
    """All that is known, or was on the last moment (UTC) of a day: captures by when they were taken from the web,
    files that nobody dates so by the day on which their report was published."""
    visits = tuple(visit for visit in visits if as_of is None or visit.at[:10] <= as_of.isoformat())
    ours = {report for visit in visits for report in visit.reports}
    placed, unplaced = _placed(reports, captures, visits, as_of)
    last = {visit.url: visit for visit in visits if visit.reports}
    chosen = {report for visit in last.values() for report in visit.reports}
    newest = {report.file: report for report in placed if report.id not in ours and spelled(report.url) not in last}
    current = {report.id for report in newest.values()} | chosen
    pages = {visit.url for visit in visits}
    earlier = tuple(r for r in placed if r.id not in current and (r.id in ours or spelled(r.url) in pages))
    return Known(tuple(r for r in placed if r.id in current), earlier, visits, unplaced)


def _placed(
    reports: Sequence[Report], captures: Iterable[Capture], visits: Sequence[Visit], as_of: date | None
) -> tuple[tuple[Report, ...], tuple[Problem, ...]]:
    if as_of is None:
        return tuple(reports), ()
    by_visits = {report for visit in visits for report in visit.reports}
    taken = {capture.id: capture.taken for capture in captures}
    kept, unplaced = [], []
    for report in reports:
        moment = taken.get(report.capture)
        day = moment[:10] if moment else report.published.isoformat() if report.published else None
        if report.id in by_visits or (day is not None and day <= as_of.isoformat()):
            kept.append(report)
        elif day is None:
            says = f"nothing says on which day it could be known: left out as of {as_of}; give its published date"
            unplaced.append(Problem(STAGE, report.file, says))
    return tuple(kept), tuple(unplaced)


def seen(found: Known, captures: Iterable[Capture], claims: Iterable[Claim]) -> tuple[Sighting, ...]:
    """What became of every figure of every page that was visited more than once, or visited after a report of it was
    given by hand."""
    by_report: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        by_report[claim.report].append(claim)
    every = {report.id: report for report in (*found.earlier, *found.reports)}
    moments = {capture.id: capture.taken or capture.received for capture in captures}
    visited: dict[str, list[Visit]] = defaultdict(list)
    for visit in found.visits:
        visited[visit.url].append(visit)
    done: list[Sighting] = []
    for url, visits in visited.items():
        given = _given(url, every.values(), visits, moments, by_report)
        versions = [*given, *_shown(visits, every, by_report)]
        if versions and len(given) + len(visits) > 1:
            done += sightings(url, versions)
    return tuple(done)


def _given(
    url: str,
    reports: Iterable[Report],
    visits: Sequence[Visit],
    moments: Mapping[str, str],
    claims: Mapping[str, list[Claim]],
) -> list[Version]:
    """Reports of the page that were not fetched by us: each a version of its own, in order of time."""
    ours = {report for visit in visits for report in visit.reports}
    theirs = [report for report in reports if report.id not in ours and spelled(report.url) == url]
    made = [
        Version("", moments.get(report.capture, ""), "page", None, (report,), tuple(claims.get(report.id, ())))
        for report in theirs
    ]
    return sorted((one for one in made if one.at <= visits[0].at), key=lambda one: one.at)


def _shown(visits: Sequence[Visit], reports: Mapping[str, Report], claims: Mapping[str, list[Claim]]) -> list[Version]:
    """Visits that came to a page that could be read, or to none."""
    made = []
    for visit in visits:
        if visit.outcome in SHOWN and (visit.reports or visit.outcome == "gone"):
            texts = tuple(reports[name] for name in visit.reports if name in reports)
            figures = tuple(claim for text in texts for claim in claims.get(text.id, ()))
            made.append(Version(visit.id, visit.at, visit.outcome, visit.status, texts, figures))
    return made
