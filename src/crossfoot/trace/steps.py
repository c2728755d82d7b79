"""What a mention of a figure lost or added beside an earlier one (§8.3).

A step is drift when the later mention says more than the earlier one allows. Rounding that keeps its hedge honest
("more than 265,000" after 265,843) is none.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from crossfoot.places import gazetteer
from crossfoot.records import Claim, DriftChange, Number, Period
from crossfoot.trace.figures_shared import counted, printed, root

NEAR = 0.05
"""A rounded figure lies within this part of the one it came from."""

SAID: Mapping[DriftChange, str] = {
    "hedge lost": "the hedge is gone",
    "bound lost": "a bound became the number itself",
    "possibility lost": "a possibility became a fact",
    "rounded up": "rounded up",
    "rounded down": "rounded down",
    "unit changed": "what is counted changed",
    "scope widened": "a part became the whole",
    "scope narrowed": "the whole became a part",
    "year inserted": "a year was put in",
    "year lost": "the year is gone",
    "year changed": "another year",
    "source lost": "it no longer says who said so",
}
_DIRECTED = ("over", "at_least", "up_to", "under", "almost")
_KINDS = ("flow", "cumulative", "stock", "rate", "other")
_SPEAKS = ("named", "office", "agency", "outlet")

Changes = tuple[DriftChange, ...]


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


def step(before: Mention, after: Mention) -> Changes | None:
    """What was lost or added in passing a figure on; None where the one is not the other passed on."""
    one, other = before.claim, after.claim
    if before.what != after.what:
        same = before.value == after.value and one.measure and other.measure and one.measure != other.measure
        return ("unit changed", *_year(one.period, other.period)) if same else None
    if not _together(one, other) or _other_figure(before, after):
        return None
    return (*form(before, after), *_scope(one, other), *_year(one.period, other.period))


def form(before: Mention, after: Mention) -> Changes:
    """What became firmer: digits, hedge, bound, possibility."""
    if before.value == after.value:
        return _hedge(before.claim, after.claim)
    if _honest(before.claim, after.claim, after.value):
        return ()
    way: DriftChange = "rounded up" if after.value > before.value else "rounded down"
    return (way, *_hedge(before.claim, after.claim))


def source_lost(before: Mention, after: Mention) -> Changes:
    """Who said it: no drift by itself, but told beside one."""
    return ("source lost",) if _speaks(before.claim) and not _speaks(after.claim) else ()


def is_near(before: Mention, after: Mention) -> bool:
    """One number, or the later rounded from the earlier, of periods that may be one."""
    return not _other_figure(before, after) and not _apart(before.claim.period, after.claim.period)


def _other_figure(before: Mention, after: Mention) -> bool:
    """Another number, which is not the first one rounded either."""
    if before.value == after.value:
        return False
    return not is_rounded(before.value, after.value) or _apart(before.claim.period, after.claim.period)


def _hedge(before: Claim, after: Claim) -> Changes:
    lost: list[DriftChange] = []
    if before.modal and not after.modal:
        lost.append("possibility lost")
    if before.hedge in _DIRECTED and after.hedge in ("exact", "about"):
        lost.append("bound lost")
    elif before.approximate and after.hedge == "exact":
        lost.append("hedge lost")
    return tuple(lost)


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


def _together(a: Claim, b: Claim) -> bool:
    roots = [root(c.population) for c in (a, b)]
    if a.place and b.place and gazetteer().disjoint(a.place, b.place):
        return False
    return None in roots or roots[0] == roots[1]


def _scope(a: Claim, b: Claim) -> Changes:
    """A part of a population or place that became the whole, or the other way round."""
    if a.population and b.population and a.population != b.population:
        if a.population.startswith(b.population + "/"):
            return ("scope widened",)
        if b.population.startswith(a.population + "/"):
            return ("scope narrowed",)
    if a.place and b.place and a.place != b.place:
        if gazetteer().is_within(a.place, b.place):
            return ("scope widened",)
        if gazetteer().is_within(b.place, a.place):
            return ("scope narrowed",)
    return ()


def _year(a: Period, b: Period) -> Changes:
    """A year that only one of the two names, or another year for the same day."""
    if _without_year(a) and b.end is not None:
        return ("year inserted",)
    if _without_year(b) and a.end is not None:
        return ("year lost",)
    if a.end and b.end and a.end.year != b.end.year and a.end.timetuple()[1:3] == b.end.timetuple()[1:3]:
        return ("year changed",)
    return ()


def _without_year(period: Period) -> bool:
    """A date is named, and no year of it; "--01-01/2023-11-09" names that of its end."""
    return period.end is None and period.partial is not None and period.partial.startswith("--")


def _speaks(claim: Claim) -> bool:
    return any(source.kind in _SPEAKS for source in claim.attribution)
