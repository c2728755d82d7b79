"""Slips planted by our own generator: the sets are what they say they are, and few slips get away."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parent.parent.parent
BENCH = ROOT / "benchmarks" / "reconcile"
FLOORS: dict[str, float] = json.loads((ROOT / "tests" / "quality" / "floors.json").read_text(encoding="utf-8"))


def generated(folder: Path, setting: str, seed: int) -> tuple[list[dict[str, Any]], dict[str, dict[str, Any]]]:
    subprocess.run([sys.executable, str(BENCH / "generate.py"), setting, str(seed), str(folder)], check=True)
    lines = (folder / f"{setting}-{seed}.jsonl").read_text(encoding="utf-8").splitlines()
    key: dict[str, dict[str, Any]] = json.loads((folder / f"{setting}-{seed}.key.json").read_text(encoding="utf-8"))
    return [json.loads(line) for line in lines], key


def compared(*options: str) -> dict[str, Any]:
    command = [sys.executable, str(BENCH / "compare.py"), "--json", *options]
    found: dict[str, Any] = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    return found


def test_a_seed_gives_one_set(tmp_path: Path) -> None:
    first, second = generated(tmp_path / "a", "small", 7), generated(tmp_path / "b", "small", 7)
    assert first == second
    assert first != generated(tmp_path / "c", "small", 8)


def test_records_do_not_tell_the_key(tmp_path: Path) -> None:
    records, key = generated(tmp_path, "small", 7)
    told = {"id", "place", "measure", "population", "period", "printed", "hedge", "low", "high", "source", "copy_of"}
    assert {name for record in records for name in record} == told
    assert {r["id"] for r in records} == set(key)


def test_a_claim_is_wrong_only_by_a_slip_and_a_copy_of_a_slip_is_wrong_too(tmp_path: Path) -> None:
    records, key = generated(tmp_path, "small", 7)
    assert any(row["wrong"] for row in key.values())
    assert all(row["slip"] for row in key.values() if row["wrong"])
    assert all(key[r["id"]]["wrong"] for r in records if r["copy_of"] and key[r["copy_of"]]["wrong"])


def test_what_was_meant_is_what_right_claims_say(tmp_path: Path) -> None:
    """Claims that nobody slipped on print what was meant, to the last digit of their interval."""
    records, key = generated(tmp_path, "further", 3)
    plain = [r for r in records if r["copy_of"] is None and key[r["id"]]["slip"] is None]
    same = [r for r in plain if {f: r[f] for f in key[r["id"]]["meant"]} == key[r["id"]]["meant"]]
    assert len(same) >= 0.98 * len(plain)


@pytest.mark.heavy
def test_slips_of_our_own_sets_are_found() -> None:
    found = compared("--settings", "small", "--seeds", "1", "--bounds")["small"]
    reached = {**found["methods"]["crossfoot"], "months held": found["named months held"]}
    for side in ("precision", "f1", "months held"):
        assert reached[side] >= FLOORS[f"slips.own.{side}"]
    assert found["robust held"] == 1.0
    assert all(reached["f1"] > found["methods"][name]["f1"] for name in ("majority", "median", "CRH", "TruthFinder"))


@pytest.mark.heavy
@pytest.mark.parametrize("cause", ["revision", "restart"])
def test_a_structural_cause_is_named(cause: str) -> None:
    found = compared("--settings", cause, "--seeds", "0,1")[cause]
    assert found["with conflicts"] == found["sets"]
    assert found["cause named"] >= FLOORS[f"slips.own.{cause}"]
