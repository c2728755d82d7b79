"""Relations between series (§5.6, §5.7): declared in the codebook, known from places and populations, or said."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from crossfoot.codebook import Codebook, Pattern, Relation
from crossfoot.reconcile.placing import Placed, series_of
from crossfoot.reconcile.settings import Settings
from crossfoot.records import Series, TextRelation


@dataclass(frozen=True, slots=True)
class Bond:
    """One relation between named unknowns.

    A sum (`is_sum`): whole = Σ parts on every window, ≥ where `slack`. Otherwise an order: the one part is at most
    the whole, on `window` alone or on every window that starts at `since`.
    """

    name: str
    whole: str
    parts: tuple[str, ...]
    is_sum: bool = True
    slack: bool = False
    since: date | None = None
    window: tuple[date, date] | None = None


@dataclass(frozen=True, slots=True)
class Listed:
    """A list of the largest parts, and every series that it lists, whether or not its claim is in the system."""

    relation: TextRelation
    series: frozenset[str]


def bonds(
    present: Sequence[str],
    codebook: Codebook | None,
    said: Sequence[Listed],
    places: Mapping[str, str],
    settings: Settings,
    placed: Sequence[Placed],
) -> tuple[Bond, ...]:
    """Every relation in use between the series present, each once."""
    flows = [key for key in present if not key.endswith("|stock")]
    found: dict[Bond, None] = {}
    if codebook is not None:
        for bond in _declared(flows, codebook, settings):
            found.setdefault(bond)
    if settings.uses("places"):
        for bond in _of_places(flows, places):
            found.setdefault(bond)
    if settings.uses("narrower"):
        for bond in _of_populations(present):
            found.setdefault(bond)
    for bond in _largest(said, places, settings, placed):
        found.setdefault(bond)
    return tuple(found)


# ── declared in the codebook ─────────────────────────────────────────────────────────────────────


def _declared(present: Sequence[str], codebook: Codebook, settings: Settings) -> Iterable[Bond]:
    for relation in codebook.relations:
        if settings.uses(f"relation {relation.name}") and settings.uses(relation.name):
            yield from _instances(relation, present, codebook)
    for bridge in codebook.bridges:
        if bridge.name in settings.bridges:
            whole, part = Pattern(measure=bridge.persons), Pattern(measure=bridge.cases)
            yield from _instances(
                Relation(f"bridge {bridge.name}", "sum", whole, (part,), bridge.says), present, codebook
            )


def _instances(relation: Relation, present: Sequence[str], codebook: Codebook) -> Iterable[Bond]:
    """One bond for every setting of the open dimensions, where at least two of its series are present."""
    here = frozenset(present)
    for rest in sorted(
        {_rest(key, pattern) for key in present for pattern in (relation.whole, *relation.parts) if _fits(key, pattern)}
    ):
        whole = _fill(relation.whole, rest)
        parts = tuple(_fill(pattern, rest) for pattern in relation.parts)
        if whole is None or any(part is None for part in parts) or len(here & {whole, *parts}) < 2:
            continue
        named = tuple(part for part in parts if part is not None)
        if len({whole, *named}) <= len(named):
            continue  # a series is no part of itself, and no part counts twice; a codebook that says so does not load
        if relation.kind == "stage":
            if codebook.epoch is not None:
                yield from (
                    Bond(relation.name, whole, (p,), is_sum=False, since=codebook.epoch.date)
                    for p in named
                    if p in here
                )
        else:
            yield Bond(relation.name, whole, named, slack=relation.kind == "part")


Rest = tuple[str, str, str, str]
"""The dimensions that a pattern leaves open ("" where it does not), and the suffix of a release or vintage."""


def _split(key: str) -> tuple[tuple[str, str, str], str]:
    name, mark, suffix = key.partition("#")
    measure, population, place = name.split("|", 2)
    return (measure, population, place), mark + suffix


def _dimensions(pattern: Pattern) -> tuple[str | None, str | None, str | None]:
    return pattern.measure, pattern.population, pattern.place


def _fits(key: str, pattern: Pattern) -> bool:
    values, _ = _split(key)
    return all(want is None or want == value for want, value in zip(_dimensions(pattern), values, strict=True))


def _rest(key: str, pattern: Pattern) -> Rest:
    values, suffix = _split(key)
    measure, population, place = (
        value if want is None else "" for want, value in zip(_dimensions(pattern), values, strict=True)
    )
    return measure, population, place, suffix


def _fill(pattern: Pattern, rest: Rest) -> str | None:
    values = [want if want is not None else value for want, value in zip(_dimensions(pattern), rest[:3], strict=True)]
    return "|".join(values) + rest[3] if all(values) else None


# ── known from places and populations ────────────────────────────────────────────────────────────


def _of_places(present: Sequence[str], places: Mapping[str, str]) -> Iterable[Bond]:
    here = frozenset(present)
    parts: dict[str, list[str]] = defaultdict(list)
    for key in present:
        (measure, population, place), suffix = _split(key)
        wider = places.get(place)
        while wider is not None and "|".join((measure, population, wider)) + suffix not in here:
            wider = places.get(wider)
        if wider is not None:
            parts["|".join((measure, population, wider)) + suffix].append(key)
    for whole, found in sorted(parts.items()):
        disjoint = _disjoint(found, places)
        yield Bond(f"places within {_split(whole)[0][2]}", whole, tuple(disjoint), slack=True)
        yield from (
            Bond(f"places within {_split(whole)[0][2]}", whole, (p,), slack=True) for p in found if p not in disjoint
        )


def _disjoint(keys: Sequence[str], places: Mapping[str, str]) -> list[str]:
    """Places on the level of the first: a town and its region are not added up."""
    level = {k: places.get(_split(k)[0][2]) for k in keys}
    widest = sorted(keys, key=lambda k: (level[k] or "", k))
    return [k for k in widest if level[k] == level[widest[0]]]


def _of_populations(present: Sequence[str]) -> Iterable[Bond]:
    here = frozenset(present)
    for key in present:
        if key.endswith("|stock"):
            continue
        (measure, population, place), suffix = _split(key)
        while "/" in population:
            population = population.rsplit("/", 1)[0]
            wider = "|".join((measure, population, place)) + suffix
            if wider in here:
                yield Bond("narrower population", wider, (key,), slack=True)
                break


# ── said by a text ───────────────────────────────────────────────────────────────────────────────


def _largest(
    said: Sequence[Listed], places: Mapping[str, str], settings: Settings, placed: Sequence[Placed]
) -> Iterable[Bond]:
    """ "The largest: A, B, C" bounds every part that is not listed by the least one listed, on the list's window."""
    by_claim = {p.claim: p for p in placed}
    for one in said:
        listed = [by_claim[c] for c in one.relation.parts if c in by_claim]
        if not listed or not settings.uses(f"relation list {one.relation.id}"):
            continue
        least = min(listed, key=lambda p: (p.high is None, p.high or 0))
        if least.start is None:
            continue
        for key in _unlisted(least.series, one.series, placed, places):
            yield Bond(f"list {one.relation.id}", least.series, (key,), is_sum=False, window=(least.start, least.end))


def _unlisted(least: str, listed: Collection[str], placed: Sequence[Placed], places: Mapping[str, str]) -> list[str]:
    (measure, population, place), suffix = _split(least)
    keys = {p.series for p in placed if series_of(p.series) not in listed}
    return sorted(
        key
        for key in keys
        if not key.endswith("|stock")
        and _split(key)[0][:2] == (measure, population)
        and _split(key)[1] == suffix
        and places.get(_split(key)[0][2]) == places.get(place) is not None
    )


def described(series: Series | str) -> str:
    """A series in words: "proceedings, Ukraine" or "proceedings, Ukraine, in Kharkiv"."""
    measure, population, place = (series_of(series) if isinstance(series, str) else series.id).split("|", 2)
    return (
        f"{measure}, {population}"
        if place in (population, population.split("/")[0])
        else f"{measure}, {population}, in {place}"
    )
