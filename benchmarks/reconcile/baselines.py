"""What truth discovery does with the same claims: it votes between sources on each window by itself.

Majority vote, median, CRH (Li, Li, Gao, Zhao, Fan and Han, "Resolving conflicts in heterogeneous data by truth
discovery and source reliability estimation", SIGMOD 2014) and TruthFinder (Yin, Han and Yu, "Truth discovery with
multiple conflicting information providers on the web", TKDE 2008), written from the papers. None of them knows hedges;
to be fair to them, a claim is set aside only where the figure chosen is outside its interval and more than TOLERANCE
away.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

TOLERANCE = 0.06
Record = Mapping[str, Any]
Group = Sequence[Record]
Chosen = dict[tuple[str, ...], float]
"""The figure believed of each window on which more than one claim is made."""


def windows(records: Sequence[Record]) -> dict[tuple[str, ...], list[Record]]:
    """Claims by what they are about: series and period."""
    found: dict[tuple[str, ...], list[Record]] = defaultdict(list)
    for r in records:
        series = (r.get("measure", ""), r.get("population", ""), r["place"])
        found[*series, r["period"]["start"], r["period"]["end"]].append(r)
    return found


def set_aside(records: Sequence[Record], method: Callable[[Mapping[tuple[str, ...], Group]], Chosen]) -> set[str]:
    groups = windows(records)
    chosen = method(groups)
    return {r["id"] for key, figure in chosen.items() for r in groups[key] if _differs(r, figure)}


def _differs(record: Record, figure: float) -> bool:
    low, high = record["low"], record["high"]
    inside = (low is None or low <= figure) and (high is None or figure <= high)
    return not inside and abs(record["printed"] - figure) > TOLERANCE * max(1.0, abs(figure))


def majority(groups: Mapping[tuple[str, ...], Group]) -> Chosen:
    chosen = {}
    for key, group in groups.items():
        figure, times = Counter(r["printed"] for r in group).most_common(1)[0]
        if times >= 2 and 2 * times >= len(group):
            chosen[key] = figure
    return chosen


def median(groups: Mapping[tuple[str, ...], Group]) -> Chosen:
    return {k: float(np.median([r["printed"] for r in g])) for k, g in groups.items() if len(g) >= 3}


def crh(groups: Mapping[tuple[str, ...], Group], rounds: int = 20) -> Chosen:
    """Weighted medians, and weights −log of each source's share of the loss, in turn."""
    weight: dict[str, float] = defaultdict(lambda: 1.0)
    spread = {k: max(1.0, float(np.std([r["printed"] for r in g]))) for k, g in groups.items()}
    chosen: Chosen = {}
    for _ in range(rounds):
        chosen = {k: _weighted_median(g, weight) for k, g in groups.items()}
        losses: dict[str, list[float]] = defaultdict(list)
        for key, group in groups.items():
            for r in group:
                losses[r["source"]].append(abs(r["printed"] - chosen[key]) / spread[key])
        mean = {s: float(np.mean(each)) for s, each in losses.items()}
        total = sum(mean.values()) + 1e-9
        weight.update({s: max(1e-3, -math.log((loss + 1e-6) / total)) for s, loss in mean.items()})
    return {k: figure for k, figure in chosen.items() if len(groups[k]) > 1}


def _weighted_median(group: Group, weight: Mapping[str, float]) -> float:
    ordered = sorted(group, key=lambda r: r["printed"])
    upto = np.cumsum([weight[r["source"]] for r in ordered])
    return float(ordered[int(np.searchsorted(upto, upto[-1] / 2))]["printed"])


DAMPENING = 0.3
INFLUENCE = 0.5
"""γ and ρ of the paper."""


def truth_finder(groups: Mapping[tuple[str, ...], Group], rounds: int = 20) -> Chosen:
    """Confidence of facts from the trust of sources and from similar facts, and trust from confidence, in turn."""
    trust: dict[str, float] = defaultdict(lambda: 0.9)
    confidence: dict[tuple[str, ...], dict[float, float]] = {}
    for _ in range(rounds):
        confidence = {k: _confidence(g, trust) for k, g in groups.items()}
        said: dict[str, list[float]] = defaultdict(list)
        for key, group in groups.items():
            for r in group:
                said[r["source"]].append(confidence[key][r["printed"]])
        before = np.array([trust[s] for s in sorted(said)])
        trust.update({s: min(1 - 1e-6, float(np.mean(each))) for s, each in said.items()})
        if np.abs(before - np.array([trust[s] for s in sorted(said)])).max() < 1e-4:
            break
    return {k: max(facts, key=lambda f: (facts[f], -f)) for k, facts in confidence.items() if len(facts) > 1}


def _confidence(group: Group, trust: Mapping[str, float]) -> dict[float, float]:
    score: dict[float, float] = defaultdict(float)
    for source, figure in {(r["source"], r["printed"]) for r in group}:
        score[figure] += -math.log(1 - trust[source])
    lent = {f: score[f] + INFLUENCE * sum(score[g] * _implies(g, f) for g in score if g != f) for f in score}
    return {f: 1 / (1 + math.exp(-DAMPENING * s)) for f, s in lent.items()}


def _implies(one: float, other: float) -> float:
    """From 1 where two figures are the same to −1 where they are far apart."""
    return 2 * math.exp(-abs(one - other) / max(1.0, 0.1 * max(abs(one), abs(other)))) - 1


METHODS: Mapping[str, Callable[[Mapping[tuple[str, ...], Group]], Chosen]] = {
    "majority": majority,
    "median": median,
    "CRH": crh,
    "TruthFinder": truth_finder,
}
