"""The desertion case: real figures of five reports, what contradicts what, by how much, and what they imply."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import pytest
from claim_lines import DESERTION, NOVEMBER, OVER_160, PERSONS, PUBLISHED, SEPTEMBER, claims

from crossfoot.codebook import Codebook, load
from crossfoot.reconcile import ReconcileSettings, reconcile
from crossfoot.reconcile.check import check
from crossfoot.reconcile.proofs import number
from crossfoot.records import Bound, Conflict, Proof, Reconciliation, Repair


@pytest.fixture(scope="module")
def book() -> Codebook:
    return load("desertion")


@pytest.fixture(scope="module")
def whole(book: Codebook) -> Reconciliation:
    return reconcile(claims(DESERTION), codebook=book, reports=PUBLISHED)


@pytest.fixture(scope="module")
def november(book: Codebook) -> Reconciliation:
    return reconcile(claims(NOVEMBER), codebook=book, reports=PUBLISHED)


def between(result: Reconciliation, *names: str) -> Conflict:
    (found,) = [c for c in result.conflicts if set(c.claims) == set(names)]
    return found


def bound_of(result: Reconciliation, series: str, start: date, end: date) -> Bound:
    (found,) = [b for b in result.bounds if (b.series.id, b.start, b.end) == (series, start, end)]
    return found


def repairs_of(result: Reconciliation, conflict: Conflict) -> list[Repair]:
    return [r for r in result.repairs if conflict.id in r.conflicts]


def proofs(result: Reconciliation) -> Iterable[Proof]:
    for conflict in result.conflicts:
        yield conflict.proof
        if conflict.stronger:
            yield conflict.stronger
    for bound in result.bounds:
        yield from (p for c in bound.cases for p in (c.low_proof, c.high_proof) if p is not None)
    yield from (v.proof for v in result.candidates if v.proof is not None)


BOTH = "proceedings|Ukraine|Ukraine"


# ── over 160,000 cases by December 2023 ──────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("others", "gap"),
    [
        (("total95",), 64_705),
        (("a407", "a408"), 70_874),
        (("total265", "eight25"), 36_869),
    ],
)
def test_over_160_000_contradicts_three_reports(whole: Reconciliation, others: tuple[str, ...], gap: int) -> None:
    found = between(whole, "over160", *others)
    assert found.gap == gap
    assert found.scope == "reports"
    assert found.unit == "cases"
    assert {"counted-since-epoch", "no-negative-flow"} <= set(found.assumptions)


def test_relation_is_named_only_where_it_is_used(whole: Reconciliation) -> None:
    assert "relation both articles" in between(whole, "over160", "a407", "a408").assumptions
    assert "relation both articles" not in between(whole, "over160", "total95").assumptions


def test_stronger_sum_stands_beside_the_smallest_set(whole: Reconciliation) -> None:
    stronger = between(whole, "over160", "a407", "a408").stronger
    assert stronger is not None
    assert stronger.value == 124_377
    assert set(stronger.claims) == {"over160", "a407", "a408", "b407", "b408"}


def test_year_is_the_repair_and_the_years_before_are_refuted(whole: Reconciliation) -> None:
    first = repairs_of(whole, between(whole, "over160", "total95"))[0]
    assert (first.slip, first.claim, first.before, first.after, first.rank) == ("year", "over160", "2023", "2025", 1)
    assert "2022 and 2024 are refuted too" in first.text
    mended = {
        between(whole, "over160", *others).id for others in [("total95",), ("a407", "a408"), ("total265", "eight25")]
    }
    assert mended <= set(first.conflicts)


def test_over_160_000_is_sure_to_be_wrong_and_no_register_figure_is(whole: Reconciliation) -> None:
    status = {v.claim: v.status for v in whole.verdicts}
    assert status["over160"] == "sure"
    assert not {c for c, s in status.items() if s == "sure"} - {"over160"}


def test_without_a_counting_start_it_is_compared_with_nothing(book: Codebook) -> None:
    off = ReconcileSettings(off=frozenset({"counted-since-epoch"}))
    result = reconcile(claims(OVER_160 + SEPTEMBER), codebook=book, reports=PUBLISHED, settings=off)
    assert result.coverage.aside["over160"] == "no start"
    assert not result.conflicts


def test_candidate_years_of_an_undated_claim(whole: Reconciliation) -> None:
    verdicts = {v.end.year: v for v in whole.candidates if v.claim == "undated160" and v.end}
    assert {year: v.verdict for year, v in verdicts.items()} == {
        2022: "impossible",
        2023: "impossible",
        2024: "impossible",
        2025: "only",
    }
    for year in (2022, 2023, 2024):
        proof = verdicts[year].proof
        assert proof is not None
        assert "undated160" in proof.claims
        assert check(proof) is None
    assert whole.coverage.aside["undated160"] == "several dates possible"


# ── 89,127 + 9,048 against 95,296 ────────────────────────────────────────────────────────────────


def test_counting_starts_clash_by_2_879(november: Reconciliation) -> None:
    (found,) = november.conflicts
    assert set(found.claims) == {"a407", "a408", "october24", "total95"}
    assert found.gap == 2_879
    assert found.scope == "assumption"
    assert set(found.assumptions) == {"relation both articles", "same-start", "snapshot"}
    assert found.proof.text == "at least 59,606 + 29,521 + 9,048 = 98,175, but at most 95,296: 2,879 apart"


def test_release_and_start_come_first_and_no_digit(november: Reconciliation) -> None:
    first = {r.slip for r in november.repairs if r.rank == 1}
    assert first == {"release", "start"}
    assert "digits" not in {r.slip for r in november.repairs}


def test_an_assumption_is_no_repair_of_what_stays_without_it(november: Reconciliation) -> None:
    (found,) = november.conflicts
    assert "snapshot" in found.assumptions
    assert "snapshot" not in {r.slip for r in november.repairs}


def test_start_repair_says_what_january_2022_would_hold(november: Reconciliation) -> None:
    (start,) = [r for r in november.repairs if r.slip == "start"]
    assert "1 January 2022 to 31 January 2022 would then hold 2,879" in start.effect
    assert set(start.moved) == {"a407", "a408", "almost90"}


def test_every_number_of_an_effect_has_its_proof(november: Reconciliation) -> None:
    bounds = {b.id: b for b in november.bounds}
    changes = [(r, c) for r in november.repairs for c in r.changes]
    assert {c.bound is None for _, c in changes} == {True, False}
    for repair, changed in changes:
        case = bounds[changed.bound].cases[changed.case] if changed.bound else changed
        assert (changed.low, changed.high) == (case.low, case.high)
        assert case.low_proof is None or case.low_proof.value == changed.low
        assert case.high_proof is None or case.high_proof.value == changed.high
        assert case.low_proof is not None or case.high_proof is not None
        assert number(changed.low or 0) in repair.effect


def test_without_same_start_the_report_is_consistent(book: Codebook) -> None:
    off = ReconcileSettings(off=frozenset({"same-start"}))
    result = reconcile(claims(NOVEMBER), codebook=book, reports=PUBLISHED, settings=off)
    assert not result.conflicts
    assert not result.repairs
    assert result.coverage.compared == 8
    january = bound_of(result, BOTH, date(2022, 1, 1), date(2022, 1, 31))
    assert (january.low, january.high) == (2_879, 2_879)


def test_without_snapshot_another_assumption_carries_the_proof(book: Codebook) -> None:
    off = ReconcileSettings(off=frozenset({"snapshot"}))
    (found,) = reconcile(claims(NOVEMBER), codebook=book, reports=PUBLISHED, settings=off).conflicts
    assert found.gap == 2_879
    assert "snapshot" not in found.assumptions
    assert "no-negative-flow" in found.assumptions
    off = ReconcileSettings(off=frozenset({"snapshot", "no-negative-flow"}))
    assert not reconcile(claims(NOVEMBER), codebook=book, reports=PUBLISHED, settings=off).conflicts


# ── November and December 2024 ───────────────────────────────────────────────────────────────────


def test_two_months_that_no_report_prints(whole: Reconciliation) -> None:
    bound = bound_of(whole, BOTH, date(2024, 11, 1), date(2024, 12, 31))
    assert (bound.low, bound.high) == (24_957, 27_836)
    assert bound.bare == (0, 60_581)
    assert bound.exactness == "tight"
    assert {(c.low, c.high) for c in bound.cases} == {(24_957, 24_957), (27_836, 27_836)}
    sums = {c.low: c.low_proof.text for c in bound.cases if c.low_proof}
    assert sums[27_836] == "265,843 − 95,296 − 142,711 = 27,836"
    assert sums[24_957] == "265,843 − 59,606 − 29,521 − 9,048 − 142,711 = 24,957"
    assert {"snapshot", "same-start", "not-restated"} <= set(bound.assumptions)


# ── persons, and who never meets whom ────────────────────────────────────────────────────────────


def test_persons_contradict_persons_without_a_bridge(book: Codebook) -> None:
    (found,) = reconcile(claims(PERSONS), codebook=book, reports=PUBLISHED).conflicts
    assert set(found.claims) == {"persons180", "persons170"}
    assert found.unit == "persons"
    assert found.gap == 180_001 - 175_000


CROWD = """
both | 2023 | 20,004 | a | id cases23
deserters | 2023-10 | 21,600 | b | id october23
russian deserters | 2023-10 | over 49,003 | c | id russians
"""


def test_persons_and_cases_and_armies_never_meet(book: Codebook) -> None:
    result = reconcile(claims(CROWD), codebook=book)
    assert not result.conflicts
    assert result.coverage.compared == 0
    assert result.coverage.reasons == {"alone on its series": 3}


def test_bridge_lets_persons_meet_cases_and_is_named(book: Codebook) -> None:
    on = ReconcileSettings(bridges=frozenset({"persons-by-cases"}))
    result = reconcile(claims(CROWD), codebook=book, settings=on)
    (found,) = result.conflicts
    assert set(found.claims) == {"cases23", "october23"}
    assert any("persons-by-cases" in a for a in found.assumptions)
    assert result.coverage.aside == {"russians": "alone on its series"}


def test_loose_rate_is_a_remark_and_no_conflict(book: Codebook) -> None:
    result = reconcile(claims(SEPTEMBER), codebook=book, reports=PUBLISHED)
    assert not result.conflicts
    (remark,) = result.remarks
    assert (remark.kind, set(remark.claims)) == ("loose rate", {"rate17", "eight25"})
    assert "17,839 a month" in remark.text


def test_a_ceiling_without_a_period_is_a_remark(book: Codebook) -> None:
    result = reconcile(claims("deserters | ? | up to 30,000 a month | wire"), codebook=book)
    assert [r.kind for r in result.remarks] == ["unsupported ceiling"]
    assert result.coverage.compared == 0


# ── laws of the whole result ─────────────────────────────────────────────────────────────────────


def test_every_published_proof_verifies(whole: Reconciliation) -> None:
    found = list(proofs(whole))
    assert len(found) > 50
    assert [check(p) for p in found] == [None] * len(found)


def test_every_claim_is_compared_or_counted_by_its_reason(whole: Reconciliation) -> None:
    coverage = whole.coverage
    assert coverage.claims == len(claims(DESERTION))
    assert coverage.compared + sum(coverage.reasons.values()) == coverage.claims
    assert len(coverage.aside) == coverage.claims - coverage.compared


SIX_CONSISTENT = """
both | 2022-01-01..2024-09-30 | almost 90,000 | first
407 | 2022-01-01..2024-09-30 | 59,606 | first
408 | 2022-01-01..2024-09-30 | 29,521 | second
both | 2024-01..2024-09 | 53,503 | third
both | 2025-01..2025-08 | 142,711 | fourth
both | 2022-02-24..2025-08 | over 240,000 | fifth
"""


def test_six_consistent_claims_give_no_conflict(book: Codebook) -> None:
    result = reconcile(claims(SIX_CONSISTENT), codebook=book)
    assert (result.conflicts, result.repairs, result.verdicts, result.aside) == ((), (), (), ())
    assert result.coverage.compared == 6
    assert all(b.under == "all claims" for b in result.bounds)


ANNUAL = """
407 | 2022 | 6,988 | yearbook | id y22 | sentence 1
407 | 2023 | 17,658 | yearbook | id y23 | sentence 1
407 | 2024 | 67,840 | yearbook | id y24 | sentence 1
408 | 2022 | 3,442 | yearbook | id z22 | sentence 2
408 | 2023 | 7,883 | yearbook | id z23 | sentence 2
408 | 2024 | 23,343 | yearbook | id z24 | sentence 2
"""


def annual(book: Codebook, lines: str) -> Reconciliation:
    """One start for all would give the register's totals seven weeks less than the yearbook's 2022."""
    own_starts = ReconcileSettings(off=frozenset({"same-start"}), robust=False)
    return reconcile(claims(NOVEMBER + lines), codebook=book, reports=PUBLISHED, settings=own_starts)


def test_annual_reports_clash_with_the_register_as_another_release(book: Codebook) -> None:
    result = annual(book, ANNUAL)
    found = between(result, "a407", "b407", "y22", "y23")
    assert found.gap == 347
    assert found.scope == "reports"
    assert {r.slip for r in repairs_of(result, found) if r.rank == 1} == {"release"}


def test_a_clash_of_two_stated_releases_is_named_as_such(book: Codebook) -> None:
    result = annual(book, ANNUAL.replace("yearbook |", "yearbook | release annual report |"))
    found = between(result, "a407", "b407", "y22", "y23")
    assert found.scope == "releases"
    assert "releases-agree" in found.assumptions
    (first,) = [r for r in repairs_of(result, found) if r.rank == 1]
    assert first.slip == "releases"
    assert set(first.moved) == {"y22", "y23", "y24", "z22", "z23", "z24"}


MISPRINT = """
407 | 2024-03 | 4,217 | parts | id p407
408 | 2024-03 | 1,508 | parts | id p408
both | 2024-03 | 5,752 | parts | id total | sentence 9
"""


def test_transposed_digits_are_found_and_named(book: Codebook) -> None:
    """4,217 + 1,508 is 5,725: two digits of the total changed places."""
    result = reconcile(claims(MISPRINT), codebook=book)
    (found,) = result.conflicts
    assert found.gap == 27
    assert "5,725" in [r.after for r in result.repairs if r.claim == "total"]


# ── a total as of the first of a month ───────────────────────────────────────────────────────────


def test_a_total_that_counts_its_last_day_is_offered(book: Codebook) -> None:
    listed = claims(
        """
        both | 2022-01-01..2024-11-01 | 95,301 | first
        both | 2022-01-01..2024-10-31 | 95,296 | last
        """
    )
    result = reconcile(listed, codebook=book)
    (found,) = result.conflicts
    assert found.gap == 5
    assert found.assumptions == ("not-restated", "snapshot")
    (repair,) = [r for r in repairs_of(result, found) if r.slip == "snapshot"]
    assert "totals as of 1 November 2024 count that day too (“95,301”)" in repair.text
    assert not reconcile(listed, codebook=book, settings=ReconcileSettings(off=frozenset({"snapshot"}))).conflicts
    assert not reconcile(
        listed, codebook=book, settings=ReconcileSettings(off=frozenset({"snapshot first 2024-11-01"}))
    ).conflicts
