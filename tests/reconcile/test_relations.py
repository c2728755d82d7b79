"""Relations between series: where each comes from, and what it forces (§5.6, §5.7)."""

from __future__ import annotations

from datetime import date

import pytest
from claim_lines import claims
from histories import ground, made, region_book

from crossfoot.codebook import load
from crossfoot.reconcile import ReconcileSettings, reconcile
from crossfoot.reconcile.inequalities import build
from crossfoot.records import Claim, Reconciliation, TextRelation

JANUARY = (date(2024, 1, 1), date(2024, 1, 31))
DESERTION = load("desertion")


def count(name: str, place: str, low: int | None, high: int | None) -> Claim:
    return made(name, place, JANUARY, (low, high), "range")


def known(result: Reconciliation, place: str) -> tuple[int | None, int | None]:
    (bound,) = [b for b in result.bounds if b.series.place == place and (b.start, b.end) == JANUARY]
    return bound.low, bound.high


def test_sum_carries_bounds_from_whole_to_part_and_back() -> None:
    listed = [count("a", "country", 100, 100), count("b", "region-1", 60, 70), count("c", "region-2", 10, 35)]
    result = reconcile(listed, codebook=region_book())
    assert (known(result, "region-1"), known(result, "region-2")) == ((65, 70), (30, 35))
    assert {a for b in result.bounds for a in b.assumptions} >= {"relation regions"}


def test_part_bounds_a_whole_from_below_only() -> None:
    listed = [count("a", "country", 0, 100), count("b", "region-1", 60, 70), count("c", "region-2", 10, 90)]
    result = reconcile(listed, codebook=region_book("part"))
    assert known(result, "country") == (70, 100)
    assert known(result, "region-2") == (10, 40)


@pytest.mark.parametrize(("kind", "clashes"), [("sum", True), ("part", False)])
def test_a_whole_above_its_parts_clashes_only_where_the_list_is_complete(kind: str, clashes: bool) -> None:
    listed = [count("a", "country", 100, 100), count("b", "region-1", 60, 60), count("c", "region-2", 30, 30)]
    assert bool(reconcile(listed, codebook=region_book(kind)).conflicts) == clashes


def test_a_relation_can_be_switched_off() -> None:
    listed = [count("a", "country", 100, 100), count("b", "region-1", 160, 160)]
    assert reconcile(listed, codebook=region_book()).conflicts
    off = ReconcileSettings(off=frozenset({"relation regions"}))
    result = reconcile(listed, codebook=region_book(), settings=off)
    assert not result.conflicts
    assert result.coverage.compared == 0


STAGES = """
407 | 2022-02-24..2023-12-31 | {registered} | a | id registered
sent-to-court-407, Ukraine, Ukraine | 2022-02-24..2023-12-31 | {sent} | b | id sent
"""


@pytest.mark.parametrize(("registered", "sent", "clashes"), [("1,001", "1,002", True), ("1,001", "1,001", False)])
def test_a_stage_is_at_most_the_one_before_as_running_totals(registered: str, sent: str, clashes: bool) -> None:
    listed = claims(STAGES.format(registered=registered, sent=sent))
    result = reconcile(listed, codebook=DESERTION)
    assert [set(c.claims) for c in result.conflicts] == ([{"registered", "sent"}] if clashes else [])
    if clashes:
        assert "relation registered before court (407)" in result.conflicts[0].assumptions


def test_a_stage_says_nothing_of_one_month() -> None:
    """More may be sent to court in a month than are registered in it: older cases are sent too."""
    listed = claims("""
        407 | 2023-05 | 11 | a
        sent-to-court-407, Ukraine, Ukraine | 2023-05 | 40 | b
    """)
    assert not reconcile(listed, codebook=DESERTION).conflicts


# ── places and populations ───────────────────────────────────────────────────────────────────────

PLACES = """
407 | 2023 | 50 | a | id country
proceedings-407, Ukraine, Kharkiv region | 2023 | 30 | b | id kharkiv
proceedings-407, Ukraine, Lviv region | 2023 | {lviv} | c | id lviv
"""


