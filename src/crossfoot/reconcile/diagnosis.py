"""What is known of one component's contradictions while they are explained: suspects, changes, prices."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from crossfoot.reconcile.inequalities import Component, Context, Row
from crossfoot.reconcile.readings import Surroundings
from crossfoot.reconcile.search import Cover, Grouping
from crossfoot.records import Claim, Verdict


@dataclass(frozen=True, slots=True)
class Move:
    """A change of one claim's reading, or of what several claims share, that restores what it touches."""

    name: str
    slip: str
    claims: frozenset[str]
    before: str
    after: str
    cost: float
    reading: Claim | None = None
    off: str | None = None
    """An assumption, or an instance of one, that the move does without ("same-start REPORT DAY")."""
    readings: tuple[Claim, ...] = ()
    """How the claims read after a change that several of them share."""
    refused: tuple[str, ...] = ()


@dataclass
class Diagnosis:
    """What is known of one component's contradictions."""

    component: Component
    cover: Cover
    moves: dict[str, list[Move]] = field(default_factory=dict)
    cost: dict[str, float] = field(default_factory=dict)
    grouping: Grouping = field(default_factory=Grouping)
    tied: list[frozenset[str]] = field(default_factory=list)
    verdicts: tuple[Verdict, ...] = ()

    @property
    def aside(self) -> frozenset[str]:
        return self.grouping.members(self.cover.cheapest)


@dataclass(frozen=True)
class Patient:
    """What a diagnosis needs of a component: the context, the weight of each claim, and where slips may lead."""

    ctx: Context
    component: Component
    weight: Mapping[str, float]
    around: Surroundings

    @cached_property
    def _rows(self) -> Mapping[str, tuple[Row, ...]]:
        found: dict[str, list[Row]] = defaultdict(list)
        for row in self.component.rows:
            found[row.claim].append(row)
        return {claim: tuple(rows) for claim, rows in found.items()}

    def rows_of(self, claims: Collection[str]) -> Iterator[Row]:
        """Their figures as they were placed, without comparisons of figures."""
        return (row for claim in sorted(claims) for row in self._rows.get(claim, ()) if row.other is None)
