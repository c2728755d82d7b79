"""What quality is measured by: one group of floors.json a row."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import claims_scores
import copies_scores
import number_scores
import polnear_scores
import slip_scores
import time_scores

SHARED = Path(__file__).parent.parent.parent.parent / "shared"


@dataclass(frozen=True, slots=True)
class Measure:
    """`shared`: needs the annotated texts that lie beside the checkout and are no part of the project."""

    measure: Callable[[], Mapping[str, float]]
    shared: bool = True


MEASURES: dict[str, Measure] = {
    "claims.idmc": Measure(partial(claims_scores.displaced, SHARED)),
    "claims.seeds": Measure(partial(claims_scores.seeds, SHARED)),
    "numbers.hedges": Measure(partial(number_scores.scored, SHARED, "hedges")),
    "numbers.idmc": Measure(partial(number_scores.scored, SHARED, "idmc")),
    "numbers.newsquant": Measure(partial(number_scores.scored, SHARED, "newsquant")),
    "numbers.recognizers": Measure(partial(number_scores.recognised, SHARED)),
    "slips.own.restart": Measure(partial(slip_scores.cause, "restart"), shared=False),
    "slips.own.revision": Measure(partial(slip_scores.cause, "revision"), shared=False),
    "slips.own.small": Measure(slip_scores.own, shared=False),
    "slips.shared.dirty": Measure(partial(slip_scores.shared, "dirty")),
    "slips.shared.nocopies": Measure(partial(slip_scores.shared, "nocopies")),
    "slips.shared.regions": Measure(partial(slip_scores.shared, "regions")),
    "slips.shared.single": Measure(partial(slip_scores.shared, "single")),
    "slips.shared.sparse": Measure(partial(slip_scores.shared, "sparse")),
    "sources.polnear.accurate": Measure(partial(polnear_scores.reached, SHARED, "accurate")),
    "sources.polnear.fast": Measure(partial(polnear_scores.reached, SHARED, "fast")),
    "time.coverage": Measure(partial(time_scores.covered, SHARED)),
    "time.spans": Measure(partial(time_scores.of_the_seeds, SHARED)),
    "time.wikiwars": Measure(partial(time_scores.of_war_narratives, SHARED)),
    "trace.made": Measure(copies_scores.made, shared=False),
    "trace.made_coarse": Measure(partial(copies_scores.made, 4), shared=False),
    "trace.real": Measure(partial(copies_scores.real, SHARED)),
}


def at_hand() -> list[str]:
    """The groups that can be measured here."""
    return [group for group, row in MEASURES.items() if not row.shared or (SHARED / "eval").is_dir()]
