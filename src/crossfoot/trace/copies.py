"""Which claims repeat which (§5.8), so that a figure enters arithmetic once however often it is printed."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Mapping, Sequence

from crossfoot.records import Claim, Link, Report, Span
from crossfoot.trace.figures_shared import counted


def copies_of(
    group: Sequence[int], claims: Sequence[Claim], report_of: Sequence[int], part_of: Mapping[int, int]
) -> dict[str, str]:
    """claim → the claim it repeats: equal in series, period and interval, in one report or in linked ones.

    Inside one report a headline may leave out the hedge or the period of the sentence that it announces; the
    fuller claim is the one kept. Between reports a copy that differs in either stays a claim of its own.
    """
    kept: dict[tuple[object, ...], int] = {}
    repeats: dict[int, int] = {}
    for report, members in _by_report(group, report_of).items():
        fullest: list[int] = []
        for i in sorted(members, key=lambda i: _fullness(claims[i])):
            whole = next((j for j in fullest if _announces(claims[i], claims[j])), None)
            if whole is None:
                fullest.append(i)
            else:
                repeats[i] = whole
        for i in sorted(fullest):
            first = kept.setdefault((part_of.get(report, report), *_same(claims[i])), i)
            if first != i:
                repeats[i] = first
    return {claims[i].id: claims[_end(repeats, j)].id for i, j in repeats.items()}


MOST_MEMBERS = 500
"""Mentions of one figure in one report that are compared with one another."""


def _by_report(group: Sequence[int], report_of: Sequence[int]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = defaultdict(list)
    for i in group:
        if len(found[report_of[i]]) < MOST_MEMBERS:
            found[report_of[i]].append(i)
    return found


def _end(repeats: Mapping[int, int], i: int) -> int:
    while i in repeats:
        i = repeats[i]
    return i


def _scope(claim: Claim) -> tuple[object, ...]:
    return (
        claim.measure or counted(claim),
        claim.population,
        claim.place,
        claim.low,
        claim.high,
        _enters(claim),
    )


def _enters(claim: Claim) -> bool:
    """Whether the stance lets a claim into arithmetic (§2.9); how firmly it is said is no other figure."""
    return claim.stance in ("asserted", "hedged", "disputed") and not claim.modal


def _same(claim: Claim) -> tuple[object, ...]:
    return (*_scope(claim), claim.hedge, claim.kind, claim.per, claim.release, _period(claim), claim.base)


def _period(claim: Claim) -> tuple[object, ...] | None:
    period = claim.period
    key = (period.start, period.end, period.partial)
    return None if key == (None, None, None) else key


def _fullness(claim: Claim) -> tuple[object, ...]:
    return (_period(claim) is None, claim.base is None, not claim.approximate, not claim.attribution, claim.start)


def _announces(short: Claim, full: Claim) -> bool:
    return (
        _scope(short) == _scope(full)
        and (short.hedge in ("exact", full.hedge))
        and _period(short) in (None, _period(full))
        and (short.per == full.per)
        and short.base in (None, full.base)
    )


# ── the same words ───────────────────────────────────────────────────────────────────────────────


def verbatim(
    text: Sequence[Link],
    claims: Sequence[Claim],
    report_of: Sequence[int],
    reports: Sequence[Report],
    ranks: Sequence[int],
) -> dict[str, str]:
    """Claims in shared passages: the same words, whose period differs at most by the day of publication that closes
    it (§3.4). A copy that says another year stays a claim of its own.
    """
    by_report: dict[str, list[int]] = defaultdict(list)
    for i, claim in enumerate(claims):
        by_report[claim.report].append(i)
    repeats: dict[int, int] = {}
    for link in text:
        for mine, theirs in link.passages:
            ours = _inside(claims, by_report[link.source], mine)
            for a, b in zip(ours, _inside(claims, by_report[link.target], theirs), strict=False):
                if _words(claims[a], reports[report_of[a]]) != _words(claims[b], reports[report_of[b]]):
                    continue
                later = link.directed or ranks[report_of[a]] > ranks[report_of[b]]
                repeats.setdefault(*((a, b) if later else (b, a)))
    return {claims[i].id: claims[j].id for i, j in repeats.items()}


def _inside(claims: Sequence[Claim], held: Sequence[int], span: Span) -> list[int]:
    first = bisect_left(held, span.start, key=lambda i: claims[i].start)
    last = bisect_left(held, span.end, lo=first, key=lambda i: claims[i].start)
    return [i for i in held[first:last] if claims[i].end <= span.end]


def _words(claim: Claim, report: Report) -> tuple[object, ...]:
    days = (claim.period.start, claim.period.end)
    period = tuple("published" if day is not None and day == report.published else day for day in days)
    base = claim.base and (claim.base.how, claim.base.measure, claim.base.falls)
    return (claim.low, claim.high, claim.hedge, claim.measure, _enters(claim), base, claim.period.partial, *period)


def settled(*repeats: Mapping[str, str]) -> dict[str, str]:
    """Each copy with the claim that is itself no copy; where two say otherwise, the one given first holds."""
    found: dict[str, str] = {}
    for part in repeats:
        for claim, kept in part.items():
            if claim not in found and _first(found, kept) != claim:
                found[claim] = kept
    return {claim: _first(found, claim) for claim in found}


def _first(repeats: Mapping[str, str], claim: str) -> str:
    while claim in repeats:
        claim = repeats[claim]
    return claim
