"""Where a figure stands: its clause, the figures before and after it, and what is said of it alone."""

from __future__ import annotations

import itertools
import re
from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

from crossfoot.read.page import Page, Sort

if TYPE_CHECKING:
    from crossfoot.read.figures import Figure

MOST_BACK = 40
"""Figures before one that are looked at."""
WIDEST = 120
"""Words of a clause, before a figure and after it, that are looked at."""
LEADING = 4
"""Words before a figure, after a comma or "and", that belong to it and not to the figure before."""
MARKS = re.compile(r"[;:,()]|\s[—–]\s|—")
"""What may cut a sentence into clauses, and the brackets in which nothing does."""


@dataclass(frozen=True, slots=True)
class Scope:
    """What one figure counts.

    `noun` None: the text leaves it out. `own` are the words that speak of this figure alone, `left` the words before
    it in its clause up to the figure before, `clause` the whole clause; ranges are positions of words.
    """

    rule: str
    sort: Sort
    noun: str | None
    text: str | None
    modifiers: range
    own: range
    left: range
    clause: range
    clause_start: int
    """Where the clause begins, however far that is; `clause` is no wider than WIDEST on either side."""
    item: bool = False
    """One of a list in brackets, each figure after its name: "Kharkiv (5,771)"."""


@dataclass(slots=True)
class Place:
    """Where a figure stands: positions of its first word and of the word after it, limits of its clause."""

    figure: Figure
    first: int
    last: int
    clause: range
    clause_start: int
    before: int
    after: int
    previous: Scope | None
    """Of the nearest figure before it in its sentence."""
    opening: int = 0
    """Where what is said of it begins, behind what is said of the figure before."""
    earlier: Scope | None = None
    """Of the nearest figure before its sentence, in this paragraph or the one before."""


def look_back(page: Page, place: Place, found: list[Scope | None], number: int) -> None:
    """Finds the scopes before a figure: in its sentence, and in the sentences before."""
    here = page.sentence_of(page.figures[number].start)
    paragraph = page.sentences[here].paragraph
    for earlier in range(number - 1, max(number - MOST_BACK, -1), -1):
        scope = found[earlier]
        sentence = page.sentence_of(page.figures[earlier].start)
        if page.sentences[sentence].paragraph < paragraph - 1:
            return
        if scope is not None and sentence == here:
            beside = scope.sort != "thing" or scope.clause_start == place.clause_start
            place.previous = place.previous or (scope if beside else None)
        elif scope is not None:
            place.earlier = scope
            return


def places_of(page: Page) -> dict[int, Place]:
    kept = [n for n, figure in enumerate(page.figures) if figure.rejected is None]
    found: dict[int, Place] = {}
    clauses: dict[int, list[range]] = {}
    for number in kept:
        figure = page.figures[number]
        sentence = page.sentence_of(figure.start)
        if sentence not in clauses:
            clauses[sentence] = clauses_of(page, sentence)
        words = page.positions(figure.start, max(figure.end, figure.unit_end))
        at = bisect_right(clauses[sentence], words.start, key=lambda span: span.start)
        clause = clauses[sentence][max(at - 1, 0)]
        near = range(max(clause.start, words.start - WIDEST), min(clause.stop, words.stop + WIDEST))
        found[number] = Place(
            figure, words.start, words.stop, near, clause.start, near.start, near.stop, None, near.start
        )
    for earlier, later in itertools.pairwise(kept):
        one, other = found[earlier], found[later]
        if one.clause_start == other.clause_start:
            opening = opening_of(page, one.last, other.first)
            one.after = min(one.after, opening)
            other.before = max(other.before, one.last)
            other.opening = opening if opening < other.first else other.before
    return found


def opening_of(page: Page, start: int, figure: int) -> int:
    """Where what belongs to the next figure begins: "killed 20 people | and wounded 30"."""
    words = page.words
    for position in range(figure - 1, max(start, figure - LEADING) - 1, -1):
        if words.norm(position) in page.lexicon.sets["parting"]:
            return position
        if "," in page.text[words.span(position)[1] : words.span(position + 1)[0]]:
            return position + 1
    return figure


def clauses_of(page: Page, sentence: int) -> list[range]:
    """The sentence cut at colons, semicolons, dashes, at commas before words that open another clause, and before
    those that always do."""
    here = page.sentences[sentence]
    whole = page.span(sentence)
    cuts, words = page.lexicon.sets["cuts"], page.words
    places: list[int] = []
    depth = 0
    for mark in MARKS.finditer(page.text, here.start, here.end):
        if mark[0] in "()":
            depth = max(0, depth + (1 if mark[0] == "(" else -1))
            continue
        position = words.at(mark.end())
        opens = mark[0] != "," or (position < whole.stop and words.norm(position) in cuts)
        if opens and not depth and words.span(position - 1)[1] <= mark.start():
            places.append(position)
    alone = page.lexicon.sets["cuts_alone"]
    places += [whole.start + at for at, norm in enumerate(words.norms(whole.start, whole.stop)) if norm in alone]
    edges = [whole.start, *sorted({place for place in places if whole.start < place < whole.stop}), whole.stop]
    return [range(start, stop) for start, stop in itertools.pairwise(edges)]
