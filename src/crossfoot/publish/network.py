"""Who stands on whom, drawn: what rests stands below what it rests on. Geometry only; the drawing is a template."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from crossfoot.graph import SOURCE, Edge, Graph, Node, graph
from crossfoot.layers import Place
from crossfoot.publish.index import Index, anchor, shortened
from crossfoot.records import LinkKind, Span, content_id

MOST_NAMED = 1000
"""In a collection of so many reports or more, a source that a single one names is left to the table of sources."""
MOST_WITH_ALL_EDGES = 40
SHOWN_EDGES = 250
SHOWN_PASSAGES = 3
LONGEST_PASSAGE = 400
NAMED_WIDTH = 74.0
"""Names stand under the dots where each has so much room."""
NEAREST = 24.0
"""Dots stand no nearer than so many units."""
_LETTER = 5.7
_STRENGTH: tuple[LinkKind, ...] = ("TEXT", "CITES", "FIGURE")
"""An edge is drawn as the strongest of its kinds."""


@dataclass(frozen=True, slots=True)
class Dot:
    number: int
    kind: str
    x: float
    y: float
    lines: tuple[str, ...]
    says: str
    href: str


@dataclass(frozen=True, slots=True)
class Line:
    """`path` leads from what rests to what it rests on; `arrow` is empty where no direction is known."""

    path: str
    arrow: str
    kind: LinkKind
    main: bool
    says: str
    href: str


@dataclass(frozen=True, slots=True)
class Picture:
    id: str
    width: int
    height: int
    is_wide: bool
    """Wider than its place on the page, in which it is moved to and fro."""
    dots: tuple[Dot, ...]
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Key:
    """A dot's number and name. `href` is empty where the page has no place of its own for it."""

    number: int
    kind: str
    name: str
    href: str


@dataclass(frozen=True, slots=True)
class EdgeView:
    anchor: str
    source: Key
    target: Key
    directed: bool
    verbs: tuple[str, ...]
    reasons: tuple[str, ...]
    passages: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Network:
    """`alone`: reports that nothing links with another. `hidden`: edges that only the data hold; `left_out`: nodes
    that the picture has no place for."""

    pictures: tuple[tuple[str, Picture], ...]
    keys: tuple[Key, ...]
    edges: tuple[EdgeView, ...]
    hidden: int
    left_out: int
    alone: int
    is_sparse: bool
    """Only the strongest edge of each node is drawn."""


def network(index: Index) -> Network:
    contents = index.contents
    least = 1 if len(contents.reports) < MOST_NAMED else 2
    found = graph(contents.reports, contents.claims, contents.trace, least_named=least)
    drawing = _sparse(index, found, least)
    drawn = sorted((n for n in drawing.nodes if n.place), key=lambda n: (_row(n), n.place.x if n.place else 0.0))
    keys = {node.id: _key(index, number, node) for number, node in enumerate(drawn, start=1)}
    keys.update({node.id: _key(index, 0, node) for node in found.nodes if node.id not in keys})
    edges = [e for e in found.edges if e.source in keys and e.target in keys]
    linked = {end for e in edges for end in (e.source, e.target)}
    edges.sort(key=lambda e: (keys[e.source].number, not e.main, -e.score, keys[e.target].number))
    shown = edges if len(edges) <= SHOWN_EDGES else sorted(edges, key=lambda e: (not e.main, -e.score))[:SHOWN_EDGES]
    return Network(
        pictures=tuple(
            (size, _picture(drawing, drawn, keys, width)) for size, width in (("wide", 720), ("narrow", 350))
        )
        if drawn
        else (),
        keys=tuple(keys[n.id] for n in drawn),
        edges=_edge_views(index, shown, keys),
        hidden=len(edges) - len(shown),
        left_out=drawing.left_out,
        is_sparse=drawing is not found,
        alone=sum(1 for n in found.nodes if n.kind == "report" and n.id not in linked),
    )


def _sparse(index: Index, found: Graph, least: int) -> Graph:
    """What is drawn: of many nodes only the strongest edge of each, so that the picture shows a shape and no tangle."""
    if sum(1 for node in found.nodes if node.place) <= MOST_WITH_ALL_EDGES:
        return found
    contents = index.contents
    kept = {link for edge in found.edges if edge.main for link in edge.links}
    links = tuple(link for link in contents.trace.links if link.id in kept)
    return graph(contents.reports, contents.claims, replace(contents.trace, links=links), least_named=least)


def _row(node: Node) -> int:
    return node.place.layer if node.place else 0


def _key(index: Index, number: int, node: Node) -> Key:
    if node.kind == "source":
        return Key(number, "source", index.redacted(node.label), "")
    report = index.reports.get(node.id)
    day = f", {index.words.day(node.published)}" if node.published else ""
    return Key(number, "report", index.report_name(report, node.label) + day, "#" + anchor("report", node.id))


# ── the picture ──────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Grid:
    """From places to SVG user units."""

    step: float
    height: float
    left: float
    top: float = 18.0

    def x(self, place: Place) -> float:
        return round(self.left + place.x * self.step, 1)

    def y(self, place: Place) -> float:
        return round(self.top + place.layer * self.height, 1)


