"""Who names whom (CITES, §10.1): the sources of a chain matched with the reports in hand and the known names.

A source that is the outlet of a report in hand is that report, where it can be told which; any other named source is
a node of its own, `source:NAME`. An unnamed speaker is no node: whatever is known of him is the name beside him.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from crossfoot.records import Claim, Report, Source
from crossfoot.trace.figures_shared import Printed, printed
from crossfoot.trace.names import Names, full_names, name_of

NODE = "source:"


@dataclass(frozen=True, slots=True)
class Citation:
    """One claim names one source. `node` is the name; `report` the report meant, as its place in the list; `home` the
    name of the outlet that cites."""

    claim: int
    node: str
    report: int | None
    text: str
    ultimate: bool
    home: str | None = None


def citations(
    claims: Sequence[Claim], report_of: Sequence[int], reports: Sequence[Report], names: Names
) -> list[Citation]:
    """Every named source of every chain. Within a chain the last name is the ultimate one."""
    people = full_names(claims, {report.id: report for report in reports}, names)
    outlets = _by_outlet(reports, names)
    prints = _prints(claims, report_of)
    found: list[Citation] = []
    for i, claim in enumerate(claims):
        report = reports[report_of[i]]
        chain = [(node, source) for source in claim.attribution if (node := _node(source, report, names, people))]
        home = names.find(report.outlet or "")
        chain = [(node, source) for node, source in chain if node != home]
        for place, (node, source) in enumerate(chain):
            meant = _meant(outlets.get(node, ()), report_of[i], reports, printed(claim), prints)
            found.append(Citation(i, node, meant, source.text, place == len(chain) - 1, home))
    return found


def _node(source: Source, report: Report, names: Names, people: Mapping[str, str]) -> str | None:
    known = names.find(source.name) or names.find(source.text)
    if known is not None:
        return known
    name = name_of(source, report)
    return people.get(name, name) if name else None


def _by_outlet(reports: Sequence[Report], names: Names) -> Mapping[str, list[int]]:
    found: dict[str, list[int]] = defaultdict(list)
    for i, report in enumerate(reports):
        if report.outlet and (name := names.find(report.outlet)):
            found[name].append(i)
    return found


def _prints(claims: Sequence[Claim], report_of: Sequence[int]) -> Mapping[int, set[Printed]]:
    found: dict[int, set[Printed]] = defaultdict(set)
    for claim, report in zip(claims, report_of, strict=True):
        if value := printed(claim):
            found[report].add(value)
    return found


MOST_TRIED = 200
"""Reports of one outlet that are looked through for the figure cited."""


def _meant(
    held: Sequence[int],
    citing: int,
    reports: Sequence[Report],
    value: Printed | None,
    prints: Mapping[int, set[Printed]],
) -> int | None:
    """The outlet's report that prints the figure, else its only one; a later report cannot have been meant."""
    day = reports[citing].published
    earlier = [i for i in held[-MOST_TRIED:] if i != citing and not _later(reports[i].published, day)]
    same = [i for i in earlier if value in prints.get(i, ())]
    if same:
        return max(same, key=lambda i: (reports[i].published or date.min, -i))
    return earlier[0] if len(held) == 1 and earlier else None


def _later(published: date | None, day: date | None) -> bool:
    return published is not None and day is not None and published > day
