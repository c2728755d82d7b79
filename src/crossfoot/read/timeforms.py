"""The points of time that the rows of `[[time.forms]]` build: what is stated, nothing resolved (§3)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from crossfoot.read.timetokens import Token, Value, word_after, word_before
from crossfoot.read.timewords import TimeWords


@dataclass(frozen=True, slots=True)
class Point:
    """One time as stated. `unit` is the finest unit named; what is None is not stated.

    `shift` counts units from the anchor ("last month" is ("month", -1)), `length` is a stretch that ends at it ("the
    past 24 hours"), `months` how many months from `month` on ("third quarter": month 7, months 3). `follows` means
    that the anchor is the time told of before, not the day of publication ("the next day", "two weeks later").
    """

    start: int
    end: int
    unit: str
    year: int | None = None
    month: int | None = None
    months: int = 1
    day: int | None = None
    weekday: int | None = None
    shift: tuple[str, int] | None = None
    length: tuple[str, int] | None = None
    part: str | None = None
    follows: bool = False
    wants_future: bool = False
    of_year: int | None = None
    """Of "the same period of 2024": the stretch told of before, in that year; up to 0, years from the report's."""

    @property
    def is_full(self) -> bool:
        """Needs nothing but itself to be resolved."""
        return self.year is not None or self.unit == "epoch"


@dataclass(frozen=True, slots=True)
class Match:
    """The tokens of one form in a run."""

    text: str
    words: TimeWords
    run: Sequence[Token]
    begin: int
    stop: int

    @property
    def tokens(self) -> Sequence[Token]:
        return self.run[self.begin : self.stop]

    @property
    def start(self) -> int:
        return self.run[self.begin].start

    @property
    def end(self) -> int:
        return self.run[self.stop - 1].end

    def all(self, *names: str) -> list[Token]:
        return [token for token in self.tokens if token.name in names]

    def one(self, *names: str) -> Token | None:
        return next((token for token in self.tokens if token.name in names), None)

    def number(self, *names: str) -> int | None:
        token = self.one(*names)
        return token.value if token is not None and isinstance(token.value, int) else None

    def name(self, *names: str) -> str | None:
        token = self.one(*names)
        return token.value if token is not None and isinstance(token.value, str) else None

    def has(self, *names: str) -> bool:
        return self.one(*names) is not None

    def before(self) -> str:
        return self.run[self.begin - 1].name if self.begin else ""


@dataclass(frozen=True, slots=True)
class Atom:
    """What one form built, and from which tokens of its run."""

    begin: int
    stop: int
    form: str
    first: Point | None = None
    last: Point | None = None
    reject: str | None = "date"
    per: str | None = None


def _atom(match: Match, first: Point | None = None, last: Point | None = None, reject: str | None = "date") -> Atom:
    return Atom(match.begin, match.stop, "", first, last, reject)


def _only(reject: str) -> Callable[[Match], Atom | None]:
    return lambda match: _atom(match, reject=reject)


def _point(match: Match, unit: str, **stated: Any) -> Point:
    return Point(match.start, match.end, unit, part=match.name("part"), **stated)


def _full_days(match: Match) -> Atom | None:
    points = []
    for token in match.all("fullday"):
        if isinstance(token.value, tuple):
            year, month, day = token.value
            points.append(Point(token.start, token.end, "day", year, month, day=day))
    return _atom(match, points[0], points[1] if len(points) > 1 else None)


def _days(match: Match) -> Atom | None:
    """A day or a stretch of days of one month, in any order of day and month."""
    month, year, wide = match.one("month"), match.number("year"), match.one("wide")
    numbers = match.all("small", "ordinal")
    values = [token.value for token in numbers if isinstance(token.value, int)]
    if wide is not None and isinstance(wide.value, tuple):
        values = list(wide.value)
    if month is None or not isinstance(month.value, int) or not values or not all(1 <= v <= 31 for v in values):
        return None
    if _is_count(match, month, numbers, year):
        whole = Point(month.start, month.end, "month", None, month.value)
        return Atom(match.begin, match.run.index(month) + 1, "month", whole)
    start = (match.one("weekday") or match.tokens[0]).start if match.run[match.begin].name != "from" else match.start
    first = Point(start, match.end, "day", year, month.value, day=values[0])
    if len(values) < 2:
        head = match.run[match.begin].name in ("from", "between")
        return replace(Atom(match.begin + head, match.stop, "day", first))
    if values[1] <= values[0]:
        return None
    last = replace(first, day=values[1])
    if wide is None:
        first, last = replace(first, end=numbers[0].end), replace(last, start=numbers[1].start)
    return Atom(match.begin, match.stop, "days", first, last)


def _is_count(match: Match, month: Token, numbers: Sequence[Token], year: int | None) -> bool:
    """ "In May 20 people …": a number right after the month and before a noun, where no day would stand."""
    if year is not None or match.before() != "in" or len(numbers) != 1 or numbers[0].start < month.start:
        return False
    return numbers[0].name == "small" and word_after(match.text, match.end).islower()


def _days_of_unit(match: Match) -> Atom | None:
    days = [token.value for token in match.all("small", "ordinal") if isinstance(token.value, int)]
    shift = (match.name("unit") or "", match.number("shift") or 0)
    if shift[0] != "month" or len(days) != 2 or not 1 <= days[0] < days[1] <= 31:
        return None
    first = _point(match, "day", shift=shift, day=days[0])
    return Atom(match.begin, match.stop, "days", first, replace(first, day=days[1]))


def _month(match: Match) -> Atom | None:
    full = match.one("fullmonth")
    if full is not None and isinstance(full.value, tuple):
        year, month = full.value
        return _atom(match, _point(match, "month", year=year, month=month))
    token = match.one("month")
    if token is None or _is_wary(match, token):
        return None
    year_named, shift = match.number("year"), match.one("shift", "same")
    point = _point(match, "month", year=year_named, month=token.value)
    if shift is not None and match.has("unit"):
        point = replace(point, follows=shift.name == "same", shift=None)
        if shift.name == "shift":
            point = replace(point, shift=("year", int(shift.value)) if isinstance(shift.value, int) else None)
    elif shift is not None:
        point = replace(point, wants_future=shift.value == 1)
    return _atom(match, point)


def _is_wary(match: Match, token: Token) -> bool:
    """ "May" and "March" alone are months only where the words around say so."""
    if match.text[token.start : token.end].lower() not in match.words.lists["wary"]:
        return False
    if match.stop - match.begin > 1 or match.before() not in ("", "the", "a", "comma"):
        return False
    before = word_before(match.text, token.start)
    start = token.start - 1 - len(before)
    return not before or match.text[start].isupper()


def _stretch(match: Match) -> Atom | None:
    """Halves, quarters and "the first eight months" of a year."""
    months, number, from_end = _stretch_length(match)
    if months is None or number is None:
        return None
    first = 12 - months + 1 if from_end else (number - 1) * months + 1
    if not 1 <= first <= 12 or first + months > 13:
        return None
    unit = "quarter" if months == 3 else "month" if months == 1 else "months"
    year = match.number("year")
    names: list[Value | tuple[int, ...]] = [token.value for token in match.all("unit")]
    point = Point(match.start, match.end, unit, year, first, months)
    if match.has("that", "same") and year is None:
        return _atom(match, replace(point, shift=("year", 0), follows=True))
    if year is None and (match.has("unit") or match.has("shift")) and match.all("half", "lettered", "unit"):
        return _atom(match, _stretch_shifted(point, names, match))
    return _atom(match, point)


def _stretch_length(match: Match) -> tuple[int | None, int | None, bool]:
    lettered = match.one("lettered")
    if lettered is not None and isinstance(lettered.value, tuple):
        return lettered.value[0], lettered.value[1], False
    place = match.one("ordinal", "shift")
    number = place.value if place is not None and isinstance(place.value, int) else None
    half = match.number("half")
    if half is not None:
        return half, 1 if number is None else number, number == -1
    count, unit = _count(match), match.all("unit")
    if not unit or unit[0].value not in ("month", "quarter") or count is None or number not in (1, -1):
        return None, None, False
    return count * (3 if unit[0].value == "quarter" else 1), 1, number == -1


def _stretch_shifted(point: Point, names: Sequence[object], match: Match) -> Point | None:
    shifts = [t.value for t in match.all("shift") if isinstance(t.value, int)]
    if match.has("half") and not names and len(shifts) == 1 and not match.has("ordinal"):
        return replace(point, month=None, shift=("quarter" if point.months == 3 else "half", shifts[0]))
    last = shifts[-1] if shifts and "year" in names[-1:] else 0
    return replace(point, shift=("year", last)) if not names or names[-1] == "year" else None


def _count(match: Match) -> int | None:
    """The number of a count of units: digits, words ("twenty-four"), the upper end of "3-4"."""
    token = match.one("small", "number", "year", "wide", "numeral", "vague_number")
    if token is None:
        return 1 if match.has("a", "half") else None
    if token.name == "numeral":
        return sum(t.value for t in match.all("numeral") if isinstance(t.value, int))
    if isinstance(token.value, tuple):
        return token.value[-1]
    return token.value or None if isinstance(token.value, int) else None


def _season(match: Match) -> Atom | None:
    month, year = match.number("season", "fall"), match.number("year")
    shift, same = match.number("shift"), match.has("same", "that")
    point = Point(match.start, match.end, "season", year, month, 3, part=match.name("part"))
    if same:
        point = replace(point, follows=True)
    elif shift is not None:
        point = replace(point, shift=("year", shift)) if match.has("unit") else replace(point, wants_future=shift > 0)
    return _atom(match, point)


def _decade(match: Match) -> Atom | None:
    return _atom(match, _point(match, "decade", year=match.number("decade")))


STRONG = frozenset(
    {"in", "since", "until", "from", "between", "before", "after", "by", "of", "part", "and", "to", "dash"}
)


def _year(match: Match) -> Atom | None:
    """A year alone; one before 1900 or after 2099 only where a word of time stands before it."""
    year = match.number("year")
    paired = tuple(token.name for token in match.run[match.stop : match.stop + 2]) == ("and", "year")
    sure = match.before() in STRONG or match.has("part") or paired
    if year is None or (not 1900 <= year <= 2099 and not sure):
        return None
    return _atom(match, _point(match, "year", year=year))


def _years(match: Match) -> Atom | None:
    token = match.one("years")
    if token is not None and isinstance(token.value, tuple):
        first, last = token.value
    else:
        named = [t.value for t in match.all("year") if isinstance(t.value, int)]
        first, last = named[0], named[-1]
    if not first < last:
        return None
    years = match.all("year") or match.all("years")
    one = Point(years[0].start, years[0].end, "year", first)
    return Atom(match.begin, match.stop, "years", one, Point(years[-1].start, years[-1].end, "year", last))


def _epoch(match: Match) -> Atom | None:
    return _atom(match, Point(match.start, match.end, "epoch"))


def _rate(match: Match) -> Atom | None:
    digits = match.has("small", "number", "wide", "year")
    per = match.name("rate", "unit") or ("quarter" if match.has("half") else None)
    return replace(_atom(match, reject="duration" if digits else None), per=per)


def _a_rate(match: Match) -> Atom | None:
    """ "17,000 a month"; not "it was a day of mourning", "a day after the attack"."""
    lists = match.words.lists
    if word_before(match.text, match.start) in lists["never_before_rate"]:
        return None
    if word_after(match.text, match.end).lower() in lists["never_after_rate"]:
        return None
    return _rate(match)


def _ago(match: Match) -> Atom | None:
    unit, count = match.name("unit"), _count(match)
    if unit is None:
        return None
    exact = "day" if unit in ("hour", "week", "month", "fortnight") else unit
    return _atom(match, _point(match, exact, shift=(unit, -count)) if count else None)


def _earlier(match: Match) -> Atom | None:
    """ "2,700 a year earlier": before the time told of, not before the report."""
    unit, count = match.name("unit"), _count(match)
    if unit is None or not count:
        return _atom(match, reject="duration")
    exact = "day" if unit in ("hour", "week", "month", "fortnight") else unit
    return _atom(match, _point(match, exact, shift=(unit, -count), follows=True))


def _later(match: Match) -> Atom | None:
    unit, count = match.name("unit"), _count(match)
    if unit is None or not count:
        return _atom(match, reject="duration")
    exact = "day" if unit in ("hour", "week", "fortnight") else unit
    return _atom(match, _point(match, exact, shift=(unit, count), follows=True))


def _past(match: Match) -> Atom | None:
    """A stretch that ends at the anchor: "the past 24 hours", "the last two months"."""
    unit, count = match.name("unit") or "quarter", _count(match) or (1 if match.has("past") else None)
    shift = match.number("shift")
    if shift == 0 or (shift or 0) > 0:
        return _atom(match, reject="duration")
    return _atom(match, _point(match, unit, length=(unit, count)) if count else None)


def _past_before(match: Match) -> Atom | None:
    """ "In the two years before there were 35,624": a stretch up to the time told of before; "before" ends its run."""
    count = _count(match)
    after = word_after(match.text, match.end)
    ends = not match.text[match.end : match.end + 1].isspace() or after in match.words.lists["before_alone"]
    if count is None or match.stop < len(match.run) or not ends:
        return _atom(match, reject="duration")
    return _atom(
        match, _point(match, match.name("unit") or "year", length=(match.name("unit") or "year", count), follows=True)
    )


def _unit(match: Match) -> Atom | None:
    """ "This year", "last month", "the end of the year"; "the next day" follows what is told before."""
    shift, unit = match.number("shift") or 0, match.name("unit") or "quarter"
    if unit in ("second", "minute", "hour"):
        return None
    follows = match.run[match.begin].name == "the" and shift == 1
    return _atom(match, _point(match, unit, shift=(unit, shift), follows=follows))


def _anaphor_unit(match: Match) -> Atom | None:
    unit = match.name("unit") or "day"
    return _atom(match, _point(match, unit, shift=(unit, 0), follows=True))


def _anaphor(match: Match) -> Atom | None:
    if match.has("shift") and match.number("shift") != -1:
        return _atom(match, reject=None)
    return _atom(match, _point(match, "anaphor", follows=True))


def _same_in_year(match: Match) -> Atom | None:
    year, units = match.number("year"), match.all("unit")
    if year is None and (not units or units[-1].value != "year"):
        return _atom(match, reject=None)
    return _atom(match, _point(match, "anaphor", follows=True, of_year=match.number("shift") if year is None else year))


def _deictic(match: Match) -> Atom | None:
    return _atom(match, _point(match, "day", shift=("day", match.number("deictic") or 0)))


def _weekday(match: Match) -> Atom | None:
    shift = match.number("shift")
    token = match.one("weekday")
    if token is None or (match.stop - match.begin == 1 and _is_wary(match, token)):
        return None
    back = ("week", shift) if shift is not None and match.has("unit") else None
    future = shift == 1
    return _atom(match, _point(match, "day", weekday=token.value, wants_future=future, shift=back))


def _daypart(match: Match) -> Atom | None:
    if match.has("shift", "that", "same") and match.number("shift") == 0:
        return _atom(match, _point(match, "day", shift=("day", 0)))
    return _atom(match, reject=None)


BUILDERS: dict[str, Callable[[Match], Atom | None]] = {
    "age": _only("age"),
    "clock": _only("clock"),
    "era": _only("date"),
    "fulldays": _full_days,
    "days": _days,
    "days_of_unit": _days_of_unit,
    "stretch": _stretch,
    "month": _month,
    "season": _season,
    "decade": _decade,
    "years": _years,
    "year": _year,
    "epoch": _epoch,
    "rate": _rate,
    "a_rate": _a_rate,
    "ago": _ago,
    "earlier": _earlier,
    "later": _later,
    "past": _past,
    "past_before": _past_before,
    "unit": _unit,
    "anaphor_unit": _anaphor_unit,
    "deictic": _deictic,
    "weekday": _weekday,
    "anaphor": _anaphor,
    "same_in_year": _same_in_year,
    "daypart": _daypart,
    "duration": _only("duration"),
    "vague": lambda match: _atom(match, reject=None),
}


def atoms(text: str, words: TimeWords, run: Sequence[Token]) -> Iterator[Atom]:
    """Layer one: the forms found in a run of tokens, in order, none inside another."""
    coded = "".join(words.codes[token.name] for token in run)
    for row, begin, stop in words.forms.match(coded):
        atom = BUILDERS[row.builds](Match(text, words, run, begin, stop))
        if atom is not None:
            yield atom if atom.form else replace(atom, form=row.name)
