"""The careful sentence, and what it refuses, for every shape of a bound."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import desertion_case as case
import pytest

from crossfoot.publish import Contents
from crossfoot.publish.careful import Careful, careful_bound, careful_claim, careful_conflict, careful_series
from crossfoot.publish.index import Index, build_index
from crossfoot.publish.stories import stories
from crossfoot.publish.words import load_words
from crossfoot.records import Bound, Origin

WINTER, YEAR_2024, END = case.BOUNDS[0], case.BOUNDS[1], case.BOUNDS[2]


def index(**changed: Any) -> Index:
    contents: Contents = replace(case.CONTENTS, **changed)
    return build_index(contents, load_words())


def wordings(careful: Careful) -> str:
    return " | ".join(f"{u.wording}: {u.why}" for u in careful.unsupported)


def conditions(careful: Careful) -> str:
    return " ".join(careful.only_if)


def test_an_exact_bound_names_its_sources_days_and_assumptions() -> None:
    careful = careful_bound(index(), replace(END, bare=(0, 265_843)))
    assert careful.says.startswith("Going by figures from Assembly Review, there were exactly 123,132 ")
    assert careful.says.endswith("(Ukraine) by 31\u00a0December 2024.")
    assert "if a total “as of the 1st” counts through the day before" in conditions(careful)
    assert "it is certain that there were 123,132: Without what is assumed, the same figures allow 0 to 265,843." in (
        wordings(careful)
    )
    assert "about" not in wordings(careful)


def test_a_contested_bound_gives_its_number_under_each_change_and_no_single_one() -> None:
    careful = careful_bound(index(), WINTER)
    assert "at least 24,957 and at most 27,836 " in careful.says
    assert "from 1\u00a0November 2024 to 31\u00a0December 2024" in careful.says
    assert "27,836 if The two totals count from different days; 24,957 if The total was misprinted" in (
        conditions(careful)
    )
    assert "27,836 cases, without “if”: That is so only if The two totals count from different days" in (
        wordings(careful)
    )
    assert "about 26,396 cases" in wordings(careful)


def test_a_count_of_cases_is_no_count_of_persons() -> None:
    assert "24,957 to 27,836 persons " in wordings(careful_bound(index(), WINTER))
    persons = replace(WINTER, series=case.PERSONS, cases=())
    assert "24,957 to 27,836 cases " in wordings(careful_bound(index(), persons))


def test_a_figure_of_months_is_not_one_of_a_month() -> None:
    assert "cases in December 2024: The figure is of November to December 2024" in (
        wordings(careful_bound(index(), WINTER))
    )
    october = replace(WINTER, start=case.D(2024, 10, 1), end=case.D(2024, 10, 31))
    assert "how it spreads" not in wordings(careful_bound(index(), october))


@pytest.mark.parametrize(
    ("low", "high", "says", "refused"),
    [
        (500, None, "at least 500 criminal", "500 cases, without “at least”: It is a floor"),
        (0, 900, "at most 900 criminal", "900 cases, without “at most”: It is a ceiling"),
        (None, 900, "at most 900 criminal", "900 cases, without “at most”: It is a ceiling"),
    ],
)
def test_half_a_bound_stays_half_a_sentence(low: int | None, high: int | None, says: str, refused: str) -> None:
    careful = careful_bound(index(), replace(END, low=low, high=high, bare=None))
    assert says in careful.says
    assert refused in wordings(careful)
    assert "exactly" not in careful.says


def test_a_bound_that_bounds_nothing_is_given_no_number() -> None:
    careful = careful_bound(index(), replace(END, low=0, high=None))
    assert "say nothing that could be written as a number" in careful.says
    assert not any(c.isdigit() for c in careful.says.partition("(articles")[0])


def test_a_sound_bound_does_not_promise_its_ends() -> None:
    careful = careful_bound(index(), YEAR_2024)
    assert "The figures may allow less room than that." in careful.only_if
    assert "as few as 95,296" in wordings(careful)
    assert "as few as" not in wordings(careful_bound(index(), WINTER))


def with_origins(fewest: int, most: int) -> tuple[Careful, Bound]:
    used = tuple(c.id for c in (case.total_2025, case.months_2025))
    members = (*used, case.by_2023.id, case.total_2024.id)
    origins = tuple(Origin(id, fewest, most, 3, "made", members) for id in used)
    return careful_bound(index(trace=replace(case.TRACE, origins=origins, links=())), END), END


def test_copies_are_not_sources() -> None:
    careful, _ = with_origins(1, 1)
    assert "All of the figures used go back to one origin." in careful.only_if
    assert "3 reports confirm it" in wordings(careful)


def test_origins_that_are_not_shown_are_not_counted() -> None:
    careful, _ = with_origins(1, 3)
    assert "Between 1 and 3 independent origins stand behind it." in careful.only_if
    assert "3 independent sources: Only 1 can be counted on" in wordings(careful)


def test_a_contradiction_accuses_nobody() -> None:
    found = index()
    careful = careful_conflict(found, stories(found)[0])
    assert "“over 160,000” (General Valery Gerasimov; Meridian Wire" in careful.says
    assert "cannot both be right as they are read here: they miss one another by at least 64,705 cases" in careful.says
    assert "That is a reason to ask, not a proof." in conditions(careful)
    assert "the figure “over 160,000” is false" in wordings(careful)
    assert "General Valery Gerasimov lied" in wordings(careful)
    assert "64,705 cases were invented" in wordings(careful)


def test_where_several_could_be_wrong_no_figure_is_named() -> None:
    found = index()
    careful = careful_conflict(found, stories(found)[1])
    assert "The figures alone do not tell which of them is wrong." in careful.only_if
    assert "without an “if”" in wordings(careful)


def test_a_single_figure_keeps_its_hedge_time_and_speaker() -> None:
    careful = careful_claim(index(), case.monthly)
    assert careful.says.startswith("“up to 30,000” (time not stated), says General Valery Gerasimov in Meridian Wire")
    assert "30,000 persons, without “up to”" in wordings(careful)
    assert "in a stated month or year: The text names no time for it." in wordings(careful)
    assert "as a fact: The text prints it disputed." in wordings(careful)


def test_a_series_without_a_bound_speaks_of_its_latest_figure() -> None:
    careful = careful_series(index(), [case.monthly], [])
    assert careful is not None
    assert "Nothing in these reports limits or confirms it." in careful.says
    assert careful_series(index(), [], []) is None


def test_a_series_with_bounds_speaks_of_the_latest_total() -> None:
    careful = careful_series(index(), case.CLAIMS, case.BOUNDS)
    assert careful is not None
    assert "exactly 265,843" in careful.says


def test_a_bound_says_which_clashing_figure_of_its_series_was_read_otherwise() -> None:
    index = build_index(case.CONTENTS, load_words())
    change = "“over 160,000” speaks of 2025, not 2023"
    bound = replace(case.BOUNDS[2], cases=(replace(case.END_CASE, repair=change),))
    assert any(text.endswith(f"settles a contradiction: {change}.") for text in careful_bound(index, bound).only_if)
    other = replace(bound, cases=(replace(case.END_CASE, repair="“7” speaks of 2025, not 2023"),))
    assert not any("settles a contradiction" in text for text in careful_bound(index, other).only_if)
