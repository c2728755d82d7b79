"""One report's text with everything found in it once: words, sentences, figures, nouns, codebook words and places."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal, Self, TypeVar

from crossfoot.codebook import Codebook, Measure, WordRow
from crossfoot.places import Place, gazetteer
from crossfoot.read.language import LanguageError, Table, phrases
from crossfoot.read.phrases import Finder, Hit, Phrases, Words, longest
from crossfoot.read.toponyms import Toponyms
from crossfoot.world import world

if TYPE_CHECKING:
    from crossfoot.read.figures import Figure
    from crossfoot.read.sentences import Sentence

DATELINE = re.compile(r"[^\W\da-z_]{3}[^.!?\n]{0,60}?\s(?:[–—]|--?)\s")
T = TypeVar("T")
Sort = Literal["person", "group", "event", "case", "thing"]
SORTS: tuple[tuple[str, Sort], ...] = (
    ("persons", "person"),
    ("groups", "group"),
    ("events", "event"),
    ("cases", "case"),
    ("not_counted", "thing"),
)
WORD_LISTS = (
    *("stops", "joiners", "again", "both", "states", "auxiliaries", "counts", "tolls", "comparing", "locative"),
    *(
        "between_place",
        "region_marks",
        "called_after",
        "articles",
        "name_links",
        "cuts",
        "respectively",
        "superlatives",
        "releases",
        "possessive",
    ),
    *(
        "person_states",
        "placing",
        "collectives",
        "peripheral",
        "peripheral_things",
        "general",
        "cuts_alone",
        "verbal",
        "giving",
        "parting",
        "subsets",
    ),
    *(
        "plural_endings",
        "no_plural_endings",
        "determiners",
        "totals",
        "elsewhere",
        "definite",
        "of_those",
        "mostly",
        "capacities",
        "cutting_off",
        "countrywide",
        "listing",
        "conjunctions",
        "reaching",
        "modals",
        "perfect",
        "of_them",
        "partitive",
    ),
)


PHRASE_LISTS = (
    *("again", "both", "counts", "tolls", "comparing", "respectively", "superlatives", "releases", "totals", "of_them"),
    *("peripheral", "peripheral_things", "subsets", "of_those", "mostly", "capacities"),
)
"""Of these, the lists whose phrases are looked for in sentences; the others are sets of single words."""


@dataclass(frozen=True, slots=True)
class ScopeWords:
    """The words of [scope]: what can be counted, where a counted phrase ends, what names a place."""

    nouns: Mapping[str, Sort]
    singular: tuple[tuple[str, str], ...]
    lists: Mapping[str, tuple[str, ...]]

    @classmethod
    def from_table(cls, table: Table, file: str = "en.toml") -> Self:
        nouns: dict[str, Sort] = {}
        for key, sort in SORTS:
            for noun in phrases(table, key, file):
                nouns.setdefault(noun, sort)
        pairs = table.get("singular")
        if not isinstance(pairs, list) or not all(isinstance(p, list) and len(p) == 2 for p in pairs):
            raise LanguageError(file, "singular", "a list of pairs of endings is needed here")
        singular = tuple((str(plural), str(single)) for plural, single in pairs)
        return cls(nouns, singular, {key: phrases(table, key, file) for key in WORD_LISTS})

    def set(self, key: str) -> frozenset[str]:
        return frozenset(self.lists[key])

    def one_of(self, noun: str) -> str:
        """The singular of a plural noun by its ending; the noun itself where no ending fits."""
        ending = next((pair for pair in self.singular if noun.endswith(pair[0])), None)
        return noun[: -len(ending[0])] + ending[1] if ending else noun


@dataclass(frozen=True, slots=True)
class Noun:
    """Something that can be counted. `plural` is False for the singular, which only a figure of one takes."""

    name: str
    sort: Sort
    plural: bool


@dataclass(frozen=True, slots=True)
class MeasureRow:
    """One row of words of the codebook, with its measure and its place in the file."""

    order: int
    measure: Measure
    row: WordRow


class Lexicon:
    """The phrases of a language and a codebook, made once for all reports of a run."""

    def __init__(self, words: ScopeWords, codebook: Codebook, language: str) -> None:
        self.words, self.codebook, self.language = words, codebook, language
        self.endings = words.lists["possessive"]
        self.sets = {key: words.set(key) for key in WORD_LISTS}
        self.nouns = Phrases(self._nouns(), self.endings)
        self.cues = Phrases(((phrase, phrase) for phrase in sorted(self._cues())), self.endings)
        self.topics = Phrases(((word, word) for row in self._rows() for word in row.topic), self.endings)
        self.populations = Phrases(self._populations(), self.endings)
        self.subjects = frozenset(word for row in self._rows() for word in row.about)
        """The codebook's words for what a case is about."""
        self.narrowings = Phrases(
            ((word, n) for n in codebook.narrowings for word in n.words.get(language, ())), self.endings
        )
        self.places = Phrases(
            ((name, name) for place in gazetteer().places.values() for name in place.names), self.endings
        )
        self.starts = {key: Phrases(((p, p) for p in words.lists[key]), self.endings) for key in PHRASE_LISTS}
        merely = self.starts["peripheral"]
        self.peripheral: dict[Sort, Phrases[str]] = {"person": merely, "group": merely}
        self.peripheral["case"] = self.starts["peripheral_things"]
        """By sort, what is said of them and makes no count of anybody's own."""
        self.begins_place: dict[str, bool] = {}
        """What has been asked of the words that begin names of places."""
        self._rows_of: dict[tuple[str | None, bool], tuple[MeasureRow, ...]] = {}

    @property
    def phrases(self) -> Iterator[Phrases[Any]]:
        """All lists that are looked for in a sentence."""
        yield from (self.nouns, self.cues, self.populations, self.narrowings, self.places)
        yield from self.starts.values()

    def rows_for(self, noun: str | None, is_state: bool) -> tuple[MeasureRow, ...]:
        """The rows of the codebook whose nouns name what is counted, in the order of the file; a state
        ("77 were killed") counts persons. Persons that no row names are of those that name people in general."""
        key = (noun, is_state)
        if key not in self._rows_of:
            rows = [row for row in self._measure_rows if self._names(noun, is_state, row.row)]
            if not any(row.row.nouns for row in rows) and self.words.nouns.get(noun or "") == "person":
                general = self.sets["general"]
                rows = [row for row in self._measure_rows if not general.isdisjoint(row.row.nouns)]
            self._rows_of[key] = tuple(rows)
        return self._rows_of[key]

    def rows_of(self, measure: str) -> tuple[MeasureRow, ...]:
        return tuple(row for row in self._measure_rows if row.measure.id == measure)

    @cached_property
    def long_nouns(self) -> Mapping[str, Noun]:
        """Plural nouns of one word, by which longer words may end."""
        entries = ((words, noun) for words, noun in self.nouns.entries if len(words) == 1 and noun.plural)
        return {words[0]: noun for words, noun in entries if noun.sort != "thing"}

    @cached_property
    def person_cues(self) -> frozenset[str]:
        """Of the codebook's words, those that tell what persons do or suffer."""
        return frozenset(cue for found in self.rows_for("", True) for cue in found.row.cues)

    @cached_property
    def _measure_rows(self) -> tuple[MeasureRow, ...]:
        rows = ((m, row) for m in self.codebook.measures for row in m.rows.get(self.language, ()))
        return tuple(MeasureRow(order, measure, row) for order, (measure, row) in enumerate(rows))

    def _names(self, noun: str | None, is_state: bool, row: WordRow) -> bool:
        """A state counts the persons of rows with a cue, or what a row calls by its name."""
        if not row.nouns or noun is None:
            return not row.nouns
        if any(noun == other or noun.endswith(f" {other}") for other in row.nouns):
            return True
        states = is_state or noun in self.sets["states"]
        return states and bool(row.cues) and any(self.words.nouns.get(other) == "person" for other in row.nouns)

    def is_thing(self, noun: str | None) -> bool:
        """Whether the language takes it for a thing, though the codebook counts some of them."""
        return noun is not None and self.words.nouns.get(noun) == "thing"

    def _nouns(self) -> Iterator[tuple[str, Noun]]:
        nouns = dict(self.words.nouns)
        things = {noun for noun, sort in nouns.items() if sort == "thing"}
        for measure in self.codebook.measures:
            sort: Sort = "person" if measure.unit == "persons" else "case"
            for row in measure.rows.get(self.language, ()):
                for noun in row.nouns:
                    if noun in things or noun not in nouns:
                        nouns[noun] = sort
        single_of = {noun: self.words.one_of(noun) for noun in nouns}
        singles = {single for noun, single in single_of.items() if single != noun}
        for noun, sort in nouns.items():
            single = single_of[noun]
            yield noun, Noun(noun, sort, not (single == noun and noun in singles))
            if single not in nouns:
                yield single, Noun(noun, sort, False)

    def _rows(self) -> Iterator[WordRow]:
        return (row for m in self.codebook.measures for row in m.rows.get(self.language, ()))

    def _cues(self) -> set[str]:
        return {phrase for row in self._rows() for phrase in (*row.about, *row.topic, *row.cues, *row.unless)}

    def _populations(self) -> Iterator[tuple[str, str]]:
        for population in self.codebook.populations:
            for word in population.words.get(self.language, ()):
                yield word, population.id


