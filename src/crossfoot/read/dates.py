"""Every mention of time in a text: dates, periods, durations, ages, clocks, rate phrases (§3, §2.6).

What is found here is what the text says; which days that means is the matter of `dating`. Two layers: forms find the
points of time ("18 December", "the end of last year", "the first eight months of 2025"), roles say what the points
are used for ("from … to …", "since …", "as of …"). Both are tables of the language's data file.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from crossfoot.codebook import Codebook
from crossfoot.read.timeforms import Atom, Point, atoms
from crossfoot.read.timetokens import Lexer, Token
from crossfoot.read.timewords import TimeWords

__all__ = ["Point", "TimeMention", "TimeWords", "time_mentions"]


@dataclass(frozen=True, slots=True)
class TimeMention:
    """`form` is the rule's name, `role` what the time is used for, `reject` why digits inside are no figure.

    `per` is the unit of a rate phrase. A mention that is no point of time (duration, age, clock, rate) has no `first`.
    """

    start: int
    end: int
    text: str
    form: str
    role: str = "at"
    reject: str | None = "date"
    first: Point | None = None
    last: Point | None = None
    per: str | None = None

    @property
    def points(self) -> tuple[Point, ...]:
        return tuple(point for point in (self.first, self.last) if point is not None)


def time_mentions(text: str, words: TimeWords, codebook: Codebook | None = None) -> tuple[TimeMention, ...]:
    """All mentions of time in a text, in order, none inside another. Linear in the text."""
    lexer = Lexer(text, words, _epoch_phrases(text, codebook))
    return tuple(mention for run in lexer.runs() for mention in _mentions(text, words, run))


def _epoch_phrases(text: str, codebook: Codebook | None) -> tuple[tuple[int, int], ...]:
    """Where the codebook's words for its epoch stand; of two that overlap the first, then the longer."""
    if codebook is None or codebook.epoch is None:
        return ()
    lowered = text.lower()
    if len(lowered) != len(text):
        lowered = text
    spans = sorted(
        ((start, start + len(word)) for group in codebook.epoch.words.values() for word in group
         for start in _occurrences(lowered, word.lower())),
        key=lambda span: (span[0], -span[1]),
    )  # fmt: skip
    kept: list[tuple[int, int]] = []
    for span in spans:
        if not kept or span[0] >= kept[-1][1]:
            kept.append(span)
    return tuple(kept)


def _occurrences(text: str, word: str) -> Iterator[int]:
    at = text.find(word) if word else -1
    while at >= 0:
        end = at + len(word)
        if not (at and text[at - 1].isalnum()) and not (end < len(text) and text[end].isalnum()):
            yield at
        at = text.find(word, end)


def _mentions(text: str, words: TimeWords, run: Sequence[Token]) -> Iterator[TimeMention]:
    """Layer two over the points of layer one."""
    items: list[Token | Atom] = []
    at = 0
    for atom in atoms(text, words, run):
        items += [*run[at : atom.begin], atom]
        at = atom.stop
    items += run[at:]
    if not any(isinstance(item, Atom) for item in items):
        return
    coded = "".join(words.codes[_item_class(item)] for item in items)
    done = 0
    for row, begin, stop in words.roles.match(coded):
        yield from _alone(text, run, items[done:begin])
        yield _used(text, run, items[begin:stop], row.name)
        done = stop
    yield from _alone(text, run, items[done:])


def _item_class(item: Token | Atom) -> str:
    if isinstance(item, Token):
        return item.name
    return "point" if item.first is not None else "other"


def _alone(text: str, run: Sequence[Token], items: Sequence[Token | Atom]) -> Iterator[TimeMention]:
    """Durations, ages, clocks and rate phrases: no points of time."""
    for item in items:
        if isinstance(item, Atom):
            start, end = run[item.begin].start, run[item.stop - 1].end
            yield TimeMention(start, end, text[start:end], item.form, reject=item.reject, per=item.per)


def _used(text: str, run: Sequence[Token], items: Sequence[Token | Atom], role: str) -> TimeMention:
    atoms = [item for item in items if isinstance(item, Atom)]
    head = items[0]
    start = run[head.begin].start if isinstance(head, Atom) else head.start
    end = run[atoms[-1].stop - 1].end
    first, last, form = atoms[0].first, atoms[0].last, atoms[0].form
    if role == "range" and first is not None:
        last, form = atoms[-1].last or atoms[-1].first, "range"
        first, last = shared_year(first, last) if last is not None else (first, last)
    elif last is not None and role == "at":
        role = "range"
    return TimeMention(start, end, text[start:end], form, role, atoms[0].reject, first, last)


def shared_year(first: Point, last: Point) -> tuple[Point, Point]:
    """The two ends of one range share the year and month that only one of them names."""
    if first.day and not first.month and first.shift is None and last.month:
        first = replace(first, month=last.month, year=first.year or last.year)
    if last.day and not last.month and last.shift is None and first.month:
        last = replace(last, month=first.month)
    if first.month and last.month and first.shift is None and last.shift is None:
        turns = last.month < first.month
        if first.year is None and last.year is not None:
            first = replace(first, year=last.year - turns)
        elif last.year is None and first.year is not None:
            last = replace(last, year=first.year + turns)
    return first, last
