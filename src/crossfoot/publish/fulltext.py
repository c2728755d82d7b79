"""Reports in full with every figure marked. Only on request: the texts belong to others."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from crossfoot.publish.index import Index
from crossfoot.publish.quotes import Piece, cut
from crossfoot.records import Claim, Report

_PARAGRAPH = re.compile(r"[^\n]+")


@dataclass(frozen=True, slots=True)
class Paragraph:
    pieces: tuple[Piece, ...]


def paragraphs(index: Index, report: Report, claims: Sequence[Claim]) -> tuple[Paragraph, ...]:
    """The lines of a report, figures marked, private data masked. A claim that is not where it says is not marked."""
    text = report.text
    placed = sorted((c for c in claims if text[c.start : c.end] == c.quote), key=lambda c: (c.start, c.end))
    found: list[Paragraph] = []
    at = 0
    for match in _PARAGRAPH.finditer(text):
        start, end = match.span()
        inside: list[Claim] = []
        while at < len(placed) and placed[at].start < end:
            if placed[at].start >= start:
                inside.append(placed[at])
            at += 1
        if text[start:end].strip():
            found.append(Paragraph(tuple(cut(index, report, (start, end), tuple(inside)))))
    return tuple(found)
