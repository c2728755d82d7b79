"""Measure, population and place of a report's figures, with what figures and sentences before them carry over."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache

from crossfoot.codebook import Codebook
from crossfoot.places import gazetteer
from crossfoot.read.attribution import Speeches
from crossfoot.read.coding import Coder, Field
from crossfoot.read.counted import Counted
from crossfoot.read.page import Page
from crossfoot.read.settling import settle
from crossfoot.read.timetokens import word_after

AS_BEFORE = "carried from the figure before"
AS_BEFORE_IT = ("did", "in a row", "again", "follows")
"""Rules of scope that take the noun, and so what it is about, from the figure before."""
AS_ITS_NEIGHBOUR = ("in a row", "again", "did")
LEAD_PARAGRAPHS = 2
MOST_LENT = 12
DOMINANT = 3
"""A population named that many times as often as any other in headline and lead is the report's own subject."""

Subject = Callable[[], str | None]
"""Whom headline and lead are about; looked for only where a figure needs it."""


def code(page: Page, coder: Coder, counted: dict[int, Counted]) -> None:
    last: dict[str, Counted] = {}
    subject = cache(lambda: _subject(page, coder))
    by_sentence: dict[int, list[Counted]] = {}
    for item in counted.values():
        by_sentence.setdefault(item.sentence, []).append(item)
    left_out: list[Counted] = []
    shared = _of_the_whole_row(page, coder, by_sentence)
    for number, item in list(counted.items()):
        item.about = coder.about(item.scope) | _lent(page, item, by_sentence) | shared.get(item.first, frozenset())
        if item.scope.rule in AS_BEFORE_IT and item.about.isdisjoint(page.lexicon.subjects):
            item.about |= _subject_before(page, item, by_sentence)
        item.measure = _as_its_whole(page, coder, item, by_sentence) or coder.measure(
            item.scope, item.first, item.about
        )
        if _is_left_out(page, coder, item) or _follows_one(item, left_out):
            left_out.append(item)
            del counted[number]
            continue
        item.measure = _of_the_row(page, coder, item, by_sentence)
        item.population = _population(page, coder, item, last, subject)
        item.place = _place(page.lexicon.codebook, coder, item, last)
        if not coder.agrees(item.population, item.place):
            item.population = Field(None)
        if _is_some_of_them(page, item):
            item.measure = Field(None, "some of them")
        if item.measure.value and item.population.value and not item.scope.item:
            last[item.measure.value] = item
    settle(page, coder, counted)


def _is_some_of_them(page: Page, item: Counted) -> bool:
    """ "43 of the injured had gone home": a part that nothing tells from its whole, and no count of the injured."""
    sets, first = page.lexicon.sets, page.words.at(item.figure.end)
    opening = page.words.norms(first, min(first + 2, len(page.words)))
    partitive = len(opening) == 2 and opening[0] in sets["partitive"] and opening[1] in sets["definite"]
    rows = page.lexicon.rows_of(item.measure.value or "")
    by_cue = not any(not found.row.cues and item.scope.noun in found.row.nouns for found in rows)
    told_apart = "/" in (item.population.value or "") or item.place.literal or by_cue
    return partitive and item.figure.whole is None and not item.figure.is_share and not told_apart


def _as_its_whole(page: Page, coder: Coder, item: Counted, by_sentence: dict[int, list[Counted]]) -> Field[str] | None:
    """ "Killed 12 people, including three children, and wounded 30": the children are of the 12."""
    here = by_sentence[item.sentence]
    at = bisect_left(here, item.first, key=lambda c: c.first)
    opening = range(item.scope.own.start, min(item.scope.own.stop, item.scope.own.start + 3))
    parts = (page.hits(page.lexicon.starts["subsets"], span) for span in (item.scope.left, opening))
    if not at or not any(parts) or coder.names_its_own(item.scope):
        return None
    whole = here[at - 1].measure
    return replace(whole, rule=f"of the figure before, {whole.rule}") if whole.value is not None else None


