"""Two numerals that make one figure: ranges with a shared scale, "one in five", scores; and "x out of y"."""

from __future__ import annotations

from dataclasses import dataclass

from crossfoot.read.numberwords import Joins, NumberWords
from crossfoot.read.numerals import Numeral
from crossfoot.read.units import Placed

WIDEST_GAP = 48
SMALL = 10
"""Up to here "two out of three" is a share, above it two counts."""
CHANGE_REACH = 5


def join(folded: str, placed: list[Placed], words: NumberWords) -> list[Placed]:
    """Ties neighbours together, from left to right; a numeral is tied once."""
    found: list[Placed] = []
    for item in placed:
        if found and _near(found[-1], item):
            gap = folded[found[-1].numeral.end_all : item.numeral.start_all]
            pair = _Pair(found[-1], item, gap, " ".join(gap.split()), words.joins)
            merged = _merged(pair)
            if merged is not None:
                found[-1] = merged
                continue
            _tie_unit(pair)
            _tie_whole(pair)
        found.append(item)
    return found


def _near(left: Placed, right: Placed) -> bool:
    a, b = left.numeral, right.numeral
    if left.first != right.first or left.timed is not None or right.timed not in (None, "duration", "age"):
        return False
    return 0 <= b.start_all - a.end_all <= WIDEST_GAP and "ordinal" not in (a.form, b.form)


@dataclass(frozen=True, slots=True)
class _Pair:
    """Two neighbours: `gap` as it is printed, `joiner` with single spaces."""

    left: Placed
    right: Placed
    gap: str
    joiner: str
    words: Joins

    @property
    def numerals(self) -> tuple[Numeral, Numeral]:
        return self.left.numeral, self.right.numeral


def _merged(pair: _Pair) -> Placed | None:
    rules = (
        (_range, _alternative) if pair.right.timed else (_chain, _score, _range, _alternative, _ratio, _part_of_percent)
    )
    for rule in rules:
        merged = rule(pair)
        if merged is not None:
            return merged
    return None


def _chain(pair: _Pair) -> Placed | None:
    """555-123-4567: a third number behind a range makes all three a phone or a file number."""
    a, b = pair.numerals
    dashed = pair.gap == "-" and b.form in ("digits", "odd")
    if not dashed or not (a.form == "odd" or b.form == "odd" or (a.form == "range" and a.rule.endswith("-"))):
        return None
    return _one(pair, Numeral(a.start, b.end, 0, 0, "odd", 0, rule="dashed numbers"))


def _score(pair: _Pair) -> Placed | None:
    """2-1 is a result, 2019-20 a season."""
    a, b = pair.numerals
    if pair.joiner not in ("-", "–", "‑") or pair.gap != pair.joiner or not (a.plain and b.plain) or a.unit or a.money:
        return None
    if a.low < b.low or (b.scale != 1):
        return None
    return _one(pair, Numeral(a.start, b.end, a.low, b.low, "odd", a.low, rule="score"))


def _range(pair: _Pair) -> Placed | None:
    """ "3 to 5 thousand", "between 3 and 5 thousand", "from 300 to 400", "400-500"."""
    a, b = pair.numerals
    if a.form in ("range", "odd", "vague") or b.form in ("odd", "vague") or not _same_unit(a, b):
        return None
    opener = pair.left.before.last(1) if not pair.left.before.glued or a.money else ""
    between = opener in pair.words.between and pair.joiner in pair.words.and_
    if not between and pair.joiner not in pair.words.to:
        return None
    low = _shared_scale(a, b)
    if b.high is None or low > b.low or (low == b.low and not between):
        return None
    opened = between or opener in pair.words.from_
    if not between and _changes(pair, opened):
        return None
    merged = Numeral(a.start, b.end, low, b.low, "range", low, rule=f"range {pair.joiner}")
    if opened:
        merged.start = pair.left.before.start
        pair.left.before = pair.left.before.drop(1)
    return _one(pair, merged)


