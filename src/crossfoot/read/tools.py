"""What reading needs and a run makes once: the words of the language, the codebook's phrases, the finders on them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from crossfoot.codebook import Codebook
from crossfoot.read.changes import Comparing, ComparisonWords
from crossfoot.read.dates import TimeMention, TimeWords, time_mentions
from crossfoot.read.figures import Figure, NumberWords, figures
from crossfoot.read.language import load_table
from crossfoot.read.page import Lexicon, Page, ScopeWords
from crossfoot.read.parser import Parser
from crossfoot.read.phrases import Finder
from crossfoot.read.sentences import SentenceWords, sentences
from crossfoot.read.sources import AttributionWords, Speakers
from crossfoot.read.stance import Stances, StanceWords

DEFAULT_LANGUAGE = "en"


@dataclass(frozen=True, slots=True)
class Language:
    """All tables of one language."""

    code: str
    sentences: SentenceWords
    numbers: NumberWords
    time: TimeWords
    scope: ScopeWords
    attribution: AttributionWords
    stance: StanceWords
    comparison: ComparisonWords


@cache
def language(code: str) -> Language:
    """Raises LanguageError where a table is missing or wrong."""
    numbers = load_table(code, "numbers")
    return Language(
        code,
        SentenceWords.from_table(numbers),
        NumberWords.from_table(numbers),
        TimeWords.from_table(load_table(code, "time")),
        ScopeWords.from_table(load_table(code, "scope")),
        AttributionWords.from_table(load_table(code, "attribution")),
        StanceWords.from_table(load_table(code, "stance")),
        ComparisonWords.from_table(load_table(code, "comparison")),
    )


class Tools:
    """The finders of one language and one codebook; with a parser, the accurate path."""

    def __init__(self, language: Language, codebook: Codebook, parser: Parser | None = None) -> None:
        self.language, self.codebook, self.parser = language, codebook, parser
        self.lexicon = Lexicon(language.scope, codebook, language.code)
        self.speakers = Speakers(language.attribution, codebook, self.lexicon.endings)
        self.stances = Stances(language.stance, self.lexicon.endings)
        self.comparing = Comparing(language.comparison, self.lexicon.endings)
        speakers, stances = self.speakers.phrases.values(), self.stances.phrases.values()
        compared = (*self.comparing.phrases.values(), self.comparing.back)
        self.finder = Finder((*self.lexicon.phrases, *speakers, self.speakers.known, *stances, *compared))

    def page(self, text: str) -> tuple[Page, tuple[TimeMention, ...]]:
        split = sentences(text, self.language.sentences)
        mentions = time_mentions(text, self.language.time, self.codebook)
        found = figures(text, split, mentions, self.language.numbers)
        page = Page(text, split, found, self.lexicon, self.finder)
        page.times = tuple((mention.start, mention.end) for mention in mentions)
        return page, mentions


def numbers(text: str, code: str = DEFAULT_LANGUAGE) -> tuple[Figure, ...]:
    """Every number of a text, also what is no figure, with the reason (§2.6)."""
    words = language(code)
    split = sentences(text, words.sentences)
    return figures(text, split, time_mentions(text, words.time), words.numbers)
