"""What a claim would have said without one slip, and what each slip costs (§9.1)."""

from __future__ import annotations

from datetime import date

import pytest
from claim_lines import claim

from crossfoot.reconcile.readings import Alternative, Surroundings, alternatives, figure, prices, surroundings

EPOCH = date(2022, 2, 24)
BOTH, A407, COURT = (f"{m}|Ukraine|Ukraine" for m in ("proceedings", "proceedings-407", "sent-to-court"))
AROUND = surroundings([BOTH, A407, COURT, f"{BOTH}|stock"], [(BOTH, A407)], [EPOCH], (2022, 2025))


def readings(line: str, slip: str, around: Surroundings = AROUND) -> list[Alternative]:
    return [a for a in alternatives(claim(line), around) if a.slip == slip]


def windows(line: str, slip: str) -> set[str]:
    return {f"{a.claim.period.start}/{a.claim.period.end}" for a in readings(line, slip)}


def test_year() -> None:
    assert windows("both | 2024-10 | 9,048 | r", "year") == {
        "2022-10-01/2022-10-31",
        "2023-10-01/2023-10-31",
        "2025-10-01/2025-10-31",
    }


def test_year_of_a_total_keeps_its_known_start() -> None:
    assert windows("both | 2022-02-24..2024-12-18 | 7 | r", "year") >= {"2022-02-24/2025-12-18"}


def test_years_that_nothing_names_are_not_tried() -> None:
    assert {a.after for a in readings("both | 2024-10 | 7 | r", "year")} == {"2022", "2023", "2025"}


def test_a_further_year_costs_more() -> None:
    price = {a.after: a.price for a in readings("both | 2024-10 | 7 | r", "year")}
    assert price["2023"] == price["2025"] == prices().slip["year"] < price["2022"]


def test_29_february_and_month_ends_move_to_days_that_exist() -> None:
    assert windows("both | 2024-02-01..2024-02-29 | 7 | r", "year") >= {"2023-02-01/2023-02-28"}
    assert windows("both | 2024-02 | 7 | r", "month") == {"2024-01-01/2024-01-31", "2024-03-01/2024-03-31"}


def test_month_of_a_total_may_slip_at_its_end_alone() -> None:
    assert windows("both | 2023-03-01..2024-09-30 | 7 | r", "month") == {
        "2023-03-01/2024-10-31",
        "2023-03-01/2024-08-31",
        "2023-04-01/2024-10-31",
        "2023-02-01/2024-08-31",
    }


def test_a_field_that_is_not_literal_is_misread_first_of_all() -> None:
    carried = "both | 2024-10 | 7 | r | literal measure,population"
    assert {a.slip for a in alternatives(claim(carried), AROUND)} & {"misread", "year"} == {"misread"}
    assert alternatives(claim(carried), AROUND)[0].slip == "misread"
    stated = "both | 2024-10 | 7 | r | literal measure,period"
    assert {a.slip for a in alternatives(claim(stated), AROUND)} & {"misread", "year"} == {"year"}


def test_cumulative_squeezed_into_a_month() -> None:
    assert windows("both | 2024-10 | 7 | r", "cumulative") == {"2022-02-24/2024-10-31", "2024-01-01/2024-10-31"}
    assert not readings("both | 2024-01..2024-10 | 7 | r", "cumulative")


def test_month_told_as_a_total() -> None:
    assert windows("both | ..2024-10-31 | 7 | r", "monthly") == {"2024-10-01/2024-10-31"}
    assert windows("both | 2022-02-24..2024-10-15 | 7 | r", "monthly") == {"2024-10-01/2024-10-15"}
    assert not readings("both | 2024-10 | 7 | r", "monthly")
    assert not readings("both | 2023-03..2024-10 | 7 | r", "monthly")


def test_scale() -> None:
    assert {a.after for a in readings("both | 2024-10 | 9,048 | r", "scale")} == {
        "90,480",
        "904 to 905",
        "9,048,000",
        "9 to 10",
    }
    assert {a.after for a in readings("both | 2024-10 | over 9,048 | r", "scale")} == {
        "90,480 or more",
        "904 or more",
        "9,048,000 or more",
        "9 or more",
    }
    assert {a.after for a in readings("both | 2024-10 | 3 | r", "scale")} == {"30", "3,000", "0 to 1"}


def test_digits_that_changed_places() -> None:
    found = {a.after for a in readings("both | 2024-10 | 9,048 | r", "digits")}
    assert found == {"9,408", "9,084"}, "0,948 is no printed number"
    assert not readings("both | 2024-10 | 7 | r", "digits")
    assert not readings("both | 2024-10 | 77 | r", "digits")
    assert not readings("both | 2024-10 | over 9,048 | r", "digits")


def test_scope_and_series() -> None:
    assert {a.claim.measure for a in readings("both | 2024-10 | 7 | r", "scope")} == {"proceedings-407"}
    assert {a.claim.measure for a in readings("both | 2024-10 | 7 | r", "series")} == {"sent-to-court"}


def test_readings_come_cheapest_first_and_never_say_what_is_printed() -> None:
    said = claim("both | 2022-02-24..2024-10-31 | 9,048 | r")
    found = alternatives(said, AROUND)
    assert [a.price for a in found] == sorted(a.price for a in found)
    assert not [a for a in found if (a.claim.period, a.claim.low, a.claim.high, a.claim.measure) == _key(said)]


def _key(said: object) -> tuple[object, ...]:
    return tuple(getattr(said, name) for name in ("period", "low", "high", "measure"))


@pytest.mark.parametrize(
    "line", ["both | ? | 7 | r", "both | 0001-01-01 | 7 | r", "both | 9999-12-01..9999-12-31 | 7 | r"]
)
def test_readings_at_the_ends_of_the_calendar(line: str) -> None:
    wide = Surroundings({}, {}, (EPOCH,))
    for a in alternatives(claim(line), wide):
        assert a.claim.period.end is None or a.claim.period.start is None or a.claim.period.start <= a.claim.period.end


def test_every_price_has_a_reason_and_misread_is_the_cheapest() -> None:
    table = prices()
    assert all(table.why.values())
    assert set(table.why) == set(table.slip)
    assert min(table.slip, key=lambda slip: table.slip[slip]) == "misread"
    assert all(0 < price < table.unexplained for price in table.slip.values())
    assert table.slip["digits"] > max(table.slip["release"], table.slip["start"])


@pytest.mark.parametrize(
    ("text", "said"),
    [("59,606", "59,606"), ("over 160,000", "160,000 or more"), ("up to 3", "3 or less"), ("3 to 5", "3 to 5")],
)
def test_figure_in_words(text: str, said: str) -> None:
    assert figure(claim(f"both | 2024-10 | {text} | r")) == said
