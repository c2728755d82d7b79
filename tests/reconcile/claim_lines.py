"""Claims from lines that a person can read, and the desertion case with its real figures.

A line is "what | when | figure | report", then options as "name value":

    both | 2022-02-01..2024-11-01 | 95,296 | november
    deserters | ..2024-10-15 | 170,000 | november | literal measure,population

What: a name of WHAT, or "measure, population, place". When: days, months or years in ISO 8601, "A..B", "..B", "A..",
"at D" for a stock, "?" for no period. Figure: a hedge, a number, and "a month" for a rate. A window of one calendar
unit is a flow, any other a running total.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import Any

from crossfoot.period import month_span, year_span
from crossfoot.records import Claim, Hedge, Kind, Period, Report

UKRAINE = "Ukraine, Ukraine"
WHAT = {
    "both": f"proceedings, {UKRAINE}",
    "407": f"proceedings-407, {UKRAINE}",
    "408": f"proceedings-408, {UKRAINE}",
    "court": f"sent-to-court, {UKRAINE}",
    "deserters": f"deserters, {UKRAINE}",
    "russian deserters": "deserters, Russia, Russia",
    "count": "count, all, country",
}
HEDGES: tuple[tuple[str, Hedge], ...] = (
    ("over", "over"),
    ("at least", "at_least"),
    ("up to", "up_to"),
    ("under", "under"),
    ("about", "about"),
    ("almost", "almost"),
    ("dozens", "vague"),
)
NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?%?")


def claims(text: str) -> tuple[Claim, ...]:
    """One claim a line; empty lines and lines that begin with # are left out."""
    lines = [line.strip() for line in text.splitlines()]
    return tuple(claim(line, n) for n, line in enumerate(lines) if line and not line.startswith("#"))


def claim(line: str, number: int = 0) -> Claim:
    what, when, figure, report, *options = [part.strip() for part in line.split("|")]
    measure, population, place = (part.strip() for part in WHAT.get(what, what).split(","))
    low, high, hedge, per = _figure(figure)
    period, kind = _when(when)
    made: dict[str, Any] = {
        "id": f"{report}#{number}",
        "report": report,
        "file": f"{report}.txt",
        "start": number * 100,
        "end": number * 100 + len(figure),
        "quote": figure,
        "low": low,
        "high": high,
        "hedge": hedge,
        "approximate": hedge in ("about", "almost", "vague"),
        "measure": measure,
        "population": population,
        "place": place,
        "period": period,
        "kind": "rate" if per else kind,
        "per": per,
    }
    return Claim(**{**made, **_options(options)})


def _options(options: Iterable[str]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for option in options:
        name, _, value = option.partition(" ")
        if name == "literal":
            found[name] = tuple(value.split(","))
        elif name in ("modal", "widened"):
            found[name] = value == "yes"
        elif name == "candidates":
            found[name] = tuple(Period(start=_when(w)[0].start, end=_when(w)[0].end) for w in value.split())
        elif name == "sentence":
            found[name] = (int(value), int(value) + 10)
        else:
            assert name in ("id", "kind", "stance", "release", "copy_of", "partial"), name
            found[name] = value
    if "partial" in found:
        found["period"] = Period(partial=found.pop("partial"))
    return found


def _figure(text: str) -> tuple[int | float | None, int | float | None, Hedge, str | None]:
    per = next((unit for unit in ("day", "week", "month", "year") if text.endswith(f"a {unit}")), None)
    hedge: Hedge = next((hedge for word, hedge in HEDGES if text.startswith(word)), "exact")
    numbers = [_number(found) for found in NUMBER.findall(text)]
    if len(numbers) == 2:
        return numbers[0], numbers[1], "range", per
    value = numbers[0] if numbers else 24
    low = None if hedge in ("up_to", "under") else value
    high = None if hedge in ("over", "at_least", "vague") else value
    return low, high, hedge, per


def _number(text: str) -> int | float:
    plain = text.rstrip("%").replace(",", "")
    value = float(plain) if "." in plain else int(plain)
    return value / 100 if text.endswith("%") else value


def _when(text: str) -> tuple[Period, Kind]:
    if text == "?":
        return Period(), "cumulative"
    if text.startswith("at "):
        return Period(end=_span(text[3:])[1]), "stock"
    first, dots, last = text.partition("..")
    if not dots:
        return Period(*_span(first)), "flow"
    return Period(_span(first)[0] if first else None, _span(last)[1] if last else None), "cumulative"


def _span(text: str) -> tuple[date, date]:
    parts = [int(part) for part in text.split("-")]
    if len(parts) == 1:
        return year_span(parts[0])
    if len(parts) == 2:
        return month_span(parts[0], parts[1])
    return date(*parts), date(*parts)


def reports(**published: str) -> tuple[Report, ...]:
    """Reports by name with the day each was published ("" where it is not known)."""
    return tuple(
        Report(name, "", f"{name}.txt", "", published=date.fromisoformat(day) if day else None)
        for name, day in published.items()
    )


# ── the desertion case: what five reports print of one thing ─────────────────────────────────────

OVER_160 = "both | ..2023-12-18 | over 160,000 | gazette | id over160"
NOVEMBER = """
407 | 2022-01..2024-09 | 59,606 | november | id a407
408 | 2022-01..2024-09 | 29,521 | november | id a408
407 | 2024-01..2024-09 | 35,307 | november | id b407
408 | 2024-01..2024-09 | 18,196 | november | id b408
both | 2022-01..2024-09 | almost 90,000 | november | id almost90
both | 2024-01 | 3,448 | november | id january24
both | 2024-10 | 9,048 | november | id october24
both | 2022-02..2024-11-01 | 95,296 | november | id total95
"""
SEPTEMBER = """
both | 2025-01..2025-08 | 142,711 | september | id eight25
both | 2022-02-24..2025-09-01 | 265,843 | september | id total265
both | 2025-01..2025-08 | about 17,000 a month | september | id rate17
"""
PERSONS = """
deserters | 2023-01-01..2023-11-09 | over 180,000 | gazette | id persons180
deserters | 2022-02-24..2024-10-15 | 170,000 | november | id persons170
"""
YEARS = "..2022-12-18 ..2023-12-18 ..2024-12-18 ..2025-12-18"
UNDATED = f"both | ? | over 160,000 | wire | id undated160 | partial --12-18 | candidates {YEARS}"
DESERTION = OVER_160 + NOVEMBER + SEPTEMBER + PERSONS + UNDATED
PUBLISHED = reports(gazette="2023-12-18", november="2024-11-15", september="2025-09-27", wire="")
