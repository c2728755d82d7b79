"""Shared figures (FIGURE, §10.1): the same printed number of the same thing, weighed by how rare and unround it is.

A number with s significant digits could have been one of about 10^s: that many digits, in bits, less what is lost
when more reports carry it. A hedge changes nothing here: "up to 30,000" and "as many as 30,000" are one figure.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from crossfoot.records import Claim, Number
from crossfoot.trace.joins import CAP, shared_pairs
from crossfoot.trace.words import Ints

BITS_A_DIGIT = math.log2(10)
UNROUND = 4
"""A number with so many significant digits is no coincidence, whatever it is said to count."""
LEAST_BITS = 6.0
"""One shared figure below this (30,000; ten) is no link by itself."""
SAME_ORIGIN_BITS = 14.0
SAME_ORIGIN_FIGURES = 2
"""Two reports that share so many figures, worth so many bits together, share an origin."""

MISTAKE_BITS = 7.0
"""What a shared figure is worth more where it is held to be misprinted in both: one in 128 makes the same slip."""
MISTAKE_ALONE = 20.0
"""One such figure of four digits or more is enough for one origin."""
PARTS = 1000
"""Bits are added up in whole thousandths, so that no order of adding changes a sum."""

MOST_IN_WORDS = 20
"""Denominators up to here are said in words."""
SAME_SHARE = Fraction(1, 10**9)

Printed = tuple[Number, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Claims of one figure. `claims` are places in the list of claims, in the order of their reports' ranks."""

    value: Printed
    claims: tuple[int, ...]
    reports: tuple[int, ...]
    bits: float
    suspected: bool = False
    """Two reports or more print it where it is held to be misprinted: a shared mistake is no coincidence."""

    @property
    def unround(self) -> bool:
        return digits(self.value) >= UNROUND


@dataclass(frozen=True, slots=True)
class Kinship:
    """What two reports share: the bits of all figures together, and how many figures that are."""

    bits: float
    figures: int
    mistaken: float = 0.0
    """Bits of the figures that are held to be misprinted in both."""

    @property
    def same_origin(self) -> bool:
        several = self.bits >= SAME_ORIGIN_BITS and self.figures >= SAME_ORIGIN_FIGURES
        return several or self.mistaken >= MISTAKE_ALONE

    def without(self, group: Group) -> Kinship:
        """The same but for one figure."""
        mistaken = self.mistaken - group.bits if group.suspected else self.mistaken
        return Kinship(self.bits - group.bits, self.figures - 1, mistaken)


def printed(claim: Claim) -> Printed | None:
    """The number as printed, without its hedge; None for vague words, which say no number (§2.3)."""
    if claim.hedge == "vague":
        return None
    ends = tuple(n for n in (claim.low, claim.high) if n is not None)
    if not ends:
        return None
    return ends[:1] if len(set(ends)) == 1 else ends


def digits(value: Printed) -> int:
    """Significant digits of a number, both ends of a range together: 35,307 has 5, 160,000 has 2, a third has 1."""
    return sum(_part(n) if n % 1 else _whole(n) for n in value)


def _part(number: Number) -> int:
    """Of a share: no more than those of the fraction that it may have been said as ("two thirds", "1 in 7")."""
    decimal = f"{abs(number):.6f}".rstrip("0").replace(".", "").strip("0")
    fraction = Fraction(number).limit_denominator(MOST_IN_WORDS)
    if abs(number) > 1 or abs(fraction - Fraction(number)) > SAME_SHARE:
        return len(decimal)
    return min(len(decimal), len(str(fraction.denominator)))


def _whole(number: Number) -> int:
    return max(1, len(str(abs(int(number))).rstrip("0")))


def counted(claim: Claim) -> str | None:
    """What a claim counts, coded or as printed."""
    return claim.measure or (claim.counted.casefold() if claim.counted else None)


