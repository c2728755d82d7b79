"""From a claim to the windows it speaks of: one rule a kind (§4, §5), with the assumptions that each one uses (§6)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from fractions import Fraction

from crossfoot.codebook import Codebook
from crossfoot.comparison import inequalities
from crossfoot.interval import Allowed, Profile, allowed, profile
from crossfoot.period import add_months, month_start
from crossfoot.reconcile.settings import Settings
from crossfoot.records import Base, Claim

LARGEST = 10**12
"""Figures beyond this are refused: sums of thousands of them would leave exact arithmetic in doubles."""
NEAR_EPOCH = timedelta(days=60)
ONE_DAY = timedelta(days=1)
MOST_UNITS = 1200
CALENDAR = date(2, 1, 1), date(9997, 12, 31)
"""Days that leave room for the day after them, and for slips of a month or a year."""


@dataclass(frozen=True, slots=True)
class Against:
    """The other side of a comparison: own · flow of the window − times · flow of this one is what is bounded."""

    series: str
    start: date
    end: date
    own: int
    times: int


@dataclass(frozen=True, slots=True)
class Placed:
    """low ≤ flow of `series` from `start` up to the day before `end` ≤ high. `stock` windows have no start."""

    claim: str
    series: str
    start: date | None
    end: date
    low: int | None
    high: int | None
    under: tuple[str, ...] = ()
    against: Against | None = None


@dataclass(frozen=True, slots=True)
class Ground:
    """What placing needs besides the claim: the codebook, the settings, and the reports' published dates."""

    codebook: Codebook | None
    settings: Settings
    published: Mapping[str, date | None] = field(default_factory=dict)
    house: Profile = field(default_factory=profile)

    @property
    def epoch(self) -> date | None:
        return self.codebook.epoch.date if self.codebook and self.codebook.epoch else None

    def counts_from_epoch(self, measure: str) -> bool:
        known = self.codebook.measure(measure) if self.codebook else None
        return self.epoch is not None and known is not None and known.epoch

    def is_exact(self, claim: Claim) -> bool:
        """Whether a source of the claim's chain is one whose figures the codebook calls exact."""
        if self.codebook is None:
            return False
        exact = {
            alias.casefold()
            for source in self.codebook.sources
            if source.exact
            for alias in (source.name, *source.aliases)
        }
        return any(alias in source.name.casefold() for source in claim.attribution for alias in exact)


def place(claim: Claim, ground: Ground) -> tuple[Placed, ...] | str:
    """The windows of `claim`, or the reason why it is not compared (§3.5)."""
    for rule in _REFUSALS:
        reason = rule(claim)
        if reason:
            return reason
    interval = allowed(claim, ground.house, exact_source=ground.is_exact(claim))
    reason = _refused_interval(interval)
    if reason:
        return reason
    return _PLACINGS[claim.kind](claim, interval, ground)


def _refused_stance(claim: Claim) -> str | None:
    return claim.stance if claim.stance in ("negated", "planned", "retracted") else None


def _refused_modal(claim: Claim) -> str | None:
    return "modal" if claim.modal else None


def _refused_uncoded(claim: Claim) -> str | None:
    return "uncoded" if claim.series is None else None


def _refused_candidates(claim: Claim) -> str | None:
    return "several dates possible" if claim.candidates else None


def _refused_kind(claim: Claim) -> str | None:
    if claim.base is None and claim.kind in _WITHOUT_BASE:
        return _WITHOUT_BASE[claim.kind]
    return "kind unknown" if claim.kind == "other" else None


_WITHOUT_BASE = {"share": "share without its whole", "change": "change without what it is measured against"}


def _refused_calendar(claim: Claim) -> str | None:
    named = [day for day in (claim.period.start, claim.period.end) if day is not None]
    return None if all(_in_calendar(day) for day in named) else "day at the end of the calendar"


def _in_calendar(day: date) -> bool:
    return CALENDAR[0] <= day <= CALENDAR[1]


_REFUSALS: tuple[Callable[[Claim], str | None], ...] = (
    _refused_stance,
    _refused_modal,
    _refused_uncoded,
    _refused_candidates,
    _refused_kind,
    _refused_calendar,
)


