"""One field of a record made elsewhere: read for what it says, or a WireError that names it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, TypeVar, get_args

from crossfoot.period import month_span, year_span
from crossfoot.records import Hedge, Kind, Number, Period, Precision, SourceKind, Stance
from crossfoot.wire import WireError, day_in, number_in, number_of_text, text_in

Flag = TypeVar("Flag", bool, None)
HEDGES: Mapping[str, Hedge] = {
    **{hedge: hedge for hedge in get_args(Hedge)},
    "range_approx": "range",
    "upto": "up_to",
    "atleast": "at_least",
}
"""Ours, and the spellings that other tools use."""
APPROXIMATE = frozenset(("about", "almost", "vague", "range_approx"))
NEEDS_WIDTH = frozenset(("about", "almost", "vague"))
OPEN_ABOVE = frozenset(("over", "at_least", "atleast", "vague"))
OPEN_BELOW = frozenset(("up_to", "upto", "under"))
KINDS = frozenset(get_args(Kind))
STANCES = frozenset(get_args(Stance))
SOURCE_KINDS = frozenset(get_args(SourceKind))


def at(name: str, read: Callable[[Any], Any], value: object) -> Any:
    try:
        return read(value)
    except WireError as error:
        raise error.under(name) from None


def number(row: Mapping[str, Any], name: str) -> Number | None:
    value = row.get(name)
    if value is None:
        return None
    if isinstance(value, str):
        return at(name, number_of_text, value)  # type: ignore[no-any-return]
    if type(value) is int:
        return value
    return at(name, number_in, value)  # type: ignore[no-any-return]


def interval(row: Mapping[str, Any], hedge: str | None) -> tuple[Number | None, Number | None, bool]:
    """low, high, and whether the record states them itself."""
    if "low" in row or "high" in row:
        low, high = number(row, "low"), number(row, "high")
        if low is not None or high is not None:
            return low, high, True
    printed = number(row, "printed")
    if printed is None:
        printed = number(row, "value")
    if printed is None:
        raise WireError("no value: give low and high, or printed")
    return (None if hedge in OPEN_BELOW else printed, None if hedge in OPEN_ABOVE else printed, False)


def hedge_of(low: Number | None, high: Number | None) -> Hedge:
    if low is None:
        return "up_to"
    if high is None:
        return "at_least"
    return "exact" if low == high else "range"


def place_of(row: Mapping[str, Any]) -> tuple[int, int]:
    if not _PLACES.isdisjoint(row):
        start = whole(row, "start", "char_start")
        return start, whole(row, "end", "char_end", otherwise=start)
    return 0, 0


_PLACES = frozenset(("start", "char_start", "end", "char_end"))


def one_of(row: Mapping[str, Any], name: str, known: frozenset[str]) -> Any:
    value = row.get(name)
    if value is not None and (not isinstance(value, str) or value not in known):
        raise WireError(f"expected one of {', '.join(sorted(known))}, found {value!r:.60}", (name,))
    return value


def flag(row: Mapping[str, Any], otherwise: Flag, *names: str) -> Flag | bool:
    for name in names:
        value = row.get(name)
        if value is not None:
            if not isinstance(value, bool):
                raise WireError(f"expected true or false, found {value!r:.60}", (name,))
            return value
    return otherwise


def whole(row: Mapping[str, Any], *names: str, otherwise: int = 0) -> int:
    for name in names:
        value = row.get(name)
        if value is not None:
            if type(value) is not int or value < 0:
                hint = "a place in the text; days go into period_start and period_end"
                raise WireError(f"expected a whole number ({hint}), found {value!r:.60}", (name,))
            return value
    return otherwise


def shown(row: Mapping[str, Any]) -> str:
    printed = row.get("printed", row.get("value"))
    return "" if printed is None else str(printed)


def period_of(value: object) -> Period:
    if value is None:
        return Period()
    if isinstance(value, str):
        return _window(value)
    if isinstance(value, dict):
        return Period(
            start=_edge(value, "start", 0),
            end=_edge(value, "end", 1),
            precision=one_of(value, "precision", frozenset(("day", "month", "quarter", "year"))) or "day",
            text=_plain(value, "text"),
            partial=_plain(value, "partial"),
        )
    raise WireError(f'expected a period such as 2024-03 or {{"start": …, "end": …}}, found {value!r:.60}')


def _plain(value: Mapping[str, Any], name: str) -> str | None:
    return at(name, text_in, value[name]) if value.get(name) is not None else None


def _edge(value: Mapping[str, Any], name: str, side: int) -> date | None:
    stated = value.get(name)
    return None if stated is None else at(name, _span, stated)[side]


def _window(text: str) -> Period:
    """ISO 8601 with less precision, or two of it: 2024, 2024-03, 2024-03-01/2024-04-15, ../2024-03-31."""
    first, stroke, last = text.partition("/")
    if not stroke:
        return Period(*_span(text), _PRECISIONS.get(len(text), "day"), text)
    start = None if first in ("", "..") else _span(first)[0]
    end = None if last in ("", "..") else _span(last)[1]
    return Period(start, end, text=text)


_PRECISIONS: Mapping[int, Precision] = {4: "year", 7: "month"}


def _span(text: object) -> tuple[date, date]:
    """First and last day of a day, month or year."""
    if isinstance(text, str) and text.isascii() and len(text) in (4, 7) and text.replace("-", "", 1).isdigit():
        year, _, month = text.partition("-")
        if len(year) == 4 and int(year) > 0 and (not month or 1 <= int(month) <= 12):
            return month_span(int(year), int(month)) if month else year_span(int(year))
    day = day_in(text)
    return day, day
