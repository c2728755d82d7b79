"""Runs of tokens that may hold a time: words of the language's tables and numbers by their shape, in one pass."""

from __future__ import annotations

import re
from collections.abc import Generator, Iterator
from typing import NamedTuple

from crossfoot.read.pieces import fold
from crossfoot.read.timewords import CORE, TimeWords, Value

__all__ = ["Lexer", "Shape", "Token", "Value", "shape_of", "word_after", "word_before"]

TOKEN = re.compile(r"\[\d\d\]\d\d(?!\d)|\d+(?:[.,:/‐‑–-]\d+)*(?:['’]s\b)?|[^\W\d_]+")
FULL = re.compile(r"(\d{1,4})([./-])(\d{1,2})\2(\d{2,4})")
PAIR = re.compile(r"(\d{1,4})([./‐‑–-])(\d{1,4})")
CLOCK = re.compile(r"([01]?\d|2[0-4]):[0-5]\d(?::[0-5]\d)?")
DASHES = frozenset("-–—‐‑")
APOSTROPHES = ("'", "’")
BEFORE_YEARS = frozenset({"in", "since", "until", "between", "before", "after", "part"})
"""Classes of words after which a number of four digits is a year."""
YEARLY = frozenset({"half", "part", "month", "season", "unit", "fall"})
"""Classes of words before "of" that make the number behind it a year."""
DATING = re.compile(r"[0-9](?:[0-9]{3}|[./:‐‑–-][0-9]|['’]?[a-z]|\]|(?<=[a-z][0-9]))")
"""In small letters: a number that may be a year, a date, a clock time, an ordinal or a decade."""
LONGEST_DAY = 20
LONGEST_COMPARISON = 40
MONTH_AND_DAY = re.compile(r"([^\W\d_]{3,12})\.? (?:[12][0-9]|3[01]|0?[1-9])[a-z]{0,2},? $")
"""Looked for right before a number, in the last LONGEST_DAY characters."""
OPEN_RANGE = re.compile(r"([^\W\d_]{4,8}) (19[5-9][0-9]|20[0-9]{2}) ([^\W\d_]{2,4}) $")
OPENING = frozenset({"between", "from"})
LAST_YEAR = "2100"
YEAR_LIKE = re.compile(r"[0-9]{4}(?![0-9])")
JOINING = frozenset({"to", "and"})
"""Classes of words between the two ends of a range."""
SPACED = str.maketrans(dict.fromkeys(".,-–—‐‑", " "))
AROUND = "()[]\"“”'‘’«»"
BEFORE_CORE = 90
"""Characters before a word of time in which what belongs to it begins ("the first twenty-two of the")."""
LONGEST_NUMBER = 12
"""Digits; longer ones are no dates and no counts of days."""


class Token(NamedTuple):
    name: str
    value: Value | tuple[int, ...]
    start: int
    end: int


Shape = tuple[str, Value | tuple[int, ...]]


def shape_of(number: str, slash_order: str) -> Shape | None:
    """Class and value of a numeral by its shape, or None where it can be no part of a time."""
    if number.isdecimal():
        return _plain(number)
    if number.startswith("["):
        return "year", 2000 + int(number[4:])
    if CLOCK.fullmatch(number):
        return "clock", 0
    full = FULL.fullmatch(number)
    if full:
        return _full(full, slash_order)
    pair = PAIR.fullmatch(number)
    if pair:
        return _pair(pair)
    return ("number", 0) if len(number) <= LONGEST_NUMBER else None


def _plain(number: str) -> Shape | None:
    if len(number) > LONGEST_NUMBER:
        return None
    value = int(number)
    if len(number) <= 2 and 1 <= value <= 31:
        return "small", value
    if len(number) == 4 and 1000 <= value <= 2199:
        return "year", value
    return "number", value


def _full(found: re.Match[str], slash_order: str) -> Shape | None:
    first, mark, middle, last = found[1], found[2], found[3], found[4]
    if len(first) == 4 and len(last) <= 2:
        year, month, day = int(first), int(middle), int(last)
    elif len(first) <= 2 and len(last) == 4:
        day, month, year = int(first), int(middle), int(last)
        swapped = mark == "/" and slash_order == "mdy"
        if month > 12 or (swapped and day <= 12):
            day, month = month, day
    else:
        return None
    return ("fullday", (year, month, day)) if 1 <= month <= 12 and 1 <= day <= 31 else None


def _pair(found: re.Match[str]) -> Shape:
    first, mark, last = found[1], found[2], found[3]
    one, two = int(first), int(last)
    years = len(first) == 4 and 1000 <= one <= 2199
    if years and len(last) == 4:
        return ("years", (one, two)) if mark != "." and one < two <= 2199 else ("number", 0)
    if years and len(last) <= 2 and mark != ".":
        return _year_and(one, two, mark in "/-" and two <= 12)
    if mark == "/" and len(last) == 4 and one <= 12:
        return "fullmonth", (two, one)
    if mark in DASHES:
        return "wide", (one, two)
    return "number", 0


