"""The nouns that figures count and no measure of a codebook takes: what a new subject's codebook is made from."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from crossfoot.read.claims import claims_of
from crossfoot.read.figures import Figure
from crossfoot.read.page import Page, Sort
from crossfoot.read.tools import Tools
from crossfoot.records import Report

REACH = 6
"""Words between a figure and its noun, and of the clause on either side that may say what befell the counted."""
BREAK = re.compile(r"[,;:.()\[\]{}!?…—–\"“”«»/|\n]")


@dataclass(frozen=True, slots=True)
class Uncoded:
    """A figure whose noun no measure takes. `around` are words of its clause in small letters, before the figure and
    behind the noun."""

    noun: str
    sort: Sort
    file: str
    sentence: str
    around: tuple[str, ...]


def uncoded(report: Report, tools: Tools) -> Iterator[Uncoded]:
    """In the order of the text. Figures whose noun is left out or stands before them are passed over."""
    page, _ = tools.page(report.text)
    coded = {claim.start for claim in claims_of(report, tools).claims if claim.measure is not None}
    for figure in page.figures:
        if figure.rejected is None and not figure.is_share and figure.start not in coded:
            yield from _of(page, figure, report.file)


def _of(page: Page, figure: Figure, file: str) -> Iterator[Uncoded]:
    first, sentence = page.words.at(figure.end), page.sentences[page.sentence_of(figure.start)]
    whole = page.positions(sentence.start, sentence.end)
    last = _noun(page, range(first, min(whole.stop, first + REACH)), figure.end)
    if last is None:
        return
    token = page.words.tokens[last]
    known = page.noun(last)
    at = page.words.at(figure.start)
    before = _of_clause(page, range(at - 1, max(whole.start, at - REACH) - 1, -1))
    behind = _of_clause(page, range(last + 1, min(whole.stop, last + 1 + REACH)))
    yield Uncoded(
        token.norm,
        known.value.sort if known is not None else "thing",
        file,
        " ".join(page.text[sentence.start : sentence.end].split()),
        (*before, *behind),
    )


def _noun(page: Page, span: range, end: int) -> int | None:
    """The last of the plurals that follow a figure without a break or a word that ends the phrase."""
    stops, found = page.lexicon.sets["stops"] | page.lexicon.sets["auxiliaries"], None
    for position in span:
        token = page.words.tokens[position]
        if BREAK.search(page.text[end : token.start]) or token.norm in stops:
            break
        if _is_plural(page, position):
            found = position
        elif found is not None:
            break
        end = token.end
    return found


def _is_plural(page: Page, position: int) -> bool:
    """A plural that the language knows, or a word in small letters that ends like one."""
    hit, token = page.noun(position), page.words.tokens[position]
    if hit is not None and hit.last == position + 1:
        return hit.value.plural
    lists = page.lexicon.words.lists
    ends = token.norm.endswith(lists["plural_endings"]) and not token.norm.endswith(lists["no_plural_endings"])
    return ends and len(token.norm) > 3 and not page.text[token.start].isupper()


def _of_clause(page: Page, span: range) -> Iterator[str]:
    """The words in small letters, away from the figure, up to the next break."""
    tokens = page.words.tokens
    for position in span:
        near = position - span.step
        between = page.text[
            min(tokens[position].end, tokens[near].end) : max(tokens[position].start, tokens[near].start)
        ]
        if BREAK.search(between):
            return
        if not page.text[tokens[position].start].isupper():
            yield tokens[position].norm
