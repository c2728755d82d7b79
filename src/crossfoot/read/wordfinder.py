"""Whole words of a list, found in a text in one pass however many words there are."""

from __future__ import annotations

from collections.abc import Iterable


class WordFinder:
    """Made once for a list of words in small letters; looks for them in text in small letters."""

    def __init__(self, words: Iterable[str]) -> None:
        import ahocorasick_rs

        self._automaton = ahocorasick_rs.AhoCorasick(
            sorted(set(words)), matchkind=ahocorasick_rs.MatchKind.LeftmostLongest
        )

    def starts(self, folded: str) -> list[int]:
        """Where each of the words begins, in order; a word inside another is none."""
        last = len(folded)
        return [
            start
            for _, start, end in self._automaton.find_matches_as_indexes(folded)
            if not (start and folded[start - 1].isalpha()) and not (end < last and folded[end].isalpha())
        ]
