"""Shortest paths of one series: all pairs, one path, and a cycle of negative length.

On long axes most days are named by one or two windows only. Such nodes are taken out one by one, which joins their
neighbours, what is left is closed at once, and the nodes are put back in turn (Planken, de Weerdt and van der Krogt
2012, on simple temporal networks of small width). The result is the same matrix.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

Matrix = npt.NDArray[np.float64]

FEW = 300
"""Up to so many nodes, closing at once is faster than taking nodes out."""
MOST_JOINS = 64
"""A node that would join more pairs of neighbours stays."""


def all_pairs(edges: Matrix) -> Matrix:
    """Lengths of the shortest paths between all pairs of nodes, for one matrix or a stack of them.

    Where there is a cycle of negative length, some entry of the diagonal is negative and the others mean nothing.
    """
    if edges.shape[-1] <= FEW:
        return floyd(edges)
    closed = np.empty_like(edges)
    flat, source = closed.reshape(-1, *edges.shape[-2:]), edges.reshape(-1, *edges.shape[-2:])
    for into, matrix in zip(flat, source, strict=True):
        thin = _thinned(matrix)
        into[:] = floyd(matrix) if thin is None else thin.closed()
    return closed


def closed_again(edges: Matrix, changed: npt.NDArray[np.bool_]) -> Matrix:
    """Shortest paths of a matrix that was closed until its entries `changed` became less.

    Every new path takes a changed entry, so it passes a node that one leaves; between two of these is a changed entry
    and an old path, which is one entry. Only these nodes need be gone through (or those that changed entries reach).
    """
    leaving, reached = (np.flatnonzero(changed.any(axis)) for axis in (1, 0))
    if 2 * min(len(leaving), len(reached)) >= len(edges):
        return all_pairs(edges)
    if len(leaving) <= len(reached):
        return _through(edges, leaving)
    return np.ascontiguousarray(_through(np.ascontiguousarray(edges.T), reached).T)


def _through(edges: Matrix, nodes: npt.NDArray[np.intp]) -> Matrix:
    closed, through = edges.copy(), np.empty_like(edges)
    for j in nodes:
        closed[j] = np.add(edges[j, :, None], edges, out=through).min(0)
    for j in nodes:
        np.add(closed[:, j, None], closed[None, j, :], out=through)
        np.minimum(closed, through, out=closed)
    return closed


def floyd(edges: Matrix) -> Matrix:
    """Shortest paths between all pairs, for one matrix or a stack of them (Floyd 1962).

    A matrix at a time, in place: it stays in the processor's cache.
    """
    closed = edges.copy()
    through = np.empty(edges.shape[-2:])
    for matrix in closed.reshape(-1, *edges.shape[-2:]):
        for j in range(len(matrix)):
            np.add(matrix[:, j, None], matrix[None, j, :], out=through)
            np.minimum(matrix, through, out=matrix)
    return closed


def is_sound(edges: Matrix) -> bool:
    """Whether no cycle has negative length."""
    thin = _thinned(edges) if len(edges) > FEW else None
    if thin is None:
        return bool((np.diagonal(floyd(edges)) >= 0).all())
    return thin.cycle_at is None and (not thin.kept or bool((np.diagonal(floyd(thin.rest)) >= 0).all()))


# ── taking nodes out ─────────────────────────────────────────────────────────────────────────────


@dataclass
class _Thin:
    """A network without its nodes of few neighbours, and what putting them back needs."""

    count: int
    kept: list[int]
    rest: Matrix
    taken: list[tuple[int, dict[int, float], dict[int, float]]]
    cycle_at: int | None = None

    def closed(self) -> Matrix:
        matrix = np.full((self.count, self.count), np.inf)
        matrix[np.arange(self.count), np.arange(self.count)] = 0.0
        if self.cycle_at is not None:
            matrix[self.cycle_at, self.cycle_at] = -1.0
            return matrix
        if self.kept:
            matrix[np.ix_(self.kept, self.kept)] = floyd(self.rest)
        for node, before, after in reversed(self.taken):
            if after:
                matrix[node] = (matrix[list(after)] + np.array(list(after.values()))[:, None]).min(0)
            if before:
                matrix[:, node] = (matrix[:, list(before)] + np.array(list(before.values()))).min(1)
            matrix[node, node] = 0.0
        return matrix


@dataclass
class _Network:
    """Edges by node, both ways, while nodes are taken out."""

    after: list[dict[int, float]]
    before: list[dict[int, float]]
    taken: list[tuple[int, dict[int, float], dict[int, float]]] = field(default_factory=list)

    def joins(self, node: int) -> int:
        return len(self.before[node]) * len(self.after[node])

    def take_out(self, node: int) -> int | None:
        """Join the neighbours of `node` past it. Returns a node on a cycle of negative length, if that shows one."""
        before, after = self.before[node], self.after[node]
        for u in before:
            del self.after[u][node]
        for v in after:
            del self.before[v][node]
        self.taken.append((node, before, after))
        for u, first in before.items():
            for v, second in after.items():
                length = first + second
                if u == v:
                    if length < 0:
                        return u
                elif length < self.after[u].get(v, np.inf):
                    self.after[u][v] = self.before[v][u] = length
        return None


def _thinned(edges: Matrix) -> _Thin | None:
    """The network of a matrix without its nodes of few neighbours; None where edges are many."""
    network = _network(edges)
    if network is None:
        return None
    count = len(edges)
    gone = [False] * count
    queue = [(network.joins(node), node) for node in range(count)]
    heapq.heapify(queue)
    while queue:
        joins, node = heapq.heappop(queue)
        now = network.joins(node)
        if gone[node] or now != joins or now > MOST_JOINS:
            continue
        gone[node] = True
        around = {*network.before[node], *network.after[node]}
        cycle_at = network.take_out(node)
        if cycle_at is not None:
            return _Thin(count, [], np.zeros((0, 0)), [], cycle_at)
        for other in around:
            heapq.heappush(queue, (network.joins(other), other))
    return _rest(network, [node for node in range(count) if not gone[node]])


def _network(edges: Matrix) -> _Network | None:
    """Edges that are no detour: of those that say that nothing is negative, the ones between neighbouring days."""
    count = len(edges)
    wanted = np.isfinite(edges)
    wanted[np.arange(count), np.arange(count)] = False
    if (np.diagonal(edges, -1) <= 0).all():
        wanted &= ~((edges == 0) & np.tril(np.ones(edges.shape, bool), -2))
    if wanted.sum() > count * count / 4:
        return None
    network = _Network([{} for _ in range(count)], [{} for _ in range(count)])
    for u, v in np.argwhere(wanted).tolist():
        network.after[u][v] = network.before[v][u] = float(edges[u, v])
    return network


def _rest(network: _Network, kept: list[int]) -> _Thin:
    at = {node: i for i, node in enumerate(kept)}
    rest = np.full((len(kept), len(kept)), np.inf)
    rest[np.arange(len(kept)), np.arange(len(kept))] = 0.0
    for u in kept:
        for v, length in network.after[u].items():
            rest[at[u], at[v]] = length
    return _Thin(len(network.after), kept, rest, network.taken)


# ── one path, one cycle ──────────────────────────────────────────────────────────────────────────


def shortest_path(edges: Matrix, closed: Matrix, start: int, end: int) -> list[int]:
    """The nodes of a shortest path with the fewest edges: breadth first over the edges that lose nothing."""
    left = closed[:, end]
    before = np.full(len(edges), -1)
    before[start] = start
    layer = np.array([start])
    while before[end] < 0:
        tight = (edges[layer] + left == left[layer, None]) & (before < 0)
        reached = np.flatnonzero(tight.any(0))
        assert reached.size, "no path is as short as the closure says"
        before[reached] = layer[tight[:, reached].argmax(0)]
        layer = reached
    path = [end]
    while path[-1] != start:
        path.append(int(before[path[-1]]))
    return path[::-1]


def negative_cycle(edges: Matrix) -> list[int] | None:
    """A simple cycle of negative length, or None (Bellman and Ford from all nodes at once)."""
    if len(edges) > FEW and is_sound(edges):
        return None
    nodes = len(edges)
    reach = np.zeros(nodes)
    parent = np.full(nodes, -1)
    for step in range(nodes + 1):
        through = reach[:, None] + edges
        before = through.argmin(0)
        better = through[before, np.arange(nodes)]
        changed = better < reach
        if not changed.any():
            return None
        reach = np.where(changed, better, reach)
        parent[changed] = before[changed]
        if step % 3 == 2 or step == nodes:
            cycle = _cycle_in(parent)
            if cycle is not None:
                return cycle
    return None


def _cycle_in(parent: Iterable[int]) -> list[int] | None:
    parents = list(parent)
    colour = [0] * len(parents)
    for first in range(len(parents)):
        node = first
        while node != -1 and colour[node] == 0:
            colour[node] = first + 1
            node = int(parents[node])
        if node != -1 and colour[node] == first + 1 and parents[node] != node:
            cycle, at = [node], int(parents[node])
            while at != node:
                cycle.append(at)
                at = int(parents[at])
            return cycle[::-1]
    return None
