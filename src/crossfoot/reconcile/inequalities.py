"""From claims to inequalities (§5): series that meet, the axis they share, and the rows between running totals."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from crossfoot.codebook import Codebook
from crossfoot.interval import profile
from crossfoot.reconcile.placing import Against, Ground, Placed, place, series_of
from crossfoot.reconcile.relations import Bond, Listed, bonds
from crossfoot.reconcile.settings import Settings
from crossfoot.records import Claim, Report, TextRelation


@dataclass(frozen=True, slots=True)
class Other:
    """The other side of a comparison: own · (the row's flow) − times · (this flow) is what the row bounds."""

    series: int
    start: int
    end: int
    own: int
    times: int


@dataclass(frozen=True, slots=True)
class Row:
    """low ≤ P(series, end) − P(series, start) ≤ high, where P is the running total before a day of the axis.

    A row with an `other` compares two flows (§5.5): it is no difference of two totals, so no edge of a graph of them.
    """

    claim: str
    series: int
    start: int
    end: int
    low: int | None
    high: int | None
    under: tuple[str, ...] = ()
    other: Other | None = None

    @property
    def days(self) -> tuple[int, ...]:
        """The positions of the axis that it speaks of."""
        ends = (self.start, self.end)
        return ends if self.other is None else (*ends, self.other.start, self.other.end)

    @property
    def all_series(self) -> tuple[int, ...]:
        return (self.series,) if self.other is None else (self.series, self.other.series)

    def moved(self, series: Mapping[int, int] | None = None, days: Mapping[int, int] | None = None) -> Row:
        """The row on series and days that were numbered anew."""
        at = (lambda k: series[k]) if series is not None else int
        on = (lambda n: days[n]) if days is not None else int
        other = self.other
        if other is not None:
            other = replace(other, series=at(other.series), start=on(other.start), end=on(other.end))
        return replace(self, series=at(self.series), start=on(self.start), end=on(self.end), other=other)


@dataclass(frozen=True, slots=True)
class SumRow:
    """whole = Σ parts on every window, or whole ≥ Σ parts where `slack` (parts that do not overlap)."""

    name: str
    whole: int
    parts: tuple[int, ...]
    slack: bool


@dataclass(frozen=True, slots=True)
class OrderRow:
    """lesser ≤ greater on the windows listed, as pairs of positions on the axis."""

    name: str
    lesser: int
    greater: int
    windows: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Component:
    """Series that a relation or a shared unknown joins, on one axis of days (each the first day of a piece)."""

    series: tuple[str, ...]
    days: tuple[date, ...]
    rows: tuple[Row, ...]
    sums: tuple[SumRow, ...] = ()
    orders: tuple[OrderRow, ...] = ()
    monotone: tuple[bool, ...] = ()

    @property
    def is_joined(self) -> bool:
        """Whether rows relate several flows, so that shortest paths alone do not tell everything."""
        return bool(self.sums or self.orders) or any(r.other is not None for r in self.rows)

    def position(self, day: date) -> int:
        return self.days.index(day)

    def without(self, claims: Iterable[str]) -> Component:
        left_out = frozenset(claims)
        return replace(self, rows=tuple(r for r in self.rows if r.claim not in left_out))


@dataclass(frozen=True, slots=True)
class System:
    components: tuple[Component, ...]
    aside: Mapping[str, str] = field(default_factory=dict)
    """claim id → why it enters no inequality."""
    placed: tuple[Placed, ...] = ()


@dataclass(frozen=True, slots=True)
class Context:
    """Everything that turns claims into a system, so that any part of it can be built again under other assumptions."""

    claims: Mapping[str, Claim]
    settings: Settings
    codebook: Codebook | None = None
    relations: tuple[TextRelation, ...] = ()
    published: Mapping[str, date | None] = field(default_factory=dict)
    places: Mapping[str, str] = field(default_factory=dict)
    """place → the wider place that holds it."""

    @property
    def lists(self) -> tuple[Listed, ...]:
        """The lists of largest parts that a text gives, with the series of their claims."""
        return tuple(
            Listed(r, frozenset(s.id for c in r.parts if c in self.claims and (s := self.claims[c].series)))
            for r in self.relations
            if r.kind == "largest" and sum(c in self.claims for c in r.parts) > 1
        )

    def ground(self, settings: Settings | None = None) -> Ground:
        used = settings or self.settings
        return Ground(self.codebook, used, self.published, profile(used.profile))

    def reports_of(self, claims: Iterable[str]) -> frozenset[str]:
        return frozenset(self.claims[c].report for c in claims)


def context(
    claims: Iterable[Claim],
    settings: Settings,
    *,
    codebook: Codebook | None = None,
    relations: Sequence[TextRelation] = (),
    reports: Iterable[Report] = (),
    places: Mapping[str, str] | None = None,
) -> Context:
    return Context(
        claims={c.id: c for c in claims},
        settings=settings,
        codebook=codebook,
        relations=tuple(relations),
        published={r.id: r.published for r in reports},
        places=dict(places or {}),
    )


def build(
    ctx: Context,
    claims: Iterable[str] | None = None,
    *,
    settings: Settings | None = None,
    months: bool = False,
    days: Iterable[date] = (),
) -> System:
    """The system of the claims named (all, if None). `months` cuts the axes at month starts, `days` at further days."""
    ground = ctx.ground(settings)
    placed: list[Placed] = []
    aside: dict[str, str] = {}
    for name in sorted(ctx.claims if claims is None else claims):
        result = place(ctx.claims[name], ground)
        if isinstance(result, str):
            aside[name] = result
        else:
            placed.extend(result)
    return System(assemble(ctx, placed, ground.settings, months=months, days=days), aside, tuple(placed))


def assemble(
    ctx: Context,
    placed: Sequence[Placed],
    settings: Settings,
    *,
    months: bool = False,
    days: Iterable[date] = (),
) -> tuple[Component, ...]:
    """Components out of placed claims: series joined by relations share an axis."""
    present = sorted({p.series for p in placed} | {p.against.series for p in placed if p.against})
    joined = bonds(present, ctx.codebook, ctx.lists, ctx.places, settings, placed)
    compared = [(p.series, p.against.series) for p in placed if p.against]
    groups = _joined(present, [*((b.whole, part) for b in joined for part in b.parts), *compared])
    by_series: dict[str, list[Placed]] = defaultdict(list)
    for p in placed:
        by_series[p.series].append(p)
    extra = tuple(days)
    components = []
    for group in groups:
        mine = [p for key in group for p in by_series.get(key, ())]
        own = [bond for bond in joined if bond.whole in group]
        epoch = {b.since for b in own if b.since}
        axis = _axis(mine, epoch | set(extra), months)
        components.append(_component(group, axis, mine, own, settings))
    return tuple(components)


def _joined(present: Sequence[str], pairs: Iterable[tuple[str, str]]) -> list[tuple[str, ...]]:
    """Connected groups of series, in a stable order."""
    root = {key: key for key in present}

    def find(key: str) -> str:
        root.setdefault(key, key)
        while root[key] != key:
            root[key] = root[root[key]]
            key = root[key]
        return key

    for pair in pairs:
        a, b = (find(key) for key in pair)
        root[max(a, b)] = min(a, b)
    groups: dict[str, list[str]] = defaultdict(list)
    for key in sorted(root):
        groups[find(key)].append(key)
    return [tuple(keys) for _, keys in sorted(groups.items())]


MOST_MONTHS = 600


def _axis(placed: Sequence[Placed], extra: set[date], months: bool) -> tuple[date, ...]:
    named = {d for p in placed for d in (p.start, p.end) if d is not None}
    named |= {d for p in placed if p.against for d in (p.against.start, p.against.end)}
    if not named:
        return tuple(sorted(extra))
    first, last = min(named | extra), max(named | extra)
    whole = {first, last} | named | extra
    span = (last.year - first.year) * 12 + last.month - first.month
    if months and span <= MOST_MONTHS:
        whole |= {
            date(first.year + (first.month - 1 + i) // 12, (first.month - 1 + i) % 12 + 1, 1)
            for i in range(1, span + 1)
        }
    return tuple(sorted(whole))


def _component(
    group: tuple[str, ...], axis: tuple[date, ...], placed: Sequence[Placed], joined: Sequence[Bond], settings: Settings
) -> Component:
    stocks = any(key.endswith("|stock") for key in group)
    days = (date.min, *axis) if stocks else axis
    at = {day: i for i, day in enumerate(days)}
    index = {key: i for i, key in enumerate(group)}
    rows = tuple(
        Row(
            p.claim, index[p.series], 0 if p.start is None else at[p.start], at[p.end], p.low, p.high, p.under,
            _other(p.against, index, at),
        )
        for p in sorted(placed, key=lambda p: (p.series, p.end, p.start or date.min, p.claim))
    )  # fmt: skip
    sums = tuple(SumRow(b.name, index[b.whole], tuple(index[p] for p in b.parts), b.slack) for b in joined if b.is_sum)
    orders = tuple(OrderRow(b.name, index[b.parts[0]], index[b.whole], _windows(b, at)) for b in joined if not b.is_sum)
    monotone = tuple(_is_monotone(key, settings) for key in group)
    return Component(group, days, rows, sums, orders, monotone)


def _other(against: Against | None, index: Mapping[str, int], at: Mapping[date, int]) -> Other | None:
    if against is None:
        return None
    return Other(index[against.series], at[against.start], at[against.end], against.own, against.times)


def _windows(bond: Bond, at: Mapping[date, int]) -> tuple[tuple[int, int], ...]:
    if bond.window is not None:
        start, end = bond.window
        return ((at[start], at[end]),) if start in at and end in at else ()
    if bond.since is None or bond.since not in at:
        return ()
    first = at[bond.since]
    return tuple((first, i) for i in sorted(at.values()) if i > first)


def _is_monotone(key: str, settings: Settings) -> bool:
    if key.endswith("|stock"):
        return False
    return settings.uses("no-negative-flow") and settings.uses(f"no-negative-flow {series_of(key)}")
