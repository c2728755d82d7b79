from __future__ import annotations

from dataclasses import replace

import desertion_case as case

from crossfoot.publish.index import Index, build_index
from crossfoot.publish.stories import stories
from crossfoot.publish.words import load_words
from crossfoot.records import Reconciliation


def index_of(found: Reconciliation) -> Index:
    return build_index(replace(case.CONTENTS, reconciliation=found), load_words())


def test_contradictions_that_one_change_settles_are_one_story() -> None:
    told = stories(index_of(case.FOUND))
    assert [[c.id for c in s.conflicts] for s in told] == [["c1", "c2", "c3"], ["c4"]]
    assert [s.claim for s in told] == [case.by_2023.id, None]
    assert [[r.id for r in s.repairs] for s in told] == [["p-year", "p-scale"], ["p-start", "p-total"]]


def test_the_strongest_contradiction_leads() -> None:
    backwards = replace(case.FOUND, conflicts=tuple(reversed(case.CONFLICTS)))
    assert [s.conflicts[0].id for s in stories(index_of(backwards))] == ["c1", "c4"]


def test_contradictions_without_a_repair_are_still_told() -> None:
    told = stories(index_of(replace(case.FOUND, repairs=())))
    assert [[c.id for c in s.conflicts] for s in told] == [["c1"], ["c2"], ["c3"], ["c4"]]
    assert {s.claim for s in told} == {None}


def test_a_change_that_settles_more_wins_over_a_cheaper_one_that_settles_less() -> None:
    cheap = replace(case.REPAIRS[3], id="p-cheap", conflicts=("c1",), cost=0.3)
    told = stories(index_of(replace(case.FOUND, repairs=(cheap, *case.REPAIRS))))
    assert [len(s.conflicts) for s in told] == [3, 1]


def test_every_contradiction_is_told_once() -> None:
    told = stories(index_of(case.FOUND))
    assert sorted(c.id for s in told for c in s.conflicts) == sorted(c.id for c in case.CONFLICTS)
