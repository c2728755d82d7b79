"""What each hedge allows, under each profile (§2.7, §2.8)."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crossfoot.interval import ProfileError, allowed, profile
from crossfoot.records import Claim, Hedge, Kind, Number

Sides = tuple[Number | None, Number | None]


def printed(
    low: Number | None, high: Number | None, hedge: Hedge, kind: Kind = "flow", *, widened: bool = True
) -> Claim:
    return Claim("c", "r", "r.txt", 0, 1, "n", low, high, hedge=hedge, kind=kind, widened=widened)


def sides(claim: Claim, house: str = "default", *, exact_source: bool = False) -> tuple[Sides, str | None]:
    result = allowed(claim, profile(house), exact_source=exact_source)
    return (_number(result.low), _number(result.high)), result.width


def _number(value: Fraction | None) -> Number | None:
    if value is None:
        return None
    return int(value) if value.denominator == 1 else float(value)


@pytest.mark.parametrize(
    ("hedge", "low", "high", "expected", "rule"),
    [
        ("exact", 59_606, 59_606, (59_606, 59_606), None),
        ("exact", 60, 60, (60, 60), None),
        ("exact", 0, 0, (0, 0), None),
        ("exact", 21_600, 21_600, (21_550, 21_650), "rounded"),
        ("exact", 170_000, 170_000, (165_000, 175_000), "rounded"),
        ("over", 160_000, None, (160_001, None), None),
        ("at_least", 10, None, (10, None), None),
        ("up_to", None, 30_000, (None, 30_000), None),
        ("under", None, 30_000, (None, 29_999), None),
        ("about", 17_000, 17_000, (15_300, 18_700), "about"),
        ("about", 971, 971, (874, 1_068), "about"),
        ("almost", 90_000, 90_000, (81_000, 90_000), "almost"),
        ("range", 3_000, 5_000, (3_000, 5_000), None),
        ("vague", 2_000, None, (2_000, None), None),
    ],
)
def test_hedge(hedge: Hedge, low: int | None, high: int | None, expected: Sides, rule: str | None) -> None:
    assert sides(printed(low, high, hedge)) == (expected, rule)


@pytest.mark.parametrize(
    ("figure", "half"),
    [
        (100, 5),
        (500, 25),
        (1_000, 50),
        (1_900, 50),
        (100_000, 5_000),
        (900_000, 45_000),
        (142_700, 50),
        (2_000_000, 100_000),
    ],
)
def test_rounding_is_half_the_last_place_and_never_above_five_per_cent(figure: int, half: int) -> None:
    assert sides(printed(figure, figure, "exact")) == ((figure - half, figure + half), "rounded")


@given(st.integers(1, 10**12))
def test_rounding_never_exceeds_its_cap_and_holds_the_figure(figure: int) -> None:
    (low, high), rule = sides(printed(figure, figure, "exact"))
    assert low is not None
    assert high is not None
    assert figure - low == high - figure <= figure / 20
    assert (rule is None) == (low == high) == (figure % 100 != 0)


@pytest.mark.parametrize(
    ("house", "hedge", "figure", "expected"),
    [
        ("strict", "about", 1_000, (1_000, 1_000)),
        ("strict", "almost", 1_000, (1_000, 1_000)),
        ("strict", "exact", 170_000, (170_000, 170_000)),
        ("generous", "about", 1_000, (800, 1_200)),
        ("generous", "almost", 1_000, (800, 1_000)),
        ("generous", "exact", 170_000, (165_000, 175_000)),
        ("generous", "exact", 100, (90, 110)),
        ("generous", "exact", 1_230, (1_225, 1_235)),
    ],
)
def test_profiles(house: str, hedge: Hedge, figure: int, expected: Sides) -> None:
    assert sides(printed(figure, figure, hedge), house)[0] == expected


@pytest.mark.parametrize("house", ["strict", "default", "generous"])
@pytest.mark.parametrize(("low", "high", "hedge"), [(7, None, "over"), (None, 7, "under"), (7, None, "at_least")])
def test_open_hedges_have_no_width_in_any_profile(house: str, low: int | None, high: int | None, hedge: Hedge) -> None:
    assert sides(printed(low, high, hedge), house)[1] is None


def test_exact_sources_have_no_rounding_but_their_hedges_count() -> None:
    assert sides(printed(59_600, 59_600, "exact"), exact_source=True) == ((59_600, 59_600), None)
    assert sides(printed(1_000, 1_000, "about"), exact_source=True) == ((900, 1_100), "about")


def test_counts_are_rounded_inward() -> None:
    assert sides(printed(15, 15, "about")) == ((14, 16), "about")
    assert sides(printed(2.5, 3.5, "range")) == ((3, 3), None)
    assert allowed(printed(2.2, 2.8, "range"), profile()).is_empty


def test_shares_stay_what_they_are() -> None:
    assert sides(printed(0.2, 0.25, "range", "share")) == ((0.2, 0.25), None)
    assert sides(printed(0.2, 0.2, "almost", "share")) == ((0.18, 0.2), "almost")
    assert sides(printed(0.5, None, "over", "share")) == ((0.5, None), None)
    assert sides(printed(None, 0.5, "under", "share")) == ((None, 0.5), None)


def test_an_interval_that_is_to_be_used_as_it_is() -> None:
    assert sides(printed(170_000, 170_000, "about", widened=False)) == ((170_000, 170_000), None)
    assert sides(printed(160_000, None, "over", widened=False)) == ((160_000, None), None)


def test_decimals_are_exact() -> None:
    assert allowed(printed(0.1, 0.1, "range", "share"), profile()).low == Fraction(1, 10)


def test_low_above_high_is_empty() -> None:
    assert allowed(printed(5, 3, "range"), profile()).is_empty


def test_an_unknown_profile_names_those_there_are() -> None:
    with pytest.raises(ProfileError, match="default, generous, strict"):
        profile("lenient")


def test_more_than_one_is_at_least_two() -> None:
    assert sides(printed(1, None, "over")) == ((2, None), None)
    assert sides(printed(None, 1, "under")) == ((None, 0), None)
    assert sides(printed(2, None, "over", "share")) == ((2, None), None)


def test_an_average_need_be_no_whole_number() -> None:
    assert sides(printed(971, 971, "about", "rate")) == ((873.9, 1068.1), "about")


@pytest.mark.parametrize(
    ("low", "house", "expected", "rule"),
    [
        (24, "default", (24, None), None),
        (24, "strict", (24, None), None),
        (24, "acled", (12, None), "vague"),
        (200, "acled", (100, None), "vague"),
        (2_000, "acled", (1_000, None), "vague"),
    ],
)
def test_vague_words_are_read_by_the_house(low: int, house: str, expected: Sides, rule: str | None) -> None:
    assert sides(printed(low, None, "vague"), house) == (expected, rule)
