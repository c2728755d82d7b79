"""What a plain text says of itself near its top: its title, and its day where a line holds nothing else."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

from crossfoot.archive.metadata import whole_day

LINES = 12
"""How many lines that hold anything are looked at."""
MOST_TITLE = 200
MOST_DATE = 40
MARKS = "*_#> \t\r\ufeff"


@dataclass(frozen=True, slots=True)
class Title:
    """`is_marked`: the text marks it as a heading; otherwise it is a guess."""

    text: str
    is_marked: bool


def title(text: str) -> Title | None:
    """A Markdown heading near the top, else a short first line with a blank one below it."""
    for line in _lines(text):
        if line.startswith("# "):
            return Title(line.strip(MARKS), True)
    first, _, rest = text.lstrip("\ufeff \t\r\n").partition("\n")
    following = rest.split("\n", 1)[0]
    words = first.strip(MARKS)
    if words and len(words) <= MOST_TITLE and not following.strip() and rest.strip():
        return Title(words, False)
    return None


def stated_day(text: str) -> date | None:
    """The day of the one line near the top that is nothing but a date ("15 November 2024"); None where two differ."""
    days = {day for line in _lines(text) if len(line) <= MOST_DATE and (day := _day(line.strip(MARKS)))}
    return days.pop() if len(days) == 1 else None


def _lines(text: str) -> Iterator[str]:
    count = 0
    for line in text[: LINES * 1000].split("\n"):
        if line.strip(" \t\r\ufeff"):
            yield line.strip(" \t\r\ufeff")
            count += 1
            if count == LINES:
                return


def _day(line: str) -> date | None:
    """2024-11-15, 15 November 2024, November 15, 2024. Days and months in digits alone are ambiguous and no date."""
    words = line.replace(",", " ").split()
    if len(words) == 1:
        return whole_day(words[0])
    if len(words) != 3:
        return None
    first, second, year = words
    day, month = (first, second) if first.isdecimal() else (second, first)
    number = _months().get(month.casefold())
    if number is None or not (day.isdecimal() and year.isdecimal()) or len(year) != 4 or len(day) > 2:
        return None
    return whole_day(f"{year}-{number:02d}-{int(day):02d}")


def month_number(name: str) -> int | None:
    """1 to 12 for the name of a month."""
    return _months().get(name.casefold())


@cache
def _months() -> dict[str, int]:
    table = tomllib.loads((files("crossfoot.archive") / "datelines.toml").read_text(encoding="utf-8"))
    return {name.casefold(): number for words in table.values() for number, name in enumerate(words["months"], start=1)}
