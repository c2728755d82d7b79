"""Scores of numbers on shared annotated texts."""

from __future__ import annotations

import json
import math
import subprocess
import sys
from pathlib import Path
from typing import Any

from crossfoot.read import numbers

LINES = Path(__file__).parent / "number_lines.py"
RECOGNISED = {"number": "NumberModel", "range": "NumberRangeModel"}


def scored(shared: Path, name: str) -> dict[str, float]:
    """What the scorer that lies beside a set says of it."""
    scorer = [sys.executable, str(shared / "eval" / "score_numbers.py"), name, "--", sys.executable, str(LINES)]
    done = subprocess.run(scorer, capture_output=True, text=True, check=True)
    reached: dict[str, float] = json.loads(done.stdout)
    return reached


def recognised(shared: Path) -> dict[str, float]:
    """Share of the cases of another recogniser in which every number, or end of a range, that it expects is read
    somewhere in the sentence."""
    return {key: _share(shared / "eval" / "recognizers" / f"{file}.json") for key, file in RECOGNISED.items()}


def _share(file: Path) -> float:
    cases = json.loads(file.read_text(encoding="utf-8"))
    return sum(_covered(case) for case in cases) / len(cases)


def _covered(case: dict[str, Any]) -> bool:
    read = [value for f in numbers(case["Input"]) for value in (f.low, f.high) if value is not None]
    wanted = [part for result in case["Results"] for part in _ends(result["Resolution"].get("value"))]
    return all(any(math.isclose(abs(part), abs(value), rel_tol=1e-6) for value in read) for part in wanted)


def _ends(value: str | None) -> list[float]:
    """The ends of "(20,35]", or the number itself."""
    return [float(part) for part in (value or "").strip("[]()").split(",") if part and part != "null"]
