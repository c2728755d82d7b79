from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent / "publish"))
import desertion_case as case

from crossfoot.explain import UnknownId, explain
from crossfoot.publish import Contents


def plain(id: str, contents: Contents = case.CONTENTS) -> str:
    return explain(contents, id).replace("\u00a0", " ")


def test_a_bound_is_a_sum_to_redo_on_a_calculator() -> None:
    text = plain("b-winter")
    assert "      265,843  cases from 24 February 2022 to 31 August 2025 (“a total of 265,843”, Assembly Review" in text
    assert "    − 142,711  cases from 1 January 2025 to 31 August 2025 (“142,711”" in text
    assert "    ─────────\n       27,836  so at most this many" in text
    assert "without them: 0 to 60,581" in text


def test_a_contradiction_quotes_its_figures_and_names_its_assumptions() -> None:
    text = plain("c4")
    assert "[59,606] for leaving a unit without permission and [29,521] for desertion" in text
    assert "assumes same-start: Totals that start within 60 days of 24 February 2022" in text
    assert "1. another counting start: The two totals count from different days." in text
    assert "a stronger sum" in plain("c1")


def test_a_figure_says_where_each_field_comes_from() -> None:
    text = plain(case.by_2023.id)
    assert "value: more than 160,000  [in the words themselves]" in text
    assert "source: General Valery Gerasimov" in text
    assert "rule: numeral" in text
    assert "contradiction c1" in text


def test_a_figure_without_a_year_shows_why_years_are_impossible() -> None:
    text = plain(case.undated.id)
    assert "not compared: no period is known" in text
    assert "until 18 December 2024: impossible" in text
    assert "+ 142,711" in text


def test_corrections_stand_beside_what_they_correct() -> None:
    corrected = replace(case.october, corrected={"period": {"from": "2023", "why": "a typo"}})
    contents = replace(case.CONTENTS, claims=(corrected,))
    text = plain(corrected.id, contents)
    assert "[corrected by a person]" in text
    assert "corrected period: from 2023, why a typo" in text


@pytest.mark.parametrize(
    ("id", "start"),
    [
        ("p-year", "repair p-year, rank 1, cost 0.5: wrong year (2023 → 2025)"),
        ("r-wire", "report r-wire: General names a figure"),
        (case.TRACE.links[0].id, f"link {case.TRACE.links[0].id}: Evening Gazette shares wording with Meridian Wire"),
        (case.CEILING.id, f"remark {case.CEILING.id}: A ceiling that nothing supports"),
    ],
)
def test_every_kind_of_record_can_be_explained(id: str, start: str) -> None:
    assert plain(id).startswith(start)


def test_ids_may_be_shortened_where_that_leaves_no_doubt() -> None:
    assert plain("b-wi") == plain("b-winter")
    with pytest.raises(UnknownId, match="short for 3 ids"):
        explain(replace(case.CONTENTS, claims=tuple(replace(case.october, id=f"same{n}") for n in range(3))), "same")
    with pytest.raises(UnknownId, match="nothing has the id"):
        explain(case.CONTENTS, "b-w")


def test_a_ledger_is_asked_for_its_contents() -> None:
    class Held:
        def contents(self) -> Contents:
            return case.CONTENTS

    assert explain(Held(), "c4") == explain(case.CONTENTS, "c4")


def test_control_characters_do_not_reach_the_terminal() -> None:
    reports = (replace(case.REPORTS[0], title="a\x1b[31m\x07b", outlet="o\x9bx"), *case.REPORTS[1:])
    text = explain(replace(case.CONTENTS, reports=reports), "r-wire")
    assert "\x1b" not in text
    assert "\x07" not in text
    assert "\x9b" not in text
