"""Phrases that name who speaks: "according to X", "X said that", ", said X", "citing Y", "our estimate"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from crossfoot.read.chains import chain_of, end_of_name, in_name, is_source
from crossfoot.read.page import Page
from crossfoot.read.phrases import Hit
from crossfoot.read.sources import BREAK, LONGEST, Roll
from crossfoot.records import Source

if TYPE_CHECKING:
    from crossfoot.read.figures import Figure

DASH = re.compile(r"\s+[-–—]+\s+")
MOST_OF_A_HEADING = 6
LONGEST_NAME = 2
"""Words of a name behind the dash of a headline, where nothing else tells that it speaks."""
TRAILING_REST = 8
"""Words that may follow a speaker at the end of a sentence: "told us on 9 October"."""
CLOSING = "”»"
COUNTED_WITHIN = 14
"""Words between an office that counts and its figure."""
Side = Literal["leading", "trailing", "aside", "citing", "own"]


@dataclass(frozen=True, slots=True)
class Frame:
    """One phrase that names who speaks. Positions of its words; `side` says where what was said stands."""

    first: int
    last: int
    chain: tuple[Source, ...]
    side: Side
    rule: str
    verb: str | None = None


def frames_of(page: Page, roll: Roll, span: range) -> Iterator[Frame]:
    frames = [*_own(page, roll, span), *_after_preposition(page, roll, span), *_around_verbs(page, roll, span)]
    _remember_mine(page, roll, span)
    frames.sort(key=lambda frame: (frame.first, -frame.last))
    reach = -1
    for frame in frames:
        if frame.first >= reach or frame.side in ("citing", "own"):
            yield frame
            reach = max(reach, frame.last)


def _own(page: Page, roll: Roll, span: range) -> Iterator[Frame]:
    """ "our estimate of 170,000"."""
    for hit in page.longest(roll.speakers.phrases["own"], span):
        source = replace(roll.source(hit.first, hit.last), kind="self", resolved=None)
        yield Frame(hit.first, hit.last, (source,), "own", "own figure")


def frames_of_heading(page: Page, roll: Roll, span: range) -> Iterator[Frame]:
    """ "At least 1,305 dead – ministry", "UN: 300,000 displaced"."""
    for position in range(max(span.start, span.stop - MOST_OF_A_HEADING), span.stop):
        if position > span.start and DASH.fullmatch(roll.gap(position)) and _may_head(page, roll, position, span.stop):
            yield Frame(position, span.stop, chain_of(page, roll, position, span.stop), "trailing", "heading")
            return
    for position in range(span.start + 1, min(span.start + MOST_OF_A_HEADING, span.stop)):
        if roll.gap(position) == ": " and _may_head(page, roll, span.start, position):
            yield Frame(span.start, position, chain_of(page, roll, span.start, position), "leading", "heading")
            return


def _may_head(page: Page, roll: Roll, first: int, last: int) -> bool:
    """A source, and no place, army or mark such as "Video"; before a colon or behind a dash and with no figure."""
    within = range(first, last)
    if not is_source(page, roll, first, last) or not in_name(page, first):
        return False
    if not roll.speakers.sets["no_sources"].isdisjoint(page.words.norms(first, last)) or _figures_in(page, within):
        return False
    named = roll.known_within(first, last) is not None or any(
        page.hits(roll.speakers.phrases[key], within) for key in ("office", "agency", "outlet", "person", "anonymous")
    )
    behind = last - first <= LONGEST_NAME and DASH.fullmatch(roll.gap(first)) is not None
    return named or (behind and not (page.places(within) or page.populations(within)))


def _remember_mine(page: Page, roll: Roll, span: range) -> None:
    """ "my acquaintance": a later "he" is he."""
    words = roll.speakers.sets
    for hit in page.hits(roll.speakers.phrases["mine"], span):
        position = hit.first
        following = roll.tokens[position + 1].norm if position + 1 < span.stop else ""
        if following in words["person"] or following in words["anonymous"]:
            roll.remember(position, position + 2, replace(roll.source(position, position + 2), kind="anonymous"))


def _after_preposition(page: Page, roll: Roll, span: range) -> Iterator[Frame]:
    """ "according to X, …", "…, according to X", "citing Y"."""
    for key in ("before", "citing"):
        for hit in page.longest(roll.speakers.phrases[key], span):
            last = end_of_name(page, roll, hit.last, span)
            if last <= hit.last or not is_source(page, roll, hit.last, last):
                continue
            chain = chain_of(page, roll, hit.last, last)
            if key == "before":
                yield Frame(hit.first, last, chain, _side(roll, hit, span), hit.value)
            else:
                first, outer = _who_cites(page, roll, hit, span)
                yield Frame(first, last, (*outer, *chain), "citing", hit.value)


def _who_cites(page: Page, roll: Roll, hit: Hit[str], span: range) -> tuple[int, tuple[Source, ...]]:
    """ "RIA cited X as saying": RIA stands between X and the reader."""
    if hit.first <= span.start or BREAK.search(roll.gap(hit.first)):
        return hit.first, ()
    first = _start_of_subject(page, roll, hit.first, span)
    while first < hit.first and roll.tokens[first].norm in roll.speakers.sets["adverbs"]:
        first += 1
    if first >= hit.first or not is_source(page, roll, first, hit.first):
        return hit.first, ()
    return first, chain_of(page, roll, first, hit.first)


def _side(roll: Roll, hit: Hit[str], span: range) -> Literal["leading", "trailing"]:
    """At the start of its sentence or clause it speaks of what follows, else of what stands before."""
    near_start = hit.first - span.start <= 2
    return "leading" if near_start or BREAK.search(roll.gap(hit.first).replace(",", "")) else "trailing"


def _around_verbs(page: Page, roll: Roll, span: range) -> Iterator[Frame]:
    words = roll.speakers.sets
    for hit in page.longest(roll.speakers.phrases["verbs"], span):
        before = roll.tokens[hit.first - 1].norm if hit.first > span.start else ""
        if before in words["no_verb_after"] and not BREAK.search(roll.gap(hit.first)):
            continue
        if hit.last < span.stop and roll.tokens[hit.last].norm in words["no_saying_before"]:
            continue
        frame = _subject_after(page, roll, hit, span) or _subject_before(page, roll, hit, span)
        if frame is not None and _is_saying(page, roll, hit, frame, span):
            yield frame


def _is_saying(page: Page, roll: Roll, hit: Hit[str], frame: Frame, span: range) -> bool:
    """A verb that only sometimes means saying needs "that", an aside, or an office that counts."""
    words = roll.speakers.sets
    if hit.value not in words["weak_verbs"] or _says_that(page, roll, hit, span) or frame.side == "aside":
        return True
    official = any(source.kind in ("office", "agency", "outlet") for source in frame.chain)
    if not official or frame.side == "trailing":
        return official
    start = roll.tokens[hit.last - 1].end
    figures = (f.start for f in _figures_in(page, span) if f.rejected is None and f.start >= start)
    return any(page.words.at(figure) - hit.last <= COUNTED_WITHIN for figure in figures)


def _says_that(page: Page, roll: Roll, hit: Hit[str], span: range) -> bool:
    """Whether "that", a colon or a quote follows the verb."""
    if page.text.startswith(":", roll.tokens[span.stop - 1].end):
        return True
    if hit.last >= span.stop:
        return False
    gap = roll.gap(hit.last)
    return roll.tokens[hit.last].norm in roll.speakers.sets["that"] or any(mark in gap for mark in ':“"«')


def _subject_before(page: Page, roll: Roll, hit: Hit[str], span: range) -> Frame | None:
    """ "X said", "X, the chief of Y, further claimed", "X, who noted"."""
    last = hit.first
    while last > span.start and roll.tokens[last - 1].norm in roll.speakers.sets["adverbs"]:
        last -= 1
    sets = roll.speakers.sets
    if last > span.start and roll.tokens[last - 1].norm in sets["keep_ends"] | sets["describing"]:
        last -= 1
    if "," in roll.gap(last):
        aside = _before_aside(roll, last, span)
        if aside == last:
            return None
        last = aside
    first = _start_of_subject(page, roll, last, span)
    while first < last - 1 and roll.tokens[first].norm in roll.speakers.sets["adverbs"]:
        first += 1
    if first >= last or roll.tokens[first].norm in sets["nobody"]:
        return None
    if not (is_source(page, roll, first, last) or _may_speak(page, roll, hit, range(first, last), span)):
        return None
    chain = (*_told(roll, hit, span), *chain_of(page, roll, first, last))
    side = _verb_side(page, roll, hit, first, span)
    stop = hit.last + (1 if side == "leading" and _that_follows(roll, hit, span) else 0)
    return Frame(first, stop, chain, side, f"… {hit.value}", hit.value)


def _may_speak(page: Page, roll: Roll, hit: Hit[str], subject: range, span: range) -> bool:
    """ "The bank said that …": whoever is the subject of such a verb, where a clause begins with it."""
    sets = page.lexicon.sets
    said_before = subject.start > span.start and bool(BREAK.search(roll.gap(subject.start)))
    norms = [roll.tokens[p].norm for p in subject]
    return (
        (said_before or (subject.start == span.start and _says_that(page, roll, hit, span)))
        and len(norms) > 1
        and hit.value not in roll.speakers.sets["weak_verbs"]
        and norms[0] in sets["determiners"]
        and sets["auxiliaries"].isdisjoint(norms)
    )


def _told(roll: Roll, hit: Hit[str], span: range) -> tuple[Source, ...]:
    """ "told Reuters": the outlet stands between the speaker and the reader."""
    known = (
        roll.known_within(hit.last, min(hit.last + 4, span.stop)) if hit.value in roll.speakers.sets["told"] else None
    )
    return (roll.source(known.first, known.last),) if known and known.first == hit.last else ()


def _that_follows(roll: Roll, hit: Hit[str], span: range) -> bool:
    return hit.last < span.stop and roll.tokens[hit.last].norm in roll.speakers.sets["that"]


def _before_aside(roll: Roll, last: int, span: range) -> int:
    """Past an aside between commas: "X, the chief of Y, said" ends at X."""
    for position in range(last - 1, max(span.start, last - 2 * LONGEST), -1):
        gap = roll.gap(position)
        if "," in gap:
            return position
        if BREAK.search(gap.replace("(", "").replace(")", "").replace(".", "")):
            return last
    return last


def _start_of_subject(page: Page, roll: Roll, last: int, span: range) -> int:
    if last > span.start and roll.tokens[last - 1].norm in roll.speakers.sets["pronouns"]:
        return last - 1
    if last < span.stop and roll.tokens[last].norm in roll.speakers.sets["describing"]:
        return _start_of_noun(roll, last, span)
    first = last
    ends = roll.speakers.sets["subject_ends"]
    while first > span.start and last - first < LONGEST:
        if first < last and BREAK.search(roll.gap(first).replace("*", "")):
            break
        if page.in_time(first - 1) and first < last:
            break
        norm = roll.tokens[first - 1].norm
        if norm in ends and not (norm in page.lexicon.sets["joiners"] and _joins_names(page, roll, first - 1)):
            break
        first -= 1
    return first


def _start_of_noun(roll: Roll, last: int, span: range) -> int:
    """ "… comes from the police department, which reported": the nearest article before."""
    for first in range(last - 1, max(last - LONGEST, span.start - 1), -1):
        if roll.tokens[first].norm in roll.speakers.sets["definite"]:
            return first
        if BREAK.search(roll.gap(first)):
            return first
    return last


def _joins_names(page: Page, roll: Roll, position: int) -> bool:
    """ "regional and local authorities": the word stands between words without a break, none of them a verb."""
    if position + 1 >= len(roll.tokens) or position == 0:
        return False
    after = roll.tokens[position + 1].norm
    verbs_before = {roll.tokens[p].norm for p in range(max(position - 4, 0), position)} & roll.speakers.sets["verbs"]
    return after not in roll.speakers.sets["pronouns"] and not verbs_before and not in_name(page, position + 1)


def _verb_side(page: Page, roll: Roll, hit: Hit[str], first: int, span: range) -> Side:
    """Trailing where something was said before the subject and nothing but a date or place follows the verb; an
    aside where a comma follows at once ("prosecutors, he added, opened …")."""
    if first == span.start or _says_that(page, roll, hit, span):
        return "leading"
    gap = roll.gap(first)
    if not ("," in gap or any(mark in gap for mark in CLOSING + '"')):
        return "leading"
    if hit.last < span.stop and "," in roll.gap(hit.last):
        return "aside"
    rest = next((p for p in range(hit.last, span.stop) if "," in roll.gap(p) and not page.in_time(p)), span.stop)
    start, end = roll.tokens[hit.last - 1].end, roll.tokens[rest - 1].end
    figures = any(f.rejected is None and start <= f.start < end for f in _figures_in(page, span))
    return "trailing" if rest - hit.last <= TRAILING_REST and not figures else "leading"


def _figures_in(page: Page, span: range) -> tuple[Figure, ...]:
    start, end = page.words.tokens[span.start].start, page.words.tokens[span.stop - 1].end
    return page.figures_in(start, end)


def _subject_after(page: Page, roll: Roll, hit: Hit[str], span: range) -> Frame | None:
    """ "…, said X": a name and no more, up to a break."""
    gap = roll.gap(hit.first)
    if hit.last >= span.stop or not ("," in gap or any(mark in gap for mark in CLOSING + '"')):
        return None
    last = end_of_name(page, roll, hit.last, span)
    if last <= hit.last or not is_source(page, roll, hit.last, last) or BREAK.search(roll.gap(hit.last)):
        return None
    sets = page.lexicon.sets
    runs_on = last < span.stop and not BREAK.search(roll.gap(last)) and not page.in_time(last + 1)
    verbs = {roll.tokens[p].norm for p in range(hit.last, last)} & sets["auxiliaries"] - sets["locative"]
    if runs_on or verbs or any(hit.last <= page.words.at(f.start) < last for f in _figures_in(page, span)):
        return None
    return Frame(hit.first, last, chain_of(page, roll, hit.last, last), "trailing", f"{hit.value} …", hit.value)
