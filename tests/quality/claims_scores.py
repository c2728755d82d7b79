"""Scores of claims on shared reports."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from contextlib import suppress
from datetime import date
from math import isclose
from pathlib import Path

from crossfoot.codebook import load
from crossfoot.read import read
from crossfoot.records import Claim, Report

PUBLISHED = {"002": date(2024, 11, 15), "004": date(2025, 9, 27)}
"""Of those seeds that are of a day."""


def line(claim: Claim) -> str:
    """A claim as the scorer wants it."""
    period = {"start": claim.period.start, "end": claim.period.end}
    return json.dumps({
        "file": claim.file, "start": claim.start, "end": claim.end, "low": claim.low, "high": claim.high,
        "approximate": claim.approximate, "kind": claim.kind,
        "attribution": [{"text": source.text} for source in claim.attribution],
        "period": {side: day and day.isoformat() for side, day in period.items()},
    })  # fmt: skip


def seeds(shared: Path) -> dict[str, float]:
    reports = [
        Report(
            id=file.name, capture="", file=file.name, text=file.read_bytes().decode("utf-8"),
            published=PUBLISHED.get(file.name[:3]),
        )
        for file in sorted((shared / "seeds").glob("*.txt"))
    ]  # fmt: skip
    with tempfile.TemporaryDirectory() as folder:
        claims = Path(folder) / "claims.jsonl"
        claims.write_text("".join(f"{line(c)}\n" for c in read(reports, load("desertion")).claims), encoding="utf-8")
        scorer = [str(shared / "eval" / "score_claims.py"), str(shared / "eval" / "seeds" / "gold.jsonl"), str(claims)]
        done = subprocess.run([sys.executable, *scorer, "--json"], capture_output=True, text=True, check=True)
    reached: dict[str, float] = json.loads(done.stdout)
    return reached


def displaced(shared: Path) -> dict[str, float]:
    """Reports on displacement: recall of the annotated quantity, precision over all claims of "casualties"."""
    items = json.loads((shared / "eval" / "idmc" / "dev.json").read_text(encoding="utf-8"))
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
    return {"recall": sum(recalled) / len(recalled), "precision": sum(right) / len(right)}


def says(claim: Claim, number: float) -> bool:
    return any(side is not None and isclose(side, number, rel_tol=1e-6) for side in (claim.low, claim.high))
