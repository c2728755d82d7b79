"""Where each table and key of a TOML text stands. tomllib gives places for syntax errors only."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

Key = tuple[str | int, ...]


@dataclass(slots=True)
class Places:
    """Where each table and key of a TOML text stands: path with indices of repeated tables → (line, column)."""

    lines: list[str]
    at: dict[Key, tuple[int, int]] = field(default_factory=dict)

    HEADER = re.compile(r"\s*(\[\[?)\s*([^\[\]]+?)\s*\]\]?")
    ASSIGNMENT = re.compile(r"""\s*((?:[A-Za-z0-9_-]+|"[^"]*"|'[^']*')(?:\s*\.\s*(?:[A-Za-z0-9_-]+|"[^"]*"))*)\s*=""")

    @classmethod
    def of(cls, text: str) -> Places:
        places = cls(text.splitlines())
        table: Key = ()
        counts: dict[Key, int] = {}
        depth, quote = 0, ""
        for number, line in enumerate(places.lines, 1):
            if not depth and not quote:
                table = places._mark(line, number, table, counts)
            depth, quote = _depth_after(line, depth, quote)
        return places

    def _mark(self, line: str, number: int, table: Key, counts: dict[Key, int]) -> Key:
        if header := self.HEADER.match(line):
            path = self._resolve(_split(header[2]), counts)
            if header[1] == "[[":
                counts[path] = counts.get(path, -1) + 1
                path = (*path, counts[path])
            self.at.setdefault(path, (number, line.index("[") + 1))
            return path
        if assignment := self.ASSIGNMENT.match(line):
            self.at.setdefault((*table, *_split(assignment[1])), (number, assignment.start(1) + 1))
        return table

    @staticmethod
    def _resolve(parts: Iterable[str], counts: Mapping[Key, int]) -> Key:
        """A header below a repeated table means its latest: measure.en → measure, 3, en."""
        path: Key = ()
        parts = list(parts)
        for number, part in enumerate(parts):
            path = (*path, part)
            if path in counts and number < len(parts) - 1:
                path = (*path, counts[path])
        return path

    def find(self, path: Key, value: str | None = None) -> tuple[int, int]:
        """The place of the key, or of the nearest table around it; of `value` itself where it can be found there."""
        while path and path not in self.at:
            path = path[:-1]
        line, column = self.at.get(path, (1, 1))
        if value:
            for number in range(line, min(line + 200, len(self.lines) + 1)):
                found = self.lines[number - 1].find(value, column - 1 if number == line else 0)
                if found >= 0:
                    return number, found + 1
        return line, column


def _split(dotted: str) -> list[str]:
    return [part.strip().strip("\"'") for part in dotted.split(".")]


def _depth_after(line: str, depth: int, quote: str) -> tuple[int, str]:
    """Open brackets, and the triple quote that is open, at the end of the line."""
    at = 0
    while at < len(line):
        three = line[at : at + 3]
        if quote:
            if line.startswith(quote, at):
                at, quote = at + len(quote), ""
                continue
            at += 2 if line[at] == "\\" and quote[0] == '"' else 1
            continue
        if three in ('"""', "'''"):
            quote, at = three, at + 3
            continue
        if line[at] in "\"'":
            quote = line[at]
        elif line[at] == "#":
            break
        depth += (line[at] in "[{") - (line[at] in "]}")
        at += 1
    return max(depth, 0), quote if len(quote) == 3 else ""
