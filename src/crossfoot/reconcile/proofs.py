"""From weights of rows to a proof that a reader can redo: add these, subtract those (§7.2, §7.3)."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from crossfoot.reconcile.check import check
from crossfoot.reconcile.closure import Piece, Weights
from crossfoot.reconcile.inequalities import Component, Row
from crossfoot.reconcile.placing import ONE_DAY
from crossfoot.records import Proof, Side, Term

MINUS = "−"
PLACES = 6
FINEST = 10**PLACES


@dataclass(frozen=True, slots=True)
class Window:
    """What a bound is about: the flow of a series between two positions of its axis."""

    series: int
    start: int
    end: int


class ProofError(AssertionError):
    """A proof that does not hold: a bug of ours, never of the data."""


def bound_proof(component: Component, weights: Weights, window: Window, side: Side) -> Proof:
    """The proof that the flow in `window` is at most (side "high") or at least ("low") what the rows add up to."""
    key = component.series[window.series]
    target = ((key, component.days[window.end], 1), (key, component.days[window.start], -1))
    return _proof(_terms(component, weights, side), target, side)


def falsehood(component: Component, weights: Weights) -> Proof:
    """The proof that the rows cannot all hold: they add up to "0 is at least a number above 0"."""
    terms = _terms(component, weights, "low")
    return _proof(_in_units(terms) or _coprime(terms), (), "low")


def verified(proof: Proof) -> Proof:
    """`proof`, once the independent checker has passed it. Raises ProofError where it has not."""
    fault = check(proof)
    if fault:
        raise ProofError(f"{fault}: {proof.text}")
    return proof


def _proof(terms: tuple[Term, ...], target: tuple[tuple[str, date, int], ...], side: Side) -> Proof:
    value = sum((_signed(t, side) for t in terms), Fraction(0))
    proof = Proof(terms=terms, target=target, side=side, value=value, text="")
    return verified(replace(proof, text=arithmetic(proof)))


def _signed(term: Term, side: Side) -> Fraction:
    return term.times * term.value * (1 if term.equation or term.side == side else -1)


def _terms(component: Component, weights: Weights, side: Side) -> tuple[Term, ...]:
    merged = _merged(weights)
    terms = [_claim_term(component, p, t) for p, t in merged if p.kind == "claim"]
    terms += [_flow_term(component, p, t) for p, t in merged if p.kind == "flow"]
    terms += [_sum_term(component, p, t, side) for p, t in merged if p.kind == "sum"]
    terms += [_order_term(component, p, t) for p, t in merged if p.kind == "order"]
    return tuple(terms)


def _merged(weights: Weights) -> list[tuple[Piece, Fraction]]:
    """Windows that lie end to end and are taken equally often become one."""
    fixed = [(p, Fraction(t)) for p, t in weights.items() if p.kind == "claim" and t]
    flows: dict[tuple[str, int], dict[int, Fraction]] = defaultdict(lambda: defaultdict(Fraction))
    for piece, times in weights.items():
        if isinstance(piece.at, tuple):
            start, end = piece.at
            flows[piece.kind, piece.index][start] += times
            flows[piece.kind, piece.index][end] -= times
    windows = [
        (Piece(kind, index, window), times)
        for (kind, index), steps in sorted(flows.items())
        for window, times in (_runs(steps) if kind != "order" else _kept(weights, kind, index))
    ]
    return sorted(fixed, key=lambda item: (item[0].at == "low", item[0].index)) + windows


def _kept(weights: Weights, kind: str, index: int) -> list[tuple[tuple[int, int], Fraction]]:
    return [
        (p.at, Fraction(t))
        for p, t in weights.items()
        if (p.kind, p.index) == (kind, index) and isinstance(p.at, tuple)
    ]


def _runs(steps: dict[int, Fraction]) -> list[tuple[tuple[int, int], Fraction]]:
    """Windows of constant height from the places where the height changes."""
    height, runs, begin = Fraction(0), [], 0
    for at in sorted(steps):
        if steps[at] == 0:
            continue
        if height:
            runs.append(((begin, at), height))
        height, begin = height + steps[at], at
    return runs


def _claim_term(component: Component, piece: Piece, times: Fraction) -> Term:
    row = component.rows[piece.index]
    side: Side = "high" if piece.at == "high" else "low"
    value = row.high if side == "high" else row.low
    assert value is not None
    key = component.series[row.series]
    start, end = component.days[row.start], component.days[row.end]
    return Term(
        times=times,
        value=Fraction(value),
        row=_claim_row(component, row),
        side=side,
        claim=row.claim,
        series=key,
        start=None if start == date.min else start,
        end=end - ONE_DAY,
        under=row.under,
    )


def _claim_row(component: Component, row: Row) -> tuple[tuple[str, date, int], ...]:
    other = row.other
    own = 1 if other is None else other.own
    sides = [(row.series, row.start, row.end, own)]
    if other is not None:
        sides.append((other.series, other.start, other.end, -other.times))
    return tuple(
        (component.series[k], component.days[day], times * sense)
        for k, start, end, times in sides
        for day, sense in ((end, 1), (start, -1))
    )


def _flow_term(component: Component, piece: Piece, times: Fraction) -> Term:
    key, start, end = component.series[piece.index], *_days(component, piece)
    return Term(
        times=times,
        value=Fraction(0),
        row=((key, end, 1), (key, start, -1)),
        side="low",
        assumption="no-negative-flow",
        series=key,
        start=start,
        end=end - ONE_DAY,
    )


def _sum_term(component: Component, piece: Piece, times: Fraction, side: Side) -> Term:
    relation = component.sums[piece.index]
    start, end = _days(component, piece)
    row = _difference(component, relation.whole, relation.parts, start, end)
    return Term(
        times=-times if relation.slack or side == "low" else times,
        value=Fraction(0),
        row=row,
        side="low" if relation.slack else side,
        relation=relation.name,
        series=component.series[relation.whole],
        start=start,
        end=end - ONE_DAY,
        equation=not relation.slack,
    )


def _order_term(component: Component, piece: Piece, times: Fraction) -> Term:
    order = component.orders[piece.index]
    start, end = _days(component, piece)
    return Term(
        times=times,
        value=Fraction(0),
        row=_difference(component, order.greater, (order.lesser,), start, end),
        side="low",
        relation=order.name,
        series=component.series[order.greater],
        start=start,
        end=end - ONE_DAY,
    )


def _difference(
    component: Component, whole: int, parts: Iterable[int], start: date, end: date
) -> tuple[tuple[str, date, int], ...]:
    signed = [(whole, 1), *((part, -1) for part in parts)]
    return tuple(
        (component.series[k], day, sign * sense) for k, sign in signed for day, sense in ((end, 1), (start, -1))
    )


def _days(component: Component, piece: Piece) -> tuple[date, date]:
    assert isinstance(piece.at, tuple)
    return component.days[piece.at[0]], component.days[piece.at[1]]


def _in_units(terms: tuple[Term, ...]) -> tuple[Term, ...] | None:
    """Where counts are compared, multipliers that take the count on a share's own side once: the gap is in its unit."""
    first = next((t for t in terms if is_comparison(t)), None)
    if first is None:
        return None
    scale = first.times * first.row[0][2]
    return tuple(replace(t, times=t.times / scale) for t in terms)


