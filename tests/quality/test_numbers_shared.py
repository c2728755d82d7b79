"""Numbers measured against shared annotated texts: what is reached stays reached (floors.json, keys "numbers.…")."""

from __future__ import annotations

import json
import math
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from crossfoot.read import numbers

HERE = Path(__file__).parent
EVAL = HERE.parent.parent.parent / "shared" / "eval"
FLOORS: dict[str, float] = json.loads((HERE / "floors.json").read_text(encoding="utf-8"))


def floors(prefix: str) -> dict[str, float]:
    return {key.removeprefix(prefix): value for key, value in FLOORS.items() if key.startswith(prefix)}


@pytest.mark.heavy
@pytest.mark.parametrize("name", ["hedges", "newsquant", "idmc"])
def test_scores(name: str) -> None:
    scorer = [sys.executable, str(EVAL / "score_numbers.py"), name, "--", sys.executable, str(HERE / "number_lines.py")]
    done = subprocess.run(scorer, capture_output=True, text=True, check=True)
    reached: dict[str, Any] = json.loads(done.stdout)
    wanted = floors(f"numbers.{name}.")
    assert wanted
    assert {key: reached[key] for key, floor in wanted.items() if reached[key] < floor} == {}


@pytest.mark.parametrize(("file", "key"), [("NumberModel", "number"), ("NumberRangeModel", "range")])
def test_cases_of_another_recogniser_are_covered(file: str, key: str) -> None:
    """Every number or end of a range that it expects is read somewhere in the sentence."""
    cases = json.loads((EVAL / "recognizers" / f"{file}.json").read_text(encoding="utf-8"))
    covered = sum(_covered(case) for case in cases) / len(cases)
    assert covered >= FLOORS[f"numbers.recognizers.{key}"]


def _covered(case: dict[str, Any]) -> bool:
    read = [value for f in numbers(case["Input"]) for value in (f.low, f.high) if value is not None]
    wanted = [part for result in case["Results"] for part in _ends(result["Resolution"].get("value"))]
    return all(any(math.isclose(abs(part), abs(value), rel_tol=1e-6) for value in read) for part in wanted)


def _ends(value: str | None) -> list[float]:
    """The ends of "(20,35]", or the number itself."""
    return [float(part) for part in (value or "").strip("[]()").split(",") if part and part != "null"]
