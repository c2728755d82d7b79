"""The noun that a figure counts: the first after it, past words that can only describe it; compounds; plurals."""

from __future__ import annotations

import re
from dataclasses import replace

from crossfoot.read.clauses import Place, Scope
from crossfoot.read.page import Noun, Page
from crossfoot.read.phrases import Hit

MOST_MODIFIERS = 8
HYPHENS = ("-", "\u00ad", "-\n")
SHORTEST_NOUN = 6
"""Letters of a noun that may be the end of a longer one, and of what stands before it."""
SHORTEST_PART = 3
BREAK = re.compile(r"[,;:.()\[\]{}!?…—–\"“”«»/|]")
SUBJECT_RULES = ("of what", "number of", "before")
"""Their noun stands before its first figure, and holds for the figures after it."""


def walk(page: Page, place: Place) -> Hit[Noun] | None:
    """The first noun after the figure, past words that can only describe it."""
    tokens, sets = page.words.tokens, page.lexicon.sets
    one = place.figure.high == 1 or (place.figure.low == 1 and place.figure.high is None)
    position = place.last
    best: Hit[Noun] | None = None
    while position < place.after and position - place.last < MOST_MODIFIERS:
        if position > 0 and BREAK.search(page.text[end_before(page, place, position) : tokens[position].start]):
            break
        hit = page.noun(position) or _compound(page, position)
        if hit is not None and (hit.value.plural or one or place.figure.is_share) and hit.last <= place.after:
            if best is not None and tokens[position].norm in sets["states"]:
                break
            best, position = hit, hit.last
            continue
        joins = tokens[position].norm in sets["joiners"] and position > place.last
        if best is not None or (tokens[position].norm in sets["stops"] and not joins):
            break
        if hit is None and _looks_plural(page, position):
            return _unknown(position)
        position += 1
    return best


def _compound(page: Page, position: int) -> Hit[Noun] | None:
    """ "Steelworkers", "salespeople": what the end of the word names, as in "displacedpeople", which lost its space;
    "fami-lies" where a line ended."""
    words, nouns = page.words, page.lexicon.long_nouns
    norm = words.norm(position)
    if position + 1 < len(words) and page.text[words.span(position)[1] : words.span(position + 1)[0]] in HYPHENS:
        joined = nouns.get(norm + words.norm(position + 1))
        if joined is not None:
            return Hit(position, position + 2, joined)
    if page.text[words.span(position)[0]].isupper():
        return None
    ends = (norm[cut:] for cut in range(SHORTEST_PART, len(norm) - SHORTEST_NOUN + 1))
    noun = next((nouns[end] for end in ends if end in nouns), None)
    return Hit(position, position + 1, noun) if noun is not None else None


def end_before(page: Page, place: Place, position: int) -> int:
    return page.words.tokens[position - 1].end if position > place.last else place.figure.end


def _unknown(position: int) -> Hit[Noun]:
    return Hit(position, position + 1, Noun("", "thing", True))


def _looks_plural(page: Page, position: int) -> bool:
    """A small-letter word with the ending of a plural, and no known noun right after it."""
    token = page.words.tokens[position]
    if page.text[token.start].isupper() or not ends_as_plural(page, position):
        return False
    if position + 1 < len(page.words) and page.noun(position + 1) is not None:
        return False
    return token.norm not in page.lexicon.sets["between_place"] and token.norm not in page.lexicon.sets["auxiliaries"]


def ends_as_plural(page: Page, position: int) -> bool:
    lists, norm = page.lexicon.words.lists, page.words.norm(position)
    return norm.endswith(lists["plural_endings"]) and not norm.endswith(lists["no_plural_endings"])


def first_noun(page: Page, within: range) -> Hit[Noun] | None:
    """The first countable noun of a range, a longer one that begins later in it before a shorter."""
    position = within.start
    while position < within.stop:
        hit = page.noun(position)
        if hit is not None and hit.value.sort != "thing":
            following = page.noun(hit.last)
            if following is not None and following.last <= within.stop and following.value.plural:
                return following
            return hit
        position += 1
    return None


def nothing_after(page: Page, place: Place) -> bool:
    """Whether a verb or the end follows the figure, and no noun of its own."""
    tokens, sets = page.words.tokens, page.lexicon.sets
    if place.last >= place.after or BREAK.search(page.text[place.figure.end : tokens[place.last].start]):
        return True
    return tokens[place.last].norm in sets["auxiliaries"] or tokens[place.last].norm in sets["stops"]


def as_before(place: Place, scope: Scope | None, rule: str) -> Scope | None:
    if scope is None:
        return None
    return replace(
        scope,
        rule=rule,
        text=None,
        modifiers=scope.modifiers if scope.rule in SUBJECT_RULES else range(place.last, place.last),
        own=range(place.last, place.after),
        left=range(place.opening, place.first),
        clause=place.clause,
        clause_start=place.clause_start,
        item=False,
    )


def made(page: Page, place: Place, rule: str, hit: Hit[Noun], modifiers: range) -> Scope:
    first = hit.first if modifiers.start < place.first else max(modifiers.start, hit.last - MOST_MODIFIERS)
    while first < hit.last - 1 and page.words.tokens[first].norm in page.lexicon.sets["determiners"]:
        first += 1
    return Scope(
        rule=rule,
        sort=hit.value.sort,
        noun=hit.value.name or None,
        text=page.phrase(first, hit.last),
        modifiers=modifiers,
        own=range(place.last, place.after),
        left=range(place.opening, place.first),
        clause=place.clause,
        clause_start=place.clause_start,
    )
