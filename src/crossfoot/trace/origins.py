"""How many independent origins a figure has (§10.2).

most    the groups that remain when everything shown to be one origin is joined: shared wording, a citation of the
        other report, one named source behind both, several rare figures in common.
fewest  the groups that remain when everything that may be one origin is joined as well: an unround number alone,
        and every report that names no source. Only reports that name different sources stay apart.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from crossfoot.records import Claim, Origin
from crossfoot.trace.cites import Citation
from crossfoot.trace.figures_shared import Apart, Group, Kinship, kinship
from crossfoot.trace.joins import CAP

MOST_REASONS = 4
Hold = tuple[int, int, str]
"""Two reports that are joined, and why."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What joins reports, before any one figure is looked at. Places in the list of reports throughout."""

    wording: Mapping[int, Sequence[tuple[int, str]]]
    """report → (report, reason) for its TEXT links, kept once a pair."""
    cited: Mapping[int, Sequence[Citation]]
    """claim → its named sources."""
    kin: Mapping[tuple[int, int], Kinship]
    apart: Apart
    names: Sequence[str]
    """How each report is called in a reason."""


class Parts:
    """Disjoint sets of reports."""

    def __init__(self, members: Sequence[int]) -> None:
        self._up = {m: m for m in members}

    def root(self, member: int) -> int:
        while self._up[member] != member:
            self._up[member] = self._up[self._up[member]]
            member = self._up[member]
        return member

    def join(self, a: int, b: int) -> bool:
        a, b = self.root(a), self.root(b)
        if a != b:
            self._up[max(a, b)] = min(a, b)
        return a != b

    def __len__(self) -> int:
        return sum(1 for m in self._up if self._up[m] == m)


def origins_of(group: Group, claims: Sequence[Claim], report_of: Sequence[int], by: Evidence) -> tuple[Origin, Parts]:
    """The origin interval of one figure, and its reports as they are shown to hang together."""
    parts = Parts(group.reports)
    reasons: list[str] = []
    for a, b, why in _shown(group, report_of, by):
        if parts.join(a, b) or len(reasons) < MOST_REASONS:
            reasons.append(why)
    most = len(parts)
    sources = _ultimate(group, report_of, by)
    fewest = 1 if group.unround else max(1, len({parts.root(report) for report in sources}))
    origin = Origin(
        claim="",
        fewest=fewest,
        most=most,
        reports=len(group.reports),
        reason=_reason(fewest, most, len(group.reports), reasons, group.unround),
        members=tuple(claims[i].id for i in group.claims),
    )
    return origin, parts


def _shown(group: Group, report_of: Sequence[int], by: Evidence) -> Iterator[Hold]:
    held = set(group.reports)
    for report in group.reports:
        for other, why in by.wording.get(report, ()):
            if other in held:
                yield report, other, why
    yield from _named(group, report_of, by)
    reports, apart = group.reports, by.apart.get(group.claims[0], frozenset())
    for place, b in enumerate(reports):
        for a in reports[:place] if place < CAP else reports[:1]:
            shared = kinship(by.kin, a, b)
            if shared.same_origin and (a, b) not in apart:
                yield a, b, f"{by.names[a]} and {by.names[b]} share {_several(shared)}"


def _several(shared: Kinship) -> str:
    return f"{shared.figures} figures" if shared.figures > 1 else "a figure that is held to be misprinted"


def _named(group: Group, report_of: Sequence[int], by: Evidence) -> Iterator[Hold]:
    held = set(group.reports)
    first: dict[str, int] = {}
    for i in group.claims:
        report = report_of[i]
        for cite in by.cited.get(i, ()):
            if cite.report is not None and cite.report in held:
                yield report, cite.report, f"{by.names[report]} cites {by.names[cite.report]}"
            if first.setdefault(cite.node, report) != report:
                yield (
                    first[cite.node],
                    report,
                    f"{by.names[first[cite.node]]} and {by.names[report]} both name {cite.node}",
                )


def _ultimate(group: Group, report_of: Sequence[int], by: Evidence) -> dict[int, str]:
    """report → the source that its chains for this figure end with."""
    found: dict[int, str] = {}
    for i in group.claims:
        for cite in by.cited.get(i, ()):
            if cite.ultimate:
                found.setdefault(report_of[i], cite.node)
    return found


def _reason(fewest: int, most: int, reports: int, reasons: Sequence[str], unround: bool) -> str:
    if reports == 1:
        return "one report"
    said = list(dict.fromkeys(reasons))
    parts = said[:MOST_REASONS]
    if len(said) > MOST_REASONS:
        parts.append(f"and {len(said) - MOST_REASONS} more")
    if fewest < most:
        unknown = "so exact a number is hardly found twice" if unround else "what is not shown to be a copy is unknown"
        parts.append(f"{unknown}: at most {most}")
    elif most > 1:
        parts.append("they name different sources")
    return "; ".join(parts)


def alone(claim: Claim) -> Origin:
    """A claim that prints no number (thousands of …) is compared with no other."""
    return Origin(claim.id, 1, 1, 1, "one report", (claim.id,))
