"""Words of a text with their offsets, and the phrases of many lists found among them in one pass."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from itertools import count
from typing import Any, Generic, NamedTuple, TypeVar, overload

WORD = re.compile(r"[^\W_]+(?:['’ʼ][^\W_]+|(?<=\b[^\W_])\.[^\W_](?![^\W_]))*")
"""A point belongs to a word between single letters only ("U.S."): what is glued by a lost space is two words."""
APOSTROPHES = "’ʼ"
T = TypeVar("T")


class Token(NamedTuple):
    """One word: `norm` is in lower case, with plain apostrophes and without the ending of the possessive."""

    start: int
    end: int
    norm: str


class Words:
    """The words of one text, in order. Positions are indices of words, offsets are code points of the text."""

    def __init__(self, text: str, endings: tuple[str, ...]) -> None:
        self.text = text
        self._endings = endings
        self._spans = [match.span() for match in WORD.finditer(text)]
        self._norms: list[str | None] = [None] * len(self._spans)
        self.tokens = Tokens(self)

    def __len__(self) -> int:
        return len(self._spans)

    def at(self, offset: int) -> int:
        """The position of the first word that starts at or after the offset."""
        return bisect_left(self._spans, (offset,))

    def between(self, start: int, end: int) -> range:
        """Positions of the words that start within [start, end)."""
        return range(self.at(start), self.at(end))

    def span(self, position: int) -> tuple[int, int]:
        return self._spans[position]

    def norm(self, position: int) -> str:
        found = self._norms[position]
        if found is None:
            start, end = self._spans[position]
            found = self._norms[position] = normal(self.text[start:end], self._endings)
        return found

    def norms(self, first: int, stop: int) -> list[str]:
        if first >= stop:
            return []
        known = self._norms[first:stop]
        if None in known:
            words = WORD.findall(self.text, self._spans[first][0], self._spans[stop - 1][1])
            known = self._norms[first:stop] = [
                word if word.isalnum() else normal(word, self._endings) for word in map(str.casefold, words)
            ]
        return known  # type: ignore[return-value]


class Tokens(Sequence[Token]):
    """The words of a text as tokens, made when they are asked for: most words of most texts never are."""

    def __init__(self, words: Words) -> None:
        self._words = words

    def __len__(self) -> int:
        return len(self._words)

    @overload
    def __getitem__(self, at: int) -> Token: ...
    @overload
    def __getitem__(self, at: slice) -> list[Token]: ...
    def __getitem__(self, at: int | slice) -> Token | list[Token]:
        if isinstance(at, slice):
            return [self[position] for position in range(*at.indices(len(self)))]
        words = self._words
        return Token(*words.span(at), words.norm(at))


def tokens(text: str, endings: tuple[str, ...]) -> Iterator[Token]:
    for match in WORD.finditer(text):
        yield Token(match.start(), match.end(), normal(match[0], endings))


def normal(word: str, endings: tuple[str, ...]) -> str:
    word = word.casefold()
    if word.isalnum():
        return word
    for mark in APOSTROPHES:
        word = word.replace(mark, "'")
    for ending in endings:
        if word.endswith(ending) and len(word) > len(ending):
            return word[: -len(ending)]
    return word


class Hit(NamedTuple, Generic[T]):
    """A phrase found: positions of its first word and of the word after its last, and what it stands for."""

    first: int
    last: int
    value: T


class Phrases(Generic[T]):
    """One list of phrases and what each stands for; case, hyphens and possessive endings do not matter."""

    _numbers = count()

    def __init__(self, entries: Iterable[tuple[str, T]], endings: tuple[str, ...] = ()) -> None:
        self.number = next(self._numbers)
        split = ((tuple(token.norm for token in tokens(phrase, endings)), value) for phrase, value in entries)
        self.entries: tuple[tuple[tuple[str, ...], T], ...] = tuple(entry for entry in split if entry[0])

    def scan(self, words: Words) -> list[Hit[T]]:
        """Every phrase of the whole text in order, longer before shorter, also one inside another."""
        return Finder((self,)).scan(words, range(len(words))).get(self.number, [])


class Finder:
    """Several lists of phrases, found together."""

    def __init__(self, lists: Iterable[Phrases[Any]]) -> None:
        found: dict[str, list[tuple[list[str], int, int, Any]]] = {}
        for phrases in lists:
            for words, value in phrases.entries:
                found.setdefault(words[0], []).append((list(words), len(words), phrases.number, value))
        for entries in found.values():
            entries.sort(key=lambda entry: -entry[1])
        self._by_first = found

    def scan(self, words: Words, span: range) -> dict[int, list[Hit[Any]]]:
        """By number of the list, every phrase among these words, in order, longer before shorter."""
        norms = words.norms(span.start, span.stop)
        by_first = self._by_first
        found: dict[int, list[Hit[Any]]] = {}
        for at, norm in enumerate(norms):
            if norm in by_first:
                first = span.start + at
                for phrase, size, number, value in by_first[norm]:
                    if size == 1 or norms[at : at + size] == phrase:
                        found.setdefault(number, []).append(Hit(first, first + size, value))
        return found


def longest(hits: list[Hit[T]]) -> list[Hit[T]]:
    """Leftmost and longest of the hits of one scan, which never overlap; of several values the first given."""
    kept: list[Hit[T]] = []
    for hit in hits:
        if not kept or hit.first >= kept[-1].last:
            kept.append(hit)
    return kept
