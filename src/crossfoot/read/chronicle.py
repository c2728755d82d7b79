"""One report's text with its dated mentions: who spoke on what day, and on what day the thing told of happened."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from crossfoot.codebook import Codebook
from crossfoot.read.dates import TimeMention
from crossfoot.read.kinds import has
from crossfoot.read.sentences import Sentence
from crossfoot.read.timeline import Background, Placed, timeline
from crossfoot.read.timewords import TimeWords

WORD = re.compile(r"[^\W\d_]+")
LEAD = 3
"""Sentences in which the event is told that a later toll of the report counts from."""
SPEECH_REACH = 30
"""Characters between a word of speech and the day of the statement."""
COMPARED = ("earlier", "later")
"""Forms of days that are counted from another, and so are no day of an event."""
LIMIT = 1000
"""Characters of a sentence, around a figure, that are looked at."""


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
    def clause_words(self) -> frozenset[str]:
        return frozenset(self.words.cues["clause"])

    @cached_property
    def mention_starts(self) -> list[int]:
        return [placed.mention.start for placed in self.placed]

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
    def days_told(self) -> list[date]:
        """The days that the report tells of, in order, but for those on which somebody spoke."""
        spoken = {id(day) for day in self.statements.values()}
        days = (d for d in self.placed if d.is_day and d.role == "at" and id(d) not in spoken)
        return sorted({day.start for day in days if isinstance(day.start, date)})

    @cached_property
    def event(self) -> Placed | None:
        """The day of the event a dated report tells of: the first past day of its first sentences."""
        if self.published is None:
            return None
        for day in self.placed:
            if day.sentence >= LEAD:
                return None
            told = day.is_day and day.role == "at" and day.mention.form not in COMPARED
            usable = told and isinstance(day.start, date) and day.start < self.published
            if usable and self.statements.get(day.sentence) is not day:
                return day
        return None


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
