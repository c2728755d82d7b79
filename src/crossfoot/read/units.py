"""What a numeral is measured in, where that is told by the signs and words that touch it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from crossfoot.read.numberwords import NumberWords
from crossfoot.read.numerals import Numeral
from crossfoot.read.surroundings import After, Before, after, before, longest


@dataclass(slots=True)
class Placed:
    """A numeral with what surrounds it in its sentence (`first` to `last`) and the time mention that covers it."""

    numeral: Numeral
    before: Before
    after: After
    first: int
    last: int
    timed: str | None = None
    """Why the time mention that covers it makes it no figure; "" where a mention covers it without a reason."""


def place(folded: str, numeral: Numeral, sentence: tuple[int, int], words: NumberWords) -> Placed:
    """Looks around a numeral once, and ties its currency and its unit to it."""
    placed = Placed(
        numeral,
        before(folded, numeral.start, sentence[0]),
        after(folded, numeral.end, sentence[1]),
        sentence[0],
        sentence[1],
    )
    _unglue(placed, words)
    _take_money(placed, words)
    _take_unit(folded, placed, words)
    return placed


def _unglue(placed: Placed, words: NumberWords) -> None:
    """A word that lost its space ("than160 men") is a word where it may hedge or open a range."""
    around = placed.before
    if around.glued in words.hedges.last or around.glued in words.joins.between | words.joins.from_:
        placed.before = replace(around, end=around.at, words=[*around.words, around.glued], glued="")


def _take_money(placed: Placed, words: NumberWords) -> None:
    numeral, around = placed.numeral, placed.before
    numeral.start_all = numeral.start
    glued = around.glued.rstrip("-−")
    sign = bool(glued) and (glued[-1] in words.money_signs or glued[0] in words.money_signs)
    if sign or glued in words.money_codes:
        numeral.money = True
        numeral.start_all = numeral.start - len(around.glued)
        if sign and around.words and around.words[-1] in words.money_regions:
            numeral.start_all = around.start
            placed.before = replace(around.drop(1), at=around.at, glued=around.glued)
    elif not glued and around.words and around.words[-1] in words.money_codes:
        numeral.money = True
        numeral.start_all = around.start
        placed.before = around.drop(1)


def _take_unit(folded: str, placed: Placed, words: NumberWords) -> None:
    numeral, found = placed.numeral, placed.after
    numeral.end_all = numeral.end
    if not found.words or "\n\n" in found.gap:
        return
    if found.words[0][0] in words.percent_signs:
        numeral.unit = "percent"
        numeral.end_all = numeral.end + len(found.gap) + 1
    elif found.words[0][0] in words.money_signs and not found.gap:
        numeral.unit, numeral.money = "money", True
        numeral.end_all = numeral.end + 1
    else:
        _named_unit(placed, words)
    if numeral.unit == "percent":
        placed.after = after(folded, numeral.end_all, placed.last)


def _named_unit(placed: Placed, words: NumberWords) -> None:
    numeral, found = placed.numeral, placed.after
    match = _unit(found, words, numeral.form == "share")
    if match is None:
        return
    phrase, end = match
    if len(phrase) == 1 and (numeral.form != "digits" or numeral.scale != 1):
        return
    if phrase in words.small["unit_exceptions"]:
        return
    numeral.unit, numeral.end_all = words.behind[phrase], end
    numeral.money = numeral.money or numeral.unit == "money"


def _unit(found: After, words: NumberWords, is_share: bool) -> tuple[str, int] | None:
    """The unit behind a number, past a filler, behind a share also past an article: "half an hour", "ten consecutive
    days", but "17,000 a month"."""
    table = words.behind
    match = longest(found, table)
    skipped = 0
    while match is None and skipped < 2 and found.words:
        skip = found.words[0] in words.small["fillers"] or (is_share and found.words[0] in words.small["articles"])
        if not skip:
            return None
        found = After(found.gap, found.words[1:], found.ends[1:])
        match = longest(found, table)
        skipped += 1
    return match
