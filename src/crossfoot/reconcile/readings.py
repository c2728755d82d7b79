"""Other readings of a claim: what it would have said without one slip (§9.1). Each rule is a function of the claim."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from functools import cache
from pathlib import Path

from crossfoot.interval import is_relative
from crossfoot.period import add_months
from crossfoot.reconcile.placing import series_of
from crossfoot.reconcile.proofs import number
from crossfoot.records import Claim, Number, Period

PRICES = Path(__file__).with_name("prices.toml")
YEARS = (1, -1, 2, -2, 3, -3)
SCALES = (Fraction(10), Fraction(1, 10), Fraction(1000), Fraction(1, 1000))


@dataclass(frozen=True, slots=True)
class Prices:
    slip: Mapping[str, float]
    why: Mapping[str, str]
    luck: float
    tie: float
    unexplained: float
    copy_differs: float
    support_each: float
    support_most: float
    year_each: float
    digits_forced: float
    release_in_tables: float
    release_within: Fraction


@dataclass(frozen=True, slots=True)
class Alternative:
    """`claim` read without the slip, what it says before and after, and the price of the slip.

    `rounded` is the figure in the middle of a reading that the slip left less exact than it was.
    """

    slip: str
    claim: Claim
    before: str
    after: str
    price: float
    rounded: int | None = None


@cache
def prices() -> Prices:
    table = tomllib.loads(PRICES.read_text(encoding="utf-8"))
    slips = table["slip"]
    return Prices(
        slip={name: float(row["price"]) for name, row in slips.items()},
        why={name: row["why"] for name, row in slips.items()},
        luck=table["luck"],
        tie=table["tie"],
        unexplained=table["unexplained"],
        copy_differs=table["copy_differs"],
        support_each=table["support_each"],
        support_most=table["support_most"],
        year_each=slips["year"]["each_further"],
        digits_forced=slips["digits"]["forced"],
        release_in_tables=slips["release"]["in_tables"],
        release_within=Fraction(str(slips["release"]["within"])),
    )


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What readings may draw on: the other series with the same units, and the starts that totals count from."""

    scopes: Mapping[str, tuple[str, ...]]
    related: Mapping[str, frozenset[str]]
    """Series that a relation sets directly against each other: part and whole."""
    starts: tuple[date, ...]
    years: tuple[int, int] = (date.min.year, date.max.year)
    """First and last year that anything names: a slip leads nowhere outside them."""


def alternatives(claim: Claim, around: Surroundings) -> tuple[Alternative, ...]:
    """Every other reading of `claim`, the cheapest first."""
    found = [a for rule in RULES for a in rule(claim, around)]
    return tuple(sorted(found, key=lambda a: (a.price, a.slip, a.after)))


def _year(claim: Claim, around: Surroundings) -> Iterator[Alternative]:
    table = prices()
    for step in YEARS:
        start, end = _moved(claim.period.start, 12 * step), _moved(claim.period.end, 12 * step)
        if claim.period.start in around.starts and _is_total(claim):
            start = claim.period.start
        if claim.period.end is None or end is None or not around.years[0] <= end.year <= around.years[1]:
            continue
        slip = "year" if _prints_year(claim) else "misread"
        price = table.slip[slip] + table.year_each * (abs(step) - 1)
        moved = _dated(claim, start, end)
        yield Alternative(slip, moved, str(claim.period.end.year), str(end.year), price)


def _prints_year(claim: Claim) -> bool:
    """Whether the year is the report's own and not one that we carried or resolved; without a text it is given."""
    if not claim.literal or "period" in claim.literal or claim.period.end is None:
        return True
    return str(claim.period.end.year) in (claim.period.text or "")


def _month(claim: Claim, _: Surroundings) -> Iterator[Alternative]:
    period = claim.period
    if period.end is None:
        return
    for step in (1, -1):
        end = _moved_month_end(period.end, step)
        starts = {period.start} if _is_total(claim) else set()
        starts.add(_moved(period.start, step))
        for start in sorted(starts, key=lambda d: d or date.min):
            if start is None or start <= end:
                yield Alternative(
                    "month", _dated(claim, start, end), _span(period), _span(Period(start, end)), _price("month")
                )


def _scale(claim: Claim, _: Surroundings) -> Iterator[Alternative]:
    if is_relative(claim):
        return
    for factor in SCALES:
        low, high = _times(claim.low, factor, math.floor), _times(claim.high, factor, math.ceil)
        if (low or 0) < 1 and (high or 0) < 1:
            continue
        plain = _valued("scale", claim, low, high)
        lost = factor > 1 and claim.hedge == "exact" and isinstance(low, int) and low == high
        yield _less_exact(plain, int(low or 0), factor) if lost else plain


def _less_exact(plain: Alternative, middle: int, factor: Fraction) -> Alternative:
    """What stands in thousands was rounded to thousands: the digits that the slip dropped are not known."""
    half = int(factor / 2)
    wide = replace(plain.claim, low=max(0, middle - half), high=middle + half, hedge="range")
    return replace(plain, claim=wide, rounded=middle)


