"""What a ledger held on a day, and what its pages showed over time. From records to records; the clock is not asked.

A page of the web is known by its address. Its versions are our own visits, captures of others that carry a date (WARC,
WACZ), and a report given by hand with that address before the last of these. What the last version shows is what the
page says, as far as anybody knows; a page that is gone keeps its last version.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from crossfoot.archive.addresses import spelled
from crossfoot.archive.changes import Version, sightings
from crossfoot.records import Capture, Claim, Problem, Report, Sighting, Visit

STAGE = "as-of"


@dataclass(frozen=True, slots=True)
class Shown:
    """A page at one moment: the ids of its reports, none where it was gone. `visit` is ours, if it was one."""

    at: str
    reports: tuple[str, ...]
    visit: Visit | None = None


@dataclass(frozen=True, slots=True)
class Known:
    """What the ledger holds, all of it or as it could be known on a day.

    `reports` are the current ones: the last version of every page, the newest of every file. `earlier` are versions of
    pages that were replaced. `unplaced` are reports of which nothing says whether they could be known on the day.
    """

    reports: tuple[Report, ...]
    earlier: tuple[Report, ...]
    visits: tuple[Visit, ...]
    pages: Mapping[str, tuple[Shown, ...]]
    unplaced: tuple[Problem, ...] = ()


def known(
    reports: Sequence[Report], captures: Sequence[Capture], visits: Sequence[Visit], as_of: date | None = None
) -> Known:
    """All that is known, or was on the last moment (UTC) of a day: captures by when they were taken from the web,
    files that nobody dates so by the day on which their report was published."""
    visits = tuple(visit for visit in visits if as_of is None or visit.at[:10] <= as_of.isoformat())
    placed, unplaced = _placed(reports, captures, visits, as_of)
    pages = _pages(placed, captures, visits)
    paged = {name for versions in pages.values() for shown in versions for name in shown.reports}
    last = [next((shown for shown in reversed(versions) if shown.reports), None) for versions in pages.values()]
    newest = {report.file: report.id for report in placed if report.id not in paged}
    current = {*newest.values(), *(name for shown in last if shown for name in shown.reports)}
    earlier = tuple(report for report in placed if report.id in paged and report.id not in current)
    return Known(tuple(report for report in placed if report.id in current), earlier, visits, pages, unplaced)


def _pages(
    reports: Sequence[Report], captures: Sequence[Capture], visits: Sequence[Visit]
) -> dict[str, tuple[Shown, ...]]:
    """Every page with its versions in order of time."""
    by_capture: dict[str, list[str]] = defaultdict(list)
    for report in reports:
        by_capture[report.capture].append(report.id)
    found: dict[str, list[Shown]] = defaultdict(list)
    for visit in visits:
        if visit.outcome == "gone" or visit.reports:
            found[visit.url].append(Shown(visit.at, visit.reports, visit))
    moments = {(visit.url, visit.at) for visit in visits}
    for capture in captures:
        url, names = spelled(capture.address), by_capture.get(capture.id)
        if capture.taken and url and names and (url, capture.taken) not in moments:
            found[url].append(Shown(capture.taken, tuple(names)))
    received = {capture.id: capture.received for capture in captures if capture.taken is None}
    last = {url: max(shown.at for shown in versions) for url, versions in found.items()}
    for report in reports:
        url = spelled(report.url) if report.capture in received else None
        if url in last and received[report.capture] <= last[url]:
            found[url].append(Shown(received[report.capture], (report.id,)))
    return {url: tuple(sorted(versions, key=lambda shown: shown.at)) for url, versions in found.items()}


def _placed(
    reports: Sequence[Report], captures: Sequence[Capture], visits: Sequence[Visit], as_of: date | None
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


def seen(found: Known, claims: Iterable[Claim]) -> tuple[Sighting, ...]:
    """What became of every figure of every page that was looked at more than once, also where a look failed."""
    by_report: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        by_report[claim.report].append(claim)
    texts = {report.id: report for report in (*found.earlier, *found.reports)}
    failed = Counter(visit.url for visit in found.visits if visit.outcome != "gone" and not visit.reports)
    done: list[Sighting] = []
    for url, versions in found.pages.items():
        if len(versions) + failed[url] > 1:
            done += sightings(url, [_version(shown, texts, by_report) for shown in versions])
    return tuple(done)


def _version(shown: Shown, texts: Mapping[str, Report], claims: Mapping[str, list[Claim]]) -> Version:
    reports = tuple(texts[name] for name in shown.reports if name in texts)
    figures = tuple(claim for report in reports for claim in claims.get(report.id, ()))
    visit = shown.visit
    if visit is None:
        return Version("", shown.at, "page", None, reports, figures)
    return Version(visit.id, visit.at, visit.outcome, visit.status, reports, figures)
