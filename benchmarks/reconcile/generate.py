"""Planted slips: true monthly histories, true claims about them with hedges, chains of copies, and slips in a few.

    python benchmarks/reconcile/generate.py SETTING SEED FOLDER

writes FOLDER/SETTING-SEED.jsonl, which `crossfoot reconcile --claims` takes as it is, and beside it the key: which
claims are wrong, by which slip, and what they should have said. A claim is wrong where the true figure lies outside the
interval it stands for, whatever was done to it; a slip that happens to stay true is none.
"""

from __future__ import annotations

import json
import math
import sys
from calendar import monthrange
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

FIRST_YEAR = 2020
COUNTRY = "country"
HEDGES = {"exact": 0.55, "about": 0.17, "over": 0.16, "almost": 0.07, "up_to": 0.05}
SMALL = 20
"""Figures below this are printed without a hedge."""


@dataclass(frozen=True, slots=True)
class Series:
    place: str = COUNTRY
    measure: str = "count"
    population: str = "all"


@dataclass(frozen=True, slots=True)
class Said:
    """The true or false figure of a series from month `start` until before month `end`, before it is hedged."""

    series: Series
    start: int
    end: int
    value: int
    hedge: str


@dataclass(frozen=True, slots=True)
class Setting:
    """`wrong` and `wrong_copy`: how many originals and copies slip; `slips`: by what, each as often."""

    slips: tuple[str, ...]
    months: int = 48
    regions: int = 6
    originals: int = 250
    wrong: float = 0.03
    wrong_copy: float = 0.06
    copies: float = 1.5
    further_series: bool = False
    cause: str | None = None
    """A structural cause: "revision", "restart" or "definition"."""


@dataclass
class World:
    """Running totals per series, of this register and of another one, and what a new slip may draw on."""

    setting: Setting
    rng: np.random.Generator
    totals: dict[Series, NDArray[np.int64]]
    other: dict[Series, NDArray[np.int64]]
    changed: int
    """The month in which a structural cause sets in."""

    def value(self, series: Series, start: int, end: int) -> int:
        return int(self.totals[series][end] - self.totals[series][start])


@dataclass
class Planted:
    """Records without any key; the key by claim; the running totals; when each report was published, by month."""

    setting: Setting
    records: list[dict[str, Any]] = field(default_factory=list)
    key: dict[str, dict[str, Any]] = field(default_factory=dict)
    totals: dict[Series, NDArray[np.int64]] = field(default_factory=dict)
    published: dict[str, int] = field(default_factory=dict)
    changed: int = 0


# ── slips ────────────────────────────────────────────────────────────────────────────────────────

Slip = Callable[[Said, World], Said | None]


def _year(said: Said, world: World) -> Said | None:
    step = int(world.rng.choice([-12, 12]))
    start = 0 if said.start == 0 and said.end > 1 else said.start + step
    return replace(said, start=start, end=said.end + step)


def _month(said: Said, world: World) -> Said | None:
    step = int(world.rng.choice([-1, 1]))
    return replace(said, start=said.start if said.start % 12 == 0 else said.start + step, end=said.end + step)


def _scale(said: Said, world: World) -> Said | None:
    return replace(said, value=round(said.value * float(world.rng.choice([10, 0.1, 1000, 0.001]))))


def _scope(said: Said, world: World) -> Said | None:
    places = [s for s in world.totals if replace(s, place=COUNTRY) == replace(said.series, place=COUNTRY)]
    other = places[int(world.rng.integers(len(places)))]
    return replace(said, series=Series() if world.rng.random() < 0.6 else other)


def _digits(said: Said, world: World) -> Said | None:
    text = str(said.value)
    swapped = {text[:i] + text[i + 1] + text[i] + text[i + 2 :] for i in range(len(text) - 1)} - {text}
    fitting = sorted(s for s in swapped if s[0] != "0")
    return replace(said, value=int(world.rng.choice(fitting))) if fitting else None


def _cumulative(said: Said, _: World) -> Said | None:
    return replace(said, start=said.end - 1) if said.end - said.start > 1 else None


