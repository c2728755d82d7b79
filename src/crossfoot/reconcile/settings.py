"""Options of a reconciliation, in one frozen object."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

ASSUMPTIONS: dict[str, str] = {
    "no-negative-flow": "nothing is taken off a running count: it never goes down",
    "snapshot": "a total as of, by or to the first day of a month counts through the day before",
    "counted-since-epoch": "a running total without a stated start counts from the codebook's epoch",
    "same-start": "totals whose stated starts lie within 60 days of the epoch all count from the epoch",
    "not-restated": "totals of one register printed at different dates are one vintage and may be subtracted",
    "releases-agree": "two stated releases of one series agree",
    "places": "regions of one country do not overlap and are parts of it",
    "narrower": "a narrower population is part of the wider one",
}
"""Named assumptions of §6 and what they say, in the order in which a conflict tries to do without them."""

PLACING = ("snapshot", "counted-since-epoch", "same-start")
"""Assumptions that decide where on the axis a claim stands."""


@dataclass(frozen=True, slots=True)
class Settings:
    """`off`: names of assumptions ("snapshot", "relation NAME", "no-negative-flow SERIES") not to be used;
    `bridges`: names of codebook bridges to use; `profile`: the house rules of width; `seconds`: the budget
    after which conflicts and repairs stop with what they have; `seed`: of the drawn prices (§9.3);
    `robust`: whether findings are also tried without each claim and each assumption that holds them up."""

    off: frozenset[str] = frozenset()
    bridges: frozenset[str] = frozenset()
    profile: str = "default"
    seconds: float = 180.0
    seed: int = 1
    draws: int = 40
    most_conflicts: int = 200
    most_bounds: int = 2000
    robust: bool = True
    stop: Callable[[], bool] | None = field(default=None, repr=False, compare=False)
    """Asked now and then: once it says yes, the run ends with what it has, as when the time runs out."""

    def uses(self, assumption: str) -> bool:
        return assumption not in self.off
