"""Rows of figures beside rows of times or places: "3,442, 7,883 and 23,343 proceedings in 2022, 2023 and 2024".

As many figures as times are told off in order; where their numbers differ, nobody can say which is whose.
"""

from __future__ import annotations

import itertools
from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from crossfoot.places import gazetteer
from crossfoot.read.chronicle import Chronicle
from crossfoot.read.coding import Field
from crossfoot.read.counted import Counted
from crossfoot.read.page import Named, Page
from crossfoot.read.timeline import Placed

MOST = 24
"""Items of a row that are looked at."""
LOOK = 400
"""Characters between a row of figures and a row of times or places."""
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Row:
    """Items joined by commas and "and"; offsets of its beginning and end in the text."""

    start: int
    end: int
    starts: tuple[int, ...]
    places: tuple[str, ...] = ()


def share_out(page: Page, tale: Chronicle, counted: Mapping[int, Counted]) -> None:
    """Gives figures in a row their noun, their time and their place."""
    by_sentence: dict[int, list[Counted]] = {}
    for item in counted.values():
        by_sentence.setdefault(item.sentence, []).append(item)
    for sentence, here in by_sentence.items():
        times = list(_rows_of_times(page, tale, sentence))
        places = list(_rows_of_places(page, sentence))
        if not times and not places:
            continue
        for group in _groups(page, here):
            _share_noun(group)
            _give_times(page, group, here, times)
            _give_places(group, here, places)


def _groups(page: Page, here: Sequence[Counted]) -> Iterator[list[Counted]]:
    """Figures with nothing but commas and "and" between them; all of a sentence that says "respectively"."""
    if page.hits(page.lexicon.starts["respectively"], page.span(here[0].sentence)):
        yield list(here)
        return
    group = [here[0]]
    for before, item in itertools.pairwise(here):
        if _is_joined(page, max(before.figure.end, before.figure.unit_end), item.figure.start):
            group.append(item)
        else:
            yield group
            group = [item]
    yield group


def _is_joined(page: Page, start: int, end: int) -> bool:
    """Whether only commas and words such as "and" stand between two places of the text."""
    if end - start > MOST:
        return False
    words = page.positions(start, end)
    bare = page.text[start:end]
    for position in words:
        if page.words.norm(position) not in page.lexicon.sets["listing"]:
            return False
        bare = bare.replace(page.phrase(position, position + 1), "")
    return bool(bare.strip() or words) and not bare.replace(",", "").strip()


def _runs(page: Page, items: Sequence[T], edges: Callable[[T], tuple[int, int]]) -> Iterator[list[T]]:
    """Two or more items joined in a row, the last by a word such as "and"."""
    run: list[T] = []
    for item in items:
        if run and not _is_joined(page, edges(run[-1])[1], edges(item)[0]):
            yield from _ended(page, run, edges)
            run = []
        run.append(item)
    yield from _ended(page, run, edges)


def _ended(page: Page, run: list[T], edges: Callable[[T], tuple[int, int]]) -> Iterator[list[T]]:
    if 1 < len(run) <= MOST:
        last = page.positions(edges(run[-2])[1], edges(run[-1])[0])
        if not page.lexicon.sets["conjunctions"].isdisjoint(page.words.norms(last.start, last.stop)):
            yield run


def _rows_of_times(page: Page, tale: Chronicle, sentence: int) -> Iterator[Row]:
    placed = [p for p in tale.by_sentence.get(sentence, ()) if p.is_point and p.role == "at" and not p.says_nothing]
    for run in _runs(page, placed, lambda p: (p.mention.start, p.mention.end)):
        if not any(_overlap(one, other) for one, other in itertools.combinations(run, 2)):
            yield Row(run[0].mention.start, run[-1].mention.end, tuple(p.mention.start for p in run))


