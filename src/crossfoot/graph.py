"""Who stands on whom, as nodes and edges (§10.1): the data of a picture or a table, without positions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from crossfoot.records import Claim, Link, LinkKind, Report, Trace

SOURCE = "source:"


@dataclass(frozen=True, slots=True)
class Node:
    """A report, or a source that a report names. `weight`: edges that come in."""

    id: str
    kind: Literal["report", "source"]
    label: str
    published: date | None
    weight: int


@dataclass(frozen=True, slots=True)
class Edge:
    """All links between two nodes. `source` rests on `target` where it is directed. Cut links make no edge."""

    source: str
    target: str
    directed: bool
    kinds: tuple[LinkKind, ...]
    score: float
    links: tuple[str, ...]
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Graph:
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]


def graph(reports: Iterable[Report], claims: Iterable[Claim], trace: Trace) -> Graph:
    """Every report, every source named, and one edge for each pair that is linked; in an order that is always the same.

    A link between claims is one between their reports. Where links of a pair disagree on the direction, the edge
    has none.
    """
    held = list(reports)
    at = {claim.id: claim.report for claim in claims} | {report.id: report.id for report in held}
    by_pair: dict[tuple[str, str], list[tuple[str, Link]]] = defaultdict(list)
    for link in trace.links:
        source, target = _end(link.source, at), _end(link.target, at)
        if link.score > 0 and source and target and source != target:
            by_pair[min(source, target), max(source, target)].append((source, link))
    edges = tuple(_edge(pair, links) for pair, links in sorted(by_pair.items()))
    return Graph(tuple(_nodes(held, edges)), edges)


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


def _nodes(reports: list[Report], edges: tuple[Edge, ...]) -> Iterable[Node]:
    weight: dict[str, int] = defaultdict(int)
    for edge in edges:
        weight[edge.target] += 1
    for report in sorted(reports, key=lambda r: (r.published or date.max, r.file, r.id)):
        yield Node(report.id, "report", report.outlet or report.file, report.published, weight[report.id])
    for name in sorted({end for edge in edges for end in (edge.source, edge.target) if end.startswith(SOURCE)}):
        yield Node(name, "source", name.removeprefix(SOURCE), None, weight[name])
