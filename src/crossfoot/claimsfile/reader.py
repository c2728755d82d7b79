"""Rows to claims, by the tolerant law of the package."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import repeat
from pathlib import Path
from typing import Any

from crossfoot import wire
from crossfoot.claimsfile.bases import COLUMNS as BASE_COLUMNS
from crossfoot.claimsfile.bases import base_of
from crossfoot.claimsfile.fields import (
    APPROXIMATE,
    HEDGES,
    KINDS,
    NEEDS_WIDTH,
    SOURCE_KINDS,
    STANCES,
    at,
    flag,
    hedge_of,
    interval,
    one_of,
    period_of,
    place_of,
    shown,
    whole,
)
from crossfoot.codebook import Codebook
from crossfoot.records import Base, Claim, Kind, Period, Reading, Source, Stance, content_id
from crossfoot.tablefile import Columns, Table
from crossfoot.wire import WireError, name_in, number_of_text, text_in

LITERAL = ("value", "period", "kind", "measure", "population", "place")
"""A table states its fields itself: none of them is a guess of ours."""
MOST_KEPT = 10_000
STAGE = "claims"
CSV_ENDINGS = (".csv", ".tsv", ".csv.gz", ".tsv.gz")
COLUMNS = Columns(
    needed=frozenset(),
    known=frozenset(
        (
            *("id", "low", "high", "printed", "value", "hedge", "approximate", "counted", "quote"),
            *("measure", "population", "place", "period", "period_start", "period_end", "kind", "per"),
            *("source", "copy_of", "doc", "file", "report", "stance", "release", "widened"),
            *BASE_COLUMNS,
        )
    ),
    ignored=frozenset(("", "note", "url")),
)


def read_claims(path: Path, codebook: Codebook | None = None) -> Reading:
    """The claims of a file; every line that is none is a Problem with its number, and the rest is read."""
    table = Table(path, STAGE)
    reader = _Reader(path.name, codebook)
    found = _csv(table) if path.name.lower().endswith(CSV_ENDINGS) else _jsonl(table)
    claims: list[Claim] = []
    for line, row in found:
        try:
            claims.append(reader.claim(row))
        except WireError as error:
            table.wrong(line, str(error))
    return Reading(tuple(claims), problems=tuple(table.problems))


def _jsonl(table: Table) -> Iterator[tuple[int, Mapping[str, Any]]]:
    for line, text in table.lines():
        try:
            row = wire.loads(text)
        except WireError as error:
            table.wrong(line, str(error))
            continue
        if isinstance(row, dict):
            yield line, row
        else:
            table.wrong(line, 'expected an object a line, such as {"low": 5, "high": 5, "period": "2024-03"}')


def _csv(table: Table) -> Iterator[tuple[int, Mapping[str, Any]]]:
    for line, cells in table.rows(COLUMNS):
        try:
            yield line, {name: _cell(name, cell) for name, cell in cells.items()}
        except WireError as error:
            table.wrong(line, str(error))


_FLAGS = {"true": True, "false": False, "": None}
_NUMERIC = frozenset(("low", "high", "printed", "value"))


def _cell(name: str, cell: str) -> Any:
    if name in _NUMERIC:
        return None if cell == "" else at(name, number_of_text, cell)
    if name in ("approximate", "widened", "base_falls"):
        if cell.lower() not in _FLAGS:
            raise WireError(f"expected true or false, found {cell!r}", (name,))
        return _FLAGS[cell.lower()]
    return cell or None


_ABSENT = object()
_PERIOD = ("start", "end", "precision", "text", "partial")
_SAID = (
    *("file", "doc", "report", "hedge", "approximate", "approx", "counted", "unit_noun", "measure", "population"),
    *("place", "kind", "per", "rate_unit", "stance", "modal", "release", "widened"),
)


@dataclass(frozen=True, slots=True)
class _Said:
    file: str
    report: str
    hedge: str | None
    approximate: bool
    counted: str | None
    measure: str | None
    population: str | None
    place: str | None
    kind: Kind | None
    per: str | None
    stance: Stance
    modal: bool
    release: str | None
    widened: bool | None


class _Reader:
    """Rows to claims. Equal periods and sources are one object, for files of a million lines."""

    def __init__(self, file: str, codebook: Codebook | None) -> None:
        self._file = file
        self._seen: set[str] = set()
        self._copies: dict[str, int] = {}
        self._periods: dict[object, Period] = {}
        self._sources: dict[str, tuple[Source, ...]] = {}
        self._kept: dict[object, _Said] = {}
        self._measure, self._population, self._place = _defaults(codebook)

    def claim(self, row: Mapping[str, Any]) -> Claim:
        claim = wire.claim_from_json(row) if "schema" in row else self._made(row)
        if claim.low is not None and claim.high is not None and claim.low > claim.high:
            raise WireError(f"low {claim.low} is above high {claim.high}")
        start, end = claim.period.start, claim.period.end
        if start is not None and end is not None and start > end:
            raise WireError(f"starts on {start} and ends on {end}", ("period",))
        if claim.id in self._seen:
            raise WireError(f"the id {claim.id!r} stands for an earlier line already", ("id",))
        self._seen.add(claim.id)
        return claim

    def _made(self, row: Mapping[str, Any]) -> Claim:
        said = self._said(row)
        low, high, stated = interval(row, said.hedge)
        period = self._period(row)
        start, end = place_of(row)
        base = base_of(row)
        return Claim(
            self._text(row, "id") or self._new_id(row),
            said.report,
            said.file,
            start,
            end,
            self._text(row, "quote") or shown(row),
            low,
            high,
            approximate=said.approximate,
            hedge=HEDGES[said.hedge] if said.hedge else hedge_of(low, high),
            counted=said.counted,
            measure=said.measure,
            population=said.population,
            place=said.place,
            period=period,
            candidates=tuple(self._candidates(row)) if "candidates" in row else (),
            kind=said.kind or _kind(period, base),
            per=said.per,
            attribution=self._attribution(row),
            stance=said.stance,
            modal=said.modal,
            release=said.release,
            literal=LITERAL,
            rule="claims file",
            widened=_needs_width(said, base) and not stated if said.widened is None else said.widened,
            copy_of=self._text(row, "copy_of"),
            base=base,
        )

    def _said(self, row: Mapping[str, Any]) -> _Said:
        """What many rows of a file have in common, made once for each that is different."""
        key = tuple(map(row.get, _SAID, repeat(_ABSENT)))
        try:
            known = self._kept.get(key)
        except TypeError:
            return self._said_by(row)  # a list where a word is expected: the field's own check says so
        if known is None:
            if len(self._kept) >= MOST_KEPT:
                self._kept.clear()
            known = self._kept[key] = self._said_by(row)
        return known

    def _said_by(self, row: Mapping[str, Any]) -> _Said:
        file = self._text(row, "file", "doc") or self._file
        measure = self._word(row, "measure", self._measure)
        hedge = one_of(row, "hedge", frozenset(HEDGES))
        return _Said(
            file=file,
            report=self._text(row, "report") or file,
            hedge=hedge,
            approximate=flag(row, hedge in APPROXIMATE, "approximate", "approx"),
            counted=self._text(row, "counted", "unit_noun"),
            measure=measure,
            population=self._word(row, "population", self._population.get(measure or "", self._population[""])),
            place=self._word(row, "place", self._place),
            kind=one_of(row, "kind", KINDS),
            per=self._text(row, "per", "rate_unit"),
            stance=one_of(row, "stance", STANCES) or "asserted",
            modal=bool(flag(row, False, "modal")),
            release=self._text(row, "release"),
            widened=flag(row, None, "widened"),
        )

    def _text(self, row: Mapping[str, Any], *names: str) -> str | None:
        for name in names:
            value = row.get(name)
            if value is not None:
                plain = type(value) is str and value.isascii()
                return value or None if plain else at(name, text_in, value) or None
        return None

    def _word(self, row: Mapping[str, Any], name: str, otherwise: str) -> str | None:
        """A name of a series."""
        if name not in row:
            return otherwise
        return at(name, name_in, row[name]) or None if row[name] is not None else None

    def _new_id(self, row: Mapping[str, Any]) -> str:
        name = content_id("row", self._file, row)
        copies = self._copies[name] = self._copies.get(name, 0) + 1
        return name if copies == 1 else content_id(name, copies)

    def _period(self, row: Mapping[str, Any]) -> Period:
        if "period" in row:
            return self._one_period(row["period"], "period")
        if "period_start" in row or "period_end" in row:
            edges = {
                "start": row.get("period_start"),
                "end": row.get("period_end"),
                "partial": row.get("period_partial"),
            }
            return self._one_period(edges, "period")
        raise WireError("no period: give period, or period_start and period_end (null where unknown)")

    def _one_period(self, value: Any, place: str) -> Period:
        try:
            key = tuple(map(value.get, _PERIOD)) if isinstance(value, dict) else value
            known = self._periods.get(key)
        except TypeError:
            return at(place, period_of, value)  # type: ignore[no-any-return]  # a list where a day is expected
        if known is None:
            known = self._periods[key] = at(place, period_of, value)
        return known

    def _candidates(self, row: Mapping[str, Any]) -> Iterator[Period]:
        value = row.get("candidates") or ()
        if not isinstance(value, list | tuple):
            raise WireError("expected a list", ("candidates",))
        for number, item in enumerate(value):
            yield self._one_period(item, f"candidates[{number}]")

    def _attribution(self, row: Mapping[str, Any]) -> tuple[Source, ...]:
        chain = row.get("attribution")
        if chain is None:
            source = self._text(row, "source")
            if source is None:
                return ()
            known = self._sources.get(source)
            if known is None:
                known = self._sources[source] = (Source(source, 0, 0, "named"),)
            return known
        if isinstance(chain, str):
            return (Source(self._text(row, "attribution") or "", 0, 0, "named"),)
        if not isinstance(chain, list):
            raise WireError(f"expected a list of sources, found {chain!r:.60}", ("attribution",))
        return tuple(at(f"attribution[{n}]", self._source, item) for n, item in enumerate(chain))

    def _source(self, value: Any) -> Source:
        if not isinstance(value, dict):
            raise WireError(f"expected an object, found {value!r:.60}")
        text = self._text(value, "text")
        if not text:
            raise WireError("missing", ("text",))
        start = whole(value, "start", "char_start")
        return Source(
            text,
            start,
            whole(value, "end", "char_end", otherwise=start),
            one_of(value, "kind", SOURCE_KINDS) or "unknown",
            self._text(value, "resolved"),
        )


def _kind(period: Period, base: Base | None) -> Kind:
    if base is not None:
        return "share" if base.how == "share" else "change"
    return "cumulative" if period.start is None else "flow"


def _needs_width(said: _Said, base: Base | None) -> bool:
    """A count in a table is used as it stands; a printed share or factor is rounded to its last digit."""
    return said.hedge in NEEDS_WIDTH or (base is not None and base.how != "difference")


def _defaults(codebook: Codebook | None) -> tuple[str, dict[str, str], str]:
    """Measure, population (by measure; "" for any other) and place of files that do not name them."""
    if codebook is None:
        return "count", {"": "all"}, "all"
    measure = codebook.measures[0].id if len(codebook.measures) == 1 else "count"
    only = codebook.populations[0] if len(codebook.populations) == 1 else None
    populations = {m.id: m.population for m in codebook.measures if m.population}
    return measure, {**populations, "": only.id if only else "all"}, only.place if only else "all"
