"""A proof as a sum that can be redone on a pocket calculator (§7.3). Shared by the dossier and `explain`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import Literal

from crossfoot.records import Claim, Proof, Report, Side, Term

Sign = Literal["", "+", "−"]


@dataclass(frozen=True, slots=True)
class Stretch:
    """A count of one series within days; an open side is None."""

    series: str
    start: date | None
    end: date | None


@dataclass(frozen=True, slots=True)
class Compared:
    """A share or a change (§5.5): `own` is at least or at most `factor` times `base` (`value` more than it)."""

    claim: Claim
    side: Side
    own: Stretch
    base: Stretch
    factor: Fraction
    value: Fraction


@dataclass(frozen=True, slots=True)
class Line:
    """One number of a sum: `amount` = `times` · `each`, never negative; the sign stands apart.

    Exactly one of `claim`, `assumption` and `relation` is set; `side` is what the line uses of the claim.
    `shifted` tells that the number used is not the number printed (a width, an open bound).
    """

    sign: Sign
    amount: Fraction
    times: Fraction
    each: Fraction
    side: Side
    claim: Claim | None = None
    report: Report | None = None
    assumption: str | None = None
    relation: str | None = None
    series: str | None = None
    start: date | None = None
    end: date | None = None
    shifted: bool = False
    negative: bool = False
    compared: Compared | None = None


@dataclass(frozen=True, slots=True)
class Sum:
    """Lines that add up to `total`.

    For a contradiction (`side` None) the lines that say "at least" come first and add up to `floor`, the lines
    that say "at most" are taken off, and `total` is the gap.
    """

    lines: tuple[Line, ...]
    total: Fraction
    side: Side | None
    floor: Fraction | None = None
    unit_series: str | None = None
    factors: tuple[Compared, ...] = ()
    """Shares and changes that multiply a line, and are no figure to add up themselves."""

    @property
    def floor_after(self) -> int | None:
        """Position of the last line above the subtotal, where a subtotal tells something."""
        positive = sum(1 for line in self.lines if not line.negative)
        return positive - 1 if self.floor is not None and positive > 1 else None


def proof_lines(proof: Proof, claims: Mapping[str, Claim], reports: Mapping[str, Report]) -> Sum:
    """The terms of a proof that carry a number; terms worth nothing are its assumptions, told beside it."""
    contradiction = not proof.target
    counts_up: Side = "low" if contradiction else proof.side
    lines = [_line(t, counts_up, claims, reports) for t in proof.terms if t.value * t.times != 0]
    lines.sort(key=lambda line: (line.negative, line.start or date.min, line.end or date.min))
    if lines and not lines[0].negative:
        first = lines[0]
        lines[0] = _with_sign(first, "")
    total = sum((_signed(line) for line in lines), Fraction(0))
    floor = sum((_signed(line) for line in lines if not line.negative), Fraction(0)) if contradiction else None
    compared = [c for t in proof.terms if (c := compared_by(t, claims))]
    named = (*(c.own.series for c in compared), *(line.series for line in lines))
    series = next((name for name in named if name), None)
    factors = tuple(c for c in compared if not c.value)
    return Sum(tuple(lines), total, None if contradiction else proof.side, floor, series, factors)


def compared_by(term: Term, claims: Mapping[str, Claim]) -> Compared | None:
    """What the row of a share or a change says: own · N − times · W on one side of a value."""
    claim = claims.get(term.claim) if term.claim else None
    if claim is None or len(term.row) < 3:
        return None
    times = term.row[0][2]
    split = 2 if term.row[1][2] == -times else 1
    own, base = term.row[:split], term.row[split:]
    factor = Fraction(abs(base[0][2]), abs(times))
    return Compared(claim, term.side, _stretch(own), _stretch(base), factor, term.value)


def _stretch(row: tuple[tuple[str, date, int], ...]) -> Stretch:
    """The count that P(end + 1) − P(start) is, whatever multiplies it."""
    series, after, _ = row[0]
    end = after - timedelta(days=1) if after > date.min else None
    return Stretch(series, row[1][1] if len(row) > 1 else None, end)


def _line(term: Term, counts_up: Side, claims: Mapping[str, Claim], reports: Mapping[str, Report]) -> Line:
    worth = term.value * term.times * (1 if term.side == counts_up else -1)
    claim = claims.get(term.claim) if term.claim else None
    start, end = _days(term)
    return Line(
        sign="−" if worth < 0 else "+",
        amount=abs(worth),
        times=abs(term.times),
        each=abs(term.value),
        side=term.side,
        claim=claim,
        report=reports.get(claim.report) if claim else None,
        assumption=term.assumption,
        relation=term.relation,
        series=term.series or (term.row[0][0] if term.row else None),
        start=start,
        end=end,
        shifted=claim is not None and term.value not in (claim.low, claim.high),
        negative=worth < 0,
        compared=compared_by(term, claims),
    )


def _days(term: Term) -> tuple[date | None, date | None]:
    """First and last day of the stretch that a row speaks of: P(end + 1) − P(start), else what the term says."""
    plus = [day for _, day, times in term.row if times == 1]
    minus = [day for _, day, times in term.row if times == -1]
    if len(plus) != 1 or len(minus) > 1 or len(term.row) > 2 or plus[0] == date.min:
        return term.start, term.end
    return (minus[0] if minus else None), plus[0] - timedelta(days=1)


def _signed(line: Line) -> Fraction:
    return -line.amount if line.negative else line.amount


def _with_sign(line: Line, sign: Sign) -> Line:
    from dataclasses import replace

    return replace(line, sign=sign)


def same_figures(a: Sum, b: Sum) -> bool:
    """Whether two sums use the same numbers of the same claims, so that showing one is enough."""
    return [_key(line) for line in a.lines] == [_key(line) for line in b.lines] and a.total == b.total


def _key(line: Line) -> tuple[str, Fraction, str | None]:
    return line.sign, line.amount, line.claim.id if line.claim else line.assumption
