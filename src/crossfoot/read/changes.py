"""Figures that say by how much a count differs from another time's: "up 12 % from a year earlier" (§4, §5.5)."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Self

from crossfoot.read.dates import TimeMention
from crossfoot.read.figures import Figure
from crossfoot.read.language import LanguageError, Table, phrases, subtable
from crossfoot.read.page import Page
from crossfoot.read.phrases import Hit, Phrases
from crossfoot.records import Comparison

LISTS = (
    "rises",
    "falls",
    "rises_after",
    "falls_after",
    "more",
    "fewer",
    "than",
    "against",
    "as_many",
    "as_in",
    "make_up",
)
SETS = (
    "steps",
    "by",
    "bare",
    "fillers",
    "same",
    "periods",
    "points",
    "plain",
    "relative",
    "no_part",
    "relatives",
    *("opening", "multiples", "reaches"),
)
COMPARED = ("year", "month", "quarter", "relative", "first_months", "same_period")
"""Forms of time before which "on" and "from" compare."""
BACK = ("year", "quarter", "month", "week", "day")
BEFORE = 6
"""Words between "rose" and its figure, and the longest such phrase."""
WITHIN = 16
"""Words between "5,000 more" and its "than"."""
AGAINST = 24
"""Words between a figure and what it is compared with."""
FILLERS = 5
REACH = 1000
"""Characters behind a figure in which the next one is looked for."""
BREAK = re.compile(r"[;:()—–]|,\s")


@dataclass(frozen=True, slots=True)
class ComparisonWords:
    """The words of [comparison]: what rises and falls, what it is compared with, what makes up a share of what."""

    lists: Mapping[str, tuple[str, ...]]
    back: Mapping[str, tuple[str, ...]]
    """Calendar unit → what goes one such unit back from the time told of ("a year earlier")."""

    @classmethod
    def from_table(cls, table: Table, file: str = "en.toml") -> Self:
        back = subtable(table, "back", file)
        if set(back) != set(BACK):
            raise LanguageError(file, "back", f"one list for each of {', '.join(BACK)} is needed here")
        return cls(
            {key: phrases(table, key, file) for key in (*LISTS, *SETS)},
            {unit: phrases(back, unit, file) for unit in BACK},
        )


class Comparing:
    """Made once for a language: its phrases of comparison, to be looked for with all others."""

    def __init__(self, words: ComparisonWords, endings: tuple[str, ...]) -> None:
        self.phrases = {key: Phrases(((p, p) for p in words.lists[key]), endings) for key in LISTS}
        self.back = Phrases(((p, unit) for unit, listed in words.back.items() for p in listed), endings)
        self.sets = {key: frozenset(words.lists[key]) for key in SETS}


@dataclass(frozen=True, slots=True)
class Against:
    """The other side of a change: a time that the text names (start of its mention), or the own time moved back by a
    unit, or, with `same`, the own stretch in the year that the mention names. `start` to `end` are its words."""

    start: int
    end: int
    mention: int | None = None
    back: str | None = None
    same: bool = False


@dataclass(frozen=True, slots=True)
class Change:
    """`opening` is the position where what tells of the change begins; `beside`: it is set beside a figure told before
    it ("23,000 cases, an increase of 5,000"), and of what that one counts."""

    how: Comparison
    falls: bool
    opening: int
    against: Against | None
    beside: bool


class Changes:
    """Finds the changes of one page."""

    def __init__(self, page: Page, mentions: Sequence[TimeMention], words: Comparing) -> None:
        self.page, self.mentions, self.words = page, mentions, words
        self.starts = [mention.start for mention in mentions]

    def of(self, figure: Figure) -> Change | None:
        """The change that a figure tells, None where it tells none."""
        page = self.page
        first = page.words.at(figure.start)
        last = page.words.at(max(figure.end, figure.unit_end))
        if self._in_points(figure, last) or figure.whole is not None:
            return None
        if self.is_multiple(figure):
            return self._multiple(
                figure, first, last, self._next_figure(figure, page.span(page.sentence_of(figure.start)))
            )
        span = page.span(page.sentence_of(figure.start))
        stop = self._next_figure(figure, span)
        return (
            self._multiple(figure, first, last, stop)
            or self._by(figure, first, last, range(span.start, stop))
            or self._more_than(figure, first, last, stop)
        )

    def is_multiple(self, figure: Figure) -> bool:
        """ "Twice"."""
        return self.page.text[figure.start : figure.end].lower() in self.words.sets["multiples"]

    def _at(self, phrases: Phrases[str], span: range) -> Hit[str] | None:
        """The longest of the phrases that begins where the range does."""
        return next((hit for hit in self.page.hits(phrases, span) if hit.first == span.start), None)

    def _in_points(self, figure: Figure, last: int) -> bool:
        """ "5 percentage points" are no share of anything."""
        norms = self.page.words.norms(max(last - 2, 0), min(last + 1, len(self.page.words)))
        return figure.is_share and not self.words.sets["points"].isdisjoint(norms)

    def _next_figure(self, figure: Figure, span: range) -> int:
        end = min(self.page.sentences[self.page.sentence_of(figure.start)].end, figure.end + REACH)
        following = (f for f in self.page.figures_in(figure.end, end) if f.rejected is None)
        found = next(following, None)
        return self.page.words.at(found.start) if found is not None else span.stop

    # ── the three ways of saying it ──────────────────────────────────────────────────────────────

    def _by(self, figure: Figure, first: int, last: int, span: range) -> Change | None:
        """ "Rose by 40 %", "up 12 %", "an increase of 5,000", "a 40 percent increase"."""
        found = self._direction(figure, first, span) or self._direction_after(figure, first, last)
        if found is None:
            return None
        opening, behind, falls, is_noun = found
        against = self._against(range(behind, span.stop), is_noun) or self._ahead(range(span.start, opening))
        bare = first == 0 or self.page.words.norm(first - 1) not in self.words.sets["by"]
        if not figure.is_share and bare and against is None:
            return None
        return Change("growth" if figure.is_share else "difference", falls, opening, against, self._is_beside(opening))

    def _direction(self, figure: Figure, first: int, span: range) -> tuple[int, int, bool, bool] | None:
        page = self.page
        near = range(max(span.start, first - BEFORE), first)
        made = page.hits(self.words.phrases["make_up"], near)
        hits = [(hit, False) for hit in page.hits(self.words.phrases["rises"], near)]
        hits += [(hit, True) for hit in page.hits(self.words.phrases["falls"], near)]
        hits = [(hit, falls) for hit, falls in hits if not any(m.first <= hit.first < m.last for m in made)]
        if not hits:
            return None
        hit, falls = max(hits, key=lambda found: (found[0].last, -found[0].first))
        between = range(hit.last, first)
        if not all(self._is_step(position) for position in between) or self._is_broken(hit.first, first):
            return None
        noun = hit.value.split()[-1] in self.words.sets["by"]
        last = page.words.at(max(figure.end, figure.unit_end))
        return hit.first, last, falls, noun

    def _is_step(self, position: int) -> bool:
        norm = self.page.words.norm(position)
        return norm in self.words.sets["steps"] or norm in self.words.sets["by"] or self.page.in_time(position)

    def _is_broken(self, first: int, last: int) -> bool:
        return BREAK.search(self.page.text, self.page.words.span(first)[1], self.page.words.span(last)[0]) is not None

    def _direction_after(self, figure: Figure, first: int, last: int) -> tuple[int, int, bool, bool] | None:
        """ "A 40 percent increase"."""
        near = range(last, last + 2)
        for key, falls in (("rises_after", False), ("falls_after", True)):
            for hit in self.page.hits(self.words.phrases[key], near):
                if figure.is_share and hit.first == last:
                    article = first and self.page.words.norm(first - 1) in self.words.sets["steps"]
                    return first - bool(article), hit.last, falls, True
        return None

    def _more_than(self, figure: Figure, first: int, last: int, stop: int) -> Change | None:
        """ "5,000 more cases than in 2023", "12 percent higher than a year earlier"."""
        for key, falls in (("more", False), ("fewer", True)):
            hit = next((h for h in self.page.hits(self.words.phrases[key], range(last, last + 1))), None)
            if hit is None:
                continue
            thans = self.page.hits(self.words.phrases["than"], range(last, min(stop, last + WITHIN)))
            if not thans or self._is_broken(first, thans[0].first):
                return None
            against = self._other_side(thans[0].last, stop)
            how: Comparison = "growth" if figure.is_share else "difference"
            return Change(how, falls, first, against, self._is_beside(first))
        return None

    def _multiple(self, figure: Figure, first: int, last: int, stop: int) -> Change | None:
        """ "Three times as many cases as in 2023"."""
        hit = next(
            (h for h in self.page.hits(self.words.phrases["as_many"], range(last, last + 4)) if h.first == last), None
        )
        if hit is None or figure.is_share:
            return None
        ends = self.page.hits(self.words.phrases["as_in"], range(hit.last, min(stop, hit.last + WITHIN)))
        against = self._other_side(ends[0].last, stop) if ends else None
        return Change("ratio", False, first, against, self._is_beside(first))

    def _is_beside(self, opening: int) -> bool:
        """Right behind a comma or bracket: "23,000 cases, up 12 %"."""
        if opening == 0:
            return False
        gap = self.page.text[self.page.words.span(opening - 1)[1] : self.page.words.span(opening)[0]]
        return any(mark in gap for mark in ",(–—")

    # ── what it is compared with ─────────────────────────────────────────────────────────────────

    def _against(self, span: range, is_noun: bool) -> Against | None:
        """The first phrase of comparison behind a figure that a time follows."""
        near = range(span.start, min(span.stop, span.start + AGAINST))
        for hit in self.page.hits(self.words.back, near):
            if hit.first == near.start or self._opens(hit.first, near.start):
                return self._moved_back(hit, hit.first)
        for hit in self.page.longest(self.words.phrases["against"], near):
            if ";" in self.page.text[self.page.words.span(near.start)[0] : self.page.words.span(hit.first)[0]]:
                return None
            side = self._other_side(hit.last, span.stop, hit.first)
            if side is not None and (hit.value not in self.words.sets["bare"] or self._is_sure(side, hit, is_noun)):
                return side
        return None

    def _moved_back(self, hit: Hit[str], first: int) -> Against:
        same = not self.words.sets["same"].isdisjoint(self.page.words.norms(hit.first, hit.last))
        return Against(self.page.words.span(first)[0], self.page.words.span(hit.last - 1)[1], back=hit.value, same=same)

    def _opens(self, position: int, start: int) -> bool:
        """Whether a phrase such as "year on year" follows with nothing but a time between."""
        return all(
            self.page.in_time(p) or self.page.words.norm(p) in self.words.sets["fillers"]
            for p in range(start, position)
        )

    def _is_sure(self, side: Against, hit: Hit[str], is_noun: bool) -> bool:
        """ "Over 2023" only behind "an increase of"; "on" and "from" only before a year or a unit: "rose by 12 on
        Monday" is no comparison."""
        if hit.value in self.words.sets["relative"] and not is_noun:
            return False
        if side.mention is None:
            return True
        mention = self.mentions[bisect_left(self.starts, side.mention)]
        return mention.role in ("at", "from") and mention.last is None and mention.form in COMPARED

    def _ahead(self, span: range) -> Against | None:
        """ "Compared with 2023, cases rose by 40 %"."""
        for hit in self.page.longest(self.words.phrases["against"], range(span.start, min(span.stop, span.start + 4))):
            if hit.first == span.start and hit.value not in self.words.sets["bare"]:
                return self._other_side(hit.last, span.stop)
        return None

    def _other_side(self, position: int, stop: int, first: int | None = None) -> Against | None:
        """The time that begins here, past words such as "in" and "the figure for"."""
        same = False
        for at in range(position, min(stop, position + FILLERS)):
            back = next(
                (hit for hit in self.page.hits(self.words.back, range(at, min(stop, at + 6))) if hit.first == at), None
            )
            if back is not None:
                return self._moved_back(back, position if first is None else first)
            norm = self.page.words.norm(at)
            same = same or norm in self.words.sets["same"]
            mention = self._mention_at(at, first)
            same = same or (mention is not None and mention.form == "same_period")
            if mention is not None and (not same or mention.form in ("year", "same_period")):
                start = self.page.words.span(position if first is None else first)[0]
                return Against(start, mention.end, mention.start, same=same)
            if norm not in self.words.sets["fillers"] and not (same and norm in self.words.sets["periods"]):
                return None
        return None

    def _mention_at(self, position: int, first: int | None) -> TimeMention | None:
        """The mention of time that begins with a word, or with the "from" right before it."""
        start = self.page.words.span(position)[0]
        at = bisect_left(self.starts, start)
        if at < len(self.mentions) and self.mentions[at].start == start:
            return self.mentions[at] if _is_dated(self.mentions[at]) else None
        before = self.mentions[at - 1] if at else None
        if before is None or first is None or before.start != self.page.words.span(first)[0] or before.end <= start:
            return None
        return before if _is_dated(before) and before.last is None else None


def _is_dated(mention: TimeMention) -> bool:
    return mention.first is not None and (mention.first.unit != "anaphor" or mention.first.of_year is not None)
