"""The rules by which conflict recorders choose among figures, beside what the arithmetic allows (§7.6: a choice, no
consequence): the lowest figure, the one that most reports print, the one of the highest kind of source."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date
from typing import cast

from crossfoot.publish.careful import speaker, ultimate
from crossfoot.publish.charts import is_running
from crossfoot.publish.index import Index, anchor
from crossfoot.records import Bound, Claim, Series

MOST_ROWS = 100

Window = tuple[Series, date | None, date]
Value = tuple[float | None, float | None]


@dataclass(frozen=True, slots=True)
class Pick:
    """What a rule takes. Several figures where it does not decide. `outside`: the arithmetic excludes it."""

    figures: tuple[tuple[str, str], ...]
    says: str
    outside: bool


@dataclass(frozen=True, slots=True)
class RuleRow:
    series: str
    period: str
    unit: str
    printed: tuple[tuple[str, str, int], ...]
    """Each value as read, the anchor of one claim that prints it, and how many reports print it."""
    lowest: Pick
    majority: Pick
    hierarchy: Pick
    allowed: str
    clash: str
    """Where the contradiction is told that a figure here stands in, which none of the rules sees; empty: in none."""
    tells: bool
    """Whether the rules differ here, or take what clashes or is outside of what the arithmetic allows."""


def usual_rules(index: Index) -> tuple[RuleRow, ...]:
    """A row for each window of time for which several reports print figures of one series; those that differ first."""
    windows: dict[Window, list[Claim]] = defaultdict(list)
    for claim in index.contents.claims:
        window = _window(index, claim)
        if window:
            windows[window].append(claim)
    bounds = {_bound_window(index, b): b for b in index.contents.reconciliation.bounds}
    several = [(window, claims) for window, claims in windows.items() if len({c.report for c in claims}) > 1]
    several.sort(key=lambda item: (not _differ(item[1]), item[0][0].id, item[0][2], item[0][1] or date.min))
    return tuple(_row(index, window, claims, bounds.get(window)) for window, claims in several[:MOST_ROWS])


def _differ(claims: Sequence[Claim]) -> bool:
    return len({_value(c) for c in claims}) > 1


def _window(index: Index, claim: Claim) -> Window | None:
    """Series and days of a figure that enters arithmetic; a running total is known by its last day."""
    countable = claim.kind in ("flow", "cumulative") and claim.stance in ("asserted", "hedged", "disputed")
    period = claim.period
    if not countable or claim.modal or claim.series is None or period.end is None or _value(claim) == (None, None):
        return None
    if is_running(index, period.start, period.end):
        return claim.series, None, period.end
    return (claim.series, period.start, period.end) if period.start else None


def _bound_window(index: Index, bound: Bound) -> Window:
    return bound.series, None if is_running(index, bound.start, bound.end) else bound.start, bound.end


def _value(claim: Claim) -> Value:
    return claim.low, claim.high


def _row(index: Index, window: Window, claims: Sequence[Claim], bound: Bound | None) -> RuleRow:
    series, start, end = window
    reports: dict[Value, set[str]] = defaultdict(set)
    for claim in claims:
        reports[_value(claim)].add(claim.report)
    first = {_value(c): c for c in reversed(claims)}
    printed = sorted(first, key=lambda v: (_number(v), v[1] is None))
    picks = (
        _lowest(index, claims, bound),
        _majority(index, reports, first, bound),
        _hierarchy(index, claims, bound),
    )
    clash = _clash(index, {c.id for c in claims})
    return RuleRow(
        series=index.series_title(series),
        period=index.words.label(start, end),
        unit=index.unit(series),
        printed=tuple((*_shown(index, first[v]), len(reports[v])) for v in printed),
        lowest=picks[0],
        majority=picks[1],
        hierarchy=picks[2],
        allowed=index.words.interval(bound.low, bound.high) if bound else "",
        clash=clash,
        tells=bool(clash) or len(printed) > 1 or any(p.outside for p in picks),
    )


def _clash(index: Index, claims: Set[str]) -> str:
    if not claims & index.clashing:
        return ""
    found = next(c for c in index.contents.reconciliation.conflicts if claims & set(c.claims))
    return "#" + anchor("conflict", found.id)


def _number(value: Value) -> float:
    low, high = value
    return low if low is not None else high if high is not None else 0.0


def _shown(index: Index, claim: Claim) -> tuple[str, str]:
    return index.words.value(claim), "#" + anchor("claim", claim.id)


def _lowest(index: Index, claims: Sequence[Claim], bound: Bound | None) -> Pick:
    least = min(_number(_value(c)) for c in claims)
    return _pick(index, [c for c in claims if _number(_value(c)) == least][:1], "", bound)


def _majority(
    index: Index, reports: Mapping[Value, set[str]], first: Mapping[Value, Claim], bound: Bound | None
) -> Pick:
    most = max(len(r) for r in reports.values())
    chosen = [first[v] for v, r in reports.items() if len(r) == most]
    if len(chosen) > 1:
        return _pick(index, chosen, index.words.say("rules", "tie"), bound)
    every = len(set().union(*reports.values()))
    return _pick(index, chosen, index.words.say("rules", "of", most=str(most), every=str(every)), bound)


def _hierarchy(index: Index, claims: Sequence[Claim], bound: Bound | None) -> Pick:
    """The highest kind of source; among equals the one published last."""
    order = cast(Sequence[str], index.words.section("rules")["hierarchy"])
    rank = {kind: n for n, kind in enumerate(order)}

    def place(claim: Claim) -> tuple[int, int]:
        source, report = ultimate(claim), index.reports.get(claim.report)
        published = report.published.toordinal() if report and report.published else 0
        return rank.get(source.kind if source else "self", len(rank)), -published

    best = min(place(c) for c in claims)
    chosen = {_value(c): c for c in claims if place(c) == best}
    claim = next(iter(chosen.values()))
    source = ultimate(claim)
    says = speaker(index, claim) if source else index.words.say("source", "self")
    if len(chosen) > 1:
        says = f"{says}; {index.words.say('rules', 'tie')}"
    return _pick(index, list(chosen.values()), says, bound)


def _pick(index: Index, claims: Sequence[Claim], says: str, bound: Bound | None) -> Pick:
    return Pick(tuple(_shown(index, c) for c in claims), says, any(_outside(c, bound) for c in claims))


def _outside(claim: Claim, bound: Bound | None) -> bool:
    """Whether no number that the words allow lies within the bound."""
    if bound is None:
        return False
    low = claim.low if claim.low is not None else 0
    above = bound.high is not None and low > bound.high
    below = bound.low is not None and claim.high is not None and claim.high < bound.low
    return above or below
