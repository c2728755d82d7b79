"""Texts as runs of word hashes, and as the hashes of their word 3-grams: over arrays, many texts at a time.

A word is a run of letters and digits, with single marks of `JOINS` inside it (10,000; o'clock); of Chinese and
Japanese, which put no spaces, each character is a word. Case and everything between words play no part.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

Keys = NDArray[np.uint64]
Ints = NDArray[np.int64]

JOINS = ".,'’"
_SINGLE = r"\u3040-\u30ff\u3400-\u9fff"
WORD = re.compile(rf"[{_SINGLE}]|[^\W{_SINGLE}]+(?:[{JOINS}][^\W{_SINGLE}]+)*")
BATCH = 1_000_000
"""Characters that are looked at together."""
LEAST_WORDS = 3

_M1 = np.uint64(0x9E3779B97F4A7C15)
_M2 = np.uint64(0xC2B2AE3D27D4EB4F)
_M3 = np.uint64(0x165667B19E3779F9)
_UNSEEN, _BETWEEN, _LETTER, _JOIN, _ALONE = range(5)


def folded(text: str) -> str:
    """What words are compared by."""
    return text.casefold().replace("’", "'")


class _Kinds:
    """The kind of each character, asked once a character: the table is filled as texts bring new ones."""

    def __init__(self) -> None:
        self._table = np.full(0x110000, _UNSEEN, np.uint8)

    def of(self, points: NDArray[np.uint32]) -> NDArray[np.uint8]:
        kinds: NDArray[np.uint8] = self._table[points]
        unseen = kinds == _UNSEEN
        if unseen.any():
            for point in np.unique(points[unseen]).tolist():
                self._table[point] = _kind(chr(point))
            kinds = self._table[points]
        return kinds


def _kind(character: str) -> int:
    if character in JOINS:
        return _JOIN
    if not WORD.match(character):
        return _BETWEEN
    return _ALONE if re.match(f"[{_SINGLE}]", character) else _LETTER


@lru_cache(maxsize=1)
def _kinds() -> _Kinds:
    return _Kinds()


def hashed(texts: Sequence[str]) -> Iterator[tuple[Keys, Keys]]:
    """For each text the hashes of its words and of its 3-grams, in its order; the same on every machine."""
    for begin, end in _batches([len(text) for text in texts]):
        if end - begin == 1:
            words = np.concatenate([part for part, _ in _hashed_parts(texts[begin])])
            yield words, grams(words)
        else:
            yield from _hashed([folded(text) for text in texts[begin:end]])


def _hashed_parts(text: str) -> Iterator[tuple[Keys, Keys]]:
    """One text in parts, so that memory does not grow with the longest."""
    begin = 0
    while begin < len(text) or not begin:
        end = begin + BATCH
        if end < len(text):
            end = max(text.rfind(" ", begin, end), text.rfind("\n", begin, end)) + 1 or end
        yield from _hashed([folded(text[begin:end])])
        begin = max(end, 1)


def _batches(sizes: Sequence[int]) -> Iterator[tuple[int, int]]:
    begin = held = 0
    for place, size in enumerate(sizes):
        if held and held + size > BATCH:
            yield begin, place
            begin, held = place, 0
        held += size + 1
    if begin < len(sizes):
        yield begin, len(sizes)


def _hashed(texts: list[str]) -> Iterator[tuple[Keys, Keys]]:
    points = np.frombuffer("\n".join(texts).encode("utf-32-le", "surrogatepass"), np.uint32)
    starts, ends = _bounds(_kinds().of(points))
    words = _hashes(points, starts, ends)
    runs = grams(words)
    borders = np.cumsum([0, *(len(text) + 1 for text in texts)])
    places = np.searchsorted(starts, borders).tolist()
    for first, last in pairwise(places):
        yield words[first:last], runs[first : max(first, last - LEAST_WORDS + 1)]


def _bounds(kinds: NDArray[np.uint8]) -> tuple[Ints, Ints]:
    """Where words begin, and where they end (exclusive)."""
    letter, alone = kinds == _LETTER, kinds == _ALONE
    inside = letter.copy()
    inside[1:-1] |= (kinds[1:-1] == _JOIN) & letter[:-2] & letter[2:]
    edge = np.zeros(1, bool)
    begins = (inside & ~np.r_[edge, inside[:-1]]) | alone
    stops = (inside & ~np.r_[inside[1:], edge]) | alone
    return np.flatnonzero(begins), np.flatnonzero(stops) + 1


def _hashes(points: NDArray[np.uint32], starts: Ints, ends: Ints) -> Keys:
    """A polynomial in a fixed odd number for each word, mixed."""
    if not len(starts):
        return np.zeros(0, np.uint64)
    lengths = ends - starts
    offsets = np.cumsum(lengths) - lengths
    within = np.arange(int(lengths.sum())) - np.repeat(offsets, lengths)
    powers = np.multiply.accumulate(np.full(int(lengths.max()), _M2, np.uint64))
    letters = points[np.repeat(starts, lengths) + within].astype(np.uint64)
    return _mixed(np.add.reduceat(letters * powers[within], offsets))


def _mixed(hashes: Keys) -> Keys:
    hashes ^= hashes >> np.uint64(33)
    hashes *= _M1
    hashes ^= hashes >> np.uint64(29)
    return hashes


def grams(words: Keys) -> Keys:
    """The hash of each run of three words."""
    if len(words) < LEAST_WORDS:
        return np.zeros(0, np.uint64)
    return _mixed((words[:-2] * _M1) ^ ((words[1:-1] * _M2) >> np.uint64(7)) ^ (words[2:] * _M3))


def distinct(hashes: Keys) -> Keys:
    """In order, each once."""
    hashes = np.sort(hashes)
    return hashes[np.r_[True, hashes[1:] != hashes[:-1]]] if len(hashes) else hashes
