"""The period and kind of a figure: which time governs it, what is carried, where a running total ends (§3, §4)."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Protocol

from crossfoot.codebook import Codebook
from crossfoot.read.dates import TimeMention
from crossfoot.read.dating import label_day
from crossfoot.read.kinds import Surroundings, cued_kind, has
from crossfoot.read.sentences import Sentence
from crossfoot.read.timeline import Background, Placed, Side, timeline
from crossfoot.read.timewords import TimeWords
from crossfoot.records import Claim, Kind, Period, Precision

BREAK = re.compile(r"[;:—–]|,(?!\d)")
WORD = re.compile(r"[^\W\d_]+")
LEAD = 3
"""Sentences in which the event is told that a later toll of the report counts from."""
NEIGHBOUR_COST = 60
"""In characters: what another figure between a figure and a time weighs."""
CLAUSE_COST = 30
RATE_REACH = 90
"""Characters between a figure and the phrase of its rate."""
SPEECH_REACH = 30
"""Characters between a word of speech and the day of the statement."""
LIMIT = 4000
"""Characters of a sentence, around a figure, that are looked at."""


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


@dataclass(frozen=True)
class Chronicle:
    """One report's text with its dated mentions: made once, used for all its figures."""

    text: str
    sentences: Sequence[Sentence]
    placed: tuple[Placed, ...]
    words: TimeWords
    published: date | None = None

    @cached_property
    def by_sentence(self) -> dict[int, list[Placed]]:
        found: dict[int, list[Placed]] = {}
        for mention in self.placed:
            found.setdefault(mention.sentence, []).append(mention)
        return found

    @cached_property
    def starts(self) -> list[int]:
        return [sentence.start for sentence in self.sentences]

    def sentence_at(self, offset: int) -> int:
        return max(0, bisect_right(self.starts, offset) - 1)

    @cached_property
    def statements(self) -> dict[int, Placed]:
        """The day of a statement, by sentence."""
        return {n: day for n, group in self.by_sentence.items() for day in group if _is_statement(day, self)}

    @cached_property
    def event(self) -> Placed | None:
        """The day of the event a dated report tells of: the first past day of its first sentences."""
        if self.published is None:
            return None
        for day in self.placed:
            if day.sentence >= LEAD:
                return None
            usable = day.is_day and day.role == "at" and isinstance(day.start, date) and day.start < self.published
            if usable and self.statements.get(day.sentence) is not day:
                return day
        return None


@dataclass(frozen=True, slots=True)
class Setting:
    """Where a figure stands. `others` are starts of the other figures of its sentence; `earlier` are the timings of
    figures before it, with their sentences, in order; `is_whole`: another figure is "out of" this one."""

    chronicle: Chronicle
    others: tuple[int, ...] = ()
    earlier: Sequence[tuple[int, Timing]] = field(default=())
    is_whole: bool = False


def chronicle(
    text: str,
    sentences: Sequence[Sentence],
    mentions: Sequence[TimeMention],
    words: TimeWords,
    known: tuple[date | None, Codebook | None] = (None, None),
) -> Chronicle:
    """`known`: the published date and the codebook, where there are any."""
    published, codebook = known
    epoch = codebook.epoch.date if codebook is not None and codebook.epoch is not None else None
    placed = timeline(text, sentences, mentions, words, Background(published, epoch))
    return Chronicle(text, sentences, placed, words, published)


# ── one figure ───────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class _Scene:
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
class _Found:
    """What governs: the sides of the period, the rule, and whether all of it is literal."""

    start: Side = None
    end: Side = None
    precision: Precision = "day"
    text: str | None = None
    rule: str = "none"
    carried: bool = False
    kind: Kind | None = None


def period_of(figure: Placeable, place: Setting) -> Timing:
    """Period and kind of one figure, from its own sentence, then from those before it, then from the report."""
    scene = _scene(figure, place)
    rate = _rate_beside(scene)
    cued = cued_kind(scene.near, place.chronicle.words)
    found = _governing(scene, cued[0] if cued else None)
    kind, cause = _kind(scene, found, rate, cued)
    found = _closed(scene, found, kind)
    if kind == "rate" and found.rule.startswith("statement"):
        found = replace(found, start=None)
    if kind == "stock" and found.start is None and found.end is not None:
        found = replace(found, start=found.end)
    sides = sum(side is not None for side in (found.start, found.end))
    literal = {"period"} if sides and not found.carried else set()
    literal |= {"kind"} if cause != "default" else set()
    per = rate.mention.per if rate is not None and kind == "rate" else None
    return Timing(compose(found), kind, per, f"{found.rule}, {kind} by {cause}", frozenset(literal))


