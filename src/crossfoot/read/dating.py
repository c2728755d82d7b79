"""From a time as stated to whole days (§3.1 to §3.3). Nothing is dated by the clock.

A relative or bare time is resolved against the report's published date; a year that the text itself names in the
same sentence or just before is carried. What stays without a year keeps an EDTF-like label ("--12-18").
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from crossfoot import period
from crossfoot.read.timeforms import Point
from crossfoot.records import Precision

LEAP = 2000
"""A year that has every day of the calendar, for the labels of times without a year."""
PRECISIONS: dict[str, Precision] = {"month": "month", "months": "month", "quarter": "quarter", "season": "quarter"}
PRECISIONS |= {"half": "quarter", "year": "year", "decade": "year", "century": "year"}
MONTHS_OF = {"quarter": 3, "half": 6, "season": 3}


@dataclass(frozen=True, slots=True)
class Frame:
    """What a time may be resolved against. `near` is a dated time told of before, in the text itself.

    `is_told_on` says that `near` is a day on which somebody spoke: what is told lies before it.
    `prefers_near` lets the year named in the same sentence go before the published date.
    """

    published: date | None = None
    epoch: date | None = None
    near: Dated | None = None
    is_told_on: bool = False
    prefers_near: bool = False
    future: bool = False


@dataclass(frozen=True, slots=True)
class Dated:
    """A resolved time: known days, or a label without its year. `carried`: not literal in the mention itself."""

    start: date | None = None
    end: date | None = None
    precision: Precision = "day"
    partial: str | None = None
    carried: bool = False

    @property
    def is_known(self) -> bool:
        return self.start is not None and self.end is not None


UNKNOWN = Dated()


def resolve(point: Point, frame: Frame) -> Dated:
    """The days a point stands for; UNKNOWN where the text and the published date do not tell."""
    if point.unit == "epoch":
        return Dated(frame.epoch, frame.epoch) if frame.epoch else UNKNOWN
    if point.of_year is not None:
        return _same_in(point.of_year, frame)
    if point.unit == "anaphor":
        return replace(frame.near, carried=True) if frame.near else UNKNOWN
    whole = _whole(point, frame)
    if whole is None:
        return UNKNOWN
    start, end, carried = whole
    named_part = _part(point, start, end)
    return Dated(*named_part, PRECISIONS.get(point.unit, "day"), carried=carried) if carried is not None else _label(
        point, *named_part
    )  # fmt: skip


def _same_in(year: int, frame: Frame) -> Dated:
    """ "The same period of 2024": the months told of before; a day told of before is no such period."""
    near = frame.near
    if near is None or near.start is None or near.end is None or near.precision == "day":
        return UNKNOWN
    if year <= 0:
        year += frame.published.year if frame.published is not None else near.start.year
    moved = _in_another_year(near, year - near.start.year)
    return Dated(moved[0], moved[1], near.precision, carried=True) if moved is not None else UNKNOWN


Whole = tuple[date, date, bool | None]
"""First day, last day, whether carried; None instead of carried: the year is not known, LEAP stands for it."""


def _whole(point: Point, frame: Frame) -> Whole | None:
    if point.length is not None:
        return _stretch_before(point, point.length, frame)
    if point.weekday is not None:
        return _weekday(point, point.weekday, frame)
    if point.shift is not None:
        return _shifted(point, point.shift, frame)
    if point.year is not None:
        window = _in_year(point, point.year)
        return (*window, False) if window else None
    if point.month is not None:
        return _without_year(point, frame)
    return None


def _in_year(point: Point, year: int) -> period.Window | None:
    """The window of a day, month, stretch of months, year or decade in a given year."""
    if not date.min.year < year < date.max.year - 100:
        return None
    if point.month is None:
        last = year + 9 if point.unit == "decade" else year
        return date(year, 1, 1), date(last, 12, 31)
    if point.day is not None:
        day = period.day_of(year, point.month, point.day)
        return (day, day) if day else None
    first = date(year, point.month, 1)
    return first, period.month_end(period.add_months(first, point.months - 1))


def _without_year(point: Point, frame: Frame) -> Whole | None:
    near = frame.near
    if point.follows or (frame.prefers_near and near is not None):
        return _near_year(point, frame)
    if frame.published is not None:
        return _latest(point, frame.published, frame.future or point.wants_future)
    if near is not None:
        return _near_year(point, frame)
    window = _in_year(point, LEAP)
    return (*window, None) if window else None


def _latest(point: Point, limit: date, future: bool) -> Whole | None:
    """The latest such window that does not begin after the limit, or the first after it for what is to come."""
    years = range(limit.year, limit.year + 9) if future else range(limit.year, limit.year - 9, -1)
    for year in years:
        window = _in_year(point, year)
        if window is not None and ((window[1] > limit) if future else (window[0] <= limit)):
            return window[0], window[1] if future else max(window[0], min(window[1], limit)), True
    return None


def _near_year(point: Point, frame: Frame) -> Whole | None:
    """The year that the text named before: not after the day somebody spoke, else the nearest such time."""
    near = frame.near
    if near is None or near.start is None or near.end is None:
        return None
    if frame.is_told_on:
        return _latest(point, near.end, future=False)
    windows = [_in_year(point, near.start.year + step) for step in (0, -1, 1)]
    start, end = near.start, near.end
    known = [w for w in windows if w is not None and (frame.published is None or w[0] <= frame.published)]
    if not known:
        return None
    best = min(known, key=lambda window: _distance(window[0], start, end))
    return (*best, True)


def _distance(day: date, start: date, end: date) -> int:
    """Days between a day and a window, 0 inside."""
    return max((start - day).days, (day - end).days, 0)


def _anchor(point: Point, frame: Frame) -> date | None:
    near = frame.near.end if frame.near else None
    if point.follows and point.shift is not None and point.shift[1] < 0:
        return near or frame.published
    if point.shift is not None and point.shift[1] and not point.follows:
        return frame.published  # "last year" is told by the published date alone (§3.2)
    return near if point.follows else frame.published or near


def _stretch_before(point: Point, length: tuple[str, int], frame: Frame) -> Whole | None:
    if point.follows:
        told = frame.near.start if frame.near else None
        if told is None or told <= _moved(told, length[0], -length[1]):
            return None
        return _moved(told, length[0], -length[1]), period.day_before(told), True
    anchor = frame.published or (frame.near.end if frame.near else None)
    if anchor is None:
        return None
    return _moved(anchor, length[0], -length[1]), anchor, True


def _moved(day: date, unit: str, count: int) -> date:
    """The day `count` units away; hours count as begun days, nights and weekends as days and weeks."""
    count = max(-40_000, min(40_000, count))
    steps: dict[str, Callable[[], date]] = {
        "hour": lambda: period.add_days(day, -(-count // 24) if count > 0 else count // 24),
        "week": lambda: period.add_days(day, 7 * count),
        "weekend": lambda: period.add_days(day, 7 * count),
        "fortnight": lambda: period.add_days(day, 14 * count),
        "month": lambda: period.add_months(day, count),
        "quarter": lambda: period.add_months(day, 3 * count),
        "half": lambda: period.add_months(day, 6 * count),
        "year": lambda: period.add_months(day, 12 * count),
        "decade": lambda: period.add_months(day, 120 * count),
        "century": lambda: period.add_months(day, 1200 * count),
        "second": lambda: day,
        "minute": lambda: day,
    }
    return steps.get(unit, lambda: period.add_days(day, count))()


def _shifted(point: Point, shift: tuple[str, int], frame: Frame) -> Whole | None:
    """ "Last month", "this year", "a month ago", "the first half of this year", "the next day"."""
    unit, count = shift
    anchor = _anchor(point, frame)
    if anchor is None:
        window = _in_year(point, LEAP) if unit == "year" and count == 0 and (point.month or point.part) else None
        return (*window, None) if window else None
    moved = _moved(anchor, unit, count)
    if unit == "year" and point.follows and count < 0 and (same := _in_another_year(frame.near, count)):
        return same
    if point.month is not None:
        window = _in_year(point, moved.year)
    elif point.day is not None:
        day = period.day_of(moved.year, moved.month, point.day)
        window = (day, day) if day else None
    else:
        window = unit_window(point.unit, moved)
    if window is None:
        return None
    runs = count == 0 and not point.follows and not point.part and window[0] <= anchor
    return window[0], min(window[1], anchor) if runs else window[1], True


def _in_another_year(near: Dated | None, count: int) -> Whole | None:
    """ "In the first quarter, against 900 a year earlier": the same stretch of another year."""
    if near is None or near.start is None or near.end is None:
        return None
    last = period.add_days(period.add_months(period.add_days(near.end, 1), 12 * count), -1)
    return period.add_months(near.start, 12 * count), last, True


def unit_window(unit: str, day: date) -> period.Window:
    """The calendar unit that holds a day."""
    if unit in MONTHS_OF:
        size = MONTHS_OF[unit]
        first = date(day.year, (day.month - 1) // size * size + 1, 1)
        return first, period.month_end(period.add_months(first, size - 1))
    if unit in YEARS_OF:
        size = YEARS_OF[unit]
        year = max(1, day.year // size * size)
        return date(year, 1, 1), date(min(year + size - 1, date.max.year), 12, 31)
    return UNIT_WINDOWS.get(unit, _one_day)(day)


def _one_day(day: date) -> period.Window:
    return day, day


def _weekend(day: date) -> period.Window:
    sunday = period.week_span(day)[1]
    return period.add_days(sunday, -1), sunday


YEARS_OF = {"year": 1, "decade": 10, "century": 100}
UNIT_WINDOWS: dict[str, Callable[[date], period.Window]] = {
    "week": period.week_span,
    "fortnight": period.week_span,
    "weekend": _weekend,
    "month": lambda day: (period.month_start(day), period.month_end(day)),
    "night": lambda day: (day, period.add_days(day, 1)),
}


def _weekday(point: Point, weekday: int, frame: Frame) -> Whole | None:
    anchor = frame.published
    if anchor is None:
        return None
    if point.shift is not None:
        monday = period.week_span(period.add_days(anchor, 7 * point.shift[1]))[0]
        day = period.add_days(monday, weekday)
    elif frame.future or point.wants_future:
        day = period.add_days(anchor, (weekday - anchor.weekday() - 1) % 7 + 1)
    else:
        day = period.add_days(anchor, -((anchor.weekday() - weekday) % 7))
    return day, day, True


def _part(point: Point, start: date, end: date) -> period.Window:
    """Start, middle or end: the first quarter, the middle four months, the last quarter of a year; tens of days."""
    if point.part is None or start == end:
        return start, end
    if point.unit == "year":
        first, months = {"start": (1, 3), "middle": (5, 4), "end": (10, 3)}[point.part]
        opening = date(start.year, first, 1)
        return opening, period.month_end(period.add_months(opening, months - 1))
    length = period.days(start, end)
    size = 10 if point.unit == "month" else max(1, length // 3)
    if point.part == "start":
        return start, period.add_days(start, size - 1)
    if point.part == "middle":
        return period.add_days(start, size), period.add_days(start, 2 * size - 1)
    return period.add_days(start, 2 * size), end


# ── labels of times without a year ───────────────────────────────────────────────────────────────


def _label(point: Point, start: date, end: date) -> Dated:
    precision = PRECISIONS.get(point.unit, "day")
    if start == end:
        return Dated(precision=precision, partial=day_label(start))
    if period.is_whole_months(start, end) and period.month_start(end) == start:
        return Dated(precision=precision, partial=f"--{start.month:02}")
    return Dated(precision=precision, partial=f"{day_label(start)}/{day_label(end)}")


def day_label(day: date) -> str:
    return f"--{day.month:02}-{day.day:02}"


def first_label(label: str) -> str:
    """The label of the first day: "--10" → "--10-01"."""
    head = label.split("/", maxsplit=1)[0]
    return f"{head}-01" if len(head) == 4 else head


def last_label(label: str) -> str:
    tail = label.rsplit("/", maxsplit=1)[-1]
    return f"{tail}-{period.month_end(date(LEAP, int(tail[2:]), 1)).day:02}" if len(tail) == 4 else tail


def label_day(label: str, year: int) -> date | None:
    """The day of a label ("--12-18", or a full day) in a year; the 29th of February is the 28th where there is none."""
    if not label.startswith("--"):
        return date.fromisoformat(label)
    month, day = int(label[2:4]), int(label[5:7])
    return period.day_of(year, month, day) or period.day_of(year, month, day - 1)
