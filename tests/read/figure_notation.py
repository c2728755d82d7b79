"""Reads figures.txt: sentences in which a journalist marked what each number says."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from crossfoot.codebook import load
from crossfoot.read.dates import TimeWords, time_mentions
from crossfoot.read.figures import Figure, NumberWords, figures
from crossfoot.read.language import load_table
from crossfoot.read.sentences import Sentence, SentenceWords, sentences
from crossfoot.records import Number

NUMBERS = NumberWords.from_table(load_table("en", "numbers"))
SENTENCES = SentenceWords.from_table(load_table("en", "numbers"))
TIMES = TimeWords.from_table(load_table("en", "time"))
CODEBOOK = load("desertion")

MARK = re.compile(r"\{([^|{}]*)\|([^|{}]*)\}")
SPACES = {"<nbsp>": "\u00a0", "<thin>": "\u2009", "<narrow>": "\u202f"}


@dataclass(frozen=True)
class Case:
    """One line: the plain text, and the marks with their places in it."""

    line: int
    text: str
    marks: tuple[tuple[int, int, str], ...]

    @property
    def figures(self) -> list[tuple[int, int, str]]:
        return [mark for mark in self.marks if not mark[2].startswith("no ") and mark[2] != "-"]

    @property
    def rejected(self) -> list[tuple[int, int, str]]:
        return [mark for mark in self.marks if mark[2].startswith("no ")]


def cases(path: Path) -> list[Case]:
    lines = path.read_text(encoding="utf-8").split("\n")
    return [case(line, number) for number, line in enumerate(lines, 1) if line.strip() and not line.startswith("#")]


def case(line: str, number: int) -> Case:
    for name, space in SPACES.items():
        line = line.replace(name, space)
    text, marks, place = "", [], 0
    for mark in MARK.finditer(line):
        text += line[place : mark.start()]
        marks.append((len(text), len(text) + len(mark[1]), mark[2]))
        text += mark[1]
        place = mark.end()
    return Case(number, text + line[place:], tuple(marks))


def split(text: str) -> tuple[Sentence, ...]:
    return sentences(text, SENTENCES)


def read(text: str) -> tuple[Figure, ...]:
    return figures(text, split(text), time_mentions(text, TIMES, CODEBOOK), NUMBERS)


def reading(figure: Figure, all_figures: tuple[Figure, ...]) -> str:
    """A figure in the notation of figures.txt."""
    share = "share " if figure.is_share else ""
    if figure.hedge == "range":
        return f"{share}range{'~' if figure.approximate else ''} {plain(figure.low)} {plain(figure.high)}"
    hedge = "" if figure.hedge == "exact" else f"{figure.hedge} "
    value = plain(figure.low if figure.low is not None else figure.high)
    whole = f" of {plain(all_figures[figure.whole].low)}" if figure.whole is not None else ""
    return f"{share}{hedge}{value}{whole}"


def plain(value: Number | None) -> str:
    return str(value)
