"""The words of numbers and hedges of one language, as `figures` and its neighbours use them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol, Self

from crossfoot.read.language import LanguageError, Table, amounts, choices, phrases, subtable

FILE = "en.toml"

DIGITS = (
    r"[0-9]{1,3}(?P<gap>[,'’\u00a0\u2007\u2009\u202f ])[0-9]{3}(?=(?P<more>(?:(?P=gap)[0-9]{3})*))(?P=more)"
    r"(?![0-9])(?:\.[0-9]++)?"
    r"|[0-9]{1,2}(?=(?P<pairs>(?:,[0-9]{2}(?![0-9]))+))(?P=pairs),[0-9]{3}(?![0-9])"
    r"|[0-9]{1,3}(?=(?P<points>(?:\.[0-9]{3})+))(?P=points),[0-9]{1,2}(?![0-9])"
    r"|[0-9]++(?=(?P<parts>(?:[./][0-9]++)*))(?P=parts)"
    r"|(?<![\w.])\.[0-9]++"
)
"""Numbers in digits as they are printed. No part of it can be read in two ways, so that it never goes back far.

A group looked at ahead and then repeated stands for a possessive one, which Pythons before 3.11.5 match wrongly."""
VULGAR = "½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞⅒"

Followers = Mapping[str, str]


class Search(Protocol):
    """The one pass over the whole text: fast, in linear time whatever the text, and content to find too much."""

    def finditer(self, text: str, /) -> Iterator[re.Match[str]]: ...


def _search(words: Iterable[str]) -> Search:
    import re2

    near = [word for word in sorted(words) if word.isascii()]
    far = [word for word in sorted(words) if not word.isascii()]  # re2 knows ASCII word edges only
    anywhere = "".join(f"|{re2.escape(word)}" for word in far)
    found: Search = re2.compile(rf"\.?[0-9]+|\b(?:{'|'.join(map(re2.escape, near))})\b{anywhere}|[{VULGAR}]")
    return found


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
    of: frozenset[str]
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
    verb_fillers: frozenset[str]
    negations: frozenset[str]
    breaks: frozenset[str]
    phrasal: frozenset[str]
    """Verbs whose last word only looks like a hedge: "handed over 390 people"."""
    last: frozenset[str]
    """The last words of all that may stand right before a number: most numbers stand behind none of them."""


@dataclass(frozen=True, slots=True)
class RejectWords:
    """What makes a number no figure (§2.6)."""

    before: Mapping[str, str]
    last: frozenset[str]
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
    shape: re.Pattern[str]
    """A number in digits or a number word, where `search` finds that one may begin."""
    search: Search

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
            shape=re.compile(rf"{DIGITS}|\b{trie_pattern(sorted(set(numbers)))}\b|[{VULGAR}]"),
            search=_search(set(numbers)),
        )


def last_words(phrases: Iterable[str]) -> frozenset[str]:
    return frozenset(phrase.rpartition(" ")[2] for phrase in phrases)


def _sets(table: Table, key: str, file: str) -> dict[str, frozenset[str]]:
    below = subtable(table, key, file)
    return {name: frozenset(phrases(below, name, file)) for name in below}


def _joins(table: Table, file: str) -> Joins:
    sets = _sets(table, "joins", file)
    rejects = subtable(table, "rejects", file)
    try:
        return Joins(
            between=sets["between"],
            from_=sets["from"],
            and_=sets["and"],
            to=sets["to"],
            or_=sets["or"],
            out_of=sets["out_of"],
            ratio=sets["ratio"],
            change=sets["change"],
            of=_sets(table, "small", file)["of"],
            not_ratio=_sets(rejects, "ratio", file)["after"],
        )
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
    wanted = {"auxiliaries", "fillers", "verb_fillers", "negations", "breaks", "phrasal"}
    if set(words) != wanted:
        raise LanguageError(file, "hedges.words", f"these lists are needed here: {', '.join(sorted(wanted))}")
    before, verbs, after, signs = tables
    last = last_words((*before, *verbs, *words["fillers"], *words["verb_fillers"]))
    return HedgeWords(before, verbs, after, signs, last=last, **words)


def _rejects(table: Table, file: str) -> RejectWords:
    below = subtable(table, "rejects", file)
    before = dict(choices(below, "before", file))
    lists = frozenset(phrase for phrase, reason in before.items() if reason == "references")
    before.update(dict.fromkeys(lists, "reference"))
    one = _sets(below, "one", file)
    return RejectWords(
        before,
        last_words(before),
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
