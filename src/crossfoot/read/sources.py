"""Sources as they stand in the text: where a name ends, what kind of speaker it is, whom a pronoun stands for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Self

from crossfoot.codebook import Codebook
from crossfoot.read.language import Table, phrases
from crossfoot.read.page import Page
from crossfoot.read.phrases import Hit, Phrases
from crossfoot.records import Source, SourceKind

BREAK = re.compile(r"[,;:.()\[\]{}!?…—–\"“”«»|\n]")
LONGEST = 16
MOST_NAMES = 12
MOST_SPOTS = 40
MOST_BACK = 40
"""Sentences before one in which whom "he" or "the agency" stands for is looked for."""
BODY_REACH = 2
"""Sentences before one in which whom "it" stands for is looked for."""
REACH = 20_000
"""Characters around a name in which the full one is looked for."""
LISTS = (
    *(
        "before",
        "citing",
        "through",
        "verbs",
        "weak_verbs",
        "that",
        "adverbs",
        "no_verb_after",
        "nobody",
        "no_saying_before",
    ),
    *(
        "office",
        "agency",
        "outlet",
        "anonymous",
        "person",
        "paper",
        "press_roles",
        "titles",
        "describing",
        "pronouns",
        "impersonal",
        "no_sources",
        "self",
        "own",
        "mine",
    ),
    *(
        "source_ends",
        "keep_ends",
        "block_ahead",
        "by",
        "of_outlet",
        "subject_ends",
        "definite",
        "platforms",
        "of_office",
        "told",
        "titles",
    ),
)
KINDS: tuple[tuple[str, SourceKind], ...] = (
    ("self", "self"),
    ("anonymous", "anonymous"),
    ("agency", "agency"),
    ("outlet", "outlet"),
    ("office", "office"),
    ("person", "anonymous"),
    ("paper", "unknown"),
)


@dataclass(frozen=True, slots=True)
class AttributionWords:
    """The words of [attribution]: what goes before and after a source, and what kinds of speakers there are."""

    lists: Mapping[str, tuple[str, ...]]

    @classmethod
    def from_table(cls, table: Table, file: str = "en.toml") -> Self:
        return cls({key: phrases(table, key, file) for key in LISTS})


COMMON = (*("office", "outlet", "agency", "person", "paper", "pronouns", "source_ends", "no_verb_after", "definite"),)
"""Their words are no part of a person's name."""
PHRASE_LISTS = (
    *("before", "citing", "through", "verbs", "own", "mine", "block_ahead"),
    *("self", "anonymous", "agency", "outlet", "office", "person", "paper"),
)
"""Of these, the lists whose phrases are looked for in sentences; the others are sets of single words."""


class Speakers:
    """What a language and a codebook know of speakers, made once for all reports of a run."""

    def __init__(self, words: AttributionWords, codebook: Codebook, endings: tuple[str, ...]) -> None:
        self.sets = {key: frozenset(words.lists[key]) for key in LISTS}
        self.phrases = {key: Phrases(((p, p) for p in words.lists[key]), endings) for key in PHRASE_LISTS}
        self.common = frozenset(word for key in COMMON for word in words.lists[key])
        self.codebook = codebook
        names = ((name, source.name) for source in codebook.sources for name in (source.name, *source.aliases))
        self.known = Phrases(names, endings)


@dataclass(frozen=True, slots=True)
class Name:
    """A person's name of two words or more, by the positions of its words."""

    first: int
    last: int


