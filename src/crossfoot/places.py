"""The gazetteer: places by their names, what lies within what, and what cannot overlap (§5.6).

Ours (places.toml) are the countries, and the regions, towns and areas that need care; all others are in `world`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Literal

from crossfoot.world import world

PlaceKind = Literal["country", "region", "city", "area"]
KINDS: tuple[PlaceKind, ...] = ("country", "region", "city", "area")


@dataclass(frozen=True, slots=True)
class Place:
    """`id` is the name used in series. An area ("Donbas") may overlap regions; the other kinds never overlap."""

    id: str
    kind: PlaceKind
    names: tuple[str, ...]
    within: str | None = None


@dataclass(frozen=True, slots=True)
class Gazetteer:
    places: Mapping[str, Place]
    _by_name: Mapping[str, tuple[Place, ...]] = field(repr=False)

    def get(self, id: str) -> Place | None:
        """The place of that id, ours before the world's."""
        found = self.places.get(id)
        if found is None and id and (known := world().get(id)):
            return Place(known.id, known.kind, (known.id,), known.within)
        return found

    def named(self, name: str, as_region: bool = False) -> Place | None:
        """Ours of that name, old or new. Where a region and a city share it, `as_region` tells which."""
        found = self._by_name.get(name.casefold(), ())
        order: tuple[PlaceKind, ...] = ("region", "country", "city", "area")
        if not as_region:
            order = ("country", "city", "area", "region")
        return next((place for kind in order for place in found if place.kind == kind), None)

    def chain(self, id: str) -> tuple[str, ...]:
        """The place and all that it lies in, from the narrowest to the widest."""
        found: list[str] = []
        at: str | None = id
        while at is not None and at not in found:
            found.append(at)
            place = self.get(at)
            at = place.within if place else None
        return tuple(found)

    def is_within(self, inner: str, outer: str) -> bool:
        """Whether the one is the other or lies in it."""
        return outer in self.chain(inner)

    def disjoint(self, one: str, other: str) -> bool:
        """Whether the two are known not to overlap. False also where nothing is known."""
        around = [self.get(id) for id in (*self.chain(one), *self.chain(other))]
        if any(place is None or place.kind == "area" for place in around):
            return False
        return not self.is_within(one, other) and not self.is_within(other, one)

    def regions(self, country: str) -> tuple[str, ...]:
        return tuple(p.id for p in self.places.values() if p.kind == "region" and p.within == country)

    def around(self, ids: Iterable[str]) -> dict[str, str]:
        """What each of these places, and each around it, lies in; areas, which may overlap regions, are left out."""
        every = (self.get(link) for id in ids for link in self.chain(id))
        return {p.id: p.within for p in every if p is not None and p.within is not None and p.kind != "area"}


@cache
def gazetteer() -> Gazetteer:
    """The gazetteer shipped in places.toml. Raises ValueError where that file is wrong."""
    with (Path(__file__).parent / "places.toml").open("rb") as file:
        return build(tomllib.load(file))


def build(root: Mapping[str, object]) -> Gazetteer:
    """A gazetteer of tables: [country] name = [other names]; [region.COUNTRY], [city.REGION], [area.PLACE] likewise."""
    places: dict[str, Place] = {}
    by_name: dict[str, list[Place]] = {}
    for place in _rows(root):
        if place.within is not None and place.within not in places:
            raise ValueError(f'"{place.id}" lies within "{place.within}", which is no place above it')
        if place.id in places:
            raise ValueError(f'second place "{place.id}"')
        places[place.id] = place
        for name in dict.fromkeys(n.casefold() for n in place.names):
            by_name.setdefault(name, []).append(place)
    return Gazetteer(places, {name: tuple(found) for name, found in by_name.items()})


def _rows(root: Mapping[str, object]) -> Iterator[Place]:
    for kind in KINDS:
        table = root.get(kind, {})
        if not isinstance(table, dict):
            raise ValueError(f'"{kind}" must be a table')
        for within, names in [(None, table)] if kind == "country" else table.items():
            yield from (Place(id, kind, (id, *others), within) for id, others in names.items())
