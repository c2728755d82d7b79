"""Places of figures that say none: that of their clause, else the one that headline and lead are about (§1.4).

A figure of a codebook whose population lives anywhere would else count for the whole world, and clash with that of any
other event. What is carried so is never literal.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from crossfoot.places import gazetteer
from crossfoot.read.coding import Coder, Field
from crossfoot.read.counted import Counted
from crossfoot.read.page import Page

FOLLOWING = 6
"""Sentences of a paragraph for which the label at its head holds."""
LABEL = 4
"""Words of a line among which its place stands."""
LEAD = 2
"""Sentences of the body among which the first that names a place tells where the report is set."""


def settle(page: Page, coder: Coder, counted: Mapping[int, Counted]) -> None:
    clauses: dict[tuple[int, int], list[Counted]] = {}
    for item in counted.values():
        clauses.setdefault((item.sentence, item.scope.clause_start), []).append(item)
    for here in clauses.values():
        _share_place(page, here)
    nowhere = [item for item in counted.values() if _is_nowhere(page, item)]
    place = (_lead_place(page, coder.is_outside) or _lead_place(page, lambda _: False)) if nowhere else None
    told: dict[int, set[str | None]] = {}
    for item in counted.values():
        if item.place.literal:
            told.setdefault(item.sentence, set()).add(item.place.value)
    for item in nowhere:
        item.place = _settled(page, item, place, len(told.get(item.sentence, ())) > 1)


def _settled(page: Page, item: Counted, place: str | None, is_among_places: bool) -> Field[str]:
    """`place` is that of headline and lead; `is_among_places`: its sentence places others in several."""
    label = _label(page, item.sentence)
    if label is not None:
        return Field(label, "the label of its line")
    if is_among_places:
        return Field(None, "one of several places", True)
    if _is_somewhere_unknown(page, item):
        return Field(None, "a place that no list holds", True)
    if place is not None and not _is_elsewhere(page, item):
        return Field(_wide(page, item, place), "carried from headline and lead")
    return item.place


def _label(page: Page, number: int) -> str | None:
    """ "Kharkiv: a night attack. One killed, 27 injured.": the place before the colon at the head of a line, or of one
    of the few sentences before in its paragraph."""
    first = page.paragraphs[page.sentences[number].paragraph].start
    for at in range(number, max(first, number - FOLLOWING) - 1, -1):
        label = _label_of(page, at)
        if label is not None:
            return label
    return None


def _label_of(page: Page, number: int) -> str | None:
    span, start = page.span(number), page.sentences[number].start
    for named in page.places(range(span.start, min(span.stop, span.start + LABEL))):
        stop = named.last
        while stop < span.stop and page.words.norm(stop) in page.lexicon.sets["region_marks"]:
            stop += 1
        head = not any(char.isalnum() for char in page.text[start : page.words.span(named.first)[0]])
        if head and page.text.startswith(":", page.words.span(stop - 1)[1]):
            return named.place.id
    return None


def _wide(page: Page, item: Counted, place: str) -> str:
    """ "Across the country": the country that holds the place of the report."""
    words = page.lexicon.sets["countrywide"]
    spans = (item.scope.own, item.scope.left)
    if any(not words.isdisjoint(page.words.norms(span.start, span.stop)) for span in spans):
        return gazetteer().chain(place)[-1] if gazetteer().get(place) is not None else place
    return place


def _is_somewhere_unknown(page: Page, item: Counted) -> bool:
    """ "In Nowhere district 12 were killed": a name behind a word of place that no list of places holds."""
    clause, sets = item.scope.clause, page.lexicon.sets
    known = {at for named in page.places(clause) for at in range(named.first, named.last)}
    for position in clause:
        if page.words.norm(position) not in sets["locative"]:
            continue
        name = position + 1
        while name < clause.stop and page.words.norm(name) in sets["between_place"] and name not in known:
            name += 1
        if name < clause.stop and name not in known and _is_a_name(page, position, name):
            return True
    return False


def _is_a_name(page: Page, before: int, name: int) -> bool:
    start = page.words.span(name)[0]
    gap = page.text[page.words.span(before)[1] : start]
    plain = page.in_time(name) or page.populations(range(name, name + 1))
    return page.text[start].isupper() and "," not in gap and not plain


def _share_place(page: Page, here: Iterable[Counted]) -> None:
    """ "In Odesa, two people died and 11 were injured": all of them in Odesa."""
    here = list(here)
    told = {item.place.value for item in here if item.place.literal}
    place = told.pop() if len(told) == 1 else None
    if place is None:
        return
    for item in here:
        if not item.place.literal and not item.scope.item and not _is_elsewhere(page, item, "countrywide"):
            item.place = Field(place, "of its clause")


def _is_elsewhere(page: Page, item: Counted, *more: str) -> bool:
    spans = (item.scope.own, item.scope.left, item.scope.modifiers)
    words = frozenset[str]().union(*(page.lexicon.sets[key] for key in ("elsewhere", *more)))
    return any(not words.isdisjoint(page.words.norms(span.start, span.stop)) for span in spans)


def _is_nowhere(page: Page, item: Counted) -> bool:
    """Whether its place is only that of a population which lives in no one place."""
    if item.place.literal or item.population.value is None or item.place.value is None:
        return False
    known = page.lexicon.codebook.population(item.population.value.split("/")[0])
    return known is not None and item.place.value == known.place and gazetteer().get(known.place) is None


def _lead_place(page: Page, is_outside: Callable[[int], bool]) -> str | None:
    """The place of the headline, else of the first sentence that names one; nested names mean the narrowest, several
    that lie apart what holds them all."""
    bodies = 0
    for number, sentence in enumerate(page.sentences):
        span = page.span(number)
        names = [n for n in page.places(span) if not is_outside(n.first)]
        if names:
            return _common(dict.fromkeys(named.place.id for named in names))
        bodies += not sentence.heading
        if bodies >= LEAD:
            return None
    return None


def _common(ids: Iterable[str]) -> str:
    """Several countries together are a place of their own ("Russia / Ukraine"), which no other place lies in."""
    known = list(ids)
    narrowest = [id for id in known if all(gazetteer().is_within(id, other) for other in known)]
    if narrowest:
        return narrowest[0]
    shared = next((id for id in gazetteer().chain(known[0]) if all(gazetteer().is_within(o, id) for o in known)), None)
    return shared or " / ".join(sorted({gazetteer().chain(id)[-1] for id in known}))
