"""The words around a numeral, split once and looked up by every rule that asks."""

from __future__ import annotations

import re
from collections.abc import Container
from dataclasses import dataclass

BEFORE = 84
AFTER = 56
MOST = 5
_OPENING = "\"'“‘«([*_—–"
_CLOSING = ".,;:!?…)]»”\"'’*"
_STUCK = re.compile(r"(?<=[^\W\d_]{3})[.,](?=[^\W\d_]{2})")
_GLUED = re.compile(r"[^\s\"“”«»()\[\]*—–]*\Z")


@dataclass(slots=True)
class Before:
    """What stands before a numeral within its sentence: whole words, and what is glued to it ("$", "~", "f-")."""

    folded: str
    at: int
    end: int
    words: list[str]
    glued: str

    @property
    def starts(self) -> list[int]:
        """Where each word starts; looked up when asked for, since few numbers need it."""
        found: list[int] = []
        place = self.end
        for word in reversed(self.words):
            place = self.folded.rfind(word, 0, place)
            found.append(place)
        return found[::-1]

    @property
    def start(self) -> int:
        """Where the last word starts."""
        return self.folded.rfind(self.words[-1], 0, self.end) if self.words else self.end

    def drop(self, count: int) -> Before:
        """Without the last `count` words."""
        if count <= 0:
            return self
        if count > len(self.words):
            return Before(self.folded, self.end, self.end, [], "")
        place = self.starts[-count]
        return Before(self.folded, place, place, self.words[:-count], "")

    def last(self, size: int) -> str:
        if size == 1:
            return self.words[-1] if self.words else ""
        return " ".join(self.words[-size:]) if 0 < size <= len(self.words) else ""


@dataclass(slots=True)
class After:
    """What stands behind a numeral within its sentence: `gap` is the white space or hyphen between."""

    gap: str
    words: list[str]
    ends: list[int]

    @property
    def word(self) -> str:
        return self.words[0].strip(_CLOSING + _OPENING) if self.words else ""


def before(folded: str, start: int, limit: int) -> Before:
    """Looks back from `start`, not past `limit`."""
    first = max(limit, start - BEFORE)
    window = folded[first:start]
    glued = ""
    if window and not window[-1].isspace():
        match = _GLUED.search(window)
        glued = match.group() if match else ""
        window = window[: len(window) - len(glued)].rstrip(_OPENING)
        if window and not window[-1].isspace():
            return Before(folded, start, start, [], glued)
    words = [word.lstrip(_OPENING) for word in _STUCK.sub(" ", window).split()]
    if first > limit and words:
        del words[0]
    return Before(folded, start, first + len(window), words, glued)


def after(folded: str, end: int, limit: int) -> After:
    """Looks on from `end`, not past `limit`."""
    window = folded[end : min(limit, end + AFTER)]
    tail = window.lstrip(" \n\u00a0\u202f\u2009-‑")
    gap = window[: len(window) - len(tail)]
    words = tail.replace("-", " ").replace("‑", " ").split(None, MOST)[:MOST]
    ends: list[int] = []
    position = 0
    for word in words:
        position = tail.index(word, position) + len(word)
        ends.append(end + len(gap) + position)
    return After(gap, words, ends)


def longest(found: After, table: Container[str]) -> tuple[str, int] | None:
    """The longest phrase of the table that the words behind begin with, and where it ends; marks close a phrase."""
    phrase = ""
    best: tuple[str, int] | None = None
    for word, end in zip(found.words, found.ends, strict=True):
        bare = word.rstrip(_CLOSING)
        phrase = f"{phrase} {bare}" if phrase else bare
        if phrase in table:
            best = (phrase, end - (len(word) - len(bare)))
        if bare != word:
            break
    return best
