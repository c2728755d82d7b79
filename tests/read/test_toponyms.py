"""Which place a name of many means: by what the text says, or none."""

from __future__ import annotations

import pytest

from crossfoot.codebook import load
from crossfoot.read.claims import claims_of
from crossfoot.read.tools import Tools, language
from crossfoot.records import Report

TOOLS = Tools(language("en"), load("casualties"))


def place(text: str) -> str | None:
    claims = claims_of(Report(id="r", capture="", file="r", text=text), TOOLS).claims
    assert claims
    return claims[-1].place


@pytest.mark.parametrize(
    ("text", "id"),
    [
        ("A bomb killed 30 people in Lahore.", "Lahore"),
        ("A bomb killed 30 people in Kandahar province.", "Kandahar region"),
        ("Fighting displaced 3,000 people in Cox's Bazar.", "Cox's Bazar"),
        ("Floods killed 30 people in Paris.", "Paris"),
        ("Floods killed 30 people in Paris, Texas.", "Paris, Texas"),
        ("Floods killed 30 people in Odessa, Texas.", "Odessa, Texas"),
        ("Shelling killed 30 people in Odessa.", "Odesa"),
        ("Georgia buried its dead in Tbilisi. Floods killed 30 people in Georgia.", "Georgia"),
        ("In the United States a storm rages. It killed 30 people in Georgia.", "Georgia, United States"),
        ("Clashes killed 30 people in Lebanon.", "Lebanon"),
        ("Spain mourns. Floods killed 30 people in Valencia.", "Valencia, Valencia region"),
        ("Sirens wail in England. A crash killed 30 people in Reading.", "Reading"),
        ("Fire killed 30 people in the city of Nice, France.", "Nice"),
    ],
)
def test_the_text_tells_which_place_is_meant(text: str, id: str) -> None:
    assert place(text) == id


@pytest.mark.parametrize(
    "text",
    [
        "Floods killed 30 people in Georgia.",
        "Floods killed 30 people in Valencia.",
        "A crash killed 30 people in Reading.",
        "A crash killed 30 people in Nice.",
        "A fire killed 30 people in Lincoln High School.",
        "A fire killed 30 people in Victoria Hospital.",
        "A tornado killed 30 people in Reno county.",
        "Soldiers killed 30 people in the March on the palace in England.",
        "Police killed 30 people in March.",
    ],
)
def test_what_the_text_does_not_tell_stays_unknown(text: str) -> None:
    assert place(text) in (None, "world", "England")
