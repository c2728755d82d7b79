"""Claims that say the same enter once, at the weight of what is independent among them (§5.8, §10)."""

from __future__ import annotations

import pytest
from claim_lines import claims

from crossfoot.reconcile import reconcile
from crossfoot.reconcile.readings import prices
from crossfoot.reconcile.statements import parts_of_themselves, statements
from crossfoot.records import Claim, TextRelation, Trace

ONE = "both | 2023-05 | 40 | {report} | id {id}{more}"


def said(*lines: tuple[str, str]) -> tuple[Claim, ...]:
    return claims("\n".join(ONE.format(id=name, report=f"r-{name}", more=more) for name, more in lines))


def test_two_reports_that_say_the_same_are_one_statement_of_double_weight() -> None:
    found = statements(said(("a", ""), ("b", "")), {})
    assert [c.id for c in found.claims] == ["a"]
    assert found.weight == {"a": 2.0}
    assert found.stands_for == {"a": "a", "b": "a"}


@pytest.mark.parametrize("known_by", ["the trace", "the claim itself"])
def test_a_copy_adds_no_weight_but_a_little_support(known_by: str) -> None:
    traced = known_by == "the trace"
    found = statements(said(("a", ""), ("b", "" if traced else " | copy_of a")), {"b": "a"} if traced else {})
    assert found.weight == {"a": 1 + prices().support_each}


def test_support_of_many_copies_is_capped() -> None:
    names = [f"c{n:03}" for n in range(50)]
    found = statements(said(("a", ""), *((n, "") for n in names)), dict.fromkeys(names, "a"))
    assert found.weight == {"a": 1 + prices().support_most}


def test_the_original_stands_for_its_copies_whatever_its_name() -> None:
    assert [c.id for c in statements(said(("a", ""), ("b", "")), {"a": "b"}).claims] == ["b"]


def test_a_copy_that_differs_enters_and_weighs_less() -> None:
    listed = (*said(("a", "")), *claims("both | 2023-05 | 46 | r-b | id b"))
    found = statements(listed, {"b": "a"})
    assert {c.id for c in found.claims} == {"a", "b"}
    assert found.weight == {"a": 1.0, "b": prices().copy_differs}
    result = reconcile(listed, trace=Trace(copies={"b": "a"}))
    assert [(v.claim, v.status) for v in result.verdicts] == [("b", "sure")]


@pytest.mark.parametrize(
    "other",
    [
        "both | 2023-05 | 41 | r | id b",
        "both | 2023-05 | over 40 | r | id b",
        "both | 2023-06 | 40 | r | id b",
        "407 | 2023-05 | 40 | r | id b",
        "both | 2023-05 | 40 | r | id b | stance planned",
        "both | 2023-05 | 40 | r | id b | modal yes",
        "both | 2023-05 | 40 | r | id b | release annual report",
    ],
)
def test_what_differs_in_anything_is_another_statement(other: str) -> None:
    assert len(statements((*said(("a", "")), *claims(other)), {}).claims) == 2


def test_undated_totals_of_two_reports_are_two_statements() -> None:
    """An unknown end becomes each report's own day."""
    listed = claims("both | 2023-05-01.. | 40 | a\nboth | 2023-05-01.. | 40 | b")
    assert len(statements(listed, {}).claims) == 2


def test_a_copy_of_something_unknown_or_of_itself_is_no_copy() -> None:
    assert statements(said(("a", " | copy_of gone")), {}).weight == {"a": 1.0}
    assert statements(said(("a", " | copy_of a")), {}).weight == {"a": 1.0}


def test_a_ring_of_copies_keeps_its_weight() -> None:
    found = statements(said(("a", ""), ("b", "")), {"a": "b", "b": "a"})
    assert sum(found.weight.values()) >= 1.0


def test_copies_decide_no_vote() -> None:
    """Three copies of a wrong figure against two independent ones: agreement between copies is no corroboration."""
    listed = claims("""
        both | 2023-05 | 40 | a | id a
        both | 2023-05 | 46 | b | id b
        both | 2023-05 | 46 | c | id c | copy_of b
        both | 2023-05 | 46 | d | id d | copy_of b
        both | 2023-05 | 40 | e | id e
    """)
    result = reconcile(listed)
    assert {v.claim: v.status for v in result.verdicts} == {"b": "sure"}
    assert set(result.aside) == {"b", "c", "d"}


def test_parts_of_themselves() -> None:
    listed = {c.id: c for c in claims("both | 2023-05 | 40 | a | id whole\nboth | 2023-05 | 12 | a | id part")}
    said_so = TextRelation("part", "a", ("part", "gone"), "whole", 0, 1)
    assert parts_of_themselves(listed, [said_so]) == {"part"}
    assert parts_of_themselves(listed, [TextRelation("largest", "a", ("part",), "whole", 0, 1)]) == set()
    assert parts_of_themselves(listed, [TextRelation("part", "a", ("part",), "gone", 0, 1)]) == set()
