"""What a claim would have said without one slip, and what each slip costs (§9.1)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import pytest
from claim_lines import claim, claims
from claim_lines import reports as published

from crossfoot.codebook import Codebook, ContextEvent, load
from crossfoot.reconcile import reconcile
from crossfoot.reconcile.readings import Alternative, Surroundings, alternatives, figure, prices, surroundings
from crossfoot.records import Repair, Source

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


# ── what the others force ────────────────────────────────────────────────────────────────────────

YEAR = """
count | 2024 | 1,204 | a
count | 2024-01..2024-10 | 905 | b
count | 2024-12 | 1 | c
count | 2024-11 | {november} | d | id november
"""


def first_of_november(november: str) -> Repair:
    """The others leave 298 for November."""
    repairs = reconcile(claims(YEAR.format(november=november))).repairs
    return next(r for r in repairs if r.claim == "november" and r.rank == min(o.rank for o in repairs))


def test_digits_that_a_slip_of_scale_dropped_are_given_back_by_the_others() -> None:
    (reading,) = [a.claim for a in readings("both | 2024-10 | 30 | r", "scale") if a.rounded == 300]
    assert (reading.low, reading.high) == (295, 305)
    found = [r for r in reconcile(claims(YEAR.format(november="30"))).repairs if r.claim == "november"]
    assert [r.after for r in found if r.slip == "scale"] == ["298"]


def test_a_rounded_figure_that_the_others_exclude_is_no_reading() -> None:
    found = [r for r in reconcile(claims(YEAR.format(november="31"))).repairs if r.claim == "november"]
    assert not [r for r in found if r.slip == "scale"], "31 stands for 305 to 315, and 298 is left"


def test_forced_digits_that_changed_places_cost_less_than_two_wrong_ones() -> None:
    swapped, wrong = first_of_november("289"), first_of_november("287")
    assert (swapped.slip, swapped.after) == ("digits", "298")
    assert (wrong.slip, wrong.after) == ("misprints", "298")
    assert swapped.cost <= prices().digits_forced < wrong.cost


# ── another release ──────────────────────────────────────────────────────────────────────────────

PARTS = """
407 | 2024-03 | 4,217 | parts | id p407
408 | 2024-03 | 1,508 | parts | id p408
both | 2024-03 | 5,795 | parts | id total
"""


def offered(*others: str) -> set[str]:
    listed = [replace(c, attribution=(Source(o, 0, 1),)) for c, o in zip(claims(PARTS), others, strict=True)]
    return {r.slip for r in reconcile(listed, codebook=load("desertion")).repairs}


def test_one_voice_that_adds_up_wrong_has_one_release() -> None:
    assert "release" not in offered("court", "court", "court")
    assert "misprint" in offered("court", "court", "court")


def test_two_voices_in_one_report_may_have_two_releases() -> None:
    assert "release" in offered("court", "court", "ministry")


def test_a_row_of_a_table_has_no_words_that_could_tell_its_release() -> None:
    assert prices().release_in_tables > prices().slip["release"]


# ── structural causes ────────────────────────────────────────────────────────────────────────────

EVENT = "counted otherwise"
RESTARTED = """
both | ..2022-12-31 | 10,003 | a
both | 2022-02-24..2023-12-31 | 25,007 | b
both | ..2024-06-30 | 6,211 | c | id c
both | 2022-02-24..2024-09-30 | 9,004 | d | id d
"""
REDEFINED = """
both | ..2023-10-31 | 25,007 | a
both | 2022-02-24..2023-12-31 | 26,004 | b
both | ..2024-06-30 | 12,211 | c | id c
both | 2022-02-24..2024-09-30 | 13,004 | d | id d
"""


def slips(text: str, book: Codebook, days: Mapping[str, str]) -> dict[str, Repair]:
    found = reconcile(claims(text), codebook=book, reports=published(**days)).repairs
    return {r.slip: r for r in found if r.slip in ("restart", "revision", "definition")}


DAYS = {"a": "2024-01-15", "b": "2024-01-20", "c": "2024-07-03", "d": "2024-10-04"}


def test_a_register_that_begins_again() -> None:
    """Totals of 2024 far below those of 2023, and both of 2024 fit one another from the new year on."""
    found = slips(RESTARTED, load("desertion"), DAYS)
    assert (found["restart"].after, set(found["restart"].moved)) == ("2024-01-01", {"c", "d"})
    assert found["restart"].rank == 1


def test_an_official_revision_sets_later_vintages_apart() -> None:
    found = slips(REDEFINED, load("desertion"), DAYS)
    assert set(found["revision"].moved) == {"c", "d"}
    assert found["revision"].after == "2024-07-03"
    without_days = slips(REDEFINED, load("desertion"), dict.fromkeys(DAYS, ""))
    assert "revision" not in without_days, "nothing tells which was printed later"


def test_a_law_that_changes_what_is_counted() -> None:
    event = ContextEvent(date(2024, 3, 1), EVENT, "More is counted.")
    found = slips(REDEFINED, replace(load("desertion"), events=(event,)), DAYS)
    assert set(found["definition"].moved) == {"c", "d"}
    assert found["definition"].before == EVENT
