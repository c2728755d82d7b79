"""Slips planted by our own generator: the sets are what they say they are (tests/quality tells how many are found)."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

BENCH = Path(__file__).parent.parent.parent / "benchmarks" / "reconcile"


def generated(folder: Path, setting: str, seed: int) -> tuple[list[dict[str, Any]], dict[str, dict[str, Any]]]:
    subprocess.run([sys.executable, str(BENCH / "generate.py"), setting, str(seed), str(folder)], check=True)
    lines = (folder / f"{setting}-{seed}.jsonl").read_text(encoding="utf-8").splitlines()
    key: dict[str, dict[str, Any]] = json.loads((folder / f"{setting}-{seed}.key.json").read_text(encoding="utf-8"))
    return [json.loads(line) for line in lines], key


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
