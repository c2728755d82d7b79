"""Words of a text with their offsets, and the phrases of a list found among them in one pass."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar

WORD = re.compile(r"[^\W_]+(?:['’ʼ.][^\W_]+)*")
APOSTROPHES = str.maketrans({"’": "'", "ʼ": "'", "‘": "'"})
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Token:
    """One word: `norm` is in lower case, with plain apostrophes and without the ending of the possessive."""

    start: int
    end: int
    norm: str


class Words:
    """The words of one text, in order. Positions are indices of words, offsets are code points of the text."""

    def __init__(self, text: str, endings: tuple[str, ...]) -> None:
        self.text = text
        self.tokens = tuple(tokens(text, endings))
        self._starts = [token.start for token in self.tokens]

    def at(self, offset: int) -> int:
        """The position of the first word that starts at or after the offset."""
        return bisect_left(self._starts, offset)

    def between(self, start: int, end: int) -> range:
        """Positions of the words that start within [start, end)."""
        return range(self.at(start), self.at(end))


def tokens(text: str, endings: tuple[str, ...]) -> Iterator[Token]:
    for match in WORD.finditer(text):
        yield Token(match.start(), match.end(), normal(match[0], endings))


def normal(word: str, endings: tuple[str, ...]) -> str:
    word = word.translate(APOSTROPHES).casefold()
    for ending in endings:
        if word.endswith(ending) and len(word) > len(ending):
            return word[: -len(ending)]
    return word


@dataclass(frozen=True, slots=True)
class Hit(Generic[T]):
    """A phrase found: positions of its first word and of the word after its last, and what it stands for."""

    first: int
    last: int
    value: T


class Phrases(Generic[T]):
    """Phrases by their first word; case, hyphens and possessive endings do not matter."""

    def __init__(self, entries: Iterable[tuple[str, T]], endings: tuple[str, ...] = ()) -> None:
        self._by_first: dict[str, list[tuple[tuple[str, ...], T]]] = {}
        for phrase, value in entries:
            words = tuple(token.norm for token in tokens(phrase, endings))
            if words:
                self._by_first.setdefault(words[0], []).append((words, value))
        for found in self._by_first.values():
            found.sort(key=lambda entry: -len(entry[0]))

    def scan(self, words: Words) -> list[Hit[T]]:
        """Every phrase of the text in order, longer before shorter, also one inside another."""
        hits: list[Hit[T]] = []
        tokens = words.tokens
        for position, token in enumerate(tokens):
            for phrase, value in self._by_first.get(token.norm, ()):
                last = position + len(phrase)
                if last <= len(tokens) and all(tokens[position + n].norm == w for n, w in enumerate(phrase)):
                    hits.append(Hit(position, last, value))
        return hits


def longest(hits: list[Hit[T]]) -> list[Hit[T]]:
    """Leftmost and longest of the hits of one scan, which never overlap; of several values the first given."""
    kept: list[Hit[T]] = []
    for hit in hits:
        if not kept or hit.first >= kept[-1].last:
            kept.append(hit)
    return kept


def within(hits: list[Hit[T]], span: range) -> list[Hit[T]]:
    """The hits that lie within a range of positions."""
    found: list[Hit[T]] = []
    for at in range(bisect_left(hits, span.start, key=_first), len(hits)):
        if hits[at].first >= span.stop:
            break
        if hits[at].last <= span.stop:
            found.append(hits[at])
    return found


def _first(hit: Hit[T]) -> int:
    return hit.first
