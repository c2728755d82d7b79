"""How a figure changes on its way (§8.3): inside a report, and from report to report along links, as chains.

Every mention has at most one that it comes from: the one before it in its own report that it drifted from, else the
nearest mention in a report that its own rests on. So the mentions form trees, and a chain is a way down one of them
that ends with a change. Where nothing tells which of two reports was first, a pair is all that can be said.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import get_args

from crossfoot.records import Claim, Drift, DriftChange, DriftStep, Moved, Number, Remark
from crossfoot.trace.figures_shared import root
from crossfoot.trace.steps import NEAR, SAID, Mention, form, is_near, mentions, source_lost, step

KIND = "drift"
LOOK_BACK = 8
MOST_SHOWN = 5
MOST_ROUNDED = 40
"""Numbers of the earlier report that one of the later may be rounded from."""
MOST_EARLIER = 8
"""Reports that one report may have a figure from, the best first."""
LONGEST = 24

_MOVED = frozenset(get_args(Moved))


@dataclass(frozen=True, slots=True)
class Way:
    """Two linked reports, as places in the list. `later` rests on `earlier` where it is directed."""

    earlier: int
    later: int
    directed: bool
    link: str
    score: float


@dataclass(slots=True)
class Told:
    """The mentions of each report, and what each mention comes from."""

    by_report: Mapping[int, Sequence[Claim]]
    first_lines: Mapping[str, int]
    """report → where its first line ends; a headline is told last."""
    parent: dict[str, tuple[Mention, DriftStep]] = field(default_factory=dict)
    _mentions: dict[int, list[Mention]] = field(default_factory=dict)

    def of(self, report: int) -> list[Mention]:
        if report not in self._mentions:
            found = mentions(self.by_report.get(report, ()))
            found.sort(key=lambda m: (m.claim.end <= self.first_lines.get(m.claim.report, 0), m.claim.start))
            self._mentions[report] = found
        return self._mentions[report]


def drifts(
    by_report: Mapping[int, Sequence[Claim]],
    first_lines: Mapping[str, int],
    ways: Iterable[Way],
    name_of: Callable[[str], str],
) -> tuple[tuple[Drift, ...], tuple[Remark, ...]]:
    """Chains inside reports and along `ways`; and what is remarked of them, alike ones together.

    `name_of`: how the report of an id is called.
    """
    told = Told(by_report, first_lines)
    for report in by_report:
        _within(told, report)
    held: dict[int, list[Way]] = defaultdict(list)
    apart: list[Way] = []
    for way in ways:
        if way.directed:
            held[way.later].append(way)
        else:
            apart.append(way)
    for later, up in held.items():
        _along(told, later, sorted(up, key=lambda way: -way.score)[:MOST_EARLIER])
    found = [*_chains(told), *(pair for way in apart for pair in _pairs(told, way))]
    return tuple(_record(chain, name_of) for chain in found), tuple(_remarks(found, name_of))


# ── what a mention comes from ────────────────────────────────────────────────────────────────────


def _within(told: Told, report: int) -> None:
    by_series: dict[tuple[object, ...], list[Mention]] = defaultdict(list)
    for mention in told.of(report):
        by_series[mention.what, root(mention.claim.population)].append(mention)
    for series in by_series.values():
        for place, mention in enumerate(series):
            for before in reversed(series[max(0, place - LOOK_BACK) : place]):
                changes = form(before, mention) if is_near(before, mention) else ()
                if changes:
                    told.parent[mention.claim.id] = (before, DriftStep(changes))
                    break


def _along(told: Told, later: int, ways: Sequence[Way]) -> None:
    """The nearest mention in an earlier report for each that comes from none in its own: the one with the fewest
    changes, of the best link. A mention that only repeats an earlier one of its report is left out."""
    earlier = [(way, _Held(told.of(way.earlier))) for way in ways]
    seen: set[tuple[object, ...]] = set()
    for after in told.of(later):
        alike = (after.value, after.what, after.claim.hedge, after.claim.modal, root(after.claim.population))
        if after.claim.id in told.parent or alike in seen:
            continue
        seen.add(alike)
        best: tuple[int, Mention, DriftStep] | None = None
        for way, held in earlier:
            for before in held.near(after.value):
                changes = step(before, after)
                if changes is not None and (best is None or len(changes) < best[0]):
                    told_with = (*changes, *source_lost(before, after)) if changes else ()
                    best = (len(changes), before, DriftStep(told_with, way.link))
        if best is not None:
            told.parent[after.claim.id] = best[1:]


class _Held:
    """The mentions of a report, to look up those that a number may come from."""

    def __init__(self, held: Sequence[Mention]) -> None:
        self._same = _by_value(held)
        self._values = sorted(self._same)

    def near(self, value: Number) -> Iterator[Mention]:
        """Those of the number itself, then those that it may be rounded from."""
        yield from self._same.get(value, ())[:LOOK_BACK]
        first = bisect_left(self._values, value / (1 + NEAR))
        for other in self._values[first : first + MOST_ROUNDED]:
            if other > value / (1 - NEAR):
                return
            if other != value:
                yield from self._same[other][:LOOK_BACK]


def _by_value(held: Sequence[Mention]) -> Mapping[Number, list[Mention]]:
    found: dict[Number, list[Mention]] = defaultdict(list)
    for mention in held:
        found[mention.value].append(mention)
    return found


# ── chains ───────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Chain:
    mentions: tuple[Mention, ...]
    steps: tuple[DriftStep, ...]


def _chains(told: Told) -> Iterator[Chain]:
    """The longest ways that end with a change, each once."""
    chains = [_up(told, mention) for report in told.by_report for mention in told.of(report)]
    changed = [chain for chain in chains if chain.steps and chain.steps[-1].changes]
    inner = {mention.claim.id for chain in changed for mention in chain.mentions[:-1]}
    yield from (chain for chain in changed if chain.mentions[-1].claim.id not in inner)


def _up(told: Told, mention: Mention) -> Chain:
    way, steps, seen = [mention], [], {mention.claim.id}
    while (come := told.parent.get(way[-1].claim.id)) and come[0].claim.id not in seen and len(way) < LONGEST:
        way.append(come[0])
        steps.append(come[1])
        seen.add(come[0].claim.id)
    return Chain(tuple(way[::-1]), tuple(steps[::-1]))


def _pairs(told: Told, way: Way) -> Iterator[Chain]:
    """What differs between two reports of which nothing tells which was first: unit, scope, year. Mentions that come
    from one are told by its chains."""
    by_value = _by_value(told.of(way.earlier))
    for after in told.of(way.later):
        for before in by_value.get(after.value, ())[:LOOK_BACK]:
            changes = tuple(change for change in step(before, after) or () if change in _MOVED)
            if changes and _up(told, before).mentions[0] != _up(told, after).mentions[0]:
                yield Chain((before, after), (DriftStep(changes, way.link, directed=False),))
                break


# ── in words ─────────────────────────────────────────────────────────────────────────────────────


def _record(chain: Chain, name_of: Callable[[str], str]) -> Drift:
    ids = tuple(mention.claim.id for mention in chain.mentions)
    return Drift(ids, chain.steps, f"{_quotes(chain)}: {_way(chain, name_of)}")


def _remarks(found: Sequence[Chain], name_of: Callable[[str], str]) -> Iterator[Remark]:
    """One for all chains that took the same way and changed in the same manner."""
    alike: dict[tuple[str, str], list[Chain]] = defaultdict(list)
    for place, chain in enumerate(found):
        inside = len({mention.claim.report for mention in chain.mentions}) == 1
        alike[_way(chain, name_of), str(place) if inside else ""].append(chain)
    for (way, _), chains in alike.items():
        shown = ", ".join(_quotes(chain) for chain in chains[:MOST_SHOWN])
        more = f" and {len(chains) - MOST_SHOWN} more" if len(chains) > MOST_SHOWN else ""
        claims = dict.fromkeys(mention.claim.id for chain in chains for mention in chain.mentions)
        yield Remark(KIND, tuple(claims), f"{shown}{more}: {way}")


def _quotes(chain: Chain) -> str:
    between = " → " if chain.steps[0].directed else " / "
    return between.join(f"“{mention.claim.quote}”" for mention in chain.mentions)


def _way(chain: Chain, name_of: Callable[[str], str]) -> str:
    """What happened at each step, and through which reports it went."""
    pairs = zip(chain.mentions, chain.mentions[1:], chain.steps, strict=False)
    what = "; then ".join(_said(before, after, how) for before, after, how in pairs)
    reports = [mention.claim.report for mention in chain.mentions]
    names = [name_of(report) for place, report in enumerate(reports) if report not in reports[:place]]
    if len(names) == 1:
        return what
    if chain.steps[0].directed:
        return f"{what} ({' → '.join(names)})"
    return f"{what} ({' and '.join(names)}; direction unknown)"


def _said(before: Mention, after: Mention, how: DriftStep) -> str:
    if not how.changes:
        return "passed on as it was" if before.value == after.value else "honestly rounded"
    return ", ".join(_change(before.claim, after.claim, change, how.directed) for change in how.changes)


def _change(before: Claim, after: Claim, change: DriftChange, directed: bool) -> str:
    if change == "unit changed":
        return f"{SAID[change]}: {before.measure}, {after.measure}"
    if change == "year changed":
        return f"{SAID[change]}: {_year(before)}, {_year(after)}"
    if change in ("year inserted", "year lost"):
        year = _year(after) if change == "year inserted" else _year(before)
        return f"{SAID[change]}: {year}" if directed else f"one of them names the year {year}, the other none"
    if change in ("scope widened", "scope narrowed") and not directed:
        return "one of them says it of a part, the other of the whole"
    return SAID[change]


def _year(claim: Claim) -> str:
    return str(claim.period.end.year) if claim.period.end else ""
