"""The dated mentions of one text, in order: each resolved against the published date and what is told around it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from crossfoot import period
from crossfoot.read.dates import TimeMention
from crossfoot.read.dating import UNKNOWN, Dated, Frame, first_label, last_label, resolve
from crossfoot.read.sentences import Sentence
from crossfoot.read.timeforms import Point
from crossfoot.read.timewords import TimeWords
from crossfoot.records import Precision

REACH = 2
"""How many sentences back a year may be carried from."""
LOOK_BACK = 300
"""Characters before a mention in which a word of the future counts."""

CLAUSE = 50
"""Characters before a time in which a word such as "since" may open its clause."""

MOST_JOINED = 13
JOINED = re.compile(r",?\s(?:[^\W\d_]{1,3}\s)?")
"""Between the items of a row of times: a comma, a short word."""
_CUT = re.compile(r"[,;:.()—–\d]")
_WORD = re.compile(r"[^\W\d_]+")

Side = date | str | None
"""First or last day; a label ("--12-18") where the year is not known; None where nothing is."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A mention with its days. `sentence` is its number in the text, `told`: somebody speaks in that sentence.

    `carried`: the year or the anchor comes from elsewhere. `parts` are its points, resolved one by one.
    """

    mention: TimeMention
    sentence: int
    start: Side = None
    end: Side = None
    precision: Precision = "day"
    carried: bool = False
    told: bool = False
    parts: tuple[Dated, ...] = ()
    role: str = "at"
    """The mention's role, or "since" in a clause such as "since fighting broke out in April 2023"."""

    @property
    def is_point(self) -> bool:
        return self.mention.first is not None

    @property
    def is_day(self) -> bool:
        """A single day, or a label of one."""
        return self.start is not None and self.start == self.end

    @property
    def says_nothing(self) -> bool:
        return self.start is None and self.end is None


@dataclass(frozen=True, slots=True)
class Background:
    """What holds for the whole report."""

    published: date | None = None
    epoch: date | None = None
    reach: int = REACH


def timeline(
    text: str, sentences: Sequence[Sentence], mentions: Sequence[TimeMention], words: TimeWords, background: Background
) -> tuple[Placed, ...]:
    """Every mention with its days, in the order of the text. Linear in text and mentions."""
    return tuple(_Walk(text, sentences, mentions, words, background).run())


