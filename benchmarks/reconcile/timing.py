"""Seconds for the sizes that issue and documents name: python benchmarks/reconcile/timing.py [ROW...]

Each row is printed with wall time and time of the processor: on a machine with other work only the second compares.
Claims are true ones of planted histories, with hedges; rows with slips plant that many gross ones among exact figures.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import numpy as np
from generate import HEDGES, day, hedged

from crossfoot.codebook import Codebook, Measure, Pattern, Population, Relation
from crossfoot.reconcile.bounds import year_starts
from crossfoot.reconcile.closure import close
from crossfoot.reconcile.diagnosis import Patient
from crossfoot.reconcile.inequalities import Component, Context, build, context
from crossfoot.reconcile.proofs import Window, bound_proof
from crossfoot.reconcile.readings import surroundings
from crossfoot.reconcile.repairs import diagnose
from crossfoot.reconcile.search import Budget
from crossfoot.reconcile.settings import Settings
from crossfoot.reconcile.solve import DENOMINATORS, LinearProgram, rational
from crossfoot.records import Claim, Period

TREE = 20
"""Up to so many series are the parts of one whole; more stand in groups."""


# ── systems of a size ────────────────────────────────────────────────────────────────────────────


def tree(series: int) -> dict[str, tuple[str, ...]]:
    """Whole → parts over places p0 (the country), p1, …"""
    if series == 1:
        return {}
    if series <= TREE + 1:
        return {"p0": tuple(f"p{i}" for i in range(1, series))}
    groups = max(2, round((series - 1) / (TREE + 1)))
    parts = {"p0": tuple(f"p{i}" for i in range(1, groups + 1))}
    return parts | {f"p{g}": tuple(f"p{i}" for i in range(groups + g, series, groups)) for g in range(1, groups + 1)}


def book(series: int) -> Codebook:
    relations = tuple(
        Relation(f"{whole} is its parts", "sum", Pattern(place=whole), tuple(Pattern(place=p) for p in parts), "a sum")
        for whole, parts in tree(series).items()
    )
    population, measure = Population("all", {}, "p0"), Measure("count", "count", "units", False, {})
    return Codebook("timing", "timing", None, (population,), (measure,), relations)


def histories(
    months: int, series: int, rng: np.random.Generator
) -> dict[str, np.ndarray[tuple[int], np.dtype[np.int64]]]:
    """Running totals by place."""
    parents = tree(series)
    flows = {f"p{i}": rng.poisson(300 * rng.lognormal(0, 0.8), months) for i in range(series) if f"p{i}" not in parents}
    for whole in reversed(parents):
        flows[whole] = np.sum([flows[p] for p in parents[whole]], axis=0)
    return {place: np.concatenate([[0], np.cumsum(flow)]) for place, flow in flows.items()}


def claims(months: int, series: int, count: int, wrong: int = 0) -> list[Claim]:
    rng = np.random.default_rng(0)
    totals = histories(months, series, rng)
    weight = np.array([max(1.0, 0.2 * series) if i == 0 else 1.0 for i in range(series)])
    made = []
    for number in range(count):
        place = f"p{rng.choice(series, p=weight / weight.sum())}"
        end = int(rng.integers(1, months + 1))
        starts = [end - 1, (end - 1) // 12 * 12, 0, int(rng.integers(0, end))]
        start = int(rng.choice(starts, p=[0.35, 0.25, 0.25, 0.15]))
        value = int(totals[place][end] - totals[place][start])
        made.append(_claim(number, place, (start, end), value, str(rng.choice(list(HEDGES), p=list(HEDGES.values())))))
    exact = [i for i, c in enumerate(made) if c.hedge == "exact" and (c.low or 0) > 50]
    for i in rng.choice(exact, wrong, replace=False):
        gross = round((made[i].low or 0) * float(rng.choice([0.1, 0.5, 1.7, 10])))
        made[i] = replace(made[i], low=gross, high=gross, quote=str(gross))
    return made


def _claim(number: int, place: str, months: tuple[int, int], value: int, hedge: str) -> Claim:
    printed, low, high = hedged(value, hedge)
    first, last = date.fromisoformat(day(months[0])), date.fromisoformat(day(months[1] - 1, last=True))
    return Claim(
        f"c{number:06}", "timing", "timing", 0, 0, str(printed), low, high,
        hedge="exact" if hedge == "exact" else "range", measure="count", population="all", place=place,
        period=Period(first, last), kind="flow", widened=False, literal=("value", "period", "place"),
    )  # fmt: skip


def system(made: list[Claim], series: int) -> tuple[Context, Component]:
    ctx = context(made, Settings(seconds=600), codebook=book(series))
    components = build(ctx, days=year_starts(build(ctx).components)).components
    return ctx, max(components, key=lambda c: len(c.rows))


# ── rows ─────────────────────────────────────────────────────────────────────────────────────────


def timed(work: Callable[[], object]) -> tuple[float, float]:
    wall, processor = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - wall, time.process_time() - processor


def all_bounds(months: int, series: int, count: int) -> str:
    _, component = system(claims(months, series, count), series)
    close(component)
    runs = [timed(lambda: close(component)) for _ in range(3)]
    return _least(runs)


def one_series(count: int) -> str:
    made = claims(120, 1, count)
    whole = timed(lambda: close(system(made, 1)[1]))
    _, component = system(made, 1)
    return f"{_least([timed(lambda: close(component))])}; from claims on {_least([whole])}"


def tight_bounds(months: int, series: int, count: int, bounds: int = 200) -> str:
    """Windows drawn at random, upper and lower, each proved; the program is warm."""
    _, component = system(claims(months, series, count), series)
    program = LinearProgram(component, close(component))
    rng = np.random.default_rng(1)
    program.bound(0, 0, 1, upper=True)
    runs = []
    for _ in range(bounds):
        start, end = sorted(int(n) for n in rng.choice(len(component.days), 2, replace=False))
        window = Window(int(rng.integers(series)), start, end)
        upper = bool(rng.random() < 0.5)
        runs.append(timed(lambda w=window, u=upper: _prove(component, program, w, upper=u)))  # type: ignore[misc]
    walls, processors = (np.percentile(side, [50, 95]) * 1000 for side in zip(*runs, strict=True))
    return (
        f"p95 {walls[1]:.1f} ms (processor {processors[1]:.1f} ms), median {walls[0]:.1f} ms ({processors[0]:.1f} ms)"
    )


def _prove(component: Component, program: LinearProgram, window: Window, *, upper: bool) -> None:
    solved = program.bound(window.series, window.start, window.end, upper=upper)
    if solved.status != "feasible":
        return
    for denominator in DENOMINATORS:
        try:
            bound_proof(component, rational(solved.weights, denominator), window, "high" if upper else "low")
        except AssertionError:
            continue
        return


def repair(months: int, series: int, count: int, wrong: int) -> str:
    made = claims(months, series, count, wrong)
    ctx, component = system(made, series)
    joined = [(component.series[r.whole], component.series[p]) for r in component.sums for p in r.parts]
    years = component.days[0].year, component.days[-1].year
    around = surroundings(component.series, joined, [component.days[0]], years)
    patient = Patient(ctx, component, {c.id: 1.0 for c in made}, around)
    found: list[int] = []
    run = timed(lambda: found.append(len(diagnose(patient, Budget(600)).aside)))
    return f"{_least([run])}; {found[0]} of {wrong} set aside"


def _least(runs: list[tuple[float, float]]) -> str:
    wall, processor = min(runs)
    return f"{wall:.2f} s (processor {processor:.2f} s)"


ROWS: dict[str, tuple[str, Callable[[], str]]] = {
    "bounds": ("all bounds, T = 120, K = 30, N = 3,000", lambda: all_bounds(120, 30, 3_000)),
    "one": ("one series, N = 100,000", lambda: one_series(100_000)),
    "tight": ("one tight bound with proof, T = 120, K = 30, N = 3,000", lambda: tight_bounds(120, 30, 3_000)),
    "repair": ("repair, T = 120, K = 30, N = 3,000, 30 planted", lambda: repair(120, 30, 3_000, 30)),
    "bounds-large": ("all bounds, T = 240, K = 100, N = 10,000", lambda: all_bounds(240, 100, 10_000)),
    "repair-large": ("repair, T = 240, K = 30, N = 10,000, 100 planted", lambda: repair(240, 30, 10_000, 100)),
}


def main(names: list[str]) -> None:
    for name in names or ROWS:
        title, run = ROWS[name]
        sys.stdout.write(f"{title}: {run()}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1:])
