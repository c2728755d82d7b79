"""From the words that name a speaker to the chain of sources: outlet or agency first, who told it last (§1.6)."""

from __future__ import annotations

from dataclasses import replace

from crossfoot.read.page import Page
from crossfoot.read.sources import BREAK, LONGEST, Roll
from crossfoot.records import Source


def end_of_name(page: Page, roll: Roll, first: int, span: range) -> int:
    """The position after the last word of a source that begins at `first`."""
    words = roll.speakers.sets
    relative = False
    for position in range(first, min(span.stop, first + LONGEST)):
        norm = roll.tokens[position].norm
        if position > first and BREAK.search(roll.gap(position).replace("*", "")):
            return position
        if norm in words["keep_ends"]:
            relative = True
        elif position > first and not relative and _ends_name(page, roll, position):
            return position
    return min(span.stop, first + LONGEST)


def _ends_name(page: Page, roll: Roll, position: int) -> bool:
    """A word such as "on" or a verb of saying, which no name holds, unless with a capital."""
    words, norm = roll.speakers.sets, roll.tokens[position].norm
    follows = position + 1 < len(roll.tokens) and in_name(page, position + 1) and not page.in_time(position + 1)
    if norm in words["of_office"] and follows and roll.tokens[position + 1].norm not in words["platforms"]:
        return False
    if norm in words["verbs"]:
        return norm not in words["paper"]
    return norm in words["source_ends"] and not in_name(page, position)


def in_name(page: Page, position: int) -> bool:
    """Whether the word has a capital, as inside the name of an office."""
    return page.text[page.words.tokens[position].start].isupper()


def is_source(page: Page, roll: Roll, first: int, last: int) -> bool:
    """Whether the words can speak: a name, an office, an outlet, a source, a pronoun."""
    words = roll.speakers
    within = range(first, last)
    if roll.known_within(first, last):
        return True
    keys = ("office", "agency", "outlet", "anonymous", "person", "paper")
    if any(page.hits(words.phrases[key], within) for key in keys):
        return True
    norms = {roll.tokens[p].norm for p in within}
    if len(within) == 1 and norms & (words.sets["pronouns"] | words.sets["self"]):
        return True
    if any(hit.value.sort == "person" and hit.last == last for hit in page.nouns(within)):
        return True
    capitals = [p for p in within if in_name(page, p)]
    common = page.lexicon.sets["stops"] | words.sets["definite"] | words.sets["no_verb_after"] | words.sets["adverbs"]
    return bool(capitals) and (capitals[-1] > first or roll.tokens[first].norm not in common)


def chain_of(page: Page, roll: Roll, first: int, last: int) -> tuple[Source, ...]:
    """The source with what stands between it and the reader: its outlet, or the agency whose source it is."""
    inner = _author(page, roll, first, last)
    source = roll.source(*inner)
    outer = _outlet_of(page, roll, inner) or roll.employer(*inner)
    roll.remember(*inner, source)
    if outer is None or outer.text == source.text:
        return (source,)
    return (outer, source)


def _author(page: Page, roll: Roll, first: int, last: int) -> tuple[int, int]:
    """ "a report by X" is X."""
    words = roll.speakers.sets
    for position in range(first + 1, last - 1):
        of_paper = roll.tokens[position].norm in words["by"] and roll.tokens[position - 1].norm in words["paper"]
        if of_paper and is_source(page, roll, position + 1, last):
            return _without_tail(page, roll, position + 1, last)
    return _without_tail(page, roll, first, last)


def _without_tail(page: Page, roll: Roll, first: int, last: int) -> tuple[int, int]:
    """Without "on Telegram" and the like behind a name."""
    for position in range(first + 1, last):
        if _ends_name(page, roll, position) and roll.tokens[position].norm in roll.speakers.sets["source_ends"]:
            kept = any(roll.tokens[p].norm in roll.speakers.sets["keep_ends"] for p in range(first, position + 1))
            return (first, last) if kept else (first, position)
    return first, last


def _outlet_of(page: Page, roll: Roll, inner: tuple[int, int]) -> Source | None:
    """ "a source who spoke to RIA", "the agency's unnamed source", "a source told Reuters"."""
    for hit in page.longest(roll.speakers.phrases["through"], range(*inner)):
        last = end_of_name(page, roll, hit.last, range(inner[0], inner[1]))
        if last > hit.last:
            return roll.source(hit.last, last)
    named = _press_named(roll, inner)
    if named is not None:
        return named
    for position in range(inner[0], inner[1] - 1):
        token = roll.tokens[position]
        possessive = token.end - token.start > len(token.norm)
        press = roll.known_within(position, position + 1) or token.norm in roll.speakers.sets["agency"]
        if possessive and press:
            start = inner[0] if roll.tokens[inner[0]].norm in roll.speakers.sets["definite"] else position
            source = roll.source(start, position + 1)
            return replace(source, text=page.text[source.start : token.start + len(token.norm)]) if source else None
    return None


def _press_named(roll: Roll, inner: tuple[int, int]) -> Source | None:
    """ "a Die Welt correspondent", "a correspondent of the newspaper"."""
    words = roll.speakers.sets
    if not any(roll.tokens[p].norm in words["press_roles"] for p in range(*inner)):
        return None
    known = roll.known_within(*inner)
    if known is not None:
        return roll.source(known.first, known.last)
    for position in range(inner[0] + 1, inner[1]):
        press = roll.tokens[position].norm in words["outlet"] | words["agency"]
        if press and roll.tokens[position - 1].norm in words["definite"]:
            source = roll.source(position - 1, position + 1)
            return source if source.resolved else None
    return None
