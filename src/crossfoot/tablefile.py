"""Files of lines made elsewhere: JSONL and CSV, perhaps gzipped, read line by line within limits.

What is wrong with a line is a Problem with the line's number; the lines after it are still read.
"""

from __future__ import annotations

import csv
import gzip
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from crossfoot.records import Problem

LONGEST_LINE = 1_000_000
"""Bytes; a longer line is a Problem and is skipped without being held in memory."""
DELIMITERS = ",;\t"

Line = tuple[int, str]


@dataclass(frozen=True, slots=True)
class Columns:
    """What a CSV file may hold. Columns that are neither are a Problem and are not read; `ignored` ones are not."""

    needed: frozenset[str]
    known: frozenset[str]
    ignored: frozenset[str] = frozenset()


@dataclass(slots=True)
class Table:
    """A file being read: what is wrong with it gathers in `problems`."""

    path: Path
    stage: str
    problems: list[Problem] = field(default_factory=list)

    def wrong(self, line: int, reason: str) -> None:
        self.problems.append(Problem(self.stage, f"{self.path.name}:{line}", reason))

    def lines(self) -> Iterator[Line]:
        """Every line that can be read, with its number from 1; a byte order mark and blank lines are left out."""
        number = 0
        try:
            with _opened(self.path) as file:
                for number, raw in _raw_lines(file):
                    text = self._decoded(number, raw)
                    if text is not None and not text.isspace():
                        yield number, text
        except (OSError, EOFError, zlib.error) as error:
            self.wrong(number + 1, f"cannot be read further: {getattr(error, 'strerror', None) or error}")

    def _decoded(self, number: int, raw: bytes | None) -> str | None:
        if raw is None:
            self.wrong(number, f"longer than {LONGEST_LINE:,} bytes: not read")
            return None
        try:
            return raw.decode("utf-8-sig" if number == 1 else "utf-8")
        except UnicodeDecodeError as error:
            self.wrong(number, f"not UTF-8 at byte {error.start + 1}")
            return None

    def rows(self, columns: Columns) -> Iterator[tuple[int, dict[str, str]]]:
        """The rows of a CSV file by column, cells stripped; parted by , ; or tab: what the first line has most of."""
        feed = _Feed(self.lines())
        first = feed.peek()
        if not first:
            return
        delimiter = max(DELIMITERS, key=first.count)
        reader = csv.reader(feed, delimiter=delimiter, strict=True)
        names: list[str] | None = None
        for number, cells in self._cells(reader, feed):
            if names is None:
                names = self._header(number, cells, columns)
                if names is None:
                    return
            elif len(cells) > len(names):
                self.wrong(number, f"{len(cells)} cells, but {len(names)} columns")
            elif any(cells):
                full = [*cells, *[""] * (len(names) - len(cells))]
                yield number, {name: cell.strip() for name, cell in zip(names, full, strict=True) if name}

    def _cells(self, reader: Iterator[list[str]], feed: _Feed) -> Iterator[tuple[int, list[str]]]:
        while True:
            feed.mark()
            try:
                cells = next(reader, None)
            except csv.Error as error:
                first = feed.first or feed.number
                lost = f"; lines {first} to {feed.number} are not read" if feed.number > first else ""
                self.wrong(first, f"not CSV: {error}{lost}")
                continue
            if cells is None:
                return
            yield feed.first or feed.number, cells

    def _header(self, number: int, cells: list[str], columns: Columns) -> list[str] | None:
        names = [cell.strip() for cell in cells]
        missing = sorted(columns.needed.difference(names))
        twice = sorted({name for name in names if name and names.count(name) > 1})
        if missing or twice:
            self.wrong(
                number, "; ".join([*(f"no column {m!r}" for m in missing), *(f"two columns {t!r}" for t in twice)])
            )
            return None
        for name in names:
            if name not in columns.known | columns.ignored:
                self.wrong(number, f"unknown column {name!r}: not read; known are {', '.join(sorted(columns.known))}")
        return [name if name in columns.known else "" for name in names]


class _Feed:
    """Lines for the CSV reader, remembering at which line a row began."""

    def __init__(self, lines: Iterable[Line]) -> None:
        self._lines = iter(lines)
        self._ahead: list[Line] = []
        self.number = 0
        self.first: int | None = None

    def peek(self) -> str:
        self._ahead = [line for line in [next(self._lines, None)] if line]
        return self._ahead[0][1] if self._ahead else ""

    def mark(self) -> None:
        self.first = None

    def __iter__(self) -> _Feed:
        return self

    def __next__(self) -> str:
        self.number, text = self._ahead.pop() if self._ahead else next(self._lines)
        self.first = self.first or self.number
        return text


def _opened(path: Path) -> BinaryIO:
    with path.open("rb") as file:
        packed = file.read(2) == b"\x1f\x8b"
    return gzip.open(path, "rb") if packed else path.open("rb")  # type: ignore[return-value]


def _raw_lines(file: BinaryIO) -> Iterator[tuple[int, bytes | None]]:
    number = 0
    while raw := file.readline(LONGEST_LINE + 1):
        number += 1
        if len(raw) <= LONGEST_LINE:
            yield number, raw
            continue
        while raw and not raw.endswith(b"\n"):
            raw = file.readline(LONGEST_LINE)
        yield number, None
