"""Who stands on whom (§10.1), as nodes and edges with their places: the data of a picture or a table."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from crossfoot.layers import Layout, Place, layout
from crossfoot.records import Claim, Link, LinkKind, Report, Trace

SOURCE = "source:"
MOST_NODES = 300
"""A picture of more is no picture; the table has them all."""
WIDEST = 12


@dataclass(frozen=True, slots=True)
class Node:
    """A report, or a source that a report names. `weight`: edges that come in. `place` is None where it is linked with
    nobody, or left out of the picture."""

    id: str
    kind: Literal["report", "source"]
    label: str
    published: date | None
    weight: int
    file: str = ""
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Edge:
    """All links between two nodes. `source` rests on `target` where it is directed. Cut links make no edge.

    `main`: the strongest edge of its source, of a directed one the best source of the copy. `way`: the places that the
    line passes from source to target; empty where an end has none.
    """

    source: str
    target: str
    directed: bool
    kinds: tuple[LinkKind, ...]
    score: float
    links: tuple[str, ...]
    reasons: tuple[str, ...]
    main: bool = True
    way: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True)
class Graph:
    """`layers` and `width`: the size of the picture. `left_out`: linked nodes that it has no place for."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    layers: int = 0
    width: float = 0.0
    left_out: int = 0


def graph(
    reports: Iterable[Report],
    claims: Iterable[Claim],
    trace: Trace,
    *,
    least_named: int = 1,
    most_nodes: int = MOST_NODES,
) -> Graph:
    """Every report, every source that at least `least_named` reports name, and one edge for each pair that is linked.

    The order is always the same; there are places for the `most_nodes` nodes that have most edges.

    A link between claims is one between their reports. Where links of a pair disagree on the direction, the edge
    has none. What rests stands below what it rests on; of two without a direction the later one does.
    """
    held = list(reports)
    at = {claim.id: claim.report for claim in claims} | {report.id: report.id for report in held}
    by_pair: dict[tuple[str, str], list[tuple[str, Link]]] = defaultdict(list)
    for link in trace.links:
        source, target = _end(link.source, at), _end(link.target, at)
        if link.score > 0 and source and target and source != target:
            by_pair[min(source, target), max(source, target)].append((source, link))
    edges = [_edge(pair, links) for pair, links in sorted(by_pair.items())]
    rare = {name for name, weight in _weights(edges).items() if name.startswith(SOURCE) and weight < least_named}
    edges = _main([edge for edge in edges if edge.target not in rare])
    return _placed(list(_nodes(held, edges)), edges, most_nodes)


def _end(name: str, at: dict[str, str]) -> str | None:
    return name if name.startswith(SOURCE) else at.get(name)


def _edge(pair: tuple[str, str], links: list[tuple[str, Link]]) -> Edge:
    rests = {source for source, link in links if link.directed}
    source = next(iter(rests)) if len(rests) == 1 else pair[1]
    return Edge(
        source,
        pair[0] if source == pair[1] else pair[1],
        len(rests) == 1,
        tuple(sorted({link.kind for _, link in links}, reverse=True)),
        max(link.score for _, link in links),
        tuple(link.id for _, link in links),
        tuple(link.reason for _, link in links),
    )


def _weights(edges: Iterable[Edge]) -> Mapping[str, int]:
    weight: dict[str, int] = defaultdict(int)
    for edge in edges:
        weight[edge.target] += 1
    return weight


def _main(edges: Sequence[Edge]) -> list[Edge]:
    """Each edge, marked where it is the strongest of its source: directed before undirected, text before figures."""
    best: dict[str, tuple[bool, bool, float]] = {}
    ranks = [(edge.directed, "TEXT" in edge.kinds, edge.score) for edge in edges]
    for edge, rank in zip(edges, ranks, strict=True):
        best[edge.source] = max(best.get(edge.source, rank), rank)
    return [replace(edge, main=rank == best[edge.source]) for edge, rank in zip(edges, ranks, strict=True)]


def _nodes(reports: Sequence[Report], edges: Sequence[Edge]) -> Iterable[Node]:
    weight = _weights(edges)
    for report in sorted(reports, key=lambda r: (r.published or date.max, r.file, r.id)):
        label = report.outlet or report.file
        yield Node(report.id, "report", label, report.published, weight.get(report.id, 0), report.file)
    for name in sorted({end for edge in edges for end in (edge.source, edge.target) if end.startswith(SOURCE)}):
        yield Node(name, "source", name.removeprefix(SOURCE), None, weight[name])


def _placed(nodes: Sequence[Node], edges: Sequence[Edge], most: int) -> Graph:
    degree: dict[str, int] = defaultdict(int)
    for edge in edges:
        degree[edge.source] += 1
        degree[edge.target] += 1
    linked = [node for node in nodes if degree[node.id]]
    shown = {node.id for node in sorted(linked, key=lambda node: (-degree[node.id], node.id))[:most]}
    made = _layout([node for node in nodes if node.id in shown], edges)
    return Graph(
        tuple(replace(node, place=made.places.get(node.id)) for node in nodes),
        tuple(replace(edge, way=made.ways.get((edge.source, edge.target), ())) for edge in edges),
        made.layers,
        made.width,
        len(linked) - len(shown),
    )


def _layout(nodes: Sequence[Node], edges: Sequence[Edge]) -> Layout:
    day = {node.id: node.published for node in nodes}
    above: list[tuple[str, str]] = []
    level: list[tuple[str, str]] = []
    for edge in edges:
        ends = (edge.source, edge.target)
        if edge.source not in day or edge.target not in day:
            continue
        one, other = day[edge.source], day[edge.target]
        if edge.directed or (one and other and one > other):
            above.append(ends)
        elif one and other and one < other:
            above.append(ends[::-1])
        else:
            level.append(ends)
    made = layout([node.id for node in nodes], above, level, WIDEST)
    turned = {(b, a): way[::-1] for (a, b), way in made.ways.items()}
    return replace(made, ways={**turned, **made.ways})
