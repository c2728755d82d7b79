"""Shared passages as exact spans of both reports, so that a reader sees them side by side."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from crossfoot.records import Span
from crossfoot.trace.words import WORD, folded, grams

LEAST_WORDS = 5
MOST_WORDS = 400
"""A longer passage is cut into several."""
MOST_PASSAGES = 40
PLACES = 8
"""Places of one 3-gram that are tried; a text of one word repeated stays linear."""


@dataclass(frozen=True, slots=True)
class Words:
    text: str
    spans: tuple[tuple[int, int], ...]
    numbers: tuple[int, ...]
    """A number for each word, the same for the same word."""
    grams: tuple[int, ...]

    def span(self, first: int, count: int) -> Span:
        start, end = self.spans[first][0], self.spans[first + count - 1][1]
        return Span(start, end, self.text[start:end])


def aligner() -> Callable[[str], Words]:
    """A function that takes a text to its words with their places."""
    numbers: dict[str, int] = {}

    def words(text: str) -> Words:
        spans = tuple(m.span() for m in WORD.finditer(text))
        plain = folded(text)
        if len(plain) == len(text):
            held = [numbers.setdefault(plain[start:end], len(numbers)) for start, end in spans]
        else:
            held = [numbers.setdefault(folded(text[start:end]), len(numbers)) for start, end in spans]
        runs = grams(np.array(held, np.uint64))
        return Words(text, spans, tuple(held), tuple(runs.tolist()))

    return words


def passages(source: Words, target: Words) -> tuple[tuple[Span, Span], ...]:
    """The longest shared runs of words, in the order of `source`; linear in both texts."""
    places: dict[int, list[int]] = {}
    for j, gram in enumerate(target.grams):
        held = places.setdefault(gram, [])
        if len(held) < PLACES:
            held.append(j)
    runs: list[tuple[int, int, int]] = []
    i = 0
    while i < len(source.grams):
        length, j = max(((_run(source, i, target, j), -j) for j in places.get(source.grams[i], ())), default=(0, 0))
        if length >= LEAST_WORDS:
            runs.append((i, -j, length))
        i += length if length >= LEAST_WORDS else 1
    longest = sorted(sorted(runs, key=lambda run: -run[2])[:MOST_PASSAGES])
    return tuple((source.span(i, length), target.span(j, length)) for i, j, length in longest)


def _run(source: Words, i: int, target: Words, j: int) -> int:
    most = min(len(source.numbers) - i, len(target.numbers) - j, MOST_WORDS)
    length = 0
    while length < most and source.numbers[i + length] == target.numbers[j + length]:
        length += 1
    return length
