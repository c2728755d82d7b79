"""One pass over known pages, told page by page and figure by figure. From records to records and lines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from crossfoot import wire
from crossfoot.archive.visits import told
from crossfoot.records import Sighting, Visit

Became = Literal["unchanged", "new", "back", "changed", "gone from the page", "page gone", "not known"]
NEWS: tuple[Became, ...] = ("changed", "gone from the page", "page gone", "back", "new")
"""What is told figure by figure; the rest is counted."""
LOST: tuple[Became, ...] = ("changed", "gone from the page", "page gone")
SHOWN = 140


@dataclass(frozen=True, slots=True)
class Figure:
    """What this pass showed of one figure."""

    became: Became
    sighting: Sighting

    def as_json(self) -> dict[str, Any]:
        before, after = self.sighting.before, self.sighting.after
        found: dict[str, Any] = {"became": self.became, "claim": before.claim, "quote": before.quote}
        if self.became == "changed" and after is not None:
            found |= {"to": after.quote, "to_claim": after.claim}
        return {**found, "sighting": wire.to_json(self.sighting)}


@dataclass(frozen=True, slots=True)
class Page:
    """One visit of this pass. `is_first`: nothing was known of the page before it."""

    visit: Visit
    figures: tuple[Figure, ...]
    is_first: bool

    @property
    def is_known(self) -> bool:
        """Whether the visit says what the page shows."""
        return self.visit.outcome == "gone" or (self.visit.outcome == "page" and bool(self.visit.reports))

    def counts(self) -> Counter[Became]:
        return Counter(figure.became for figure in self.figures)

    def as_json(self) -> dict[str, Any]:
        counts = {str(became): number for became, number in self.counts().items()}
        figures = [figure.as_json() for figure in self.figures]
        visit = wire.to_json(self.visit)
        return {"url": self.visit.url, "visit": visit, "first": self.is_first, "counts": counts, "figures": figures}


def pages(visits: Sequence[Visit], sightings: Sequence[Sighting], known_before: frozenset[str]) -> tuple[Page, ...]:
    """What each visit of a pass came to. `known_before` are the addresses that had a version before it."""
    by_url: dict[str, list[Sighting]] = {}
    for sighting in sightings:
        by_url.setdefault(sighting.url, []).append(sighting)
    return tuple(_page(visit, by_url.get(visit.url, []), visit.url not in known_before) for visit in visits)


def _page(visit: Visit, sightings: Sequence[Sighting], is_first: bool) -> Page:
    page = Page(visit, (), is_first)
    figures = [Figure(became, one) for one in sightings if (became := _became(one, visit, page.is_known))]
    instead = {one.sighting.after.claim for one in figures if one.became == "changed" and one.sighting.after}
    told = (one for one in figures if one.became != "new" or one.sighting.before.claim not in instead)
    return Page(visit, tuple(told), is_first)


def _became(sighting: Sighting, visit: Visit, is_known: bool) -> Became | None:
    """None for a figure that was away before this pass and still is."""
    if not is_known:
        return "not known" if sighting.standing == "present" else None
    if sighting.after is not None:
        return _standing(sighting) if sighting.after.visit == visit.id else None
    if sighting.absences and sighting.absences[-1][1] == visit.at:
        return "back"
    return "new" if sighting.first == visit.at else "unchanged"


def _standing(sighting: Sighting) -> Became:
    return "unchanged" if sighting.standing == "present" else sighting.standing


def lost(found: Sequence[Page]) -> int:
    """How many figures changed or went away in this pass."""
    return sum(count for page in found for became, count in page.counts().items() if became in LOST)


# ── in words ─────────────────────────────────────────────────────────────────────────────────────


def lines(found: Sequence[Page]) -> Iterator[str]:
    for page in found:
        yield page.visit.url
        yield f"  {_head(page)}"
        for became in NEWS:
            for figure in page.figures:
                if figure.became == became:
                    yield f"    {_figure(figure)}"


def _head(page: Page) -> str:
    visit, counts = page.visit, page.counts()
    if visit.outcome == "page" and not visit.reports:
        says = f"captured ({visit.reason}), but its text could not be read: nothing is known of its figures"
    elif visit.outcome != "page":
        says = told(visit)
    elif page.is_first:
        return f"captured for the first time ({visit.reason})"
    else:
        says = f"captured ({visit.reason})"
    figures = ", ".join(f"{counts[became]} {became}" for became in ("unchanged", *NEWS, "not known") if counts[became])
    return f"{says}; figures: {figures or 'none'}"


def _figure(figure: Figure) -> str:
    before, after = figure.sighting.before, figure.sighting.after
    passage = f"“{_short(before.passage)}”"
    since = f"present on {day(before.at)}, absent on {day(after.at)}" if after else ""
    if figure.became == "changed" and after is not None:
        return f"changed from {before.quote} ({day(before.at)}) to {after.quote} ({day(after.at)}): {passage}"
    if figure.became == "back":
        return f"back: {before.quote}, absent on {day(figure.sighting.absences[-1][0])}: {passage}"
    if figure.became == "new":
        return f"new: {before.quote}: {passage}"
    return f"{figure.became}: {before.quote}, {since}: {passage}"


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= SHOWN else f"{line[: SHOWN - 1]}…"


def day(moment: str) -> str:
    """'2025-03-03T10:00:00+00:00' as '3 March 2025'."""
    try:
        found = date.fromisoformat(moment[:10])
    except ValueError:
        return moment or "an unknown day"
    return f"{found.day} {found:%B %Y}"
