"""What a reader should know that is no contradiction (§8.3): drift, and figures said to confirm others."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from crossfoot.records import Claim, Drift, Link, Remark, Report
from crossfoot.trace import corroboration
from crossfoot.trace.cues import cues_of
from crossfoot.trace.drift import Way, drifts
from crossfoot.trace.links import called


def remarks(
    reports: Sequence[Report],
    claims: Sequence[Claim],
    report_of: Sequence[int],
    links: Sequence[Link],
    kin: Sequence[tuple[int, int]],
) -> tuple[tuple[Drift, ...], tuple[Remark, ...]]:
    """`kin`: pairs of reports that share so many figures that they share an origin, the earlier first."""
    by_report: dict[int, list[Claim]] = defaultdict(list)
    for claim, place in zip(claims, report_of, strict=True):
        by_report[place].append(claim)
    names = {report.id: called(report) for report in reports}
    first_lines = {report.id: _first_line(report.text) for report in reports}
    ways = _linked(reports, claims, report_of, links, kin)
    chains, drifted = drifts(by_report, first_lines, ways, names.__getitem__)
    return chains, (*drifted, *_confirmed(reports, by_report))


def _confirmed(reports: Sequence[Report], by_report: dict[int, list[Claim]]) -> Iterator[Remark]:
    for place, report in enumerate(reports):
        cues = cues_of(report.language)
        if cues is not None:
            yield from corroboration.remarks(called(report), report.text, by_report[place], cues)


def _first_line(text: str) -> int:
    start = len(text) - len(text.lstrip())
    end = text.find("\n", start)
    return max(end, 0)


def _linked(
    reports: Sequence[Report],
    claims: Sequence[Claim],
    report_of: Sequence[int],
    links: Sequence[Link],
    kin: Sequence[tuple[int, int]],
) -> Iterator[Way]:
    """Reports that are linked, each pair once, by its best link: a directed one before others."""
    place = {report.id: i for i, report in enumerate(reports)}
    place |= {claim.id: report for claim, report in zip(claims, report_of, strict=True)}
    told = {(link.source, link.target) for link in links if link.directed}
    seen: set[tuple[int, int]] = set()
    for link in sorted(links, key=lambda link: (not link.directed, -link.score)):
        later, earlier = place.get(link.source), place.get(link.target)
        if later is None or earlier is None or later == earlier or (later, earlier) in seen:
            continue
        seen |= {(later, earlier), (earlier, later)}
        one_way = link.directed and (link.target, link.source) not in told
        yield Way(earlier, later, one_way, link.id, link.score)
    for earlier, later in kin:
        if (later, earlier) not in seen:
            yield Way(earlier, later, False, "", 0.0)
