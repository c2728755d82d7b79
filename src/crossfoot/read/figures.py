"""Every number of a text: its interval, its hedge, its span, and whether it is a figure at all (§2)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from crossfoot.read.hedges import Hedging, hedging, interval
from crossfoot.read.joins import join
from crossfoot.read.numberwords import NumberWords
from crossfoot.read.numerals import Numeral, fold, numerals
from crossfoot.read.rejects import Candidate, rejected
from crossfoot.read.sentences import Sentence
from crossfoot.read.surroundings import longest
from crossfoot.read.units import Placed, place
from crossfoot.records import Hedge, Number

__all__ = ["Figure", "NumberWords", "figures"]


class Mention(Protocol):
    """What figures must know of a time mention: its span, and why a number in it is none."""

    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...
    @property
    def reject(self) -> str | None: ...


@dataclass(frozen=True, slots=True)
class Figure:
    """One number as it is printed. Shares run from 0 to 1; an open side is None (§2.1).

    `start` to `end` is the quote, numeral with hedge; `number_start` to `number_end` the numeral with its scale.
    """

    start: int
    end: int
    number_start: int
    number_end: int
    low: Number | None
    high: Number | None
    approximate: bool
    hedge: Hedge
    is_share: bool
    rejected: str | None
    rule: str
    whole: int | None = None
    """Index of the figure that this one is "out of"."""
    unit_end: int = 0
    """Where a share ends with its "percent", else where the numeral ends."""


def figures(
    text: str, sentences: Sequence[Sentence], mentions: Sequence[Mention], words: NumberWords
) -> tuple[Figure, ...]:
    """All numbers in order, also those that are no figures, with the reason."""
    folded = fold(text)
    found = numerals(folded, [(m.start, m.end) for m in mentions], words)
    placed = join(folded, list(_placed(folded, found, sentences, mentions, words)), words)
    headings = {sentence.start for sentence in sentences if sentence.heading}
    read: list[Figure] = []
    listed = False
    for index, item in enumerate(placed):
        item.numeral.index = index
        hedge = _hedge(item, words)
        known = (item.first in headings, listed and _follows(placed[index - 1], item))
        figure = _figure(text, folded, item, hedge, known, words)
        listed = figure.rejected == "reference" and (known[1] or item.before.last(1) in words.rejects.lists)
        read.append(figure)
    return tuple(
        replace(figure, whole=item.numeral.whole.index) if item.numeral.whole else figure
        for figure, item in zip(read, placed, strict=True)
    )


def _placed(
    folded: str, found: list[Numeral], sentences: Sequence[Sentence], mentions: Sequence[Mention], words: NumberWords
) -> Iterator[Placed]:
    """Each numeral in its sentence, with the mention that covers it."""
    at, when = 0, 0
    for numeral in found:
        while at < len(sentences) - 1 and sentences[at].end <= numeral.start:
            at += 1
        inside = bool(sentences) and sentences[at].start <= numeral.start < sentences[at].end
        limits = (sentences[at].start, sentences[at].end) if inside else (0, len(folded))
        item = place(folded, numeral, limits, words)
        while when < len(mentions) and mentions[when].end <= numeral.start:
            when += 1
        if when < len(mentions) and mentions[when].start < numeral.end and not _no_time(item, mentions[when], words):
            item.timed = mentions[when].reject or ""
        yield item


def _no_time(item: Placed, mention: Mention, words: NumberWords) -> bool:
    """Whether a number is none of the date it meets: it goes on behind it, has separators, a scale, or is a share."""
    n = item.numeral
    if n.end > mention.end:
        return True
    if n.form == "share":
        return item.after.word in words.small["of"]
    return n.form == "digits" and not n.plain and n.unit is None


def _follows(before: Placed, item: Placed) -> bool:
    return item.numeral.start - before.numeral.end <= 8 and item.first == before.first


def _hedge(item: Placed, words: NumberWords) -> Hedging:
    return hedging(item.before, item.after, words.hedges)


def _figure(
    text: str, folded: str, item: Placed, hedge: Hedging, known: tuple[bool, bool], words: NumberWords
) -> Figure:
    n = item.numeral
    reason = rejected(Candidate(text, folded, item, hedge.hedge != "exact", *known, words))
    low, high, name = _value(n, hedge)
    is_share = n.form == "share" or n.unit == "percent"
    if n.unit == "percent":
        low, high = _hundredth(low), _hundredth(high)
        if _is_negative(item, words):
            low, high = _minus(high), _minus(low)
    return Figure(
        start=hedge.start if hedge.start is not None else n.start,
        end=max(hedge.end or 0, _vague_end(item, words), n.end),
        number_start=n.start,
        number_end=n.end,
        low=low,
        high=high,
        approximate=hedge.approximate or n.high is None,
        hedge=name,
        is_share=is_share,
        rejected=reason,
        rule=f"{n.rule}, {hedge.rule}" if hedge.rule else n.rule,
        unit_end=n.end_all if n.unit == "percent" else n.end,
    )


def _value(n: Numeral, hedge: Hedging) -> tuple[Number | None, Number | None, Hedge]:
    if n.high is None:
        return n.low, None, "vague"
    low, high = interval(n.low, n.high, hedge.hedge)
    if n.form == "range" and (hedge.hedge in ("exact", "about", "almost") or hedge.rule.startswith("negated")):
        return n.low, n.high, "range"
    return low, high, hedge.hedge


def _vague_end(item: Placed, words: NumberWords) -> int:
    """ "thousands more" is one quote."""
    match = longest(item.after, words.hedges.after) if item.numeral.high is None else None
    return match[1] if match and words.hedges.after[match[0]] == "vague" else 0


def _is_negative(item: Placed, words: NumberWords) -> bool:
    """A share may be below zero; a count never is, and of a measure the sign is not read."""
    glued = item.before.glued
    if glued:
        return glued in ("-", "−") or glued.rstrip("-") in words.small["minus"]
    return item.before.last(1) in words.small["minus"]


def _hundredth(value: Number | None) -> Number | None:
    return None if value is None else round(value / 100, 12)


def _minus(value: Number | None) -> Number | None:
    return None if value is None else -value
