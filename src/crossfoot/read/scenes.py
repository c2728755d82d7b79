"""Where a figure stands among the times of its sentence, and what is found to govern it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Protocol

from crossfoot.read.chronicle import LIMIT, Chronicle
from crossfoot.read.kinds import Surroundings, has
from crossfoot.read.timeline import Placed, Side
from crossfoot.records import Kind, Period, Precision

BREAK = re.compile(r"[;:—–]|,(?!\d)")
NEAREST = 10
"""Times before and after a figure that may govern it."""


class Placeable(Protocol):
    """A figure, as far as its time is concerned."""

    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...
    @property
    def is_share(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class Timing:
    """`rule` names what governed and what told the kind; `literal` holds "period" and "kind" where the text says so."""

    period: Period
    kind: Kind
    per: str | None
    rule: str
    literal: frozenset[str]


@dataclass(frozen=True, slots=True)
class Setting:
    """Where a figure stands. `others` are starts of the other figures of its sentence; `earlier` are the timings of
    figures before it, with their sentences, in order; `is_whole`: another figure is "out of" this one; `aside` are
    starts of mentions that are only compared with, `own` that of the one that governs, where that is known."""

    chronicle: Chronicle
    others: tuple[int, ...] = ()
    earlier: Sequence[tuple[int, Timing]] = field(default=())
    is_whole: bool = False
    aside: frozenset[int] = frozenset()
    own: int | None = None


@dataclass(frozen=True, slots=True)
class Scene:
    """A figure with what its sentence says of time."""

    figure: Placeable
    place: Setting
    number: int
    sentence: tuple[int, int]
    points: tuple[Placed, ...]
    near: Surroundings

    @property
    def chronicle(self) -> Chronicle:
        return self.place.chronicle

    def cue(self, name: str) -> str | None:
        return has(self.near.sentence, self.chronicle.words.cues[name])


@dataclass(frozen=True, slots=True)
class Found:
    """What governs: the sides of the period, the rule, and whether all of it is literal."""

    start: Side = None
    end: Side = None
    precision: Precision = "day"
    text: str | None = None
    rule: str = "none"
    carried: bool = False
    kind: Kind | None = None


def scene_of(figure: Placeable, place: Setting) -> Scene:
    tale = place.chronicle
    number = tale.sentence_at(figure.start)
    whole = tale.sentences[number] if tale.sentences else None
    begin, stop = (whole.start, max(whole.end, figure.end)) if whole else (0, len(tale.text))
    begin, stop = max(begin, figure.start - LIMIT), min(stop, figure.end + LIMIT)
    near = Surroundings.of(
        tale.text, (figure.start, figure.end), _clause(tale.text, figure, begin, stop), (begin, stop)
    )
    here = bisect_left(tale.mention_starts, figure.start)
    first, last = bisect_left(tale.mention_starts, begin), bisect_left(tale.mention_starts, stop)
    points = tale.placed[max(first, here - NEAREST) : min(last, here + NEAREST)]
    others = place.others[bisect_left(place.others, begin) : bisect_left(place.others, stop)]
    return Scene(figure, replace(place, others=others), number, (begin, stop), points, near)


def _clause(text: str, figure: Placeable, begin: int, stop: int) -> tuple[int, int]:
    """From the break before a figure to the break after it; a break at once before or after it does not count."""
    first, last = begin, stop
    for found in BREAK.finditer(text, begin, figure.start):
        if text[found.end() : figure.start].strip():
            first = found.end()
    for found in BREAK.finditer(text, figure.end, stop):
        if text[figure.end : found.start()].strip():
            last = found.start()
            break
    return first, last


def after(end: Side, start: Side) -> bool:
    if isinstance(end, date) and isinstance(start, date):
        return end >= start
    return end is not None
