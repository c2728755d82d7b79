"""What follows from the claims together, with its proofs (§5 to §9)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Literal

from crossfoot.records.ground import Remark, Series

Side = Literal["low", "high"]


@dataclass(frozen=True, slots=True)
class Term:
    """One line of a proof: a row of the inequality system, taken `times` times.

    Exactly one of `claim`, `assumption` and `relation` is set. The row reads
    Σ coefficient · P(series, day) ≥ value for side "low" and ≤ value for side "high", where P is the running
    total before that day. `times` is never negative, except where `equation` says that the row is "= value".
    """

    times: Fraction
    value: Fraction
    row: tuple[tuple[str, date, int], ...]
    side: Side
    claim: str | None = None
    assumption: str | None = None
    relation: str | None = None
    series: str | None = None
    start: date | None = None
    end: date | None = None
    under: tuple[str, ...] = ()
    """Named assumptions that placed a claim on this row (snapshot, same-start, width …)."""
    equation: bool = False


@dataclass(frozen=True, slots=True)
class Proof:
    """Rows that add up to a bound on `target`, or to a falsehood where `target` is empty (§7.2, §8.1)."""

    terms: tuple[Term, ...]
    target: tuple[tuple[str, date, int], ...]
    side: Side
    value: Fraction
    text: str

    @property
    def claims(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(t.claim for t in self.terms if t.claim))

    @property
    def assumptions(self) -> tuple[str, ...]:
        named = [
            a for t in self.terms for a in (*t.under, t.assumption, f"relation {t.relation}" if t.relation else None)
        ]
        return tuple(sorted({a for a in named if a}))


@dataclass(frozen=True, slots=True)
class Case:
    """A bound under one of the cheapest repairs. A shorter proof stands beside a long one and gives away a little."""

    repair: str | None
    low: int | None
    high: int | None
    low_proof: Proof | None
    high_proof: Proof | None
    low_shorter: Proof | None = None
    high_shorter: Proof | None = None


@dataclass(frozen=True, slots=True)
class Loss:
    """What a bound would be without one of the claims that hold it up, under the first of the cheapest repairs."""

    claim: str
    low: int | None
    high: int | None
    low_proof: Proof | None
    high_proof: Proof | None


@dataclass(frozen=True, slots=True)
class Question:
    """The single further figure that would narrow a bound most: known exactly, it leaves it at most `leaves` wide."""

    series: Series
    start: date
    end: date
    leaves: int


@dataclass(frozen=True, slots=True)
class Illustration:
    """The smoothest history within the bounds: a choice, not a consequence (§7.6). Running totals before each day."""

    series: Series
    points: tuple[tuple[date, int], ...]
    text: str


@dataclass(frozen=True, slots=True)
class Bound:
    id: str
    series: Series
    start: date
    end: date
    low: int | None
    high: int | None
    exactness: Literal["tight", "sound"]
    under: str
    assumptions: tuple[str, ...]
    cases: tuple[Case, ...]
    bare: tuple[int | None, int | None] | None = None
    """The same bound with every assumption off but no-negative-flow and the relations."""
    robust: tuple[int | None, int | None] | None = None
    """What is left of the bound whichever single claim is lost; the proofs are those of `losses`."""
    losses: tuple[Loss, ...] = ()
    question: Question | None = None


@dataclass(frozen=True, slots=True)
class Conflict:
    id: str
    claims: tuple[str, ...]
    assumptions: tuple[str, ...]
    gap: Fraction
    proof: Proof
    scope: Literal["report", "reports", "releases", "assumption"]
    text: str
    stronger: Proof | None = None
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class Changed:
    """A count that a repair makes another: a bound's case (`bound` and the number of the case, whose proofs are its
    sums), or a count that no bound is of, with proofs of its own."""

    series: Series
    start: date
    end: date
    low: int | None
    high: int | None
    bound: str | None = None
    case: int = 0
    low_proof: Proof | None = None
    high_proof: Proof | None = None


@dataclass(frozen=True, slots=True)
class Repair:
    """One change of a claim's reading, or one assumption dropped, after which what clashed fits (§9)."""

    id: str
    conflicts: tuple[str, ...]
    claim: str | None
    slip: str
    before: str
    after: str
    cost: float
    rank: int
    text: str
    effect: str = ""
    moved: tuple[str, ...] = ()
    """Every claim that the change would touch (a counting start is shared by several)."""
    changes: tuple[Changed, ...] = ()
    """What `effect` says, with where each number comes from."""


@dataclass(frozen=True, slots=True)
class Verdict:
    claim: str
    status: Literal["sure", "contested"]
    with_claims: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CandidateVerdict:
    claim: str
    start: date | None
    end: date | None
    verdict: Literal["impossible", "possible", "only"]
    proof: Proof | None = None


@dataclass(frozen=True, slots=True)
class Loosened:
    """What a bound is, under the first of the cheapest repairs, without one assumption."""

    bound: str
    low: int | None
    high: int | None


@dataclass(frozen=True, slots=True)
class Effect:
    """What one assumption does: the contradictions that vanish without it, and the bounds that become others."""

    assumption: str
    conflicts: tuple[str, ...] = ()
    bounds: tuple[Loosened, ...] = ()


@dataclass(frozen=True, slots=True)
class Coverage:
    claims: int
    compared: int
    reasons: Mapping[str, int]
    aside: Mapping[str, str] = field(default_factory=dict)
    """claim id → the reason why it was not compared."""


@dataclass(frozen=True, slots=True)
class Reconciliation:
    series: tuple[Series, ...]
    bounds: tuple[Bound, ...]
    conflicts: tuple[Conflict, ...]
    repairs: tuple[Repair, ...]
    remarks: tuple[Remark, ...]
    verdicts: tuple[Verdict, ...]
    candidates: tuple[CandidateVerdict, ...]
    aside: tuple[str, ...]
    coverage: Coverage
    illustrations: tuple[Illustration, ...] = ()
    notes: tuple[str, ...] = ()
    """Sentences about the run itself: a budget that ran out, a bound left sound."""
    effects: tuple[Effect, ...] = ()
    """One for every assumption that a finding names and that can be switched off."""
    complete: bool = True
    """False where the time ran out or somebody stopped the run: there may be more to find. What is there is proved."""