def _cumulative_as_month(claim: Claim, around: Surroundings) -> Iterator[Alternative]:
    """A month's window that a running total was squeezed into."""
    start, end = claim.period.start, claim.period.end
    if start is None or end is None or not _is_month(start, end):
        return
    for first in sorted({date(end.year, 1, 1), *around.starts}):
        if first < start:
            wider = replace(_dated(claim, first, end), kind="cumulative")
            yield Alternative("cumulative", wider, _span(claim.period), _span(wider.period), _price("cumulative"))


def _month_as_cumulative(claim: Claim, around: Surroundings) -> Iterator[Alternative]:
    start, end = claim.period.start, claim.period.end
    if end is None or (start is not None and _is_month(start, end)):
        return
    if start is None or start in around.starts or start == date(end.year, 1, 1):
        narrow = replace(_dated(claim, end.replace(day=1), end), kind="flow")
        yield Alternative("monthly", narrow, _span(claim.period), _span(narrow.period), _price("monthly"))


def _scope(claim: Claim, around: Surroundings) -> Iterator[Alternative]:
    if claim.series is None:
        return
    related = around.related.get(claim.series.id, frozenset())
    for key in around.scopes.get(claim.series.id, ()):
        measure, population, place = series_of(key).split("|", 2)
        other = replace(claim, measure=measure, population=population, place=place)
        slip = "scope" if key in related else "series"
        yield Alternative(slip, other, claim.series.id, series_of(key), _price(slip))


def _digits(claim: Claim, _: Surroundings) -> Iterator[Alternative]:
    if claim.hedge != "exact" or claim.low != claim.high or not isinstance(claim.low, int) or claim.low < 10:
        return
    text = str(claim.low)
    swapped = {text[:i] + text[i + 1] + text[i] + text[i + 2 :] for i in range(len(text) - 1)}
    for other in sorted(swapped - {text}):
        if other[0] != "0":
            yield _valued("digits", claim, int(other), int(other))


RULES: tuple[Callable[[Claim, Surroundings], Iterable[Alternative]], ...] = (
    _year,
    _month,
    _cumulative_as_month,
    _month_as_cumulative,
    _scale,
    _scope,
    _digits,
)


def _price(slip: str) -> float:
    return prices().slip[slip]


def _valued(slip: str, claim: Claim, low: Number | None, high: Number | None) -> Alternative:
    other = replace(claim, low=low, high=high)
    return Alternative(slip, other, figure(claim), figure(other), _price(slip))


def _dated(claim: Claim, start: date | None, end: date | None) -> Claim:
    return replace(claim, period=replace(claim.period, start=start, end=end, partial=None), candidates=())


def _moved(day: date | None, months: int) -> date | None:
    if day is None:
        return None
    moved = add_months(day, months)
    is_last = (add_months(day.replace(day=1), 1) - day).days == 1
    return add_months(moved.replace(day=1), 1) - (date(2, 1, 2) - date(2, 1, 1)) if is_last else moved


def _moved_month_end(day: date, step: int) -> date:
    moved = _moved(day, step)
    assert moved is not None
    return moved


def _is_total(claim: Claim) -> bool:
    """A running total, in name or by a window longer than a month: its end may slip alone."""
    start, end = claim.period.start, claim.period.end
    return claim.kind == "cumulative" or start is None or (end is not None and not _is_month(start, end))


def _is_month(start: date, end: date) -> bool:
    return start.day == 1 and add_months(start, 1).toordinal() == end.toordinal() + 1


def _times(value: Number | None, factor: Fraction, rounded: Callable[[Fraction], int]) -> Number | None:
    if value is None:
        return None
    return rounded((value if isinstance(value, int) else Fraction(str(value))) * factor)


def figure(claim: Claim) -> str:
    """The interval of a claim in figures: "59,606", "160,000 or more", "3,000 to 5,000"."""
    low, high = (
        None if side is None else number(side if isinstance(side, int) else Fraction(str(side)))
        for side in (claim.low, claim.high)
    )
    if low is not None and high is not None:
        return low if low == high else f"{low} to {high}"
    return f"{low} or more" if high is None else f"{high} or less"


def _span(period: Period) -> str:
    start = period.start.isoformat() if period.start else "its start"
    end = period.end.isoformat() if period.end else "its end"
    return f"{start} to {end}"


def surroundings(
    group: Sequence[str], joined: Iterable[tuple[str, str]], starts: Iterable[date], years: tuple[int, int]
) -> Surroundings:
    """Where slips may lead among the series of one component; `joined` are pairs of a whole and its part."""
    flows = [key for key in group if not key.endswith("|stock")]
    scopes = {key: tuple(other for other in flows if other != key) for key in flows}
    related: dict[str, set[str]] = {key: set() for key in flows}
    for whole, part in joined:
        related.setdefault(whole, set()).add(part)
        related.setdefault(part, set()).add(whole)
    return Surroundings(scopes, {k: frozenset(v) for k, v in related.items()}, tuple(sorted(set(starts))), years)
