"""Figures that compare: which they are, what they count and when (§4, §5.5)."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from crossfoot.read.changes import Against, Change, Changes, Comparing
from crossfoot.read.chronicle import Chronicle
from crossfoot.read.clauses import Scope
from crossfoot.read.coding import Field
from crossfoot.read.counted import Counted
from crossfoot.read.dates import TimeMention
from crossfoot.read.nouns import first_noun
from crossfoot.read.page import Noun, Page
from crossfoot.read.phrases import Hit
from crossfoot.read.scenes import Timing
from crossfoot.read.shares import Share, Shares

BESIDE = 8
"""Figures before one among which the one it stands beside is looked for."""
MULTIPLE = 10
"""Words between "three" and the noun of "three times as many cases"."""
SUBJECT = 24
"""Words before "rose" among which its subject is looked for."""


@dataclass(frozen=True, slots=True)
class Comparisons:
    """The changes and shares of one page by number of their figure; `beside`: the figure whose count a change is of."""

    changes: Mapping[int, Change] = field(default_factory=dict)
    shares: Mapping[int, Share] = field(default_factory=dict)
    beside: Mapping[int, int] = field(default_factory=dict)


def comparisons(
    page: Page,
    mentions: Sequence[TimeMention],
    words: Comparing,
    found: list[Scope | None],
    is_speaker: Callable[[int], bool],
) -> Comparisons:
    """Finds them, and puts right the scopes of their figures."""
    finder = Changes(page, mentions, words)
    wholes = Shares(page, words, is_speaker)
    changes: dict[int, Change] = {}
    shares: dict[int, Share] = {}
    beside: dict[int, int] = {}
    for number, figure in enumerate(page.figures):
        if figure.rejected is not None and not finder.is_multiple(figure):
            continue
        change = finder.of(figure)
        share = wholes.of(figure) if change is None else None
        if change is not None:
            changes[number] = change
            other = _beside(page, found, changes, number) if change.beside else None
            if other is not None:
                beside[number] = other
            aimless = change.how == "ratio" and change.against is None
            found[number] = None if aimless else _scope_of_change(page, found, number, other, is_speaker, change)
        elif share is not None:
            shares[number] = share
            _narrow(found, number, share)
    return Comparisons(changes, shares, beside)


def _beside(page: Page, found: list[Scope | None], changes: Mapping[int, Change], number: int) -> int | None:
    """The figure before, in the same sentence, that counts."""
    sentence = page.sentence_of(page.figures[number].start)
    for before in range(number - 1, max(number - BESIDE, -1), -1):
        if page.sentence_of(page.figures[before].start) != sentence:
            return None
        if found[before] is not None and before not in changes and not page.figures[before].is_share:
            return before
    return None


def _scope_of_change(
    page: Page,
    found: list[Scope | None],
    number: int,
    other: int | None,
    is_speaker: Callable[[int], bool],
    change: Change,
) -> Scope | None:
    scope = found[number]
    first = page.words.at(page.figures[number].start)
    if change.opening == first and scope is not None and scope.rule == "after":
        return scope
    if change.how == "ratio":
        noun = first_noun(page, range(first, min(len(page.words), first + MULTIPLE)))
        if noun is not None:
            return _scope_at(page, noun, range(first, noun.first))
    like = found[other] if other is not None else None
    if like is not None:
        return replace(like, rule="beside", text=None, item=False)
    return _subject(page, change.opening, first, is_speaker) or scope


def _subject(page: Page, opening: int, first: int, is_speaker: Callable[[int], bool]) -> Scope | None:
    """ "The number of criminal cases rose by": the first noun of the clause that is not who speaks."""
    span = page.span(page.sentence_at(first))
    start = max(span.start, opening - SUBJECT)
    for position in range(opening - 1, start, -1):
        if is_speaker(position - 1) or _breaks(page, position):
            start = position
            break
    noun = first_noun(page, range(start, opening))
    if noun is None or noun.last > opening:
        return None
    return _scope_at(page, noun, range(start, opening))


def _scope_at(page: Page, noun: Hit[Noun], before: range) -> Scope:
    """What a noun of the clause counts, wherever its figure stands."""
    end = page.span(page.sentence_at(noun.first)).stop
    return Scope(
        rule="subject",
        sort=noun.value.sort,
        noun=noun.value.name or None,
        text=page.phrase(noun.first, noun.last),
        modifiers=range(noun.first, max(before.stop, noun.last)),
        own=range(noun.first, end),
        left=range(before.start, noun.first),
        clause=range(before.start, end),
        clause_start=before.start,
    )


def _breaks(page: Page, position: int) -> bool:
    gap = page.text[page.words.span(position - 1)[1] : page.words.span(position)[0]]
    return any(mark in gap for mark in ",;:()—–")


def _narrow(found: list[Scope | None], number: int, share: Share) -> None:
    """ "40 % of the 59,606 cases were for desertion": what is said of the share is not said of the whole."""
    whole = found[share.figure] if share.figure is not None else None
    if whole is None or share.figure is None:
        return
    own = range(whole.own.start, min(whole.own.stop, max(share.whole.stop, whole.own.start)))
    clause = range(whole.clause.start, max(share.whole.stop, whole.clause.start))
    found[share.figure] = replace(whole, own=own, clause=clause)
    found[number] = replace(whole, rule="share of", text=None, item=False)


# ── what they count ──────────────────────────────────────────────────────────────────────────────


def set_aside(
    page: Page, tale: Chronicle, words: Comparing, found: Comparisons, counted: Mapping[int, Counted]
) -> None:
    """Times that are only compared with date no figure before them, nor one that the count "rose to"; the time of a
    whole dates no part that has one."""
    for number, change in found.changes.items():
        against = change.against
        if against is None:
            continue
        starts = frozenset(m.start for m in times_over(tale, against.start, against.end))
        sentence = page.sentence_of(page.figures[number].start)
        for near in range(max(number - BESIDE, 0), number + BESIDE):
            item = counted.get(near)
            if (
                item is not None
                and item.sentence == sentence
                and (near == number or _is_before(page, item, against, words))
            ):
                item.aside |= starts
    for number, share in found.shares.items():
        if number in counted and not share.subject and times_in(page, tale, share.part):
            counted[number].aside |= frozenset(m.start for m in times_in(page, tale, share.whole))


def _is_before(page: Page, item: Counted, against: Against, words: Comparing) -> bool:
    reached = page.words.norm(max(item.first - 1, 0)) in words.sets["reaches"]
    return item.figure.start < against.start or reached


def times_over(tale: Chronicle, start: int, end: int) -> list[TimeMention]:
    """The mentions of time that overlap a stretch of the text."""
    first = max(bisect_left(tale.mention_starts, start) - 1, 0)
    found = (placed.mention for placed in tale.placed[first : bisect_left(tale.mention_starts, end)])
    return [mention for mention in found if mention.end > start]


def times_in(page: Page, tale: Chronicle, span: range) -> list[TimeMention]:
    """The points of time that words name."""
    start, end = page.words.span(span.start)[0], page.words.span(span.stop - 1)[1]
    return [mention for mention in times_over(tale, start, end) if mention.first is not None]


def take_from_beside(found: Comparisons, counted: Mapping[int, Counted]) -> None:
    """ "23,000 cases, up 12 %": of what the 23,000 counts."""
    for number, other in found.beside.items():
        item, like = counted.get(number), counted.get(other)
        if item is None or like is None or item.scope.rule != "beside":
            continue
        item.measure, item.population, item.place = map(_of_that, (like.measure, like.population, like.place))


def _of_that(found: Field[str]) -> Field[str]:
    return replace(found, rule=f"of the figure beside it, {found.rule}", literal=False)


def change_times(found: Comparisons, counted: Mapping[int, Counted], times: dict[int, Timing]) -> None:
    """Kind and period of changes: those beside a figure have its time, where none of their own is nearer."""
    for number in found.changes:
        if number not in times:
            continue
        timing = times[number]
        other = found.beside.get(number)
        if other in times and counted[number].scope.rule == "beside":
            like = times[other]
            timing = replace(timing, period=like.period, rule=f"beside: {like.rule}", literal=like.literal)
        times[number] = replace(timing, kind="change", per=None, literal=timing.literal | {"kind"})
