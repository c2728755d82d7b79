"""What a reader should know that is no contradiction (§8.3): drift, false corroboration, circles."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from crossfoot.records import Claim, Link, Remark, Report
from crossfoot.trace import corroboration, drift
from crossfoot.trace.cues import cues_of
from crossfoot.trace.links import called


def remarks(
    reports: Sequence[Report],
    claims: Sequence[Claim],
    report_of: Sequence[int],
    links: Sequence[Link],
    kin: Sequence[tuple[int, int]],
) -> Iterator[Remark]:
    """`kin`: pairs of reports that share so many figures that they share an origin, the earlier first."""
    by_report: dict[int, list[Claim]] = defaultdict(list)
    for claim, place in zip(claims, report_of, strict=True):
        by_report[place].append(claim)
    told: dict[int, list[drift.Mention]] = {}
    yield from drift.within(claims, {report.id: _first_line(report.text) for report in reports})
    for earlier, later, directed in _linked(reports, claims, report_of, links, kin):
        names = (called(reports[earlier]), called(reports[later]))
        for side in (earlier, later):
            if side not in told:
                told[side] = drift.mentions(by_report[side])
        yield from drift.between(told[earlier], told[later], directed, names)
    for place, report in enumerate(reports):
        cues = cues_of(report.language)
        if cues is not None:
            yield from corroboration.remarks(report.text, by_report[place], cues)


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
) -> Iterator[tuple[int, int, bool]]:
    """Reports that are linked: (earlier, later, direction known), each pair once."""
    place = {report.id: i for i, report in enumerate(reports)}
    place |= {claim.id: report for claim, report in zip(claims, report_of, strict=True)}
    seen: set[tuple[int, int]] = set()
    for link in sorted(links, key=lambda link: not link.directed):
        later, earlier = place.get(link.source), place.get(link.target)
        if later is None or earlier is None or (later, earlier) in seen:
            continue
        seen |= {(later, earlier), (earlier, later)}
        yield earlier, later, link.directed
    for earlier, later in kin:
        if (later, earlier) not in seen:
            yield earlier, later, False
