"""Who shares something with whom, as joins over tables: the only door to DuckDB, which spills what outgrows memory.

A key that more members hold than `cap` is not spread into all its pairs (5,000 pages with one footer would give
twelve million): every holder is paired with the first one alone, so that the work stays linear in the input.
All sums are of integers: the order in which threads add changes nothing.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from crossfoot.trace.words import Ints, Keys

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

CAP = 24
MEMORY = "1GB"


@dataclass(frozen=True, slots=True)
class Pairs:
    """`first[i] < second[i]` hold `number[i]` keys together, of the weight `weight[i]`. In order, each pair once."""

    first: Ints
    second: Ints
    weight: Ints
    number: Ints


@dataclass(frozen=True, slots=True)
class Thresholds:
    """When two texts share wording, and what is the head and foot of a site (`overlap` has the values)."""

    least_share: float
    least_grams: int
    short_share: float
    short_grams: int
    chance: float
    chance_from: int
    loose: float
    best: int
    pages: int
    recurring: float
    most_removed: tuple[tuple[int, float], ...]
    """(from so many pages of a site on, at most this part of a text is taken for head and foot)."""


@contextmanager
def _tables(**tables: pa.Table) -> Iterator[duckdb.DuckDBPyConnection]:
    import duckdb

    with tempfile.TemporaryDirectory(prefix="crossfoot-") as spill:
        settings: dict[str, str | bool | int | float | list[str]] = {
            "memory_limit": MEMORY,
            "temp_directory": spill,
            "preserve_insertion_order": False,
        }
        with duckdb.connect(config=settings) as engine:
            for name, table in tables.items():
                engine.register(name, table)
            yield engine


_HELD = """
    CREATE TEMP TABLE held AS
    SELECT key, count(*) AS holders, min(member) AS first FROM sketch GROUP BY key HAVING holders > 1
"""
_PAIRS = """
    CREATE TEMP TABLE pairs AS
    WITH rare AS MATERIALIZED (
        SELECT * FROM {seek} SEMI JOIN (SELECT key FROM held WHERE holders <= $cap) USING (key)
    ), together AS (
        SELECT (a.member::BIGINT << 32) | b.member AS pair, {weight} AS weight
        FROM rare a JOIN rare b ON a.key = b.key AND a.member < b.member
        UNION ALL
        SELECT (held.first::BIGINT << 32) | a.member, {weight}
        FROM {seek} a JOIN held USING (key) WHERE holders > $cap AND a.member <> held.first
    )
    SELECT (pair >> 32)::INTEGER AS first, (pair & 4294967295)::INTEGER AS second, weight, number
    FROM (SELECT pair, {sum} AS weight, count(*) AS number FROM together GROUP BY pair)
"""
"""Weights are added as floats, exactly, since they are whole and small: that is half the width of a big integer."""


def shared_pairs(keys: Keys, members: Ints, weights: Ints | None = None, cap: int = CAP) -> Pairs:
    """Pairs of members that hold one key. `keys`, `members`, `weights` (of the key, the same in all its rows) are the
    columns of a table without double rows. Members with low numbers are the first holders.
    """
    import pyarrow as pa

    if not len(keys):
        return Pairs(*(np.zeros(0, np.int64) for _ in range(4)))
    weight = np.ones(len(keys), np.int64) if weights is None else weights
    table = pa.table({"key": keys, "member": members, "weight": weight})
    with _tables(sketch=table) as engine:
        engine.execute(_HELD)
        engine.execute(_PAIRS.format(seek="sketch", weight="a.weight::DOUBLE", sum="sum(weight)::BIGINT"), {"cap": cap})
        found = engine.execute("FROM pairs ORDER BY first, second").fetchnumpy()
    return Pairs(*(np.asarray(found[name], dtype=np.int64) for name in ("first", "second", "weight", "number")))


# ── texts ────────────────────────────────────────────────────────────────────────────────────────

_SKETCH = """
    CREATE TEMP TABLE sketch AS
    SELECT member, key FROM hashes JOIN members USING (text)
