"""What a share or a change is measured against, and what has no base.

One case a text: for each claim its quote, what it counts and when, and its base as "how of series in period", where a
dimension that is the claim's own is left out; "no base" where the text does not tell one.
"""

from __future__ import annotations

from datetime import date

import pytest

from crossfoot.codebook import load
from crossfoot.read import read
from crossfoot.records import Claim, Period, Report

CASUALTIES, DESERTION = load("casualties"), load("desertion")
PUBLISHED = date(2025, 6, 9)


def claims(text: str, codebook: str = "casualties") -> tuple[Claim, ...]:
    report = Report(id="r", capture="c", file="f", text=text, published=PUBLISHED)
    return read([report], CASUALTIES if codebook == "casualties" else DESERTION).claims


def days(period: Period) -> str:
    return f"{period.start or ''}..{period.end or ''}"


def line(claim: Claim) -> str:
    own = f"{claim.quote} | {claim.measure} {claim.population} {claim.place} {days(claim.period)} | "
    base = claim.base
    if base is None:
        return own + "no base"
    other = " ".join(d for d in (base.measure, base.population, base.place) if d is not None)
    how = f"{base.how}{' down' if base.falls else ''}"
    return own + " ".join(part for part in (how, other, days(base.period)) if part)


SHARES: dict[str, list[str]] = {
    "In May 2025, 40 % of the 1,287 people killed were women.": [
        "40 | killed people/women world 2025-05-01..2025-05-31 | share people 2025-05-01..2025-05-31",
        "1,287 | killed people world 2025-05-01..2025-05-31 | no base",
    ],
    "A third of all people displaced in 2024 were children.": [
        "A third | displaced people/children world 2024-01-01..2024-12-31 | share people 2024-01-01..2024-12-31",
    ],
    "One in five people killed in 2024 was a child.": [
        "One in five | killed people/children world 2024-01-01..2024-12-31 | share people 2024-01-01..2024-12-31",
    ],
    "Women made up 40 percent of those killed in 2024.": [
        "40 | killed people/women world 2024-01-01..2024-12-31 | share people 2024-01-01..2024-12-31",
    ],
    "Of the 1,287 people killed in May 2025, 40 percent were women.": [
        "1,287 | killed people world 2025-05-01..2025-05-31 | no base",
        "40 | killed people/women world 2025-05-01..2025-05-31 | share people 2025-05-01..2025-05-31",
    ],
    "In May 2025 some 9,100 people were displaced, of whom 56 percent were children.": [
        "some 9,100 | displaced people world 2025-05-01..2025-05-31 | no base",
        "56 | displaced people/children world 2025-05-01..2025-05-31 | share people 2025-05-01..2025-05-31",
    ],
    "About 45 percent of the homes destroyed in 2024 were in Kharkiv.": [
        "About 45 | homes-destroyed people Kharkiv 2024-01-01..2024-12-31 | share world 2024-01-01..2024-12-31",
    ],
    # the part, the whole or what is said of them is nothing that the codebook knows
    "In May 2025 some 40 % of those killed were married women.": [],
    "In May 2025 a third of those killed were women and children.": [],
    "Some 40 % of respondents said that refugees are welcome.": [],
    "There is a 40 % chance that people will be killed.": [],
    "About 60 percent of the budget for 2024 was spent on refugees.": [],
}

