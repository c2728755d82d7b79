"""Copies found, and what the seeds must give: what is reached stays reached (floors.json, keys "trace.…").

The made articles are those of benchmarks/trace; the real ones are the shared news articles, copied by the same code.
"""

from __future__ import annotations

import importlib.util
import json
import re
import sys
from collections.abc import Iterable
from datetime import date
from functools import cache
from pathlib import Path
from types import ModuleType

from crossfoot.codebook import load
from crossfoot.read import read
from crossfoot.records import Report, Trace
from crossfoot.trace import trace
from crossfoot.trace.overlap import compared
from crossfoot.trace.sketches import sketched

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
SHARED = ROOT.parent / "shared"
FLOORS: dict[str, float] = json.loads((HERE / "floors.json").read_text(encoding="utf-8"))
PUBLISHED = {"002": date(2024, 11, 15), "004": date(2025, 9, 27)}


def benchmark() -> ModuleType:
    spec = importlib.util.spec_from_file_location("trace_articles", ROOT / "benchmarks" / "trace" / "articles.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def reached(rows: list[tuple[str, int, str]], outlets: list[str | None], scale: int = 1) -> dict[str, float]:
    """Recall by strength and precision, of (text, story, strength)."""
    overlaps = compared(sketched([text for text, _, _ in rows], scale), outlets, range(len(rows)))
    found = {(o.first, o.second) for o in overlaps}
    original = {story: i for i, (_, story, strength) in enumerate(rows) if strength == "original"}
    scores = {"precision": sum(rows[a][1] == rows[b][1] for a, b in found) / len(found)}
    for strength in ("light", "medium", "heavy"):
        copies = [(original[story], i) for i, (_, story, given) in enumerate(rows) if given == strength]
        scores[strength] = sum(pair in found for pair in copies) / len(copies)
    return scores


def above_floors(prefix: str, scores: dict[str, float]) -> list[str]:
    floors = {key.removeprefix(prefix): floor for key, floor in FLOORS.items() if key.startswith(prefix)}
    assert floors
    return [f"{prefix}{key}: {scores[key]}" for key, floor in floors.items() if scores[key] < floor]


def test_copies_among_made_articles() -> None:
    articles = list(benchmark().corpus(1_500))
    rows, outlets = [(a.text, a.story, a.strength) for a in articles], [a.outlet for a in articles]
    assert above_floors("trace.made.", reached(rows, outlets)) == []
    assert above_floors("trace.made_coarse.", reached(rows, outlets, scale=4)) == []


def test_copies_of_real_articles() -> None:
    module = benchmark()
    maker = module.Maker(3)
    rows: list[tuple[str, int, str]] = []
    for story, path in enumerate(sorted((SHARED / "eval" / "polnear" / "text").rglob("*.txt"))):
        text = path.read_text(encoding="utf-8")
        sentences = re.split(r"(?<=[.!?”])\s+", text)
        rows.append((text, story, "original"))
        rows += [(" ".join(maker.copy(sentences, strength)), story, strength) for strength in module.STRENGTHS]
    assert above_floors("trace.real.", reached(rows, [None] * len(rows))) == []


# ── the seeds ────────────────────────────────────────────────────────────────────────────────────


@cache
def seeds() -> tuple[list[Report], Trace, dict[str, str]]:
    """Reports, trace, and claim → "000: quote"."""
    reports = []
    for path in sorted((SHARED / "seeds").glob("*.txt")):
        day = PUBLISHED.get(path.name[:3])
        text = path.read_text(encoding="utf-8")
        reports.append(Report(path.name[:3], "capture", path.name, text, language="en", published=day))
    codebook = load("desertion")
    reading = read(reports, codebook)
    return reports, trace(reports, reading, codebook), {c.id: f"{c.report}: {c.quote}" for c in reading.claims}


def quotes(claims: Iterable[str]) -> list[str]:
    return [seeds()[2][claim] for claim in claims]


def test_two_rewrites_of_one_story_are_one_origin_of_unknown_direction() -> None:
    _, found, _ = seeds()
    [text] = [link for link in found.links if link.kind == "TEXT"]
    assert {text.source, text.target} == {"000", "001"}
    assert not text.directed
    shared = [o for o in found.origins if o.reports > 1 and {q[:3] for q in quotes(o.members)} == {"000", "001"}]
    assert len({o.members for o in shared}) >= 5
    assert {(o.fewest, o.most) for o in shared} == {(1, 1)}


def test_a_headline_repeated_counts_once() -> None:
    _, found, said = seeds()
    headline = [o for o in found.origins if "Multiple Thousands" in said[o.claim]]
    assert len(headline) > 1
    assert {(o.fewest, o.most, o.reports) for o in headline} == {(1, 1, 1)}
    assert len({found.copies.get(o.claim, o.claim) for o in headline}) == 1


def test_drift_and_false_corroboration() -> None:
    _, found, _ = seeds()
    drift = [quotes(r.claims) for r in found.remarks if r.kind == "drift"]
    assert any("49,000" in told[0] and any("50,000" in quote for quote in told[1:]) for told in drift)
    [confirmed] = [quotes(r.claims) for r in found.remarks if r.kind == "false corroboration"]
    assert all(quote.startswith("001") for quote in confirmed)
    assert any("160,000" in quote for quote in confirmed)
    assert any("21,600" in quote for quote in confirmed)
