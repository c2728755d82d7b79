"""The words of a language: tables of `languages/<code>.toml`, validated when they are loaded.

This module knows how to find and check a table; what a topic's table holds is the matter of the module that uses it
(`NumberWords`, `SentenceWords`, `TimeWords` …), each with a classmethod `from_table`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from types import MappingProxyType

Table = Mapping[str, object]


class LanguageError(ValueError):
    """A language file says something it may not: where, which key, and why."""

    def __init__(self, file: str, key: str, reason: str) -> None:
        super().__init__(f"{file}: {key}: {reason}")
        self.file = file
        self.key = key
        self.reason = reason


@cache
def load_table(code: str, topic: str) -> Table:
    """The table `[topic]` of `languages/<code>.toml`. Raises LanguageError where there is none."""
    file = f"{code}.toml"
    return MappingProxyType(dict(subtable(_document(code, file), topic, file)))


@cache
def _document(code: str, file: str) -> Table:
    source = resources.files(__package__).joinpath("languages", file)
    try:
        return MappingProxyType(tomllib.loads(source.read_text(encoding="utf-8")))
    except FileNotFoundError:
        raise LanguageError(file, code, "no such language file") from None
    except tomllib.TOMLDecodeError as error:
        raise LanguageError(file, code, str(error)) from error


def subtable(table: Table, key: str, file: str) -> Table:
    """The table below `key`."""
    value = table.get(key)
    if not isinstance(value, Mapping):
        raise LanguageError(file, key, "a table is needed here")
    return value


def phrases(table: Table, key: str, file: str) -> tuple[str, ...]:
    """The list of phrases below `key`: lower case, single spaces, none twice."""
    value = table.get(key)
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise LanguageError(file, key, "a list of phrases is needed here")
    found: dict[str, None] = {}
    for phrase in value:
        if phrase != " ".join(phrase.lower().split()) or not phrase:
            raise LanguageError(file, key, f"{phrase!r} is not lower case with single spaces")
        if phrase in found:
            raise LanguageError(file, key, f"{phrase!r} is there twice")
        found[phrase] = None
    return tuple(found)


def amounts(table: Table, key: str, file: str) -> Mapping[str, int]:
    """The table of whole numbers below `key`: word = number, none negative."""
    found: dict[str, int] = {}
    for word, value in subtable(table, key, file).items():
        if not isinstance(value, int) or isinstance(value, bool) or value < 0:
            raise LanguageError(file, f"{key}.{word}", "a whole number is needed here")
        if word != word.lower():
            raise LanguageError(file, f"{key}.{word}", "words are written in lower case")
        found[word] = value
    return MappingProxyType(found)


def choices(table: Table, key: str, file: str) -> Mapping[str, str]:
    """Below `key`, lists of phrases by what they mean, turned round: phrase → meaning."""
    found: dict[str, str] = {}
    below = subtable(table, key, file)
    for meaning in below:
        for phrase in phrases(below, meaning, file):
            if phrase in found:
                raise LanguageError(file, f"{key}.{meaning}", f"{phrase!r} is already there as {found[phrase]}")
            found[phrase] = meaning
    return MappingProxyType(found)
