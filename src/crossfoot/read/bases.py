"""What a share or a change is measured against (§4, §5.5): the whole of a part, the time before a time."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from crossfoot import period
from crossfoot.read.changes import Against
from crossfoot.read.chronicle import Chronicle
from crossfoot.read.coding import Field
from crossfoot.read.compared import Comparisons, times_in
from crossfoot.read.counted import Counted
from crossfoot.read.dating import LEAP
from crossfoot.read.page import Page
from crossfoot.read.scenes import Timing
from crossfoot.read.shares import Dimensions, Share, ShareCoder
from crossfoot.records import Base, Period


@dataclass(frozen=True, slots=True)
class Based:
    """`literal`: the comparison and its other side stand in the sentence."""

    base: Base
    literal: bool


def bases(
    coder: ShareCoder, tale: Chronicle, found: Comparisons, counted: Mapping[int, Counted], times: Mapping[int, Timing]
) -> dict[int, Based]:
    based: dict[int, Based] = {}
    for number, change in found.changes.items():
        if number in counted and change.against is not None:
            other = against_period(times[number].period, change.against, tale)
            literal = "period" in times[number].literal and other.is_known
            based[number] = Based(Base(change.how, period=other, falls=change.falls), literal)
    for number, share in found.shares.items():
        if number in counted:
            made = _base_of_share(coder, tale, share, number, counted, times)
            if made is not None:
                based[number] = made
    return based


def _base_of_share(
    coder: ShareCoder,
    tale: Chronicle,
    share: Share,
    number: int,
    counted: Mapping[int, Counted],
    times: Mapping[int, Timing],
) -> Based | None:
    item = counted[number]
    whole = _whole(coder, share, item, counted)
    part = coder.part(share, item.first, item.scope, whole) if whole is not None else None
    if whole is None or part is None:
        return None
    place = _place(coder, part)
    item.measure, item.population = (
        Field(part.measure, "part", whole.literal),
        Field(part.population, "part", part.literal),
    )
    item.place = Field(place, "part of a whole", part.place is not None)
    whole_place = whole.place or (_own_place(coder, whole) if part.place != whole.place else place)
    if (part.measure, part.population, place) == (whole.measure, whole.population, whole_place):
        return None
    base = Base(
        "share",
        whole.measure if whole.measure != part.measure else None,
        whole.population if whole.population != part.population else None,
        whole_place if whole_place != place else None,
        _period_of_whole(coder.page, tale, share, number, part.measure == whole.measure, times),
    )
    return Based(base, whole.literal and base.period.is_known)


def _whole(coder: ShareCoder, share: Share, item: Counted, counted: Mapping[int, Counted]) -> Dimensions | None:
    """The whole's own figure tells it; else its words do, where another figure of the report counts the same or they
    name the topic themselves."""
    told = counted.get(share.figure) if share.figure is not None else None
    if told is not None:
        if told.measure.value is None or told.population.value is None:
            return None
        place = told.place.value if told.place.literal else None
        return Dimensions(told.measure.value, told.population.value, place, told.measure.literal)
    if share.figure is not None:
        return None
    whole = coder.whole(share, item.first, item.scope)
    if whole is None or whole.literal:
        return whole
    return whole if any(o.measure.value == whole.measure for o in counted.values() if o is not item) else None


def _place(coder: ShareCoder, part: Dimensions) -> str | None:
    return part.place or _own_place(coder, part)


def _own_place(coder: ShareCoder, one: Dimensions) -> str | None:
    population = coder.page.lexicon.codebook.population(one.population.split("/")[0])
    return population.place if population is not None else None


def _period_of_whole(
    page: Page, tale: Chronicle, share: Share, number: int, same_measure: bool, times: Mapping[int, Timing]
) -> Period:
    """Its own figure's, its own words', else the claim's: but "of the cases 12 % were closed in 2024" does not say
    when those cases were opened."""
    if share.figure is not None and share.figure in times:
        return times[share.figure].period
    if share.subject or not times_in(page, tale, share.part):
        return times[number].period
    told = times_in(page, tale, share.whole)
    if told:
        placed = tale.placed[bisect_left(tale.mention_starts, told[-1].start)]
        known = isinstance(placed.start, date) and isinstance(placed.end, date)
        return Period(placed.start, placed.end, placed.precision, told[-1].text) if known else Period()  # type: ignore[arg-type]
    return times[number].period if same_measure else Period()


def against_period(own: Period, against: Against, tale: Chronicle) -> Period:
    """The other side of a change, unknown where the own side is; an earlier time, whatever the year it may have."""
    if own.start is None or own.end is None:
        return Period()
    text = tale.text[against.start : against.end]
    if against.back is not None:
        window = _moved_back(own.start, own.end, against, own.precision == "year")
    else:
        window = _named(own.start, own.end, against, tale)
    return Period(*window, own.precision, text) if window is not None and window[0] < own.start else Period()


def _moved_back(start: date, end: date, against: Against, yearly: bool) -> period.Window | None:
    if against.back == "year":
        running = yearly and (end.month, end.day) != (12, 31)
        return _years_back(start, end, 1) if against.same or not running else None
    if against.back == "day":
        return (period.add_days(start, -1), period.add_days(end, -1)) if start == end else None
    if against.back == "week":
        return (period.add_days(start, -7), period.add_days(end, -7)) if period.days(start, end) == 7 else None
    months = 3 if against.back == "quarter" else 1
    first = period.add_months(start, -months)
    is_unit = start.day == 1 and end == period.month_end(period.add_months(start, months - 1))
    return (first, period.day_before(start)) if is_unit and (months == 1 or start.month % 3 == 1) else None


def _years_back(start: date, end: date, count: int) -> period.Window:
    last = period.add_days(period.add_months(period.add_days(end, 1), -12 * count), -1)
    return period.add_months(start, -12 * count), last


def _named(start: date, end: date, against: Against, tale: Chronicle) -> period.Window | None:
    placed = tale.placed[bisect_left(tale.mention_starts, against.mention or 0)]
    point = placed.mention.first
    if point is not None and point.of_year is not None:
        back = start.year - point.of_year if point.of_year > 0 else -point.of_year
        return _years_back(start, end, back) if start.year == end.year else None
    dated = placed.parts[0] if placed.parts else None
    if dated is None or dated.start is None or dated.end is None:
        return None
    if against.same:
        return _years_back(start, end, start.year - dated.start.year) if start.year == end.year else None
    if not dated.carried or dated.precision == "year":
        return dated.start, dated.end
    later = dated.start.year - start.year + (_in_leap(dated.start) >= _in_leap(start))
    return _years_back(dated.start, dated.end, max(later, 0))


def _in_leap(day: date) -> date:
    return day.replace(year=LEAP)
