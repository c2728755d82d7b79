"""Claims measured against shared annotated reports: what is reached stays reached (floors.json, keys "claims.…")."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from crossfoot.codebook import load
from crossfoot.read import read
from crossfoot.records import Claim, Report

HERE = Path(__file__).parent
SHARED = HERE.parent.parent.parent / "shared"
FLOORS: dict[str, float] = json.loads((HERE / "floors.json").read_text(encoding="utf-8"))
PUBLISHED = {"002": date(2024, 11, 15), "004": date(2025, 9, 27)}


def line(claim: Claim) -> str:
    """A claim as the scorer wants it."""
    period = {"start": claim.period.start, "end": claim.period.end}
    return json.dumps({
        "file": claim.file, "start": claim.start, "end": claim.end, "low": claim.low, "high": claim.high,
        "approximate": claim.approximate, "kind": claim.kind,
        "attribution": [{"text": source.text} for source in claim.attribution],
        "period": {side: day and day.isoformat() for side, day in period.items()},
    })  # fmt: skip


@pytest.mark.heavy
def test_the_seeds(tmp_path: Path) -> None:
    files = sorted((SHARED / "seeds").glob("*.txt"))
    reports = [
        Report(
            id=file.name, capture="", file=file.name, text=file.read_bytes().decode("utf-8"),
            published=PUBLISHED.get(file.name[:3]),
        )
        for file in files
    ]  # fmt: skip
    claims = tmp_path / "claims.jsonl"
    claims.write_text("".join(f"{line(c)}\n" for c in read(reports, load("desertion")).claims), encoding="utf-8")
    scorer = [str(SHARED / "eval" / "score_claims.py"), str(SHARED / "eval" / "seeds" / "gold.jsonl"), str(claims)]
    done = subprocess.run([sys.executable, *scorer, "--json"], capture_output=True, text=True, check=True)
    reached: dict[str, Any] = json.loads(done.stdout)
    wanted = {key.removeprefix("claims.seeds."): v for key, v in FLOORS.items() if key.startswith("claims.seeds.")}
    assert wanted
    assert {key: reached[key] for key, floor in wanted.items() if reached[key] < floor} == {}