def _scene(figure: Placeable, place: Setting) -> _Scene:
    tale = place.chronicle
    number = tale.sentence_at(figure.start)
    whole = tale.sentences[number] if tale.sentences else None
    begin, stop = (whole.start, max(whole.end, figure.end)) if whole else (0, len(tale.text))
    begin, stop = max(begin, figure.start - LIMIT), min(stop, figure.end + LIMIT)
    near = Surroundings.of(
        tale.text, (figure.start, figure.end), _clause(tale.text, figure, begin, stop), (begin, stop)
    )
    points = tuple(p for p in tale.by_sentence.get(number, []) if begin <= p.mention.start < stop)
    return _Scene(figure, place, number, (begin, stop), points, near)


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


def _rate_beside(scene: _Scene) -> Placed | None:
    """The rate phrase nearest to a figure, with no other figure between."""
    figure, best = scene.figure, None
    for placed in scene.points:
        if placed.mention.form != "rate" or _distance(scene, placed) > RATE_REACH:
            continue
        gap = sorted((figure.start, placed.mention.start))
        if any(gap[0] < other < gap[1] for other in scene.place.others):
            continue
        if best is None or _distance(scene, placed) < _distance(scene, best):
            best = placed
    return best


def _kind(scene: _Scene, found: _Found, rate: Placed | None, cued: tuple[Kind, str] | None) -> tuple[Kind, str]:
    if scene.figure.is_share:
        return "share", "share"
    if cued is not None and cued[0] == "change":
        return cued
    if rate is not None:
        return "rate", "rate_phrase"
    if found.kind is not None and not (cued is not None and found.kind == "flow" and not _is_unit(found)):
        return found.kind, found.rule
    if cued is not None:
        return cued
    return (found.kind, found.rule) if found.kind is not None else ("flow", "default")


def _is_unit(found: _Found) -> bool:
    """A calendar unit longer than a day: what it holds is a flow, whatever the tense."""
    return found.precision != "day" and found.start is not None and found.end is not None


# ── which time governs ───────────────────────────────────────────────────────────────────────────


def _governing(scene: _Scene, kind: Kind | None) -> _Found:
    usable = [p for p in scene.points if p.is_point and not _is_beside_the_point(scene, p)]
    day = scene.chronicle.statements.get(scene.number)
    events = [p for p in usable if p is not day and p.mention.form != "anaphor"]
    if not events:
        return _from_elsewhere(scene, day, kind, any(p.mention.form == "anaphor" for p in usable))
    best = min(events, key=lambda placed: _cost(scene, placed))
    if scene.place.is_whole:
        best = _wider(best, events)
    return _from_mention(scene, best, [p for p in usable if p is not best])


def _is_beside_the_point(scene: _Scene, placed: Placed) -> bool:
    """A time after "compared with", on the other side of the figure; a decade; a time that is only a name."""
    mention = placed.mention
    if (
        mention.first is None
        or mention.form in ("decade", "vague")
        or (mention.form == "epoch" and placed.role == "at")
    ):
        return True
    if _is_bare_year(scene, placed):
        return True
    before = WORD.findall(scene.chronicle.text[max(scene.sentence[0], mention.start - 25) : mention.start].lower())
    compared = not set(before[-3:]).isdisjoint(scene.chronicle.words.cues["aside"])
    return compared and mention.start > scene.figure.start


def _is_bare_year(scene: _Scene, placed: Placed) -> bool:
    """ "The 2022 elections", "a 2024 database": a year that dates something else."""
    mention = placed.mention
    if mention.form != "year" or placed.role != "at" or (mention.first is not None and mention.first.part):
        return False
    before = WORD.findall(scene.chronicle.text[max(scene.sentence[0], mention.start - 25) : mention.start].lower())
    return bool(before) and before[-1] not in scene.chronicle.words.cues["governs"]


def _distance(scene: _Scene, placed: Placed) -> int:
    mention, figure = placed.mention, scene.figure
    return figure.start - mention.end if mention.end <= figure.start else max(0, mention.start - figure.end)


def _cost(scene: _Scene, placed: Placed) -> int:
    """Distance in characters, dearer across other figures and across clauses."""
    mention, figure, tale = placed.mention, scene.figure, scene.chronicle
    gap = (mention.end, figure.start) if mention.end <= figure.start else (figure.end, mention.start)
    between = tale.text[gap[0] : gap[1]]
    clauses = sum(word in tale.words.cues["clause"] for word in WORD.findall(between.lower()))
    clauses += 2 * sum(mark in ";:—" for mark in between)
    figures = sum(gap[0] <= other < gap[1] for other in scene.place.others)
    return len(between) + CLAUSE_COST * clauses + NEIGHBOUR_COST * figures


