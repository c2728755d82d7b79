"""Words by which reports lean on one another, one data file a language, checked when they are loaded."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Any, cast

WordRun = tuple[str, ...]
ByFirst = Mapping[str, tuple[WordRun, ...]]

_LAYOUT: Mapping[str, tuple[str, ...]] = {
    "corroboration": ("verbs", "objects", "negations"),
    "names": ("articles", "titles", "indefinite", "roles", "joiners"),
}


class CueError(ValueError):
    """A language file is not what it must be; says which file and key."""


@dataclass(frozen=True, slots=True)
class Cues:
    """Casefolded: runs of words, each list by its first words, and single words of names."""

    verbs: ByFirst
    objects: ByFirst
    negations: ByFirst
    articles: frozenset[str]
    titles: frozenset[str]
    indefinite: frozenset[str]
    roles: frozenset[str]
    joiners: frozenset[str]


def first(words: WordRun, runs: ByFirst) -> int | None:
    """Where the first of the runs begins in these words."""
    for i, word in enumerate(words):
        if any(words[i : i + len(run)] == run for run in runs.get(word, ())):
            return i
    return None


def parse(name: str, text: str) -> Cues:
    """The cues of one file. Errors: CueError with file and key."""
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise CueError(f"{name}: {error}") from error
    _known(name, "", table, tuple(_LAYOUT))
    found: dict[str, Any] = {}
    for section, keys in _LAYOUT.items():
        part = table.get(section, {})
        if not isinstance(part, dict):
            raise CueError(f"{name}: [{section}] must be a table")
        _known(name, section, part, keys)
        taken = _words if section == "names" else _runs
        found |= {key: taken(f"{name}: {section}.{key}", part.get(key, [])) for key in keys}
    return Cues(**found)


def _known(name: str, section: str, table: Mapping[str, object], keys: tuple[str, ...]) -> None:
    for key in table:
        if key not in keys:
            raise CueError(f"{name}: unknown key {section + '.' if section else ''}{key}; known: {', '.join(keys)}")


def _entries(place: str, value: object) -> list[str]:
    if not isinstance(value, list) or not all(isinstance(entry, str) and entry.strip() for entry in value):
        raise CueError(f"{place} must be a list of words")
    return cast(list[str], value)


def _words(place: str, value: object) -> frozenset[str]:
    return frozenset(entry.casefold() for entry in _entries(place, value))


def _runs(place: str, value: object) -> ByFirst:
    runs: dict[str, tuple[WordRun, ...]] = {}
    for entry in _entries(place, value):
        run = tuple(entry.casefold().split())
        runs[run[0]] = (*runs.get(run[0], ()), run)
    return runs


@lru_cache(maxsize=1)
def languages() -> Mapping[str, Cues]:
    """Every language there is a file for, by its code."""
    folder = resources.files(__package__).joinpath("languages")
    files = sorted((f for f in folder.iterdir() if f.name.endswith(".toml")), key=lambda f: f.name)
    return {f.name.removesuffix(".toml"): parse(f.name, f.read_text(encoding="utf-8")) for f in files}


def cues_of(language: str | None) -> Cues | None:
    """The cues of a report's language; English where the report does not say, none where there is no file."""
    code = (language or "en").split("-")[0].lower()
    return languages().get(code)
