"""The calendar: what months, quarters and weeks are, and the laws of their arithmetic."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crossfoot import period

DAYS = st.dates(min_value=date(1700, 1, 1), max_value=date(2300, 12, 31))


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2023, 1, 31), 1, date(2023, 2, 28)),
        (date(2024, 11, 15), -1, date(2024, 10, 15)),
        (date(2024, 12, 1), 1, date(2025, 1, 1)),
        (date(2024, 2, 29), -12, date(2023, 2, 28)),
        (date.max, 1, date.max),
        (date.min, -1, date.min),
    ],
)
def test_adding_months(day: date, months: int, expected: date) -> None:
    assert period.add_months(day, months) == expected


def test_windows_hold_first_and_last_day() -> None:
    assert period.month_span(2024, 2) == (date(2024, 2, 1), date(2024, 2, 29))
    assert period.year_span(2025) == (date(2025, 1, 1), date(2025, 12, 31))
    assert period.quarter_span(2024, 4) == (date(2024, 10, 1), date(2024, 12, 31))
    assert period.week_span(date(2024, 11, 15)) == (date(2024, 11, 11), date(2024, 11, 17))
    assert period.quarter_start(date(2024, 8, 20)) == date(2024, 7, 1)
    assert period.days(date(2024, 2, 1), date(2024, 2, 29)) == 29


def test_days_the_calendar_does_not_have() -> None:
    assert period.day_of(2023, 2, 29) is None
    assert period.day_of(2024, 13, 1) is None
    assert period.day_of(0, 1, 1) is None


@pytest.mark.parametrize(
    ("month", "day", "limit", "expected"),
    [
        (12, 18, date(2025, 1, 4), date(2024, 12, 18)),
        (11, 9, date(2025, 11, 9), date(2025, 11, 9)),
        (2, 29, date(2026, 1, 1), date(2024, 2, 29)),
        (2, 30, date(2026, 1, 1), None),
    ],
)
def test_a_bare_day_means_the_latest_one_not_after(month: int, day: int, limit: date, expected: date | None) -> None:
    assert period.latest_not_after(month, day, limit) == expected


def test_whole_months() -> None:
    assert list(period.months_in(date(2024, 1, 15), date(2024, 3, 31))) == [date(2024, 2, 1), date(2024, 3, 1)]
    assert list(period.months_in(date(2024, 1, 15), date(2024, 2, 28))) == []
    assert period.is_whole_months(date(2024, 1, 1), date(2024, 2, 29))
    assert not period.is_whole_months(date(2024, 1, 1), date(2024, 2, 28))


@given(DAYS)
def test_months_follow_one_another_without_gap(day: date) -> None:
    assert period.month_start(day) <= day <= period.month_end(day)
    assert period.next_month(day) == period.month_end(day) + timedelta(days=1)
    assert period.day_before(period.next_month(day)) == period.month_end(day)


@given(DAYS, st.integers(-500, 500))
def test_months_added_and_taken_back_end_in_the_same_month(day: date, count: int) -> None:
    there = period.add_months(day, count)
    back = period.add_months(there, -count)
    assert period.month_start(back) == period.month_start(day)
    assert back <= day


@given(DAYS, st.integers(1, 12), st.integers(1, 31))
def test_the_latest_day_is_the_latest(limit: date, month: int, day: int) -> None:
    found = period.latest_not_after(month, day, limit)
    if found is not None:
        following = period.day_of(found.year + 1, month, day)
        assert found <= limit
        assert following is None or following > limit