def _of_the_row(page: Page, coder: Coder, item: Counted, by_sentence: dict[int, list[Counted]]) -> Field[str]:
    """ "790 soldiers were freed: 200 in February, 190 in March": of what the figure before counts."""
    known = item.measure.value is not None
    told = known and (coder.says_itself(item.scope) or not item.about.isdisjoint(page.lexicon.subjects))
    if told or item.scope.rule != "in a row":
        return item.measure
    here = by_sentence[item.sentence]
    at = bisect_left(here, item.first, key=lambda c: c.first)
    before: Field[str] = here[at - 1].measure if at else Field(None)
    if before.value is None:
        return item.measure
    return replace(before, rule=f"of the row, {before.rule}", literal=False)


def _is_left_out(page: Page, coder: Coder, item: Counted) -> bool:
    """What is no count of anybody's own; a thing that no measure of the codebook takes."""
    if item.measure.value is None and page.lexicon.is_thing(item.scope.noun):
        return True
    before = range(max(item.first - 4, 0), item.first)
    if any(hit.last == item.first for hit in page.hits(page.lexicon.starts["capacities"], before)):
        return True
    return coder.is_peripheral(item.scope, item.first)


def _follows_one(item: Counted, left_out: Sequence[Counted]) -> bool:
    """ "Of the 1,314 affected families 295 are in A, 195 in B": the noun of a figure that was left out."""
    if not left_out or item.measure.value is not None or item.scope.rule not in AS_ITS_NEIGHBOUR:
        return False
    return left_out[-1].sentence == item.sentence


class Naming:
    """Which words name who speaks; asked of few words, so that few sentences are looked at."""

    def __init__(self, page: Page, speeches: Speeches) -> None:
        self._page, self._speeches = page, speeches
        self._words: dict[int, frozenset[int]] = {}

    def __call__(self, position: int) -> bool:
        number = self._page.sentence_at(position)
        if number not in self._words:
            frames = self._speeches.framed(number).side("leading", "trailing")
            self._words[number] = frozenset(p for frame in frames for p in range(frame.first, frame.last))
        return position in self._words[number]


def _lent(page: Page, item: Counted, by_sentence: dict[int, list[Counted]]) -> frozenset[str]:
    """ "2,592 and 414 were closed, respectively": each takes the subject of its turn in the sentence before."""
    if not page.hits(page.lexicon.starts["respectively"], item.scope.clause):
        return frozenset()
    here = [c for c in by_sentence[item.sentence][:MOST_LENT] if c.scope.clause_start == item.scope.clause_start]
    sentences = [n for n in range(item.sentence - 1, max(item.sentence - 4, -1), -1) if n in by_sentence]
    nearest = [c for c in by_sentence[sentences[0]] if c.scope.noun == item.scope.noun] if sentences else []
    if len(nearest) != len(here):
        told = [c for n in reversed(sentences) for c in by_sentence[n] if c.about & page.lexicon.subjects]
        nearest = told[-len(here) :]
    turn = next((n for n, c in enumerate(here) if c is item), None)
    return nearest[turn].about if turn is not None and len(nearest) == len(here) else frozenset()


def _of_the_whole_row(page: Page, coder: Coder, by_sentence: dict[int, list[Counted]]) -> dict[int, frozenset[str]]:
    """ "6,988 cases in 2022, 17,658 in 2023 and 67,840 in 2024 under article 407": the last words are of all three."""
    found: dict[int, frozenset[str]] = {}
    for here in by_sentence.values():
        for row in _rows(here[:MOST_LENT]):
            *others, last = row
            subjects = coder.about(last.scope) & page.lexicon.subjects
            begins = {word_after(page.text, item.figure.end) for item in row[1:]}
            if subjects and len(begins) == 1 and not any(coder.about(o.scope) & page.lexicon.subjects for o in others):
                found.update(dict.fromkeys((item.first for item in others), subjects))
    return found


def _rows(here: Sequence[Counted]) -> list[list[Counted]]:
    """A figure with a noun and at least two behind it that take it over."""
    rows: list[list[Counted]] = []
    for item in here:
        if item.scope.rule == "in a row" and rows:
            rows[-1].append(item)
        else:
            rows.append([item])
    return [row for row in rows if len(row) > 2]


