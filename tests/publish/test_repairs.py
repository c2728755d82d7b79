"""Changes that would settle a story: order, ranks, links, and what is said once."""

from __future__ import annotations

from dataclasses import replace

import desertion_case as case

from crossfoot.publish.index import build_index
from crossfoot.publish.repairs import Ranked, ranked
from crossfoot.publish.stories import stories
from crossfoot.publish.words import load_words
from crossfoot.records import Repair


def settling(*repairs: Repair) -> Ranked:
    """The changes of the story that the first of them leads."""
    found = replace(case.FOUND, repairs=repairs)
    index = build_index(replace(case.CONTENTS, reconciliation=found), load_words())
    story = next(s for s in stories(index) if s.best is repairs[0])
    return ranked(index, story, ())


YEAR = Repair("a", case.THREE, case.by_2023.id, "year", "2023", "2025", 0.5, 1, "If “over 160,000” were of 2025.")


def test_what_settles_all_comes_first_and_counts_from_one() -> None:
    few = Repair("b", ("c1",), case.total_2024.id, "year", "2024", "2025", 0.3, 1, "If “95,296” were of 2025.")
    found = settling(YEAR, few)
    assert [(v.rank, v.settles) for v in (*found.first, *found.others)] == [(1, 3), (2, 1)]
    assert [v.name for v in found.first] == ["wrong year"]
    assert not found.all_settle


def test_changes_that_cost_the_same_share_a_rank() -> None:
    scale = replace(YEAR, id="b", slip="scale", cost=0.52, text="If “over 160,000” were 16,000.")
    dear = replace(YEAR, id="c", slip="digits", cost=0.9, text="If “over 160,000” were 106,000.")
    found = settling(YEAR, scale, dear)
    assert [v.rank for v in found.first] == [1, 1]
    assert [v.rank for v in found.others] == [2]
    assert found.all_settle


def test_one_change_of_one_figure_in_two_reports_is_said_once() -> None:
    again = replace(YEAR, id="b", claim=case.undated.id)
    found = settling(YEAR, again)
    assert [v.also for v in found.first] == [1]
    assert found.others == ()


def test_every_figure_that_a_change_touches_is_a_link() -> None:
    text = "If “29,521” and “59,606” come from another release, these fit. Price 0.35: releases differ."
    both = replace(YEAR, claim=None, slip="release", text=text, moved=(case.left.id, case.deserted.id))
    (view,) = settling(both).first
    assert [(t, h) for t, h in view.parts if h] == [
        ("“29,521”", f"#claim-{case.deserted.id}"),
        ("“59,606”", f"#claim-{case.left.id}"),
    ]
    assert "".join(t for t, _ in view.parts) == "If “29,521” and “59,606” come from another release, these fit."
    assert view.why == "Releases differ."


def test_a_long_list_is_cut_and_says_so() -> None:
    dear = [replace(YEAR, id=f"x{n}", slip=f"s{n}", cost=2.0 + n, text=f"If it were {n}.") for n in range(40)]
    found = settling(YEAR, *dear)
    assert len(found.first) == 1
    assert len(found.others) + found.hidden == 40
    assert found.hidden == 20