def _picture(found: Graph, drawn: Sequence[Node], keys: Mapping[str, Key], width: int) -> Picture:
    size = width
    across = max((n.place.x for n in drawn if n.place), default=0.0) + 1
    step = min(150.0, max(NEAREST, width / across))
    is_wide = across * step > width
    width = int(max(width, across * step))
    named = step >= NAMED_WIDTH
    grid = Grid(step, 104.0 if named else 62.0, (width - (across - 1) * step) / 2)
    dots = tuple(_dot(grid, node, keys[node.id], named) for node in drawn)
    below = {node.id: 12.0 * len(dot.lines) + 14 if dot.lines else 10.0 for node, dot in zip(drawn, dots, strict=True)}
    lines = tuple(
        _line(grid, e, keys, below)
        for e in sorted(found.edges, key=lambda e: e.main)
        if len(e.way) > 1 and e.source in keys
    )
    height = int(grid.top + (found.layers - 1) * grid.height + (52 if named else 22))
    return Picture(f"network-{size}", width, height, is_wide, dots, lines)


def _dot(grid: Grid, node: Node, key: Key, named: bool) -> Dot:
    place = node.place or Place(0, 0.0)
    label = _wrapped(key.name.split(", ")[0], int(grid.step / _LETTER)) if named else ()
    return Dot(key.number, node.kind, grid.x(place), grid.y(place), label, key.name, key.href)


def _wrapped(name: str, letters: int) -> tuple[str, ...]:
    """A name in at most two lines."""
    lines = [""]
    for word in name.split():
        joined = f"{lines[-1]} {word}".strip()
        if lines[-1] and len(joined) > letters:
            lines.append(word)
        else:
            lines[-1] = joined
    if len(lines) > 2:
        lines = [lines[0], lines[1] + " …"]
    return tuple(shortened_word(line, letters) for line in lines if line)


def shortened_word(line: str, letters: int) -> str:
    return line if len(line) <= letters else line[: max(1, letters - 1)] + "…"


def _line(grid: Grid, edge: Edge, keys: Mapping[str, Key], below: Mapping[str, float]) -> Line:
    """Lines keep clear of the names, which stand below the dots."""
    points = [(grid.x(p), grid.y(p)) for p in edge.way]
    if points[-2][1] > points[-1][1]:
        points[-1] = (points[-1][0], points[-1][1] + below[edge.target])
    if points[1][1] > points[0][1]:
        points[0] = (points[0][0], points[0][1] + below[edge.source])
    kind = next(k for k in _STRENGTH if k in edge.kinds)
    says = f"{keys[edge.source].number} {'→' if edge.directed else '–'} {keys[edge.target].number}"
    arrow = _arrow(points[-2], points[-1]) if edge.directed else ""
    return Line(_path(points), arrow, kind, edge.main, says, "#" + _edge_anchor(edge))


def _path(points: Sequence[tuple[float, float]]) -> str:
    parts = [f"M{points[0][0]:g} {points[0][1]:g}"]
    for (x, y), (x2, y2) in pairwise(points):
        if y == y2:
            sag = y + 14 + abs(x2 - x) / 12
            parts.append(f"Q{(x + x2) / 2:g} {sag:g} {x2:g} {y2:g}")
        else:
            middle = (y + y2) / 2
            parts.append(f"C{x:g} {middle:g} {x2:g} {middle:g} {x2:g} {y2:g}")
    return "".join(parts)


def _arrow(before: tuple[float, float], at: tuple[float, float]) -> str:
    """A head where the line ends: below its dot's name, above the dot, or beside it."""
    x, y = at
    if before[1] == y:
        side = -1 if before[0] < x else 1
        return f"M{x + 10 * side:g} {y:g}l{6 * side:g} -4v8z"
    if before[1] > y:
        return f"M{x:g} {y - 2:g}l-4 7h8z"
    return f"M{x:g} {y - 10:g}l-4 -7h8z"


# ── the table ────────────────────────────────────────────────────────────────────────────────────


def _edge_anchor(edge: Edge) -> str:
    return anchor("edge", content_id(edge.source.removeprefix(SOURCE), edge.target.removeprefix(SOURCE)))


def _edge_views(index: Index, edges: Iterable[Edge], keys: Mapping[str, Key]) -> tuple[EdgeView, ...]:
    links = {link.id: link for link in index.contents.trace.links}
    views = []
    for edge in edges:
        pairs = [
            pair for id in edge.links if id in links for pair in _turned(links[id].source, edge, links[id].passages)
        ]
        views.append(
            EdgeView(
                anchor=_edge_anchor(edge),
                source=keys[edge.source],
                target=keys[edge.target],
                directed=edge.directed,
                verbs=tuple(index.words.say("link", kind) for kind in edge.kinds),
                reasons=tuple(dict.fromkeys(index.words.spoken(index.redacted(r)) for r in edge.reasons)),
                passages=tuple((_shared(index, a), _shared(index, b)) for a, b in pairs[:SHOWN_PASSAGES]),
            )
        )
    return tuple(views)


def _turned(source: str, edge: Edge, passages: Sequence[tuple[Span, Span]]) -> list[tuple[Span, Span]]:
    """Passages with the words of the edge's source first."""
    return [(a, b) if source == edge.source else (b, a) for a, b in passages]


def _shared(index: Index, span: Span) -> str:
    return shortened(index.redacted(span.text), LONGEST_PASSAGE)
