"""Sketches of texts (FracMinHash): the hashes of word 3-grams that lie in the lowest 1/scale of all hashes.

Sketches of different scales are comparable at the coarser one, since a coarse sketch is a part of the fine one. The
scale of a text is a power of two: 1 keeps every 3-gram, and a coarser one is taken only where all texts together
outgrow memory, and never so coarse that a text keeps fewer than about `LEAST_ROWS` hashes. Short texts stay exact.

A set of sketches is two Arrow tables, so that it can be kept, added to and handed to any engine of tables.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from crossfoot.trace.words import Ints, Keys, distinct, hashed

if TYPE_CHECKING:
    import pyarrow as pa

MOST_ROWS = 8_000_000
"""Hashes of all texts together; more texts take a coarser scale."""
LEAST_ROWS = 64
COARSEST = 2**12
WORTHWHILE = 0.8
"""A coarser scale that leaves more than this part helps little: texts are many rather than long."""
_ALL = 2**64


@dataclass(frozen=True, slots=True)
class Sketches:
    """`rows`: text (its place), key. `texts`, one row a text in their order: mark (equal for texts of equal words),
    grams (3-grams, each once), scale. `scale` is the coarsest one that a text may have."""

    rows: pa.Table
    texts: pa.Table
    scale: int

    def __len__(self) -> int:
        return int(self.texts.num_rows)


def bound(scale: int) -> np.uint64:
    """Hashes of a sketch of this scale are at most this."""
    return np.uint64((_ALL // scale) - 1)


def sketched(texts: Sequence[str], scale: int = 1, most_rows: int = MOST_ROWS) -> Sketches:
    """Sketches of texts, at the finest scale from `scale` on at which they have at most about `most_rows` rows."""
    held: list[Keys] = []
    marks: list[bytes] = []
    grams: list[int] = []
    rows, most = 0, most_rows
    for words, runs in hashed(texts):
        marks.append(hashlib.blake2b(words.tobytes(), digest_size=16).digest())
        full = distinct(runs)
        grams.append(len(full))
        held.append(_thinned(full, len(full), scale))
        rows += len(held[-1])
        while rows > most and scale < COARSEST:
            scale *= 2
            held = [_thinned(keys, size, scale) for keys, size in zip(held, grams, strict=True)]
            before, rows = rows, sum(len(keys) for keys in held)
            most = max(most_rows, rows * 5 // 4 if rows > WORTHWHILE * before else 0)
    return _tables(held, marks, grams, scale)


def own_scale(grams: int, scale: int) -> int:
    """The scale of a text with so many 3-grams, where the coarsest one is `scale`."""
    return int(min(scale, 1 << max(0, (grams // LEAST_ROWS).bit_length() - 1)))


def _thinned(keys: Keys, grams: int, scale: int) -> Keys:
    return keys[: np.searchsorted(keys, bound(own_scale(grams, scale)), side="right")].copy() if scale > 1 else keys


def _tables(held: list[Keys], marks: list[bytes], grams: list[int], scale: int) -> Sketches:
    import pyarrow as pa

    keys = np.concatenate(held) if held else np.zeros(0, np.uint64)
    places = np.repeat(np.arange(len(held), dtype=np.int32), [len(part) for part in held])
    scales = np.array([own_scale(size, scale) for size in grams], np.int32)
    texts = {"mark": pa.array(marks, pa.binary(16)), "grams": np.array(grams, np.int32), "scale": scales}
    return Sketches(pa.table({"text": places, "key": keys}), pa.table(texts), scale)


def joined(known: Sketches, new: Sketches) -> Sketches:
    """The sketches of two sets of texts, those of `new` after those of `known`, at the coarser of the two scales."""
    import pyarrow as pa

    scale = max(known.scale, new.scale)
    first, second = coarser(known, scale), coarser(new, scale)
    moved = np.asarray(second.rows["text"]) + np.int32(len(known))
    later = pa.table({"text": moved, "key": second.rows["key"]})
    rows = pa.concat_tables([first.rows, later])
    return Sketches(rows, pa.concat_tables([first.texts, second.texts]), scale)


def coarser(sketches: Sketches, scale: int) -> Sketches:
    """The same sketches at a coarser scale."""
    import pyarrow as pa

    if scale <= sketches.scale:
        return sketches
    grams: Ints = np.asarray(sketches.texts["grams"], dtype=np.int64)
    scales = np.array([own_scale(size, scale) for size in grams.tolist()], np.int32)
    keys: Keys = np.asarray(sketches.rows["key"])
    keep = keys <= np.array([bound(int(own)) for own in scales], np.uint64)[np.asarray(sketches.rows["text"])]
    texts = sketches.texts.set_column(2, "scale", pa.array(scales))
    return Sketches(sketches.rows.filter(pa.array(keep)), texts, scale)
