"""Dates without a year: each candidate is tried alone (§3.3)."""

from __future__ import annotations

from claim_lines import claims

from crossfoot.codebook import load
from crossfoot.reconcile import reconcile
from crossfoot.reconcile.check import check
from crossfoot.records import CandidateVerdict

BOOK = load("desertion")
REGISTER = """
both | 2023-10 | 3,003 | a | id y2023
both | 2024-10 | 9,048 | b | id y2024
"""


def verdicts(text: str) -> dict[int, CandidateVerdict]:
    found = reconcile(claims(text), codebook=BOOK).candidates
    return {v.end.year: v for v in found if v.end}


def words(text: str) -> dict[int, str]:
    return {year: v.verdict for year, v in verdicts(text).items()}


def test_impossible_with_proof_and_the_only_one_left() -> None:
    found = verdicts(REGISTER + "both | ? | over 9,001 | c | id october | partial --10 | candidates 2023-10 2024-10")
    assert {y: v.verdict for y, v in found.items()} == {2023: "impossible", 2024: "only"}
    proof = found[2023].proof
    assert proof is not None
    assert check(proof) is None
    assert set(proof.claims) == {"october", "y2023"}
    assert found[2024].proof is None


def test_several_possible_years_stay_open() -> None:
    assert words(REGISTER + "both | ? | over 3,001 | c | candidates 2023-10 2024-10 2025-10") == {
        2023: "possible",
        2024: "possible",
        2025: "possible",
    }


def test_no_year_may_be_left() -> None:
    text = REGISTER + "both | ? | 5,005 | c | candidates 2023-10 2024-10"
    assert words(text) == {2023: "impossible", 2024: "impossible"}


def test_a_claim_with_candidates_enters_no_base_system() -> None:
    text = REGISTER + "both | ? | 5,005 | c | id open | candidates 2023-10 2024-10"
    result = reconcile(claims(text), codebook=BOOK)
    assert not result.conflicts
    assert result.coverage.aside["open"] == "several dates possible"
    assert all("open" not in p.claims for b in result.bounds for c in b.cases for p in (c.low_proof, c.high_proof) if p)


def test_a_candidate_that_one_cheapest_repair_allows_is_possible() -> None:
    text = (
        "both | 2024-10 | 9,048 | a\nboth | 2024-10 | 4,004 | b\nboth | ? | over 9,001 | c | candidates 2024-10 2025-10"
    )
    assert words(text)[2024] == "possible"


def test_claims_that_cannot_be_compared_get_no_verdict() -> None:
    assert not verdicts("both | ? | 5 | c | modal yes | candidates 2023-10 2024-10")
    assert not verdicts("both | ? | 5 | c | kind share | candidates 2023-10 2024-10")


def test_alone_on_its_series_every_year_is_possible() -> None:
    assert words("both | ? | 5 | c | candidates 2023-10 2024-10") == {2023: "possible", 2024: "possible"}
