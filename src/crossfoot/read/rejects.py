"""Why a number is no figure (§2.6): one small function a reason, asked in the order of RULES."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from crossfoot.read.numberwords import NumberWords
from crossfoot.read.surroundings import longest
from crossfoot.read.units import Placed

LAST_AGE = 115
LAST_MINOR = 21
FIRST_YEAR, SURE_YEAR, LAST_YEAR = 1500, 1900, 2099
MOST_ITEMS = 40
MOST_NAMED = 20
"""Numbers in words up to here may be names: "a category three storm"."""
_OPENERS = '"“‘«([*_'


@dataclass(frozen=True, slots=True)
class Candidate:
    """A number that may be a figure: where it stands, and whether a hedge says that it counts."""

    text: str
    folded: str
    placed: Placed
    hedged: bool
    heading: bool
    listed: bool
    """The number before it was one of a list of references ("Articles 407 and 408")."""
    words: NumberWords

    def char(self, offset: int) -> str:
        return self.text[offset] if 0 <= offset < len(self.text) else ""


Rule = Callable[[Candidate], str | None]


def rejected(candidate: Candidate) -> str | None:
    """The first reason that holds, or None for a figure."""
    for rule in RULES:
        reason = rule(candidate)
        if reason is not None:
            return reason
    return None


def in_time(c: Candidate) -> str | None:
    """Inside a date, a period, a clock time, a duration ("nine" of "nine days later" is a duration)."""
    unit = c.placed.numeral.unit
    return unit if c.placed.timed and unit in ("duration", "age", "clock") else c.placed.timed or None


def in_markup(c: Candidate) -> str | None:
    """[20]23, a footnote mark[3], an address on the web."""
    n = c.placed.numeral
    left, right = c.char(n.start - 1), c.char(n.end)
    if right == "]" and (c.char(n.end + 1).isalnum() or (left == "[" and not c.char(n.start - 2).isspace())):
        return "markup"
    if left == "]" and c.char(n.start - 2).isdigit():
        return "markup"
    glued = c.placed.before.glued
    if not c.placed.numeral.money and any(mark in glued for mark in "/=_?&@\\%#"):
        return "reference"
    return "reference" if right in "_@=" and right else None


def odd_digits(c: Candidate) -> str | None:
    """Versions, phone numbers, scores, serial numbers, numbers with a leading zero."""
    n = c.placed.numeral
    if n.form != "odd":
        return None
    piece = c.text[n.start : n.end]
    if n.rule == "dashed numbers" or c.placed.before.glued.startswith("+"):
        return "phone"
    if piece.count(".") > 1:
        return "version"
    if piece.count("/") == 2:
        return "date"
    return "reference"


def phone(c: Candidate) -> str | None:
    n = c.placed.numeral
    return "phone" if n.plain and c.placed.before.glued == "+" and n.end - n.start > 2 else None


def glued_name(c: Candidate) -> str | None:
    """F-16, S23, COVID-19, 737MAX, the 1990s, 407a."""
    n, glued = c.placed.numeral, c.placed.before.glued.rstrip("-‑")
    if glued and not n.money and (glued[-1].isalpha() or glued[-1].isdigit()) and glued not in _prefixes(c.words):
        return "name"
    follower = c.char(n.end)
    if n.form not in ("digits", "odd") or not follower or n.unit is not None:
        return None
    mark = c.placed.after.word if not c.placed.after.gap else ""
    if mark in c.words.small["ordinal_marks"]:
        return "ordinal"
    if mark in c.words.small["decade_marks"]:
        return "date"
    if mark in c.words.small["metres"]:
        return "measure"
    return "name" if follower.isalpha() and mark not in c.words.rejects.plural else None


def _prefixes(words: NumberWords) -> frozenset[str]:
    return words.small["minus"] | frozenset(sign.rstrip("-") for sign in words.hedges.signs)


def ordinal(c: Candidate) -> str | None:
    return "ordinal" if c.placed.numeral.form == "ordinal" else None


def by_unit(c: Candidate) -> str | None:
    """Ages, clock times, durations, measures, money: told by what stands behind the number or by a currency sign."""
    n = c.placed.numeral
    if n.unit in ("age", "clock", "date", "duration", "measure"):
        return n.unit
    return "money" if n.money else None


def age(c: Candidate) -> str | None:
    """ "Jane Roe, 44, said", "children under 18"."""
    n = c.placed.numeral
    if c.hedged and n.plain and n.low <= LAST_MINOR and _is_age_limit(c):
        return "age"
    if not n.plain or c.hedged or not 0 < n.low <= LAST_AGE or c.char(n.end) != "," or not c.placed.before.words:
        return None
    word, start = c.placed.before.words[-1], c.placed.before.start
    return "age" if word.endswith(",") and c.char(start).isupper() and len(word) > 2 else None


def _is_age_limit(c: Candidate) -> bool:
    """A bound right after persons, with nothing counted behind it."""
    words = c.placed.before.words
    bound = len(words) > 1 and words[-1] in c.words.small["age_bounds"]
    return bound and words[-2] in c.words.small["aged_persons"] and not _counts(c)


def year(c: Candidate) -> str | None:
    """A bare 1900 to 2099 that counts nothing, an older year behind "in" or in brackets, the class of '89."""
    n = c.placed.numeral
    size = n.end - n.start
    if not n.plain or c.hedged or not (size == 2 or (FIRST_YEAR <= n.low <= LAST_YEAR and size == 4)):
        return None
    if size == 2:
        return "date" if c.char(n.start - 1) in ("'", "’") and not c.char(n.start - 2).isalnum() else None
    around = c.placed.before
    if around.last(1) in c.words.rejects.years:
        return "date"
    if n.low < SURE_YEAR:
        return "date" if c.char(n.start - 1) == "(" and c.char(n.end) == ")" else None
    changed = any(word in c.words.joins.change for word in around.words[-3:])
    return None if changed or _counts(c) else "date"


