"""What is weaker than a contradiction, and why (§8.3)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from fractions import Fraction

from crossfoot.interval import allowed
from crossfoot.reconcile.inequalities import Context
from crossfoot.reconcile.placing import ONE_DAY, Placed, series_of, whole_units
from crossfoot.reconcile.proofs import number
from crossfoot.records import Claim, Remark


def remarks(ctx: Context, placed: Sequence[Placed]) -> tuple[Remark, ...]:
    found = [*_loose_rates(ctx, placed), *_idle_ceilings(ctx)]
    return tuple({r.id: r for r in found}.values())


def _loose_rates(ctx: Context, placed: Sequence[Placed]) -> Iterator[Remark]:
    """An average whose printed number is off what a total says, though its width makes the two fit."""
    by_series: dict[str, list[Placed]] = defaultdict(list)
    for p in placed:
        if p.against is not None:
            continue
        by_series[series_of(p.series)].append(p)
    for rate in ctx.claims.values():
        if rate.kind != "rate" or rate.low is None or rate.low != rate.high or rate.series is None:
            continue
        for other in by_series[rate.series.id]:
            remark = _compared(ctx, rate, other)
            if remark is not None:
                yield remark


def _compared(ctx: Context, rate: Claim, other: Placed) -> Remark | None:
    if (
        other.claim == rate.id
        or other.start is None
        or other.low is None
        or other.low != other.high
        or rate.per is None
    ):
        return None
    start, end = rate.period.start, rate.period.end
    inside = start is not None and end is not None and start <= other.start and other.end <= end + ONE_DAY
    units = whole_units(rate.per, other.start, other.end)
    if not inside or len(units) < 2 or (units[0][0], units[-1][1]) != (other.start, other.end):
        return None
    average = Fraction(other.low, len(units))
    printed = Fraction(str(rate.low))
    interval = allowed(rate, ctx.ground().house)
    if abs(average - printed) * 100 < printed or interval.low is None or interval.high is None:
        return None
    if not interval.low <= average <= interval.high:
        return None
    text = (
        f"{number(other.low)} over {len(units)} {rate.per}s is {number(round(average))} a {rate.per}, "
        f"{number(round(abs(average - printed)))} {'above' if average > printed else 'below'} "
        f"the “{rate.quote}” printed; the two fit only because “{rate.quote}” is approximate."
    )
    return Remark("loose rate", (rate.id, other.claim), text)


def _idle_ceilings(ctx: Context) -> Iterator[Remark]:
    """A ceiling without a period bounds nothing: no figure could contradict it."""
    for claim in ctx.claims.values():
        if claim.kind == "rate" and claim.low is None and claim.period.start is None:
            yield Remark(
                "unsupported ceiling",
                (claim.id,),
                f"“{claim.quote}” is a ceiling without a period: it says what was not exceeded, not what happened, "
                "and nothing can be subtracted from it.",
            )
