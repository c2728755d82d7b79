"""Reports that a careful reader finds nothing wrong with: whatever clashes among them, the reader has misread."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest

from crossfoot.codebook import load
from crossfoot.read import read
from crossfoot.reconcile import reconcile
from crossfoot.records import Conflict, Report

CONSISTENT = Path(__file__).parent / "consistent"
CASUALTIES = load("casualties")


def report(name: str, text: str, published: str) -> Report:
    return Report(id=name, capture="", file=name, text=text, published=date.fromisoformat(published))


def conflicts(reports: list[Report]) -> tuple[Conflict, ...]:
    reading = read(reports, CASUALTIES)
    found = reconcile(reading.claims, codebook=CASUALTIES, relations=reading.relations, reports=reports)
    return found.conflicts


def test_ten_reports_on_other_subjects() -> None:
    table = csv.DictReader((CONSISTENT / "reports.csv").read_text(encoding="utf-8").splitlines())
    reports = [
        report(row["file"], (CONSISTENT / row["file"]).read_text(encoding="utf-8"), row["published"]) for row in table
    ]
    assert len(reports) == 10
    assert conflicts(reports) == ()


TOLD: dict[str, list[tuple[str, str]]] = {
    "a toll that grows": [
        ("2025-05-06", "Twelve people were killed when an earthquake struck on Monday, officials said on Tuesday."),
        ("2025-05-07", "Seventeen people were killed in the earthquake on Monday, officials said on Wednesday."),
        ("2025-05-08", "The toll of Monday's earthquake has risen from 17 to 19."),
    ],
    "a toll by day": [
        ("2025-05-08", "Nine people were killed on Monday and two on Tuesday, bringing the toll since Monday to 11."),
    ],
    "at least, then more": [
        ("2025-05-06", "At least 12 people died in a fire on 5 May."),
        ("2025-05-07", "In all 17 people died in the fire on 5 May."),
    ],
    "a part and its whole": [
        ("2025-05-06", "A blast killed 12 people on 5 May, including three children, and hurt at least 30 others."),
        ("2025-05-06", "On 5 May a blast killed 12 people, three of them children, and wounded 34."),
    ],
    "the months of a year": [
        ("2025-07-01", "In 2025 so far 790 soldiers were freed: 200 in February, 190 in March, 180 in April."),
        ("2025-07-01", "In March 190 soldiers were freed."),
    ],
    "a day beside a total": [
        ("2025-07-19", "With the 150 soldiers who were freed on Friday, 940 have been freed since January 2025."),
        ("2025-07-19", "On Friday 150 soldiers were freed."),
    ],
    "planned and done": [
        ("2025-09-01", "On Monday 3,000 people were evacuated. Another 1,200 are to leave on Tuesday."),
        ("2025-09-03", "On Tuesday 900 people were evacuated."),
    ],
    "organisers and police": [
        ("2025-05-18", "Up to 40,000 people marched on Saturday, the organisers said."),
        ("2025-05-18", "Police: 22,000 at march, 11 arrests\n\nAbout 22,000 people marched on Saturday."),
    ],
}  # fmt: skip


@pytest.mark.parametrize("name", TOLD)
def test_nothing_clashes(name: str) -> None:
    assert conflicts([report(str(n), text, day) for n, (day, text) in enumerate(TOLD[name])]) == ()


def test_what_does_clash_still_does() -> None:
    told = [
        ("2025-05-20", "In April 2025, 12 people died in fires."),
        ("2025-05-21", "In April 2025, 70 people died in fires."),
    ]
    assert len(conflicts([report(str(n), text, day) for n, (day, text) in enumerate(told)])) == 1
