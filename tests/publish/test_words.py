from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from desertion_case import by_2023, monthly, october
from hypothesis import given
from hypothesis import strategies as st

from crossfoot.publish.words import figure, load_words

WORDS = load_words()


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (265843, "265,843"),
        (0, "0"),
        (-5, "−5"),
        (-1234.5, "−1,234.5"),
        (Fraction(6, 3), "2"),
        (Fraction(-7, 3), "−7/3"),
        (10**15, "1,000,000,000,000,000"),
    ],
)
def test_figures_are_grouped_and_have_a_true_minus(value: int | float | Fraction, shown: str) -> None:
    assert figure(value) == shown


@given(st.integers(-(10**18), 10**18))
def test_a_figure_can_be_read_back(value: int) -> None:
    assert int(figure(value).replace(",", "").replace("−", "-")) == value


@pytest.mark.parametrize(
    ("start", "end", "label", "when"),
    [
        (date(2024, 10, 1), date(2024, 10, 31), "October 2024", "in October 2024"),
        (date(2024, 1, 1), date(2024, 12, 31), "2024", "in 2024"),
        (date(2022, 1, 1), date(2024, 12, 31), "2022 to 2024", "from 1 January 2022 to 31 December 2024"),
        (date(2024, 7, 1), date(2024, 8, 31), "July to August 2024", "from 1 July 2024 to 31 August 2024"),
        (date(2024, 5, 1), date(2024, 5, 9), "1 May 2024 to 9 May 2024", "from 1 May 2024 to 9 May 2024"),
        (date(2023, 12, 18), date(2023, 12, 18), "18 December 2023", "on 18 December 2023"),
        (None, date(2023, 12, 18), "until 18 December 2023", "until 18 December 2023"),
        (date(9999, 5, 1), date.max, "1 May 9999 to 31 December 9999", "from 1 May 9999 to 31 December 9999"),
    ],
)  # fmt: skip
def test_periods(start: date | None, end: date, label: str, when: str) -> None:
    assert WORDS.label(start, end).replace("\u00a0", " ") == label
    assert WORDS.when(start, end).replace("\u00a0", " ") == when


def test_values_keep_their_hedge() -> None:
    assert [WORDS.value(c) for c in (by_2023, monthly, october)] == ["more than 160,000", "at most 30,000", "9,048"]


def test_what_has_no_phrase_is_shown_as_it_is() -> None:
    assert WORDS.say("slip", "sunspots") == "sunspots"
    assert WORDS.pair("assumption", "sunspots") == ("sunspots", "")


def test_braces_in_data_stay_text() -> None:
    assert (
        WORDS.say("story", "claim", subject="{others.__class__}", others="x")
        == "{others.__class__} cannot stand beside x"
    )
