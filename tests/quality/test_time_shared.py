"""Times measured against shared annotated texts: what is reached stays reached (floors.json, keys "time.…")."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

from time_scores import coverage, on_gold_spans, score

HERE = Path(__file__).parent
EVAL = HERE.parent.parent.parent / "shared" / "eval"
PUBLISHED = {"002": date(2024, 11, 15), "004": date(2025, 9, 27)}
FLOORS: dict[str, float] = json.loads((HERE / "floors.json").read_text(encoding="utf-8"))


def above_floors(prefix: str, reached: dict[str, float]) -> list[str]:
    floors = {key: value for key, value in FLOORS.items() if key.startswith(prefix)}
    assert floors
    return [f"{key}: {reached[key.removeprefix(prefix)]}" for key, value in floors.items()
            if reached[key.removeprefix(prefix)] < value]  # fmt: skip


def test_times_of_war_narratives() -> None:
    reached, _ = score(sorted((EVAL / "wikiwars").glob("*.tml")))
    assert above_floors("time.wikiwars.", reached) == []


def test_cases_of_date_periods_are_found() -> None:
    names = ("DatePeriodExtractor", "DatePeriodParser")
    reached = {name: coverage(EVAL / "recognizers" / f"{name}.json")[0] for name in names}
    assert above_floors("time.coverage.", reached) == []


def test_period_and_kind_of_annotated_figures() -> None:
    reached = on_gold_spans(EVAL / "seeds" / "gold.jsonl", EVAL.parent / "seeds", PUBLISHED)
    assert above_floors("time.spans.", reached) == []