class Roll:
    """The persons and known sources that one report names, to resolve what later words stand for.

    Names are looked for in the sentences that are asked for, and around them as far as REACH.
    """

    def __init__(self, page: Page, speakers: Speakers) -> None:
        self.page, self.speakers = page, speakers
        self.tokens = page.words.tokens
        self._met: dict[str, list[tuple[int, Source]]] = {}
        """By noun, with the place: "the source", "the agency" stand for the latest with the same noun."""
        self._mine: list[tuple[int, Source]] = []
        self._bodies: list[tuple[int, Source]] = []
        """Whoever spoke under a name of its own, with the place: for "it said"."""
        self._names: dict[int, list[Name]] = {}
        self._ending: dict[tuple[str, int], list[Name]] = {}

    def known(self, span: range) -> list[Hit[str]]:
        """The sources of the codebook that are named there."""
        return self.page.longest(self.speakers.known, span)

    def names_in(self, sentence: int) -> list[Name]:
        """Runs of two to four words with capitals that name no place, people, office or known source."""
        found = self._names.get(sentence)
        if found is None:
            found = self._names[sentence] = list(self._runs(self.page.span(sentence)))
        return found

    def _runs(self, span: range) -> Iterator[Name]:
        text, words, position = self.page.text, self.page.words, span.start
        capitals = [p for p in span if text[words.span(p)[0]].isupper()]
        if len(capitals) < 2:
            return
        banned = self._no_names(span)
        for first in capitals:
            if first < position:
                continue
            last = first
            while last < span.stop and self._is_name_word(last, first, banned):
                last += 1
            if 2 <= last - first <= 4:
                yield Name(first, last)
            position = max(last, first + 1)

    def _no_names(self, span: range) -> frozenset[int]:
        hits: list[Hit[str]] = [*self.known(span), *self.page.populations(span)]
        spans = [(hit.first, hit.last) for hit in hits] + [
            (place.first, place.last) for place in self.page.places(span)
        ]
        return frozenset(position for first, last in spans for position in range(first, last))

    def _is_name_word(self, position: int, first: int, banned: frozenset[int]) -> bool:
        token = self.tokens[position]
        text = self.page.text
        if position in banned or not text[token.start].isupper() or self._is_common(token.norm):
            return False
        return position == first or text[self.tokens[position - 1].end : token.start].isspace()

    def _is_common(self, norm: str) -> bool:
        return norm in self.speakers.common or norm in self.page.lexicon.sets["stops"]

    def source(self, first: int, last: int) -> Source:
        """The source that these words are, with its kind and, for a pronoun or short form, whom it stands for."""
        body = self._body_before(first) if last == first + 1 else None
        if body is not None:
            return Source(self.page.phrase(first, last), *self.tokens[first][:2], body.kind, body.name)
        known = self.known_within(first, last)
        press = known is not None and known.last == last and self._is_press(known.value)
        if known is not None and press and self._only_describes(first, known.first):
            first = known.first
        start, end = self.tokens[first].start, self._end(first, last)
        text = self.page.text[start:end]
        resolved = self._resolved(first, last)
        if known is not None and known.first == first and known.last == last and known.value != text:
            resolved = known.value
        return Source(text, start, end, self._kind(first, last, resolved), resolved)

    def _only_describes(self, first: int, last: int) -> bool:
        """ "Russian news agency" before a name, and not "a source who spoke to"."""
        others = self.speakers.sets["anonymous"] | self.speakers.sets["person"] | self.speakers.sets["keep_ends"]
        return not any(token.norm in others for token in self.tokens[first:last])

    def _end(self, first: int, last: int) -> int:
        """An abbreviation in brackets right after a name belongs to neither; a possessive ending goes."""
        return self.tokens[last - 1].end if last > first else self.tokens[first].end

    def _kind(self, first: int, last: int, resolved: str | None) -> SourceKind:
        known = self.known_within(first, last)
        if known and len(known.value.split()) >= (last - first) - 2:
            source = self.speakers.codebook.source(known.value)
            kind = source.kind if source else "unknown"
            return kind if kind in ("office", "agency", "outlet", "named") else "office"  # type: ignore[return-value]
        if resolved and resolved[0].isupper() and not self.speakers.codebook.source(resolved):
            return "named"
        if any(name.first < last and name.last > first for name in self._names_near(first)):
            return "named"
        for key, kind in KINDS:
            if self.page.hits(self.speakers.phrases[key], range(first, last)):
                return kind
        return "named" if self.page.text[self.tokens[first].start].isupper() else "unknown"

    def _names_near(self, position: int) -> Iterable[Name]:
        names = self.names_in(self.page.sentence_at(position))
        return (name for name in names if position - 8 <= name.first < position + LONGEST)

    def known_within(self, first: int, last: int) -> Hit[str] | None:
        return next(iter(self.known(range(first, last))), None)

    def _resolved(self, first: int, last: int) -> str | None:
        words = [token.norm for token in self.tokens[first:last]]
        if len(words) == 1 and words[0] in self.speakers.sets["impersonal"]:
            return None
        if len(words) == 1 and words[0] in self.speakers.sets["pronouns"]:
            return self._person_before(first)
        if len(words) == 1 and self.page.text[self.tokens[first].start].isupper():
            return self._full_name(first)
        if words and words[0] in self.speakers.sets["definite"] and not self.known_within(first, last):
            return self._met_before(first, words[-1])
        return None

    def _body_before(self, position: int) -> Source | None:
        """ "It said": the office that spoke last, in this sentence or one of the two before."""
        if self.tokens[position].norm not in self.speakers.sets["impersonal"]:
            return None
        here = self.page.sentence_at(position)
        start = self.page.span(max(here - BODY_REACH, 0)).start
        met = [(at, source) for at, source in self._bodies[-MOST_NAMES:] if start <= at < position]
        return max(met, key=lambda found: found[0])[1] if met else None

    def _person_before(self, position: int) -> str | None:
        here = self.page.sentence_at(position)
        before = (n for s in range(here, max(here - MOST_BACK, -1), -1) for n in reversed(self.names_in(s)))
        name = next((name for name in before if name.first < position), None)
        mine = next((met for met in reversed(self._mine) if met[0] < position), None)
        if mine is not None and (name is None or mine[0] > name.first):
            return mine[1].name
        return self.page.phrase(name.first, name.last) if name else None

    def _names_ending(self, norm: str, position: int) -> list[Name]:
        """The first names around a place whose last word is this."""
        text, start = self.page.text, self.page.words.span(position)[0]
        key = (norm, start // REACH)
        if key not in self._ending:
            low, high = max(key[1] - 1, 0) * REACH, (key[1] + 2) * REACH
            spots = (match.start() for match in re.finditer(re.escape(norm), text[low:high], re.IGNORECASE))
            self._ending[key] = list(self._named_at(low + spot for spot in islice(spots, MOST_SPOTS)))
        return self._ending[key]

    def _named_at(self, spots: Iterable[int]) -> Iterator[Name]:
        for spot in spots:
            position = self.page.words.at(spot)
            if self.page.text[spot].isupper() and position < len(self.tokens) and self.tokens[position].start == spot:
                yield from (n for n in self.names_in(self.page.sentence_at(position)) if n.last - 1 == position)

    def _full_name(self, position: int) -> str | None:
        for name in self._names_ending(self.tokens[position].norm, position)[:MOST_NAMES]:
            if name.last - 1 != position:
                return self.page.phrase(name.first, name.last)
        return None

    def _met_before(self, position: int, noun: str) -> str | None:
        """Whom the noun stood for last; an outlet or agency that was named last."""
        met = next((source for at, source in reversed(self._met.get(noun, [])) if at < position), None)
        if met is not None:
            return met.name
        if noun in self.speakers.sets["agency"] or noun in self.speakers.sets["outlet"]:
            here = self.page.sentence_at(position)
            before = self.known(range(self.page.span(max(here - MOST_BACK, 0)).start, position))
            return next((hit.value for hit in reversed(before) if self._is_press(hit.value)), None)
        return None

    def _is_press(self, name: str) -> bool:
        source = self.speakers.codebook.source(name)
        return source is not None and source.kind in ("agency", "outlet")

    def remember(self, first: int, last: int, source: Source) -> None:
        """A source that was met, for what later stands for it."""
        sets = self.speakers.sets
        if source.kind in ("office", "agency", "outlet", "named") and source.text.lower() not in sets["pronouns"]:
            self._bodies.append((first, source))
        for norm in self.page.words.norms(first, last):
            if norm in sets["anonymous"] or norm in sets["person"]:
                self._met.setdefault(norm, []).append((first, source))
                if self.tokens[first].norm in sets["mine"]:
                    self._mine.append((first, source))
                return

    def employer(self, first: int, last: int) -> Source | None:
        """The outlet for which the person named there writes: "X, a correspondent for Y", "Y correspondent X"."""
        names = [self.tokens[name.last - 1].norm for name in self._names_near(first) if name.first < last]
        for word in dict.fromkeys([*names, self.tokens[last - 1].norm]):
            for name in self._names_ending(word, first)[:MOST_NAMES]:
                source = self._employer_at(name)
                if source:
                    return source
        return None

    def _employer_at(self, name: Name) -> Source | None:
        start, stop = max(name.first - 8, 0), min(name.last + 12, len(self.tokens))
        stop = next((p for p in range(name.last, stop) if "." in self._gap(p)), stop)
        roles = [p for p in range(start, stop) if self.tokens[p].norm in self.speakers.sets["press_roles"]]
        for hit in self.known(range(start, stop)) if roles else ():
            if any(abs(hit.first - role) <= 6 for role in roles) and self._is_press(hit.value):
                token, last = self.tokens[hit.first], self.tokens[hit.last - 1]
                return Source(self.page.text[token.start : last.end], token.start, last.end, "outlet")
        return None

    def _gap(self, position: int) -> str:
        return self.page.text[self.tokens[position - 1].end : self.tokens[position].start] if position else ""

    def gap(self, position: int) -> str:
        """What stands between the word at the position and the word before it, but for the point of a title."""
        if position >= len(self.tokens):
            return ""
        gap = self._gap(position)
        if gap.startswith(".") and self.tokens[position - 1].norm in self.speakers.sets["titles"]:
            return gap[1:]
        return gap
