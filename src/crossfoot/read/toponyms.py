"""Which place a name of many means (§1.4): by what the text itself says, or none. Never by guess.

A name that follows tells it ("Paris, Texas"). Else a bearer that is many times larger than all others of the name is
meant; else the only one whose country or region the text names elsewhere. A name that is an ordinary word, too
("Reading"), always needs the text to name what it lies in. What is left over is unknown.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from crossfoot.places import Place, gazetteer
from crossfoot.world import Bearer, key, world

if TYPE_CHECKING:
    from crossfoot.read.page import Page

MOST_WORDS = 4
LARGER = 10
"""So many times larger than any other of its name, a place is what the name alone means."""
Span = tuple[int, int]


class Toponyms:
    """The places of the world that one page names."""

    def __init__(self, page: Page) -> None:
        self._page, self._words = page, page.words
        self._sets = page.lexicon.sets

    def in_sentence(self, span: range, taken: Sequence[Span]) -> Iterator[tuple[int, int, Place]]:
        """Names of places in a range of positions that are not taken: first word, word behind the last, place."""
        position, stop = span.start, span.stop
        ends = dict(taken)
        while position < stop:
            if position in ends:
                position = ends[position]
                continue
            found = self._longest(position, min(stop, min((f for f in ends if f > position), default=stop)))
            if found is None:
                position += 1
                continue
            last, bearers = found
            place = None if self._is_no_place(position, last, bearers) else self.meant(bearers, position, last)
            if place is not None:
                yield position, last, place
            position = last

    def meant(self, bearers: Sequence[Bearer], first: int, last: int) -> Place | None:
        """The bearer of the name that the text means, or None where it does not tell."""
        bearers = self._of_one_kind(bearers, first, last)
        around = self._named_next(last)
        if around:
            here = [b for b in bearers if not around.isdisjoint(gazetteer().chain(b.id)[1:])]
            if len(here) == 1:
                return _place(here[0])
        sure = [b for b in bearers if not b.is_common]
        if sure and all(
            b.thousands >= LARGER * other.thousands for b in sure[:1] for other in bearers if other is not b
        ):
            return _place(sure[0])
        told = [b for b in bearers if not self._told_of.isdisjoint(gazetteer().chain(b.id)[_own(b) :])]
        return _place(told[0]) if len(told) == 1 else None

    def other_than(self, place: Place, name: str, first: int, last: int) -> Place | None:
        """The place that a name of our own list means here: another where what follows says so ("Odessa, Texas"), none
        where a country and a region far from it share it ("Georgia") and the text does not tell which."""
        bearers = world().named(name)
        if len(bearers) < 2:
            return place
        if place.kind == "country":
            regions = [b for b in bearers if b.kind != "city"]
            return self.meant(regions, first, last) if len(regions) > 1 else place
        if place.kind == "region" and not self._page.is_region(first, last):
            cities = [b for b in bearers if key(b.id) == key(name) and gazetteer().is_within(b.id, place.id)]
            cities = [b for b in cities if b.kind == "city"]
            return _place(cities[0]) if len(cities) == 1 else place
        around = self._named_next(last)
        if not around or not around.isdisjoint(gazetteer().chain(place.id)):
            return place
        return self.meant(bearers, first, last) or place

    # ── what stands there ────────────────────────────────────────────────────────────────────────

    def _longest(self, first: int, stop: int) -> tuple[int, Sequence[Bearer]] | None:
        if not self._is_capital(first) or not self._page.begins_place(self._words.norm(first)):
            return None
        for last in range(min(first + MOST_WORDS, stop), first, -1):
            if self._is_one_phrase(first, last):
                bearers = world().named(" ".join(self._words.norms(first, last)))
                if bearers:
                    return last, bearers
        return None

    def _is_one_phrase(self, first: int, last: int) -> bool:
        """Words parted by one space, hyphen or "St. "; the last with a capital."""
        if not self._is_capital(last - 1):
            return False
        return all(self._gap(at) in (" ", "-", "‑", ". ", "\u00a0") for at in range(first, last - 1))

    def _gap(self, position: int) -> str:
        """What stands between a word and the next; a line where there is no next."""
        if position < 0 or position + 1 >= len(self._words):
            return "\n"
        return self._page.text[self._words.span(position)[1] : self._words.span(position + 1)[0]]

    def _is_capital(self, position: int) -> bool:
        return self._page.text[self._words.span(position)[0]].isupper()

    def _is_no_place(self, first: int, last: int, bearers: Sequence[Bearer]) -> bool:
        """A date, an ordinary word after an article ("the March on the palace"), or a part of a longer name."""
        if last < len(self._words) and self._words.norm(last) in self._sets["called_after"]:
            return True
        after_article = first > 0 and self._words.norm(first - 1) in self._sets["articles"]
        if self._page.in_time(first) or (after_article and any(bearer.is_common for bearer in bearers)):
            return True
        return self._is_part_of_a_name(first, last)

    def _is_part_of_a_name(self, first: int, last: int) -> bool:
        """ "Lincoln High School", "President Lincoln", "St Victoria": a word with a capital right beside it."""
        known = self._sets["region_marks"] | self._sets["between_place"]
        linked = last + 1 < len(self._words) and self._words.norm(last) in self._sets["name_links"]
        if linked and self._gap(last - 1) == self._gap(last) == " " and self._is_capital(last + 1):
            return True
        behind = last < len(self._words) and self._gap(last - 1) == " " and self._is_capital(last)
        if behind and self._words.norm(last) not in known and not self._page.in_time(last):
            return True
        before = first > 0 and self._gap(first - 1) == " " and self._is_capital(first - 1)
        plain = known | self._sets["locative"] | self._sets["stops"] | self._sets["determiners"]
        return before and self._words.norm(first - 1) not in plain

    def _of_one_kind(self, bearers: Sequence[Bearer], first: int, last: int) -> Sequence[Bearer]:
        """Beside "region" a region; else a country before a town, a town before the region that is called after it."""
        if self._page.is_region(first, last):
            return [b for b in bearers if b.kind == "region"]
        countries = [b for b in bearers if b.kind == "country"]
        if countries:
            return [*countries, *(b for b in bearers if b.kind == "region")]
        towns = [b for b in bearers if b.kind == "city"]
        named_after = {id for b in towns for id in gazetteer().chain(b.id)}
        return [b for b in bearers if b.kind == "city" or b.id not in named_after]

    def _named_next(self, last: int) -> frozenset[str]:
        """The places that the words behind a comma or "in" may name: "Paris, Texas"."""
        if last >= len(self._words) or not self._is_capital(last) or self._gap(last - 1) != ", ":
            return frozenset()
        return frozenset(self._all_named(last, len(self._words))[1])

    def _all_named(self, first: int, stop: int) -> tuple[int, Mapping[str, bool]]:
        """The longest name that begins here: the word behind it, and all places of the name."""
        most = first + 1
        while most < min(first + MOST_WORDS, stop) and self._is_one_phrase(most - 1, most + 1):
            most += 1
        for last in range(most, first, -1):
            names = _all_named(" ".join(self._words.norms(first, last)))
            if names:
                return last, names
        return first + 1, {}

    @cached_property
    def _told_of(self) -> frozenset[str]:
        """All that holds the places which the text names beyond doubt."""
        found: set[str] = set()
        position, stop = 0, len(self._words)
        while position < stop:
            last = position + 1
            if self._is_capital(position) and self._page.begins_place(self._words.norm(position)):
                last, names = self._all_named(position, stop)
                found.update(_beyond_doubt(names))
            position = last
        return frozenset(found)


def _own(bearer: Bearer) -> int:
    """A country is told of by places in it; a town needs more than its own name."""
    return 0 if bearer.kind == "country" else 1


def _beyond_doubt(names: Mapping[str, bool]) -> tuple[str, ...]:
    if len(names) != 1:
        return ()
    ((id, is_common),) = names.items()
    return () if is_common else gazetteer().chain(id)


@lru_cache(maxsize=50_000)
def _all_named(name: str) -> Mapping[str, bool]:
    """The ids of all places of a name, and whether it is an ordinary word there."""
    found = {bearer.id: bearer.is_common for bearer in world().named(name)}
    place = gazetteer().named(name)  # ours go before; one that both know has one id
    if place is not None:
        found.setdefault(place.id, False)
    return found


def _place(bearer: Bearer) -> Place:
    return gazetteer().get(bearer.id) or Place(bearer.id, bearer.kind, (bearer.id,), bearer.within)