def _alternative(pair: _Pair) -> Placed | None:
    """ "three or four"."""
    a, b = pair.numerals
    if pair.joiner not in pair.words.or_ or a.form != b.form or a.form not in ("words", "digits") or a.money or b.money:
        return None
    low = _shared_scale(a, b)
    if not _same_unit(a, b) or not low < b.low <= 3 * low:
        return None
    return _one(pair, Numeral(a.start, b.end, low, b.low, "range", low, rule="range or"))


def _ratio(pair: _Pair) -> Placed | None:
    """ "one in five", "two out of three": a share, unless it may be a count of what happened in so many places."""
    a, b = pair.numerals
    if pair.joiner not in pair.words.ratio or b.unit or b.money or a.unit or a.scale != 1 or a.money:
        return None
    if not (isinstance(a.low, int) and isinstance(b.low, int) and 0 < a.low < b.low) or "vague" in (a.form, b.form):
        return None
    if a.low > SMALL or (a.low > 1 and b.low > SMALL and b.low not in (20, 100, 1000)) or (a.low > 1 and b.low == 2):
        return None
    if pair.right.after.word in pair.words.not_ratio:
        return None
    share = a.low / b.low
    return _one(pair, Numeral(a.start, b.end, share, share, "share", share, rule=f"n {pair.joiner} m"))


def _part_of_percent(pair: _Pair) -> Placed | None:
    """ "half of 1 percent"."""
    a, b = pair.numerals
    if a.form != "share" or a.unit or b.unit != "percent" or b.form == "share" or pair.joiner not in pair.words.of:
        return None
    share = a.low * b.low
    return _one(pair, Numeral(a.start, b.end, share, share, "share", share, rule="part of a percentage"))


def _tie_unit(pair: _Pair) -> None:
    """ "27 and 29 years old": the age, the measure and the unit sign hold for both."""
    a, b = pair.numerals
    if a.unit is None and b.unit in ("age", "measure") and pair.joiner in pair.words.and_ | pair.words.or_:
        a.unit = b.unit


def _tie_whole(pair: _Pair) -> None:
    """ "18,196 out of 29,521", "18,196 cases out of 29,521", "12 of the 40"."""
    part, whole = pair.numerals
    if part.high is None or whole.low < (part.high or part.low) or whole.form in ("share", "odd") or whole.unit:
        return
    if part.form in ("share", "odd") or part.unit or part.money or whole.money:
        return
    pieces = pair.joiner.split()
    near = pair.joiner in pair.words.out_of
    far = any(" ".join(pieces[-n:]) in pair.words.out_of for n in range(2, 5) if len(pieces) - n in (1, 2, 3))
    if near or (far and "out" in pair.joiner and not any(mark in pair.joiner for mark in ",;:()")):
        part.whole = whole


def _same_unit(a: Numeral, b: Numeral) -> bool:
    """A unit on both sides is the same one; a unit behind the second number holds for both."""
    if a.form == "share" and b.form != "share" and b.unit is None:
        return False
    if a.unit is not None and a.unit != b.unit:
        return a.unit == "money" and b.money
    return a.money or not b.money or b.unit == "money"


def _shared_scale(a: Numeral, b: Numeral) -> int | float:
    """3 of "3 to 5 thousand" is 3000: the scale is shared where the first number has none and is the smaller."""
    if a.scale == 1 and b.scale > 1 and a.form != "share" and a.low <= b.mantissa:
        value = a.low * b.scale
        return int(value) if float(value).is_integer() else value
    return a.low


def _changes(pair: _Pair, opened: bool) -> bool:
    """ "rose from 300 to 400": two figures and no range."""
    if not pair.joiner[0].isalpha():
        return False
    behind = pair.left.before.words
    near = behind[-CHANGE_REACH - 1 : -1] if opened else behind[-1:]
    return any(word in pair.words.change for word in near)


def _one(pair: _Pair, numeral: Numeral) -> Placed:
    left, right = pair.left, pair.right
    numeral.start_all = min(left.numeral.start_all, numeral.start)
    numeral.end_all = right.numeral.end_all
    numeral.unit = right.numeral.unit
    numeral.money = left.numeral.money or right.numeral.money
    return Placed(numeral, left.before, right.after, left.first, left.last, right.timed)
