"""How a figure changes on its way (§8.3): within one report, and from report to report along links.

A step is drift when the later mention says more than the earlier one allows. Rounding that keeps its hedge honest
("more than 265,000" after 265,843) is none.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from crossfoot.records import Claim, Number, Period, Remark
from crossfoot.trace.figures_shared import counted, printed, root

NEAR = 0.05
"""A rounded figure lies within this part of the one it came from."""
LOOK_BACK = 8
MOST_SHOWN = 5
MOST_ROUNDED = 40
"""Claims of the earlier report that a rounded figure of the later one is held against."""

_DIRECTED = ("over", "at_least", "up_to", "under", "almost")
_KINDS = ("flow", "cumulative", "stock", "rate", "other")


@dataclass(frozen=True, slots=True)
class Mention:
    """A claim that prints one number of something."""

    claim: Claim
    value: Number
    what: str


def mentions(claims: Sequence[Claim]) -> list[Mention]:
    found = []
    for claim in claims:
        value, what = printed(claim), counted(claim)
        if value is not None and what is not None and len(value) == 1 and claim.kind in _KINDS:
            found.append(Mention(claim, value[0], f"{what} per {claim.per}" if claim.per else what))
    return found


def within(claims: Sequence[Claim], first_lines: Mapping[str, int]) -> Iterator[Remark]:
    """Chains inside one report. `first_lines`: report → where its first line ends; a headline is told last."""
    by_series: dict[tuple[object, ...], list[Mention]] = defaultdict(list)
    for mention in mentions(claims):
        by_series[mention.claim.report, mention.what, root(mention.claim.population)].append(mention)
    for told in by_series.values():
        told.sort(key=lambda m: (m.claim.end <= first_lines.get(m.claim.report, 0), m.claim.start))
        yield from _chains(told)


def _chains(told: Sequence[Mention]) -> Iterator[Remark]:
    chain_of: dict[int, int] = {}
    chains: list[tuple[list[Mention], list[str]]] = []
    for place, mention in enumerate(told):
        for back in range(place - 1, max(-1, place - 1 - LOOK_BACK), -1):
            why = step(told[back], mention)
            if not why:
                continue
            if back not in chain_of:
                chain_of[back] = len(chains)
                chains.append(([told[back]], []))
            chain_of[place] = chain_of[back]
            chains[chain_of[back]][0].append(mention)
            chains[chain_of[back]][1].append(why)
            break
    for members, reasons in chains:
        yield _remark(members, reasons)


def _remark(members: Sequence[Mention], reasons: Sequence[str]) -> Remark:
    chain = " → ".join(f"“{mention.claim.quote}”" for mention in members)
    return Remark("drift", tuple(mention.claim.id for mention in members), f"{chain}: {'; then '.join(reasons)}")


def step(before: Mention, after: Mention) -> str:
    """What the later mention lost or added, in words; empty where nothing drifted."""
    a, b = before.value, after.value
    if (a != b and not is_rounded(a, b)) or _apart(before.claim.period, after.claim.period):
        return ""
    if a == b:
        return ", ".join(_hedge_lost(before.claim, after.claim))
    if _honest(before.claim, after.claim, b):
        return ""
    way = "rounded up" if b > a else "rounded down"
    return ", ".join((way, *_hedge_lost(before.claim, after.claim)))


def _hedge_lost(before: Claim, after: Claim) -> list[str]:
    lost = []
    if before.modal and not after.modal:
        lost.append("a possibility became a fact")
    if before.hedge in _DIRECTED and after.hedge in ("exact", "about"):
        lost.append("a bound became the number itself")
    elif before.approximate and after.hedge == "exact":
        lost.append("the hedge is gone")
    return lost


def _apart(a: Period, b: Period) -> bool:
    return a.is_known and b.is_known and (a.start, a.end) != (b.start, b.end)


def is_rounded(a: Number, b: Number) -> bool:
    """b is a with fewer significant digits, rounded either way."""
    if a == b or not isinstance(a, int) or not isinstance(b, int) or a <= 0 or abs(a - b) > NEAR * a:
        return False
    place = _place(b)
    return place > _place(a) and abs(a - b) < place


def _place(number: int) -> int:
    text = str(number)
    return int(10 ** (len(text) - len(text.rstrip("0"))))


def _honest(before: Claim, after: Claim, rounded: Number) -> bool:
    """A hedge that covers what was rounded away, on a figure that was not itself a bound."""
    low, high = before.low, before.high
    if after.hedge in ("about", "almost"):
        return before.hedge not in _DIRECTED and (after.hedge == "about" or (high is not None and high <= rounded))
    above = after.low is None or (low is not None and low >= after.low)
    below = after.high is None or (high is not None and high <= after.high)
    return above and below


# ── along links ──────────────────────────────────────────────────────────────────────────────────


def between(
    earlier: Sequence[Mention], later: Sequence[Mention], directed: bool, names: tuple[str, str]
) -> Iterator[Remark]:
    """What changed between two linked reports: the steps above (only where the direction is known), a changed unit
    or year (either way). Each claim of the later report is held against the one nearest to it; what changed in the
    same way is one remark."""
    by_value: dict[Number, list[Mention]] = defaultdict(list)
    for mention in earlier:
        by_value[mention.value].append(mention)
    rounded_from = list(earlier[:MOST_ROUNDED]) if directed else []
    way = f" ({names[0]} → {names[1]})" if directed else f" ({names[0]} and {names[1]}; direction unknown)"
    found: dict[str, list[tuple[Mention, Mention]]] = defaultdict(list)
    for after in later:
        for before in [*by_value.get(after.value, ())[:LOOK_BACK], *rounded_from]:
            why = _changed(before, after, directed)
            if why:
                found[why].append((before, after))
                break
    for why, changed in found.items():
        claims = tuple(dict.fromkeys(mention.claim.id for pair in changed for mention in pair))
        steps = ", ".join(f"“{before.claim.quote}” → “{after.claim.quote}”" for before, after in changed[:MOST_SHOWN])
        more = f" and {len(changed) - MOST_SHOWN} more" if len(changed) > MOST_SHOWN else ""
        yield Remark("drift", claims, f"{steps}{more}: {why}{way}")


def _changed(before: Mention, after: Mention, directed: bool) -> str:
    one, other = before.claim, after.claim
    changes: list[str] = []
    if before.what == after.what and _together(one, other):
        if directed and (moved := step(before, after)):
            changes.append(moved)
        if before.value == after.value and (year := _year(one.period, other.period)):
            changes.append(year)
    elif before.value == after.value and one.measure and other.measure and one.measure != other.measure:
        changes.append(f"what is counted changed: {one.measure}, {other.measure}")
    return ", ".join(changes)


def _together(a: Claim, b: Claim) -> bool:
    roots = [root(c.population) for c in (a, b)]
    return None in roots or roots[0] == roots[1]


def _year(a: Period, b: Period) -> str:
    """A year that only one of the two names, or another year for the same day."""
    for one, other in ((a, b), (b, a)):
        if one.partial and one.partial.startswith("--") and other.end is not None:
            return f"one of them names the year {other.end.year}, the other none"
    if a.end and b.end and a.end.year != b.end.year and a.end.timetuple()[1:3] == b.end.timetuple()[1:3]:
        return f"another year: {a.end.year}, {b.end.year}"
    return ""
