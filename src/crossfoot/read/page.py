"""One report's text with everything found in it once: words, sentences, figures, nouns, codebook words and places."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Literal, Self, TypeVar

from crossfoot.codebook import Codebook, WordRow
from crossfoot.places import Place, gazetteer
from crossfoot.read.language import LanguageError, Table, phrases
from crossfoot.read.phrases import Hit, Phrases, Words, longest, within

if TYPE_CHECKING:
    from crossfoot.read.figures import Figure
    from crossfoot.read.sentences import Sentence

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
    *("stops", "joiners", "again", "states", "auxiliaries", "counts", "tolls", "comparing", "locative"),
    *("between_place", "region_marks", "cuts", "respectively", "superlatives", "releases", "possessive"),
    *("plural_endings", "no_plural_endings", "determiners", "totals", "reaching", "modals", "of_them", "partitive"),
)


@dataclass(frozen=True, slots=True)
class ScopeWords:
    """The words of [scope]: what can be counted, where a counted phrase ends, what names a place."""

    nouns: Mapping[str, Sort]
    singular: tuple[tuple[str, str], ...]
    lists: Mapping[str, tuple[str, ...]]

    @classmethod
    def from_table(cls, table: Table, file: str = "en.scope.toml") -> Self:
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


class Lexicon:
    """The phrases of a language and a codebook, made once for all reports of a run."""

    def __init__(self, words: ScopeWords, codebook: Codebook, language: str) -> None:
        self.words, self.codebook, self.language = words, codebook, language
        self.endings = words.lists["possessive"]
        self.sets = {key: words.set(key) for key in WORD_LISTS}
        self.nouns = Phrases(self._nouns(), self.endings)
        self.cues = Phrases(((phrase, phrase) for phrase in sorted(self._cues())), self.endings)
        self.populations = Phrases(self._populations(), self.endings)
        self.subjects = frozenset(word for row in self._rows() for word in row.about)
        """The codebook's words for what a case is about."""
        self.narrowings = Phrases(
            ((word, n) for n in codebook.narrowings for word in n.words.get(language, ())), self.endings
        )
        self.places = Phrases(
            ((name, name) for place in gazetteer().places.values() for name in place.names), self.endings
        )
        self.starts = {key: Phrases(((p, p) for p in words.lists[key]), self.endings) for key in WORD_LISTS}

    def _nouns(self) -> Iterator[tuple[str, Noun]]:
        nouns = dict(self.words.nouns)
        things = {noun for noun, sort in nouns.items() if sort == "thing"}
        for measure in self.codebook.measures:
            sort: Sort = "person" if measure.unit == "persons" else "case"
            for row in measure.rows.get(self.language, ()):
                for noun in row.nouns:
                    if noun in things or noun not in nouns:
                        nouns[noun] = sort
        plurals = set(nouns)
        for noun, sort in nouns.items():
            single = self.words.one_of(noun)
            is_single = single == noun and any(self.words.one_of(plural) == noun for plural in plurals - {noun})
            yield noun, Noun(noun, sort, not is_single)
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
    """The text of one report with its sentences and figures; the rest is found when first asked for."""

    def __init__(
        self, text: str, sentences: tuple[Sentence, ...], figures: tuple[Figure, ...], lexicon: Lexicon
    ) -> None:
        self.text, self.sentences, self.figures, self.lexicon = text, sentences, figures, lexicon
        self.times: tuple[tuple[int, int], ...] = ()
        """Where times are told, from start to end; whoever makes the page fills them in."""
        self.words = Words(text, lexicon.endings)
        self._scans: dict[int, object] = {}
        self._cues_in: dict[range, frozenset[str]] = {}
        self._sentence_starts = [sentence.start for sentence in sentences]

    @cached_property
    def everything(self) -> range:
        return range(len(self.words.tokens))

    @cached_property
    def nouns(self) -> dict[int, Hit[Noun]]:
        """The longest noun that begins at each position where one does."""
        found: dict[int, Hit[Noun]] = {}
        for hit in self.lexicon.nouns.scan(self.words):
            if hit.first not in found or found[hit.first].last < hit.last:
                found[hit.first] = hit
        return found

    @cached_property
    def cues(self) -> list[Hit[str]]:
        return self.lexicon.cues.scan(self.words)

    def cues_in(self, span: range) -> frozenset[str]:
        """The codebook's words in a sentence or paragraph, which is asked for by all its figures."""
        if span not in self._cues_in:
            self._cues_in[span] = frozenset(hit.value for hit in within(self.cues, span))
        return self._cues_in[span]

    @cached_property
    def first_cue(self) -> dict[str, int]:
        """Where each codebook word stands first."""
        found: dict[str, int] = {}
        for hit in self.cues:
            found.setdefault(hit.value, hit.first)
        return found

    @cached_property
    def populations(self) -> list[Hit[str]]:
        return longest(self.lexicon.populations.scan(self.words))

    @cached_property
    def places(self) -> list[Named]:
        found: list[Named] = []
        for hit in longest(self.lexicon.places.scan(self.words)):
            as_region = self._is_region(hit)
            place = gazetteer().named(hit.value, as_region)
            if place and self._is_name(hit):
                found.append(Named(hit.first, hit.last, place))
        return found

    def places_in(self, span: range) -> list[Named]:
        """The places whose first word lies in a range of positions."""
        low = bisect_right(self.places, span.start - 1, key=lambda named: named.first)
        high = bisect_right(self.places, span.stop - 1, key=lambda named: named.first)
        return self.places[low:high]

    def _is_region(self, hit: Hit[str]) -> bool:
        """A word such as "region" right after the name, or at most three words before it."""
        marks = self.lexicon.sets["region_marks"]
        tokens = self.words.tokens
        after = {token.norm for token in tokens[hit.last : hit.last + 2]}
        return not after.isdisjoint(marks) or any(
            token.norm in marks for token in tokens[max(hit.first - 3, 0) : hit.first]
        )

    def _is_name(self, hit: Hit[str]) -> bool:
        """A name with a capital is no name without it, and one in capitals only ("US") none in small letters."""
        tokens = self.words.tokens
        surface = self.text[tokens[hit.first].start : tokens[hit.last - 1].end]
        if hit.value.isupper():
            return surface.isupper()
        return not hit.value[0].isupper() or surface[0].isupper()

    @cached_property
    def _paragraphs(self) -> dict[int, range]:
        found: dict[int, range] = {}
        for sentence in self.sentences:
            span = self.positions(sentence.start, sentence.end)
            first = found.get(sentence.paragraph, span).start
            found[sentence.paragraph] = range(first, span.stop)
        return found

    def paragraph(self, number: int) -> range:
        """The positions of the words of a paragraph."""
        return self._paragraphs[number]

    def sentence_of(self, offset: int) -> int:
        """The number of the sentence that holds the offset, or of the nearest before it."""
        return max(bisect_right(self._sentence_starts, offset) - 1, 0)

    def in_time(self, position: int) -> bool:
        """Whether the word belongs to a date or another time."""
        start = self.words.tokens[position].start
        at = bisect_right(self.times, start, key=lambda span: span[0]) - 1
        return at >= 0 and start < self.times[at][1]

    def positions(self, start: int, end: int) -> range:
        return self.words.between(start, end)

    def slice(self, hits: list[Hit[T]], span: range) -> list[Hit[T]]:
        """The hits that lie within a range of positions."""
        return within(hits, span)

    def hits(self, phrases: Phrases[T], span: range) -> list[Hit[T]]:
        """Every one of the phrases in a range of positions; the text is searched once for each list of phrases."""
        return within(self._scan(phrases), span)

    def longest(self, phrases: Phrases[T], span: range) -> list[Hit[T]]:
        """The longest of the phrases in a range, which never overlap."""
        return longest(within(self._scan(phrases), span))

    def _scan(self, phrases: Phrases[T]) -> list[Hit[T]]:
        if id(phrases) not in self._scans:
            self._scans[id(phrases)] = phrases.scan(self.words)
        return self._scans[id(phrases)]  # type: ignore[return-value]

    def phrase(self, first: int, last: int) -> str:
        """The words from position `first` to before `last` as they stand in the text."""
        if first >= last:
            return ""
        return self.text[self.words.tokens[first].start : self.words.tokens[last - 1].end]