def _counts(c: Candidate) -> bool:
    """Whether a noun in the plural follows at once, in small letters."""
    found = c.placed.after
    if not found.words or found.gap not in (" ", "\u00a0", "\n"):
        return False
    raw = c.char(c.placed.numeral.end + len(found.gap))
    word = found.word
    plural = (
        word.endswith("s") and len(word) > 3 and word[-2:] not in ("ss", "us", "is")
    ) or word in c.words.rejects.plural
    return raw.islower() and plural


def behind_word(c: Candidate) -> str | None:
    """Article 407, unit 7020, Boeing 737, version 2, aged 25, magnitude 6.4, page 12."""
    around, table = c.placed.before, c.words.rejects
    if around.glued or around.last(1) not in table.last:
        return "reference" if around.glued in ("#", "№") else None
    reason = next((table.before[p] for p in map(around.last, (3, 2, 1)) if p in table.before), None)
    if reason in (None, "age", "measure", "phone"):
        return reason
    n = c.placed.numeral
    decimal = n.form == "digits" and n.scale == 1 and isinstance(n.low, float) and reason == "reference"
    named = n.form == "words" and reason == "name" and n.low < MOST_NAMED
    bare = n.plain or decimal or named or (n.form == "range" and n.low < 10000)
    kept = c.hedged or n.unit == "percent" or not bare or (reason == "name" and _counts(c))
    return None if kept else reason


def in_list(c: Candidate) -> str | None:
    """The second of "Articles 407 and 408"."""
    return "reference" if c.listed and c.placed.numeral.plain and not c.hedged and not _counts(c) else None


def address(c: Candidate) -> str | None:
    """12 Baker Street; NY 10001."""
    n, around = c.placed.numeral, c.placed.before
    if not n.plain or c.hedged:
        return None
    if c.char(n.end + 1).isupper() and any(
        w.strip(".,;)") in c.words.rejects.streets for w in c.placed.after.words[1:4]
    ):
        return "address"
    if n.end - n.start == 5 and around.words and len(around.words[-1]) == 2:
        start = around.start
        return "address" if c.text[start : start + 2].isupper() else None
    return None


def capital_name(c: Candidate) -> str | None:
    """Hill 101, Ground Zero, not Kyiv (12): a name in front that opens no sentence, and nothing counted behind."""
    n, around = c.placed.numeral, c.placed.before
    if c.hedged or c.heading or not around.words or around.glued or n.unit is not None or n.low > 9999:
        return None
    if c.char(n.start - 1) == "(" and c.char(n.end) == ")":
        return None
    word, start = around.words[-1], around.start
    if not n.plain and not (n.form == "words" and c.char(n.start).isupper()):
        return None
    opens = start <= c.placed.first + 2 or c.char(start - 1) in _OPENERS
    if (
        (opens and not _is_acronym(c.text[start : start + len(word)]))
        or not word[-1:].isalnum()
        or not c.char(start).isupper()
    ):
        return None
    return None if _counts(c) else "name"


def _is_acronym(word: str) -> bool:
    return sum(map(str.isupper, word)) > 1


def item_mark(c: Candidate) -> str | None:
    """ "1." or "2)" at the start of a line."""
    n = c.placed.numeral
    if not n.plain or n.low > MOST_ITEMS or c.char(n.end) not in (".", ")") or not c.char(n.end + 1).isspace():
        return None
    line = c.text[max(n.start - 6, 0) : n.start]
    starts = "\n" in line or n.start < 6
    return "reference" if starts and not line.rpartition("\n")[2].strip(" (#*") else None


def pronoun(c: Candidate) -> str | None:
    """ "one of the largest", "no one", "one another", "one-way"."""
    n = c.placed.numeral
    if c.folded[n.start : n.end] not in c.words.small["one"] or c.hedged or n.whole is not None:
        return None
    around, found = c.placed.before, c.placed.after
    if found.gap in ("-", "‑") or found.word in c.words.rejects.one_after:
        return "pronoun"
    if around.last(1) in c.words.rejects.one_before or c.char(n.end) in ("'", "’"):
        return "pronoun"
    ends = not found.words or c.char(n.end) in ".,;:!?)"
    described = len(around.words) > 1 and around.words[-2] in c.words.small["articles"] | c.words.rejects.one_before
    return "pronoun" if ends and described else None


def multiple(c: Candidate) -> str | None:
    """ "Twice" counts nothing; "twice as many as in 2023" compares, which is told by the words of comparison."""
    n = c.placed.numeral
    return "ordinal" if c.folded[n.start : n.end] in c.words.small["multiples"] else None


def compound(c: Candidate) -> str | None:
    """A three-course meal, a 12-page report: a property, and no count. A 3,000-strong brigade counts."""
    found = c.placed.after
    if found.gap not in ("-", "‑") or not found.words or not found.words[0][0].isalpha():
        return None
    if found.word in c.words.small["counting"] or longest(found, c.words.hedges.after):
        return None
    return "measure"


RULES: tuple[Rule, ...] = (
    in_time, in_markup, odd_digits, phone, glued_name, ordinal, by_unit, age, year, behind_word, in_list, address,
    capital_name, item_mark, pronoun, multiple, compound,
)  # fmt: skip
