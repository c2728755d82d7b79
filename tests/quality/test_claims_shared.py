"""Claims measured against shared reports: what is reached stays reached (floors.json, "claims.…" and "idmc.…")."""

from __future__ import annotations

import json
import subprocess
import sys
from contextlib import suppress
from datetime import date
from math import isclose
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


def test_the_figures_that_count_in_reports_on_displacement() -> None:
    """Recall of the annotated quantity, precision over all claims that the casualties codebook gives."""
    items = json.loads((SHARED / "eval" / "idmc" / "dev.json").read_text(encoding="utf-8"))
    wanted: dict[str, list[float]] = {}
    for item in items:
        with suppress(ValueError):
            wanted.setdefault(item["excerpt"], []).append(float(str(item["quantity"]).replace(",", "")))
    texts = sorted(wanted)
    reports = [Report(id=str(n), capture="", file=str(n), text=text) for n, text in enumerate(texts)]
    found: dict[str, list[Claim]] = {text: [] for text in texts}
    for claim in read(reports, load("casualties")).claims:
        found[texts[int(claim.report)]].append(claim)
    recalled = [any(says(c, number) for c in found[text]) for text in texts for number in wanted[text]]
    right = [any(says(c, number) for number in wanted[text]) for text in texts for c in found[text]]
    assert sum(recalled) / len(recalled) >= FLOORS["idmc.recall"]
    assert sum(right) / len(right) >= FLOORS["idmc.precision"]


def says(claim: Claim, number: float) -> bool:
    return any(side is not None and isclose(side, number, rel_tol=1e-6) for side in (claim.low, claim.high))
