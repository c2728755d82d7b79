"""Scores of copies found: made articles, those of benchmarks/trace, and real ones copied by the same code."""

from __future__ import annotations

import importlib.util
import re
import sys
from functools import cache
from pathlib import Path
from types import ModuleType

from crossfoot.trace.overlap import compared
from crossfoot.trace.sketches import sketched

ARTICLES = Path(__file__).parent.parent.parent / "benchmarks" / "trace" / "articles.py"


@cache
def benchmark() -> ModuleType:
    spec = importlib.util.spec_from_file_location("trace_articles", ARTICLES)
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


def made(scale: int = 1) -> dict[str, float]:
    articles = list(benchmark().corpus(1_500))
    return reached([(a.text, a.story, a.strength) for a in articles], [a.outlet for a in articles], scale)


def real(shared: Path) -> dict[str, float]:
    module = benchmark()
    maker = module.Maker(3)
    rows: list[tuple[str, int, str]] = []
    for story, path in enumerate(sorted((shared / "eval" / "polnear" / "text").rglob("*.txt"))):
        text = path.read_text(encoding="utf-8")
        sentences = re.split(r"(?<=[.!?”])\s+", text)
        rows.append((text, story, "original"))
        rows += [(" ".join(maker.copy(sentences, strength)), story, strength) for strength in module.STRENGTHS]
    return reached(rows, [None] * len(rows))
