"""Who repeats whom (§10)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from crossfoot.records.ground import Remark, Span, content_id

LinkKind = Literal["TEXT", "FIGURE", "CITES"]
Hardened = Literal["hedge lost", "bound lost", "possibility lost", "rounded up", "rounded down", "source lost"]
Moved = Literal["unit changed", "scope widened", "scope narrowed", "year inserted", "year lost", "year changed"]
DriftChange = Literal[Hardened, Moved]


@dataclass(frozen=True, slots=True)
class Link:
    """`source` rests on `target`, or the two share something and nothing tells the direction.

    TEXT and CITES join reports; FIGURE joins claims. `passages` are pairs of spans (in source, in target).
    """

    kind: LinkKind
    source: str
    target: str
    score: float
    reason: str
    directed: bool = False
    passages: tuple[tuple[Span, Span], ...] = ()

    @property
    def id(self) -> str:
        return content_id("link", self.kind, self.source, self.target)

    @property
    def ids(self) -> tuple[str, str]:
        """Its id and the one that it has the other way round: what a person decides of it holds for both."""
        return self.id, content_id("link", self.kind, self.target, self.source)


@dataclass(frozen=True, slots=True)
class Origin:
    """How many independent origins a claim's figure has: at least `fewest`, at most `most`."""

    claim: str
    fewest: int
    most: int
    reports: int
    reason: str = ""
    members: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DriftStep:
    """What a mention lost or added beside the one before it; no `changes`: passed on as it was, or honestly rounded.

    `link` joins the reports of the two; it is empty where both stand in one report. Without `directed`, nothing tells
    which of the two was first.
    """

    changes: tuple[DriftChange, ...] = ()
    link: str = ""
    directed: bool = True


@dataclass(frozen=True, slots=True)
class Drift:
    """A figure on its way through reports, from the mention nearest to its origin on: `steps[i]` leads from
    `claims[i]` to `claims[i + 1]`."""

    claims: tuple[str, ...]
    steps: tuple[DriftStep, ...]
    text: str

    @property
    def id(self) -> str:
        return content_id("drift", self.claims)


@dataclass(frozen=True, slots=True)
class Trace:
    links: tuple[Link, ...] = ()
    origins: tuple[Origin, ...] = ()
    remarks: tuple[Remark, ...] = ()
    copies: Mapping[str, str] = field(default_factory=dict)
    """claim id → id of the claim it is known to repeat (same figure, linked reports)."""
    drifts: tuple[Drift, ...] = ()
