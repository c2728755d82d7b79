"""Measure, population and place of a figure, by the codebook and the gazetteer and never by guess (§1.4).

What the words do not place stays None. Each field says whether the sentence itself gave it (literal) or it was carried.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

from crossfoot.codebook import Measure, Narrowing
from crossfoot.places import gazetteer
from crossfoot.read.clauses import WIDEST, Scope
from crossfoot.read.page import MeasureRow, Named, Page
from crossfoot.read.phrases import Hit, Phrases

T = TypeVar("T")


STATES = ("state", "group of")
"""Rules whose noun is no name of persons, though persons are counted."""


@dataclass(frozen=True, slots=True)
class Field(Generic[T]):
    """A value with the rule that found it; `literal` where the words of the figure's own sentence say it."""

    value: T | None
    rule: str = "not said"
    literal: bool = False


WITHOUT_CUE = (4, 0)
"""How near the cue of a row stands that needs none."""
NEAR_ENOUGH = 8
"""Words between a figure and what makes it a count of nobody's own."""


@dataclass(frozen=True, slots=True)
class Fit:
    """A measure whose row fits, with how near its cue stands: smaller is nearer."""

    rank: tuple[int, int, int]
    measure: Measure
    topic_here: bool


class Coder:
    """Codes the figures of one page."""

    def __init__(self, page: Page, outside: Callable[[int], bool]) -> None:
        """`outside`: whether a word names who speaks, and so tells nothing of what is counted."""
        self.page, self.lexicon, self._is_outside = page, page.lexicon, outside
        self.is_outside = outside

    # ── measure ──────────────────────────────────────────────────────────────────────────────────

    def measure(self, scope: Scope, first: int, borrowed: frozenset[str]) -> Field[str]:
        """`first` is the position of the figure; `borrowed` words that a list before lends ("respectively")."""
        fits = sorted(self._fits(scope, first, borrowed), key=lambda fit: fit.rank)
        if not fits:
            return Field(None)
        best = fits[0]
        rule = "noun and cue" if best.rank[0] < 4 else "noun"
        literal = scope.text is not None and best.topic_here and not borrowed
        return Field(best.measure.id, rule if literal else f"{rule}, carried", literal)

    def about(self, scope: Scope) -> frozenset[str]:
        """The codebook's words in what is said of this figure alone."""
        near = frozenset(hit.value for span in (scope.own, scope.modifiers) for hit in self.page.cues(span))
        if near.isdisjoint(self.lexicon.subjects):
            return near | frozenset(hit.value for hit in self.page.cues(scope.left))
        return near

    def _fits(self, scope: Scope, first: int, borrowed: frozenset[str]) -> Iterator[Fit]:
        about = self.about(scope) | borrowed
        for row in self.lexicon.rows_for(scope.noun, scope.rule in STATES):
            fit = self._fit(scope, first, about, row)
            if fit is not None:
                yield fit

    def _fit(self, scope: Scope, first: int, about: frozenset[str], found: MeasureRow) -> Fit | None:
        row = found.row
        if (row.about and about.isdisjoint(row.about)) or not about.isdisjoint(row.unless):
            return None
        here, anywhere = self._topic(first, row.topic)
        if not anywhere:
            return None
        rank = self._nearness(scope, first, row.cues)
        if rank is None:
            return None
        return Fit((*rank, found.order), found.measure, here)

    def _topic(self, first: int, topic: tuple[str, ...]) -> tuple[bool, bool]:
        """Whether the text is about the topic in this sentence, and whether it is there or before."""
        if not topic:
            return True, True
        number = self.page.sentence_at(first)
        span = self.page.span(number)
        if not self.page.cues_in(span).isdisjoint(topic):
            return True, True
        if not self.page.cues_in(self.page.paragraph(self.page.sentences[number].paragraph)).isdisjoint(topic):
            return False, True
        first_topic = self.page.first_topic
        if self.page.sentences[number].heading:
            return False, any(word in first_topic for word in topic)
        return False, any(first_topic.get(word, span.start) < span.start for word in topic)

    def _nearness(self, scope: Scope, first: int, cues: tuple[str, ...]) -> tuple[int, int] | None:
        """Where the nearest cue stands: 0 in what is said of this figure, 1 before it, 2 and 3 in its clause."""
        if not cues:
            return WITHOUT_CUE
        right, left = range(scope.own.stop, scope.clause.stop), range(scope.clause.start, scope.left.start)
        if self._says_enough(scope.own):
            right = left = range(0)
        for rank, span in enumerate((scope.own, scope.left, right, left)):
            hits = [h for h in self.page.cues(span) if h.value in cues and not self._is_outside(h.first)]
            if hits:
                return rank, min(abs(hit.first - first) for hit in hits)
        return None

    def _says_enough(self, own: range) -> bool:
        """ "300 people have fled and 20 were killed": what is said of the 300 ends before the 20."""
        return not self.lexicon.sets["verbal"].isdisjoint(self.page.words.norms(own.start, own.stop))

    def names_its_own(self, scope: Scope) -> bool:
        """Whether a word of the codebook stands in what is said of this figure alone."""
        cues = {hit.value for hit in self.page.cues(scope.own)}
        return any(not cues.isdisjoint(found.row.cues) for found in self.lexicon.rows_for(scope.noun, False))

    def is_peripheral(self, scope: Scope, first: int) -> bool:
        """ "455,000 people have been affected": a count of nobody's own, said nearer than what the codebook knows."""
        phrases = self.lexicon.peripheral.get(scope.sort)
        merely = self._nearest(phrases, scope, first) if phrases is not None else None
        if merely is None or merely > (1, NEAR_ENOUGH):
            return False
        rows = self.lexicon.rows_for(scope.noun, scope.rule in STATES)
        known = (self._nearness(scope, first, found.row.cues) for found in rows)
        return all(rank is None or merely < rank < WITHOUT_CUE for rank in known)

    def _nearest(self, phrases: Phrases[str], scope: Scope, first: int) -> tuple[int, int] | None:
        for rank, span in enumerate((scope.own, scope.left)):
            hits = self.page.hits(phrases, span)
            if hits:
                return rank, min(abs(hit.first - first) for hit in hits)
        return None

    # ── population ───────────────────────────────────────────────────────────────────────────────

    def population(self, scope: Scope, first: int) -> Field[str]:
        """The population that the words of the figure name, else the nearest in its sentence."""
        sentence = self.page.span(self.page.sentence_at(first))
        before = range(max(sentence.start, first - WIDEST), first)
        after = range(first, min(sentence.stop, first + WIDEST))
        spans = (("noun", scope.modifiers), ("said of it", scope.own), ("before", before), ("after", after))
        for rule, span in spans:
            hits = self._populations(span)
            if hits:
                hit = min(hits, key=lambda h: abs(h.first - first))
                return Field(hit.value, rule, True)
        return Field(None)

    def agrees(self, population: Field[str], place: Field[str]) -> bool:
        """False where a population named only elsewhere in the sentence meets a place of another population:
        "Russian rockets struck the Sumy region, injuring 3 people" injured no Russians."""
        if population.rule not in ("before", "after") or place.value is None or not place.literal:
            return True
        others = (p.place for p in self.lexicon.codebook.populations if p.id != population.value)
        return not any(gazetteer().is_within(place.value, other) for other in others)

    def named_in(self, span: range) -> frozenset[str]:
        """All populations that a stretch of text names, outside of who speaks."""
        return frozenset(hit.value for hit in self._populations(span))

    def population_in(self, span: range) -> str | None:
        """The one population that a stretch of text names."""
        named = self.named_in(span)
        return next(iter(named)) if len(named) == 1 else None

    def all_named(self, span: range) -> list[str]:
        return [hit.value for hit in self._populations(span)]

    def _populations(self, span: range) -> list[Hit[str]]:
        return [hit for hit in self.page.populations(span) if not self._is_outside(hit.first)]

    def narrowing(self, scope: Scope) -> str | None:
        """What makes the counted a part of the population: "convicts", "82nd airborne assault brigade"."""
        near = range(scope.own.start, min(scope.own.stop, scope.own.start + 10))
        for span in (scope.modifiers, near, scope.left):
            for hit in self.page.longest(self.lexicon.narrowings, span):
                near_enough = hit.value.by_text or (span is not scope.left and not self._is_cut_off(near.start, hit))
                if near_enough and not self._is_outside(hit.first) and not self._is_in_a_cue(hit):
                    apart = self._is_of_most(span.start, hit.first) or self._is_of_two(hit)
                    return None if apart else self._narrowed(hit)
        return None

    def _is_cut_off(self, start: int, hit: Hit[Narrowing]) -> bool:
        """ "2 dead as protesters clash with police"."""
        norms = self.page.words.norms(start, hit.first)
        return not self.lexicon.sets["cutting_off"].isdisjoint(norms)

    def _is_of_two(self, hit: Hit[Narrowing]) -> bool:
        """ "Women and children" are no one part of the population."""
        near = range(hit.last, min(hit.last + 3, len(self.page.words)))
        found = self.page.longest(self.lexicon.narrowings, near)
        others = [h for h in found if h.value.id != hit.value.id and h.first == hit.last + 1]
        joined = self.page.words.norm(hit.last) if near else ""
        return bool(others) and joined in self.lexicon.sets["joiners"] and not hit.value.by_text

    def says_itself(self, scope: Scope) -> bool:
        """Whether a word of the codebook stands right beside the figure."""
        cues = {hit.value for span in (scope.own, scope.left) for hit in self.page.cues(span)}
        return any(not cues.isdisjoint(found.row.cues) for found in self.lexicon.rows_for(scope.noun, False))

    def _is_of_most(self, start: int, first: int) -> bool:
        """ "78 bodies, most of them women"."""
        return bool(self.page.hits(self.lexicon.starts["mostly"], range(start, first)))

    def _is_in_a_cue(self, hit: Hit[Narrowing]) -> bool:
        """ "Staying with host families": no families are counted."""
        near = range(max(hit.first - 2, 0), min(hit.last + 2, len(self.page.words)))
        cues = [c for c in self.page.cues(near) if c.last - c.first > hit.last - hit.first]
        return any(c.first <= hit.first and hit.last <= c.last for c in cues)

    def _narrowed(self, hit: Hit[Narrowing]) -> str:
        if not hit.value.by_text:
            return hit.value.id
        first = hit.first
        tokens, stops = self.page.words.tokens, self.lexicon.sets["stops"]
        stops |= self.lexicon.sets["determiners"]
        populations = {p for h in self._populations(range(max(first - 6, 0), hit.last)) for p in range(h.first, h.last)}
        while (
            first > 0 and hit.first - first < 5 and tokens[first - 1].norm not in stops and first - 1 not in populations
        ):
            before = tokens[first - 1]
            possessive = before.end - before.start > len(before.norm)
            if possessive or not self.page.text[before.end : tokens[first].start].isspace():
                break
            first -= 1
        return " ".join(self.page.phrase(first, hit.last).casefold().split())

    # ── place ────────────────────────────────────────────────────────────────────────────────────

    def place(self, scope: Scope, first: int) -> Field[str]:
        """ "in Poland", "the Sumy region", or the name right before a figure in brackets."""
        if scope.item:
            return self._item_place(scope, first)
        for rule, span in (("said of it", scope.own), ("noun", scope.modifiers), ("before", scope.left)):
            names = [n for n in self.page.places(span) if self._is_locative(n, span.start)]
            names = [n for n in names if not self._is_outside(n.first)]
            if names:
                return Field(self._narrowest(names, first), rule, True)
        return self._subject_place(scope)

    def _subject_place(self, scope: Scope) -> Field[str]:
        """ "The Donetsk region is far ahead with 8,574 cases": a region or town before the figure, no seat of power."""
        for named in reversed(self.page.places(scope.left)):
            powers = self.page.populations(range(named.first, named.last))
            no_seat = named.place.kind == "region" or named.place.id in gazetteer().places
            if named.place.kind in ("region", "city") and no_seat and not powers and not self._is_outside(named.first):
                return Field(named.place.id, "subject before it", True)
        return Field(None)

    def as_region(self, place: Field[str], beside: str | None) -> Field[str]:
        """ "The Kharkiv region leads, Zhytomyr follows with 2,433": a name beside a region is a region."""
        known, other = gazetteer().get(place.value or ""), gazetteer().get(beside or "")
        if known is None or other is None or known.kind != "city" or other.kind != "region":
            return place
        region = gazetteer().named(known.id, as_region=True)
        return replace(place, value=region.id) if region is not None and region.kind == "region" else place

    def _item_place(self, scope: Scope, first: int) -> Field[str]:
        """ "in the regions of Kharkiv (5,771) and Donetsk (5,318)": the name right before, a region after "regions"."""
        name = next((n for n in self.page.places(range(max(first - 6, 0), first)) if n.last == first), None)
        if name is None:
            return Field(None)
        marks = self.lexicon.sets["region_marks"]
        opening = range(scope.clause.start, name.first)
        as_region = any(self.page.words.tokens[position].norm in marks for position in opening)
        place = gazetteer().named(self.page.phrase(name.first, name.last), as_region) or name.place
        return Field(place.id, "name before it", True)

    def _narrowest(self, names: list[Named], first: int) -> str:
        """The nearest name, or one that lies in it ("in the Donetsk region of Ukraine")."""
        best = min(names, key=lambda n: abs(n.first - first))
        for name in names:
            if gazetteer().is_within(name.place.id, best.place.id):
                best = name
        several = {n.place.id for n in names if not gazetteer().is_within(best.place.id, n.place.id)}
        if not several:
            return best.place.id
        shared = [id for id in gazetteer().chain(best.place.id) if all(gazetteer().is_within(o, id) for o in several)]
        return shared[0] if shared else best.place.id

    def _is_locative(self, name: Named, start: int) -> bool:
        """A preposition of place before the name, with nothing between but words such as "the region of"."""
        tokens, sets = self.page.words.tokens, self.lexicon.sets
        last = tokens[name.last - 1]
        if last.end - last.start > len(last.norm):
            return False
        if name.place.kind == "area" and not self.page.text[tokens[name.first].start].isupper():
            return True
        position = name.first - 1
        while position >= max(start, 0) and name.first - position < 8:
            norm = tokens[position].norm
            if norm in sets["locative"]:
                return True
            near = self.page.places(range(max(position - 6, 0), position + 1))
            known = norm in sets["between_place"] or any(n.first <= position < n.last for n in near)
            if not known and norm not in sets["joiners"]:
                return False
            position -= 1
        return False
