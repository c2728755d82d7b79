"""A figure that counts, on its way to a claim; and its time, also where other figures of the sentence tell it."""

from __future__ import annotations

import itertools
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from crossfoot.read.attribution import Voice
from crossfoot.read.clauses import Scope
from crossfoot.read.coding import Field
from crossfoot.read.dates import TimeMention
from crossfoot.read.figures import Figure
from crossfoot.read.page import Page
from crossfoot.read.periods import Chronicle, Setting, Timing, period_of
from crossfoot.read.timeline import Placed
from crossfoot.records import Period

OWN_TIME = 25
"""Characters behind a figure that is compared with, in which a time is its own."""
BESIDE = 20
"""Figures of the same sentence, before one and after it, that its time may belong to."""


@dataclass(slots=True)
class Counted:
    """One figure on its way to a claim."""

    figure: Figure
    scope: Scope
    first: int
    sentence: int
    voice: Voice
    about: frozenset[str] = frozenset()
    measure: Field[str] = field(default_factory=lambda: Field(None))
    population: Field[str] = field(default_factory=lambda: Field(None))
    place: Field[str] = field(default_factory=lambda: Field(None))
    aside: frozenset[int] = frozenset()
    """Starts of the mentions of time that do not date it."""
    turn: tuple[int, ...] | None = None
    """Starts of the mentions that do, where it stands in a row with others: one its own, several all of them together,
    none: the row does not tell."""


def timings(
    page: Page, tale: Chronicle, mentions: Sequence[TimeMention], counted: dict[int, Counted]
) -> dict[int, Timing]:
    starts: dict[int, list[int]] = {}
    for item in counted.values():
        starts.setdefault(item.sentence, []).append(item.figure.start)
    wholes = {item.figure.whole for item in counted.values()}
    found: dict[int, Timing] = {}
    earlier: list[tuple[int, Timing]] = []
    for number, item in counted.items():
        here = starts[item.sentence]
        at = bisect_left(here, item.figure.start)
        others = (*here[max(at - BESIDE, 0) : at], *here[at + 1 : at + 1 + BESIDE])
        timing = period_of(item.figure, Setting(tale, others, earlier, number in wholes, item.aside, own_time(item)))
        timing = _in_turn(tale, item, _before_a_change(page, item, mentions, timing, earlier))
        found[number] = _of_them_all(page, item, timing, earlier) if number in wholes else timing
        earlier.append((item.sentence, found[number]))
    for number, item in counted.items():
        if item.figure.whole in found:
            found[number] = _within_its_whole(found[number], found[item.figure.whole])
    return found


def own_time(item: Counted) -> int | None:
    return item.turn[0] if item.turn is not None and len(item.turn) == 1 else None


def _in_turn(tale: Chronicle, item: Counted, timing: Timing) -> Timing:
    """ "1,200 in January and February": of both together; of times that lie apart nobody says which."""
    turn = item.turn
    if turn is None or len(turn) == 1:
        return timing
    placed = [tale.placed[bisect_left(tale.mention_starts, start)] for start in turn]
    if placed and timing.period.start not in [p.start for p in placed]:
        return timing
    together = _together(placed)
    if together is None:
        unknown = Period(None, None, timing.period.precision)
        return replace(timing, period=unknown, rule="a row of times", literal=timing.literal - {"period"})
    text = tale.text[turn[0] : placed[-1].mention.end]
    period = Period(*together, timing.period.precision, text)
    return replace(timing, period=period, rule=f"{timing.rule}, all of a row")


def _together(placed: Sequence[Placed]) -> tuple[date, date] | None:
    """First and last day of times that follow one another without a gap."""
    sides = [(p.start, p.end) for p in placed if isinstance(p.start, date) and isinstance(p.end, date)]
    known = sorted((start, end) for start, end in sides if isinstance(start, date) and isinstance(end, date))
    if not known or len(known) < len(placed):
        return None
    gaps = any((later[0] - sooner[1]).days != 1 for sooner, later in itertools.pairwise(known))
    return None if gaps else (known[0][0], known[-1][1])


def _as_before_it(item: Counted, timing: Timing, earlier: Sequence[tuple[int, Timing]]) -> Timing:
    """ "48 had died as of 18 May, up from 41 a week earlier": of the same kind, and counted from the same day."""
    before = earlier[-1][1] if earlier and earlier[-1][0] == item.sentence else None
    day = timing.period.start
    if before is None or before.kind not in ("cumulative", "stock") or day is None or day != timing.period.end:
        return timing
    start = day if before.kind == "stock" else before.period.start
    if start is not None and start > day:
        return timing
    return replace(timing, period=replace(timing.period, start=start), kind=before.kind, rule=f"earlier, {timing.rule}")


def _before_a_change(
    page: Page,
    item: Counted,
    mentions: Sequence[TimeMention],
    timing: Timing,
    earlier: Sequence[tuple[int, Timing]],
) -> Timing:
    """ "Rose from 12 to 17", "17 dead, up from 12": of the 12 nobody says when, unless a time follows it."""
    hits = page.hits(page.lexicon.starts["comparing"], range(max(item.first - 4, 0), item.first))
    if not any(hit.last == item.first for hit in hits):
        return timing
    at = bisect_left(mentions, item.figure.end, key=lambda mention: mention.start)
    if at < len(mentions) and mentions[at].start <= item.figure.end + OWN_TIME:
        return _as_before_it(item, timing, earlier)
    unknown = Period(None, None, timing.period.precision, None)
    return replace(timing, period=unknown, rule="before a change", literal=timing.literal - {"period"})


def _within_its_whole(part: Timing, whole: Timing) -> Timing:
    """ "35,307 out of 59,606": a part cannot outlast its whole; an end that we gave it yields to the whole's."""
    start, end, last = part.period.start, part.period.end, whole.period.end
    if "period" in part.literal or start is None or end is None or last is None or not start <= last < end:
        return part
    period = replace(part.period, end=last)
    return replace(part, period=period, rule=f"{part.rule}, until its whole")


def _of_them_all(page: Page, item: Counted, timing: Timing, earlier: Sequence[tuple[int, Timing]]) -> Timing:
    """ "90,000 from 2022 to 2024. Most of them were opened this year: 35,307 out of 59,606": the whole is of all."""
    if not page.hits(page.lexicon.starts["of_them"], range(page.span(item.sentence).start, item.first)):
        return timing
    first = max(item.sentence - 3, 0)
    told = [t for n, t in earlier[-BESIDE:] if first <= n < item.sentence and t.period.is_known]
    told = [t for t in told if _lasts(t) > _lasts(timing)]
    if not told:
        return timing
    wider = max(told, key=_lasts)
    return replace(wider, rule=f"whole of them, {wider.rule}", literal=wider.literal - {"period"})


def _lasts(timing: Timing) -> int:
    """Days; -1 where an end is not known."""
    start, end = timing.period.start, timing.period.end
    return (end - start).days if start is not None and end is not None else -1