class _Walk:
    def __init__(
        self,
        text: str,
        sentences: Sequence[Sentence],
        mentions: Sequence[TimeMention],
        words: TimeWords,
        background: Background,
    ) -> None:
        self.text = text
        self.sentences = sentences
        self.mentions = mentions
        self.words = words
        self.background = background
        self.speech = words.cues.get("speech", ())
        self.near: Dated | None = None
        self.near_sentence = -1
        self.near_told = False
        self.near_named = False
        self.told_in: tuple[int, bool] = (-1, False)

    def run(self) -> list[Placed]:
        placed: list[Placed] = []
        at = 0
        for number, mention in enumerate(self.mentions):
            while at < len(self.sentences) - 1 and self.sentences[at].end <= mention.start:
                at += 1
            placed.append(self._place(number, mention, at))
        return placed

    def _place(self, number: int, mention: TimeMention, sentence: int) -> Placed:
        if mention.first is None:
            return Placed(mention, sentence)
        told = self._is_told(sentence)
        frame = self._frame(number, mention, sentence)
        first = resolve(mention.first, frame)
        last = (
            resolve(mention.last, replace(frame, near=first if first.is_known else frame.near))
            if mention.last
            else None
        )
        self._remember(mention, first, last, sentence, told)
        role = self._role(mention, sentence)
        start, end = _sides(mention, role, first, last)
        if role == "at" and last is None and not frame.future:
            end = self._until_now(start, end)
        carried = first.carried or (last is not None and last.carried)
        parts = (first,) if last is None else (first, last)
        precision = (last or first).precision
        return Placed(mention, sentence, start, end, precision, carried, told, parts, role)

    def _until_now(self, start: Side, end: Side) -> Side:
        """ "In 2025", printed in July 2025: what is told of a unit that goes on ends with the report."""
        published = self.background.published
        if published is None or not isinstance(start, date) or not isinstance(end, date):
            return end
        return published if start <= published < end else end

    def _frame(self, number: int, mention: TimeMention, sentence: int) -> Frame:
        background = self.background
        if any(point.is_full for point in mention.points) and all(p.is_full for p in mention.points):
            return Frame(epoch=background.epoch)
        joined = self._joined(number)
        if joined is not None:
            return Frame(background.published, background.epoch, joined, False, True, False)
        near = self.near if sentence - self.near_sentence <= background.reach else None
        told = self.near_told
        if near is None:
            near, told = self._following(number, sentence), False
        same = near is not None and sentence == self.near_sentence and self.near_named
        future = background.published is not None and self._is_future(mention, sentence)
        return Frame(background.published, background.epoch, near, told, same, future)

    def _joined(self, number: int) -> Dated | None:
        """ "In January and February 2025": the full date that is joined right to this one, or by others to it."""
        mention = self.mentions[number]
        for following in self.mentions[number + 1 : number + MOST_JOINED]:
            point = mention.first
            if point is None or point.month is None or point.shift is not None or mention.last is not None:
                return None
            if not JOINED.fullmatch(self.text, mention.end, following.start) or following.first is None:
                return None
            if following.first.year is not None:
                whole = following.role == "at" and following.first.month is not None
                return resolve(following.first, Frame()) if whole else None
            mention = following
        return None

    def _following(self, number: int, sentence: int) -> Dated | None:
        """A full date later in the same sentence: "In October, by the count of 9 November 2023, …"."""
        end = self.sentences[sentence].end if self.sentences else len(self.text)
        for mention in self.mentions[number + 1 : number + 8]:
            if mention.start >= end:
                return None
            if mention.first is not None and mention.first.year is not None:
                return resolve(mention.first, Frame())
        return None

    def _remember(self, mention: TimeMention, first: Dated, last: Dated | None, sentence: int, told: bool) -> None:
        shown = last if last is not None and last.is_known else first
        point = mention.last or mention.first
        if (
            not shown.is_known
            or point is None
            or mention.role == "since"
            or point.unit in ("epoch", "decade", "century")
        ):
            return
        self.near, self.near_sentence = shown, sentence
        self.near_told = told and shown.start == shown.end
        self.near_named = any(p.year is not None for p in mention.points) and mention.role in ("at", "range")

    def _is_told(self, sentence: int) -> bool:
        if self.told_in[0] != sentence and self.sentences:
            place = self.sentences[sentence]
            spoken = " ".join(_WORD.findall(self.text[place.start : place.end].lower()))
            self.told_in = (sentence, any(f" {phrase} " in f" {spoken} " for phrase in self.speech))
        return self.told_in[1]

    def _role(self, mention: TimeMention, sentence: int) -> str:
        if mention.role == "from" and mention.form == "first_months":
            return "at"  # cases "from the first eight months" are theirs, and have an end
        if mention.role != "at" or not self.sentences:
            return mention.role
        begin = max(self.sentences[sentence].start, mention.start - CLAUSE)
        before = _CUT.split(self.text[begin : mention.start])[-1]
        classes = {self.words.entries.get(word, ("", 0))[0] for word in _WORD.findall(before.lower())}
        return "since" if "since" in classes else "at"

    def _is_future(self, mention: TimeMention, sentence: int) -> bool:
        begin = self.sentences[sentence].start if self.sentences else 0
        before = self.text[max(begin, mention.start - LOOK_BACK) : mention.start].lower()
        return not self.words.lists["future"].isdisjoint(_WORD.findall(before))


def _sides(mention: TimeMention, role: str, first: Dated, last: Dated | None) -> tuple[Side, Side]:
    """First and last day that a mention gives to what it governs, by its role."""
    point = mention.first
    if point is None:
        return None, None
    opening, closing = _opening(first), _closing(last or first)
    if role in ("since", "from"):
        return _since(point, first), _closing(last) if last else None
    if role == "before":
        return None, period.day_before(opening) if isinstance(opening, date) and opening > date.min else None
    if role in ("until", "as_of"):
        return None, closing
    if role == "after":
        return closing, None
    return opening, closing


def _opening(dated: Dated) -> Side:
    return dated.start or (first_label(dated.partial) if dated.partial else None)


def _closing(dated: Dated) -> Side:
    return dated.end or (last_label(dated.partial) if dated.partial else None)


def _since(point: Point, dated: Dated) -> Side:
    """ "Since the end of last year" counts from that year's last month."""
    if point.part == "end" and point.unit == "year" and dated.end is not None:
        return period.month_start(dated.end)
    return _opening(dated)


__all__ = ["UNKNOWN", "Background", "Placed", "Side", "timeline"]