"""
_RECURRING = """
    CREATE TEMP TABLE recurring AS
    WITH sites AS (
        SELECT site, count(*) AS pages FROM members WHERE site IS NOT NULL GROUP BY site HAVING pages >= $pages
    )
    SELECT site, key FROM sketch
    SEMI JOIN (SELECT key FROM held WHERE holders >= $pages) USING (key)
    JOIN members USING (member) JOIN sites USING (site)
    GROUP BY site, key HAVING count(*) >= greatest($pages, $recurring * any_value(pages))
"""
_REMOVED = """
    CREATE TEMP TABLE removed AS
    WITH rows AS (
        SELECT member, key, site FROM sketch SEMI JOIN recurring USING (key) JOIN members USING (member)
        SEMI JOIN recurring USING (site, key)
    ), parts AS (
        SELECT member, any_value(site) AS site, count(*) AS removed FROM rows GROUP BY member
    ), sizes AS (
        SELECT member, count(*) AS size FROM sketch SEMI JOIN parts USING (member) GROUP BY member
    ), sites AS (SELECT site, count(*) AS pages FROM members GROUP BY site)
    SELECT member, key FROM rows SEMI JOIN (
        SELECT member FROM parts JOIN sizes USING (member) JOIN sites USING (site)
        WHERE removed <= size * (SELECT max_by(share, limits.pages) FROM limits WHERE limits.pages <= sites.pages)
    ) USING (member)
"""
_CLEAN = """
    CREATE TEMP TABLE clean AS SELECT member, key FROM sketch ANTI JOIN removed USING (member, key);
    DROP TABLE sketch; ALTER TABLE clean RENAME TO sketch;
    CREATE TEMP TABLE again AS
    SELECT key, count(*) AS holders, min(member) AS first FROM sketch
    SEMI JOIN (SELECT DISTINCT key FROM removed) USING (key) GROUP BY key HAVING holders > 1;
    DELETE FROM held WHERE key IN (SELECT key FROM removed);
    INSERT INTO held FROM again
"""
_ONLY_FRESH = """
    DELETE FROM held WHERE key NOT IN (SELECT key FROM sketch JOIN members USING (member) WHERE fresh)
"""
_SEEK = """
    CREATE TEMP TABLE seek AS
    SELECT member, key FROM sketch ANTI JOIN (SELECT member FROM members WHERE seek > scale) USING (member)
    UNION ALL
    SELECT member, key FROM sketch
    JOIN (SELECT member, bound FROM members JOIN scales ON scales.scale = members.seek WHERE seek > members.scale)
    USING (member) WHERE key <= bound
"""
_SIZES = """
    CREATE TEMP TABLE sizes AS
    SELECT member, scale, count(*) AS size FROM sketch JOIN scales ON key <= bound GROUP BY ALL
"""
_NEAR = """
    CREATE TEMP TABLE near AS
    WITH whole AS (
        SELECT members.member, seek, members.scale, fresh, size * members.scale AS grams
        FROM members JOIN sizes ON sizes.member = members.member AND sizes.scale = members.scale
    ), close AS (
        SELECT p.first, p.second, greatest(a.scale, b.scale) AS scale
        FROM pairs p JOIN whole a ON a.member = p.first JOIN whole b ON b.member = p.second
        WHERE (a.fresh OR b.fresh OR NOT $only_fresh)
        AND enough(p.number, least(a.grams, b.grams) / greatest(a.seek, b.seek), greatest(a.grams, b.grams),
                   greatest(a.seek, b.seek), $loose)
    )
    SELECT c.first, c.second, c.scale, a.size AS first_size, b.size AS second_size
    FROM close c
    JOIN sizes a ON a.member = c.first AND a.scale = c.scale
    JOIN sizes b ON b.member = c.second AND b.scale = c.scale
"""
_ENOUGH = """
    CREATE TEMP MACRO by_chance(larger) AS {chance} * greatest(0, log2(greatest(larger, 1) / {chance_from}));
    CREATE TEMP MACRO enough(number, size, larger, scale, times) AS
    (number >= ({least_share} + by_chance(larger)) * times * size AND number * scale >= {least_grams} * times)
    OR (number >= least(0.9, {short_share} + by_chance(larger)) * times * size
        AND number * scale >= {short_grams} * times)
