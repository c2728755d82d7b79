"""Whether what a result states is what its proofs prove: bounds, contradictions, what repairs would change (§7.2)."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from fractions import Fraction

from crossfoot.records import Bound, Case, Changed, Conflict, Loss, Proof, Reconciliation, Side

ONE_DAY = timedelta(days=1)
Place = tuple[str, Proof, frozenset[str]]
"""Where a proof stands, the proof, and the claims that it may read otherwise than they are printed."""


def proofs(result: Reconciliation) -> Iterator[Place]:
    """Every proof of a result."""
    touched = frozenset(claim for repair in result.repairs for claim in (*repair.moved, repair.claim) if claim)
    found: list[tuple[str, Proof | None, frozenset[str]]] = []
    for bound in result.bounds:
        for case in bound.cases:
            changed = touched if case.repair else frozenset()
            sides = [case.low_proof, case.high_proof, case.low_shorter, case.high_shorter]
            found += [(f"bound {bound.id}", proof, changed) for proof in sides]
        for loss in bound.losses:
            place = f"bound {bound.id} without claim {loss.claim}"
            found += [(place, proof, touched) for proof in (loss.low_proof, loss.high_proof)]
    for conflict in result.conflicts:
        found += [(f"conflict {conflict.id}", proof, frozenset()) for proof in (conflict.proof, conflict.stronger)]
    for repair in result.repairs:
        sides = [proof for changed in repair.changes for proof in (changed.low_proof, changed.high_proof)]
        found += [(f"repair {repair.id}", proof, frozenset(repair.moved)) for proof in sides]
    found += [(f"candidate of claim {c.claim}", c.proof, frozenset()) for c in result.candidates]
    for place, proof, changed in found:
        if proof is not None:
            yield place, proof, changed


def faults(result: Reconciliation) -> Iterator[tuple[str, str]]:
    """What is published otherwise than it is proved, each with its place."""
    for bound in result.bounds:
        yield from ((f"bound {bound.id}", fault) for fault in _bound_faults(bound))
    for conflict in result.conflicts:
        yield from ((f"conflict {conflict.id}", fault) for fault in _conflict_faults(conflict))
    cases = {bound.id: bound.cases for bound in result.bounds}
    for repair in result.repairs:
        yield from ((f"repair {repair.id}", f) for changed in repair.changes for f in _changed_faults(changed, cases))


def _conflict_faults(conflict: Conflict) -> Iterator[str]:
    if conflict.proof.target:
        yield "its proof is one of a bound, not of a falsehood"
    if conflict.gap != conflict.proof.value:
        yield f"its gap is {conflict.gap}, its proof adds up to {conflict.proof.value}"
    if set(conflict.claims) != set(conflict.proof.claims):
        yield "it names other claims than its proof"


def _bound_faults(bound: Bound) -> Iterator[str]:
    sides: tuple[Case | Loss, ...] = (*bound.cases, *bound.losses)
    for case in sides:
        yield from _case_faults(bound, case)
    for case in bound.cases:
        yield from _shorter_faults(bound, case)
    for loss in bound.losses:
        if any(loss.claim in proof.claims for proof in (loss.low_proof, loss.high_proof) if proof):
            yield f"the proof of what is left without claim {loss.claim} uses that claim"
    if bound.cases:
        lows, highs = [case.low for case in bound.cases], [case.high for case in bound.cases]
        if bound.low is not None and any(low is None or low < bound.low for low in lows):
            yield f"it says at least {bound.low}, one of its cases says less"
        if bound.high is not None and any(high is None or high > bound.high for high in highs):
            yield f"it says at most {bound.high}, one of its cases says more"


def _changed_faults(changed: Changed, cases: Mapping[str, Sequence[Case]]) -> Iterator[str]:
    """What a repair is said to change is a case of a bound, or has its own proof."""
    if changed.bound is None:
        values = [proof and inward(proof.value, proof.side) for proof in (changed.low_proof, changed.high_proof)]
        if values != [changed.low, changed.high]:
            yield f"it says {changed.low} to {changed.high}, its proofs give {values[0]} to {values[1]}"
        return
    case = dict(enumerate(cases.get(changed.bound, ()))).get(changed.case)
    if case is None or (case.low, case.high) != (changed.low, changed.high):
        yield f"it says {changed.low} to {changed.high}, which is no case of bound {changed.bound}"


def _shorter_faults(bound: Bound, case: Case) -> Iterator[str]:
    """A shorter proof is of the same window, and gives no more than the proof it stands beside."""
    sides = (("low", case.low, case.low_shorter), ("high", case.high, case.high_shorter))
    for side, value, proof in sides:
        if proof is None:
            continue
        if proof.side != side or not _targets(proof, bound):
            yield f"the shorter proof of {value} ({side}) proves something else"
        elif value is None or (proof.value > value if side == "low" else proof.value < value):
            yield f"the shorter proof of {value} ({side}) gives {proof.value}, which is more"


def _case_faults(bound: Bound, case: Case | Loss) -> Iterator[str]:
    """What is published is what is proved; 0 from below needs no proof where nothing is taken off a count."""
    sides = (("low", case.low, case.low_proof), ("high", case.high, case.high_proof))
    for side, value, proof in sides:
        if proof is None:
            if value is not None and not (side == "low" and value <= 0):
                yield f"{value} ({side}) has no proof"
            continue
        if proof.side != side or not _targets(proof, bound):
            yield f"the proof of {value} ({side}) proves something else"
        if value != inward(proof.value, proof.side):
            yield f"it shows {value} ({side}), its proof gives {proof.value}"


def _targets(proof: Proof, bound: Bound) -> bool:
    days = {day: times for _, day, times in proof.target}
    names = {series.split("#")[0].removesuffix("|stock") for series, _, _ in proof.target}
    window = {bound.start: -1, bound.end + ONE_DAY: 1}
    return names == {bound.series.id} and days in (window, {bound.end: 1}, {bound.end + ONE_DAY: 1})


def inward(value: Fraction, side: Side) -> int:
    return math.ceil(value) if side == "low" else math.floor(value)
