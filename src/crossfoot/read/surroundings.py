"""The words around a numeral, split once and looked up by every rule that asks."""

from __future__ import annotations

import re
from collections.abc import Container
from dataclasses import dataclass

BEFORE = 110
AFTER = 56
_OPENING = "\"'“‘«([*_—–"
_CLOSING = ".,;:!?…)]»”\"'’*"
_GLUED = re.compile(r"[^\s\"“”«»()\[\]*—–]*\Z")


@dataclass(frozen=True, slots=True)
class Before:
    """What stands before a numeral within its sentence: whole words, and what is glued to it ("$", "~", "f-")."""

    words: tuple[str, ...]
    starts: tuple[int, ...]
    glued: str

    def drop(self, count: int) -> Before:
        """Without the last `count` words."""
        size = max(len(self.words) - count, 0)
        return Before(self.words[:size], self.starts[:size], "")

    def last(self, size: int) -> str:
        return " ".join(self.words[-size:]) if 0 < size <= len(self.words) else ""


@dataclass(frozen=True, slots=True)
class After:
    """What stands behind a numeral within its sentence: `gap` is the white space or hyphen between."""

    gap: str
    words: tuple[str, ...]
    ends: tuple[int, ...]

    @property
    def word(self) -> str:
        return self.words[0].strip(_CLOSING + _OPENING) if self.words else ""


def before(folded: str, start: int, limit: int) -> Before:
    """Looks back from `start`, not past `limit`. A word that ends in a mark closes what went before it."""
    first = max(limit, start - BEFORE)
    window = folded[first:start]
    glued = ""
    if window and not window[-1].isspace():
        match = _GLUED.search(window)
        glued = match.group() if match else ""
        window = window[: len(window) - len(glued)].rstrip('("“«[*_') if glued else window.rstrip(_OPENING)
        if window and not window[-1].isspace():
            return Before((), (), glued)
    words: list[str] = []
    starts: list[int] = []
    position = 0
    for word in window.split():
        at = window.index(word, position)
        position = at + len(word)
        stripped = word.lstrip(_OPENING)
        words.append(stripped)
        starts.append(first + at + len(word) - len(stripped))
    if first > limit and words:
        del words[0], starts[0]
    return Before(tuple(words), tuple(starts), glued)


def after(folded: str, end: int, limit: int) -> After:
    """Looks on from `end`, not past `limit`."""
    window = folded[end : min(limit, end + AFTER)]
    tail = window.lstrip(" \n\u00a0\u202f\u2009-‑")
    gap = window[: len(window) - len(tail)]
    words: list[str] = []
    ends: list[int] = []
    position = 0
    for word in tail.replace("-", " ").replace("‑", " ").split()[:6]:
        at = tail.index(word[0], position) if word else position
        at = tail.find(word, position) if tail.find(word, position) >= 0 else at
        position = at + len(word)
        words.append(word)
        ends.append(end + len(gap) + position)
    return After(gap, tuple(words), tuple(ends))


def longest(found: After, table: Container[str], most: int = 4) -> tuple[str, int] | None:
    """The longest phrase of the table that the words behind begin with, and where it ends; marks close a phrase."""
    open_words: list[str] = []
    best: tuple[str, int] | None = None
    for word, end in zip(found.words[:most], found.ends, strict=False):
        bare = word.rstrip(_CLOSING)
        open_words.append(bare)
        phrase = " ".join(open_words)
        if phrase in table:
            best = (phrase, end - (len(word) - len(bare)))
        if bare != word:
            break
    return best
