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
    assert period.days(date(2024, 2, 1), date(2024, 2, 29)) == 29


def test_days_the_calendar_does_not_have() -> None:
    assert period.day_of(2023, 2, 29) is None
    assert period.day_of(2024, 13, 1) is None
    assert period.day_of(0, 1, 1) is None


def test_whole_months() -> None:
    assert period.is_whole_months(date(2024, 1, 1), date(2024, 2, 29))
    assert not period.is_whole_months(date(2024, 1, 1), date(2024, 2, 28))


@given(DAYS)
def test_months_follow_one_another_without_gap(day: date) -> None:
    assert period.month_start(day) <= day <= period.month_end(day)
    following = period.add_months(period.month_start(day), 1)
    assert following == period.month_end(day) + timedelta(days=1)
    assert period.day_before(following) == period.month_end(day)


@given(DAYS, st.integers(-500, 500))
def test_months_added_and_taken_back_end_in_the_same_month(day: date, count: int) -> None:
    there = period.add_months(day, count)
    back = period.add_months(there, -count)
    assert period.month_start(back) == period.month_start(day)
    assert back <= day