def groups(
    claims: Sequence[Claim], report_of: Sequence[int], ranks: Sequence[int], suspect: frozenset[str] = frozenset()
) -> list[Group]:
    """Claims of one figure together; what says no number is in no group.

    Unround numbers are one figure whatever they are said to count; round ones only of one measure, whose
    population and place do not differ where both are known.
    """
    by_value: dict[tuple[Printed, str | None], list[int]] = defaultdict(list)
    for i, claim in enumerate(claims):
        value = printed(claim)
        if value is None:
            continue
        if digits(value) >= UNROUND:
            by_value[value, None].append(i)
        elif (what := counted(claim)) is not None:
            by_value[value, what].append(i)
    found = []
    for (value, what), members in by_value.items():
        for part in [members] if what is None else _of_one_scope(claims, members):
            part.sort(key=lambda i: (ranks[report_of[i]], claims[i].start))
            reports = tuple(dict.fromkeys(report_of[i] for i in part))
            mistaken = len({report_of[i] for i in part if claims[i].id in suspect}) > 1 if suspect else False
            bits = _bits(value, len(reports)) + (MISTAKE_BITS if mistaken else 0.0)
            found.append(Group(value, tuple(part), reports, bits, mistaken))
    return found


def _of_one_scope(claims: Sequence[Claim], members: list[int]) -> list[list[int]]:
    parts: dict[tuple[str | None, str | None], list[int]] = defaultdict(list)
    for i in members:
        parts[root(claims[i].population), claims[i].place].append(i)
    known = [scope for scope in parts if scope != (None, None)]
    return [members] if len(known) <= 1 else list(parts.values())


def root(population: str | None) -> str | None:
    """The widest population that a sub-population stands in (§1.4)."""
    return population.split("/")[0] if population else None


def _bits(value: Printed, reports: int) -> float:
    return max(0.0, BITS_A_DIGIT * digits(value) - math.log2(max(1, reports - 1)))


def kinships(found: Sequence[Group], reports: int, ranks: Sequence[int]) -> Mapping[tuple[int, int], Kinship]:
    """What each pair of reports shares, as (report, report) in the order of their ranks."""
    by_rank = np.argsort(np.asarray(ranks, dtype=np.int64), kind="stable") if reports else np.zeros(0, np.int64)
    rank_of = np.empty(reports, np.int64)
    rank_of[by_rank] = np.arange(reports)
    every = _shared([group for group in found if len(group.reports) > 1], by_rank, rank_of)
    false = _shared([group for group in found if group.suspected], by_rank, rank_of)
    return {
        pair: Kinship(bits, number, false[pair][0] if pair in false else 0.0) for pair, (bits, number) in every.items()
    }


def _shared(shared: Sequence[Group], by_rank: Ints, rank_of: Ints) -> dict[tuple[int, int], tuple[float, int]]:
    """What reports share of these figures: bits and their number."""
    sizes = [len(group.reports) for group in shared]
    keys = np.repeat(np.arange(len(shared), dtype=np.uint64), sizes)
    members = rank_of[np.fromiter((r for g in shared for r in g.reports), np.int64, sum(sizes))]
    weights = np.array([round(group.bits * PARTS) for group in shared], np.int64)
    pairs = shared_pairs(keys, members, np.repeat(weights, sizes))
    places = zip(by_rank[pairs.first].tolist(), by_rank[pairs.second].tolist(), strict=True)
    rows = zip(places, pairs.weight.tolist(), pairs.number.tolist(), strict=True)
    return {place: (weight / PARTS, number) for place, weight, number in rows}


Apart = Mapping[int, frozenset[tuple[int, int]]]
"""First claim of a figure → pairs of reports (both ways round) whose link by this figure a person has cut."""


def nearest(
    group: Group, kin: Mapping[tuple[int, int], Kinship], apart: frozenset[tuple[int, int]] = frozenset()
) -> list[tuple[int, int]]:
    """For each report of a figure but the first, the earlier report it shares most with: (report, earlier)."""
    found = []
    for place, report in enumerate(group.reports[1:], 1):
        earlier = group.reports[:place] if place < CAP else group.reports[:1]
        if apart:
            earlier = tuple(other for other in earlier if (report, other) not in apart)
        if not earlier:
            continue
        best = max(earlier, key=lambda other: (kinship(kin, other, report).bits, -earlier.index(other)))
        found.append((report, best))
    return found


def kinship(kin: Mapping[tuple[int, int], Kinship], a: int, b: int) -> Kinship:
    return kin.get((a, b)) or kin.get((b, a)) or Kinship(0.0, 0)