CHANGES: dict[str, list[str]] = {
    "The number of people killed rose by 40 % in 2024 compared with 2023.": [
        "40 | killed people world 2024-01-01..2024-12-31 | growth 2023-01-01..2023-12-31"
    ],
    "Compared with 2023, arrivals rose by 40 percent in 2024.": [
        "40 | arrivals people world 2024-01-01..2024-12-31 | growth 2023-01-01..2023-12-31"
    ],
    "In October 2024 arrivals fell by a third from the previous month.": [
        "a third | arrivals people world 2024-10-01..2024-10-31 | growth down 2024-09-01..2024-09-30"
    ],
    "In January 2025 arrivals were down 12 percent from December.": [
        "12 | arrivals people world 2025-01-01..2025-01-31 | growth down 2024-12-01..2024-12-31"
    ],
    "Arrivals rose 24 percent in the first quarter of 2025 compared with the same period of 2024.": [
        "24 | arrivals people world 2025-01-01..2025-03-31 | growth 2024-01-01..2024-03-31"
    ],
    "Arrivals fell 12 percent year on year in the first quarter of 2025.": [
        "12 | arrivals people world 2025-01-01..2025-03-31 | growth down 2024-01-01..2024-03-31"
    ],
    "In 2024, 3,900 people were killed, up 12 % from a year earlier.": [
        "3,900 | killed people world 2024-01-01..2024-12-31 | no base",
        "12 | killed people world 2024-01-01..2024-12-31 | growth 2023-01-01..2023-12-31",
    ],
    "In 2024, 3,900 people were killed, an increase of 1,200 over 2023.": [
        "3,900 | killed people world 2024-01-01..2024-12-31 | no base",
        "1,200 | killed people world 2024-01-01..2024-12-31 | difference 2023-01-01..2023-12-31",
    ],
    "In 2024, 1,200 more people were killed than in 2023.": [
        "1,200 | killed people world 2024-01-01..2024-12-31 | difference 2023-01-01..2023-12-31"
    ],
    "In May 2025, 12,000 people arrived, twice as many as in May 2024.": [
        "12,000 | arrivals people world 2025-05-01..2025-05-31 | no base",
        "twice | arrivals people world 2025-05-01..2025-05-31 | ratio 2024-05-01..2024-05-31",
    ],
    "Three times as many people were killed in 2024 as in 2023.": [
        "Three | killed people world 2024-01-01..2024-12-31 | ratio 2023-01-01..2023-12-31"
    ],
    # what nobody compares, or not with a time, or with one that the text does not tell
    "So far this year 9,000 people have arrived, up a third from a year earlier.": [
        "9,000 | arrivals people world 2025-01-01..2025-06-09 | no base",
        "a third | arrivals people world 2025-01-01..2025-06-09 | growth ..",
    ],
    "Arrivals rose by 12 on Monday.": ["12 | arrivals people world 2025-06-09..2025-06-09 | no base"],
    "Arrivals rose by 5 percentage points in 2024 compared with 2023.": [],
    "In 2024, 300 more people were killed in Lviv than further south.": [
        "300 | killed people Lviv 2024-01-01..2024-12-31 | no base"
    ],
    "Some 5,000 more troops were sent.": ["Some 5,000 | None None None ..2025-06-09 | no base"],
    "Pay rose by 40 percent in 2024 compared with 2023.": [],
    "The damage rose to $5,000 more than in 2023.": [],
    "The minister resigned twice.": [],
    "The toll rose from 3,442 in 2022 to 7,883 in 2023.": [
        "3,442 | killed people world 2022-01-01..2022-12-31 | no base",
        "7,883 | killed people world 2023-01-01..2023-12-31 | no base",
    ],
}


@pytest.mark.parametrize("text", SHARES)
def test_shares_and_their_whole(text: str) -> None:
    assert [line(claim) for claim in claims(text)] == SHARES[text]


@pytest.mark.parametrize("text", CHANGES)
def test_changes_and_what_they_are_measured_against(text: str) -> None:
    assert [line(claim) for claim in claims(text)] == CHANGES[text]


def test_parts_of_criminal_cases() -> None:
    (share, whole) = claims("In 2024, 40 % of the 59,606 proceedings in Ukraine were for desertion.", "desertion")
    assert (share.measure, whole.measure) == ("proceedings-408", "proceedings")
    assert share.base is not None
    assert (share.base.how, share.base.measure) == ("share", "proceedings")


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("In 2024 desertion accounted for 9 % of all crimes in Ukraine.", None),
        ("In 2024 Ukraine opened 59,606 proceedings, and desertion accounted for 40 % of them.", None),
        (
            "Ukraine opened 59,606 proceedings under articles 407 and 408. "
            "In 2024 desertion accounted for 40 % of all proceedings.",
            "proceedings",
        ),
    ],
)
def test_all_crimes_are_not_the_crimes_that_the_codebook_counts(text: str, whole: str | None) -> None:
    base = next((claim.base for claim in claims(text, "desertion") if claim.kind == "share" and claim.base), None)
    assert (base.measure if base else None) == whole


def test_a_base_is_literal_only_where_its_sentence_says_it() -> None:
    said, guessed = (
        claims("The number of people killed rose by 40 % in 2024 compared with 2023."),
        claims("Arrivals rose by 40 % from the previous month."),
    )
    assert "base" in said[0].literal
    assert guessed[0].base is not None
    assert not guessed[0].base.period.is_known
    assert "base" not in guessed[0].literal


def test_kinds_of_what_compares() -> None:
    text = "In 2024, 1,200 more people were killed than in 2023. Arrivals rose 12 % in 2024. Half were women."
    assert [claim.kind for claim in claims(text)][:2] == ["change", "change"]


def test_a_month_with_a_capital_is_no_modal() -> None:
    (claim,) = claims("Police said arrests in May 2025 numbered 12.")
    assert not claim.modal


def test_the_same_period_of_another_year() -> None:
    text = "From 1 January to 31 May 2025, 859 people were killed, a 47 percent increase on the same period in 2024."
    assert [line(claim) for claim in claims(text)] == [
        "859 | killed people world 2025-01-01..2025-05-31 | no base",
        "47 | killed people world 2025-01-01..2025-05-31 | growth 2024-01-01..2024-05-31",
    ]
