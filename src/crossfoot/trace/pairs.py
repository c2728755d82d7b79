"""Who shares something with whom, over arrays: no loop per pair.

A key that more members hold than `cap` is not spread into all its pairs (5,000 pages with one footer would give
twelve million): every holder is paired with the first holder alone, so that the work stays linear in the input.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Keys = NDArray[np.uint64]

CAP = 24
BATCH = 4_000_000
"""Pairs held in memory at once."""


@dataclass(frozen=True, slots=True)
class Pairs:
    """`first[i] < second[i]` share the weight `shared[i]`. Sorted, each pair once."""

    first: Ints
    second: Ints
    shared: NDArray[np.float64]

    def __len__(self) -> int:
        return len(self.first)

    def where(self, mask: NDArray[np.bool_]) -> Pairs:
        return Pairs(self.first[mask], self.second[mask], self.shared[mask])


def shared_pairs(
    keys: Keys, members: Ints, count: int, weights: NDArray[np.float64] | None = None, cap: int = CAP
) -> Pairs:
    """Pairs of members that hold one key, with the number (or weight) of the keys they share.

    `keys` and `members` are the columns of a table without double rows; the rows of one key stand in the order of their
    members, which run from 0 to `count` − 1.
    `weights` gives the weight of the key in each row. Members with low numbers are the first holders.
    """
    order = np.argsort(keys, kind="stable")
    keys, members = keys[order], members[order]
    weight = np.ones(len(keys)) if weights is None else weights[order]
    starts = np.flatnonzero(np.r_[True, keys[1:] != keys[:-1]]) if len(keys) else np.zeros(0, np.int64)
    sizes = np.diff(np.r_[starts, len(keys)])
    total = _Sum(count)
    for size in range(2, cap + 1):
        _spread(total, starts[sizes == size], size, members, weight)
    _stars(total, starts[sizes > cap], sizes[sizes > cap], members, weight)
    return total.pairs()


def _spread(total: _Sum, starts: Ints, size: int, members: Ints, weight: NDArray[np.float64]) -> None:
    left, right = np.triu_indices(size, 1)
    step = max(1, BATCH // len(left))
    for begin in range(0, len(starts), step):
        rows = starts[begin : begin + step, None]
        total.add((members[rows + left]).ravel(), (members[rows + right]).ravel(), np.repeat(weight[rows], len(left)))


def _stars(total: _Sum, starts: Ints, sizes: Ints, members: Ints, weight: NDArray[np.float64]) -> None:
    firsts = np.repeat(starts, sizes)
    rows = firsts + np.arange(len(firsts)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    others = rows[rows != firsts]
    total.add(members[firsts[rows != firsts]], members[others], weight[others])


class _Sum:
    """Adds up weights by pair; what was added is merged whenever it outgrows a batch."""

    def __init__(self, count: int) -> None:
        self._count = count
        self._waiting: list[tuple[Ints, NDArray[np.float64]]] = []
        self._size = 0

    def add(self, first: Ints, second: Ints, weight: NDArray[np.float64]) -> None:
        if not len(first):
            return
        self._waiting.append((first * self._count + second, weight))
        self._size += len(first)
        if self._size > BATCH:
            self._merge()

    def _merge(self) -> None:
        codes = np.concatenate([codes for codes, _ in self._waiting])
        weights = np.concatenate([weight for _, weight in self._waiting])
        unique, place = np.unique(codes, return_inverse=True)
        sums = np.bincount(place, weights, len(unique)).astype(np.float64)
        self._waiting = [(unique, sums)]
        self._size = 0

    def pairs(self) -> Pairs:
        if not self._waiting:
            empty = np.zeros(0, np.int64)
            return Pairs(empty, empty, np.zeros(0))
        self._merge()
        codes, weights = self._waiting[0]
        return Pairs(codes // self._count, codes % self._count, weights)