def _wider(best: Placed, events: Sequence[Placed]) -> Placed:
    """The whole of "x out of y" counts over the longer of two times, one inside the other."""
    for other in events:
        if isinstance(other.start, date) and isinstance(best.start, date) and other.start < best.start:
            best = other
    return best


def _from_mention(scene: _Scene, best: Placed, others: Sequence[Placed]) -> _Found:
    mention = best.mention
    found = _Found(best.start, best.end, best.precision, mention.text, f"{mention.role} {mention.form}", best.carried)
    if best.says_nothing:
        return replace(found, kind="cumulative" if mention.role in ("since", "until", "as_of") else "flow")
    if mention.role in ("since", "from", "after") and found.end is None:
        return replace(_ended(scene, found, others), kind="cumulative")
    if mention.role in ("until", "as_of", "before") and found.start is None:
        since = next((p for p in others if p.role == "since"), None)
        if since is not None:
            found = replace(found, start=since.start, carried=found.carried or since.carried)
        return replace(found, kind="cumulative")
    return replace(found, kind="cumulative" if _runs(scene, best) else "flow")


def _runs(scene: _Scene, placed: Placed) -> bool:
    """ "From … to …", "the first eight months of …", "this year" until now: no whole calendar unit (§4)."""
    first = placed.mention.first
    if placed.mention.form == "range" or (first is not None and first.unit == "months" and first.month == 1):
        return True
    return placed.precision != "day" and placed.end is not None and placed.end == scene.chronicle.published


def _ended(scene: _Scene, found: _Found, others: Sequence[Placed]) -> _Found:
    """The end of a total since a day: another time of the sentence that gives one, else the day of the statement."""
    for role in ("as_of", "until", "range", "at"):
        for other in others:
            if other.role != role or other.end is None or not _after(other.end, found.start):
                continue
            if role == "at" and not (other.is_day or scene.chronicle.statements.get(scene.number) is other):
                continue
            literal = role in ("as_of", "until", "at")
            return replace(found, end=other.end, carried=found.carried or other.carried or not literal)
    day = _statement_before(scene)
    if day is not None:
        return replace(found, end=day.end or day.start, carried=True)
    return found


def _after(end: Side, start: Side) -> bool:
    if isinstance(end, date) and isinstance(start, date):
        return end >= start
    return end is not None


# ── a sentence without a time of its own ─────────────────────────────────────────────────────────


def _from_elsewhere(scene: _Scene, day: Placed | None, kind: Kind | None, anaphor: bool) -> _Found:
    if anaphor or _is_continued(scene):
        carried = _carried(scene)
        if carried is not None:
            return carried
    if day is not None:
        return _stated(day, "statement day", day.carried, kind)
    before = _statement_before(scene)
    if before is not None:
        return _stated(before, "statement day before", True, kind)
    if kind not in ("stock", "rate"):
        return _carried_event(scene) or _Found()
    return _Found()


def _stated(day: Placed, rule: str, carried: bool, kind: Kind | None) -> _Found:
    """What is told on a day ends with that day; where it began is not said."""
    return _Found(None, day.end or day.start, "day", day.mention.text, rule, carried, kind)


def _is_continued(scene: _Scene) -> bool:
    figure, text = scene.figure, scene.chronicle.text
    bracketed = text[: figure.start].endswith("(") if figure.start < LIMIT else text[figure.start - 1] == "("
    return bracketed or scene.cue("carry") is not None


def _carried(scene: _Scene) -> _Found | None:
    """The longest period told in the nearest sentence before that has one, in the same paragraph."""
    sentences = scene.chronicle.sentences
    paragraph = sentences[scene.number].paragraph if sentences else 0
    nearest, best = None, None
    for number, timing in reversed(scene.place.earlier):
        far = nearest is not None and number != nearest
        if far or number >= len(sentences) or sentences[number].paragraph != paragraph:
            break
        period = timing.period
        if number == scene.number or period.start is None or period.end is None:
            continue
        nearest = number
        if best is None or _longer(period, best.period):
            best = timing
    return _again(best, "carried") if best is not None else None


def _longer(one: Period, other: Period) -> bool:
    if one.start is None or one.end is None or other.start is None or other.end is None:
        return False
    return one.end - one.start > other.end - other.start


def _again(timing: Timing, rule: str) -> _Found:
    period = timing.period
    return _Found(period.start, period.end, period.precision, period.text, rule, True, timing.kind)


def _carried_event(scene: _Scene) -> _Found | None:
    """ "Twelve people were killed on Sunday. Thirty were injured.": the day just told of."""
    for number, timing in reversed(scene.place.earlier):
        if scene.number - number > 2:
            return None
        period = timing.period
        if timing.kind == "flow" and period.precision == "day" and period.start is not None:
            return _again(timing, "event before")
    return None


