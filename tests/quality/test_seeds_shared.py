"""Who repeats whom in the seeds: what the trace must tell of them."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path

from claims_scores import PUBLISHED

from crossfoot.codebook import load
from crossfoot.read import read
from crossfoot.records import Report, Trace
from crossfoot.trace import trace

SEEDS = Path(__file__).parent.parent.parent.parent / "shared" / "seeds"


@cache
def seeds() -> tuple[list[Report], Trace, dict[str, str]]:
    """Reports, trace, and claim → "000: quote"."""
    reports = []
    for path in sorted(SEEDS.glob("*.txt")):
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
