"""The time of a figure whose sentence has none: carried, listed under, of a statement or of an event told before."""

from __future__ import annotations

import re
from bisect import bisect_left
from datetime import date
from itertools import islice

from crossfoot.read.chronicle import LIMIT, WORD, Chronicle
from crossfoot.read.kinds import has
from crossfoot.read.scenes import Found, Scene, Timing
from crossfoot.read.timeline import Placed
from crossfoot.records import Kind, Period

ITEM = re.compile(r"[-–—•*·▪◦]\s|\(?(?:[0-9]{1,2}|[a-z])[.)]\s")
"""How an item of a list begins."""
MOST_ITEMS = 60
MANY = 200
"""Figures before this one among which a period to carry is looked for."""
CARRIED_OVER = 2
"""Paragraphs over which "of these" reaches back."""


def from_elsewhere(scene: Scene, day: Placed | None, kind: Kind | None, anaphor: bool) -> Found:
    if anaphor or _is_continued(scene):
        carried = _carried(scene, anaphor)
        if carried is not None:
            return carried
    listed = _listed_under(scene)
    if listed is not None:
        return Found(
            listed.start, listed.end, listed.precision, listed.mention.text, f"list under {listed.mention.form}", True
        )
    if day is not None:
        return _stated(day, "statement day", day.carried, kind)
    before = statement_before(scene)
    if before is not None:
        return _stated(before, "statement day before", True, kind)
    if kind not in ("stock", "rate"):
        return _carried_event(scene) or Found()
    return Found()


def _listed_under(scene: Scene) -> Placed | None:
    """ "Between 1 January and 31 May, border guards:", and then items one a line: the time of what introduces them."""
    tale, number = scene.chronicle, scene.number
    if not tale.sentences or not ITEM.match(tale.text, tale.sentences[number].start):
        return None
    first = number
    while first > 0 and number - first < MOST_ITEMS and ITEM.match(tale.text, tale.sentences[first].start):
        first -= 1
    before = tale.sentences[first]
    if not tale.text[: before.end].endswith(":"):
        return None
    times = [p for p in tale.by_sentence.get(first, ()) if p.is_point and not p.says_nothing]
    return max(times, key=_length) if times else None


def _length(placed: Placed) -> int:
    """Days from first to last; 0 where one is not known."""
    known = isinstance(placed.start, date) and isinstance(placed.end, date)
    return (placed.end - placed.start).days if known else 0  # type: ignore[operator]


def _stated(day: Placed, rule: str, carried: bool, kind: Kind | None) -> Found:
    """What is told on a day ends with that day; where it began is not said."""
    return Found(None, day.end or day.start, "day", day.mention.text, rule, carried, kind)


def _is_continued(scene: Scene) -> bool:
    figure, text = scene.figure, scene.chronicle.text
    bracketed = text[: figure.start].endswith("(") if figure.start < LIMIT else text[figure.start - 1] == "("
    return bracketed or scene.cue("carry") is not None


def _carried(scene: Scene, anaphor: bool) -> Found | None:
    """The longest period told in the nearest sentence of the paragraph before that has one; for "the remaining", "of
    the deaths" and "the same period" also the longest of the nearest paragraph before that has one."""
    sentences = scene.chronicle.sentences
    paragraph = sentences[scene.number].paragraph if sentences else 0
    reach = CARRIED_OVER if anaphor or scene.cue("carry_far") else 0
    nearest, best = None, None
    for number, timing in islice(reversed(scene.place.earlier), MANY):
        if number >= len(sentences) or sentences[number].paragraph < paragraph - reach:
            break
        here = (sentences[number].paragraph, number if sentences[number].paragraph == paragraph else -1)
        if nearest is not None and here != nearest:
            break
        period = timing.period
        if number == scene.number or period.start is None or period.end is None or _is_compared(timing):
            continue
        if here[1] < 0 and timing.rule.startswith("since"):
            continue
        nearest = here
        if best is None or _longer(period, best.period):
            best = timing
    return _again(best, "carried") if best is not None else None


def _is_compared(timing: Timing) -> bool:
    """ "Up from 41 a week earlier": a time that is told for comparison only."""
    return " earlier" in timing.rule or timing.rule.startswith(("earlier", "before a change"))


def _longer(one: Period, other: Period) -> bool:
    if one.start is None or one.end is None or other.start is None or other.end is None:
        return False
    return one.end - one.start > other.end - other.start


def _again(timing: Timing, rule: str) -> Found:
    period = timing.period
    kind = timing.kind if timing.kind in ("flow", "cumulative", "stock") else None
    return Found(period.start, period.end, period.precision, period.text, rule, True, kind)


def _carried_event(scene: Scene) -> Found | None:
    """ "Twelve people were killed on Sunday. Thirty were injured.": the day just told of."""
    for number, timing in islice(reversed(scene.place.earlier), MANY):
        if scene.number - number > 2:
            return None
        period = timing.period
        if _is_compared(timing) or _is_background(scene, number, period):
            continue
        if timing.kind == "flow" and period.precision == "day" and period.start is not None:
            return _again(timing, "event before")
    return None


def _is_background(scene: Scene, number: int, period: Period) -> bool:
    """What was told, in another paragraph, of an older day than others that the report tells of."""
    tale = scene.chronicle
    if not tale.sentences or tale.sentences[number].paragraph == tale.sentences[scene.number].paragraph:
        return False
    last = bisect_left(tale.mention_starts, scene.figure.start)
    before = tale.placed[max(last - MANY, 0) : last]
    days = [p.start for p in before if p.is_day and p.role == "at" and isinstance(p.start, date)]
    return any(period.end is not None and period.end < day <= (tale.published or day) for day in days)


def statement_before(scene: Scene) -> Placed | None:
    """The statement day of the sentence before; of two before where this one, too, tells what somebody said; of the
    paragraph before where that ends with a colon."""
    tale, number = scene.chronicle, scene.number
    if not tale.sentences:
        return None
    speaks = has(scene.near.sentence, tale.words.cues["speech"]) is not None
    for back in range(0, 3 if speaks else 2):
        day = tale.statements.get(number - back)
        if day is not None and not (back and _was_said_before(scene, day)):
            return day
    return _introduced(tale, number)


def _was_said_before(scene: Scene, day: Placed) -> bool:
    """ "On Tuesday it had spoken of 12": what follows is told today again."""
    tale = scene.chronicle
    sentence = tale.sentences[day.sentence]
    after = WORD.findall(tale.text[day.mention.end : min(sentence.end, day.mention.end + LIMIT)].lower())
    return has(f" {' '.join(after)} ", tale.words.cues["said_before"]) is not None


def _introduced(tale: Chronicle, number: int) -> Placed | None:
    paragraph = tale.sentences[number].paragraph
    first = number
    while first > 0 and number - first < 12 and tale.sentences[first - 1].paragraph == paragraph:
        first -= 1
    before = first - 1
    if before < 0 or not tale.text[: tale.sentences[before].end].endswith(":"):
        return None
    return tale.statements.get(before)
