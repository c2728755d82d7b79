"""The wording of the dossier. Every word comes from words.toml; numbers and days are set here."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from functools import lru_cache
from importlib import resources
from typing import cast

from crossfoot.records import Base, Claim, Period

MINUS = "−"
_PLACES = 6
_FINEST = 10**_PLACES
_ISO_DAY = re.compile(r"\b[12]\d{3}-[01]\d-[0-3]\d\b", re.ASCII)

Quantity = int | float | Fraction


def figure(value: Quantity) -> str:
    """265843 → "265,843", -5 → "−5", 99/200 → "0.495", 2/3 → "2/3"; other numbers with at most four decimals."""
    sign = MINUS if value < 0 else ""
    if isinstance(value, Fraction) and value.denominator > 1:
        return sign + _fraction(abs(value))
    size = abs(float(value)) if isinstance(value, float) else abs(int(value))
    if size == int(size):
        return f"{sign}{int(size):,}"
    return sign + f"{size:,.4f}".rstrip("0")


def _fraction(value: Fraction) -> str:
    """All decimals where there are few, so that a sum can be redone to the last digit."""
    if _FINEST % value.denominator:
        return f"{value.numerator:,}/{value.denominator:,}"
    whole, rest = divmod(value.numerator * (_FINEST // value.denominator), _FINEST)
    return f"{whole:,}.{rest:0{_PLACES}d}".rstrip("0")


def percent(share: Quantity) -> str:
    """A share from 0 to 1 as printed in a text: 0.2 → "20 %"."""
    return figure(round(float(share) * 100, 2)) + "\u00a0%"


@dataclass(frozen=True, slots=True)
class Words:
    """Phrases by section and key. `say` falls back on the key itself, so that data never goes missing."""

    table: Mapping[str, object]

    def section(self, name: str) -> Mapping[str, object]:
        return cast(Mapping[str, object], self.table.get(name, {}))

    def say(self, section: str, key: str, **fields: str) -> str:
        phrase = self.section(section).get(key)
        return phrase.format(**fields) if isinstance(phrase, str) else key

    def pair(self, section: str, key: str) -> tuple[str, str]:
        """Title and text of a term, or the key alone."""
        found = self.section(section).get(key)
        if isinstance(found, list) and len(found) == 2:
            return str(found[0]), str(found[1])
        return key, ""

    def plural(self, key: str, n: int) -> str:
        forms = cast(Mapping[str, str], self.section("plural")[key])
        form = "one" if n == 1 else "two" if n == 2 and "two" in forms else "other"
        return forms[form].format(n=self.count(n))

    def count(self, n: int) -> str:
        small = cast(Sequence[str], self.table["small"])
        return small[n] if 0 <= n < len(small) else figure(n)

    def inside(self, name: str, kind: str) -> str:
        """The name of a source inside a sentence: "the Prosecutor's Office", but "The Economist"."""
        articles = cast(Sequence[str], self.table["articles"])
        is_title = kind in ("outlet", "agency")
        return name if is_title or not name.startswith(tuple(articles)) else name[:1].lower() + name[1:]

    def sentence(self, text: str) -> str:
        """The text with a capital at its head."""
        return text[:1].upper() + text[1:]

    def counted(self, key: str, n: int) -> str:
        return f"{figure(n)} {self.plural(key, n)}"

    def joined(self, parts: Sequence[str]) -> str:
        """ "a", "a and b", "a, b and c"."""
        if not parts:
            return ""
        if len(parts) == 1:
            return parts[0]
        head = parts[0]
        for part in parts[1:-1]:
            head = self.say("joined", "many", a=head, b=part)
        return self.say("joined", "two", a=head, b=parts[-1])

    # ── time ─────────────────────────────────────────────────────────────────────────────────────

    def day(self, day: date) -> str:
        return f"{day.day}\u00a0{self.month(day)}"

    def month(self, day: date) -> str:
        months = cast(Sequence[str], self.table["months"])
        return f"{months[day.month - 1]} {day.year}"

    def label(self, start: date | None, end: date | None) -> str:
        """A period as a noun: "October 2024", "2024", "24 February 2022 to 31 August 2025"."""
        if start is None or end is None:
            return self._open(start, end)
        if start == end:
            return self.day(start)
        if not _whole_months(start, end):
            return self.say("period", "range", start=self.day(start), end=self.day(end))
        if (start.month, end.month) == (1, 12):
            years = (str(start.year), str(end.year))
            return years[0] if start.year == end.year else self.say("period", "range", start=years[0], end=years[1])
        if (start.year, start.month) == (end.year, end.month):
            return self.month(start)
        first = self.month(start)
        if start.year == end.year:
            first = first.rsplit(" ", 1)[0]
        return self.say("period", "range", start=first, end=self.month(end))

    def spoken(self, text: str) -> str:
        """The text with its ISO days written out."""
        return _ISO_DAY.sub(lambda found: self._spelled(found.group()), text)

    def _spelled(self, iso: str) -> str:
        try:
            return self.day(date.fromisoformat(iso))
        except ValueError:
            return iso

    def _open(self, start: date | None, end: date | None) -> str:
        if end is not None:
            return self.say("period", "range_until", end=self.day(end))
        if start is not None:
            return self.say("period", "range_since", start=self.day(start))
        return self.say("period", "unknown")

    def when(self, start: date | None, end: date | None) -> str:
        """A period as an adverb: "in October 2024", "on 18 December 2023", "from … to …"."""
        if start is None or end is None:
            return self._open(start, end)
        if start == end:
            return self.say("period", "day", day=self.day(start))
        if _whole_months(start, end):
            same = (start.year, start.month) == (end.year, end.month) or (start.month, end.month) == (1, 12)
            if same and start.year == end.year:
                return self.say("period", "within", label=self.label(start, end))
        return self.say("period", "span", start=self.day(start), end=self.day(end))

    def period(self, period: Period) -> str:
        """A claim's period as read: known days, else the printed words, else that it is unknown."""
        if period.start is None and period.end is None:
            if period.partial:
                return self.say("period", "no_year", text=period.text or period.partial)
            return period.text or self.say("period", "unknown")
        return self.label(period.start, period.end)

    def base(self, base: Base, series: str) -> str:
        """What a share or a change is measured against; `series` is its title."""
        name = f"falls_{base.how}" if base.falls and f"falls_{base.how}" in self.section("base") else base.how
        is_dated = base.period.start or base.period.end or base.how != "share"
        period = self.period(base.period) if is_dated else self.say("base", "same_period")
        return self.say("base", name, series=series, period=period)

    # ── values ───────────────────────────────────────────────────────────────────────────────────

    def interval(self, low: Quantity | None, high: Quantity | None, share: bool = False) -> str:
        show = percent if share else figure
        if low is None and high is None:
            return self.say("interval", "any")
        if high is None:
            return self.say("interval", "low", low=show(cast(Quantity, low)))
        if low is None:
            return self.say("interval", "high", high=show(high))
        key = "same" if low == high else "both"
        return self.say("interval", key, low=show(low), high=show(high))

    def value(self, claim: Claim) -> str:
        """The number a claim prints, with its hedge: "more than 160,000", "about 20 %"."""
        share = claim.kind == "share" or (claim.base is not None and claim.base.how == "growth")
        phrase = self.section("value").get(claim.hedge)
        single = claim.low is None or claim.high is None or claim.low == claim.high
        if not isinstance(phrase, str) or not single:
            return self.interval(claim.low, claim.high, share)
        show = percent if share else figure
        low, high = (claim.high if v is None else v for v in (claim.low, claim.high))
        return phrase.format(low=show(low or 0), high=show(high if high is not None else low or 0))


def _whole_months(start: date, end: date) -> bool:
    if end == date.max:
        return False
    return start.day == 1 and (end + timedelta(days=1)).day == 1


@lru_cache(maxsize=1)
def load_words() -> Words:
    text = resources.files(__package__).joinpath("words.toml").read_text(encoding="utf-8")
    return Words(tomllib.loads(text))
