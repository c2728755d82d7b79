"""Where the nodes of a picture stand: what rests stands below what it rests on, with few crossings and short edges.

The usual steps for a picture in layers: layers by the longest way up, a bend in every layer that an edge passes, order
by the mean of the neighbours, and places as near to that mean as the order allows (least squares). Everything is
counted in places of one node's width and in layers; the same graph gives the same picture on every machine.
"""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

SWEEPS = 8
BEND = 0.3
"""The room that a bend of an edge takes, in widths of a node."""


@dataclass(frozen=True, slots=True)
class Place:
    """`layer` counts from the top, `x` from the left, in widths of a node."""

    layer: int
    x: float


@dataclass(frozen=True, slots=True)
class Layout:
    """`places` of the nodes; `ways`: each edge as the places it passes, from its source to its target."""

    places: Mapping[str, Place]
    ways: Mapping[tuple[str, str], tuple[Place, ...]]
    layers: int
    width: float


@dataclass(slots=True)
class _Rows:
    """Layers of dots, each in its order, and who is joined with whom. A dot is a node, by its place in the list, or the
    bend of an edge, by a number above."""

    rows: list[list[int]]
    joined: Mapping[int, Sequence[int]]
    nodes: int
    x: dict[int, float] = field(default_factory=dict)


def layout(
    nodes: Sequence[str], above: Sequence[tuple[str, str]], level: Sequence[tuple[str, str]] = (), widest: int = 12
) -> Layout:
    """`nodes` in the order that decides where nothing else does. `above`: (the one that rests, what it rests on);
    `level`: joined, but neither above the other. A layer takes at most about `widest` nodes.

    What hangs together is laid out by itself; the parts stand side by side, the largest first, as many as fit in a row.
    """
    parts = [_part(part, above, level, widest) for part in _together(nodes, (*above, *level))]
    limit = max((widest - 1, *(part.width for part in parts)))
    places: dict[str, Place] = {}
    ways: dict[tuple[str, str], tuple[Place, ...]] = {}
    top = height = 0
    left = 0.0
    for part in sorted(parts, key=lambda part: -len(part.places)):
        if left and left + part.width > limit:
            top, height, left = top + height, 0, 0.0
        places |= {node: _moved(place, top, left) for node, place in part.places.items()}
        ways |= {edge: tuple(_moved(place, top, left) for place in way) for edge, way in part.ways.items()}
        height = max(height, part.layers)
        left += part.width + 1
    return Layout(places, ways, top + height, max((place.x for place in places.values()), default=0.0))


def _moved(place: Place, top: int, left: float) -> Place:
    return Place(place.layer + top, round(place.x + left, 3))


def _together(nodes: Sequence[str], edges: Iterable[tuple[str, str]]) -> list[list[str]]:
    """The nodes that hang together by edges, each part in their order."""
    near: dict[str, list[str]] = defaultdict(list)
    for a, b in edges:
        near[a].append(b)
        near[b].append(a)
    part_of: dict[str, int] = {}
    for node in nodes:
        waiting = [] if node in part_of else [node]
        while waiting:
            reached = waiting.pop()
            if reached not in part_of:
                part_of[reached] = part_of[node] if node in part_of else len(part_of)
                waiting += near[reached]
    parts: dict[int, list[str]] = defaultdict(list)
    for node in nodes:
        parts[part_of[node]].append(node)
    return list(parts.values())


def _part(
    nodes: Sequence[str], above: Sequence[tuple[str, str]], level: Sequence[tuple[str, str]], widest: int
) -> Layout:
    number = {node: i for i, node in enumerate(nodes)}
    up = [(number[a], number[b]) for a, b in above if a in number]
    edges = [*up, *((number[a], number[b]) for a, b in level if a in number)]
    layer = _layers(len(nodes), up, widest)
    bends = _bends(edges, layer)
    rows = _rows(layer, bends, len(nodes))
    for sweep in range(SWEEPS):
        _order(rows, down=sweep % 2 == 0)
    for sweep in range(SWEEPS):
        _spread(rows, down=sweep % 2 == 0)
    least = min(rows.x.values(), default=0.0)
    where = {dot: Place(layer[dot], round(x - least, 3)) for dot, x in rows.x.items()}
    ways = {(nodes[way[0]], nodes[way[-1]]): tuple(where[dot] for dot in way) for way in bends}
    width = max((place.x for place in where.values()), default=0.0)
    return Layout({node: where[i] for node, i in number.items()}, ways, len(rows.rows), width)


