"""The places of the world from GeoNames (CC BY 4.0, see world.md): a packed table, loaded when the first name is asked.

The table has two sorted parts: places (id, kind, what it lies in, thousands of inhabitants), and names with the numbers
of the places that bear them. It is looked up by halving and never parsed as a whole. tools/gazetteer.py builds it.
"""

from __future__ import annotations

import gzip
import unicodedata
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

FILE = Path(__file__).parent / "world.tsv.gz"
COLUMNS = ("id", "kind", "within", "thousands")
WorldKind = Literal["country", "region", "city"]
_KINDS: dict[str, WorldKind] = {"c": "country", "r": "region", "t": "city"}
CODES: dict[WorldKind, str] = {kind: code for code, kind in _KINDS.items()}
_PLAIN = str.maketrans(
    {"’": "'", "ʼ": "'", "`": "'", "‘": "'", "-": " ", "‑": " ", ".": " ", "ł": "l", "ø": "o", "đ": "d", "ı": "i"}
)


@dataclass(frozen=True, slots=True)
class Bearer:
    """A place that bears a name. `is_common`: the name is an ordinary word, too ("Reading", "Nice")."""

    id: str
    kind: WorldKind
    within: str | None
    thousands: int
    is_common: bool = False


def key(name: str) -> str:
    """The name as the table has it: small letters without marks, words parted by one space."""
    folded = name.casefold().translate(_PLAIN).replace("'s ", " ").removesuffix("'s")
    if not folded.isascii():
        folded = "".join(_letters(folded))
    return " ".join(folded.split())


def _letters(text: str) -> list[str]:
    found = []
    for letter in text:
        plain = unicodedata.normalize("NFKD", letter)
        found.append(
            letter if "\u0400" <= letter <= "\u052f" else "".join(c for c in plain if not unicodedata.combining(c))
        )
    return found


class World:
    """Looks places up by id and by name, by halving the sorted text."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._names = text.index("\n\n") + 1
        """Where the names begin, with the break before them."""
        self._places = text[: self._names].split("\n")
        self._by_letter: dict[str, list[str]] = {}

    def get(self, id: str) -> Bearer | None:
        at = bisect_left(self._places, f"{id}\t", 1)
        known = at < len(self._places) and self._places[at].startswith(f"{id}\t")
        return self._bearer(at) if known else None

    def named(self, name: str) -> Sequence[Bearer]:
        """All that bear the name, largest first."""
        wanted = f"{key(name)}\t"
        line = self._line(wanted)
        if not line.startswith(wanted):
            return ()
        numbers = [int(number) for number in line[len(wanted) :].split(",")]
        found = [self._bearer(abs(number), number < 0) for number in numbers]
        return sorted(found, key=lambda bearer: -bearer.thousands)

    def begins(self, word: str) -> bool:
        """Whether the word is a name, or names of several words begin with it."""
        wanted = key(word)
        return any(self._line(f"{wanted}{end}").startswith(f"{wanted}{end}") for end in "\t ")

    def _line(self, wanted: str) -> str:
        """The first of the names with the same letter that is not before `wanted`."""
        lines = self._beginning_with(wanted[0])
        at = bisect_left(lines, wanted)
        return lines[at] if at < len(lines) else ""

    def _beginning_with(self, letter: str) -> list[str]:
        lines = self._by_letter.get(letter)
        if lines is None:
            first = self._text.find(f"\n{letter}", self._names)
            last = self._text.rfind(f"\n{letter}", self._names)
            lines = self._text[first + 1 : self._text.find("\n", last + 1)].split("\n") if first >= 0 else []
            self._by_letter[letter] = lines
        return lines

    def _bearer(self, number: int, is_common: bool = False) -> Bearer:
        id, kind, within, thousands = self._places[number].split("\t")
        around = self._places[int(within)].partition("\t")[0] if within else None
        return Bearer(id, _KINDS[kind], around, int(thousands), is_common)


@cache
def world() -> World:
    """The table that is shipped, unpacked once (about 20 ms)."""
    return World(gzip.decompress(FILE.read_bytes()).decode("utf-8"))
