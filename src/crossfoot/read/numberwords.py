"""The words of numbers and hedges of one language, as `figures` and its neighbours use them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Self

from crossfoot.read.language import LanguageError, Table, amounts, choices, phrases, subtable

FILE = "en.numbers.toml"

DIGITS = (
    r"[0-9]{1,3}(?P<gap>[,'’\u00a0\u2007\u2009\u202f ])[0-9]{3}(?:(?P=gap)[0-9]{3})*+(?![0-9])(?:\.[0-9]++)?"
    r"|[0-9]{1,2}(?:,[0-9]{2})++,[0-9]{3}(?![0-9])"
    r"|[0-9]{1,3}(?:\.[0-9]{3})++,[0-9]{1,2}(?![0-9])"
    r"|[0-9]++(?:[./][0-9]++)*+"
    r"|(?<![\w.])\.[0-9]++"
)
"""Numbers in digits as they are printed. No part of it can be read in two ways, so that it never goes back far."""
VULGAR = "½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞⅒"

Followers = Mapping[str, str]


def normal(phrase: str) -> str:
    """How phrases behind a number are looked up: hyphens are spaces, no full stop at the end."""
    return phrase.replace("-", " ").rstrip(".").strip()


def trie_pattern(words: Iterable[str]) -> str:
    """One alternative per letter: the scan looks at each letter once, however many words there are."""
    first: dict[str, list[str]] = {}
    ends = False
    for word in words:
        if word:
            first.setdefault(word[0], []).append(word[1:])
        else:
            ends = True
    if not first:
        return ""
    branches = [re.escape(letter) + trie_pattern(rest) for letter, rest in sorted(first.items())]
    joined = branches[0] if len(branches) == 1 and not ends else "(?:" + "|".join(branches) + ")"
    return joined + "?" if ends else joined


@dataclass(frozen=True, slots=True)
class Joins:
    """What ties two numbers together."""

    between: frozenset[str]
    from_: frozenset[str]
    and_: frozenset[str]
    to: frozenset[str]
    or_: frozenset[str]
    out_of: frozenset[str]
    ratio: frozenset[str]
    change: frozenset[str]
    not_ratio: frozenset[str]


@dataclass(frozen=True, slots=True)
class HedgeWords:
    """Phrases and what they say of the number (§2.2)."""

    before: Mapping[str, str]
    verbs: Mapping[str, str]
    after: Mapping[str, str]
    signs: Mapping[str, str]
    auxiliaries: frozenset[str]
    fillers: frozenset[str]
    negations: frozenset[str]
    breaks: frozenset[str]


@dataclass(frozen=True, slots=True)
class RejectWords:
    """What makes a number no figure (§2.6)."""

    before: Mapping[str, str]
    lists: frozenset[str]
    streets: frozenset[str]
    years: frozenset[str]
    one_before: frozenset[str]
    one_after: frozenset[str]
    plural: frozenset[str]


@dataclass(frozen=True, slots=True)
class NumberWords:
    """Everything the number reader knows of a language."""

    cardinals: Mapping[str, int]
    scales: Mapping[str, int]
    scale_marks: Mapping[str, int]
    dozens: Mapping[str, int]
    ordinals: Mapping[str, int]
    fractions: Mapping[str, int]
    vague: Mapping[str, int]
    plural_scales: Mapping[str, int]
    small: Mapping[str, frozenset[str]]
    joins: Joins
    hedges: HedgeWords
    rejects: RejectWords
    behind: Followers
    """normal phrase behind a number → percent, money, measure, duration, age, clock."""
    percent_signs: frozenset[str]
    money_signs: frozenset[str]
    money_codes: frozenset[str]
    money_regions: frozenset[str]
    scan: re.Pattern[str]
    """Finds every number in digits and every number word in text in small letters, in one pass."""

    @classmethod
    def from_table(cls, table: Table, file: str = FILE) -> Self:
        """Raises LanguageError with file, key and reason where the table is not as it should be."""
        named = {
            key: amounts(table, key, file)
            for key in (
                "cardinals",
                "scales",
                "scale_marks",
                "dozens",
                "ordinals",
                "fractions",
                "vague",
                "plural_scales",
            )
        }
        if not set(named["plural_scales"]) <= set(named["vague"]):
            raise LanguageError(file, "plural_scales", "each word needs a reading in vague too")
        numbers = [word for key, group in named.items() if key != "scale_marks" for word in group]
        money = subtable(table, "money", file)
        percent = subtable(table, "percent", file)
        return cls(
            **named,
            small={**_sets(table, "small", file), **_sets(table, "behind", file)},
            joins=_joins(table, file),
            hedges=_hedges(table, file),
            rejects=_rejects(table, file),
            behind=_behind(table, file),
            percent_signs=frozenset(phrases(percent, "signs", file)),
            money_signs=frozenset(phrases(money, "signs", file)),
            money_codes=frozenset(phrases(money, "codes", file)),
            money_regions=frozenset(phrases(money, "regions", file)),
            scan=re.compile(rf"{DIGITS}|\b{trie_pattern(sorted(set(numbers)))}\b|[{VULGAR}]"),
        )


def _sets(table: Table, key: str, file: str) -> dict[str, frozenset[str]]:
    below = subtable(table, key, file)
    return {name: frozenset(phrases(below, name, file)) for name in below}


def _joins(table: Table, file: str) -> Joins:
    sets = _sets(table, "joins", file)
    rejects = subtable(table, "rejects", file)
    try:
        return Joins(
            sets["between"], sets["from"], sets["and"], sets["to"], sets["or"], sets["out_of"], sets["ratio"],
            sets["change"], _sets(rejects, "ratio", file)["after"],
        )  # fmt: skip
    except KeyError as error:
        raise LanguageError(file, f"joins.{error.args[0]}", "is missing") from None


def _hedges(table: Table, file: str) -> HedgeWords:
    below = subtable(table, "hedges", file)
    words = _sets(below, "words", file)
    tables = [choices(below, key, file) for key in ("before", "verbs", "after", "signs")]
    for key, found in zip(("before", "verbs", "after", "signs"), tables, strict=True):
        unknown = set(found.values()) - {"exact", "over", "at_least", "up_to", "under", "about", "almost", "vague"}
        if unknown:
            raise LanguageError(file, f"hedges.{key}.{min(unknown)}", "no such hedge")
    before, verbs, after, signs = tables
    try:
        return HedgeWords(
            before, verbs, after, signs, words["auxiliaries"], words["fillers"], words["negations"], words["breaks"]
        )
    except KeyError as error:
        raise LanguageError(file, f"hedges.words.{error.args[0]}", "is missing") from None


def _rejects(table: Table, file: str) -> RejectWords:
    below = subtable(table, "rejects", file)
    before = dict(choices(below, "before", file))
    lists = frozenset(phrase for phrase, reason in before.items() if reason == "references")
    before.update(dict.fromkeys(lists, "reference"))
    one = _sets(below, "one", file)
    return RejectWords(
        before,
        lists,
        frozenset(phrases(subtable(below, "streets", file), "words", file)),
        frozenset(phrases(subtable(below, "years", file), "before", file)),
        one.get("before", frozenset()),
        one.get("after", frozenset()),
        frozenset(phrases(subtable(below, "nouns", file), "plural", file)),
    )


def _behind(table: Table, file: str) -> Followers:
    found: dict[str, str] = {}
    units = choices(table, "units", file)
    for phrase, kind in units.items():
        found.setdefault(normal(phrase), kind)
    percent = subtable(table, "percent", file)
    money = subtable(table, "money", file)
    for kind, words in (("percent", phrases(percent, "words", file)), ("money", phrases(money, "words", file))):
        for phrase in words:
            found[normal(phrase)] = kind
    return found
