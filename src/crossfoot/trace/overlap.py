"""Shared wording (TEXT, §10.1): sketches of word 3-grams, scored by containment in both directions.

Jaccard similarity would miss a short copy inside a long report and a rewrite of half its length, so what counts is
the share of one text that stands in the other.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from crossfoot.trace.joins import Thresholds, alike
from crossfoot.trace.sketches import Sketches, bound, joined, own_scale, sketched

RULES = Thresholds(
    least_share=0.15,
    least_grams=30,  # below this, stock phrases and official wording alone make reports on one subject look alike
    short_share=0.5,
    short_grams=8,  # a short report is a copy only when at least half of it stands in the other
    chance=0.05,  # the more a text says, the more of any other stands in it: a further share for each doubling …
    chance_from=4_000,  # … of its 3-grams above this
    loose=0.3,  # pairs that reach this part of a threshold by their rare 3-grams are counted exactly
    best=3,  # links kept for each report: its best sources, so that one weak link welds no topic together
    pages=5,  # a site needs this many reports before a passage on most of them counts as its head or foot
    recurring=0.6,
    most_removed=((0, 0.4), (20, 0.8), (100, 1.0)),  # few pages that are all alike may tell one story again and again
)
SEEK = 4
"""The scale at which partners are sought, where a text is long enough; those found are then counted at the finest."""


@dataclass(frozen=True, slots=True)
class Overlap:
    """`first` and `second` are places in the list of texts; `share_first` is the part of first that is in second."""

    first: int
    second: int
    grams: int
    share_first: float
    share_second: float

    @property
    def score(self) -> float:
        return max(self.share_first, self.share_second)


def overlaps(texts: Sequence[str], outlets: Sequence[str | None], ranks: Sequence[int]) -> list[Overlap]:
    """Texts that share wording. `ranks`: 0 is the earliest; among many copies all are linked to the earliest.

    Texts whose words are all the same are linked to the earliest of them and compared with the others once.
    """
    return compared(sketched(texts), outlets, ranks)


def added(
    known: Sketches, new: Sequence[str], outlets: Sequence[str | None], ranks: Sequence[int]
) -> tuple[Sketches, list[Overlap]]:
    """Sketches with those of new texts behind them, and the overlaps that a new text takes part in.

    `outlets` and `ranks` are those of all texts. What `compared` said of the known ones alone stays as it was said.
    """
    sketches = joined(known, sketched(new, known.scale))
    return sketches, compared(sketches, outlets, ranks, since=len(known))


def compared(
    sketches: Sketches, outlets: Sequence[str | None], ranks: Sequence[int], since: int | None = None
) -> list[Overlap]:
    """The overlaps of sketched texts; with `since`, only those with a text from that place on."""
    import pyarrow as pa

    order = np.argsort(np.asarray(ranks, dtype=np.int64), kind="stable")
    leaders, repeats = _leaders(sketches, order)
    first_fresh = 0 if since is None else since
    sites = {name: i for i, name in enumerate(sorted({o for o in outlets if o}))}
    scales = np.asarray(sketches.texts["scale"])
    seek = np.maximum(
        scales, np.array([own_scale(grams, SEEK) for grams in sketches.texts["grams"].to_pylist()], np.int32)
    )
    members = pa.table(
        {
            "text": leaders.astype(np.int32),
            "member": np.arange(len(leaders), dtype=np.int32),
            "site": pa.array([sites.get(outlets[i] or "") for i in leaders.tolist()], pa.int32()),
            "scale": scales[leaders],
            "seek": seek[leaders],
            "fresh": leaders >= first_fresh,
        }
    )
    used = sorted({int(scale) for scale in (*np.unique(scales), *np.unique(seek))})
    bounds = pa.table({"scale": pa.array(used, pa.int32()), "bound": pa.array([bound(s) for s in used], pa.uint64())})
    pairs = alike(sketches.rows, members, bounds, RULES, since is not None)
    rows = zip(pairs.grams.tolist(), pairs.first_share.tolist(), pairs.second_share.tolist(), strict=True)
    places = zip(leaders[pairs.first].tolist(), leaders[pairs.second].tolist(), strict=True)
    found = [Overlap(*place, *row) for place, row in zip(places, rows, strict=True)]
    found += [same for same in repeats if max(same.first, same.second) >= first_fresh]
    return sorted(found, key=lambda o: (-o.score, o.first, o.second))


def _leaders(sketches: Sketches, order: NDArray[np.int64]) -> tuple[NDArray[np.int64], list[Overlap]]:
    """The earliest text of each wording, by rank, and what repeats them word for word."""
    marks = sketches.texts["mark"].to_pylist()
    grams = sketches.texts["grams"].to_pylist()
    leader: dict[bytes, int] = {}
    repeats: list[Overlap] = []
    for i in order.tolist():
        first = leader.setdefault(marks[i], i)
        if first != i and grams[i] >= RULES.short_grams:
            repeats.append(Overlap(first, i, grams[i], 1.0, 1.0))
    return np.fromiter(leader.values(), np.int64, len(leader)), repeats
