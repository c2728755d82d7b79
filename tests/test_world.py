"""The world table: names in several scripts, what is shared by many, and how fast it comes."""

from __future__ import annotations

import time

import pytest

from crossfoot.places import gazetteer
from crossfoot.world import FILE, World, key, world


@pytest.mark.parametrize(
    ("name", "ids"),
    [
        ("Aleppo", {"Aleppo", "Aleppo region"}),
        ("Kharkov", {"Kharkiv"}),
        ("Харьков", {"Kharkiv"}),
        ("Харків", {"Kharkiv"}),
        ("Bombay", {"Mumbai"}),
        ("Німеччина", {"Germany"}),
        ("Германия", {"Germany"}),
        ("malmo", {"Malmö"}),
        ("Cox’s Bazar", {"Cox's Bazar"}),
        ("Nowhere at all", set()),
        ("", set()),
        ("a\tb", set()),
    ],
)
def test_a_place_is_found_by_any_of_its_names(name: str, ids: set[str]) -> None:
    found = {bearer.id for bearer in world().named(name)}
    assert {key(id) for id in found} >= {key(id) for id in ids}
    assert bool(found) == bool(ids)


def test_the_largest_bearer_of_a_name_comes_first() -> None:
    found = world().named("Paris")
    assert found[0].id == "Paris"
    assert "Paris, Texas" in {bearer.id for bearer in found}
    assert [b.thousands for b in found] == sorted((b.thousands for b in found), reverse=True)


def test_ordinary_words_are_marked() -> None:
    assert all(bearer.is_common for name in ("Nice", "Mobile", "Reading", "Police") for bearer in world().named(name))
    assert not any(bearer.is_common for bearer in world().named("Mosul"))


def test_towns_lie_in_regions_and_these_in_countries() -> None:
    places = gazetteer()
    assert places.chain("Manbij") == ("Manbij", "Aleppo region", "Syria")
    assert places.is_within("Bavaria", "Germany")
    assert places.disjoint("Bavaria", "Hesse")
    assert not places.disjoint("Munich", "Bavaria")
    assert places.around(["Manbij"]) == {"Manbij": "Aleppo region", "Aleppo region": "Syria"}


def test_every_name_and_every_place_is_found() -> None:
    import gzip

    first, _, second = gzip.decompress(FILE.read_bytes()).decode("utf-8").partition("\n\n")
    names = [line.partition("\t")[0] for line in second.splitlines()]
    assert len(names) > 50_000
    assert [name for name in names if key(name) != name or not world().named(name)] == []
    ids = [line.partition("\t")[0] for line in first.splitlines()[1:]]
    assert [id for id in ids if world().get(id) is None] == []


def test_words_that_begin_a_name() -> None:
    assert world().begins("port")
    assert world().begins("aleppo")
    assert not world().begins("aleppos")
    assert not world().begins("zzz")


def test_the_table_is_small_and_comes_fast() -> None:
    import gzip

    assert FILE.stat().st_size < 800_000
    start = time.process_time()
    assert World(gzip.decompress(FILE.read_bytes()).decode("utf-8")).named("Kharkiv")
    assert time.process_time() - start < 0.5  # 0.03 s on a quiet machine
