"""How many independent origins stand behind a finding (§10.2): several figures together, as an interval."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from crossfoot.records import Claim, Link, Origin, Trace

MOST_REASONS = 4


@dataclass(frozen=True, slots=True)
class Independence:
    """At least `fewest` and at most `most` independent origins among the `reports` that print the figures."""

    fewest: int
    most: int
    reports: int
    reasons: tuple[str, ...]


def independence(finding: Iterable[str], claims: Iterable[Claim], trace: Trace) -> Independence:
    """The origins of the claims of a finding, taken together.

    fewest: what its best-founded figure has, since one origin may have given all of them. most: the reports that print
    the figures, less those that are shown to add nothing: all that they print of the finding stands in another report
    whose wording they share, which they cite, or with which they have one origin for each of the figures.
    """
    report_of = {claim.id: claim.report for claim in claims}
    known = {origin.claim: origin for origin in trace.origins}
    origins = list({known[claim].members: known[claim] for claim in finding if claim in known}.values())
    prints: dict[str, set[int]] = defaultdict(set)
    for figure, origin in enumerate(origins):
        for member in origin.members:
            prints[report_of[member]].add(figure)
    if not prints:
        return Independence(0, 0, 0, ())
    up = {report: report for report in prints}
    joined = [link.reason for link in trace.links if _used(link, prints) and _union(up, link.source, link.target)]
    _one_origin(up, origins, prints, report_of)
    most = min(sum(root == report for report, root in up.items()), sum(origin.most for origin in origins))
    fewest = min(most, max(origin.fewest for origin in origins))
    said = dict.fromkeys([*(origin.reason for origin in origins if origin.reports > 1), *joined])
    return Independence(fewest, most, len(prints), tuple(list(said)[:MOST_REASONS]))


def _used(link: Link, prints: Mapping[str, set[int]]) -> bool:
    """Whether a link shows that one of two reports adds nothing. A figure alone shows nothing; a cut link no more."""
    if link.kind == "FIGURE" or link.score <= 0 or link.source not in prints or link.target not in prints:
        return False
    one, other = prints[link.source], prints[link.target]
    return one <= other or other <= one


def _one_origin(
    up: dict[str, str], origins: Sequence[Origin], prints: Mapping[str, set[int]], report_of: Mapping[str, str]
) -> None:
    single = {figure for figure, origin in enumerate(origins) if origin.most == 1}
    for figure in single:
        held = sorted({report_of[m] for m in origins[figure].members}, key=lambda r: (-len(prints[r]), r))
        for report in held[1:]:
            if prints[report] <= single & prints[held[0]]:
                _union(up, held[0], report)


def _union(up: dict[str, str], a: str, b: str) -> bool:
    a, b = _root(up, a), _root(up, b)
    up[max(a, b)] = min(a, b)
    return a != b


def _root(up: dict[str, str], report: str) -> str:
    while up[report] != report:
        up[report] = up[up[report]]
        report = up[report]
    return report
