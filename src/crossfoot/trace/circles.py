"""Circles (§8.3): reports that end up resting on themselves, and a figure that returns as its own confirmation."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Hashable, Iterator, Mapping, Sequence
from typing import TypeVar

from crossfoot.records import Claim, Link, Remark, Report
from crossfoot.trace.cites import Citation
from crossfoot.trace.figures_shared import Printed, printed
from crossfoot.trace.links import called

Node = TypeVar("Node", bound=Hashable)
Edges = Mapping[Node, Sequence[Node]]


def remarks(
    reports: Sequence[Report], claims: Sequence[Claim], links: Sequence[Link], cites: Sequence[Citation]
) -> Iterator[Remark]:
    """One remark for each knot of reports that cite one another, and for each figure that outlets hand round."""
    names = {report.id: called(report) for report in reports}
    edges: dict[str, list[str]] = defaultdict(list)
    for link in links:
        if link.kind == "CITES" and link.target in names:
            edges[link.source].append(link.target)
    theirs: dict[str, list[str]] = defaultdict(list)
    for claim in claims if edges else ():
        if claim.attribution:
            theirs[claim.report].append(claim.id)
    told: set[frozenset[str]] = set()
    for circle in circles(edges):
        steps = [names[report] for report in circle]
        told.add(frozenset(steps))
        yield Remark("circle", tuple(claim for report in circle for claim in theirs[report]), _said(steps, "cites"))
    for held in _handed_round(claims, cites):
        yield from _of_figure(held, told)


def _said(steps: Sequence[str], verb: str) -> str:
    parts = [f"{a} {verb} {b}" for a, b in zip(steps, [*steps[1:], steps[0]], strict=True)]
    return f"{', '.join(parts[:-1])}, and {parts[-1]}"


Held = tuple[str, dict[str, list[str]], dict[str, list[str]]]
"""The figure, who names whom for it, and the claims of each."""


def _handed_round(claims: Sequence[Claim], cites: Sequence[Citation]) -> Iterator[Held]:
    by_value: dict[Printed, list[Citation]] = defaultdict(list)
    for cite in cites:
        value = printed(claims[cite.claim]) if cite.home else None
        if value is not None:
            by_value[value].append(cite)
    for value, held in by_value.items():
        edges: dict[str, list[str]] = defaultdict(list)
        said: dict[str, list[str]] = defaultdict(list)
        for cite in held:
            edges[cite.home or ""].append(cite.node)
            said[cite.home or ""].append(claims[cite.claim].id)
        if len(edges) > 1:
            yield " to ".join(f"{n:,}" for n in value), edges, said


def _of_figure(held: Held, told: set[frozenset[str]]) -> Iterator[Remark]:
    figure, edges, said = held
    for circle in circles(edges):
        if frozenset(circle) not in told:
            claims = tuple(dict.fromkeys(claim for name in circle for claim in said[name]))
            yield Remark("circle", claims, f"{_said(circle, 'names')}: {figure} returns as its own confirmation")


def circles(edges: Edges[Node]) -> Iterator[list[Node]]:
    """The shortest circle of each knot (nodes that all reach one another), from the knot's first node on."""
    for knot in _knots(edges):
        found = _back_to(knot[0], set(knot), edges)
        if found:
            yield found


def _back_to(start: Node, knot: set[Node], edges: Edges[Node]) -> list[Node]:
    came: dict[Node, Node] = {}
    queue = deque([start])
    while queue:
        node = queue.popleft()
        for target in edges.get(node, ()):
            if target == start != node:
                way = [node]
                while way[-1] != start:
                    way.append(came[way[-1]])
                return way[::-1]
            if target in knot and target not in came:
                came[target] = node
                queue.append(target)
    return []


def _knots(edges: Edges[Node]) -> Iterator[list[Node]]:
    """Strongly connected components of two nodes or more, in the order of `edges` (Kosaraju's two passes)."""
    back: dict[Node, list[Node]] = defaultdict(list)
    for node, targets in edges.items():
        for target in targets:
            back[target].append(node)
    place = {node: i for i, node in enumerate(edges)}
    seen: set[Node] = set()
    for node in reversed(_finished(edges)):
        knot = _reached(node, back, seen)
        if len(knot) > 1:
            yield sorted(knot, key=lambda n: place.get(n, len(place)))


def _reached(start: Node, edges: Edges[Node], seen: set[Node]) -> list[Node]:
    """Everything that can be reached and has not been seen; it is seen afterwards."""
    found = [] if start in seen else [start]
    seen.add(start)
    for node in found:
        for target in edges.get(node, ()):
            if target not in seen:
                seen.add(target)
                found.append(target)
    return found


def _finished(edges: Edges[Node]) -> list[Node]:
    """Nodes in the order in which a walk in depth leaves them."""
    done: list[Node] = []
    seen: set[Node] = set()
    for start in edges:
        if start in seen:
            continue
        seen.add(start)
        path = [(start, iter(edges[start]))]
        while path:
            step = next((t for t in path[-1][1] if t not in seen), None)
            if step is None:
                done.append(path.pop()[0])
            else:
                seen.add(step)
                path.append((step, iter(edges.get(step, ()))))
    return done
