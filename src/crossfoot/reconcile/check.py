"""What a proof is. This page knows neither the solver nor the closure that found it.

A proof is a list of rows, each taken a number of times. A row is Σ c · P(series, day), where P(series, day) is the
running total of the series before that day, and says that the sum is at least (side "low"), at most (side "high")
or exactly (`equation`) its value. Added up with their multipliers, the rows must give the target and its bound:

    lower bound   Σ times · row = target,   Σ times · value = bound        every row turned to "at least"
    upper bound   the same with every row turned to "at most"
    falsehood     the target is empty: 0 is at least a number above 0
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from fractions import Fraction

from crossfoot.records import Proof, Term


def check(proof: Proof) -> str | None:
    """None where the proof holds, else what is wrong with it, in one sentence."""
    total: dict[tuple[str, date], Fraction] = defaultdict(Fraction)
    value = Fraction(0)
    for term in proof.terms:
        fault = _fault(term)
        if fault:
            return fault
        sign = 1 if term.equation or term.side == proof.side else -1
        for series, day, coefficient in term.row:
            total[series, day] += sign * term.times * coefficient
        value += sign * term.times * term.value
    for series, day, coefficient in proof.target:
        total[series, day] -= coefficient
    if any(total.values()):
        return "the rows do not add up to what the proof claims to bound"
    if value != proof.value:
        return f"the rows add up to {value}, the proof says {proof.value}"
    if not proof.target and (proof.side != "low" or value <= 0):
        return "the rows add up to no falsehood"
    return None


def _fault(term: Term) -> str | None:
    named = [name for name in (term.claim, term.assumption, term.relation) if name]
    if len(named) != 1:
        return "a row must rest on exactly one claim, assumption or relation"
    if term.times == 0 or (term.times < 0 and not term.equation):
        return f"the row of {named[0]} is taken {term.times} times"
    if term.equation and not term.relation:
        return f"{named[0]} is no equation"
    if (term.assumption or term.relation) and term.value != 0:
        return f"{named[0]} has a value of its own"
    return None
