"""Leaving out what a source, an outlet, a report or a claim says."""

from __future__ import annotations

import pytest

from crossfoot.records import Reading, Source
from crossfoot.without import UnknownName, left, part
from ledgers import claims, reading, report


def kept(*names: str) -> list[str]:
    return [c.quote for c in left(reading(), [report()], names).claims]


def test_assumptions_are_told_from_things() -> None:
    parted = part(["snapshot", "relation both articles", "no-negative-flow x|y|z", "Our Paper", "relation"])
    assert parted.assumptions == {"snapshot", "relation both articles", "no-negative-flow x|y|z"}
    assert parted.things == ("Our Paper", "relation")


def test_assumptions_leave_every_claim() -> None:
    assert len(kept("snapshot")) == 3


@pytest.mark.parametrize("name", ["Our Paper", "our  paper", "a.txt", report().id])
def test_a_report_by_any_name(name: str) -> None:
    assert kept(name) == []


def test_a_claim_by_its_id_or_the_beginning_of_it() -> None:
    first = claims()[0]
    assert kept(first.id) == ["59,606", "over 160,000"]
    assert kept(first.id[:8]) == ["59,606", "over 160,000"]


def test_a_source_anywhere_in_the_chain() -> None:
    from dataclasses import replace

    first, *others = claims()
    said = replace(first, attribution=(Source("he", 0, 2, "named", "A Ministry"),))
    after = left(Reading((said, *others)), [report()], ["a ministry"])
    assert [c.quote for c in after.claims] == [c.quote for c in others]


def test_relations_go_with_their_claims() -> None:
    assert left(reading(), [report()], [claims()[1].id]).relations == ()
    assert len(left(reading(), [report()], [claims()[2].id]).relations) == 1


@pytest.mark.parametrize(("name", "near"), [("Our Papr", "our paper"), ("snapshoot", "snapshot"), ("b.txt", "a.txt")])
def test_unknown_names_are_told_with_the_nearest(name: str, near: str) -> None:
    with pytest.raises(UnknownName, match=near):
        kept(name)