@pytest.mark.parametrize(("lviv", "clashes"), [("21", True), ("20", False), ("3", False)])
def test_disjoint_regions_are_parts_of_their_country(lviv: str, clashes: bool) -> None:
    result = reconcile(claims(PLACES.format(lviv=lviv)), codebook=DESERTION)
    assert bool(result.conflicts) == clashes
    if clashes:
        assert set(result.conflicts[0].claims) == {"country", "kharkiv", "lviv"}
        assert "relation places within Ukraine" in result.conflicts[0].assumptions
        off = ReconcileSettings(off=frozenset({"places"}))
        assert not reconcile(claims(PLACES.format(lviv=lviv)), codebook=DESERTION, settings=off).conflicts


def test_a_city_is_not_added_to_its_region() -> None:
    listed = claims("""
        407 | 2023 | 50 | a
        proceedings-407, Ukraine, Kharkiv region | 2023 | 30 | b
        proceedings-407, Ukraine, Kharkiv | 2023 | 25 | c
    """)
    assert not reconcile(listed, codebook=DESERTION).conflicts


NARROWER = """
deserters | 2023 | 50 | a | id all
deserters, Ukraine/convicts, Ukraine | 2023 | {convicts} | b | id convicts
"""


@pytest.mark.parametrize(("convicts", "clashes"), [("51", True), ("50", False)])
def test_a_narrower_population_is_part_of_the_wider(convicts: str, clashes: bool) -> None:
    result = reconcile(claims(NARROWER.format(convicts=convicts)), codebook=DESERTION)
    assert bool(result.conflicts) == clashes
    off = ReconcileSettings(off=frozenset({"narrower"}))
    assert not reconcile(claims(NARROWER.format(convicts=convicts)), codebook=DESERTION, settings=off).conflicts


def test_narrower_populations_are_not_added_up() -> None:
    """Convicts may be mobilised: two narrower populations may overlap."""
    listed = claims("""
        deserters | 2023 | 50 | a
        deserters, Ukraine/convicts, Ukraine | 2023 | 40 | b
        deserters, Ukraine/mobilised, Ukraine | 2023 | 40 | c
    """)
    assert not reconcile(listed, codebook=DESERTION).conflicts


def test_sister_countries_never_meet() -> None:
    listed = claims("deserters | 2023 | 50 | a\nrussian deserters | 2023 | 70 | b")
    assert len(build(ground(listed, DESERTION)).components) == 2


# ── said by a text ───────────────────────────────────────────────────────────────────────────────

LISTED = """
proceedings-407, Ukraine, Donetsk region | 2023 | 8,574 | a | id donetsk
proceedings-407, Ukraine, Lviv region | 2023 | 2,170 | a | id lviv
proceedings-407, Ukraine, Odesa region | 2023 | {odesa} | b | id odesa
"""
LARGEST = TextRelation("largest", "a", ("donetsk", "lviv"), None, 0, 10)


@pytest.mark.parametrize(("odesa", "clashes"), [("2,171", True), ("2,170", False)])
def test_a_list_of_the_largest_bounds_every_other_part(odesa: str, clashes: bool) -> None:
    listed = claims(LISTED.format(odesa=odesa))
    result = reconcile(listed, codebook=DESERTION, relations=[LARGEST])
    assert bool(result.conflicts) == clashes
    assert not reconcile(listed, codebook=DESERTION).conflicts


def test_part_of_a_whole_on_the_same_series_is_no_second_count() -> None:
    """ "12 of 40 cases": both figures are read as cases of one month, and only the 40 counts it."""
    listed = claims("both | 2023-05 | 40 | a | id whole\nboth | 2023-05 | 12 | a | id twelve\nboth | 2023-05 | 40 | b")
    said = TextRelation("part", "a", ("twelve",), "whole", 0, 10)
    result = reconcile(listed, codebook=DESERTION, relations=[said])
    assert not result.conflicts
    assert result.coverage.aside == {"twelve": "part of another figure"} | {
        c: r for c, r in result.coverage.aside.items() if c != "twelve"
    }
    assert reconcile(listed, codebook=DESERTION).conflicts


# ── bridges ──────────────────────────────────────────────────────────────────────────────────────


def test_a_bridge_is_off_unless_it_is_asked_for() -> None:
    listed = claims("both | 2023 | 50 | a\ndeserters | 2023 | 70 | b")
    assert not reconcile(listed, codebook=DESERTION).conflicts
    on = ReconcileSettings(bridges=frozenset({"persons-by-cases"}))
    (found,) = reconcile(listed, codebook=DESERTION, settings=on).conflicts
    assert found.gap == 20