def _overlap(one: Placed, other: Placed) -> bool:
    """Also where a label without its year keeps them from being compared."""
    sides = (one.start, one.end, other.start, other.end)
    if None in sides or len({type(side) for side in sides}) > 1:
        return True
    return not (one.end < other.start or other.end < one.start)  # type: ignore[operator]


def _rows_of_places(page: Page, sentence: int) -> Iterator[Row]:
    def edges(named: Named) -> tuple[int, int]:
        return page.words.span(named.first)[0], page.words.span(named.last - 1)[1]

    for run in _runs(page, page.places(page.span(sentence)), edges):
        nested = any(gazetteer().is_within(a.place.id, b.place.id) for a, b in itertools.permutations(run, 2))
        if not nested and _is_locative(page, run[0]):
            yield Row(edges(run[0])[0], edges(run[-1])[1], tuple(edges(n)[0] for n in run), _ids(page, run))


def _is_locative(page: Page, named: Named) -> bool:
    sets, position = page.lexicon.sets, named.first - 1
    while position > 0 and page.words.norm(position) in sets["between_place"]:
        position -= 1
    return position >= 0 and page.words.norm(position) in sets["locative"]


def _ids(page: Page, run: Sequence[Named]) -> tuple[str, ...]:
    """Regions where "regions" stands before the row or behind it."""
    marks = page.lexicon.sets["region_marks"]
    beside = (
        *page.words.norms(max(run[0].first - 3, 0), run[0].first),
        *page.words.norms(run[-1].last, run[-1].last + 1),
    )
    if marks.isdisjoint(beside):
        return tuple(named.place.id for named in run)
    found = (gazetteer().named(page.phrase(n.first, n.last), as_region=True) or n.place for n in run)
    return tuple(place.id for place in found)


# ── which row is whose ───────────────────────────────────────────────────────────────────────────


def _row_of(group: Sequence[Counted], here: Sequence[Counted], rows: Sequence[Row]) -> Row | None:
    """The row behind the figures, else before them, with no other figure between."""
    first, last = group[0].figure.start, group[-1].figure.end
    starts = [item.figure.start for item in here]
    after = next((row for row in rows if row.start >= last), None)
    if after is not None and after.start - last <= LOOK and _none_between(starts, last, after.start):
        return after
    before = next((row for row in reversed(rows) if row.end <= first), None)
    if before is not None and first - before.end <= LOOK and _none_between(starts, before.end, first):
        return before
    return None


def _none_between(starts: Sequence[int], first: int, last: int) -> bool:
    return bisect_left(starts, first) == bisect_left(starts, last)


def _share_noun(group: Sequence[Counted]) -> None:
    """The words behind the last figure of a row are of all."""
    last = group[-1]
    for item in group[:-1]:
        if item.scope.text is None and item.measure.value is None and last.measure.value is not None:
            item.measure = replace(last.measure, rule=f"of the row, {last.measure.rule}")
            item.about = last.about
            if item.population.value is None:
                item.population = replace(last.population, rule=f"of the row, {last.population.rule}", literal=False)


def _give_times(page: Page, group: list[Counted], here: Sequence[Counted], rows: Sequence[Row]) -> None:
    row = _row_of(group, here, rows)
    if row is None:
        return
    in_turn = len(group) > 1 or page.hits(page.lexicon.starts["respectively"], page.span(group[0].sentence))
    each = len(group) == len(row.starts)
    for number, item in enumerate(group):
        item.turn = (row.starts[number],) if each else () if in_turn else row.starts


def _give_places(group: list[Counted], here: Sequence[Counted], rows: Sequence[Row]) -> None:
    row = _row_of(group, here, rows)
    if row is None or (len(group) == 1 and group[0].place.value in row.places):
        return
    if len(group) > 1 and len(group) == len(row.places):
        for item, place in zip(group, row.places, strict=True):
            item.place = Field(place, "its turn in a row", True)
        return
    shared = {id for place in row.places for id in gazetteer().chain(place)}
    for item in group:
        if item.place.value in shared:
            item.place = Field(None, "a row of places", True)
