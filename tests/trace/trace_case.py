"""Reports and claims made from short texts of our own: a figure is found by its quote."""

from __future__ import annotations

from datetime import date
from itertools import count
from typing import Any

from crossfoot.codebook import Codebook, KnownSource
from crossfoot.records import Claim, Period, Reading, Report, Source, Trace, claim_id
from crossfoot.trace import trace

CODEBOOK = Codebook(
    name="test",
    title="Test",
    epoch=None,
    populations=(),
    measures=(),
    sources=(
        KnownSource("RIA Novosti", "agency", ("RIA", "РИА")),
        KnownSource("Die Welt", "outlet", ("Welt",)),
        KnownSource("Prosecutor General's Office", "office", ("Office of the Prosecutor General",)),
    ),
)


def report(name: str, text: str, outlet: str | None = None, published: str | None = None) -> Report:
    day = date.fromisoformat(published) if published else None
    return Report(name, "capture", f"{name}.txt", text, outlet=outlet, published=day, language="en")


def source(text: str, kind: str = "named", resolved: str | None = None) -> Source:
    return Source(text, 0, len(text), kind, resolved)  # type: ignore[arg-type]


_ids = count()


def claim(of: Report, quote: str, value: float, hedge: str = "exact", nth: int = 0, **fields: Any) -> Claim:
    """The nth place of `quote` in the text; low and high from the hedge; deserters of Ukraine unless told otherwise."""
    start = -1
    for _ in range(nth + 1):
        start = of.text.index(quote, start + 1)
    low = None if hedge in ("up_to", "under") else value
    high = None if hedge in ("over", "at_least", "vague") else value
    made: dict[str, Any] = {
        "measure": "deserters",
        "population": "Ukraine",
        "place": "Ukraine",
        "kind": "cumulative",
        "approximate": hedge in ("about", "almost", "vague"),
        "hedge": hedge,
    }
    made.update(fields)
    end = start + len(quote)
    return Claim(claim_id(of.id, start, end, quote), of.id, of.file, start, end, quote, low, high, **made)


def period(start: str | None, end: str | None) -> Period:
    return Period(date.fromisoformat(start) if start else None, date.fromisoformat(end) if end else None)


def traced(reports: list[Report], claims: list[Claim]) -> Trace:
    return trace(reports, Reading(tuple(claims)), CODEBOOK)
