"""What a share or a change says of the two counts that it compares (§5.5): whole-numbered linear inequalities."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from crossfoot.interval import Allowed
from crossfoot.records import Base, Side

SIGNIFICANT = 4
"""Digits kept of a factor between two counts, rounded outward: a printed share has rarely three."""


@dataclass(frozen=True, slots=True)
class Inequality:
    """own · N − times · W ≥ value (side "low") or ≤ value ("high"): N the figure's own count, W that of its base."""

    side: Side
    own: int
    times: int
    value: int


def inequalities(base: Base, interval: Allowed) -> tuple[Inequality, ...]:
    """The inequalities of a figure that allows `interval`; what says nothing of counts of at least 0 is left out."""
    low, high = interval.low, interval.high
    if base.falls:
        low, high = _negative(high), _negative(low)
    if base.how == "difference":
        return tuple(_differences(low, high))
    if base.how == "growth":
        low, high = _above_one(low), _above_one(high)
    return tuple(_factors(low, high))


def _differences(low: Fraction | None, high: Fraction | None) -> Iterator[Inequality]:
    if low is not None:
        yield Inequality("low", 1, 1, math.ceil(low))
    if high is not None:
        yield Inequality("high", 1, 1, math.floor(high))


def _factors(low: Fraction | None, high: Fraction | None) -> Iterator[Inequality]:
    if low is not None and low > 0:
        least = _outward(low, math.floor)
        yield Inequality("low", least.denominator, least.numerator, 0)
    if high is not None:
        most = _outward(max(high, Fraction(0)), math.ceil)
        yield Inequality("high", most.denominator, most.numerator, 0)


def _outward(factor: Fraction, rounded: Callable[[Fraction], int]) -> Fraction:
    """`factor` with few digits, so that sums stay exact in doubles: lower below, higher above."""
    if not factor:
        return factor
    scale = Fraction(10) ** (SIGNIFICANT - 1 - math.floor(math.log10(factor)))
    return Fraction(rounded(factor * scale)) / scale


def _negative(side: Fraction | None) -> Fraction | None:
    return None if side is None else -side


def _above_one(side: Fraction | None) -> Fraction | None:
    return None if side is None else 1 + side
