"""Who and what is masked in all that leaves a ledger: names of private persons, and where somebody hid or went.

The rule is short: a name is masked unless a public role of `*.toml` stands beside it somewhere in the ledger, or a
person allowed it. The files hold every word the rule knows.
"""

from __future__ import annotations

import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from typing import Any

SECTIONS = {
    "public": ("roles", "breaks"),
    "private": ("cues", "callsigns", "speech"),
    "place": ("testimony", "cues", "prepositions", "heads", "numbered", "wide"),
    "names": ("particles", "endings", "given", "given_with_surname", "organisations", "never"),
}


class PrivacyError(ValueError):
    """A file of words that does not have the sections and lists it must have."""


@dataclass(frozen=True, slots=True)
class PrivacyWords:
    """The lists of every language together, in lower case."""

    roles: frozenset[str]
    breaks: frozenset[str]
    cues: frozenset[str]
    callsigns: frozenset[str]
    speech: frozenset[str]
    testimony: frozenset[str]
    place_cues: frozenset[str]
    prepositions: frozenset[str]
    heads: frozenset[str]
    numbered: frozenset[str]
    wide: frozenset[str]
    particles: frozenset[str]
    endings: tuple[str, ...]
    given: frozenset[str]
    given_with_surname: frozenset[str]
    organisations: frozenset[str]
    never: frozenset[str]


@cache
def privacy_words() -> PrivacyWords:
    """Raises PrivacyError where a file of words is not as it must be."""
    found: dict[str, set[str]] = {}
    for file in sorted(resources.files(__package__).iterdir(), key=lambda f: f.name):
        if file.name.endswith(".toml"):
            for key, words in _lists(file.name, tomllib.loads(file.read_text(encoding="utf-8"))):
                found.setdefault(key, set()).update(words)
    sets = {key: frozenset(words) for key, words in found.items()}
    endings = tuple(sorted(sets.pop("endings")))
    return PrivacyWords(endings=endings, **sets)


def _lists(name: str, table: dict[str, Any]) -> list[tuple[str, set[str]]]:
    if {section: tuple(lists) for section, lists in table.items()} != {s: tuple(k) for s, k in SECTIONS.items()}:
        raise PrivacyError(f"{name}: must have {SECTIONS}")
    done = []
    for section, lists in table.items():
        for key, words in lists.items():
            if not isinstance(words, list) or not all(isinstance(w, str) and w for w in words):
                raise PrivacyError(f"{name}: {section}.{key} must be a list of words")
            done.append((f"place_{key}" if (section, key) == ("place", "cues") else key, {plain(w) for w in words}))
    return done


@lru_cache(65_536)
def plain(word: str) -> str:
    """A word as it is compared: composed, lower case, with one kind of apostrophe."""
    return unicodedata.normalize("NFC", word).casefold().replace("’", "'")
