"""Other subjects than desertion: tolls that grow, parts of what was just told, places that a sentence leaves out."""

from __future__ import annotations

from datetime import date

import pytest

from crossfoot.codebook import load
from crossfoot.read import read
from crossfoot.records import Claim, Reading, Report

CASUALTIES = load("casualties")


def reading(text: str) -> Reading:
    return read([Report(id="r", capture="c", file="f", text=text, published=date(2025, 6, 6))], CASUALTIES)


def claims(text: str) -> tuple[Claim, ...]:
    return reading(text).claims


PERIODS: dict[str, list[str]] = {
    # a running total is read off on the day that is told; what came on top of it is of that day
    "The death toll of Monday's fire rose to 23 on Thursday after nine more bodies were found.": [
        "23 2025-06-02..2025-06-05 cumulative",
        "nine 2025-06-05..2025-06-06 flow",
    ],
    "As of 18 May 48 people had died, up from 41 a week earlier. Of the dead, 29 lived in the north.": [
        "48 None..2025-05-18 cumulative",
        "41 None..2025-05-11 cumulative",
        "29 None..2025-06-06 flow",
    ],
    "Fighting that began on 8 May has displaced 41,000 people.": ["41,000 2025-05-08..2025-06-06 cumulative"],
    "It was the worst crash since 1993, when 13 people died.": ["13 1993-01-01..1993-12-31 flow"],
    "In March 2025 some 300 people were killed. In the same month of 2024, 200 people were killed.": [
        "some 300 2025-03-01..2025-03-31 flow",
        "200 2024-03-01..2024-03-31 flow",
    ],
    "Since January, 130,000 people have fled. In the same period of 2024, 52,000 people fled.": [
        "130,000 2025-01-01..2025-06-06 cumulative",
        "52,000 None..None flow",
    ],
    "Some 303 prisoners are expected to be freed on Sunday.": ["Some 303 2025-06-08..2025-06-08 flow"],
}
PLACES: dict[str, list[str]] = {
    "In Odesa, two people died and 11 were injured.": ["two Odesa", "11 Odesa"],
    "Six people were killed and 34 wounded in the Kharkiv region.": ["Six Kharkiv region", "34 Kharkiv region"],
    "Fire in Lviv kills 12\n\nAt least 12 people were killed on Monday. Another 20 people were injured.": [
        "At least 12 Lviv",
        "20 Lviv",
    ],
    "Fire in Lviv kills 12\n\nIn the whole country 400 people have died in fires.": ["400 Ukraine"],
    "Ukraine and Russia swap 307 prisoners\n\nOn Saturday 307 soldiers were freed.": [
        "307 Russia / Ukraine",
        "307 Russia / Ukraine",
    ],
    "KYIV, 6 June (Newswire) – Three people were killed in Nairobi.": ["Three Nairobi"],
    "On Monday 12 people were killed.": ["12 world"],
}
MEASURES: dict[str, list[str]] = {
    "Partners have reached 14,300 people with food.": [],
    "Doctors treated 23 demonstrators.": ["23 wounded people"],
    "Nine people were burned alive, including two kids.": ["Nine killed people", "two killed people/children"],
    "Of these, 14,000 people are staying with host families.": ["14,000 sheltered people"],
    "Rescuers said 43 of the injured had gone home.": ["43 None people"],
    "The group estimated that between 275 and 325 people were killed.": [
        "estimated that between 275 and 325 killed people"
    ],
}


@pytest.mark.parametrize("text", PERIODS)
def test_when(text: str) -> None:
    assert [f"{c.quote} {c.period.start}..{c.period.end} {c.kind}" for c in claims(text)] == PERIODS[text]


@pytest.mark.parametrize("text", PLACES)
def test_where(text: str) -> None:
    assert [f"{c.quote} {c.place}" for c in claims(text)] == PLACES[text]


@pytest.mark.parametrize("text", MEASURES)
def test_what(text: str) -> None:
    assert [f"{c.quote} {c.measure} {c.population}" for c in claims(text)] == MEASURES[text]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("On Monday 31 people were hurt, six of them critically.", ["six of 31"]),
        (
            "Since 8 May 41,000 people have been displaced. Of these, 27,000 have been displaced twice.",
            ["27,000 of 41,000"],
        ),
        ("On Monday 31 people were hurt and six were killed.", []),
    ],
)
def test_some_of_them_are_a_part(text: str, parts: list[str]) -> None:
    found = reading(text)
    quotes = {claim.id: claim.quote for claim in found.claims}
    assert [f"{quotes[r.parts[0]]} of {quotes[r.whole or '']}" for r in found.relations] == parts