def _refused_interval(interval: Allowed) -> str | None:
    if interval.is_empty:
        return "low above high"
    if _is_beyond(interval.low) or _is_beyond(interval.high):
        return f"figure beyond {LARGEST:,}"
    if interval.low is None and interval.high is None:
        return "no figure"
    return None


def _is_beyond(side: Fraction | None) -> bool:
    return side is not None and abs(side.numerator) > LARGEST * side.denominator


def _flow(claim: Claim, interval: Allowed, ground: Ground) -> tuple[Placed, ...] | str:
    start, end = claim.period.start, claim.period.end
    if start is None and end is None:
        return "no period"
    if start is None or end is None:
        return "period half known"
    under: list[str] = []
    start = _counting_start(claim, ground, under) or start
    return _window(claim, interval, ground, (start, end + ONE_DAY), tuple(under))


def _cumulative(claim: Claim, interval: Allowed, ground: Ground) -> tuple[Placed, ...] | str:
    under: list[str] = []
    end = claim.period.end or ground.published.get(claim.report)
    if end is None or not _in_calendar(end):
        return "no period"
    start = _counting_start(claim, ground, under)
    if start is None:
        return "no start"
    after = end + ONE_DAY
    if end.day == 1 and end > start and all(map(ground.settings.uses, ("snapshot", snapshot_of(claim.report, end)))):
        after = end
        under.append("snapshot")
    return _window(claim, interval, ground, (start, after), tuple(under))


def snapshot_of(report: str, day: date) -> str:
    """The instance of `snapshot` for the totals that one report prints as of one day."""
    return f"snapshot {report} {day.isoformat()}"


def _counting_start(claim: Claim, ground: Ground, under: list[str]) -> date | None:
    start, epoch = claim.period.start, ground.epoch
    if claim.measure is None or epoch is None or not ground.counts_from_epoch(claim.measure):
        return start
    if start is None:
        if not ground.settings.uses("counted-since-epoch"):
            return None
        under.append("counted-since-epoch")
        return epoch
    near = start != epoch and abs(start - epoch) <= NEAR_EPOCH
    own_start = f"same-start {claim.report} {start.isoformat()}"
    long_enough = claim.period.end is None or claim.period.end - start > 2 * NEAR_EPOCH
    if near and long_enough and ground.settings.uses("same-start") and ground.settings.uses(own_start):
        under.append("same-start")
        return epoch
    return start


def _window(
    claim: Claim, interval: Allowed, ground: Ground, days: tuple[date, date], under: tuple[str, ...]
) -> tuple[Placed, ...] | str:
    start, after = days
    if after <= start:
        return "period ends before it starts"
    if interval.width:
        under = (*under, f"width {ground.house.name}")
    return (Placed(claim.id, _key(claim, ground), start, after, _whole(interval.low), _whole(interval.high), under),)


def _stock(claim: Claim, interval: Allowed, ground: Ground) -> tuple[Placed, ...] | str:
    moment = claim.period.end or claim.period.start
    if moment is None:
        return "no period"
    under = (f"width {ground.house.name}",) if interval.width else ()
    key = f"{_key(claim, ground)}|stock"
    return (Placed(claim.id, key, None, moment, _whole(interval.low), _whole(interval.high), under),)


def _rate(claim: Claim, interval: Allowed, ground: Ground) -> tuple[Placed, ...] | str:
    start, end = claim.period.start, claim.period.end
    if claim.per not in _UNITS:
        return "rate per something else than time"
    if start is None or end is None:
        return "rate without a period"
    units = whole_units(claim.per, start, end + ONE_DAY)
    if not units or len(units) > MOST_UNITS:
        return "rate that covers no whole unit" if not units else "rate over too many units"
    under = (f"width {ground.house.name}",) if interval.width else ()
    key = _key(claim, ground)
    if interval.low is None or interval.high is None:
        low = None if interval.low is None else _up(interval.low)
        high = None if interval.high is None else _down(interval.high)
        return tuple(Placed(claim.id, key, a, b, low, high, under) for a, b in units)
    first, after = units[0][0], units[-1][1]
    if (first, after) != (start, end + ONE_DAY):
        return "rate over broken units"
    times = len(units)
    return (Placed(claim.id, key, first, after, _up(interval.low * times), _down(interval.high * times), under),)