"""
_COUNTED = """
    CREATE TEMP TABLE counted AS
    WITH ends AS (
        SELECT *, if(first_size <= second_size, first, second) AS short,
               if(first_size <= second_size, second, first) AS long FROM near
    )
    SELECT e.first, e.second, count(*) AS number, any_value(e.scale) AS scale,
           any_value(first_size) AS first_size, any_value(second_size) AS second_size
    FROM ends e
    JOIN (SELECT member, key FROM sketch SEMI JOIN (SELECT DISTINCT short AS member FROM ends) USING (member)) a
        ON a.member = e.short
    JOIN (SELECT member, key FROM sketch SEMI JOIN (SELECT DISTINCT long AS member FROM ends) USING (member)) b
        ON b.member = e.long AND b.key = a.key
    GROUP BY e.first, e.second
"""
_ALIKE = """
    WITH alike AS (
        SELECT *, number / least(first_size, second_size) AS share FROM counted
        WHERE enough(number, least(first_size, second_size), greatest(first_size, second_size) * scale, scale, 1)
    ), sides AS (
        SELECT first AS mine, second AS other, first, second, share FROM alike
        UNION ALL SELECT second, first, first, second, share FROM alike
    ), kept AS (
        SELECT DISTINCT first, second FROM (
            SELECT first, second, row_number() OVER (PARTITION BY mine ORDER BY share DESC, other) AS place FROM sides
        ) WHERE place <= $best
    )
    SELECT first, second, number * scale AS grams, number / first_size AS first_share,
           number / second_size AS second_share
    FROM alike SEMI JOIN kept USING (first, second) ORDER BY first, second
"""


@dataclass(frozen=True, slots=True)
class Alike:
    """Texts that share wording, as members: `first` < `second`."""

    first: Ints
    second: Ints
    grams: Ints
    first_share: NDArray[np.float64]
    second_share: NDArray[np.float64]


def alike(hashes: pa.Table, members: pa.Table, scales: pa.Table, rules: Thresholds, only_fresh: bool = False) -> Alike:
    """Pairs of texts that share wording, after the head and foot of each site are taken out.

    `hashes`: text, key. `members`: text, member (its rank), site (or null), scale, the coarser
    scale at which partners are sought, fresh. `scales`: scale, bound. With
    `only_fresh`, pairs of two texts that are not fresh are left out, and not looked for.
    """
    if members.num_rows < 2:
        none = np.zeros(0, np.int64)
        return Alike(none, none, none, np.zeros(0), np.zeros(0))
    limits: dict[str, Sequence[object]] = {
        "pages": [a for a, _ in rules.most_removed],
        "share": [b for _, b in rules.most_removed],
    }
    given = {"hashes": hashes, "members": members, "scales": scales}
    with _tables(**given, limits=_table(limits)) as engine:
        engine.execute(_SKETCH)
        engine.execute(_HELD)
        engine.execute(_RECURRING, {"pages": rules.pages, "recurring": rules.recurring})
        if _any(engine, "recurring"):
            engine.execute(_REMOVED)
            engine.execute(_CLEAN)
        if only_fresh:
            engine.execute(_ONLY_FRESH)
        engine.execute(_SEEK)
        engine.execute(_PAIRS.format(seek="seek", weight="NULL::BOOLEAN", sum="0"), {"cap": CAP})
        engine.execute(_SIZES)
        engine.execute(_ENOUGH.format(**asdict(rules)))
        engine.execute(_NEAR, {"loose": rules.loose, "only_fresh": only_fresh})
        engine.execute(_COUNTED)
        found = engine.execute(_ALIKE, {"best": rules.best}).fetchnumpy()
    first, second, grams = (np.asarray(found[name], dtype=np.int64) for name in ("first", "second", "grams"))
    shares = [np.asarray(found[name], dtype=np.float64) for name in ("first_share", "second_share")]
    return Alike(first, second, grams, shares[0], shares[1])


def _table(columns: Mapping[str, Sequence[object]]) -> pa.Table:
    import pyarrow as pa

    return pa.table({name: list(values) for name, values in columns.items()})


def _any(engine: duckdb.DuckDBPyConnection, table: str) -> bool:
    return engine.execute(f"SELECT 1 FROM {table} LIMIT 1").fetchone() is not None
