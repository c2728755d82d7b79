"""What the parts of this stage hand to one another, and what is left of it when a person has cut links."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from crossfoot.records import Claim, Link, Report
from crossfoot.trace.cites import NODE, Citation
from crossfoot.trace.direction import Directions
from crossfoot.trace.figures_shared import Apart, Group, Kinship
from crossfoot.trace.links import UNTOLD, cited_pairs


@dataclass(frozen=True, slots=True)
class Found:
    """Reports and claims by their places in the lists."""

    reports: Sequence[Report]
    claims: Sequence[Claim]
    report_of: Sequence[int]
    said: Mapping[int, Sequence[Claim]]
    ranks: Sequence[int]
    figures: Sequence[Group]
    kin: Mapping[tuple[int, int], Kinship]
    cites: Sequence[Citation]
    text: Sequence[Link]
    apart: Apart


def is_cut(link: Link, cut: Mapping[str, str]) -> bool:
    """Whether a person cut it, whichever way round it stood then."""
    return not cut.keys().isdisjoint(link.ids)


def on_record(link: Link, cut: Mapping[str, str]) -> Link:
    """A cut link as it stays on record: of no weight and no direction."""
    why = next(cut[name] for name in link.ids if name in cut)
    said = f"cut by a person{f' ({why})' if why else ''}, and not used: {link.reason}"
    return replace(link, score=0.0, directed=False, reason=said)


def without(found: Found, gone: Sequence[Link]) -> Found:
    """The same as if these links had not been found."""
    place = {report.id: i for i, report in enumerate(found.reports)}
    cited = {(place[link.source], link.target) for link in gone if link.kind == "CITES"}
    cites = [cite for cite in found.cites if (found.report_of[cite.claim], _target(cite, found.reports)) not in cited]
    wording = {link.id for link in gone if link.kind == "TEXT"}
    text = [link for link in found.text if link.id not in wording]
    if cited:
        directions = Directions(found.reports, cited_pairs(cites, found.report_of), found.said)
        text = [_turned(link, directions, place) for link in text]
    kin, apart = _figures_apart(found, [link for link in gone if link.kind == "FIGURE"])
    return replace(found, cites=cites, text=text, kin=kin, apart=apart)


def _target(cite: Citation, reports: Sequence[Report]) -> str:
    return NODE + cite.node if cite.report is None else reports[cite.report].id


def _turned(link: Link, directions: Directions, place: Mapping[str, int]) -> Link:
    """The direction again, from what is left."""
    source, _, why = directions.of(place[link.target], place[link.source])
    reason = f"{link.reason.rpartition('; ')[0]}; {why or UNTOLD}"
    if source == place[link.source]:
        return replace(link, directed=bool(why), reason=reason)
    turned = tuple((theirs, mine) for mine, theirs in link.passages)
    return replace(link, source=link.target, target=link.source, directed=bool(why), reason=reason, passages=turned)


def _figures_apart(found: Found, gone: Sequence[Link]) -> tuple[Mapping[tuple[int, int], Kinship], Apart]:
    if not gone:
        return found.kin, found.apart
    at = {claim.id: i for i, claim in enumerate(found.claims)}
    group_of = {i: group for group in found.figures for i in group.claims}
    kin = dict(found.kin)
    apart: dict[int, frozenset[tuple[int, int]]] = defaultdict(frozenset, found.apart)
    for link in gone:
        one, other = at[link.source], at[link.target]
        group, pair = group_of[one], (found.report_of[one], found.report_of[other])
        for way in (pair, pair[::-1]):
            if way in kin:
                kin[way] = kin[way].without(group)
        apart[group.claims[0]] |= {pair, pair[::-1]}
    return kin, dict(apart)
