"""Planted slips on the shared reference set: what is set aside is what was wrong (floors.json, keys "slips.…")."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from crossfoot.claimsfile import read_claims
from crossfoot.codebook import load
from crossfoot.reconcile import ReconcileSettings, reconcile

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
SLIPS = ROOT.parent / "shared" / "eval" / "slips"
FLOORS: dict[str, float] = json.loads((HERE / "floors.json").read_text(encoding="utf-8"))
QUICK = ReconcileSettings(most_bounds=0, draws=0, robust=False)


@pytest.mark.heavy
@pytest.mark.parametrize("name", ["regions-0", "sparse-0", "single-0", "nocopies-0"])
def test_what_is_set_aside_was_wrong(name: str, tmp_path: Path) -> None:
    with gzip.open(SLIPS / f"{name}.jsonl.gz", "rt", encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    wrong = {row["id"] for row in rows if row.pop("key")["wrong"]}
    claims = tmp_path / "claims.jsonl"
    claims.write_text("".join(f"{json.dumps(row)}\n" for row in rows), encoding="utf-8")
    book = load(ROOT / "benchmarks" / "reconcile" / "slips.toml")
    reading = read_claims(claims, book)
    assert not reading.problems
    aside = set(reconcile(reading.claims, codebook=book, relations=reading.relations, settings=QUICK).aside)
    hit = len(aside & wrong)
    assert hit / len(aside) >= FLOORS[f"slips.{name}.precision"]
    assert 2 * hit / (len(aside) + len(wrong)) >= FLOORS[f"slips.{name}.f1"]