def _year_and(year: int, two: int, is_month: bool) -> Shape:
    if is_month and two >= 1:
        return "fullmonth", (year, two)
    last = year - year % 100 + two
    return ("years", (year, last)) if last > year else ("number", 0)


class Lexer:
    """Yields the runs of adjacent tokens that may hold a time. Only what stands around a word of time or a number
    that may be a year is looked at: one search for these goes over the text first."""

    def __init__(self, text: str, words: TimeWords, phrases: tuple[tuple[int, int], ...]) -> None:
        self.text = text
        self.words = words
        self.phrases = dict(phrases)
        self.run: list[Token] = []
        self.core = False

    def runs(self) -> Iterator[list[Token]]:
        done = 0
        for core in self._cores():
            if core >= done:
                done = yield from self._runs_from(max(done, self._window(core)), core)

    def _cores(self) -> list[int]:
        """Where a word that makes a run a time may stand, or a number that may date, in order."""
        folded = fold(self.text)
        found = self.words.cores.starts(folded)
        found += [match.start() for match in DATING.finditer(folded)]
        found += self.phrases
        return sorted(found)

    def _window(self, core: int) -> int:
        """Where the words begin that stand before a core and may belong to it."""
        first = max(core - BEFORE_CORE, 0)
        before = self.text[first:core].lower().translate(SPACED)
        start = len(before)
        for word in reversed(before.split()):
            bare = word.strip(AROUND)
            if bare not in self.words.entries and not bare[-1:].isdigit() and not bare[:1].isdigit():
                break
            start = before.rfind(word, 0, start)
            if word[0] in AROUND:
                break
        if start < len(before) and start == 0 and first:
            return first + len(before.split(None, 1)[0])
        return first + start

    def _runs_from(self, start: int, core: int) -> Generator[list[Token], None, int]:
        """The runs from a place to the first break behind the core; returns where it left off."""
        end = start
        for found in TOKEN.finditer(self.text, start):
            if found.start() < end:
                continue
            if found.start() > core and not self.run:
                break
            token = self._token(found, end)
            end = found.end() if token is None else token.end
            if token is not None:
                yield from self._add(token)
            elif self.run:
                yield from self._cut()
        yield from self._cut()
        return end

    def _token(self, found: re.Match[str], before: int) -> Token | None:
        """`before`: where the token before it ended."""
        start, word = found.start(), found.group()
        if start in self.phrases:
            return Token("epoch", 0, start, self.phrases[start])
        if not word[0].isalpha():
            return self._number(word, start, before)
        entry = self.words.entries.get(word.lower())
        return None if entry is None else self._word(entry, word, start, found.end(), before)

    def _add(self, token: Token) -> Iterator[list[Token]]:
        if self.run and not self._joined(self.text[self.run[-1].end : token.start], token.start):
            yield from self._cut()
        self.run.append(token)
        self.core = self.core or token.name in CORE

    def _cut(self) -> Iterator[list[Token]]:
        if self.core:
            yield self.run
        self.run, self.core = [], False

    def _joined(self, gap: str, start: int) -> bool:
        """Whether what stands between two tokens keeps them in one run; commas and dashes become tokens."""
        if gap in (" ", ""):
            return True
        mark = gap.strip()
        if not mark:
            return gap.count("\n") < 2
        if mark == ",":
            self.run.append(Token("comma", 0, start - 1, start - 1))
            return True
        if mark in DASHES:
            self.run.append(Token("dash", 0, start - 1, start - 1))
            return True
        last = self.run[-1]
        return mark in (".", ".,") and self.text[last.start : last.end].lower() in self.words.lists["dotted"]

    def _word(self, entry: tuple[str, Value], word: str, start: int, end: int, before: int) -> Token | None:
        if start == before and start and self.text[start - 1].isalnum():
            return None
        if word[0].islower() and word in self.words.lists["capital"]:
            return None
        return Token(entry[0], entry[1], start, end)

    def _number(self, word: str, start: int, before: int) -> Token | None:
        text, end = self.text, start + len(word)
        if start and start == before and text[start - 1].isalnum():
            return self._lettered(word, start)
        if (start and text[start - 1] in ".,$€£#/") or (end < len(text) and text[end] in "%‰"):
            return None
        if word.endswith("s"):
            return self._decade(word[:-2], start, end)
        shape = shape_of(word, self.words.slash_order)
        if end < len(text) and text[end].isalpha():
            return self._suffixed(word, self._suffix(end).lower(), start, shape)
        return self._shaped(word, shape, start, end)

    def _shaped(self, word: str, shape: Shape | None, start: int, end: int) -> Token | None:
        if shape is None:
            return None
        if shape[0] == "year" and not word.startswith("[") and not self._may_be_year(start, end):
            return Token("number", shape[1], start, end)
        return Token(*shape, start, end)

    def _suffix(self, start: int) -> str:
        end = start
        while end < len(self.text) and end - start < 5 and self.text[end].isalpha():
            end += 1
        return self.text[start:end]

    def _suffixed(self, word: str, suffix: str, start: int, shape: Shape | None) -> Token | None:
        lists, end = self.words.lists, start + len(word) + len(suffix)
        if shape is None:
            return None
        if suffix in lists["ordinal_suffixes"] and shape[0] in ("small", "number"):
            return Token("ordinal", shape[1], start, end)
        if suffix in lists["decade_suffixes"]:
            return self._decade(word, start, end)
        if suffix in lists["clock_suffixes"] and shape[0] in ("small", "clock", "number"):
            return Token("clock", 0, start, end)
        return None

    def _decade(self, word: str, start: int, end: int) -> Token | None:
        if not word.isdigit() or len(word) not in (2, 4) or not word.endswith("0"):
            return None
        value = int(word)
        return Token("decade", value if len(word) == 4 else 1900 + value, start, end)

    def _lettered(self, word: str, start: int) -> Token | None:
        """ "Q3", "H1": a letter of the tables glued to a small number."""
        letter = self.text[start - 1].lower()
        alone = start < 2 or not self.text[start - 2].isalnum()
        months = self.words.quarter_letters.get(letter)
        if not alone or months is None or not word.isdigit() or not 1 <= int(word[:2]) <= 12 // months:
            return None
        return Token("lettered", (months, int(word)), start - 1, start + len(word))

    def _may_be_year(self, start: int, end: int) -> bool:
        """Not "killed 2000 people": the words around a number of four digits decide (the lists of the language)."""
        lists, entries = self.words.lists, self.words.entries
        before = word_before(self.text, start)
        if entries.get(before, ("", 0))[0] == "of" and self._is_part_of_year(start - len(before) - 1):
            return True
        if self._follows_a_day(start) or self._closes_range(start):
            return True
        if before in lists["never_before_year"] and not self._compares(start, before):
            return False
        following = word_after(self.text, end)
        if following in lists["counted"] or self._opens_range(following, end):
            return False
        timely = entries.get(before, ("", 0))[0] in BEFORE_YEARS
        if timely or not following or following in lists["not_counted"] or following in entries:
            return True
        return not (following.islower() and following.endswith(tuple(lists["counted_endings"])))

    def _compares(self, start: int, before: str) -> bool:
        """ "40 percent more than 2023", "an increase of 5,000 over 2023": a figure stands before the comparison."""
        words = self.text[max(0, start - LONGEST_COMPARISON) : start].lower().split()
        lists, figures = self.words.lists, words[:-1]
        if before not in lists["compared_years"] or not figures:
            return False
        if figures[-1] in lists["compared_by"]:
            figures = figures[:-1]
        if figures and figures[-1] in lists["percent_words"]:
            return True
        return bool(figures) and (figures[-1].endswith("%") or figures[-1][-1:].isdigit())

    def _follows_a_day(self, start: int) -> bool:
        """ "By November 1, 2024 prosecutors …": a month and a day of it stand before. "In May 2025 police …": a month
        before what is no round number."""
        month = self.words.entries.get(word_before(self.text, start), ("", 0))[0] == "month"
        if month and not self.text.startswith("00", start + 2):
            return True
        found = MONTH_AND_DAY.search(self.text, max(0, start - LONGEST_DAY), start)
        return found is not None and self.words.entries.get(found[1].lower(), ("", 0))[0] == "month"

    def _closes_range(self, start: int) -> bool:
        """ "Between 2022 and 2024 arrivals rose": the second of two years."""
        found = OPEN_RANGE.search(self.text, max(0, start - LONGEST_COMPARISON), start)
        if found is None or not found[2] < self.text[start : start + 4] < LAST_YEAR:
            return False
        opener, joiner = (self.words.entries.get(found[n].lower(), ("", 0))[0] for n in (1, 3))
        return (
            opener in OPENING
            and joiner in JOINING
            and word_after(self.text, start + 4) not in self.words.lists["counted"]
        )

    def _is_part_of_year(self, of: int) -> bool:
        """ "The first half of 2025 prosecutors …": a part of a year stands before "of"."""
        return self.words.entries.get(word_before(self.text, of), ("", 0))[0] in YEARLY

    def _opens_range(self, following: str, end: int) -> bool:
        """ "From 1000 to 2000 men": the first number is of the kind of the second."""
        if self.words.entries.get(following, ("", 0))[0] not in JOINING:
            return False
        other = YEAR_LIKE.match(self.text, end + len(following) + 2)
        return other is not None and not self._may_be_year(*other.span())


def word_before(text: str, start: int) -> str:
    """The word before a place, small letters, where only a space lies between; else nothing."""
    end = start - 1
    if end < 1 or text[end] != " ":
        return ""
    first = end
    while first > 0 and end - first < 30 and text[first - 1].isalpha():
        first -= 1
    return text[first:end].lower()


def word_after(text: str, end: int) -> str:
    first = end + 1
    if first >= len(text) or text[end] != " ":
        return ""
    last = first
    while last < len(text) and last - first < 30 and text[last].isalpha():
        last += 1
    return text[first:last]