def _is_statement(day: Placed, tale: Chronicle) -> bool:
    """The day on which somebody spoke: it stands by a word of speech, or opens a sentence that has one."""
    single = day.is_day or (day.role == "from" and day.precision == "day" and day.start is not None)
    if not (single and day.told and day.role in ("at", "from")) or not tale.sentences:
        return False
    sentence, mention = tale.sentences[day.sentence], day.mention
    speech = tale.words.cues["speech"]
    before = WORD.findall(tale.text[max(sentence.start, mention.start - SPEECH_REACH) : mention.start].lower())
    if has(f" {' '.join(before)} ", speech):
        return True
    opens = len(WORD.findall(tale.text[sentence.start : mention.start])) <= 1
    after = tale.text[mention.end : min(sentence.end, mention.end + LIMIT)]
    head = re.split(r"\d", after, maxsplit=1)[0]
    return opens and has(f" {' '.join(WORD.findall(head.lower()))} ", speech) is not None


def _statement_before(scene: _Scene) -> Placed | None:
    """The statement day of the sentence before; of two before where this one, too, tells what somebody said; of the
    paragraph before where that ends with a colon."""
    tale, number = scene.chronicle, scene.number
    if not tale.sentences:
        return None
    speaks = has(scene.near.sentence, tale.words.cues["speech"]) is not None
    for back in range(0, 3 if speaks else 2):
        day = tale.statements.get(number - back)
        if day is not None:
            return day
    return _introduced(tale, number)


def _introduced(tale: Chronicle, number: int) -> Placed | None:
    paragraph = tale.sentences[number].paragraph
    first = number
    while first > 0 and number - first < 12 and tale.sentences[first - 1].paragraph == paragraph:
        first -= 1
    before = first - 1
    if before < 0 or not tale.text[: tale.sentences[before].end].endswith(":"):
        return None
    return tale.statements.get(before)


# ── where it ends ────────────────────────────────────────────────────────────────────────────────


def _closed(scene: _Scene, found: _Found, kind: Kind) -> _Found:
    """§3.4: an unknown end becomes the published date, where there is one; a toll counts from its event."""
    tale = scene.chronicle
    if tale.published is None or found.end is not None:
        return found
    start = found.start
    if kind == "stock" and start is None:
        start = tale.published
    if kind in ("flow", "cumulative") and start is None and tale.event is not None:
        start = tale.event.start
    rule = found.rule if found.rule != "none" else "published"
    return replace(found, start=start, end=tale.published, rule=rule, carried=True)


def compose(found: _Found) -> Period:
    """Known days, or a label for what lacks its year (§3.3)."""
    start, end = found.start, found.end
    known_start = start if isinstance(start, date) else None
    known_end = end if isinstance(end, date) else None
    label = None
    if isinstance(start, str) or isinstance(end, str):
        label = _label(start, end, found.precision)
    return Period(known_start, known_end, found.precision, found.text, label)


def _label(start: Side, end: Side, precision: Precision) -> str:
    if start is None or start == end:
        return str(end)
    if isinstance(start, str) and isinstance(end, str) and precision == "month" and start[:4] == end[:4]:
        return start[:4]
    return f"{start}/{end or ''}"


# ── years that are missing ───────────────────────────────────────────────────────────────────────


def candidates(claim: Claim, epoch_year: int, last_year: int) -> tuple[Period, ...]:
    """§3.3: a period without its year, once in every year from the epoch's to the latest that is named."""
    label = claim.period.partial
    if label is None or last_year - epoch_year > 400:
        return ()
    return tuple(_in_year(label, year, claim) for year in range(epoch_year, last_year + 1))


def _in_year(label: str, year: int, claim: Claim) -> Period:
    first, _, last = label.partition("/")
    if len(first) == 4:
        start = label_day(f"{first}-01", year)
        end = label_day(f"{first}-31", year) or label_day(f"{first}-30", year) or label_day(f"{first}-29", year)
    else:
        start = label_day(first, year)
        end = label_day(last, year) if last else None if label.endswith("/") else start
    if "/" not in label and len(first) > 4 and claim.kind in ("cumulative", "rate"):
        start = None
    if start is not None and end is not None and start > end and first.startswith("--"):
        start = label_day(first, year - 1)
    return replace(claim.period, start=start, end=end, partial=None)


def years_named(mentions: Sequence[TimeMention]) -> frozenset[int]:
    """All years that the mentions of a text name."""
    return frozenset(point.year for mention in mentions for point in mention.points if point.year is not None)
