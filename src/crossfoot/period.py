"""Days, months and windows in time: calendar arithmetic on `date`, without a clock (§3.1).

Windows are pairs of days, first and last included. Nothing here knows what day it is today.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

Window = tuple[date, date]


def days(start: date, end: date) -> int:
    """Number of days in a window, both ends included; 0 or less when `end` lies before `start`."""
    return (end - start).days + 1


def add_days(day: date, count: int) -> date:
    """The day `count` days later (earlier if negative), held inside what `date` can hold."""
    ordinal = min(max(day.toordinal() + count, date.min.toordinal()), date.max.toordinal())
    return date.fromordinal(ordinal)


def month_start(day: date) -> date:
    return day.replace(day=1)


def month_end(day: date) -> date:
    return day.replace(day=monthrange(day.year, day.month)[1])


def add_months(day: date, count: int) -> date:
    """The same day `count` months later; the last day of that month where it has no such day."""
    months = day.year * 12 + day.month - 1 + count
    year, month = divmod(months, 12)
    if year < date.min.year:
        return date.min
    if year > date.max.year:
        return date.max
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def month_span(year: int, month: int) -> Window:
    first = date(year, month, 1)
    return first, month_end(first)


def year_span(year: int) -> Window:
    return date(year, 1, 1), date(year, 12, 31)


def quarter(day: date) -> int:
    """1 to 4."""
    return (day.month - 1) // 3 + 1


def quarter_span(year: int, number: int) -> Window:
    first = date(year, 3 * number - 2, 1)
    return first, month_end(add_months(first, 2))


def week_span(day: date) -> Window:
    """Monday to Sunday of the week that holds `day` (ISO 8601)."""
    monday = add_days(day, -day.weekday())
    return monday, add_days(monday, 6)


def is_whole_months(start: date, end: date) -> bool:
    return start.day == 1 and end == month_end(end) and start <= end


def day_of(year: int, month: int, day: int) -> date | None:
    """The day, or None where the calendar has no such day (30 February)."""
    if not (date.min.year <= year <= date.max.year and 1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1]):
        return None
    return date(year, month, day)


def day_before(day: date) -> date:
    return day - timedelta(days=1)