def _monthly(said: Said, world: World) -> Said | None:
    if said.end - said.start != 1 or said.end < 3:
        return None
    return replace(said, start=0 if world.rng.random() < 0.5 else (said.end - 1) // 12 * 12)


def _release(said: Said, world: World) -> Said | None:
    other = world.other[said.series]
    return replace(said, value=int(other[said.end] - other[said.start]), hedge="exact")


def _population(said: Said, world: World) -> Said | None:
    return _of_another(said, world, replace(said.series, population="all/convicts"))


def _persons(said: Said, world: World) -> Said | None:
    return _of_another(said, world, replace(said.series, measure="persons"))


def _of_another(said: Said, world: World, series: Series) -> Said | None:
    """The figure of another series under the name of this one."""
    if series not in world.totals or series == said.series:
        return None
    return replace(said, value=world.value(series, said.start, said.end))


def _misprint(said: Said, world: World) -> Said | None:
    text = list(str(said.value))
    if len(text) < 3:
        return None
    for place in world.rng.choice(len(text), int(world.rng.integers(1, 3)), replace=False):
        digits = [d for d in "123456789" + ("0" if place else "") if d != text[place]]
        text[place] = str(world.rng.choice(digits))
    return replace(said, value=int("".join(text)), hedge="exact")


SLIPS: Mapping[str, Slip] = {
    "year": _year, "month": _month, "scale": _scale, "scope": _scope, "digits": _digits, "cumulative": _cumulative,
    "monthly": _monthly, "release": _release, "population": _population, "persons": _persons, "misprint": _misprint,
}  # fmt: skip
COMMON = ("year", "month", "scale", "scope", "digits", "cumulative", "monthly")
FURTHER = ("release", "population", "persons", "misprint")
SETTINGS: Mapping[str, Setting] = {
    "regions": Setting(COMMON),
    "sparse": Setting(COMMON, originals=120),
    "single": Setting(COMMON, regions=0, originals=80),
    "nocopies": Setting(COMMON, originals=400, copies=0.0, wrong=0.06),
    "dirty": Setting(COMMON, wrong=0.08, wrong_copy=0.12),
    "further": Setting(FURTHER, originals=300, further_series=True),
    "small": Setting(COMMON, months=24, regions=3, originals=90),
    "revision": Setting((), months=24, regions=0, originals=60, copies=0.3, cause="revision"),
    "restart": Setting((), months=36, regions=0, originals=60, copies=0.3, cause="restart"),
    "definition": Setting((), months=36, regions=0, originals=60, copies=0.3, cause="definition"),
}


# ── histories ────────────────────────────────────────────────────────────────────────────────────


def _world(setting: Setting, rng: np.random.Generator) -> World:
    places = [f"region-{i + 1}" for i in range(setting.regions)] or [COUNTRY]
    flows = {Series(p): _flow(setting.months, rng) for p in places}
    if setting.regions:
        flows[Series()] = np.sum(list(flows.values()), axis=0)
    if setting.further_series:
        flows[Series(measure="persons")] = np.asarray(np.ceil(flows[Series()] * rng.uniform(1.05, 1.3)), np.int64)
        flows[Series(population="all/convicts")] = rng.binomial(flows[Series()], rng.uniform(0.1, 0.4))
    drift = {s: rng.choice([-1, 1]) * rng.uniform(0.01, 0.06) for s in flows}
    if setting.cause == "revision":
        drift = {s: -abs(d) for s, d in drift.items()}
    other = {s: _totals(np.asarray(np.round(f * (1 + drift[s])), np.int64)) for s, f in flows.items()}
    changed = 12 * int(rng.integers(1, setting.months // 12))
    return World(setting, rng, {s: _totals(f) for s, f in flows.items()}, other, changed)


def _flow(months: int, rng: np.random.Generator) -> NDArray[np.int64]:
    """A level that wanders, a season, and counting noise."""
    season = 1 + 0.2 * np.sin(2 * np.pi * (np.arange(months) + rng.integers(12)) / 12)
    level = 400 * rng.lognormal(0, 0.8) * np.exp(np.cumsum(rng.normal(0, 0.08, months)))
    return rng.poisson(np.maximum(level * season, 0.1))


def _totals(flow: NDArray[np.int64]) -> NDArray[np.int64]:
    return np.concatenate([[0], np.cumsum(flow)])


def _window(months: int, rng: np.random.Generator) -> tuple[int, int]:
    """A month, the year so far, the total so far (often at the end of a quarter), or any run of months."""
    end = int(rng.integers(1, months + 1))
    if rng.random() < 0.5:
        end = 3 * int(rng.integers(1, months // 3 + 1))
        return (0 if rng.random() < 0.5 else (end - 1) // 12 * 12), end
    shape = rng.choice(["month", "year", "total", "run"], p=[0.35, 0.25, 0.25, 0.15])
    start = {"month": end - 1, "year": (end - 1) // 12 * 12, "total": 0, "run": int(rng.integers(0, end))}
    return start[str(shape)], end


# ── claims ───────────────────────────────────────────────────────────────────────────────────────


def planted(setting: Setting, seed: int) -> Planted:
    """Claims about one world; the same for the same seed."""
    rng = np.random.default_rng(seed)
    world = _world(setting, rng)
    result = Planted(setting, totals=world.totals, changed=world.changed)
    series = list(world.totals)
    share = np.array([max(1.0, 0.6 * len(series)) if s == Series() else 1.0 for s in series])
    for _ in range(setting.originals):
        one = series[int(rng.choice(len(series), p=share / share.sum()))]
        meant = _true(one, *_window(setting.months, rng), world)
        _tell(result, world, meant)
    return result


def _true(series: Series, start: int, end: int, world: World) -> Said:
    value = world.value(series, start, end)
    hedge = str(world.rng.choice(list(HEDGES), p=list(HEDGES.values()))) if value >= SMALL else "exact"
    return Said(series, start, end, value, hedge)


def _tell(result: Planted, world: World, meant: Said) -> None:
    """One original and its copies, each of which may slip where what it copies did not."""
    setting, rng = world.setting, world.rng
    said, slip = _slipped(meant, world, setting.wrong)
    said, slip = _caused(result, said, slip, world)
    waiting = [(said, slip, _add(result, world, said, meant, slip, None), 0)]
    while waiting:
        source, slip, name, depth = waiting.pop()
        for _ in range(int(rng.poisson(setting.copies * (1.0 if depth == 0 else 0.4)))):
            copy, how = (source, slip) if slip else _slipped(source, world, setting.wrong_copy)
            waiting.append((copy, how, _add(result, world, copy, meant, how, name), depth + 1 if depth < 3 else 9))
        waiting = [w for w in waiting if w[3] < 9]


def _slipped(said: Said, world: World, chance: float) -> tuple[Said, str | None]:
    if not world.setting.slips or world.rng.random() >= chance:
        return said, None
    name = str(world.rng.choice(world.setting.slips))
    slipped = SLIPS[name](said, world)
    inside = slipped is not None and 0 <= slipped.start < slipped.end <= world.setting.months and slipped.value >= 1
    return (slipped, name) if slipped is not None and inside and slipped != said else (said, None)


def _caused(result: Planted, said: Said, slip: str | None, world: World) -> tuple[Said, str | None]:
    """What a structural cause makes of a claim: a vintage printed later, or a total that counts from a new start."""
    cause, changed = world.setting.cause, world.changed
    if cause == "revision":
        later = said.end >= changed or world.rng.random() < 0.5
        result.published[f"c{len(result.records)}"] = max(said.end, changed) if later else said.end
        if later:
            return _release(said, world) or said, "revision"
    if cause == "definition" and said.end > changed:
        return _release(said, world) or said, "definition"
    if cause == "restart" and said.start == 0 and said.end > changed:
        return replace(said, value=world.value(said.series, changed, said.end)), "restart"
    return said, slip


def _add(result: Planted, world: World, said: Said, meant: Said, slip: str | None, copy_of: str | None) -> str:
    name, rng = f"c{len(result.records)}", world.rng
    printed, low, high = hedged(said.value, said.hedge)
    source = f"s{rng.integers(15)}" if copy_of is None else f"s{15 + rng.integers(40)}"
    record = {"id": name, **_stated(said), "printed": printed, "hedge": said.hedge, "low": low, "high": high,
              "source": source, "copy_of": copy_of}  # fmt: skip
    if world.setting.cause == "restart" and said.start == 0:
        record["kind"] = "cumulative"
    if world.setting.cause == "revision":
        record["report"] = name
        result.published.setdefault(name, result.published.get(copy_of or "", said.end))
    result.records.append(record)
    true = world.value(said.series, said.start, said.end)
    wrong = (low is not None and true < low) or (high is not None and true > high)
    should = dict(zip(("printed", "low", "high"), hedged(meant.value, said.hedge), strict=True))
    result.key[name] = {"wrong": bool(wrong), "slip": slip if wrong else None, "meant": {**_stated(meant), **should}}
    return name


def _stated(said: Said) -> dict[str, Any]:
    return {**asdict(said.series), "period": {"start": day(said.start), "end": day(said.end - 1, last=True)}}


def day(month: int, *, last: bool = False) -> str:
    """The first or last day of a month, counted from January of FIRST_YEAR."""
    year, number = FIRST_YEAR + month // 12, month % 12 + 1
    return f"{year}-{number:02d}-{monthrange(year, number)[1] if last else 1:02d}"


def hedged(value: int, hedge: str) -> tuple[int, int | None, int | None]:
    """The figure printed, to two digits where it is hedged, and the interval that it stands for."""
    if hedge == "exact":
        return value, value, value
    unit = 10 ** max(0, math.floor(math.log10(max(value, 1))) - 1)
    if hedge == "about":
        printed = round(value / unit) * unit
        return printed, printed - unit // 2 - 1, printed + unit // 2 + 1
    if hedge == "over":
        printed = (value - 1) // unit * unit
        return printed, printed + 1, None
    printed = -(-value // unit) * unit
    return printed, math.floor(0.9 * printed) if hedge == "almost" else 0, printed


def lines(records: list[dict[str, Any]]) -> Iterator[str]:
    return (json.dumps(record) + "\n" for record in records)


def main(name: str, seed: int, folder: Path) -> None:
    made = planted(SETTINGS[name], seed)
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / f"{name}-{seed}.jsonl").open("w", encoding="utf-8") as file:
        file.writelines(lines(made.records))
    with (folder / f"{name}-{seed}.key.json").open("w", encoding="utf-8") as file:
        json.dump(made.key, file, indent=1)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), Path(sys.argv[3]))
