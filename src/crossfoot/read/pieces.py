"""The pieces of numerals: digits with their value, and the words that number words are made of. One pass, linear."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from crossfoot.read.numberwords import VULGAR, NumberWords
from crossfoot.records import Number

Span = tuple[int, int]

MOST_DIGITS = 18
"""A longer run of digits is an account or a serial number, and no quantity."""
_UNGROUPED = str.maketrans("", "", ",'’\u00a0\u2007\u2009\u202f ")
_DOTTED = re.compile(r"[0-9]{1,3}(?:\.[0-9]{3})+(?:,[0-9]{1,2})?")
_SLASHED = frozenset(map(str, (2, 3, 4, 5, 6, 8, 10, 16, 100)))


@dataclass(frozen=True, slots=True)
class Piece:
    start: int
    end: int
    kind: str
    value: Number


def fold(text: str) -> str:
    """Small letters, every one at the offset of its capital."""
    folded = text.lower()
    if len(folded) == len(text):
        return folded
    return "".join(low if len(low := char.lower()) == 1 else char for char in text)


def pieces(folded: str, spans: Sequence[Span], words: NumberWords) -> list[Piece]:
    kinds = _kinds(words)
    raw = list(_cut(folded, words, spans))
    dotted = _uses_dots(folded, raw)
    found: list[Piece] = []
    for start, end in raw:
        word = folded[start:end]
        known = kinds.get(word)
        if known is not None:
            found.append(Piece(start, end, *known))
        elif word in VULGAR:
            found.append(Piece(start, end, "part", unicodedata.numeric(word)))
        else:
            found.append(_digits(word, start, end, dotted))
    return found


def _kinds(words: NumberWords) -> dict[str, tuple[str, Number]]:
    kinds: dict[str, tuple[str, Number]] = {}
    tables = (
        ("vague", words.vague), ("fraction", words.fractions), ("ordinal", words.ordinals), ("dozen", words.dozens),
        ("scale", words.scales), ("word", words.cardinals),
    )  # fmt: skip
    for kind, table in tables:
        for word, value in table.items():
            kinds[word] = (kind, value)
    return kinds


def _cut(folded: str, words: NumberWords, spans: Sequence[Span]) -> Iterator[Span]:
    """The numbers and number words in order; digits that cross the edge of a span are cut there."""
    edges = sorted({edge for span in spans for edge in span})
    position = place = 0
    match = words.shape.match
    for found in words.search.finditer(folded):
        start = found.start()
        if start < position:
            continue
        shape = match(folded, start) or (match(folded, start + 1) if folded[start] == "." else None)
        if shape is None:
            continue
        start, end = shape.span()
        while place < len(edges) and edges[place] <= start:
            place += 1
        if place < len(edges) and edges[place] < end and folded[start].isdigit():
            shorter = match(folded, start, edges[place])
            end = shorter.end() if shorter else edges[place]
        yield start, end
        position = end


def _uses_dots(folded: str, raw: Sequence[Span]) -> bool:
    """Whether the text writes 1.234 for a thousand: it says so elsewhere, and nothing in it says otherwise."""
    sure = likely = 0
    for start, end in raw:
        word = folded[start:end]
        if not word[0].isdigit() or not ("." in word or "," in word):
            continue
        if _DOTTED.fullmatch(word) and word[0] != "0":
            sure += word.count(".") > 1 or "," in word
            likely += 1
        elif word.count(".") < 2:
            return False
    return sure > 0 or likely > 1


def _digits(word: str, start: int, end: int, dotted: bool) -> Piece:
    if len(word) > MOST_DIGITS * 2 or sum(map(str.isdigit, word)) > MOST_DIGITS:
        return Piece(start, end, "odd", 0)
    if "/" in word:
        return _slashed(word, start, end)
    if "." in word and _DOTTED.fullmatch(word) and (dotted or "," in word):
        whole, _, rest = word.replace(".", "").partition(",")
        return Piece(start, end, "digits", float(f"{whole}.{rest}") if rest else int(whole))
    bare = word.translate(_UNGROUPED)
    if bare.count(".") > 1 or (bare == word and word[0] == "0" and word[1:2].isdigit()):
        return Piece(start, end, "odd", 0)
    if "." in bare:
        return Piece(start, end, "digits", float(bare))
    return Piece(start, end, "plain" if bare == word else "digits", int(bare))


def _slashed(word: str, start: int, end: int) -> Piece:
    """1/3 is a share; 24/7 and 9/11 are names, 5/17/2018 is a date."""
    over, _, under = word.partition("/")
    if under in _SLASHED and over.isdigit() and 0 < int(over) < int(under):
        return Piece(start, end, "part", int(over) / int(under))
    return Piece(start, end, "odd", 0)
