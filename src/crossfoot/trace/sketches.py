"""Sketches of texts (FracMinHash): the hashes of word 3-grams that lie in the lowest 1/scale of all hashes.

Sketches of different scales are comparable at the coarser one, since a coarse sketch is a part of the fine one. The
scale of a text is a power of two: 1 keeps every 3-gram, and a coarser one is taken only where all texts together
outgrow memory, and never so coarse that a text keeps fewer than about `LEAST_ROWS` hashes. Short texts stay exact.

A set of sketches is two Arrow tables, so that it can be kept, added to and handed to any engine of tables.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from crossfoot.trace.words import Ints, Keys, distinct, hashed

if TYPE_CHECKING:
    import pyarrow as pa

MOST_ROWS = 4_000_000
"""Hashes of all texts together, beyond the least that each keeps; more texts take a coarser scale."""
LEAST_ROWS = 64
COARSEST = 2**12
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
    """Sketches of texts, at the scale of `scale_for`, or at `scale` where that is coarser."""
    held: list[Keys] = []
    marks: list[bytes] = []
    grams: list[int] = []
    over = 0.0
    for words, runs in hashed(texts):
        marks.append(hashlib.blake2b(words.tobytes(), digest_size=16).digest())
        full = distinct(runs)
        grams.append(len(full))
        held.append(_thinned(full, len(full), scale))
        over += _spare(grams[-1], scale)
        while over > most_rows and scale < COARSEST:
            scale *= 2
            held = [_thinned(keys, size, scale) for keys, size in zip(held, grams, strict=True)]
            over = sum(_spare(size, scale) for size in grams)
    return _tables(held, marks, grams, scale)


def scale_for(grams: Iterable[int], scale: int = 1, most_rows: int = MOST_ROWS) -> int:
    """The finest scale at which texts of so many 3-grams hold no more than `most_rows` hashes beyond the few that any
    scale leaves them. It depends on the texts alone, in whatever order they come, and more texts never make it finer.
    """
    held = list(grams)
    while scale < COARSEST and sum(_spare(size, scale) for size in held) > most_rows:
        scale *= 2
    return scale


def _spare(grams: int, scale: int) -> float:
    return grams / own_scale(grams, scale) - grams / own_scale(grams, COARSEST)


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


def taken(sketches: Sketches, order: Sequence[int]) -> Sketches:
    """The same sketches with the texts in another order: `order[i]` is the old place of the text at i."""
    import pyarrow as pa

    place = np.empty(len(order), np.int32)
    place[np.asarray(order, dtype=np.int64)] = np.arange(len(order), dtype=np.int32)
    rows = pa.table({"text": place[np.asarray(sketches.rows["text"])], "key": sketches.rows["key"]})
    return Sketches(rows, sketches.texts.take(pa.array(order, pa.int64())), sketches.scale)


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


# ── kept from run to run ─────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Kept:
    """The sketch of one text by itself: `keys` are its hashes in order, eight bytes each, little end first."""

    mark: bytes
    grams: int
    scale: int
    keys: bytes


def apart(sketches: Sketches) -> Iterator[Kept]:
    """The sketch of each text, in order."""
    keys = np.asarray(sketches.rows["key"]).astype("<u8")
    ends = np.searchsorted(np.asarray(sketches.rows["text"]), np.arange(len(sketches)), side="right").tolist()
    columns = (sketches.texts[name].to_pylist() for name in ("mark", "grams", "scale"))
    begin = 0
    for mark, grams, scale, end in zip(*columns, ends, strict=True):
        yield Kept(mark, grams, scale, keys[begin:end].tobytes())
        begin = end


def completed(
    texts: Sequence[str], known: Mapping[int, Kept], most_rows: int = MOST_ROWS
) -> tuple[Sketches, Mapping[int, Kept]]:
    """The sketches of all texts, of which some are known (by place), and the sketches that had to be made.

    The same as `sketched(texts)`. A known one that is coarser than it must be now is made again.
    """
    new = [place for place in range(len(texts)) if place not in known]
    least = scale_for((kept.grams for kept in known.values()), most_rows=most_rows)
    fresh = dict(zip(new, apart(sketched([texts[place] for place in new], least, most_rows)), strict=True))
    both = {**known, **fresh}
    scale = scale_for((kept.grams for kept in both.values()), least, most_rows)
    coarse = [place for place, kept in known.items() if kept.scale > own_scale(kept.grams, scale)]
    fresh |= zip(coarse, apart(sketched([texts[place] for place in coarse], scale, most_rows)), strict=True)
    parts = [fresh.get(place) or known[place] for place in range(len(texts))]
    keys = [_thinned(np.frombuffer(part.keys, "<u8").astype(np.uint64), part.grams, scale) for part in parts]
    return _tables(keys, [part.mark for part in parts], [part.grams for part in parts], scale), fresh
