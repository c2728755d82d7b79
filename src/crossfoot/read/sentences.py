"""Sentences with exact offsets: one pass over the lines, one over the ends, linear in the length of the text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Self

from crossfoot.read.language import Table, phrases, subtable

HEADING_LIMIT = 140
"""Longest heading without a mark, in characters."""
LABELLED = 3
"""Digits of a number that a label may follow on the next line: fewer may number a page."""
LONGEST_LABEL = 40
WRAP_LEAST, WRAP_MOST = 40, 110
"""A block whose lines are all about as long as each other, within these widths, was wrapped by hand."""

_LINE = re.compile(r"[^\n]*\n?")
_BULLET = re.compile(r"\s*(?:[-*+•–—‣▪●◦]\s+|\(?(?:[0-9]{1,2}|[a-z])[.)]\s+|#{1,6}\s)")
_MARKED_HEADING = re.compile(r"\s*(?:#{1,6}\s|\*\*[^*\n]+\*\*\s*$|__[^_\n]+__\s*$)")
_END = re.compile(r"(?<![.!?…。])[.!?…。]++[\"'”’»)\]*_]{0,8}+(?=\s)|(?<=[^\W\d_]{3})\.(?=[^\W\d_]{2})")
_OPENING = re.compile(r"[\s\"'“”‘’«(\[*_—–-]{0,8}")
_QUOTING = "\"'“”‘’«»([*_—–"
_TERMINAL = re.compile(r"[.!?…:;。][\"'”’»)\]*_]{0,8}\s*$")


@dataclass(frozen=True, slots=True)
class Sentence:
    """Code points `start` to `end` of the text, without the white space around; `paragraph` counts from 0."""

    start: int
    end: int
    paragraph: int
    heading: bool


@dataclass(frozen=True, slots=True)
class SentenceWords:
    """What ends with a full stop and ends no sentence."""

    abbreviations: frozenset[str]
    """Written with a full stop before a name or a number: "gen.", "no."."""
    closing: frozenset[str]
    """Abbreviations that may end a sentence: no end only where a small letter or a digit follows ("a.m.")."""

    @classmethod
    def from_table(cls, table: Table, file: str = "en.toml") -> Self:
        words = subtable(table, "sentences", file)
        return cls(frozenset(phrases(words, "abbreviations", file)), frozenset(phrases(words, "closing", file)))


@dataclass(slots=True)
class _Passage:
    """A paragraph, or what one line break or none holds together."""

    start: int
    end: int
    marked: bool


def sentences(text: str, words: SentenceWords) -> tuple[Sentence, ...]:
    """All sentences, headings and list items of the text, in order; they never overlap."""
    found: list[Sentence] = []
    for paragraph, passage in enumerate(_passages(text)):
        heading = passage.marked or _is_heading(text, passage)
        start = passage.start
        for end in (*_ends(text, passage, words), passage.end):
            trimmed = _trim(text, start, end)
            if trimmed:
                found.append(Sentence(*trimmed, paragraph, heading))
            start = end
    return tuple(found)


def _trim(text: str, start: int, end: int) -> tuple[int, int] | None:
    piece = text[start:end]
    left = len(piece) - len(piece.lstrip())
    right = len(piece.rstrip())
    return (start + left, start + right) if right > left else None


def _ends(text: str, passage: _Passage, words: SentenceWords) -> Iterator[int]:
    """The places inside a passage where one sentence ends and another begins."""
    for match in _END.finditer(text, passage.start, passage.end):
        opening = _OPENING.match(text, match.end(), passage.end)
        follower = text[opening.end() : opening.end() + 1] if opening else ""
        if follower and not _goes_on(text, match, follower, words):
            yield match.end()


def _goes_on(text: str, match: re.Match[str], follower: str, words: SentenceWords) -> bool:
    """Whether what looks like an end is none: an abbreviation, an initial, a small letter after it."""
    if follower.islower():
        return True
    mark = match.group()
    if not text[match.end()].isspace() and not _lost_its_space(text, match.start()):
        return True
    if mark[0] != ".":
        return False
    word = _last_word(text, match.start())
    if mark[:2] == ".." and follower.isalpha():
        return False
    folded = word.lower() + "."
    if folded in words.closing:
        return follower.isdigit()
    initial = len(word) == 1 and word.isalpha() and word.isupper()
    return initial or folded in words.abbreviations or _is_item_mark(text, match.start(), word)


def _lost_its_space(text: str, point: int) -> bool:
    """ "On 4 October.More than 120 …", and no name such as "U.S." or "Booking.com"."""
    return text[point - 1].islower() and text[point + 1].isupper() and text[point + 2].islower()


def _last_word(text: str, end: int) -> str:
    pieces = text[max(end - 24, 0) : end].split()
    return pieces[-1].lstrip(_QUOTING) if pieces else ""


def _is_item_mark(text: str, end: int, word: str) -> bool:
    """ "1." at the start of a line."""
    if not word.isdigit() or len(word) > 2:
        return False
    line = text[max(end - len(word) - 4, 0) : end - len(word)]
    return not line.rpartition("\n")[2].strip() and ("\n" in line or end - len(word) < 4)


def _passages(text: str) -> Iterator[_Passage]:
    """Paragraphs: blank lines divide, and single line breaks too unless the block was wrapped by hand."""
    open_passage: _Passage | None = None
    for block in _blocks(text):
        for passage in _lines_joined(text, block):
            if open_passage is None:
                open_passage = passage
            elif _continues(text, open_passage, passage):
                open_passage.end = passage.end
            else:
                yield open_passage
                open_passage = passage
    if open_passage is not None:
        yield open_passage


def _continues(text: str, before: _Passage, after: _Passage) -> bool:
    """Whether a break fell into the middle of a sentence: no end before it, a small letter after it."""
    if _is_label_of(text, before, after):
        return True
    if before.marked or after.marked or _TERMINAL.search(text, max(before.end - 12, before.start), before.end):
        return False
    opening = _OPENING.match(text, after.start, after.end)
    place = opening.end() if opening else after.start
    return text[place : place + 1].islower() and not _BULLET.match(text, after.start, after.end)


def _is_label_of(text: str, before: _Passage, after: _Passage) -> bool:
    """A number alone on its line with its label on the next, as charts print them: "1,321" and "Houses destroyed"."""
    number = text[before.start : before.end].strip()
    grouped = number.replace(",", "").replace(" ", "")
    return (
        grouped.isdecimal()
        and len(grouped) >= LABELLED
        and after.end - after.start <= LONGEST_LABEL
        and (text[after.start : after.start + 1].isalpha() and before.end == after.start)
    )


def _blocks(text: str) -> Iterator[list[tuple[int, int]]]:
    """Runs of lines with no blank line between them."""
    lines: list[tuple[int, int]] = []
    for match in _LINE.finditer(text):
        if match.group().strip():
            lines.append(match.span())
        elif lines:
            yield lines
            lines = []
    if lines:
        yield lines


def _lines_joined(text: str, lines: list[tuple[int, int]]) -> Iterator[_Passage]:
    wrapped = _is_wrapped(lines)
    passage: _Passage | None = None
    for start, end in lines:
        marked = bool(_MARKED_HEADING.match(text, start, end))
        apart = marked or not wrapped or bool(_BULLET.match(text, start, end))
        if passage is None or apart or passage.marked:
            if passage is not None:
                yield passage
            passage = _Passage(start, end, marked)
        else:
            passage.end = end
    if passage is not None:
        yield passage


def _is_wrapped(lines: list[tuple[int, int]]) -> bool:
    """Whether all lines but the last are about as wide as the widest: somebody wrapped a paragraph."""
    widths = [end - start for start, end in lines[:-1]]
    if not widths:
        return False
    widest = max(*widths, lines[-1][1] - lines[-1][0])
    return WRAP_LEAST <= widest <= WRAP_MOST and min(widths) >= widest * 0.7


def _is_heading(text: str, passage: _Passage) -> bool:
    """A short paragraph without an end mark that begins with a capital."""
    piece = text[passage.start : passage.end].strip()
    if len(piece) > HEADING_LIMIT or "\n" in piece or _TERMINAL.search(piece) or _BULLET.match(piece):
        return False
    opening = _OPENING.match(piece)
    first = piece[opening.end() : opening.end() + 1] if opening else ""
    return bool(first) and not first.islower() and any(c.isalpha() for c in piece)
