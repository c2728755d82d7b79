"""Reports and claims in, links, origins, copies and remarks out (§10)."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from types import MappingProxyType

from crossfoot.codebook import Codebook
from crossfoot.records import Claim, Link, Origin, Reading, Report, Trace
from crossfoot.trace import circles
from crossfoot.trace.cites import Citation, citations
from crossfoot.trace.copies import copies_of, settled, verbatim
from crossfoot.trace.cues import languages
from crossfoot.trace.direction import Directions
from crossfoot.trace.figures_shared import groups, kinships
from crossfoot.trace.found import Found, is_cut, on_record, without
from crossfoot.trace.links import Shared, called, cited_pairs, cites_links, figure_links, resting, text_links
from crossfoot.trace.names import known_names
from crossfoot.trace.origins import Evidence, alone, origins_of
from crossfoot.trace.overlap import compared
from crossfoot.trace.remarks import remarks
from crossfoot.trace.sketches import Sketches, sketched, taken

HOST = re.compile(r"[a-z]+://([^/?#]+)", re.IGNORECASE)


def trace(
    reports: Sequence[Report],
    reading: Reading,
    codebook: Codebook,
    *,
    cut: Mapping[str, str] = MappingProxyType({}),
    suspect: frozenset[str] = frozenset(),
    sketches: Sketches | None = None,
) -> Trace:
    """Links between reports and claims, the origin interval of every claim, copies and remarks.

    The order of `reports` and claims does not matter, and no clock is read: a report without a published date has
    no place in time, and a link between two such has no direction but what a citation or lost details give.

    `cut`: ids of links that a person has cut, with who and why; they stay on record, and nothing rests on them.
    `suspect`: ids of claims that a reconciliation holds to be misprinted; that two reports share a mistake weighs more.
    `sketches`: those of the reports' texts, in the order of `reports`, where they were made before.
    """
    order = sorted(range(len(reports)), key=lambda i: (reports[i].file, reports[i].id))
    ordered = [reports[i] for i in order]
    wording = sketched([r.text for r in ordered]) if sketches is None else taken(sketches, order)
    found = _find(ordered, reading.claims, codebook, suspect, wording)
    links, gone = _links(found), []
    while cut and (now := [link for link in links if is_cut(link, cut)]):
        gone += now
        found = without(found, now)
        links = _links(found)
    origins, copies = _origins(found)
    kin = [pair for pair, shared in found.kin.items() if shared.same_origin]
    drifts, said = remarks(found.reports, found.claims, found.report_of, links, kin)
    said = (*said, *circles.remarks(found.reports, found.claims, links, found.cites))
    return Trace((*links, *(on_record(link, cut) for link in gone)), origins, said, copies, drifts)


def _links(found: Found) -> tuple[Link, ...]:
    place = {report.id: i for i, report in enumerate(found.reports)}
    copied = [(place[link.source], place[link.target]) for link in found.text if link.directed]
    rests = resting(found.cites, found.report_of, copied)
    return (
        *found.text,
        *figure_links(found.figures, found.claims, found.report_of, Shared(found.kin, rests, found.apart)),
        *cites_links(found.cites, found.claims, found.report_of, found.reports),
    )


def _find(
    reports: Sequence[Report], claims: Sequence[Claim], codebook: Codebook, suspect: frozenset[str], sketches: Sketches
) -> Found:
    place = {report.id: i for i, report in enumerate(reports)}
    held = sorted((c for c in claims if c.report in place), key=lambda c: (place[c.report], c.start, c.end, c.id))
    report_of = [place[claim.report] for claim in held]
    said: dict[int, list[Claim]] = defaultdict(list)
    for i, claim in zip(report_of, held, strict=True):
        said[i].append(claim)
    by_time = sorted(range(len(reports)), key=lambda i: (reports[i].published or date.max, i))
    ranks = [0] * len(reports)
    for rank, i in enumerate(by_time):
        ranks[i] = rank
    articles = tuple(dict.fromkeys((word,) for cues in languages().values() for word in sorted(cues.articles)))
    cites = citations(held, report_of, reports, known_names(reports, codebook, articles))
    shared = groups(held, report_of, ranks, suspect)
    wording = compared(sketches, [_site(r) for r in reports], ranks)
    text = tuple(text_links(wording, reports, Directions(reports, cited_pairs(cites, report_of), said)))
    kin = kinships(shared, len(reports), ranks)
    return Found(reports, held, report_of, said, ranks, shared, kin, cites, text, {})


def _site(report: Report) -> str | None:
    """Whose pages share a head and a foot."""
    host = HOST.match(report.url) if report.url else None
    return report.outlet or (host.group(1).lower() if host else None)


def _origins(found: Found) -> tuple[tuple[Origin, ...], dict[str, str]]:
    evidence = _evidence(found)
    origins: dict[int, Origin] = {}
    copies: dict[str, str] = {}
    for group in found.figures:
        origin, parts = origins_of(group, found.claims, found.report_of, evidence)
        origins |= {i: replace(origin, claim=found.claims[i].id) for i in group.claims}
        part_of = {report: parts.root(report) for report in group.reports}
        copies |= copies_of(group.claims, found.claims, found.report_of, part_of)
    vague: dict[tuple[int, str], list[int]] = defaultdict(list)
    for i, claim in enumerate(found.claims):
        if i not in origins:
            origins[i] = alone(claim)
            vague[found.report_of[i], claim.quote.casefold()].append(i)
    for members in vague.values():
        copies |= copies_of(members, found.claims, found.report_of, {})
    copies = settled(verbatim(found.text, found.claims, found.report_of, found.reports, found.ranks), copies)
    return tuple(origins[i] for i in range(len(found.claims))), copies


def _evidence(found: Found) -> Evidence:
    place = {report.id: i for i, report in enumerate(found.reports)}
    names = [called(report) for report in found.reports]
    wording: dict[int, list[tuple[int, str]]] = defaultdict(list)
    for link in found.text:
        a, b = place[link.source], place[link.target]
        late, early = (a, b) if found.ranks[a] > found.ranks[b] else (b, a)
        wording[late].append((early, f"{names[a]} and {names[b]} share wording"))
    cited: dict[int, list[Citation]] = defaultdict(list)
    for cite in found.cites:
        cited[cite.claim].append(cite)
    return Evidence(wording, cited, found.kin, found.apart, names)
