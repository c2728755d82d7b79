"""Who finds the planted slips? crossfoot beside voting, on the same claims in one run.

    python benchmarks/reconcile/compare.py [--settings regions,…] [--seeds 0,1,…] [--shared] [--known 0.7] [--bounds]

`--shared` takes the reference set beside the checkout instead of our own generator's; `--known`: the share of copies
that are known to be copies; `--bounds` also asks whether the published bounds hold the truth (slower); `--json` prints
one object.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import pairwise
from pathlib import Path
from statistics import mean
from typing import Any

import numpy as np
from baselines import METHODS, set_aside
from generate import FIRST_YEAR, SETTINGS, Planted, Series, day, lines, planted

from crossfoot.claimsfile import read_claims
from crossfoot.codebook import Codebook, load
from crossfoot.reconcile import ReconcileSettings, reconcile
from crossfoot.reconcile.closure import close
from crossfoot.reconcile.inequalities import build, context
from crossfoot.reconcile.readings import figure
from crossfoot.records import Bound, Claim, Period, Reconciliation, Repair, Report

HERE = Path(__file__).parent
SHARED = HERE.parent.parent.parent / "shared" / "eval" / "slips"
BOOKS = {"further": "wider.toml", "revision": "since.toml", "restart": "since.toml", "definition": "since.toml"}
STRUCTURAL = ("revision", "restart", "definition")
OURS = "crossfoot"
NAMES = {
    "year": ("year",), "date_year": ("year",), "month": ("month",), "date_month": ("month",), "scale": ("scale",),
    "scope": ("scope", "series"), "digits": ("digits",), "transpose": ("digits",), "cumulative": ("cumulative",),
    "cum_as_month": ("cumulative",), "monthly": ("monthly",), "month_as_cum": ("monthly",),
    "release": ("release", "releases"), "population": ("scope", "series"), "persons": ("scope", "series"),
    "misprint": ("misprint", "misprints", "digits"),
}  # fmt: skip
"""What our repairs call a slip of the generators."""


@dataclass
class Case:
    """One set: records without key, the key, and what is only known of our own sets."""

    setting: str
    records: list[dict[str, Any]]
    key: dict[str, dict[str, Any]]
    made: Planted | None = None

    @property
    def wrong(self) -> set[str]:
        return {name for name, row in self.key.items() if row["wrong"]}


@dataclass
class Tally:
    """Scores of one setting, added up over seeds."""

    scores: dict[str, list[tuple[float, float, float]]] = field(default_factory=dict)
    caught: Counter[str] = field(default_factory=Counter)
    planted: Counter[str] = field(default_factory=Counter)
    counted: Counter[str] = field(default_factory=Counter)
    seconds: list[float] = field(default_factory=list)


def own(setting: str, seed: int) -> Case:
    made = planted(SETTINGS[setting], seed)
    return Case(setting, made.records, made.key, made)


def shared(setting: str, seed: int) -> Case:
    with gzip.open(SHARED / f"{setting}-{seed}.jsonl.gz", "rt", encoding="utf-8") as file:
        records = [json.loads(line) for line in file]
    return Case(setting, records, {r["id"]: r.pop("key") for r in records})


def forget(case: Case, known: float, seed: int) -> None:
    """Leave only a share of the copies known to be copies."""
    draw = np.random.default_rng(seed)
    for record in case.records:
        if draw.random() >= known:
            record["copy_of"] = None


def claims_of(case: Case, book: Codebook) -> tuple[Claim, ...]:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "claims.jsonl"
        file.write_text("".join(lines(case.records)), encoding="utf-8")
        reading = read_claims(file, book)
    assert not reading.problems
    return reading.claims


def reports_of(case: Case) -> list[Report]:
    """The days on which reports appeared, for sets in which that matters."""
    published = case.made.published if case.made else {}
    return [Report(name, "", "", "", published=date.fromisoformat(day(m))) for name, m in published.items()]


# ── scores ───────────────────────────────────────────────────────────────────────────────────────


def measure(case: Case, tally: Tally, *, bounds: bool) -> None:
    book = load(HERE / BOOKS.get(case.setting, "slips.toml"))
    claims = claims_of(case, book)
    settings = ReconcileSettings(seconds=600) if bounds else ReconcileSettings(seconds=600, most_bounds=0)
    began = time.process_time()
    result = reconcile(claims, codebook=book, reports=reports_of(case), settings=settings)
    tally.seconds.append(time.process_time() - began)
    if case.setting in STRUCTURAL:
        _count_cause(case, result, tally)
        return
    found = {OURS: set(result.aside), **{name: set_aside(case.records, method) for name, method in METHODS.items()}}
    for name, aside in found.items():
        tally.scores.setdefault(name, []).append(score(aside, case.wrong))
    for name in case.wrong:
        slip = case.key[name]["slip"]
        tally.planted[slip] += 1
        tally.caught[slip] += name in result.aside
    _count_repairs(case, {c.id: c for c in claims}, result.repairs, tally)
    if case.made is not None:
        _count_bounds(case.made, result.bounds, tally)
        _count_months(case.made, [c for c in claims if c.id not in result.aside], book, tally)


def score(aside: set[str], wrong: set[str]) -> tuple[float, float, float]:
    """Precision, recall, F1."""
    hit = len(aside & wrong)
    return hit / max(1, len(aside)), hit / max(1, len(wrong)), 2 * hit / max(1, len(aside) + len(wrong))


def _count_repairs(case: Case, claims: Mapping[str, Claim], repairs: Sequence[Repair], tally: Tally) -> None:
    """Of the wrong claims with a repair: does the first in rank name the slip, and restore what was meant?"""
    for name in sorted(case.wrong):
        own_repairs = [r for r in repairs if name in r.moved]
        if not own_repairs:
            continue
        first = min(own_repairs, key=lambda r: (r.cost, r.id))
        row = case.key[name]
        tally.counted["mended"] += 1
        named = first.slip in NAMES[row["slip"]]
        tally.counted["named"] += named
        if "meant" in row:
            tally.counted["with meaning"] += 1
            tally.counted["restored"] += named and restores(first, claims[name], _meant(row))


WHOSE = {"persons": {"measure": "persons"}, "population": {"population": "all/convicts"}}
"""Slips that print the figure of another series: the repair that says whose it is restores it."""


def _meant(row: Mapping[str, Any]) -> Mapping[str, Any]:
    return {**row["meant"], **WHOSE.get(row["slip"], {})}


def restores(repair: Repair, claim: Claim, meant: Mapping[str, Any]) -> bool:
    """Whether the repair says what was meant; of a slip of scale, which drops digits, the right power of ten."""
    if repair.after in restored(claim, meant) or repair.slip != "scale":
        return repair.after in restored(claim, meant)
    printed, right = (claim.low, meant["low"]) if claim.low else (claim.high, meant["high"])
    before, after = (int(re.findall(r"\d+", side.replace(",", ""))[0]) for side in (repair.before, repair.after))
    return bool(printed and right and before and 0.6 < (after / before) / (right / printed) < 1.6)


def restored(claim: Claim, meant: Mapping[str, Any]) -> set[str]:
    """How a repair that restores what was meant may print it."""
    period = Period(date.fromisoformat(meant["period"]["start"]), date.fromisoformat(meant["period"]["end"]))
    assert period.end is not None
    right = replace(
        claim, low=meant["low"], high=meant["high"], period=period,
        measure=meant["measure"], population=meant["population"], place=meant["place"],
    )  # fmt: skip
    series = right.series.id if right.series else ""
    return {figure(right), str(period.end.year), f"{period.start} to {period.end}", series, "another"}


def _count_bounds(made: Planted, bounds: Iterable[Bound], tally: Tally) -> None:
    """Published bounds and robust ones on whole months: do they hold the true flow?"""
    for b in bounds:
        totals = made.totals[Series(b.series.place, b.series.measure, b.series.population)]
        start, end = month_of(b.start), month_of(b.end) + 1
        if end - start != 1 or not 0 <= start < end < len(totals):
            continue
        true = int(totals[end] - totals[start])
        tally.counted["months"] += 1
        tally.counted["months held"] += holds((b.low, b.high), true)
        tally.counted["robust held"] += holds(b.robust or (None, None), true)


def _count_months(made: Planted, kept: Sequence[Claim], book: Codebook, tally: Tally) -> None:
    """Every month of every series once the first repair is carried out, named in a dossier or not."""
    months = [date.fromisoformat(day(m)) for m in range(made.setting.months + 1)]
    for component in build(context(kept, ReconcileSettings(), codebook=book), days=months).components:
        closure = close(component)
        for k, key in enumerate(component.series):
            measured, population, place = key.split("|")
            totals = made.totals.get(Series(place, measured, population))
            if totals is None:
                continue
            for m, (start, end) in enumerate(pairwise(months)):
                bound = closure.bounds(k, component.position(start), component.position(end))
                tally.counted["all months"] += 1
                tally.counted["all months held"] += holds(bound, int(totals[m + 1] - totals[m]))


def month_of(when: date) -> int:
    return (when.year - FIRST_YEAR) * 12 + when.month - 1


def holds(bound: tuple[int | None, int | None], true: int) -> bool:
    low, high = bound
    return (low is None or low <= true) and (high is None or true <= high)


def _count_cause(case: Case, result: Reconciliation, tally: Tally) -> None:
    """Whether the structural cause is offered, with its day, and whether it is the cheapest explanation."""
    made = case.made
    assert made is not None
    offered = [r for r in result.repairs if r.slip == case.setting]
    tally.counted["sets"] += 1
    tally.counted["with conflicts"] += bool(result.conflicts)
    tally.counted["cause named"] += bool(offered)
    tally.counted["day right"] += any(r.after == day(made.changed) for r in offered)
    tally.counted["ranked first"] += any(r.rank == 1 for r in offered)


# ── output ───────────────────────────────────────────────────────────────────────────────────────


def numbers(tally: Tally) -> dict[str, Any]:
    methods = {}
    for name, each in tally.scores.items():
        sides = [round(mean(side), 3) for side in zip(*each, strict=True)]
        methods[name] = dict(zip(("precision", "recall", "f1"), sides, strict=True))
    shares = {
        "slip named": ("named", "mended"), "figure restored": ("restored", "with meaning"),
        "all months held": ("all months held", "all months"),
        "named months held": ("months held", "months"), "robust held": ("robust held", "months"),
    }  # fmt: skip
    count = tally.counted
    return {
        "methods": methods,
        "caught": {k: f"{tally.caught[k]}/{n}" for k, n in sorted(tally.planted.items())},
        **{name: round(count[part] / count[whole], 3) for name, (part, whole) in shares.items() if count[whole]},
        **{
            k: count[k] for k in ("sets", "with conflicts", "cause named", "day right", "ranked first") if count["sets"]
        },
        "seconds": round(mean(tally.seconds), 2),
    }


def table(setting: str, found: Mapping[str, Any]) -> str:
    rows = [f"{setting} ({found['seconds']} s of processor a set)"]
    rows += [
        f"  {name:12} precision {s['precision']:.3f}  recall {s['recall']:.3f}  F1 {s['f1']:.3f}"
        for name, s in found["methods"].items()
    ]
    if found["caught"]:
        rows.append("  caught by kind: " + ", ".join(f"{kind} {n}" for kind, n in found["caught"].items()))
    rest = {k: v for k, v in found.items() if k not in ("methods", "caught", "seconds")}
    return "\n".join([*rows, "  " + ", ".join(f"{k} {v}" for k, v in rest.items())])


def arguments(argv: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument(
        "--settings", default="regions,sparse,single,nocopies,dirty,further,revision,restart,definition"
    )
    parser.add_argument("--seeds", default="0,1,2,3,4")
    parser.add_argument("--known", type=float, default=1.0)
    for flag in ("--shared", "--bounds", "--json"):
        parser.add_argument(flag, action="store_true")
    return parser.parse_args(argv)


def main(argv: Sequence[str]) -> None:
    given = arguments(argv)
    found = {}
    for setting in given.settings.split(","):
        if given.shared and not (SHARED / f"{setting}-0.jsonl.gz").exists():
            continue
        tally = Tally()
        for seed in map(int, given.seeds.split(",")):
            case = shared(setting, seed) if given.shared else own(setting, seed)
            forget(case, given.known, seed)
            measure(case, tally, bounds=given.bounds)
        found[setting] = numbers(tally)
        if not given.json:
            sys.stdout.write(table(setting, found[setting]) + "\n")
            sys.stdout.flush()
    if given.json:
        sys.stdout.write(json.dumps(found) + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])
