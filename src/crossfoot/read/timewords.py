"""The words and forms of time of one language: `[time]` of its data file, checked at load.

A form is a row of the data file: a pattern over classes of tokens, and what a match builds. Patterns are small and
bounded (alternatives and options, no repetition), so that matching is linear in the text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Self

from crossfoot.read.language import LanguageError
from crossfoot.read.wordfinder import WordFinder

TABLES = {
    "months": "month",
    "weekdays": "weekday",
    "units": "unit",
    "seasons": "season",
    "falls": "fall",
    "parts": "part",
    "halves": "half",
    "numbers": "numeral",
    "vague_numbers": "vague_number",
    "ordinals": "ordinal",
    "shifts": "shift",
    "deictics": "deictic",
    "rates": "rate",
}
SHAPES = ("small", "year", "number", "wide", "clock", "fullday", "fullmonth", "years", "decade", "lettered")
MARKS = ("comma", "dash", "epoch", "point", "other", "gap")
CORE = frozenset(
    {
        *("month", "weekday", "unit", "season", "fall", "half", "deictic", "rate", "daypart", "period", "now"),
        *("year", "clock", "fullday", "fullmonth", "years", "decade", "lettered", "epoch", "ampm", "era", "p_letter"),
        *("former", "aged", "future_noun"),
    }
)
"""Classes without which a run of tokens holds no time."""

BUILDERS = frozenset(
    {
        *("age", "clock", "era", "fulldays", "days", "days_of_unit", "stretch", "month", "season", "decade", "years"),
        *(
            "year",
            "epoch",
            "rate",
            "a_rate",
            "ago",
            "earlier",
            "later",
            "past",
            "past_before",
            "unit",
            "anaphor_unit",
            "deictic",
            "weekday",
        ),
        *("anaphor", "same_in_year", "daypart", "duration", "vague"),
    }
)
ROLES = frozenset({"range", "since", "from", "until", "as_of", "before", "after", "at"})

Value = int | str


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table of patterns: `name` is the rule's name, `builds` what a match makes."""

    name: str
    builds: str


@dataclass(frozen=True, slots=True)
class Patterns:
    """Rows tried in order at every token; `match` yields the row with the span in tokens."""

    rows: tuple[Row, ...]
    regex: re.Pattern[str]

    def match(self, coded: str) -> Iterator[tuple[Row, int, int]]:
        for found in self.regex.finditer(coded):
            name = found.lastgroup
            if name is not None:
                yield self.rows[int(name[1:])], found.start(), found.end()


@dataclass(frozen=True, slots=True)
class TimeWords:
    """`[time]` of a language file."""

    entries: Mapping[str, tuple[str, Value]]
    codes: Mapping[str, str]
    """Class of token → the one character that stands for it in a coded run."""
    forms: Patterns
    roles: Patterns
    slash_order: str
    quarter_letters: Mapping[str, int]
    lists: Mapping[str, frozenset[str]]
    cores: WordFinder
    """Of the words without which there is no time."""
    cues: Mapping[str, tuple[str, ...]]
    """Cue of kind or of governing → its words and phrases (used by `periods`)."""

    @classmethod
    def from_table(cls, table: Mapping[str, object], file: str = "time") -> Self:
        """Check and build. `LanguageError` names the file, the key and the reason."""
        reader = _Reader(table.get("time", table), file)
        entries = reader.entries()
        codes = reader.codes()
        macros = {key: reader.text("macros", key) for key in reader.table("macros")}
        return cls(
            entries=entries,
            codes=codes,
            forms=reader.patterns("forms", ("form", "builds"), codes, macros),
            roles=reader.patterns("roles", ("role", "role"), codes, macros),
            slash_order=reader.slash_order(),
            quarter_letters={k: v for k, v in reader.table("quarter_letters").items() if isinstance(v, int)},
            lists={name: frozenset(reader.words(name)) for name in LISTS},
            cores=WordFinder(word for word, (name, _) in entries.items() if name in CORE),
            cues={name: tuple(reader.words("cues", name)) for name in reader.named("cues", CUES)},
        )


LISTS = (
    *("ordinal_suffixes", "decade_suffixes", "clock_suffixes", "capital", "wary", "dotted", "never_before_year"),
    *("counted", "counted_endings", "not_counted", "never_before_rate", "never_after_rate", "future", "before_alone"),
    *("compared_years", "compared_by", "percent_words"),
)
CUES = (
    *(
        "speech",
        "carry",
        "carry_far",
        "cumulative",
        "perfect",
        "present_perfect",
        "running",
        "added_after",
        "added_before",
        "other_day",
        "records",
        "of_whom",
        "when",
        "not_perfect",
        "stock",
        "stock_verbs",
        "not_stock_verbs",
    ),
    *(
        "stock_before",
        "absolute",
        "governs",
        "change_before",
        "change_after",
        "clause",
        "aside",
        "printed",
        "said_before",
        "tolls",
    ),
)


