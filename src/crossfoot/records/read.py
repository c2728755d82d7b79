"""What reports print (§1.3 to §1.6, §2 to §4)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from crossfoot.records.ground import Kind, Number, Period, Problem, Series, content_id

Hedge = Literal["exact", "over", "at_least", "up_to", "under", "about", "almost", "range", "vague"]
Stance = Literal["asserted", "hedged", "disputed", "retracted", "negated", "planned"]
Comparison = Literal["share", "ratio", "growth", "difference"]
"""How a figure compares its own count N with the count W of its base: N ÷ W · N ÷ W · (N − W) ÷ W · N − W. Shares and
growth are printed in percent or as fractions and kept as numbers from 0 ("40 %" is 0.4)."""
SourceKind = Literal["named", "office", "agency", "outlet", "anonymous", "self", "unknown"]


@dataclass(frozen=True, slots=True)
class Source:
    """One link of a source chain. `resolved` is the name that a pronoun or short form stands for."""

    text: str
    start: int
    end: int
    kind: SourceKind = "unknown"
    resolved: str | None = None

    @property
    def name(self) -> str:
        return self.resolved or self.text


@dataclass(frozen=True, slots=True)
class Base:
    """What a share or a change is measured against (§4, §5.5). A dimension left None is the claim's own.

    "A third of the proceedings of 2024": share, of the proceedings, in 2024. "40 % more than in 2023": growth, of the
    same series, in 2023. `falls`: the figure says by how much the count fell short of its base.
    """

    how: Comparison
    measure: str | None = None
    population: str | None = None
    place: str | None = None
    period: Period = Period()
    falls: bool = False


@dataclass(frozen=True, slots=True)
class Correction:
    """A person's correction of one field of one claim (§11.6): a new fact beside the machine's reading."""

    claim: str
    field: str
    value: str
    why: str
    who: str
    made: str

    @property
    def id(self) -> str:
        return content_id("correction", self.claim, self.field, self.value, self.why, self.who, self.made)


@dataclass(frozen=True, slots=True)
class Claim:
    """One figure that a report prints: what the text says, not what is true (§1.3).

    `low` and `high` are the literal interval of the number printed, before any width (§2.7); shares run
    from 0 to 1. `quote` is the numeral with its hedge and always equals the text between start and end.
    `widened` is False for claims whose interval is to be used as it is.
    """

    id: str
    report: str
    file: str
    start: int
    end: int
    quote: str
    low: Number | None
    high: Number | None
    approximate: bool = False
    hedge: Hedge = "exact"
    counted: str | None = None
    measure: str | None = None
    population: str | None = None
    place: str | None = None
    period: Period = Period()
    candidates: tuple[Period, ...] = ()
    kind: Kind = "other"
    per: str | None = None
    attribution: tuple[Source, ...] = ()
    stance: Stance = "asserted"
    modal: bool = False
    release: str | None = None
    sentence: tuple[int, int] | None = None
    literal: tuple[str, ...] = ()
    corrected: Mapping[str, Mapping[str, str]] | None = None
    rule: str = ""
    widened: bool = True
    copy_of: str | None = None
    base: Base | None = None
    """For a share or a change, the other side of the comparison, where the text tells."""

    @property
    def series(self) -> Series | None:
        if self.measure is None or self.population is None or self.place is None:
            return None
        return Series(self.measure, self.population, self.place)

    @property
    def base_series(self) -> Series | None:
        """The series that a share or a change is measured against, where the text tells."""
        if self.base is None or self.series is None:
            return None
        own, base = self.series, self.base
        return Series(base.measure or own.measure, base.population or own.population, base.place or own.place)

    @property
    def all_series(self) -> tuple[Series, ...]:
        """Every series that it speaks of."""
        return tuple(s for s in (self.series, self.base_series) if s is not None)


def claim_id(report: str, start: int, end: int, quote: str) -> str:
    """A claim is its report and its span: a better reader that finds the same words keeps the id."""
    return content_id("claim", report, start, end, quote)


@dataclass(frozen=True, slots=True)
class TextRelation:
    """A relation that one sentence states between its figures (§5.6).

    part: "35,307 out of 59,606" (parts ≤ whole, same series and period) · largest: "the largest: A, B, C"
    (every part of the whole that is not listed is at most the least listed) · complete: the parts add up.
    """

    kind: Literal["part", "largest", "complete"]
    report: str
    parts: tuple[str, ...]
    whole: str | None
    start: int
    end: int

    @property
    def id(self) -> str:
        return content_id("relation", self.kind, self.report, self.parts, self.whole)


@dataclass(frozen=True, slots=True)
class Reading:
    """What the read stage makes of one report or of many."""

    claims: tuple[Claim, ...]
    relations: tuple[TextRelation, ...] = ()
    problems: tuple[Problem, ...] = ()
