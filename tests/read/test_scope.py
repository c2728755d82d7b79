"""What a figure counts: the noun after it or before it, shared, carried, or none."""

from __future__ import annotations

import pytest

from crossfoot.codebook import load
from crossfoot.read.language import LanguageError
from crossfoot.read.page import ScopeWords
from crossfoot.read.scope import scopes
from crossfoot.read.tools import Tools, language

TOOLS = Tools(language("en"), load("desertion"))


def counted(text: str) -> list[tuple[str, str | None, str]]:
    """(figure, noun, rule) of every figure that counts something."""
    page, _ = TOOLS.page(text)
    found = zip(page.figures, scopes(page), strict=True)
    return [(text[f.number_start : f.number_end], s.noun, s.rule) for f, s in found if s is not None]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Over 160,000 criminal cases were opened.", [("160,000", "criminal cases", "after")]),
        ("At least one tired old soldier left.", [("one", "soldier", "after")]),
        ("Some 300 new and repeated displacements followed.", [("300", "displacements", "after")]),
        ("2,592 and 414 cases were closed.", [("2,592", "cases", "shared"), ("414", "cases", "after")]),
        ("The number of deserters has surpassed 180,000.", [("180,000", "deserters", "number of")]),
        ("The death toll rose to 40.", [("40", "death toll", "number of")]),
        ("In the raid 77 were killed.", [("77", "killed", "state")]),
        ("About 405,000 South Sudanese have fled.", [("405,000", "fled", "state")]),
        (
            "Most cases were opened in the regions of Kharkiv (5,771) and Donetsk (5,318).",
            [("5,771", "cases", "list"), ("5,318", "cases", "list")],
        ),
        (
            "They opened 900 cases: 600 for leaving and 300 for desertion.",
            [("900", "cases", "after"), ("600", "cases", "in a row"), ("300", "cases", "in a row")],
        ),
        ("Of the cases, 25 were closed.", [("25", "cases", "of what")]),
        ("Prosecutors opened 90 cases. Another 14 were closed.", [("90", "cases", "after"), ("14", "cases", "did")]),
        (
            "Up to 900 men left. The true number may exceed 1,000.",
            [("900", "men", "after"), ("1,000", "men", "the total")],
        ),
        ("New cases come in at 17,000 per month.", [("17,000", "cases", "before")]),
        ("350 out of 590 cases are old.", [("350", "cases", "part of"), ("590", "cases", "after")]),
        ("Killed: 23", [("23", "killed", "label")]),
        ("Record desertions: 21,600 in October", [("21,600", "desertions", "label")]),
        ("1,321\nSoldiers missing", [("1,321", "soldiers", "after")]),
        ("Some 300 steelworkers left.", [("300", "workers", "after")]),
        ("About 230,000 displacedpeople came.", [("230,000", "people", "after")]),
        ("About 7,000 fami-lies came.", [("7,000", "families", "after")]),
        ("There 14 beekeepers were killed.", [("14", "killed", "state")]),
        ("A crowd of 3,000 came.", [("3,000", "crowd", "group of")]),
        ("Proceedings were opened by the score. 2,592 were closed.", [("2,592", "proceedings", "did")]),
        (
            "The Kharkiv region leads with 5,771 cases. Dnipropetrovsk follows with 3,308, Zhytomyr with 2,433.",
            [("5,771", "cases", "after"), ("3,308", "cases", "follows"), ("2,433", "cases", "follows")],
        ),
        (
            "Some 600 people left while 700 others stayed.",
            [("600", "people", "after"), ("700", "people", "again")],
        ),
    ],
)
def test_the_noun_of_a_figure(text: str, wanted: list[tuple[str, str, str]]) -> None:
    assert counted(text) == wanted


@pytest.mark.parametrize(
    "text",
    [
        "Fourteen villages were shelled.",
        "They lost 300 tanks and 20 aircraft.",
        "Three trucks carrying soldiers burned.",
        "There were 300 refugee camps.",
        "The shells hit 18 of the 34 provinces.",
        "The death toll grew across 20 of its provinces.",
        "They lost 40 beehives.",
        "It was a category three storm.",
        "It was 1,200.",
    ],
)
def test_what_counts_no_people_events_or_cases(text: str) -> None:
    assert counted(text) == []


def test_a_figure_of_the_singular_takes_no_plural_and_the_other_way_round() -> None:
    assert counted("One soldier stayed, 12 soldier songs were sung.") == [("One", "soldier", "after")]


@pytest.mark.parametrize("broken", [{}, {"persons": ["A"]}, {"persons": "soldiers"}])
def test_a_broken_table_is_refused(broken: dict[str, object]) -> None:
    with pytest.raises(LanguageError):
        ScopeWords.from_table(broken)
