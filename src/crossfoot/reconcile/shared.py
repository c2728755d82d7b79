"""Changes that several claims share: a counting start, another release, a register revised or restarted (§9.1).

One structural cause explains many clashes better than many slips do.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import replace
from datetime import date

from crossfoot.reconcile.conflicts import contradicting
from crossfoot.reconcile.diagnosis import Diagnosis, Move, Patient
from crossfoot.reconcile.inequalities import Context, Row
from crossfoot.reconcile.judging import Judges
from crossfoot.reconcile.placing import snapshot_of
from crossfoot.reconcile.readings import prices
from crossfoot.reconcile.search import Grouping, prove_contradiction, rest_without
from crossfoot.reconcile.settings import PLACING
from crossfoot.records import Claim

PLACED_BY_US = frozenset(PLACING)
STRUCTURAL = ("restart", "revision", "definition")
FEWEST_MENDED = 2
"""A structural cause is offered where it mends at least so many contradictions."""


def price_groups(patient: Patient, result: Diagnosis, judges: Judges) -> None:
    """Every shared change that leaves no contradiction, with its price."""
    groups: dict[str, frozenset[str]] = {}
    for rule, fits in RULES:
        for move in rule(patient, judges.involved):
            rest = rest_without(result.cover, result.cost, judges.everything, move.claims)
            if _mends_enough(result, move) and fits(patient, move, rest, judges):
                result.moves[move.name] = [move]
                if move.slip != "release" or _is_printed(patient, move.claims):
                    groups[move.name] = move.claims
                    result.cost[move.name] = move.cost
    result.grouping = Grouping(groups, _Explains(patient, result))


def _mends_enough(result: Diagnosis, move: Move) -> bool:
    if move.slip not in STRUCTURAL:
        return True
    mended = [c for c in result.cover.conflicts if c & move.claims and c - move.claims]
    alone = [claim for claim in move.claims if all(claim in c for c in mended)]
    return len(mended) >= FEWEST_MENDED and not alone


class _Explains:
    """Whether a shared change could explain a contradiction.

    Without the assumption that it drops, the contradiction must be gone. Else what it touches must stand against
    something else; another release explains only a small gap, and none within one report and period.
    """

    def __init__(self, patient: Patient, result: Diagnosis) -> None:
        self._patient, self._moves = patient, result.moves
        self._gaps: dict[frozenset[str], float] = {}
        self._gone: dict[tuple[str, frozenset[str]], bool] = {}

    def __call__(self, name: str, conflict: frozenset[str]) -> bool:
        move = self._moves[name][0]
        if move.off is not None:
            return self._is_gone_without(move.off, conflict)
        if not conflict - move.claims:
            return False
        if move.slip != "release":
            return True
        claims = [self._patient.ctx.claims[c] for c in conflict]
        if len({(_voice(c), c.period.start, c.period.end) for c in claims}) == 1 or self._is_plain_sum(claims):
            return False
        if conflict not in self._gaps:
            proof = prove_contradiction(self._patient.component, conflict)
            self._gaps[conflict] = float(proof.value) if proof else float("inf")
        figures = [self._patient.ctx.claims[c].low or 0 for c in move.claims & conflict]
        return self._gaps[conflict] <= prices().release_within * max(figures)

    def _is_gone_without(self, assumption: str, conflict: frozenset[str]) -> bool:
        if (assumption, conflict) not in self._gone:
            ctx = self._patient.ctx
            settings = replace(ctx.settings, off=ctx.settings.off | {assumption})
            self._gone[assumption, conflict] = contradicting(ctx, conflict, settings) is None
        return self._gone[assumption, conflict]

    def _is_plain_sum(self, claims: Sequence[Claim]) -> bool:
        """One voice that adds up wrong, its figures standing where it puts them: it has one release at hand."""
        names = {c.id for c in claims}
        rows = self._patient.rows_of(names)
        return len({_voice(c) for c in claims}) == 1 and all(PLACED_BY_US.isdisjoint(r.under) for r in rows)


def _voice(claim: Claim) -> tuple[str, str]:
    """The report and whoever it has the figure from: rows of one table may have many sources."""
    return claim.report, claim.attribution[-1].name if claim.attribution else ""


# ── assumptions that a change does without ───────────────────────────────────────────────────────


def _starts(patient: Patient, involved: Collection[str]) -> list[Move]:
    """Totals of one report that state a start of their own, which same-start moved to the epoch."""
    found: dict[tuple[str, date], set[str]] = defaultdict(set)
    for row in patient.component.rows:
        claim = patient.ctx.claims[row.claim]
        if "same-start" in row.under and claim.period.start is not None:
            found[claim.report, claim.period.start].add(row.claim)
    epoch = patient.ctx.ground().epoch
    return [
        Move(
            f"start {report} {day.isoformat()}",
            "start",
            frozenset(claims),
            str(epoch),
            day.isoformat(),
            prices().slip["start"],
            off=f"same-start {report} {day.isoformat()}",
        )
        for (report, day), claims in sorted(found.items())
        if claims & set(involved)
    ]


def _snapshots(patient: Patient, involved: Collection[str]) -> list[Move]:
    """Totals that one report prints as of the first of a month, which snapshot ended on the day before."""
    found: dict[tuple[str, date], set[str]] = defaultdict(set)
    for row in patient.component.rows:
        claim = patient.ctx.claims[row.claim]
        day = claim.period.end or patient.ctx.published.get(claim.report)
        if "snapshot" in row.under and day is not None:
            found[claim.report, day].add(row.claim)
    price = prices().slip["snapshot"]
    return [
        Move(
            snapshot_of(report, day), "snapshot", frozenset(claims), "the day before", day.isoformat(), price,
            off=snapshot_of(report, day),
        )
        for (report, day), claims in sorted(found.items())
        if claims & set(involved)
    ]  # fmt: skip


def _registers(patient: Patient, involved: Collection[str]) -> list[Move]:
    """Figures of one stated release, set apart from the others of their series (§1.5)."""
    found: dict[str, set[str]] = defaultdict(set)
    for row in patient.component.rows:
        release = patient.ctx.claims[row.claim].release
        if release is not None:
            found[release].add(row.claim)
    price = prices().slip["releases"]
    return [
        Move(f"releases {name}", "releases", frozenset(claims), "one release", name, price, off="releases-agree")
        for name, claims in sorted(found.items())
        if claims & set(involved)
    ]


def _fits_without(patient: Patient, move: Move, rest: frozenset[str], _: Judges) -> bool:
    """Whether everything fits once the assumption of the move is off."""
    settings = patient.ctx.settings
    without = replace(settings, off=settings.off | {move.off or ""})
    return contradicting(patient.ctx, rest | move.claims, without) is None


# ── another release that the text does not name ──────────────────────────────────────────────────


def _releases(patient: Patient, involved: Collection[str]) -> list[Move]:
    """Figures exact to the last digit come from a register. Those of one sentence come from one release, and so does
    the same figure wherever it is printed; what clashes with nothing stays where it is."""
    return [
        Move(f"release {min(mine)}", "release", mine, "this release", "another", _release_price(patient, mine))
        for mine in _same_release(patient, frozenset(involved))
    ]


def _release_price(patient: Patient, claims: Collection[str]) -> float:
    return prices().slip["release"] if _is_printed(patient, claims) else prices().release_in_tables


def _is_printed(patient: Patient, claims: Collection[str]) -> bool:
    """Whether words stand around the figures. Rows of a table could be of any release: that is offered as a repair,
    and no reason to set one row aside rather than another."""
    return any(patient.ctx.claims[c].end > patient.ctx.claims[c].start for c in claims)


def _same_release(patient: Patient, involved: frozenset[str]) -> list[frozenset[str]]:
    """Suspects grouped by sentence and by equal figures, transitively."""
    codebook = patient.ctx.codebook
    root: dict[object, object] = {}

    def find(key: object) -> object:
        while root.setdefault(key, key) != key:
            key = root[key]
        return key

    kept: set[str] = set()
    for row in patient.component.rows:
        claim = patient.ctx.claims[row.claim]
        known = codebook is not None and codebook.measure(claim.measure or "") is not None
        if row.claim not in involved or not known or claim.hedge != "exact" or _has_width(row):
            continue
        kept.add(row.claim)
        place = claim.sentence[0] if claim.sentence else claim.start
        sentence: object = (claim.report, place) if claim.end > claim.start else claim.id
        for key in (sentence, (row.series, row.low, row.high, claim.period.end)):
            root[find(key)] = find(row.claim)
    groups: dict[object, set[str]] = defaultdict(set)
    for name in kept:
        groups[find(name)].add(name)
    return sorted((frozenset(group) for group in groups.values()), key=min)


def _has_width(row: Row) -> bool:
    return any(assumption.startswith("width") for assumption in row.under)


def _release_is_near(patient: Patient, move: Move, rest: frozenset[str], judges: Judges) -> bool:
    """Two releases differ by a few per cent: a figure far from what the others allow is something else."""
    judge = judges.rest(rest)
    if not judge.is_consistent:
        return False
    within = prices().release_within
    for row in patient.rows_of(move.claims):
        low, high = judge.bounds(row.series, row.start, row.end)
        figure = row.low if row.low is not None else row.high or 0
        short = max(0, (low or 0) - (row.high if row.high is not None else low or 0))
        over = max(0, (row.low or 0) - high) if high is not None else 0
        if max(short, over) > within * figure:
            return False
    return True


# ── structural causes ────────────────────────────────────────────────────────────────────────────


def _revisions(patient: Patient, involved: Collection[str]) -> Iterator[Move]:
    """From some day on the register was revised: what was printed since is of another vintage."""
    ctx = patient.ctx
    days = sorted({day for c in involved if (day := ctx.published.get(ctx.claims[c].report)) is not None})
    for day in days[1:]:
        claims = frozenset(c for c in involved if (p := ctx.published.get(ctx.claims[c].report)) and p >= day)
        yield Move(f"revision {day}", "revision", claims, "one vintage", day.isoformat(), prices().slip["revision"])


def _definitions(patient: Patient, involved: Collection[str]) -> Iterator[Move]:
    """A dated event of the codebook changed what is counted: figures that reach past it count something else."""
    ctx = patient.ctx
    for event in ctx.codebook.events if ctx.codebook else ():
        claims = frozenset(c for c in involved if (end := ctx.claims[c].period.end) and end >= event.date)
        price = prices().slip["definition"]
        yield Move(f"definition {event.date}", "definition", claims, event.title, event.date.isoformat(), price)


def _restarts(patient: Patient, involved: Collection[str]) -> Iterator[Move]:
    """Running totals printed since some new year count from that day and not from the epoch."""
    ctx = patient.ctx
    epoch = ctx.ground().epoch
    years = sorted({d.year for d in patient.component.days if epoch and d > epoch})
    for day in (date(year, 1, 1) for year in years):
        claims = {c: ctx.claims[c] for c in involved if _counts_on(ctx.claims[c], epoch, day)}
        readings = tuple(replace(c, period=replace(c.period, start=day)) for c in claims.values())
        price = prices().slip["restart"]
        yield Move(
            f"restart {day}", "restart", frozenset(claims), str(epoch), day.isoformat(), price, readings=readings
        )


def _counts_on(claim: Claim, epoch: date | None, day: date) -> bool:
    start, end = claim.period.start, claim.period.end
    return claim.kind == "cumulative" and (start is None or start == epoch) and end is not None and end > day


def _stands_apart(patient: Patient, move: Move, rest: frozenset[str], _: Judges) -> bool:
    """Whether the claims of the move, read as it says, agree with one another, and the rest among themselves."""
    ctx = patient.ctx
    if not move.claims or contradicting(ctx, rest, ctx.settings) is not None:
        return False
    if not move.readings:
        return contradicting(ctx, move.claims, ctx.settings) is None
    read: Context = replace(ctx, claims={**ctx.claims, **{c.id: c for c in move.readings}})
    return contradicting(read, rest | move.claims, ctx.settings) is None


Rule = Callable[[Patient, Collection[str]], "list[Move] | Iterator[Move]"]
RULES: tuple[tuple[Rule, Callable[[Patient, Move, frozenset[str], Judges], bool]], ...] = (
    (_starts, _fits_without),
    (_snapshots, _fits_without),
    (_registers, _fits_without),
    (_releases, _release_is_near),
    (_restarts, _stands_apart),
    (_revisions, _stands_apart),
    (_definitions, _stands_apart),
)
