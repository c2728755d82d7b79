"""What is counted: the types of a codebook. Loading and checking is `load`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal


@dataclass(frozen=True, slots=True)
class Epoch:
    """The day from which running totals of marked measures count, and the words that name it, by language."""

    date: date
    name: str
    words: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Population:
    """Whose: words that name it by language; `place` is where its figures count when the text names no region.

    `within` is the wider population of a sub-population ("Ukraine/convicts" within "Ukraine").
    """

    id: str
    words: Mapping[str, tuple[str, ...]]
    place: str
    within: str | None = None


@dataclass(frozen=True, slots=True)
class WordRow:
    """A measure is named when a noun is what is counted and, where given, one of `cues` stands in its clause."""

    nouns: tuple[str, ...]
    cues: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Measure:
    id: str
    title: str
    unit: str
    epoch: bool
    rows: Mapping[str, tuple[WordRow, ...]]
    population: str | None = None
    """The population meant where the text names none."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """Some series: a dimension that is None stands for "whatever it is, the same in whole and parts"."""

    measure: str | None = None
    population: str | None = None
    place: str | None = None


@dataclass(frozen=True, slots=True)
class Relation:
    """sum: whole = parts, in every piece · part: each part ≤ whole, in every piece · stage: each part ≤ whole
    as running totals from the epoch (a case is registered before it reaches a court)."""

    name: str
    kind: Literal["sum", "part", "stage"]
    whole: Pattern
    parts: tuple[Pattern, ...]
    says: str


@dataclass(frozen=True, slots=True)
class Bridge:
    """persons ≤ or = cases, in running totals; off unless somebody turns it on (§5.7)."""

    name: str
    persons: str
    cases: str
    says: str


@dataclass(frozen=True, slots=True)
class KnownSource:
    """An outlet, agency, office or register; `exact` figures get no rounding width (§2.7)."""

    name: str
    kind: str
    aliases: tuple[str, ...]
    exact: bool = False


@dataclass(frozen=True, slots=True)
class ContextEvent:
    date: date
    title: str
    effect: str


@dataclass(frozen=True, slots=True)
class Codebook:
    name: str
    title: str
    epoch: Epoch | None
    populations: tuple[Population, ...]
    measures: tuple[Measure, ...]
    relations: tuple[Relation, ...] = ()
    bridges: tuple[Bridge, ...] = ()
    sources: tuple[KnownSource, ...] = ()
    events: tuple[ContextEvent, ...] = ()

    def measure(self, id: str) -> Measure | None:
        return next((m for m in self.measures if m.id == id), None)