def _layers(count: int, up: Sequence[tuple[int, int]], widest: int) -> dict[int, int]:
    """A layer for each node, below all that it rests on; a ring is cut at its first node."""
    over, under = _sides(up)
    waits = {node: len(over.get(node, ())) for node in range(count)}
    ready = [node for node in range(count) if not waits[node]]
    layer: dict[int, int] = {}
    held: dict[int, int] = defaultdict(int)
    stuck = iter(range(count))
    while len(layer) < count:
        node = heapq.heappop(ready) if ready else next(n for n in stuck if n not in layer)
        if node in layer:
            continue
        at = max((layer[top] + 1 for top in over.get(node, ()) if top in layer), default=0)
        while held[at] >= widest:
            at += 1
        layer[node] = at
        held[at] += 1
        for below in under.get(node, ()):
            waits[below] -= 1
            if not waits[below]:
                heapq.heappush(ready, below)
    return _lowered(layer, over, under)


def _sides(up: Iterable[tuple[int, int]]) -> tuple[dict[int, list[int]], dict[int, list[int]]]:
    over: dict[int, list[int]] = defaultdict(list)
    under: dict[int, list[int]] = defaultdict(list)
    for node, top in dict.fromkeys(up):
        over[node].append(top)
        under[top].append(node)
    return over, under


def _lowered(
    layer: dict[int, int], over: Mapping[int, Sequence[int]], under: Mapping[int, Sequence[int]]
) -> dict[int, int]:
    """What rests on nothing comes down to just above what rests on it; then the layers are counted anew."""
    for node, at in layer.items():
        if not over.get(node) and under.get(node):
            layer[node] = max(at, min(layer[below] for below in under[node]) - 1)
    used = {old: new for new, old in enumerate(sorted(set(layer.values())))}
    return {node: used[at] for node, at in layer.items()}


def _bends(edges: Sequence[tuple[int, int]], layer: dict[int, int]) -> list[list[int]]:
    """Each edge with a dot of its own in every layer between; they enter `layer`."""
    ways = []
    for a, b in dict.fromkeys(edges):
        step = 1 if layer[b] > layer[a] else -1
        way = [a]
        for between in range(layer[a] + step, layer[b], step):
            dot = len(layer)
            layer[dot] = between
            way.append(dot)
        ways.append([*way, b])
    return ways


def _rows(layer: Mapping[int, int], ways: Sequence[Sequence[int]], nodes: int) -> _Rows:
    rows: list[list[int]] = [[] for _ in range(max(layer.values(), default=-1) + 1)]
    for dot, at in layer.items():
        rows[at].append(dot)
    joined: dict[int, list[int]] = defaultdict(list)
    for way in ways:
        for a, b in pairwise(way):
            joined[a].append(b)
            joined[b].append(a)
    for row in rows:
        row.sort()
    return _Rows(rows, joined, nodes, {dot: float(place) for row in rows for place, dot in enumerate(row)})


def _order(rows: _Rows, down: bool) -> None:
    for row in rows.rows if down else rows.rows[::-1]:
        row.sort(key=lambda dot: _wish(rows, dot))
        for place, dot in enumerate(row):
            rows.x[dot] = place - (len(row) - 1) / 2


def _spread(rows: _Rows, down: bool) -> None:
    """Places nearest to the wishes, in the order of the row and far enough apart: neighbours that would overlap become
    a block at the mean of their wishes (pool adjacent violators)."""
    for row in rows.rows if down else rows.rows[::-1]:
        offsets = [0.0]
        for one, other in pairwise(row):
            offsets.append(offsets[-1] + (_room(rows, one) + _room(rows, other)) / 2)
        blocks: list[tuple[float, int]] = []
        for offset, dot in zip(offsets, row, strict=False):
            blocks.append((_wish(rows, dot) - offset, 1))
            while len(blocks) > 1 and blocks[-2][0] > blocks[-1][0]:
                (one_at, of_one), (two_at, of_two) = blocks[-2:]
                blocks[-2:] = [((one_at * of_one + two_at * of_two) / (of_one + of_two), of_one + of_two)]
        shifts = (shift for shift, size in blocks for _ in range(size))
        for offset, dot, shift in zip(offsets, row, shifts, strict=False):
            rows.x[dot] = offset + shift


def _room(rows: _Rows, dot: int) -> float:
    return 1.0 if dot < rows.nodes else BEND


def _wish(rows: _Rows, dot: int) -> float:
    near = rows.joined.get(dot)
    return sum(rows.x[other] for other in near) / len(near) if near else rows.x[dot]