def _comparison(claim: Claim, interval: Allowed, ground: Ground) -> tuple[Placed, ...] | str:
    """A share or a change: linear in the two flows that it relates (§5.5)."""
    base = claim.base
    assert base is not None
    if (base.how == "share") != (claim.kind == "share"):
        return f"{claim.kind} that is measured as {base.how}"
    other = _other_side(claim, base)
    under: list[str] = []
    own_window, window = _both_ends(claim, ground, under), _both_ends(other, ground, under)
    if own_window is None or window is None:
        return "comparison of periods that are not known"
    if (claim.series, own_window) == (other.series, window):
        return "compared with itself"
    if interval.width:
        under.append(f"width {ground.house.name}")
    key, against, used = _key(claim, ground), _key(other, ground), tuple(dict.fromkeys(under))
    found = tuple(
        Placed(
            claim=claim.id,
            series=key,
            start=own_window[0],
            end=own_window[1],
            low=one.value if one.side == "low" else None,
            high=one.value if one.side == "high" else None,
            under=used,
            against=Against(against, *window, one.own, one.times) if one.times else None,
        )
        for one in inequalities(base, interval)
    )
    return found or "comparison that says nothing"


def _other_side(claim: Claim, base: Base) -> Claim:
    """What a claim of the count on the other side would be of; a share is of its own period where none is named."""
    is_dated = base.how != "share" or base.period.start or base.period.end
    series = claim.base_series
    assert series is not None
    return replace(
        claim,
        measure=series.measure,
        population=series.population,
        place=series.place,
        period=base.period if is_dated else claim.period,
    )


def _both_ends(claim: Claim, ground: Ground, under: list[str]) -> tuple[date, date] | None:
    """First day and day after the last one; a total that counts from the epoch has its start there."""
    if claim.period.end is None or not _in_calendar(claim.period.end):
        return None
    start, after = _counting_start(claim, ground, under), claim.period.end + ONE_DAY
    return (start, after) if start is not None and _in_calendar(start) and start < after else None


def whole_units(per: str, start: date, after: date) -> list[tuple[date, date]]:
    """The calendar units of length `per` that lie wholly inside [start, after)."""
    first, step = _UNITS[per]
    begin = first(start)
    if begin < start:
        begin = step(begin)
    units: list[tuple[date, date]] = []
    while (stop := step(begin)) <= after and len(units) <= MOST_UNITS:
        units.append((begin, stop))
        begin = stop
    return units


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


_UNITS: dict[str, tuple[Callable[[date], date], Callable[[date], date]]] = {
    "day": (lambda d: d, lambda d: d + ONE_DAY),
    "week": (_monday, lambda d: d + timedelta(days=7)),
    "month": (month_start, lambda d: add_months(d, 1)),
    "quarter": (lambda d: date(d.year, d.month - (d.month - 1) % 3, 1), lambda d: add_months(d, 3)),
    "year": (lambda d: date(d.year, 1, 1), lambda d: date(d.year + 1, 1, 1)),
}

_PLACINGS: dict[str, Callable[[Claim, Allowed, Ground], tuple[Placed, ...] | str]] = {
    "flow": _flow,
    "cumulative": _cumulative,
    "stock": _stock,
    "rate": _rate,
    "share": _comparison,
    "change": _comparison,
}


def _key(claim: Claim, ground: Ground) -> str:
    """The unknown that a claim speaks of; vintages and releases are unknowns apart where their assumption is off."""
    assert claim.series is not None
    key = claim.series.id
    if claim.release and not ground.settings.uses("releases-agree"):
        key += f"#release {claim.release}"
    if not ground.settings.uses("not-restated"):
        key += f"#vintage {ground.published.get(claim.report) or claim.report}"
    return key


def series_of(key: str) -> str:
    """The series behind the name of an unknown."""
    return key.partition("#")[0].removesuffix("|stock")


def _whole(value: Fraction | None) -> int | None:
    return None if value is None else int(value)


def _up(value: Fraction) -> int:
    return -((-value.numerator) // value.denominator)


def _down(value: Fraction) -> int:
    return value.numerator // value.denominator
