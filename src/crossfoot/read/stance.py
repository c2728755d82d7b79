"""How the text stands to a figure: asserted, hedged, disputed, retracted, negated or planned (§2.9)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

from crossfoot.read.language import Table, phrases
from crossfoot.read.page import Page
from crossfoot.read.phrases import Hit, Phrases
from crossfoot.records import Stance

LISTS = (
    *("hedged", "disputed", "no_dispute_after", "disputes_of", "retracted", "negated", "planned", "modal"),
    *("hedging_verbs", "no_hedge_before", "claiming"),
)
SETS = ("no_dispute_after", "hedging_verbs", "no_hedge_before", "claiming")
ORDER: tuple[Stance, ...] = ("retracted", "negated", "planned", "disputed", "hedged")
BEFORE = 5
PLANNED_AFTER = 6
"""Words from a figure on in which "are to leave" or "will be sent" governs it."""
NEGATED_BEFORE = 8
"""Words before a figure in which "will" or "did not" governs it."""
REACH = 2
"""Sentences after a figure in which "these numbers remain unverified" still speaks of it."""


def _opens_sentence(page: Page, hit: Hit[str]) -> bool:
    return page.span(page.sentence_at(hit.first)).start == hit.first and not page.in_time(hit.first)


@dataclass(frozen=True, slots=True)
class StanceWords:
    lists: Mapping[str, tuple[str, ...]]

    @classmethod
    def from_table(cls, table: Table, file: str = "en.toml") -> Self:
        return cls({key: phrases(table, key, file) for key in LISTS})


class Stances:
    """Finds the stance of figures; made once for all reports of a run."""

    def __init__(self, words: StanceWords, endings: tuple[str, ...]) -> None:
        self.phrases = {key: Phrases(((p, p) for p in words.lists[key]), endings) for key in LISTS if key not in SETS}
        self.sets = {key: frozenset(words.lists[key]) for key in LISTS}

    def of(self, page: Page, first: int, clause: range, verb: str | None) -> tuple[Stance, bool]:
        """The stance, and whether a modal governs the figure ("may surpass 50,000")."""
        before = range(max(clause.start, first - BEFORE), first)
        modal = self._any("modal", page, before)
        for stance in ORDER:
            if self._is(stance, page, first, clause, verb):
                return stance, modal
        return "asserted", modal

    def _is(self, stance: Stance, page: Page, first: int, clause: range, verb: str | None) -> bool:
        if stance == "hedged":
            near = range(clause.start, min(clause.stop, first + BEFORE))
            return self._any("hedged", page, near) or (verb is not None and verb in self.sets["hedging_verbs"])
        if stance == "disputed":
            return self._disputed(page, first)
        if stance == "planned" and self._any(stance, page, range(first, min(clause.stop, first + PLANNED_AFTER))):
            return True
        reach = NEGATED_BEFORE if stance == "negated" else BEFORE
        span = clause if stance == "retracted" else range(max(clause.start, first - reach), first)
        return self._any(stance, page, span)

    def _any(self, key: str, page: Page, span: range) -> bool:
        """Whether one of the phrases stands there; a word with a capital inside a sentence is a name or a month."""
        tokens = page.words.tokens
        hits = page.hits(self.phrases[key], span)
        if key == "hedged":
            hits = [hit for hit in hits if not self._takes_lives(page, hit)]
        return any(_opens_sentence(page, hit) or not page.text[tokens[hit.first].start].isupper() for hit in hits)

    def _takes_lives(self, page: Page, hit: Hit[str]) -> bool:
        """ "The floods have claimed five lives": nobody claims anything."""
        norms = page.words.norms(hit.last, min(hit.last + BEFORE, len(page.words)))
        return hit.value in self.sets["claiming"] and not self.sets["no_hedge_before"].isdisjoint(norms)

    def _disputed(self, page: Page, first: int) -> bool:
        """A later sentence, of this paragraph or the next, that says the figures are in doubt."""
        number = page.sentence_of(page.words.tokens[first].start)
        paragraph = page.sentences[number].paragraph
        for sentence in page.sentences[number + 1 : number + 1 + REACH]:
            if sentence.paragraph > paragraph + REACH:
                return False
            span = page.positions(sentence.start, sentence.end)
            opening = range(span.start, min(span.start + 4, span.stop))
            if page.hits(self.phrases["disputes_of"], opening) and self._doubts(page, span):
                return True
        return False

    def _doubts(self, page: Page, span: range) -> bool:
        tokens = page.words.tokens
        for hit in page.hits(self.phrases["disputed"], span):
            words = {token.norm for token in tokens[max(span.start, hit.first - 2) : hit.first]}
            if not words & self.sets["no_dispute_after"]:
                return True
        return False
