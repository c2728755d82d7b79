"""What a run does without: named assumptions (§6), or whatever a claim, a report, an outlet or a source says.

Nothing is taken out of the ledger; the claims are only not handed on to the later stages.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from crossfoot.reconcile.settings import ASSUMPTIONS
from crossfoot.records import Claim, Reading, Report

DETAILED = ("relation", "no-negative-flow", "same-start", "bridge", "list")
"""Assumptions that take a name or a series after a blank."""
MOST_TOLD = 4


class UnknownName(ValueError):
    """A name given to do without that is no assumption and nothing in these reports."""


@dataclass(frozen=True, slots=True)
class Parted:
    """Names that are assumptions, and those that must be something in the reports."""

    assumptions: frozenset[str]
    things: tuple[str, ...]


def part(names: Iterable[str]) -> Parted:
    given = sorted(set(names))
    known = {name for name in given if name in ASSUMPTIONS or _is_detailed(name)}
    return Parted(frozenset(known), tuple(name for name in given if name not in known))


def _is_detailed(name: str) -> bool:
    head, blank, detail = name.partition(" ")
    return head in DETAILED and bool(blank and detail)


def left(reading: Reading, reports: Iterable[Report], names: Iterable[str]) -> Reading:
    """The reading without the claims that the names speak of. Raises UnknownName with the nearest known names."""
    things = part(names).things
    if not things:
        return reading
    known = _known(reading.claims, reports)
    out: set[str] = set()
    for thing in things:
        found = known.get(_key(thing)) or _shortened(known, thing)
        if not found:
            raise UnknownName(_told(thing, known))
        out |= found
    relations = tuple(r for r in reading.relations if not out & {*r.parts, r.whole})
    return Reading(tuple(c for c in reading.claims if c.id not in out), relations, reading.problems)


def _known(claims: Iterable[Claim], reports: Iterable[Report]) -> Mapping[str, set[str]]:
    """Every name by which claims can be meant: ids, files, outlets, and whoever stands in a source chain."""
    by_report = {report.id: report for report in reports}
    found: dict[str, set[str]] = defaultdict(set)
    for claim in claims:
        report = by_report.get(claim.report)
        names = [claim.id, claim.report, claim.file, *(s.name for s in claim.attribution)]
        names += [s.text for s in claim.attribution]
        names += [name for name in (report.outlet, report.title) if name] if report else []
        for name in names:
            found[_key(name)].add(claim.id)
    return found


def _shortened(known: Mapping[str, set[str]], thing: str) -> set[str] | None:
    """An id by its first eight digits and more."""
    key = _key(thing)
    near = [name for name in known if name.startswith(key)] if len(key) >= 8 and key.isalnum() else []
    return known[near[0]] if len(near) == 1 else None


def _key(name: str) -> str:
    return " ".join(name.casefold().split())


def _told(thing: str, known: Mapping[str, set[str]]) -> str:
    names = [*ASSUMPTIONS, *(name for name in known if len(name) < 80)]
    near = get_close_matches(_key(thing)[:80], names, MOST_TOLD, 0.5)
    told = ", ".join(near) if near else ", ".join((*ASSUMPTIONS, "relation NAME"))
    return (
        f"--without {thing}: no such assumption, claim, report, outlet or source; "
        f"{'nearest are' if near else 'assumptions are'} {told}"
    )
