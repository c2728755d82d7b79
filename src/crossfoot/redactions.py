"""What persons decided to mask or to show, in `redactions.csv` of a ledger: text, do, why, who.

Rows are only ever added; where two speak of one text, the last one counts. Best numbers that persons chose for an
export stand in `choices.csv`: series, start, end, best, why, who.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal, cast, get_args

from crossfoot.records import Problem
from crossfoot.tablefile import Columns, Table
from crossfoot.wire import WireError, day_in

FILE = "redactions.csv"
CHOICES = "choices.csv"
STAGE = "publish"
Do = Literal["mask", "allow"]
COLUMNS = ("text", "do", "why", "who")
_KNOWN = Columns(frozenset(("text", "do", "why")), frozenset(COLUMNS))
_CHOICE = ("series", "start", "end", "best", "why", "who")
_CHOICE_KNOWN = Columns(frozenset(_CHOICE[:-1]), frozenset(_CHOICE))


@dataclass(frozen=True, slots=True)
class Decision:
    """`text` is masked wherever it stands, or shown although a rule would mask it."""

    text: str
    do: Do
    why: str = ""
    who: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """A best number that a person chose for a series (its id) and a period (§7.6)."""

    series: str
    start: date
    end: date
    best: int
    why: str
    who: str = ""


def read_decisions(folder: Path) -> tuple[tuple[Decision, ...], tuple[Problem, ...]]:
    """The decisions that hold, and what is wrong with the file. No file, no decisions."""
    if not (folder / FILE).is_file():
        return (), ()
    table = Table(folder / FILE, STAGE)
    last: dict[str, Decision] = {}
    for line, row in table.rows(_KNOWN):
        fault = _fault(row)
        if fault:
            table.wrong(line, fault)
        else:
            last[row["text"]] = Decision(row["text"], cast(Do, row["do"]), row["why"], row.get("who", ""))
    return tuple(last.values()), tuple(table.problems)


def _fault(row: Mapping[str, str]) -> str | None:
    if not row["text"]:
        return "no text"
    if row["do"] not in get_args(Do):
        return f"do is {row['do']!r}; write mask or allow"
    return None if row["why"] else "a decision needs its reason in the column why"


def add_decisions(folder: Path, decisions: Iterable[Decision]) -> None:
    """Adds rows at the end of the file; what stands in it stays as it is."""
    path = folder / FILE
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    if not path.is_file() or not path.stat().st_size:
        writer.writerow(COLUMNS)
    for decision in decisions:
        writer.writerow([decision.text, decision.do, decision.why, decision.who])
    with path.open("a", encoding="utf-8", newline="") as file:
        file.write(out.getvalue())


def read_choices(folder: Path) -> tuple[tuple[Choice, ...], tuple[Problem, ...]]:
    """The best numbers that persons chose. Whether they lie within the bounds is for the export to say."""
    if not (folder / CHOICES).is_file():
        return (), ()
    table = Table(folder / CHOICES, STAGE)
    last: dict[tuple[str, date, date], Choice] = {}
    for line, row in table.rows(_CHOICE_KNOWN):
        made = _choice(row)
        if isinstance(made, str):
            table.wrong(line, made)
        else:
            last[made.series, made.start, made.end] = made
    return tuple(last.values()), tuple(table.problems)


def _choice(row: Mapping[str, str]) -> Choice | str:
    try:
        start, end = day_in(row["start"]), day_in(row["end"])
    except WireError as error:
        return error.reason
    number = row["best"].replace(",", "").replace(" ", "")
    if not (number.isascii() and number.isdigit() and len(number) <= 15):
        return f"best is {row['best']!r}; write a whole number"
    if not row["why"]:
        return "a choice needs its reason in the column why"
    return Choice(row["series"], start, end, int(number), row["why"], row.get("who", ""))
