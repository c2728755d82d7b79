"""What becomes of findings without an assumption, and shorter sums beside long ones."""

from __future__ import annotations

from dataclasses import replace

import desertion_case as case
from test_dossier import Page

from crossfoot.publish import dossier
from crossfoot.publish.assumptions import bare_sentence, of_bound, of_conflict, rows
from crossfoot.publish.implied import implied_view
from crossfoot.publish.index import build_index
from crossfoot.publish.words import load_words

INDEX = build_index(case.CONTENTS, load_words())
WINTER = case.BOUNDS[0]


def test_an_assumption_says_whether_the_contradiction_stands_without_it() -> None:
    told = {a.name: a.without for a in of_conflict(INDEX, case.CONFLICTS[3])}
    assert told["same-start"] == "Without it this contradiction is gone."
    assert told["snapshot"] == ""


def test_a_bound_says_what_it_is_without_each_assumption_and_without_all() -> None:
    told = {a.name: a.without for a in of_bound(INDEX, WINTER)}
    assert told["same-start"] == "Without it the figures allow 0 to 60,581 instead of 27,836."
    assert told["snapshot"] == ""
    text = Page(dossier(case.CONTENTS)).text
    at = text.index("The assumptions in plain words, and the bound without them")
    assert told["same-start"] in text[at : at + 900]
    assert "Without these assumptions the same figures allow 0 to 60,581 cases." in text[at : at + 900]


def test_what_is_kept_always_is_not_said_to_be_left_out() -> None:
    kept = replace(WINTER, assumptions=("no-negative-flow", "snapshot"))
    assert "except “A running total never falls”, the same" in bare_sentence(INDEX, kept)
    assert bare_sentence(INDEX, replace(WINTER, assumptions=("no-negative-flow", "relation both-articles"))) == ""


def test_a_bare_bound_that_is_narrower_on_one_side_says_why() -> None:
    assert "not wider" not in bare_sentence(INDEX, WINTER)
    assert "fewer figures have to give way" in bare_sentence(INDEX, replace(WINTER, bare=(0, 26_000)))


def test_the_method_lists_what_each_assumption_holds_up_with_links() -> None:
    found = {r.assumed.name: r for r in rows(INDEX, {"c4": "four figures"})}
    assert found["same-start"].gone == (("four figures", "#conflict-c4"),)
    assert (found["same-start"].changed, found["snapshot"].changed) == (1, 0)
    page = Page(dossier(case.CONTENTS))
    at = page.text.index("Sums that use it")
    assert "3 contradictions gone" in page.text[at:]


def test_a_shorter_sum_stands_beside_the_long_one() -> None:
    (shorter,) = [s for k in implied_view(INDEX, WINTER).cases for s in k.shorter]
    title, laid = shorter
    assert title == "A shorter sum, a little weaker: from 4 figures, at most 34,005"
    assert [r.number for r in laid] == ["265,843", "59,606", "29,521", "142,711", "34,005"]
    assert title in Page(dossier(case.CONTENTS)).text