def is_comparison(term: Term) -> bool:
    """Whether the row of a claim is a share or a change: it relates two flows and is no figure to add up."""
    return term.claim is not None and len(term.row) > 2


def _coprime(terms: tuple[Term, ...]) -> tuple[Term, ...]:
    """Multipliers as whole numbers without a common divisor (§8.1)."""
    times = [t.times for t in terms]
    common = math.lcm(*(t.denominator for t in times)) if times else 1
    whole = [int(t * common) for t in times]
    divisor = math.gcd(*whole) or 1
    return tuple(replace(t, times=Fraction(n, divisor)) for t, n in zip(terms, whole, strict=True))


# ── the sum in figures ───────────────────────────────────────────────────────────────────────────


def number(value: Fraction | int) -> str:
    """265,843 with a true minus sign; a fraction as a decimal where that ends soon, else as p/q."""
    if isinstance(value, int):
        return f"{value:,}".replace("-", MINUS)
    exact = Fraction(value)
    sign = MINUS if exact < 0 else ""
    exact = abs(exact)
    if exact.denominator == 1:
        return f"{sign}{exact.numerator:,}"
    if FINEST % exact.denominator == 0:
        return f"{sign}{float(exact):,.{PLACES}f}".rstrip("0")
    return f"{sign}{exact.numerator:,}/{exact.denominator:,}"


def arithmetic(proof: Proof) -> str:
    """265,843 − 142,711 − 95,296 = 27,836, or what two sides of a falsehood add up to."""
    claims = [t for t in proof.terms if t.claim and (t.value or not is_comparison(t))]
    if proof.target:
        signed = [(t.times, t.value, 1 if t.side == proof.side else -1) for t in claims]
        return f"{_sum(signed)} = {number(proof.value)}" if signed else f"0 = {number(proof.value)}"
    least = [(t.times, t.value, 1) for t in claims if t.side == "low"]
    most = [(t.times, t.value, 1) for t in claims if t.side == "high"]
    low = sum((n * v for n, v, _ in least), Fraction(0))
    high = sum((n * v for n, v, _ in most), Fraction(0))
    return f"at least {_total(least, low)}, but at most {_total(most, high)}: {number(low - high)} apart"


def _total(parts: Sequence[tuple[Fraction, Fraction, int]], total: Fraction) -> str:
    if not parts:
        return "0"
    return number(total) if len(parts) == 1 and parts[0][0] == 1 else f"{_sum(parts)} = {number(total)}"


def _sum(parts: Sequence[tuple[Fraction, Fraction, int]]) -> str:
    ordered = sorted(parts, key=lambda part: -part[2])
    words: list[str] = []
    for times, value, sign in ordered:
        figure = number(value) if times == 1 else f"{number(times)} × {number(value)}"
        if words:
            words.append(f"{'+' if sign > 0 else MINUS} {figure}")
        else:
            words.append(figure if sign > 0 else f"{MINUS}{figure}")
    return " ".join(words)
