"""The accurate path: where the fast path does not find who says a figure, a parse of its sentence is asked.

It refines the same claims: the speaker is the subject of the verb of saying whose clause holds the figure, and the rule
then begins with "parse: ". The counted noun is left to the fast path, which was measured to find it better.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from crossfoot.read.attribution import Voice
from crossfoot.read.chains import chain_of
from crossfoot.read.page import Page
from crossfoot.read.parser import Node, Parser, Tree
from crossfoot.read.sources import LONGEST, Roll, Speakers

SUBJECTS = ("nsubj", "csubj")
CLAUSES = frozenset(("ccomp", "parataxis"))
NO_NAME = frozenset(("relcl", "acl", "appos", "parataxis", "advcl", "ccomp"))
"""Clauses that hang on a speaker's noun and are no part of the name."""
MOST_SPEAKERS = 3


@dataclass(frozen=True, slots=True)
class Asked:
    """The offset of a number, and who says it by the fast path."""

    offset: int
    voice: Voice


@dataclass(frozen=True, slots=True)
class Saying:
    """A verb of saying with the words of who says it."""

    verb: str
    first: int
    last: int


def refined(page: Page, speakers: Speakers, parser: Parser, asked: Sequence[Asked]) -> list[Voice]:
    """Who says the figures at these offsets, in their order; the fast path's answer where it is sure of it (its own
    sentence names who speaks), or where the parse names nobody."""
    unsure = [one for one in asked if _is_unsure(page, speakers, one)]
    held = sorted({page.sentence_of(one.offset) for one in unsure})
    texts = [page.text[page.sentences[number].start : page.sentences[number].end] for number in held]
    parsed = Parsed(page, speakers, dict(zip(held, parser.trees(texts), strict=True)))
    open_ = {one.offset for one in unsure}
    return [parsed.voice(one) if one.offset in open_ else one.voice for one in asked]


def _is_unsure(page: Page, speakers: Speakers, one: Asked) -> bool:
    """A sentence without a verb of saying tells a parser no more than it tells us, and is not parsed."""
    if one.voice.chain and not one.voice.carried:
        return False
    sentence = page.sentences[page.sentence_of(one.offset)]
    span = page.positions(sentence.start, sentence.end)
    return not sentence.heading and bool(page.hits(speakers.phrases["verbs"], span))


class Parsed:
    """One page with the trees of some of its sentences."""

    def __init__(self, page: Page, speakers: Speakers, trees: Mapping[int, Tree | None]) -> None:
        self.page, self.speakers, self._trees = page, speakers, trees
        self.roll = Roll(page, speakers)

    def voice(self, asked: Asked) -> Voice:
        sentence = self.page.sentence_of(asked.offset)
        start, tree = self.page.sentences[sentence].start, self._trees.get(sentence)
        number = tree.at(asked.offset - start) if tree else None
        if tree is None or number is None:
            return asked.voice
        found = list(self._sayings(tree, number, start))[:MOST_SPEAKERS]
        if not found:
            return asked.voice
        outer = [
            source for saying in found[::-1] for source in chain_of(self.page, self.roll, saying.first, saying.last)
        ]
        chain = tuple({source.name: source for source in outer}.values())
        return Voice(chain, f"parse: subject of {found[0].verb}", False, asked.voice.testimony, found[0].verb)

    def _sayings(self, tree: Tree, number: int, start: int) -> Iterator[Saying]:
        """Verbs of saying over a word, the nearest first."""
        below = number
        for above in tree.ancestors(number):
            if tree.nodes[below].relation in CLAUSES:
                yield from self._saying(tree, above, below, start)
            for aside in tree.below(above, "parataxis"):
                if aside != below:
                    yield from self._saying(tree, aside, above, start)
            below = above

    def _saying(self, tree: Tree, verb: int, said: int, start: int) -> Iterator[Saying]:
        position = self._position(tree.nodes[verb], start)
        norm = self.page.words.tokens[position].norm if position is not None else ""
        subject = self._subject(tree, verb)
        sets = self.speakers.sets
        says = norm in sets["verbs"] and not (norm in sets["weak_verbs"] and self._is_state(tree, said, start))
        if says and subject is not None and subject != said:
            first, last = self._name(tree, subject, start)
            if first < last <= first + LONGEST:
                yield Saying(norm, first, last)

    def _is_state(self, tree: Tree, said: int, start: int) -> bool:
        """ "found 20 soldiers dead" tells what was found; "found that 20 soldiers were dead" tells what was said."""
        position = self._position(tree.nodes[said], start)
        norm = self.page.words.tokens[position].norm if position is not None else ""
        return norm in self.page.lexicon.sets["states"] and not tree.below(said, "aux", "auxpass", "mark")

    def _subject(self, tree: Tree, verb: int) -> int | None:
        """The subject of a verb, or of the verb that it is joined to."""
        for _ in range(MOST_SPEAKERS):
            subjects = tree.below(verb, *SUBJECTS)
            if subjects:
                return subjects[0]
            if tree.nodes[verb].relation != "conj":
                return None
            verb = tree.nodes[verb].head
        return None

    def _name(self, tree: Tree, subject: int, start: int) -> tuple[int, int]:
        """Positions of the words of a subject without clauses that describe it."""
        words = sorted(tree.under(subject, NO_NAME))
        first, last = words[0], words[-1]
        for word in words:
            if word > subject and tree.nodes[word].relation == "punct":
                last = word - 1
                break
        span = self.page.positions(start + tree.nodes[first].start, start + tree.nodes[last].end)
        return span.start, span.stop

    def _position(self, node: Node, start: int) -> int | None:
        position = self.page.words.at(start + node.start)
        tokens = self.page.words.tokens
        return position if position < len(tokens) and tokens[position].start < start + node.end else None
