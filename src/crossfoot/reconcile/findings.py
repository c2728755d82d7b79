"""Repairs and stronger sums as records: ranked, tied where they tie, with what each would change (§7.4, §9)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from crossfoot.reconcile.bounds import Named, World, proved, world
from crossfoot.reconcile.conflicts import against_bound, keys_in, with_stronger
from crossfoot.reconcile.diagnosis import Diagnosis, Move
from crossfoot.reconcile.inequalities import Context
from crossfoot.reconcile.placing import ONE_DAY, place
from crossfoot.reconcile.proofs import number, verified
from crossfoot.reconcile.readings import prices
from crossfoot.reconcile.search import Budget
from crossfoot.reconcile.wording import clause, repair_text, spoken, titled
from crossfoot.records import Bound, Changed, Conflict, Proof, Repair, Series, Term, content_id

CHANGES = 2
"""So many bounds are named in the effect of a repair, the narrowest first."""
SHOWN = 4
"""So many repairs are shown of one claim, the cheapest first."""


# ── repairs ──────────────────────────────────────────────────────────────────────────────────────


def repair_records(
    ctx: Context, diagnosis: Diagnosis, found: Sequence[Conflict], bounds: Sequence[Bound]
) -> list[Repair]:
    """The moves that could mend each contradiction, ranked within what they mend; ties share a rank."""
    sure = {v.claim for v in diagnosis.verdicts if v.status == "sure"}
    by_mended: dict[tuple[str, ...], list[Move]] = defaultdict(list)
    for moves in diagnosis.moves.values():
        for move in moves[:SHOWN]:
            mended = tuple(sorted(c.id for c in found if _could_mend(diagnosis, move, c, sure)))
            if mended:
                by_mended[mended].append(move)
    ranks = _ranks(by_mended)
    made = [
        _repair(ctx, move, mended, ranks[move.name, move.after, move.slip], _Around(found, bounds))
        for mended, moves in by_mended.items()
        for move in moves
    ]
    return sorted(made, key=lambda r: (r.conflicts, r.rank, r.cost, r.id))


def _could_mend(diagnosis: Diagnosis, move: Move, found: Conflict, sure: set[str]) -> bool:
    """A contradiction that a sure culprit explains is not laid at another claim's door."""
    claims = frozenset(found.claims)
    if not move.claims & claims or (claims & sure and not move.claims & sure):
        return False
    single = move.name not in diagnosis.grouping.groups
    return single or diagnosis.grouping.explains(move.name, claims)


def _ranks(by_mended: Mapping[tuple[str, ...], Sequence[Move]]) -> dict[tuple[str, str, str], int]:
    """Rank among all moves that mend the same contradictions or more; costs closer than `tie` are the same."""
    ranks: dict[tuple[str, str, str], int] = {}
    for mended, moves in by_mended.items():
        rivals = sorted(m.cost for other, ms in by_mended.items() if set(other) >= set(mended) for m in ms)
        for move in moves:
            cheaper = [c for c in rivals if c < move.cost - prices().tie]
            ranks[move.name, move.after, move.slip] = 1 + len(cheaper)
    return ranks


def _repair(ctx: Context, move: Move, mended: tuple[str, ...], rank: int, around: _Around) -> Repair:
    claim = min(move.claims, key=lambda c: (ctx.claims[c].file, ctx.claims[c].start))
    changes = _changes(ctx, move, around.touched(mended))
    return Repair(
        id=content_id("repair", move.name, move.slip, move.before, move.after),
        conflicts=mended,
        claim=claim if len(move.claims) == 1 else None,
        slip=move.slip,
        before=move.before,
        after=move.after,
        cost=round(move.cost, 3),
        rank=rank,
        text=repair_text(ctx, move),
        effect="; ".join(_told(ctx, changed) for changed in changes),
        moved=tuple(sorted(move.claims)),
        changes=changes,
    )


@dataclass(frozen=True, slots=True)
class _Around:
    """The contradictions and bounds among which a repair is told."""

    conflicts: Sequence[Conflict]
    bounds: Sequence[Bound]

    def touched(self, mended: Collection[str]) -> list[Bound]:
        """Bounds on the series in the mended contradictions' own sums."""
        keys = {key for c in self.conflicts if c.id in mended for key in keys_in(c.proof)}
        return [b for b in self.bounds if b.series.id in keys]


