"""Which time governs a figure: of its own sentence the nearest, else what is carried from the sentences before."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import islice
from typing import Protocol

from crossfoot.read.chronicle import LIMIT, WORD, Chronicle
from crossfoot.read.kinds import Surroundings, has
from crossfoot.read.timeline import Placed, Side
from crossfoot.records import Kind, Period, Precision

BREAK = re.compile(r"[;:—–]|,(?!\d)")
DATELINE_END = re.compile(r"[.,]?\s*(?:\([^()\n]{2,40}\))?\s*(?:[–—]|-+\s)")
MOST_OF_A_DATELINE = 50
NEIGHBOUR_COST = 60
"""In characters: what another figure between a figure and a time weighs."""
CLAUSE_COST = 30
COMMA_COST = 6
ITEM = re.compile(r"[-–—•*·▪◦]\s|\(?(?:[0-9]{1,2}|[a-z])[.)]\s")
"""How an item of a list begins."""
MOST_ITEMS = 60
MANY = 200
"""Figures before this one among which a period to carry is looked for."""
NEAREST = 10
"""Times before and after a figure that may govern it."""
CARRIED_OVER = 2
"""Paragraphs over which "of these" reaches back."""
OWN_TIME = 24
"""Characters from the start of a figure to a time right behind it."""
RATE_REACH = 90
"""Characters between a figure and the phrase of its rate."""


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
    starts of mentions that are only compared with."""

    chronicle: Chronicle
    others: tuple[int, ...] = ()
    earlier: Sequence[tuple[int, Timing]] = field(default=())
    is_whole: bool = False
    aside: frozenset[int] = frozenset()


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


def rate_beside(scene: Scene) -> Placed | None:
    """The rate phrase nearest to a figure, with no other figure between."""
    figure, best = scene.figure, None
    for placed in scene.points:
        if placed.mention.form != "rate" or _distance(scene, placed) > RATE_REACH or _names_a_report(scene, placed):
            continue
        gap = sorted((figure.start, placed.mention.start))
        if any(gap[0] < other < gap[1] for other in scene.place.others):
            continue
        if best is None or _distance(scene, placed) < _distance(scene, best):
            best = placed
    return best


def _names_a_report(scene: Scene, placed: Placed) -> bool:
    """ "The annual reports": how often something is printed, not how often something happens."""
    after = WORD.findall(scene.chronicle.text[placed.mention.end : placed.mention.end + 40].lower())
    return any(word in scene.chronicle.words.cues["printed"] for word in after[:3])


# ── which time governs ───────────────────────────────────────────────────────────────────────────


def governing(scene: Scene, kind: Kind | None) -> Found:
    usable = [p for p in scene.points if p.is_point and not _is_beside_the_point(scene, p)]
    day = scene.chronicle.statements.get(scene.number)
    events = [p for p in usable if p is not day and p.mention.form != "anaphor"]
    if not events:
        return _from_elsewhere(scene, day, kind, any(p.mention.form == "anaphor" for p in usable))
    best = min(events, key=lambda placed: _cost(scene, placed))
    if scene.place.is_whole:
        best = _wider(best, events)
    return _from_mention(scene, best, [p for p in usable if p is not best])


def _is_beside_the_point(scene: Scene, placed: Placed) -> bool:
    """A time after "compared with", on the other side of the figure; a decade; a time that is only a name."""
    mention = placed.mention
    if mention.start in scene.place.aside:
        return True
    if (
        mention.first is None
        or mention.form in ("decade", "vague")
        or (mention.form == "epoch" and placed.role == "at")
    ):
        return True
    if _is_bare_year(scene, placed) or _is_of_a_list_after(scene, placed) or _is_dateline(scene, placed):
        return True
    between = scene.chronicle.text[max(scene.figure.end, mention.start - 25) : mention.start]
    return not set(WORD.findall(between.lower())[-3:]).isdisjoint(scene.chronicle.words.cues["aside"])


def _is_bare_year(scene: Scene, placed: Placed) -> bool:
    """ "The 2022 elections", "a 2024 database": a year that dates something else."""
    mention = placed.mention
    if mention.form != "year" or placed.role != "at" or (mention.first is not None and mention.first.part):
        return False
    before = WORD.findall(scene.chronicle.text[max(scene.sentence[0], mention.start - 25) : mention.start].lower())
    return bool(before) and before[-1] not in scene.chronicle.words.cues["governs"]


def _is_dateline(scene: Scene, placed: Placed) -> bool:
    """ "KYIV, June 18 (Newswire) – …": the day of the report at the head of a paragraph."""
    begin, mention, text = scene.sentence[0], placed.mention, scene.chronicle.text
    if mention.start - begin > MOST_OF_A_DATELINE or mention.end > scene.figure.start:
        return False
    is_head = not any(word[0].islower() for word in text[begin : mention.start].split())
    return is_head and DATELINE_END.match(text, mention.end) is not None


def _is_of_a_list_after(scene: Scene, placed: Placed) -> bool:
    """ "790 were freed: 200 in February, 190 in March": behind a colon and another figure."""
    here, there = scene.figure.end, placed.mention.start
    colon = scene.chronicle.text.find(":", here, there) if there > here else -1
    return colon >= 0 and any(here < other < there for other in scene.place.others)


