"""What "over 160,000" allows: from the literal interval of a claim to the one that enters arithmetic (§2.7, §2.8)."""

from __future__ import annotations

import math
import re
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from pathlib import Path

from crossfoot.records import Claim, Number

_DECIMAL = re.compile(r"\d+(?:[.,]\d+)?")
PROFILES = Path(__file__).with_name("profiles.toml")


@dataclass(frozen=True, slots=True)
class Profile:
    """House rules of width. `about`, `almost`, `rounding_most` and `vague` are shares of the figure."""

    name: str
    says: str
    about: Fraction
    almost: Fraction
    rounding_zeros: int
    rounding_most: Fraction
    vague: Fraction = Fraction(1)
    """What a vague word comes to, of its reading in the language file: a half makes dozens 12 and more."""


@dataclass(frozen=True, slots=True)
class Allowed:
    """The values that a claim allows, rounded inward for counts (a share or an average need be no whole number).

    `width` names the rule that widened it, or is None.
    """

    low: Fraction | None
    high: Fraction | None
    width: str | None = None

    @property
    def is_empty(self) -> bool:
        low, high = self.low, self.high
        if low is None or high is None or low is high:
            return False
        return low.numerator * high.denominator > high.numerator * low.denominator


class ProfileError(ValueError):
    """A profile that is not in profiles.toml."""


@cache
def profile(name: str = "default") -> Profile:
    """The house rules called `name`. Raises ProfileError with the names there are."""
    table = tomllib.loads(PROFILES.read_text(encoding="utf-8"))
    if name not in table:
        raise ProfileError(f"no profile {name!r}; there are: {', '.join(sorted(table))}")
    row = table[name]
    return Profile(
        name=name,
        says=row["says"],
        about=_exact(row["about"]),
        almost=_exact(row["almost"]),
        rounding_zeros=row["rounding_zeros"],
        rounding_most=_exact(row["rounding_most"]),
        vague=_exact(row.get("vague", 1)),
    )


def allowed(claim: Claim, house: Profile, *, exact_source: bool = False) -> Allowed:
    """What `claim` allows under the house rules; `exact_source` is a codebook source whose figures are exact."""
    low = _exact_or_none(claim.low)
    high = low if claim.high == claim.low else _exact_or_none(claim.high)
    if not claim.widened:
        return Allowed(low, high)
    if is_relative(claim):
        return _relative(claim, low, high, house)
    rule = _WIDTHS.get(claim.hedge, _no_width)
    if claim.hedge == "exact" and exact_source:
        rule = _no_width
    result = rule(low, high, house)
    return result if claim.kind == "rate" else _inward(result)


def is_relative(claim: Claim) -> bool:
    """Whether the figure is a factor between two counts and no count: a share, a growth, "twice as many"."""
    return claim.kind == "share" or (claim.base is not None and claim.base.how != "difference")


def _relative(claim: Claim, low: Fraction | None, high: Fraction | None, house: Profile) -> Allowed:
    """A factor is rounded to the last digit printed, whoever says it; a fraction in words is a rough one."""
    if claim.hedge != "exact" or low is None or low != high or not house.rounding_zeros:
        rule = _WIDTHS[claim.hedge] if claim.hedge in ("about", "almost", "vague") else _no_width
        return rule(low, high, house)
    unit = _last_digit(claim, low)
    if unit is None:
        return _about(low, high, house)
    return Allowed(low - unit / 2, low + unit / 2, "rounded")


def _last_digit(claim: Claim, value: Fraction) -> Fraction | None:
    """One unit of the last digit printed; None for a fraction in words, "one in five" and the like."""
    shown = claim.quote or f"{float(value * 100):.6f}".rstrip("0").rstrip(".")
    for number in _DECIMAL.findall(shown):
        printed = Fraction(number.replace(",", "."))
        unit = Fraction(1, 10 ** len(number.replace(",", ".").partition(".")[2]))
        if printed == value:
            return unit
        if printed == value * 100:
            return unit / 100
    return None


def _about(low: Fraction | None, high: Fraction | None, house: Profile) -> Allowed:
    if not house.about:
        return Allowed(low, high)
    return Allowed(
        None if low is None else low * (1 - house.about), None if high is None else high * (1 + house.about), "about"
    )


def _almost(low: Fraction | None, high: Fraction | None, house: Profile) -> Allowed:
    return Allowed(None if low is None else low * (1 - house.almost), high, "almost" if house.almost else None)


def _rounded(low: Fraction | None, high: Fraction | None, house: Profile) -> Allowed:
    if low is None or low != high or low.denominator != 1 or not house.rounding_zeros or low == 0:
        return Allowed(low, high)
    number = abs(low.numerator)
    place = 1
    while number % (place * 10) == 0:
        place *= 10
    if place < 10**house.rounding_zeros:
        return Allowed(low, high)
    half = min(Fraction(place, 2), number * house.rounding_most)
    return Allowed(low - half, low + half, "rounded")


def _vague(low: Fraction | None, high: Fraction | None, house: Profile) -> Allowed:
    if low is None or house.vague == 1:
        return Allowed(low, high)
    return Allowed(low * house.vague, high, "vague")


def _over(low: Fraction | None, high: Fraction | None, _: Profile) -> Allowed:
    return Allowed(low + 1 if low is not None and low.denominator == 1 else low, high)


def _under(low: Fraction | None, high: Fraction | None, _: Profile) -> Allowed:
    return Allowed(low, high - 1 if high is not None and high.denominator == 1 else high)


def _no_width(low: Fraction | None, high: Fraction | None, _: Profile) -> Allowed:
    return Allowed(low, high)


_WIDTHS: dict[str, Callable[[Fraction | None, Fraction | None, Profile], Allowed]] = {
    "about": _about,
    "almost": _almost,
    "exact": _rounded,
    "vague": _vague,
    "over": _over,
    "under": _under,
}


def _inward(value: Allowed) -> Allowed:
    low = None if value.low is None else Fraction(math.ceil(value.low))
    high = None if value.high is None else Fraction(math.floor(value.high))
    return Allowed(low, high, value.width)


def _exact(value: Number) -> Fraction:
    return Fraction(str(value))


def _exact_or_none(value: Number | None) -> Fraction | None:
    if value is None:
        return None
    return Fraction(value) if isinstance(value, int) else _exact(value)
