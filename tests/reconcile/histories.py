"""Random true histories, and claims that are true of them: what the laws are tried on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from hypothesis import strategies as st

from crossfoot.codebook import Codebook, Measure, Pattern, Population, Relation
from crossfoot.period import add_months
from crossfoot.reconcile.inequalities import Component, Context, build, context
from crossfoot.reconcile.settings import Settings
from crossfoot.records import Base, Claim, Comparison, Hedge, Kind, Period, TextRelation

FIRST = date(2023, 10, 1)
ONE_DAY = timedelta(days=1)
REGIONS = ("region-1", "region-2")
COUNTRY = "country"


def region_book(kind: str = "sum") -> Codebook:
    """A country that is the sum of its regions ("sum"), or holds them ("part"), and a stage after the count."""
    relations = [
        Relation("regions", "part" if kind == "part" else "sum", Pattern(place=COUNTRY), _regions(), "regions"),
        Relation("stage", "stage", Pattern(measure="count"), (Pattern(measure="done"),), "done after counted"),
    ]
    return Codebook(
        name="regions",
        title="regions",
        epoch=None,
        populations=(Population("all", {}, COUNTRY),),
        measures=(Measure("count", "count", "units", False, {}), Measure("done", "done", "units", False, {})),
        relations=tuple(relations),
    )


def _regions() -> tuple[Pattern, ...]:
    return tuple(Pattern(place=name) for name in REGIONS)


@dataclass(frozen=True)
class History:
    """Flow of each place in each month from FIRST."""

    flows: Mapping[str, Sequence[int]]

    @property
    def months(self) -> int:
        return len(self.flows[COUNTRY])

    def truth(self, place: str, start: date, end: date) -> int:
        """The flow between the first day `start` of a month and the last day `end` of one."""
        first, after = _index(start), _index(end + ONE_DAY)
        return sum(self.flows[place][first:after])


def _index(day: date) -> int:
    return (day.year - FIRST.year) * 12 + day.month - FIRST.month


def month(index: int) -> date:
    return add_months(FIRST, index)


@st.composite
def histories(draw: st.DrawFn, most_months: int = 6) -> History:
    months = draw(st.integers(2, most_months))
    flow = st.lists(st.integers(0, 900), min_size=months, max_size=months)
    regions = {name: draw(flow) for name in REGIONS}
    return History({**regions, COUNTRY: [sum(parts) for parts in zip(*regions.values(), strict=True)]})


@st.composite
def true_claims(draw: st.DrawFn, history: History, *, most: int = 9, literal: bool = False) -> list[Claim]:
    """Claims that `history` satisfies; `literal` ones are used as they stand, without any width."""
    return [_true_claim(draw, history, n, literal) for n in range(draw(st.integers(1, most)))]


def _true_claim(draw: st.DrawFn, history: History, number: int, literal: bool) -> Claim:
    start = draw(st.integers(0, history.months - 1))
    end = draw(st.integers(start + 1, history.months))
    place = draw(st.sampled_from((COUNTRY, *REGIONS)))
    first, last = month(start), month(end) - ONE_DAY
    truth = history.truth(place, first, last)
    low, high, hedge = _said(truth, draw(st.sampled_from(("exact", "over", "up_to", "range", "about", "almost"))), draw)
    whole: Kind = "flow" if end == start + 1 else "cumulative"
    said = made(f"c{number:02}", place, (first, last), (low, high), hedge, whole)
    return replace(said, widened=not literal)


def _said(truth: int, hedge: str, draw: st.DrawFn) -> tuple[int | None, int | None, Hedge]:
    off = draw(st.integers(1, 300))
    match hedge:
        case "over" if truth > off:
            return truth - off, None, "over"
        case "up_to":
            return None, truth + off, "up_to"
        case "range":
            return max(0, truth - off), truth + off, "range"
        case "about":
            return truth, truth, "about"
        case "almost":
            return truth, truth, "almost"
        case _:
            return truth, truth, "exact"


@st.composite
def true_comparisons(draw: st.DrawFn, history: History, most: int = 4) -> list[Claim]:
    """Shares and changes that `history` satisfies, some of them one-sided."""
    found = [_true_comparison(draw, history, n) for n in range(draw(st.integers(1, most)))]
    return [claim for claim in found if claim is not None]


def _true_comparison(draw: st.DrawFn, history: History, number: int) -> Claim | None:
    (place, own), (other, base) = (_window_of(draw, history) for _ in range(2))
    if (place, own) == (other, base):
        return None
    mine, theirs = history.truth(place, *own), history.truth(other, *base)
    how: Comparison = draw(st.sampled_from(("share", "ratio", "growth", "difference")))
    measured = Base(how, place=other, period=Period(*base), falls=mine < theirs and how in ("growth", "difference"))
    if how != "difference" and not theirs:
        return None
    low, high, hedge = _compared(how, mine, theirs, draw)
    claim = made(f"q{number:02}", place, own, (low, high), hedge, "share" if how == "share" else "change")
    return replace(claim, base=measured)


def _window_of(draw: st.DrawFn, history: History) -> tuple[str, tuple[date, date]]:
    start = draw(st.integers(0, history.months - 1))
    end = draw(st.integers(start + 1, history.months))
    return draw(st.sampled_from((COUNTRY, *REGIONS))), (month(start), month(end) - ONE_DAY)


def _compared(
    how: str, mine: int, theirs: int, draw: st.DrawFn
) -> tuple[int | float | None, int | float | None, Hedge]:
    """An interval around the truth with few decimals, or one side of it."""
    off = draw(st.integers(0, 40))
    low: int | float
    high: int | float
    if how == "difference":
        low, high = max(0, abs(mine - theirs) - off), abs(mine - theirs) + off
    else:
        truth = abs(mine - theirs) / theirs if how == "growth" else mine / theirs
        low, high = max(0, int(truth * 1000) - off) / 1000, (int(truth * 1000) + 1 + off) / 1000
    said: tuple[tuple[int | float | None, int | float | None, Hedge], ...] = (
        (low, high, "range"),
        (low, None, "at_least"),
        (None, high, "up_to"),
    )
    return draw(st.sampled_from(said))


@st.composite
def any_claims(draw: st.DrawFn, most: int = 9) -> list[Claim]:
    """Claims that may contradict each other, figures as they stand."""
    history = draw(histories(4))
    listed = draw(true_claims(history, most=most, literal=True))
    wrong = draw(st.lists(st.integers(0, len(listed) - 1), max_size=3, unique=True))
    shift = draw(st.sampled_from((-400, 37, 500, 5000)))
    return [_shifted(c, shift) if n in wrong else c for n, c in enumerate(listed)]


def _shifted(claim: Claim, by: int) -> Claim:
    low = None if claim.low is None else max(0, int(claim.low) + by)
    high = None if claim.high is None else max(low or 0, int(claim.high) + by)
    return replace(claim, low=low, high=high)


def made(
    name: str,
    place: str,
    days: tuple[date | None, date | None],
    value: tuple[int | float | None, int | float | None],
    hedge: Hedge = "exact",
    kind: Kind = "flow",
) -> Claim:
    """A claim whose figure is used as it stands."""
    return Claim(
        id=name,
        report=f"report-{name}",
        file=f"{name}.txt",
        start=0,
        end=1,
        quote=str(value),
        low=value[0],
        high=value[1],
        hedge=hedge,
        measure="count",
        population="all",
        place=place,
        period=Period(*days),
        kind=kind,
        widened=False,
    )


def ground(
    claims: Sequence[Claim],
    book: Codebook | None = None,
    settings: Settings | None = None,
    relations: Sequence[TextRelation] = (),
) -> Context:
    return context(claims, settings or Settings(), codebook=book or region_book(), relations=relations)


def components(claims: Sequence[Claim], book: Codebook | None = None) -> tuple[Component, ...]:
    return build(ground(claims, book)).components