def _is_of_another(scene: Scene, placed: Placed) -> bool:
    """ "With the 150 who returned on Friday, 940 came since January": before a comma, with a figure of its own. Right
    behind another figure: "from 12 in 2022 to 17 in 2023"."""
    mention, text = placed.mention, scene.chronicle.text
    at = bisect_left(scene.place.others, mention.start) - 1
    if mention.end <= scene.figure.start and at >= 0 and not scene.place.others[at] > scene.figure.start:
        between = text[scene.place.others[at] : mention.start]
        if len(between) <= OWN_TIME and not BREAK.search(between) and len(WORD.findall(between)) <= 1:
            return True
    if mention.end > scene.figure.start or "," not in text[mention.end : scene.figure.start]:
        return False
    opening = max(text.rfind(mark, scene.sentence[0], mention.start) for mark in ",;:")
    return any(opening < other < mention.start for other in scene.place.others)


def _distance(scene: Scene, placed: Placed) -> int:
    mention, figure = placed.mention, scene.figure
    return figure.start - mention.end if mention.end <= figure.start else max(0, mention.start - figure.end)


def _cost(scene: Scene, placed: Placed) -> int:
    """Distance in characters, dearer across other figures and across clauses."""
    mention, figure, tale = placed.mention, scene.figure, scene.chronicle
    gap = (mention.end, figure.start) if mention.end <= figure.start else (figure.end, mention.start)
    between = tale.text[gap[0] : gap[1]]
    clauses = sum(map(tale.clause_words.__contains__, WORD.findall(between.lower())))
    clauses += 2 * sum(between.count(mark) for mark in ";:—")
    commas = between.count(",")
    figures = bisect_left(scene.place.others, gap[1]) - bisect_left(scene.place.others, gap[0])
    figures += _is_of_another(scene, placed)
    return len(between) + CLAUSE_COST * clauses + COMMA_COST * commas + NEIGHBOUR_COST * figures


def _wider(best: Placed, events: Sequence[Placed]) -> Placed:
    """The whole of "x out of y" counts over the longer of two times, one inside the other."""
    for other in events:
        if isinstance(other.start, date) and isinstance(best.start, date) and other.start < best.start:
            best = other
    return best


def _from_mention(scene: Scene, best: Placed, others: Sequence[Placed]) -> Found:
    mention = best.mention
    found = Found(best.start, best.end, best.precision, mention.text, f"{best.role} {mention.form}", best.carried)
    if best.says_nothing:
        return replace(found, kind="cumulative" if best.role in ("since", "until", "as_of") else "flow")
    if best.role in ("since", "from", "after") and found.end is None:
        return replace(_ended(scene, found, others), kind="cumulative")
    if best.role in ("until", "as_of", "before") and found.start is None:
        since = next((p for p in others if p.role == "since"), None)
        if since is not None:
            found = replace(found, start=since.start, carried=found.carried or since.carried)
        return replace(found, kind="cumulative")
    return replace(found, kind="cumulative" if _runs(scene, best) else "flow")


def _runs(scene: Scene, placed: Placed) -> bool:
    """ "From … to …", "the first eight months of …", "this year" until now: no whole calendar unit (§4)."""
    first = placed.mention.first
    if placed.mention.form == "range" or (first is not None and first.unit == "months" and first.month == 1):
        return True
    return placed.precision != "day" and placed.end is not None and placed.end == scene.chronicle.published


def _ended(scene: Scene, found: Found, others: Sequence[Placed]) -> Found:
    """The end of a total since a day: another time of the sentence that gives one, else the day of the statement."""
    for role in ("as_of", "until", "range", "at"):
        for other in others:
            if other.role != role or other.end is None or not after(other.end, found.start):
                continue
            if role == "at" and not (other.is_day or scene.chronicle.statements.get(scene.number) is other):
                continue
            if role == "at" and _is_across_a_figure(scene, other):
                continue
            literal = role in ("as_of", "until", "at")
            return replace(found, end=other.end, precision="day", carried=found.carried or other.carried or not literal)
    day = _statement_before(scene)
    if day is not None:
        return replace(found, end=day.end or day.start, precision="day", carried=True)
    return found


def _is_across_a_figure(scene: Scene, placed: Placed) -> bool:
    edges = sorted((scene.figure.start, placed.mention.start))
    return any(edges[0] < other < edges[1] for other in scene.place.others)


def after(end: Side, start: Side) -> bool:
    if isinstance(end, date) and isinstance(start, date):
        return end >= start
    return end is not None


# ── a sentence without a time of its own ─────────────────────────────────────────────────────────


def _from_elsewhere(scene: Scene, day: Placed | None, kind: Kind | None, anaphor: bool) -> Found:
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
    before = _statement_before(scene)
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
        if number == scene.number or period.start is None or period.end is None:
            continue
        if here[1] < 0 and timing.rule.startswith("since"):
            continue
        nearest = here
        if best is None or _longer(period, best.period):
            best = timing
    return _again(best, "carried") if best is not None else None


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
        if timing.kind == "flow" and period.precision == "day" and period.start is not None:
            return _again(timing, "event before")
    return None


def _statement_before(scene: Scene) -> Placed | None:
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
