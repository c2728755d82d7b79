"""Where a claim stands on the axis, by kind, and why it may stand nowhere (§3, §4, §5)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from claim_lines import PUBLISHED, claim

from crossfoot.codebook import Codebook, load
from crossfoot.interval import profile
from crossfoot.reconcile.placing import Ground, Placed, place
from crossfoot.reconcile.settings import Settings
from crossfoot.records import Source

BOOK = load("desertion")


def ground(*off: str, book: Codebook | None = BOOK) -> Ground:
    return Ground(book, Settings(off=frozenset(off)), {r.id: r.published for r in PUBLISHED}, profile())


def placed(line: str, *off: str) -> Placed:
    return single(place(claim(line), ground(*off)))


def single(result: tuple[Placed, ...] | str) -> Placed:
    assert not isinstance(result, str), result
    (one,) = result
    return one


def window(line: str, *off: str) -> tuple[str | None, str, int | None, int | None, tuple[str, ...]]:
    one = placed(line, *off)
    start = one.start.isoformat() if one.start else None
    return start, one.end.isoformat(), one.low, one.high, one.under


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        # a flow ends the day after its last day
        ("both | 2024-10 | 9,048 | r", ("2024-10-01", "2024-11-01", 9_048, 9_048, ())),
        ("both | 2024-10-01 | 12 | r", ("2024-10-01", "2024-10-02", 12, 12, ())),
        # totals: to the first day of a month, without a start, with a start near the epoch
        ("both | 2023-06-02..2024-11-01 | 95,296 | r", ("2023-06-02", "2024-11-01", 95_296, 95_296, ("snapshot",))),
        ("both | 2023-06-02..2024-11-02 | 95,296 | r", ("2023-06-02", "2024-11-03", 95_296, 95_296, ())),
        ("both | ..2023-12-18 | 7 | r", ("2022-02-24", "2023-12-19", 7, 7, ("counted-since-epoch",))),
        ("both | 2022-01..2024-09 | 59,606 | r", ("2022-02-24", "2024-10-01", 59_606, 59_606, ("same-start",))),
        (
            "both | 2022-02..2024-11-01 | 95,296 | r",
            ("2022-02-24", "2024-11-01", 95_296, 95_296, ("same-start", "snapshot")),
        ),
        ("both | 2022-02-24..2024-09 | 5 | r", ("2022-02-24", "2024-10-01", 5, 5, ())),
        ("both | 2022-05..2024-09 | 5 | r", ("2022-05-01", "2024-10-01", 5, 5, ())),
        # so does a year's figure that starts near it; what is too short to be a total keeps its own start
        ("both | 2022 | 5 | r", ("2022-02-24", "2023-01-01", 5, 5, ("same-start",))),
        ("both | 2022-01-01..2022-05-01 | 5 | r", ("2022-01-01", "2022-05-01", 5, 5, ("snapshot",))),
        ("both | 2022-02 | 5 | r", ("2022-02-01", "2022-03-01", 5, 5, ())),
        # an unknown end is the day the report was published
        ("both | 2023-06-01.. | 5 | gazette", ("2023-06-01", "2023-12-19", 5, 5, ())),
        # rates: an average over whole months
        ("both | 2025-01..2025-08 | 3 to 5 a month | r", ("2025-01-01", "2025-09-01", 24, 40, ())),
        (
            "both | 2025-01..2025-08 | about 17,000 a month | r",
            ("2025-01-01", "2025-09-01", 122_400, 149_600, ("width default",)),
        ),
        ("both | 2025-01-01..2025-01-03 | 3 a day | r", ("2025-01-01", "2025-01-04", 9, 9, ())),
        ("both | 2024..2025-12 | 3 a year | r", ("2024-01-01", "2026-01-01", 6, 6, ())),
        # width is named
        ("both | 2024-10 | almost 90,000 | r", ("2024-10-01", "2024-11-01", 81_000, 90_000, ("width default",))),
    ],
)
def test_window(line: str, expected: tuple[object, ...]) -> None:
    assert window(line) == expected


@pytest.mark.parametrize(
    ("line", "off", "expected"),
    [
        ("both | 2023-06-02..2024-11-01 | 7 | r", "snapshot", ("2023-06-02", "2024-11-02", 7, 7, ())),
        ("both | 2022-01..2024-09 | 7 | r", "same-start", ("2022-01-01", "2024-10-01", 7, 7, ())),
        ("both | 2022-01..2024-09 | 7 | r", "same-start r 2022-01-01", ("2022-01-01", "2024-10-01", 7, 7, ())),
        (
            "both | 2022-01..2024-09 | 7 | r",
            "same-start other 2022-01-01",
            ("2022-02-24", "2024-10-01", 7, 7, ("same-start",)),
        ),
    ],
)
def test_assumptions_switched_off(line: str, off: str, expected: tuple[object, ...]) -> None:
    assert window(line, off) == expected


def test_a_ceiling_binds_each_whole_month_inside() -> None:
    result = place(claim("both | 2025-01-15..2025-04-30 | up to 30,000 a month | r"), ground())
    assert not isinstance(result, str)
    assert [(p.start, p.end, p.low, p.high) for p in result] == [
        (date(2025, m, 1), date(2025, m + 1, 1), None, 30_000) for m in (2, 3, 4)
    ]


def test_a_stock_is_an_unknown_of_its_own() -> None:
    one = placed("deserters | at 2024-10-15 | 170,001 | r")
    assert (one.series, one.start, one.end) == ("deserters|Ukraine|Ukraine|stock", None, date(2024, 10, 15))


def test_without_a_codebook_starts_stay_unknown_or_stated() -> None:
    bare = ground(book=None)
    assert place(claim("both | ..2023-12-18 | 7 | r"), bare) == "no start"
    one = single(place(claim("both | 2022-01..2024-09 | 7 | r"), bare))
    assert (one.start, one.under) == (date(2022, 1, 1), ())


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("both | 2024-10 | 5 | r | stance negated", "negated"),
        ("both | 2024-10 | 5 | r | stance planned", "planned"),
        ("both | 2024-10 | 5 | r | stance retracted", "retracted"),
        ("both | 2024-10 | 5 | r | modal yes", "modal"),
        ("both | 2024-10 | 12% | r | kind share", "share without its whole"),
        ("both | 2024-10 | 5 | r | kind change", "change without what it is measured against"),
        ("both | 2024-10 | 5 | r | kind other", "kind unknown"),
        ("both | 2024-10 | 5 to 3 | r", "low above high"),
        ("both | 2024-10 | 1000000000001 | r", "figure beyond 1,000,000,000,000"),
        ("both | ? | 5 | r | kind flow", "no period"),
        ("both | ..2024-10 | 5 | r | kind flow", "period half known"),
        ("both | ? | 5 | r", "no period"),
        ("recruits, Ukraine, Ukraine | ..2024-10 | 5 | r", "no start"),
        ("both | ? | 5 | r | kind stock", "no period"),
        ("both | ? | 5 a month | r", "rate without a period"),
        ("both | 2024-10-02..2024-10-30 | 5 a month | r", "rate that covers no whole unit"),
        ("both | 2024-09-02..2024-11-15 | 5 a month | r", "rate over broken units"),
        ("both | 2024-10-31..2024-10-02 | 5 | r", "period ends before it starts"),
        ("both | ? | 5 | r | candidates 2023 2024", "several dates possible"),
        ("both | 2024-01-01..9999-12-31 | 5 | r", "day at the end of the calendar"),
    ],
)
def test_reason_for_standing_nowhere(line: str, reason: str) -> None:
    assert place(claim(line), ground()) == reason


@pytest.mark.parametrize("stance", ["asserted", "hedged", "disputed"])
def test_stances_that_enter(stance: str) -> None:
    assert placed(f"both | 2024-10 | 5 | r | stance {stance}").low == 5


def test_releases_and_vintages_are_unknowns_apart_where_they_need_not_agree() -> None:
    line = "both | 2024-10 | 5 | november | release monthly register"
    assert placed(line).series == "proceedings|Ukraine|Ukraine"
    assert placed(line, "releases-agree").series == "proceedings|Ukraine|Ukraine#release monthly register"
    assert placed(line, "not-restated").series == "proceedings|Ukraine|Ukraine#vintage 2024-11-15"


def test_an_exact_source_has_no_rounding_width() -> None:
    said = claim("both | 2024-10 | 9,000 | r")
    office = Source("the Prosecutor General's Office", 0, 1)
    assert place(said, ground()) != place(replace(said, attribution=(office,)), ground())
    one = single(place(replace(said, attribution=(office,)), ground()))
    assert (one.low, one.high, one.under) == (9_000, 9_000, ())


def test_an_average_is_rounded_once_it_is_a_total() -> None:
    """971 a month, about: 873.9 to 1,068.1, so ten months hold 8,739 to 10,681."""
    one = placed("both | 2025-01..2025-10 | about 971 a month | r")
    assert (one.low, one.high) == (8_739, 10_681)