class _Reader:
    """Reads one table and says where it is wrong."""

    def __init__(self, root: object, file: str) -> None:
        self.file = file
        self.root = self._mapping(root, "time")

    def fail(self, key: str, reason: str) -> LanguageError:
        return LanguageError(self.file, key, reason)

    def _mapping(self, value: object, key: str) -> Mapping[str, object]:
        if not isinstance(value, Mapping):
            raise self.fail(key, "expected a table")
        return value

    def table(self, key: str) -> Mapping[str, object]:
        return self._mapping(self.root.get(key, {}), f"time.{key}")

    def named(self, key: str, names: tuple[str, ...]) -> tuple[str, ...]:
        """The names, when the table holds these and no others."""
        odd = set(names).symmetric_difference(self.table(key))
        if odd:
            raise self.fail(f"time.{key}.{min(odd)}", "missing" if min(odd) in names else "nothing uses it")
        return names

    def text(self, table: str, key: str) -> str:
        value = self.table(table).get(key)
        if not isinstance(value, str):
            raise self.fail(f"time.{table}.{key}", "expected text")
        return value

    def words(self, *path: str) -> list[str]:
        value: object = self.root
        for step in path:
            value = self._mapping(value, step).get(step, [])
        if not isinstance(value, list) or not all(isinstance(word, str) and word for word in value):
            raise self.fail("time." + ".".join(path), "expected a list of words")
        return [str(word) for word in value]

    def slash_order(self) -> str:
        order = self.root.get("slash_order", "dmy")
        if order not in ("dmy", "mdy"):
            raise self.fail("time.slash_order", 'expected "dmy" or "mdy"')
        return str(order)

    def entries(self) -> dict[str, tuple[str, Value]]:
        found: dict[str, tuple[str, Value]] = {}
        for table, name in TABLES.items():
            for word, value in self.table(table).items():
                if not isinstance(value, int | str):
                    raise self.fail(f"time.{table}.{word}", "expected a number or a name")
                self._add(found, word, (name, value))
        for name in self.table("words"):
            for word in self.words("words", name):
                self._add(found, word, (name, 0))
        return found

    def _add(self, found: dict[str, tuple[str, Value]], word: str, entry: tuple[str, Value]) -> None:
        if word in found:
            raise self.fail(f"time.{entry[0]}.{word}", f"stands in two tables, the other is {found[word][0]}")
        if word != word.lower():
            raise self.fail(f"time.{entry[0]}.{word}", "words are written in small letters")
        found[word] = entry

    def codes(self) -> dict[str, str]:
        names = [*MARKS, *SHAPES, *TABLES.values(), *self.table("words")]
        return {name: chr(0x4E00 + index) for index, name in enumerate(dict.fromkeys(names))}

    def patterns(
        self, key: str, names: tuple[str, str], codes: Mapping[str, str], macros: Mapping[str, str]
    ) -> Patterns:
        rows, parts = [], []
        listed = self.root.get(key, [])
        if not isinstance(listed, list) or not listed:
            raise self.fail(f"time.{key}", "expected rows")
        for index, row in enumerate(listed):
            place = f"time.{key}[{index}]"
            fields = [self._mapping(row, place).get(name) for name in (*names, "pattern")]
            name, builds, pattern = (field if isinstance(field, str) else "" for field in fields)
            if builds not in (BUILDERS if key == "forms" else ROLES):
                raise self.fail(place, f"nothing builds {builds!r}")
            rows.append(Row(name, builds))
            compiled = _Pattern(pattern, macros, codes, partial(self.fail, place)).compile()
            parts.append(f"(?P<r{index}>{compiled})")
        return Patterns(tuple(rows), re.compile("|".join(parts)))


class _Pattern:
    """A pattern of classes as a regular expression over coded tokens: `a|b` binds tighter than what follows."""

    def __init__(
        self, pattern: str, macros: Mapping[str, str], codes: Mapping[str, str], fail: Callable[[str], LanguageError]
    ) -> None:
        for name, text in macros.items():
            pattern = re.sub(rf"\b{name}\b", text, pattern)
        self.items = re.findall(r"\w+|[()|?]", pattern)
        self.at = 0
        self.codes = codes
        self.fail = fail

    def compile(self) -> str:
        compiled = self._sequence()
        if self.at < len(self.items):
            raise self.fail("unbalanced bracket")
        if re.compile(compiled).match("") is not None:
            raise self.fail("matches nothing at all")
        return compiled

    def _peek(self) -> str:
        return self.items[self.at] if self.at < len(self.items) else ""

    def _sequence(self) -> str:
        out = []
        while self._peek() not in ("", ")"):
            out.append(self._choice())
        return "".join(out)

    def _choice(self) -> str:
        options = [self._one()]
        while self._peek() == "|":
            self.at += 1
            options.append(self._one())
        optional = self._peek() == "?"
        self.at += optional
        return f"(?:{'|'.join(options)})" + ("?" if optional else "")

    def _one(self) -> str:
        item = self._peek()
        self.at += 1
        if item == "(":
            inner = self._sequence()
            if self._peek() != ")":
                raise self.fail("unbalanced bracket")
            self.at += 1
            return f"(?:{inner})"
        if item not in self.codes:
            raise self.fail(f"unknown class {item!r}")
        return self.codes[item]
