"""Shared wording (TEXT, §10.1): sketches of word 3-grams, scored by containment in both directions.

Each text is reduced to the hashes of its word 3-grams (FracMinHash: those in the lowest 1/scale of the hash range;
scale 1 keeps all). Jaccard similarity would miss a short copy inside a long report and a rewrite of half its length,
so what counts is the share of one text that stands in the other.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from crossfoot.trace.pairs import BATCH, Ints, Keys, Pairs, shared_pairs

WORD = re.compile(
    r"[\u3040-\u30ff\u3400-\u9fff]|[^\W\u3040-\u30ff\u3400-\u9fff]+(?:[.,'’][^\W\u3040-\u30ff\u3400-\u9fff]+)*"
)

LEAST_SHARE = 0.15
LEAST_GRAMS = 30
"""Below this, stock phrases and official wording alone make reports on one subject look alike."""
SHORT_SHARE = 0.5
SHORT_GRAMS = 8
"""A short report is a copy only when at least half of it stands in the other."""
LOOSE = 0.3
"""Pairs that reach this part of a threshold by their rare 3-grams are counted exactly."""
BEST = 3
"""Links kept for each report: its best sources."""
SKETCH_ROWS = 8_000_000
"""Sketches of all texts together; a larger corpus takes a coarser scale."""
PAGES = 5
"""An outlet needs this many reports before a passage on most of them counts as its boilerplate."""
BOILERPLATE_SHARE = 0.6
MANY_PAGES = 20
MOST_REMOVED = 0.4
"""From an outlet with fewer pages than that, never more than this part: it may have told one story again and again."""

_M1 = np.uint64(0x9E3779B97F4A7C15)
_M2 = np.uint64(0xC2B2AE3D27D4EB4F)
_M3 = np.uint64(0x165667B19E3779F9)


@dataclass(frozen=True, slots=True)
class Overlap:
    """`first` and `second` are places in the list of texts; `share_first` is the part of first that is in second."""

    first: int
    second: int
    grams: int
    share_first: float
    share_second: float

    @property
    def score(self) -> float:
        return max(self.share_first, self.share_second)


class Hasher(dict[str, int]):
    """64-bit hashes of words, the same on every machine and in every run."""

    def __missing__(self, word: str) -> int:
        number = int.from_bytes(hashlib.blake2b(word.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big")
        self[word] = number
        return number

    def text(self, text: str) -> Keys:
        return self.words(WORD.findall(text.casefold()))

    def words(self, folded: Sequence[str]) -> Keys:
        return np.fromiter(map(self.__getitem__, folded), dtype=np.uint64, count=len(folded))


def grams(words: Keys) -> Keys:
    """The hash of each run of three words, in the order of the text."""
    if len(words) < 3:
        return np.zeros(0, np.uint64)
    with np.errstate(over="ignore"):
        mixed: Keys = (words[:-2] * _M1) ^ ((words[1:-1] * _M2) >> np.uint64(7)) ^ (words[2:] * _M3)
        mixed ^= mixed >> np.uint64(33)
        mixed *= _M1
        mixed ^= mixed >> np.uint64(29)
    return mixed


def _distinct(hashes: Keys) -> Keys:
    hashes = np.sort(hashes)
    return hashes[np.r_[True, hashes[1:] != hashes[:-1]]] if len(hashes) else hashes


def overlaps(texts: Sequence[str], outlets: Sequence[str | None], ranks: Sequence[int]) -> list[Overlap]:
    """Texts that share wording. `ranks`: 0 is the earliest; among many copies all are linked to the earliest.

    Texts whose words are all the same are linked to the earliest of them and compared with the others once.
    """
    hasher = Hasher()
    sketches: list[Keys] = []
    marks: list[bytes] = []
    for text in texts:
        words = hasher.text(text)
        marks.append(hashlib.blake2b(words.tobytes(), digest_size=16).digest())
        sketches.append(_distinct(grams(words)))
    by_rank = sorted(range(len(texts)), key=lambda i: ranks[i])
    leader: dict[bytes, int] = {}
    found: list[Overlap] = []
    distinct: list[int] = []
    for i in by_rank:
        first = leader.setdefault(marks[i], i)
        if first == i:
            distinct.append(i)
        elif len(sketches[i]) >= SHORT_GRAMS:
            found.append(Overlap(first, i, len(sketches[i]), 1.0, 1.0))
    found += _compare([sketches[i] for i in distinct], [outlets[i] for i in distinct], distinct)
    return sorted(found, key=lambda o: (-o.score, o.first, o.second))


def _compare(sketches: list[Keys], outlets: list[str | None], names: list[int]) -> list[Overlap]:
    scale = _scale(sketches)
    keys, members = _table(sketches, scale)
    keep = ~_boilerplate(keys, members, outlets)
    keys, members = keys[keep], members[keep]
    sizes = np.bincount(members, minlength=len(sketches)).astype(np.float64)
    pairs = _alike(shared_pairs(keys, members, len(sketches)), keys, members, sizes, scale)
    return [
        Overlap(names[a], names[b], round(shared * scale), shared / sizes[a], shared / sizes[b])
        for a, b, shared in zip(pairs.first.tolist(), pairs.second.tolist(), pairs.shared.tolist(), strict=True)
    ]


def _scale(sketches: Iterable[Keys]) -> int:
    rows = sum(len(sketch) for sketch in sketches)
    scale = 1
    while rows > SKETCH_ROWS * scale:
        scale *= 2
    return scale


def _table(sketches: list[Keys], scale: int) -> tuple[Keys, Ints]:
    if not sketches:
        return np.zeros(0, np.uint64), np.zeros(0, np.int64)
    keys = np.concatenate(sketches)
    members = np.repeat(np.arange(len(sketches), dtype=np.int64), [len(sketch) for sketch in sketches])
    if scale > 1:
        low = keys < np.uint64((2**64 - 1) // scale)
        keys, members = keys[low], members[low]
    return keys, members


def _boilerplate(keys: Keys, members: Ints, outlets: list[str | None]) -> NDArray[np.bool_]:
    """Rows that recur on most pages of one outlet, unless they are a large part of the report itself."""
    names = {name: i for i, name in enumerate(sorted({o for o in outlets if o}))}
    of_member = np.array([names[o] if o else -1 for o in outlets], dtype=np.int64)
    pages = np.bincount(of_member[of_member >= 0], minlength=len(names) + 1)
    recurs = np.zeros(len(keys), bool)
    if not len(keys):
        return recurs
    outlet = of_member[members]
    rows = np.flatnonzero((outlet >= 0) & (pages[outlet] >= PAGES))
    if not len(rows):
        return recurs
    with np.errstate(over="ignore"):
        mixed = (keys[rows] ^ (outlet[rows].astype(np.uint64) * _M2)) * _M1
    by_key = np.argsort(mixed)
    order, mixed = rows[by_key], mixed[by_key]
    group = np.cumsum(np.r_[True, mixed[1:] != mixed[:-1]]) - 1
    holders = np.bincount(group)[group]
    recurs[order] = holders >= np.maximum(PAGES, BOILERPLATE_SHARE * pages[outlet[order]])
    sizes = np.bincount(members, minlength=len(outlets))
    removed = np.bincount(members[recurs], minlength=len(outlets))
    may_go = (removed <= MOST_REMOVED * sizes) | (pages[of_member] >= MANY_PAGES)
    result: NDArray[np.bool_] = recurs & may_go[members]
    return result


def _alike(pairs: Pairs, keys: Keys, members: Ints, sizes: NDArray[np.float64], scale: int) -> Pairs:
    near = _enough(pairs, sizes, scale, LOOSE)
    exact = _counted(pairs.where(near), keys, members)
    alike = exact.where(_enough(exact, sizes, scale, 1.0))
    return _best(alike, alike.shared / _smaller(alike, sizes))


def _smaller(pairs: Pairs, sizes: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.maximum(1.0, np.minimum(sizes[pairs.first], sizes[pairs.second]))


def _enough(pairs: Pairs, sizes: NDArray[np.float64], scale: int, times: float) -> NDArray[np.bool_]:
    share, number = pairs.shared / _smaller(pairs, sizes), pairs.shared * scale
    long = (share >= LEAST_SHARE * times) & (number >= LEAST_GRAMS * times)
    short = (share >= SHORT_SHARE * times) & (number >= SHORT_GRAMS * times)
    enough: NDArray[np.bool_] = long | short
    return enough


def _counted(pairs: Pairs, keys: Keys, members: Ints) -> Pairs:
    """The same pairs with all that they share: common 3-grams too, which found no candidates."""
    ids = np.unique(keys, return_inverse=True)[1].astype(np.int64)
    width = int(ids.max(initial=0)) + 1
    held = members * width + ids
    held.sort()
    starts = np.searchsorted(members, np.arange(int(members.max(initial=0)) + 2))
    sizes = np.diff(starts)
    swap = sizes[pairs.first] > sizes[pairs.second]
    short, long = np.where(swap, pairs.second, pairs.first), np.where(swap, pairs.first, pairs.second)
    shared = np.zeros(len(pairs))
    ends = np.cumsum(sizes[short])
    for begin, end in _batches(ends):
        part = np.arange(begin, end)
        lengths = sizes[short[part]]
        first = np.repeat(starts[short[part]], lengths)
        rows = first + np.arange(len(first)) - np.repeat(np.cumsum(lengths) - lengths, lengths)
        wanted = np.repeat(long[part], lengths) * width + ids[rows]
        place = np.minimum(np.searchsorted(held, wanted), len(held) - 1)
        shared[part] = np.bincount(np.repeat(part - begin, lengths), held[place] == wanted, len(part))
    return Pairs(pairs.first, pairs.second, shared)


def _batches(ends: Ints) -> Iterator[tuple[int, int]]:
    """Runs of pairs whose rows fit in memory together."""
    begin = 0
    while begin < len(ends):
        done = ends[begin - 1] if begin else 0
        end = max(begin + 1, int(np.searchsorted(ends, done + BATCH, side="right")))
        yield begin, end
        begin = end


def _best(pairs: Pairs, share: NDArray[np.float64]) -> Pairs:
    """A pair stays when it is among the best of either report, so that one weak link welds no topic together."""
    keep = np.zeros(len(pairs), bool)
    for mine, other in ((pairs.first, pairs.second), (pairs.second, pairs.first)):
        order = np.lexsort((other, -share, mine))
        sorted_mine = mine[order]
        starts = np.flatnonzero(np.r_[True, sorted_mine[1:] != sorted_mine[:-1]]) if len(order) else order
        place = np.arange(len(order)) - np.repeat(starts, np.diff(np.r_[starts, len(order)]))
        keep[order[place < BEST]] = True
    return pairs.where(keep)