@dataclass(frozen=True, slots=True)
class Named:
    """A place named in the text: positions of its words."""

    first: int
    last: int
    place: Place


class Page:
    """The text of one report with its sentences and figures. Phrases are looked for sentence by sentence, all lists
    together, when somebody first asks: most sentences of most reports hold no figure, and nobody asks."""

    def __init__(
        self,
        text: str,
        sentences: tuple[Sentence, ...],
        figures: tuple[Figure, ...],
        lexicon: Lexicon,
        finder: Finder,
    ) -> None:
        self.text, self.sentences, self.figures, self.lexicon = text, sentences, figures, lexicon
        self.times: tuple[tuple[int, int], ...] = ()
        """Where times are told, from start to end; whoever makes the page fills them in."""
        self._finder = finder
        self._found: dict[int, dict[int, list[Hit[Any]]]] = {}
        self._places: dict[int, list[Named]] = {}
        self._nouns: dict[int, Hit[Noun]] = {}
        self._cues_in: dict[range, frozenset[str]] = {}
        self._sentence_starts = [sentence.start for sentence in sentences]
        self._figure_starts = [figure.start for figure in figures]

    @cached_property
    def words(self) -> Words:
        return Words(self.text, self.lexicon.endings)

    # ── sentences and positions ──────────────────────────────────────────────────────────────────

    @cached_property
    def _firsts(self) -> list[int]:
        """The position of the first word of each sentence."""
        return [self.words.at(start) for start in self._sentence_starts]

    def sentence_of(self, offset: int) -> int:
        """The number of the sentence that holds the offset, or of the nearest before it."""
        return max(bisect_right(self._sentence_starts, offset) - 1, 0)

    def sentence_at(self, position: int) -> int:
        """The number of the sentence that holds the word at a position."""
        return max(bisect_right(self._firsts, position) - 1, 0)

    def span(self, sentence: int) -> range:
        """The positions of the words of a sentence."""
        last = sentence + 1 < len(self._firsts)
        return range(self._firsts[sentence], self._firsts[sentence + 1] if last else len(self.words))

    def positions(self, start: int, end: int) -> range:
        return self.words.between(start, end)

    @cached_property
    def paragraphs(self) -> Sequence[range]:
        """The numbers of the sentences of each paragraph."""
        found: list[range] = []
        for number, sentence in enumerate(self.sentences):
            if sentence.paragraph < len(found):
                found[sentence.paragraph] = range(found[sentence.paragraph].start, number + 1)
            else:
                found.extend(range(number, number) for _ in range(sentence.paragraph - len(found)))
                found.append(range(number, number + 1))
        return found

    def paragraph(self, number: int) -> range:
        """The positions of the words of a paragraph."""
        numbers = self.paragraphs[number]
        return range(self.span(numbers.start).start, self.span(numbers.stop - 1).stop)

    def figures_in(self, start: int, end: int) -> tuple[Figure, ...]:
        """The figures that start within [start, end), rejected ones too."""
        return self.figures[bisect_left(self._figure_starts, start) : bisect_left(self._figure_starts, end)]

    def in_time(self, position: int) -> bool:
        """Whether the word belongs to a date or another time."""
        start = self.words.span(position)[0]
        at = bisect_right(self.times, start, key=_start_of) - 1
        return at >= 0 and start < self.times[at][1]

    def phrase(self, first: int, last: int) -> str:
        """The words from position `first` to before `last` as they stand in the text."""
        if first >= last:
            return ""
        return self.text[self.words.span(first)[0] : self.words.span(last - 1)[1]]

    # ── what is found in a sentence ──────────────────────────────────────────────────────────────

    def _in_sentence(self, number: int) -> dict[int, list[Hit[Any]]]:
        found = self._found.get(number)
        if found is None:
            found = self._found[number] = self._finder.scan(self.words, self.span(number))
            for hit in found.get(self.lexicon.nouns.number, ()):
                self._nouns.setdefault(hit.first, hit)
        return found

    def hits(self, phrases: Phrases[T], span: range) -> list[Hit[T]]:
        """Every one of the phrases in a range of positions."""
        if span.start >= span.stop:
            return []
        found: list[Hit[T]] = []
        for number in range(self.sentence_at(span.start), self.sentence_at(span.stop - 1) + 1):
            hits = self._in_sentence(number).get(phrases.number)
            if hits is not None:
                found += [hit for hit in hits if span.start <= hit.first and hit.last <= span.stop]
        return found

    def longest(self, phrases: Phrases[T], span: range) -> list[Hit[T]]:
        """The longest of the phrases in a range, which never overlap."""
        return longest(self.hits(phrases, span))

    def noun(self, position: int) -> Hit[Noun] | None:
        """The longest noun that begins at a position."""
        self._in_sentence(self.sentence_at(position))
        return self._nouns.get(position)

    def nouns(self, span: range) -> list[Hit[Noun]]:
        """The longest noun of each position in a range where one begins; they may overlap and end behind it."""
        if span.start >= span.stop:
            return []
        for number in range(self.sentence_at(span.start), self.sentence_at(span.stop - 1) + 1):
            self._in_sentence(number)
        return [self._nouns[position] for position in span if position in self._nouns]

    def cues(self, span: range) -> list[Hit[str]]:
        return self.hits(self.lexicon.cues, span)

    def cues_in(self, span: range) -> frozenset[str]:
        """The codebook's words in a sentence or paragraph, which is asked for by all its figures."""
        if span not in self._cues_in:
            self._cues_in[span] = frozenset(hit.value for hit in self.cues(span))
        return self._cues_in[span]

    @cached_property
    def first_topic(self) -> dict[str, int]:
        """Where each word of a topic stands first in the text."""
        found: dict[str, int] = {}
        for hit in self.lexicon.topics.scan(self.words):
            found.setdefault(hit.value, hit.first)
        return found

    def populations(self, span: range) -> list[Hit[str]]:
        return self.longest(self.lexicon.populations, span)

    def places(self, span: range) -> list[Named]:
        """The places whose first word lies in a range of positions."""
        if span.start >= span.stop:
            return []
        numbers = range(self.sentence_at(span.start), self.sentence_at(span.stop - 1) + 1)
        return [n for number in numbers for n in self._places_in(number) if span.start <= n.first < span.stop]

    def _places_in(self, number: int) -> list[Named]:
        found = self._places.get(number)
        if found is None:
            found = self._places[number] = []
            for hit in longest(self._in_sentence(number).get(self.lexicon.places.number, [])):
                place = gazetteer().named(hit.value, self.is_region(hit.first, hit.last))
                if place and self._is_name(hit):
                    meant = self._toponyms.other_than(place, hit.value, hit.first, hit.last)
                    found += [Named(hit.first, hit.last, meant)] if meant else []
            taken = [(named.first, named.last) for named in found]
            others = self._toponyms.in_sentence(self.span(number), taken)
            found += [Named(first, last, place) for first, last, place in others]
            found.sort(key=lambda named: named.first)
            opening = self._behind_dateline(number)
            found[:] = [named for named in found if named.first >= opening]
        return found

    def _behind_dateline(self, number: int) -> int:
        """The first word behind "KYIV, 9 June (Newswire) –", which says where somebody wrote."""
        sentence = self.sentences[number]
        found = DATELINE.match(self.text, sentence.start, sentence.end)
        return self.words.at(found.end()) if found is not None else self.words.at(sentence.start)

    @cached_property
    def _toponyms(self) -> Toponyms:
        return Toponyms(self)

    def begins_place(self, norm: str) -> bool:
        """Whether the name of a place may begin with this word."""
        known = self.lexicon.begins_place.get(norm)
        if known is None:
            known = self.lexicon.begins_place[norm] = world().begins(norm)
        return known

    def is_region(self, first: int, last: int) -> bool:
        """A word such as "region" right after a name, or at most three words before it."""
        near = self.words.norms(max(first - 3, 0), min(last + 2, len(self.words)))
        return not self.lexicon.sets["region_marks"].isdisjoint(near)

    def _is_name(self, hit: Hit[str]) -> bool:
        """A name with a capital is no name without it, and one in capitals only ("US") none in small letters."""
        surface = self.phrase(hit.first, hit.last)
        if hit.value.isupper():
            return surface.isupper()
        return not hit.value[0].isupper() or surface[0].isupper()


def _start_of(span: tuple[int, int]) -> int:
    return span[0]
