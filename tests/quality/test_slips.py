"""Planted slips of the shared reference set: what is reached stays reached (floors.json, keys "slips.shared.…").

One seed a setting, so that the whole stays quick; `benchmarks/reconcile/compare.py --shared` runs them all.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parent
COMPARE = HERE.parent.parent / "benchmarks" / "reconcile" / "compare.py"
FLOORS: dict[str, float] = json.loads((HERE / "floors.json").read_text(encoding="utf-8"))


@pytest.mark.heavy
@pytest.mark.parametrize("setting", ["regions", "sparse", "single", "nocopies", "dirty"])
def test_slips_are_found_and_right_claims_left_alone(setting: str) -> None:
    command = [sys.executable, str(COMPARE), "--shared", "--json", "--seeds", "0", "--settings", setting]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    methods: dict[str, Any] = json.loads(done.stdout)[setting]["methods"]
    reached = methods.pop("crossfoot")
    for side in ("precision", "f1"):
        assert reached[side] >= FLOORS[f"slips.shared.{setting}.{side}"]
    assert all(reached["f1"] > other["f1"] for other in methods.values())