def _changes(ctx: Context, move: Move, bounds: Sequence[Bound]) -> tuple[Changed, ...]:
    """What the bounds become under this move, where the cheapest repairs disagree; what a start leaves before it."""
    before = _before_the_other_starts(ctx, move) if move.slip == "start" else None
    changed: list[tuple[float, date, date, str, Changed]] = []
    mine = clause(ctx, move)
    for b in bounds:
        number = next((n for n, c in enumerate(b.cases) if c.repair and mine in c.repair), None)
        if number is None or len({(c.low, c.high) for c in b.cases}) < 2:
            continue
        case = b.cases[number]
        told = Changed(b.series, b.start, b.end, case.low, case.high, b.id, number)
        changed.append((_width(b), b.start, b.end, b.series.id, told))
    return (*((before,) if before else ()), *(told for *_, told in sorted(changed, key=lambda c: c[:-1])[:CHANGES]))


def _told(ctx: Context, changed: Changed) -> str:
    what = f"{_window(changed.start, changed.end)}{':' if changed.bound else ' would then hold'}"
    return f"{what} {_range(changed.low, changed.high)} ({titled(ctx, changed.series.id)})"


def _width(b: Bound) -> float:
    """How wide the hull is for its size: narrow ones say most."""
    return float("inf") if b.high is None else (b.high - (b.low or 0)) / max(b.high, 1)


def _before_the_other_starts(ctx: Context, move: Move) -> Changed | None:
    """What must lie between two stated starts, once each total keeps its own ("January 2022 would hold 2,879")."""
    starts = sorted(
        {c.period.start for c in ctx.claims.values() if c.period.start and _near_epoch(ctx, c.period.start)}
    )
    own = date.fromisoformat(move.after)
    later = [s for s in starts if s > own]
    series = ctx.claims[min(move.claims)].series
    if not later or series is None:
        return None
    kept = frozenset(c for c in ctx.claims if not isinstance(place(ctx.claims[c], ctx.ground()), str))
    settings = replace(ctx.settings, off=ctx.settings.off | {"same-start"})
    made = world(ctx, _without_clashes(ctx, kept, move), (), settings)
    for key in sorted(k for k in made.closures if k.split("|")[1:] == series.id.split("|")[1:]):
        if not made.closures[key].is_consistent:
            continue
        budget = Budget(1.0)
        named = Named(key, own, later[0])
        low, high = proved(made, named, "low", budget), proved(made, named, "high", budget)
        if low.value and low.value == high.value:
            counted = Series(*key.split("|", 2))
            days = own, later[0] - timedelta(days=1)
            return Changed(counted, *days, low.value, high.value, None, 0, low.proof, high.proof)
    return None


def _without_clashes(ctx: Context, kept: frozenset[str], move: Move) -> frozenset[str]:
    """The claims of the move's own reports: other reports' errors say nothing about its starts."""
    reports = {ctx.claims[c].report for c in move.claims}
    return frozenset(c for c in kept if ctx.claims[c].report in reports)


def _near_epoch(ctx: Context, day: date) -> bool:
    epoch = ctx.ground().epoch
    return epoch is not None and abs((day - epoch).days) <= 60


def _window(start: date, end: date) -> str:
    return f"{spoken(start.isoformat())} to {spoken(end.isoformat())}"


def _range(low: int | None, high: int | None) -> str:
    if high is None:
        return f"{number(low or 0)} or more"
    return number(high) if low == high else f"{number(low or 0)} to {number(high)}"


# ── stronger sums ────────────────────────────────────────────────────────────────────────────────


def with_stronger_sums(
    ctx: Context, found: Conflict, sure: Collection[str], worlds: Iterable[World], budget: Budget
) -> Conflict:
    """The widest sum against a sure culprit that any cheapest repair leaves, beside the smallest set."""
    best = found
    for claim in sorted(sure):
        for one in worlds:
            proof = _against(ctx, claim, one, budget)
            if proof is not None and (best.stronger is None or proof.value > best.stronger.value):
                best = with_stronger(best, proof)
    return best


def _against(ctx: Context, claim: str, one: World, budget: Budget) -> Proof | None:
    windows = place(ctx.claims[claim], replace(ctx.ground(), settings=one.settings))
    if isinstance(windows, str) or len(windows) != 1 or windows[0].start is None:
        return None
    window = windows[0]
    for side, value in (("high", window.low), ("low", window.high)):
        if value is None or window.start is None:
            continue
        bound = proved(one, Named(window.series, window.start, window.end), "high" if side == "high" else "low", budget)
        if bound.proof is None:
            continue
        row = ((window.series, window.end, 1), (window.series, window.start, -1))
        own_side = "low" if side == "high" else "high"
        term = Term(
            times=bound.proof.value.__class__(1),
            value=bound.proof.value.__class__(value),
            row=row,
            side="low" if own_side == "low" else "high",
            claim=claim,
            series=window.series,
            start=window.start,
            end=window.end - ONE_DAY,
            under=window.under,
        )
        own = verified(Proof((term,), row, term.side, term.value, str(value)))
        wider = against_bound(own, bound.proof)
        if wider is not None:
            return wider
    return None
