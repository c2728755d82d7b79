"""The gazetteer: one place whatever its spelling, and what lies in what."""

from __future__ import annotations

import itertools

import pytest

from crossfoot.places import build, gazetteer


@pytest.mark.parametrize(
    ("name", "as_region", "id"),
    [
        ("Kharkov", True, "Kharkiv region"),
        ("Kharkiv", False, "Kharkiv"),
        ("Харьков", False, "Kharkiv"),
        ("Zaporozhye", True, "Zaporizhzhia region"),
        ("Dnepropetrovsk", True, "Dnipropetrovsk region"),
        ("Dnipropetrovsk", True, "Dnipropetrovsk region"),
        ("Lviv", True, "Lviv region"),
        ("Kursk", True, "Kursk region"),
        ("Ukraine", True, "Ukraine"),
        ("Georgia", False, "Georgia"),
        ("Turkey", False, "Türkiye"),
        ("occupied territories", False, "occupied territories of Ukraine"),
    ],
)
def test_a_place_is_known_by_its_old_and_new_names(name: str, as_region: bool, id: str) -> None:
    place = gazetteer().named(name, as_region)
    assert place is not None
    assert place.id == id


def test_what_is_not_listed_is_no_place() -> None:
    assert gazetteer().named("Nowhere") is None


def test_regions_of_a_country_are_pairwise_disjoint_and_within_it() -> None:
    places = gazetteer()
    regions = places.regions("Ukraine")
    assert len(regions) == 27
    assert all(places.disjoint(a, b) for a, b in itertools.combinations(regions, 2))
    assert all(places.is_within(region, "Ukraine") and not places.disjoint(region, "Ukraine") for region in regions)


def test_an_area_may_overlap_anything() -> None:
    places = gazetteer()
    assert places.is_within("Donbas", "Ukraine")
    assert not places.disjoint("Donbas", "Donetsk region")
    assert not places.disjoint("occupied territories of Ukraine", "Kherson region")
    assert places.chain("Mariupol") == ("Mariupol", "Donetsk region", "Ukraine")


def test_unknown_places_are_never_called_disjoint() -> None:
    assert not gazetteer().disjoint("Nowhere", "Ukraine")


def test_a_wrong_table_is_refused() -> None:
    with pytest.raises(ValueError, match="no place above"):
        build({"region": {"Nowhere": {"A": []}}})
