"""Rows of figures beside rows of times or places: as many as there are, in order; else nobody knows whose is whose."""

from __future__ import annotations

from datetime import date

import pytest

from crossfoot.codebook import load
from crossfoot.read import read
from crossfoot.records import Claim, Report

CASUALTIES, DESERTION = load("casualties"), load("desertion")


def claims(text: str, codebook: str = "casualties") -> tuple[Claim, ...]:
    report = Report(id="r", capture="c", file="f", text=text, published=date(2025, 6, 9))
    return read([report], CASUALTIES if codebook == "casualties" else DESERTION).claims


TIMES: dict[str, list[str]] = {
    "In all 3,442, 7,883 and 9,343 people were killed in 2022, 2023 and 2024.": [
        "3,442 2022-01-01..2022-12-31",
        "7,883 2023-01-01..2023-12-31",
        "9,343 2024-01-01..2024-12-31",
    ],
    "In 2022 and 2023, 3,442 and 7,883 people were killed, respectively.": [
        "3,442 2022-01-01..2022-12-31",
        "7,883 2023-01-01..2023-12-31",
    ],
    "Some 120 and 140 people were killed in December 2024 and January 2025.": [
        "Some 120 2024-12-01..2024-12-31",
        "140 2025-01-01..2025-01-31",
    ],
    "Some 120 and 140 people were killed in January and February 2024.": [
        "Some 120 2024-01-01..2024-01-31",
        "140 2024-02-01..2024-02-29",
    ],
    "Deaths: 3,442 (2022), 7,883 (2023).": ["3,442 2022-01-01..2022-12-31", "7,883 2023-01-01..2023-12-31"],
    # one figure is of all times, where they make one
    "Some 140 people were killed in January and February 2025.": ["Some 140 2025-01-01..2025-02-28"],
    "Some 140 people were killed in January and March 2025.": ["Some 140 None..None"],
    # nobody can tell
    "In all 120, 130 and 140 people were killed in January and February 2025.": [
        "120 None..None",
        "130 None..None",
        "140 None..None",
    ],
}
PLACES: dict[str, list[str]] = {
    "In May 2025, 120, 80 and 45 people were killed in Kharkiv, Donetsk and Odesa.": [
        "120 Kharkiv",
        "80 Donetsk",
        "45 Odesa",
    ],
    "In the regions of Kharkiv and Odesa, 120 and 80 people were killed in May 2025.": [
        "120 Kharkiv region",
        "80 Odesa region",
    ],
    "In May 2025, 120, 80 and 45 people were killed in Kharkiv and Odesa.": ["120 None", "80 None", "45 None"],
    "In May 2025, 120 people were killed in Kharkiv and Odesa.": ["120 None"],
    "In May 2025, 120 people were killed in Kharkiv, Ukraine.": ["120 Kharkiv"],
}


@pytest.mark.parametrize("text", TIMES)
def test_rows_of_times(text: str) -> None:
    assert [f"{c.quote} {c.period.start}..{c.period.end}" for c in claims(text)] == TIMES[text]


@pytest.mark.parametrize("text", PLACES)
def test_rows_of_places(text: str) -> None:
    assert [f"{c.quote} {c.place}" for c in claims(text)] == PLACES[text]


def test_the_words_behind_the_last_figure_are_of_all() -> None:
    text = "Ukraine opened 3,442, 7,883 and 9,343 proceedings under article 408 in 2022, 2023 and 2024."
    found = [(c.measure, c.period.start and c.period.start.year) for c in claims(text, "desertion")]
    assert found == [("proceedings-408", 2022), ("proceedings-408", 2023), ("proceedings-408", 2024)]
