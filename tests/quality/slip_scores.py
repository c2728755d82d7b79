"""Scores of planted slips, by benchmarks/reconcile/compare.py: one seed a setting, so that the whole stays quick."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

COMPARE = Path(__file__).parent.parent.parent / "benchmarks" / "reconcile" / "compare.py"


def compared(*options: str) -> dict[str, Any]:
    command = [sys.executable, str(COMPARE), "--json", *options]
    found: dict[str, Any] = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    return found


def _beside_voting(methods: dict[str, dict[str, float]]) -> dict[str, float]:
    """Ours, and how far the best way of voting stays behind it in F1."""
    ours = methods.pop("crossfoot")
    return {**ours, "lead": ours["f1"] - max(other["f1"] for other in methods.values())}


def shared(setting: str) -> dict[str, float]:
    found = compared("--shared", "--seeds", "0", "--settings", setting)[setting]
    return _beside_voting(found["methods"])


def own() -> dict[str, float]:
    """Slips of our own generator, and whether the published bounds hold the truth."""
    found = compared("--settings", "small", "--seeds", "1", "--bounds")["small"]
    held = {"months held": found["named months held"], "robust held": found["robust held"]}
    return {**_beside_voting(found["methods"]), **held}


def cause(setting: str) -> dict[str, float]:
    """In how many of two sets the one cause behind many conflicts is named."""
    found = compared("--settings", setting, "--seeds", "0,1")[setting]
    return {name: found[name] for name in ("with conflicts", "cause named")}
