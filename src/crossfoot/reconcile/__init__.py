"""The reconcile stage: what must be, what cannot be, what may be (§5 to §9).

    from crossfoot.reconcile import reconcile
    result = reconcile(claims)

Claims become inequalities between running totals; shortest paths and a linear program bound every window; what cannot
all hold is reduced to its smallest sets; priced changes of reading say what would mend it. Whatever is returned has
passed an exact checker.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from crossfoot.codebook import Codebook
from crossfoot.reconcile.bounds import Named, World, bare_world, bound, named_windows, worlds, year_starts
from crossfoot.reconcile.candidates import candidate_verdicts
from crossfoot.reconcile.conflicts import conflict
from crossfoot.reconcile.diagnosis import Diagnosis, Patient
from crossfoot.reconcile.effects import effects, joined
from crossfoot.reconcile.findings import repair_records, with_stronger_sums
from crossfoot.reconcile.illustration import illustrations
from crossfoot.reconcile.inequalities import Component, Context, System, build, context
from crossfoot.reconcile.readings import surroundings
from crossfoot.reconcile.remarks import remarks
from crossfoot.reconcile.repairs import diagnose
from crossfoot.reconcile.robust import Losses, with_losses, with_question
from crossfoot.reconcile.search import Budget
from crossfoot.reconcile.settings import ASSUMPTIONS, Settings
from crossfoot.reconcile.statements import Statements, parts_of_themselves, statements
from crossfoot.records import (
    Bound,
    CandidateVerdict,
    Claim,
    Conflict,
    Coverage,
    Effect,
    Illustration,
    Reconciliation,
    Repair,
    Report,
    Series,
    TextRelation,
    Trace,
    Verdict,
)

__all__ = ["ASSUMPTIONS", "ReconcileSettings", "reconcile"]

ReconcileSettings = Settings


@dataclass(frozen=True, slots=True)
class _Examined:
    """One component with its diagnosis and its worlds."""

    diagnosis: Diagnosis
    worlds: tuple[World, ...]
    bounds: tuple[Bound, ...]


def reconcile(
    claims: Iterable[Claim],
    *,
    codebook: Codebook | None = None,
    relations: Sequence[TextRelation] = (),
    reports: Iterable[Report] = (),
    trace: Trace | None = None,
    settings: Settings | None = None,
) -> Reconciliation:
    """Reconcile `claims`. Relations, widths and assumptions come from `codebook` and `settings`; a `trace` says which
    claims repeat one another. Nothing else is needed: claims may come from a spreadsheet and have no text."""
    house = settings or Settings()
    every = {c.id: c for c in claims}
    doubled = parts_of_themselves(every, relations)
    said = statements((c for c in every.values() if c.id not in doubled), trace.copies if trace else {})
    ctx = context(
        said.claims, house, codebook=codebook, relations=relations, reports=reports, places=_places(every.values())
    )
    system = build(ctx, days=year_starts(build(ctx).components))
    budget = Budget(house.seconds, stop=house.stop)
    examined = [_examine(ctx, component, said, budget) for component in system.components]
    found = _conflicts(ctx, examined, budget)
    made = [w for one in examined for w in one.worlds]
    return Reconciliation(
        series=_series(every.values()),
        bounds=tuple(b for one in examined for b in one.bounds),
        conflicts=found,
        repairs=_repairs(ctx, examined, found),
        remarks=remarks(ctx, system.placed),
        verdicts=_verdicts(examined),
        candidates=_candidates(ctx, made),
        aside=tuple(sorted(_standing(said, (c for one in examined for c in one.diagnosis.aside)))),
        coverage=_coverage(every, said, system, doubled),
        illustrations=_illustrations(examined),
        notes=_notes(examined, budget),
        effects=_effects(ctx, examined, found, budget) if house.robust else (),
        complete=not _is_cut_short(examined, budget),
    )


def _places(claims: Iterable[Claim]) -> Mapping[str, str]:
    """Places by what they lie within; areas that may overlap regions are left out."""
    from crossfoot.places import gazetteer

    known = gazetteer()
    return known.around((*known.places, *dict.fromkeys(c.place for c in claims if c.place)))


def _examine(ctx: Context, component: Component, said: Statements, budget: Budget) -> _Examined:
    epoch = ctx.ground().epoch
    joined = [(component.series[r.whole], component.series[p]) for r in component.sums for p in r.parts]
    starts = [epoch] if epoch else _first_days(component)
    around = surroundings(component.series, joined, starts, _years(ctx))
    patient = Patient(ctx, component, {r.claim: said.weight[r.claim] for r in component.rows}, around)
    diagnosis = diagnose(patient, budget)
    days = [d for d in component.days if d != date.min]
    made = tuple(worlds(ctx, diagnosis, days))
    return _Examined(diagnosis, made, tuple(_bounds(ctx, diagnosis, made, days, budget)))


def _first_days(component: Component) -> list[date]:
    return [d for d in component.days if d != date.min][:1]


def _years(ctx: Context) -> tuple[int, int]:
    """First and last year that a claim or a published date names."""
    named = [d.year for d in ctx.published.values() if d]
    for claim in ctx.claims.values():
        named += [d.year for p in (claim.period, *claim.candidates) for d in (p.start, p.end) if d]
    return (min(named), max(named)) if named else (date.min.year, date.max.year)


def _bounds(
    ctx: Context, diagnosis: Diagnosis, made: Sequence[World], days: Sequence[date], budget: Budget
) -> Iterable[Bound]:
    named: dict[Named, None] = {}
    for one in made:
        for closure in {id(c): c for c in one.closures.values()}.values():
            if closure.is_consistent:
                named.update(dict.fromkeys(named_windows(closure, ctx.settings.most_bounds)))
    windows = list(named)[: ctx.settings.most_bounds]
    bare = bare_world(ctx, diagnosis, days) if windows else None
    losses = Losses(made[0])
    for window in windows:
        result = bound(ctx, window, made, bare, budget)
        if result is not None:
            result = with_losses(result, window, losses, budget) if ctx.settings.robust else result
            yield with_question(result, window, made[0], windows)


def _conflicts(ctx: Context, examined: Sequence[_Examined], budget: Budget) -> tuple[Conflict, ...]:
    found = []
    for one in examined:
        sure = {v.claim for v in one.diagnosis.verdicts if v.status == "sure"}
        sets = sorted(one.diagnosis.cover.conflicts, key=lambda c: (len(c), sorted(c)))
        for claims in sets[: ctx.settings.most_conflicts]:
            record = conflict(ctx, claims)
            if record is not None:
                found.append(with_stronger_sums(ctx, record, sure & claims, one.worlds, budget))
    return tuple(sorted(found, key=lambda c: (len(c.claims), -c.gap, c.id)))


def _repairs(ctx: Context, examined: Sequence[_Examined], found: Sequence[Conflict]) -> tuple[Repair, ...]:
    return tuple(r for one in examined for r in repair_records(ctx, one.diagnosis, found, one.bounds))


def _effects(
    ctx: Context, examined: Sequence[_Examined], found: Sequence[Conflict], budget: Budget
) -> tuple[Effect, ...]:
    made = []
    for one in examined:
        component = one.diagnosis.component
        mine = {r.claim for r in component.rows}
        clashes = [c for c in found if c.claims[0] in mine]
        days = [d for d in component.days if d != date.min]
        made += list(effects(ctx, one.worlds[0], days, clashes, one.bounds, budget))
    return joined(made)


def _illustrations(examined: Sequence[_Examined]) -> tuple[Illustration, ...]:
    return tuple(
        line
        for one in examined
        for line in illustrations(one.worlds[0], dict.fromkeys(b.series.id for b in one.bounds))
    )


def _verdicts(examined: Sequence[_Examined]) -> tuple[Verdict, ...]:
    return tuple(v for one in examined for v in one.diagnosis.verdicts)


def _candidates(ctx: Context, made: Sequence[World]) -> tuple[CandidateVerdict, ...]:
    return candidate_verdicts(ctx, made)


def _standing(said: Statements, chosen: Iterable[str]) -> frozenset[str]:
    """Every claim that one of the chosen statements stands for."""
    names = frozenset(chosen)
    return frozenset(claim for claim, first in said.stands_for.items() if first in names)


def _coverage(every: Mapping[str, Claim], said: Statements, system: System, doubled: frozenset[str]) -> Coverage:
    together = {r.claim: c for c in system.components for r in c.rows}
    sizes = {id(c): len({r.claim for r in c.rows}) for c in system.components}
    aside: dict[str, str] = {}
    for name in every:
        first = said.stands_for.get(name)
        if name in doubled:
            aside[name] = "part of another figure"
        elif first in system.aside:
            aside[name] = system.aside[first or ""]
        elif first not in together or sizes[id(together[first])] < 2:
            aside[name] = "alone on its series"
    reasons = Counter(aside.values())
    return Coverage(len(every), len(every) - len(aside), dict(sorted(reasons.items())), aside)


def _series(claims: Iterable[Claim]) -> tuple[Series, ...]:
    return tuple(sorted({c.series for c in claims if c.series is not None}, key=lambda s: s.id))


def _is_cut_short(examined: Sequence[_Examined], budget: Budget) -> bool:
    return budget.ran_out or any(not one.diagnosis.cover.is_complete for one in examined)


def _notes(examined: Sequence[_Examined], budget: Budget) -> tuple[str, ...]:
    notes = []
    if _is_cut_short(examined, budget):
        why = "The search was stopped" if budget.was_stopped else "The time set for the search ran out"
        notes.append(f"{why}: there may be further contradictions and cheaper repairs.")
    loose = sum(b.exactness == "sound" for one in examined for b in one.bounds)
    if loose:
        notes.append(f"{loose} bounds are sound but may be wider than they need be.")
    return tuple(notes)