def _subject_before(page: Page, item: Counted, by_sentence: dict[int, list[Counted]]) -> frozenset[str]:
    """ "Under article 408, 414 were closed and 442 were sent to court": the second has the subject of the first."""
    shared = _shared_subject(page, item, by_sentence)
    if shared is not None:
        return shared
    here = by_sentence[item.sentence]
    at = bisect_left(here, item.first, key=lambda c: c.first)
    if at:
        return here[at - 1].about & page.lexicon.subjects
    if item.scope.rule == "in a row":
        return frozenset()
    earlier = [c for n in range(item.sentence - 1, max(item.sentence - 3, -1), -1) for c in by_sentence.get(n, ())[-1:]]
    return earlier[0].about & page.lexicon.subjects if earlier else frozenset()


def _shared_subject(page: Page, item: Counted, by_sentence: dict[int, list[Counted]]) -> frozenset[str] | None:
    """ "59,606 for leaving a unit and 29,521 for desertion. In October 95,296 for both": what the two share."""
    if not page.hits(page.lexicon.starts["both"], range(item.scope.own.start, item.scope.clause.stop)):
        return None
    here = by_sentence[item.sentence]
    before = here[: bisect_left(here, item.first, key=lambda c: c.first)]
    for number in range(item.sentence - 1, max(item.sentence - 3, -1), -1):
        before = before if len(before) > 1 else by_sentence.get(number, [])
    if len(before) < 2:
        return None
    return before[-1].about & before[-2].about & page.lexicon.subjects


def _population(page: Page, coder: Coder, item: Counted, last: dict[str, Counted], subject: Subject) -> Field[str]:
    found = coder.population(item.scope, item.first)
    if found.value is None:
        found = _carried(page, coder, item, last, subject)
    narrowed = coder.narrowing(item.scope) if item.scope.sort != "case" else None
    if found.value is None or narrowed is None or found.value.endswith("/" + narrowed):
        return found
    return replace(found, value=f"{found.value}/{narrowed}")


def _carried(page: Page, coder: Coder, item: Counted, last: dict[str, Counted], subject: Subject) -> Field[str]:
    """From the paragraph so far, the figure before of the same measure, the measure's own, the report's subject."""
    sentence = page.sentences[item.sentence]
    before = range(page.paragraph(sentence.paragraph).start, page.span(item.sentence).start)
    named = coder.named_in(before)
    if len(named) == 1:
        return Field(next(iter(named)), "carried from the paragraph")
    measure = page.lexicon.codebook.measure(item.measure.value) if item.measure.value else None
    if item.voice.testimony or measure is None:
        return Field(None)
    if measure.id in last:
        return Field(base_of(last[measure.id]), AS_BEFORE)
    if measure.population:
        return Field(measure.population, "the measure's own")
    told_of = subject()
    if told_of:
        return Field(told_of, "carried from headline and lead")
    others = {base_of(item) for item in last.values()}
    return Field(next(iter(others)), "carried from the other figures") if len(others) == 1 else Field(None)


def _subject(page: Page, coder: Coder) -> str | None:
    """The population that headline and lead are about, where no other comes near it."""
    counts: Counter[str] = Counter()
    for number, sentence in enumerate(page.sentences):
        if sentence.paragraph > LEAD_PARAGRAPHS and not sentence.heading:
            break
        counts.update(coder.all_named(page.span(number)))
    ranked = counts.most_common(2)
    if not ranked or (len(ranked) > 1 and ranked[0][1] < DOMINANT * ranked[1][1]):
        return None
    return ranked[0][0]


def base_of(item: Counted) -> str:
    """The population without what narrows it."""
    return (item.population.value or "").split("/")[0]


def _place(codebook: Codebook, coder: Coder, item: Counted, last: dict[str, Counted]) -> Field[str]:
    found = coder.place(item.scope, item.first)
    if item.scope.rule == "follows" and item.measure.value in last:
        found = coder.as_region(found, last[item.measure.value].place.value)
    if found.value is None and item.population.rule == AS_BEFORE and item.measure.value:
        place = gazetteer().get(last[item.measure.value].place.value or "")
        if place is not None and place.kind == "area":
            return Field(place.id, AS_BEFORE)
    if found.value is None and item.population.value:
        population = codebook.population(item.population.value.split("/")[0])
        return Field(population.place, "the population's own") if population else found
    return found
