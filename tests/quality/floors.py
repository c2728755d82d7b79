"""What is reached stays reached: the floors of floors.json, and the only ways to move one.

    python tests/quality/floors.py                  what is measured now, beside each floor; ends with 1 below a floor
    python tests/quality/floors.py --raise          lifts floors to a little under what is measured now, lowers none
    python tests/quality/floors.py --lower KEY …    sets these floors to a little under what is measured now

`--only GROUP` measures one group of measures.py. A new floor begins as a line with 0, and `--raise` lifts it.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from measures import MEASURES, at_hand

FILE = Path(__file__).parent / "floors.json"
MARGIN = 0.002
"""Shares keep this distance from what is measured: a machine that rounds otherwise is no loss of quality."""
STEPS = 200
"""Floors of shares are whole multiples of 1 ÷ STEPS; counts are kept as they are."""
Scores = Mapping[str, float]


def floors() -> dict[str, float]:
    found: dict[str, float] = json.loads(FILE.read_text(encoding="utf-8"))
    return found


def group_of(key: str) -> str | None:
    """The group of measures.py that measures a floor; None: nobody does."""
    return next((group for group in MEASURES if key.startswith(f"{group}.")), None)


def measured(group: str) -> dict[str, float]:
    """All that one group measures now, under the full names of its floors."""
    return {f"{group}.{name}": score for name, score in MEASURES[group].measure().items()}


def below(wanted: Scores, reached: Scores) -> list[str]:
    """Which floors are not reached. A floor of which nothing was measured is none that holds."""
    return [
        f"{key}: {reached.get(key, 'not measured')}, floor {floor}"
        for key, floor in wanted.items()
        if not reached.get(key, -math.inf) >= floor
    ]


def a_little_under(score: float) -> float:
    return score if isinstance(score, int) else max(0, math.floor((score - MARGIN) * STEPS) / STEPS)


def raised(wanted: Scores, reached: Scores) -> dict[str, float]:
    """The floors, lifted where more is reached."""
    return {key: max(floor, a_little_under(reached.get(key, 0))) for key, floor in wanted.items()}


def lowered(wanted: Scores, reached: Scores, keys: Iterable[str]) -> dict[str, float]:
    """The floors, with those of these keys no higher than what is reached."""
    return {**wanted, **{key: min(wanted[key], a_little_under(reached[key])) for key in keys}}


def as_text(wanted: Scores) -> str:
    """As floors.json is written: sorted, one floor a line."""
    return json.dumps(wanted, indent=2, sort_keys=True, ensure_ascii=False) + "\n"


def arguments(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    way = parser.add_mutually_exclusive_group()
    way.add_argument("--raise", action="store_true", dest="up", help="lift floors, lower none")
    way.add_argument("--lower", nargs="+", choices=sorted(floors()), metavar="KEY", help="lower these floors")
    parser.add_argument("--only", choices=list(MEASURES), help="measure one group")
    return parser.parse_args(argv)


def main(argv: Sequence[str] | None = None) -> int:
    given = arguments(argv)
    asked = {group_of(key) for key in given.lower} if given.lower else {given.only} if given.only else set(MEASURES)
    wanted, reached = floors(), {}
    for group in at_hand():
        if group in asked:
            reached.update(measured(group))
    looked_at = {key: floor for key, floor in wanted.items() if group_of(key) in asked}
    for key, floor in looked_at.items():
        sys.stdout.write(f"{key}: floor {floor}, now {reached.get(key, 'not measured')}\n")
    if given.up:
        FILE.write_text(as_text(raised(wanted, reached)), encoding="utf-8")
    if given.lower:
        FILE.write_text(as_text(lowered(wanted, reached, given.lower)), encoding="utf-8")
    return 1 if below({key: floors()[key] for key in looked_at}, reached) else 0


if __name__ == "__main__":
    sys.exit(main())
