"""The stored rows as they are, for `verify`: what the file says of itself, without trusting any of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from crossfoot.ledger.store import FACTS, Entry, Store

PARTS = ("claims", "text_relations")
SUBJECTS: Mapping[str, str] = {
    "captures": "id",
    "reports": "id",
    "problems": "id",
    "readings": "id",
    "choices": "CAST(reading AS TEXT)",
    "corrections": "id",
    "imports": "'corrections.csv'",
    "cuts": "link",
    "link_choices": "link",
    "visits": "id",
    "results": "kind || ' ' || inputs",
}
"""Every table of facts, and how the custody log names its rows."""

COPIED: tuple[tuple[str, str, str], ...] = (
    ("captures", "sha256", "$.sha256"),
    ("captures", "id", "$.id"),
    ("reports", "id", "$.id"),
    ("reports", "capture", "$.capture"),
    ("readings", "report", "$.report"),
    ("readings", "version", "$.version"),
    ("readings", "fingerprint", "$.fingerprint"),
    ("readings", "codebook", "$.codebook"),
    ("claims", "id", "$.id"),
    ("text_relations", "id", "$.id"),
    ("choices", "reading", "$.reading"),
    ("corrections", "id", "$.id"),
    ("corrections", "claim", "$.claim"),
    ("cuts", "link", "$.link"),
    ("link_choices", "link", "$.link"),
    ("visits", "id", "$.id"),
    ("visits", "url", "$.url"),
)
"""Columns that repeat a field of the body, for the index: the two must agree."""


@dataclass(frozen=True, slots=True)
class Fact:
    """A stored row: the custody entry it belongs to, its id, its body."""

    custody: int
    id: str
    body: str


def custody(store: Store) -> Iterator[Entry]:
    for row in store.stream("SELECT * FROM custody ORDER BY seq"):
        yield Entry(*row)


def facts(store: Store, table: str) -> Iterator[Fact]:
    for row in store.stream(f"SELECT custody, {SUBJECTS[table]}, body FROM {table} ORDER BY custody"):
        yield Fact(*row)


def texts(store: Store) -> Iterator[tuple[str, str, str, str]]:
    """(report, version, body, text) of every version of every report."""
    yield from store.stream("SELECT id, version, body, text FROM reports ORDER BY custody")


def parts(store: Store, table: str, reading: int) -> list[tuple[str, str]]:
    """Id and body of the claims or text relations of one reading, in order."""
    if table not in PARTS:
        raise KeyError(table)
    return store.rows(f"SELECT id, body FROM {table} WHERE reading = ? ORDER BY position", reading)


def damage(store: Store) -> Iterator[str]:
    """What SQLite finds wrong with the file, which guards against changes are gone, which columns were changed."""
    yield from (str(line) for (line,) in store.rows("PRAGMA integrity_check(20)") if line != "ok")
    for table, row, parent, _ in store.rows("PRAGMA foreign_key_check"):
        yield f"{table} row {row} refers to a missing row of {parent}"
    present = {name for (name,) in store.rows("SELECT name FROM sqlite_master WHERE type = 'trigger'")}
    guards = [f"{table}_no_{verb}" for table in FACTS for verb in ("update", "delete")]
    yield from (f"the guard {guard} against changes is gone" for guard in guards if guard not in present)
    for table, column, path in COPIED:
        differs = f"CASE WHEN json_valid(body) THEN json_extract(body, '{path}') IS NOT {column} ELSE 1 END"
        for (name,) in store.rows(f"SELECT {column} FROM {table} WHERE {differs}"):
            yield f"{table}: the column {column} {name!r} is not what the row says"
