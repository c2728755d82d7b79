"""What must not leave the ledger: contact data in the words around a figure. Names come later.

Patterns are bounded and start at a fixed sign or at a word's edge, so that a scan takes linear time.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from crossfoot.publish import Contents

_MAIL = r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}"
_CHAT = r"(?<![\w.])(?:t\.me|wa\.me|telegram\.me)/[\w+/-]{2,64}"
_HANDLE = r"(?<![\w@./])@[A-Za-z0-9_][A-Za-z0-9_.]{2,31}"
_INTERNATIONAL = r"(?<![\w+])\+[ (]{0,2}\d(?:[ ().\-\u00a0]{0,2}\d){7,14}(?!\d)"
_NATIONAL = r"(?<![\w+.,])\(?0\d{2,4}\)?[ \-\u00a0]\d{2,4}(?:[ \-\u00a0]\d{2,4}){1,3}(?![\w,.]\d)"
_COORDINATES = r"(?<![\w.])-?\d{1,3}\.\d{3,10}°?[ ]?[NSns]?[,;][ ]{0,2}-?\d{1,3}\.\d{3,10}°?[ ]?[EWew]?(?!\w)"

RULES: tuple[tuple[str, str, re.Pattern[str]], ...] = (
    ("mail", "@", re.compile(_MAIL)),
    ("handle", "/", re.compile(_CHAT)),
    ("handle", "@", re.compile(_HANDLE)),
    ("coordinates", ".", re.compile(_COORDINATES)),
    ("phone", "+", re.compile(_INTERNATIONAL)),
    ("phone", "0", re.compile(_NATIONAL)),
)
"""Kind, a character without which the pattern cannot match, pattern."""


@dataclass(frozen=True, slots=True)
class Masked:
    """A stretch of text to hide. `kind` is the rule's name."""

    start: int
    end: int
    kind: str


def masked(text: str) -> tuple[Masked, ...]:
    """Stretches to hide, in order, none overlapping; an earlier rule wins."""
    found: list[Masked] = []
    for kind, needed, pattern in RULES:
        if needed not in text:
            continue
        taken = tuple(found)
        found += [m for m in _matches(kind, pattern, text) if not _overlaps(m, taken)]
    return tuple(sorted(found, key=lambda m: m.start))


def _matches(kind: str, pattern: re.Pattern[str], text: str) -> Iterator[Masked]:
    for match in pattern.finditer(text):
        yield Masked(match.start(), match.end(), kind)


def redact(text: str, labels: dict[str, str]) -> str:
    """The text with every stretch to hide replaced by its label."""
    parts: list[str] = []
    at = 0
    for m in masked(text):
        parts += [text[at : m.start], labels.get(m.kind, m.kind)]
        at = m.end
    return "".join((*parts, text[at:]))


def redactor(contents: Contents) -> Callable[[str], str]:
    """What masks the private data of `contents` in any text of theirs."""
    from crossfoot.publish.words import load_words

    del contents
    labels = {kind: str(label) for kind, label in load_words().section("mask").items()}
    return lambda text: redact(text, labels)


def _overlaps(m: Masked, taken: tuple[Masked, ...]) -> bool:
    return any(m.start < t.end and t.start < m.end for t in taken)
