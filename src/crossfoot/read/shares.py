"""Shares with their whole: "a third of all proceedings in 2024 were for desertion" (§4, §5.5).

The whole and the part are both coded by the codebook, each from its own words, and only where every one of these words
is known: a share of something that the codebook only half understands has no base.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from crossfoot.places import gazetteer
from crossfoot.read.changes import BREAK, Comparing
from crossfoot.read.clauses import Scope
from crossfoot.read.coding import Coder
from crossfoot.read.figures import Figure
from crossfoot.read.page import Page
from crossfoot.read.phrases import Hit

MOST = 40
"""Words of a whole and of a part."""
LONGEST_SUBJECT = 14
NEAR = 3


@dataclass(frozen=True, slots=True)
class Share:
    """Positions of the words that tell the whole and the part; `figure`: the whole's own number among the figures.

    `subject`: the part stands before the figure ("desertion accounted for …").
    """

    whole: range
    part: range
    figure: int | None
    subject: bool = False


class Shares:
    """Finds the shares of one page that name their whole and their part."""

    def __init__(self, page: Page, words: Comparing, is_speaker: Callable[[int], bool]) -> None:
        self.page, self.words, self._is_speaker = page, words, is_speaker
        self.starts = [figure.start for figure in page.figures]

    def of(self, figure: Figure) -> Share | None:
        if not figure.is_share or figure.whole is not None:
            return None
        first = self.page.words.at(figure.start)
        last = self.page.words.at(max(figure.end, figure.unit_end))
        span = self.page.span(self.page.sentence_of(figure.start))
        return (
            self._of_whom(first, last, span) or self._of_what(first, last, span) or self._of_before(first, last, span)
        )

    def _of_whom(self, first: int, last: int, span: range) -> Share | None:
        """ "382,000 people were displaced, of whom 56 % were children"."""
        page = self.page
        near = range(max(span.start, first - NEAR), first)
        opening = next((h.first for h in page.hits(page.lexicon.starts["subsets"], near) if h.last == first), None)
        start = page.words.span(max(span.start, first - MOST))[0]
        before = [f for f in page.figures_in(start, page.words.span(first)[0]) if f.rejected is None]
        if opening is None or not before or before[-1].is_share or self._verb(range(last, last + 1)) is None:
            return None
        end = self._end(range(last, min(span.stop, last + MOST)), last)
        return self._made(range(page.words.at(before[-1].start), opening), range(last + 1, end), False)

    def _of_what(self, first: int, last: int, span: range) -> Share | None:
        """ "40 % of the cases were for desertion", "desertion made up 40 % of the cases"."""
        page = self.page
        if last >= span.stop:
            return None
        begin = last + (page.words.norm(last) in page.lexicon.sets["partitive"])
        end = self._end(range(begin, min(span.stop, begin + MOST)), begin)
        verb = self._verb(range(begin, end))
        subject = self._subject(first, span)
        if verb is None and subject is not None:
            return self._made(range(begin, end), subject, True)
        if verb is None or verb <= begin:
            return None
        return self._made(range(begin, verb), range(verb + 1, end), False)

    def _of_before(self, first: int, last: int, span: range) -> Share | None:
        """ "Of the 59,606 cases opened in 2024, 40 % were for desertion"."""
        page = self.page
        opens = page.words.norm(span.start) in page.lexicon.sets["partitive"]
        comma = (
            0 < first - span.start <= MOST
            and "," in page.text[page.words.span(first - 1)[1] : page.words.span(first)[0]]
        )
        if not opens or not comma or last >= span.stop or self._verb(range(last, last + 1)) is None:
            return None
        end = self._end(range(last, min(span.stop, last + MOST)), last)
        return self._made(range(span.start + 1, first), range(last + 1, end), False)

    def _end(self, span: range, begin: int) -> int:
        """Where the clause ends: a break, or who says it."""
        for position in span:
            broken = position > begin and BREAK.search(
                self.page.text, self.page.words.span(position - 1)[1], self.page.words.span(position)[0]
            )
            if broken or self._is_speaker(position):
                return position
        return span.stop

    def _verb(self, span: range) -> int | None:
        """The verb of the clause, past that of "who were killed"."""
        sets, norms = self.page.lexicon.sets, self.page.words.norms(span.start, span.stop)
        for at, norm in enumerate(norms):
            relative = at > 0 and norms[at - 1] in self.words.sets["relatives"]
            if norm in sets["verbal"] and not relative and not (at and norms[at - 1] in sets["verbal"]):
                return span.start + at
        return None

    def _subject(self, first: int, span: range) -> range | None:
        """What stands before "made up" in its clause."""
        near = range(max(span.start, first - NEAR), first)
        hits = self.page.hits(self.words.phrases["make_up"], near)
        made = [hit for hit in hits if all(self._is_step(p) for p in range(hit.last, first))]
        if not made:
            return None
        start = stop = made[-1].first
        while (
            start > span.start
            and stop - start < LONGEST_SUBJECT
            and not self._breaks(start)
            and not self._is_speaker(start - 1)
        ):
            start -= 1
        return range(start, stop) if stop > start else None

    def _is_step(self, position: int) -> bool:
        return self.page.words.norm(position) in self.words.sets["steps"]

    def _breaks(self, position: int) -> bool:
        gap = self.page.text[self.page.words.span(position - 1)[1] : self.page.words.span(position)[0]]
        return BREAK.search(gap + " ") is not None or self.page.words.norm(position - 1) in self.words.sets["opening"]

    def _made(self, whole: range, part: range, subject: bool) -> Share | None:
        if not whole or not part:
            return None
        start, end = self.page.words.span(whole.start)[0], self.page.words.span(whole.stop - 1)[1]
        numbers = range(bisect_left(self.starts, start), bisect_left(self.starts, end))
        counted = [n for n in numbers if self.page.figures[n].rejected is None]
        if len(counted) > 1 or any(self.page.figures[n].is_share for n in counted):
            return None
        return Share(whole, part, counted[0] if counted else None, subject)


# ── what the whole and the part are ──────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Dimensions:
    """Measure, population and place of a whole or a part; `place` None: the words do not say."""

    measure: str
    population: str
    place: str | None
    literal: bool


class ShareCoder:
    """Codes wholes and parts by the codebook."""

    def __init__(self, coder: Coder, words: Comparing) -> None:
        self.coder, self.page, self.words = coder, coder.page, words

    def whole(self, share: Share, first: int, scope: Scope) -> Dimensions | None:
        """What the words of the whole alone say; the codebook's topic counts only where it stands among them."""
        alone = replace(scope, modifiers=share.whole, own=share.whole, left=range(0), clause=share.whole)
        measure = self.coder.measure(alone, first, frozenset())
        if measure.value is None or not self._is_understood(share.whole):
            return None
        population = self.coder.population_in(share.whole)
        known = self.page.lexicon.codebook.measure(measure.value)
        population = population or (known.population if known is not None else None)
        if population is None:
            return None
        narrowed = self.coder.narrowing(alone) if scope.sort != "case" else None
        population = f"{population}/{narrowed}" if narrowed else population
        return Dimensions(
            measure.value, population, self._place(alone, first), self.is_said(measure.value, share.whole)
        )

    def is_said(self, measure: str, span: range) -> bool:
        """Whether a measure that needs the text to be about a topic has it among these words."""
        cues = self.page.cues_in(span)
        rows = [found.row for found in self.page.lexicon.rows_of(measure)]
        return any(not row.topic or not cues.isdisjoint(row.topic) for row in rows)

    def part(self, share: Share, first: int, scope: Scope, whole: Dimensions) -> Dimensions | None:
        """The whole, narrowed by what the words of the part say; None where they say something else."""
        if not self._is_understood(share.part):
            return None
        told = not self.page.lexicon.subjects.isdisjoint(self.page.cues_in(share.part))
        about = range(0) if told else share.whole
        alone = replace(scope, modifiers=about, own=share.part, left=range(0), clause=share.part)
        measure = self.coder.measure(alone, first, frozenset()).value or whole.measure
        named = self.coder.named_in(share.part)
        if named - {whole.population.split("/")[0]}:
            return None
        population = self._narrowed(share.part, scope, whole.population)
        place = self._place_of_part(alone, share, first)
        if population is None or place == "":
            return None
        return Dimensions(measure, population, place or whole.place, bool(place) or population != whole.population)

    def _narrowed(self, span: range, scope: Scope, population: str) -> str | None:
        """One narrowing at most: "women and children" are no population of the codebook."""
        hits = self.page.longest(self.page.lexicon.narrowings, span) if scope.sort != "case" else []
        ids = {hit.value.id for hit in hits}
        if len(ids) > 1 or any(hit.value.by_text for hit in hits) or (ids and "/" in population):
            return None
        return f"{population}/{ids.pop()}" if ids else population

    def _place(self, scope: Scope, first: int) -> str | None:
        return self.coder.place(replace(scope, item=False), first).value

    def _place_of_part(self, scope: Scope, share: Share, first: int) -> str | None:
        """The place that the part names; empty where it names several."""
        places = [named.place.id for named in self.page.places(share.part)]
        nested = [p for p in places if all(gazetteer().is_within(p, other) for other in places)]
        if not places:
            return None
        if not nested:
            return ""
        empty = replace(scope, own=range(0), modifiers=range(0), left=share.part) if share.subject else scope
        return self.coder.place(empty, first).value or ""

    def _is_understood(self, span: range) -> bool:
        """Whether the codebook, the gazetteer or the list of plain words knows every word."""
        page, sets = self.page, self.words.sets
        lexicon = page.lexicon
        known: set[int] = set()
        hits: list[Hit[Any]] = [*page.nouns(span), *page.cues(span), *page.populations(span)]
        for hit in (*hits, *page.hits(lexicon.narrowings, span)):
            known.update(range(hit.first, hit.last))
        for named in page.places(span):
            known.update(range(named.first, named.last))
        norms = page.words.norms(span.start, span.stop)
        if not sets["no_part"].isdisjoint(norms):
            return False
        figures = {page.words.at(figure.start) for figure in page.figures_in(*self._edges(span))}
        plain = sets["plain"]
        return all(
            norm in plain or at in known or at in figures or page.in_time(at)
            for at, norm in enumerate(norms, span.start)
        )

    def _edges(self, span: range) -> tuple[int, int]:
        return self.page.words.span(span.start)[0], self.page.words.span(span.stop - 1)[1]