MORE: dict[str, list[str]] = {
    "Herat saw 78 bodies, most of them women and children.": ["78 killed people Herat"],
    "Herat saw 191 men and 294 women killed.": ["191 killed people/men Herat", "294 killed people/women Herat"],
    "In Herat 61,000 refugees arrived in April.": ["61,000 arrivals people Herat"],
    "Quake in Herat\n\nIn 2022 a quake in Nowhere district killed 1,000 people.": ["1,000 killed people None"],
    "Budapest police: 11 arrests\n\nIn all 11 people were detained on Monday.": [
        "11 detained people Budapest",
        "11 detained people Budapest",
    ],
    "Chad now hosts 1.3 million refugees, of whom 850,000 came after April 2023.": [
        "1.3 million displaced people Chad",
        "850,000 displaced people Chad",
    ],
}


@pytest.mark.parametrize("text", MORE)
def test_whom_and_where(text: str) -> None:
    assert [f"{c.quote} {c.measure} {c.population} {c.place}" for c in claims(text)] == MORE[text]


def test_times_of_another_figure_or_another_day() -> None:
    hosted, _ = claims("Chad now hosts 1.3 million refugees, of whom 850,000 came after April 2023.")
    assert (hosted.period.start, hosted.period.end, hosted.kind) == (date(2025, 6, 6), date(2025, 6, 6), "stock")
    exchanged = claims("On Saturday 307 prisoners were freed, a day after releasing 390 prisoners.")
    assert [c.period.start for c in exchanged] == [date(2025, 5, 31), None]


def test_an_older_day_told_of_in_a_paragraph_of_its_own_is_not_carried() -> None:
    text = "On Thursday 50,000 people marched.\n\nOn 15 March 35,000 people marched.\n\nNine people were detained."
    assert claims(text)[-1].period.start != date(2025, 3, 15)


ROWS: dict[str, list[str]] = {
    "Storm in Ukraine\n\nKharkiv: a night of storms. One person killed, 27 injured.\nOdesa region: 20 injured.": [
        "One killed people Kharkiv 2025-06-06",
        "27 wounded people Kharkiv 2025-06-06",
        "20 wounded people Odesa region 2025-06-06",
    ],
    "Since the beginning of the siege 105 people have been killed in Herat.": ["105 killed people Herat 2025-06-06"],
    "In 2024 in Germany 285 people were killed, 299 in 2023.": [
        "285 killed people Germany 2024-12-31",
        "299 killed people Germany 2023-12-31",
    ],
    "In May 2025, 17 people were killed in Herat, the highest figure since 2007.": [
        "17 killed people Herat 2025-05-31"
    ],
    "One person died in Odesa and four in the Sumy region, where another seven were hurt.": [
        "One killed people Odesa 2025-06-06",
        "four killed people Sumy region 2025-06-06",
        "seven wounded people None 2025-06-06",
    ],
    "The camp in Herat, built for 640 people, shelters 2,150 people.": ["2,150 sheltered people Herat 2025-06-06"],
    "In Herat 12 women and children were killed in May 2025.": ["12 killed people Herat 2025-05-31"],
}


@pytest.mark.parametrize("text", ROWS)
def test_labels_records_and_rows(text: str) -> None:
    found = [f"{c.quote} {c.measure} {c.population} {c.place} {c.period.end}" for c in claims(text)]
    assert found == ROWS[text]


def test_a_count_beside_a_change_is_a_count() -> None:
    text = "Since January, 42,000 people have arrived in Italy, about 15% more than in the same period last year."
    count, change = claims(text)
    assert (count.kind, change.kind) == ("cumulative", "change")
    assert change.base is not None
    assert (change.base.period.start, change.base.period.end) == (date(2024, 1, 1), date(2024, 6, 6))


ADDED: dict[str, list[str]] = {
    "Two more people have died after Tuesday's ambush, bringing the death toll to 19.": [
        "Two people None..2025-06-06",
        "19 people 2025-06-03..2025-06-06",
    ],
    "Six more people were killed on Monday.": ["Six people 2025-06-02..2025-06-06"],
    "In the siege 700 people died; by 2024 the number of dead had grown to 1,017.": [
        "700 people None..2025-06-06",
        "1,017 people None..2024-12-31",
    ],
    "Lima: 2 dead as protesters clash with police": ["2 people None..2025-06-06"],
}


@pytest.mark.parametrize("text", ADDED)
def test_what_came_on_top_and_what_stands_behind(text: str) -> None:
    assert [f"{c.quote} {c.population} {c.period.start}..{c.period.end}" for c in claims(text)] == ADDED[text]


def test_what_came_on_top_does_not_count_from_the_event() -> None:
    text = "A bus was attacked on Monday. Two more people have died since, officials said on Thursday."
    assert claims(text)[0].period.start is None
