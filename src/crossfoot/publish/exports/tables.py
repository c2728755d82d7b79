"""The ledger as tables: the same columns in CSV, XLSX and the Python API, with keys and constraints.

A cell is text, a whole number, a float (shares only), a truth value, a day or None for unknown. Lists are joined
by "; ". Days are first and last included (§3.1).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

from crossfoot import records
from crossfoot.publish.exports import Material
from crossfoot.records import Bound, Claim, Link, Report

Cell = str | int | float | bool | date | None
Row = tuple[Cell, ...]
Type = Literal["string", "integer", "number", "boolean", "date"]

BETWEEN = "; "


@dataclass(frozen=True, slots=True)
class Column:
    """`to`: the table and column that a value points to; `is_ours`: made by the program, so never masked."""

    name: str
    says: str
    type: Type = "string"
    required: bool = False
    one_of: tuple[str, ...] = ()
    least: int | None = None
    to: tuple[str, str] | None = None
    is_ours: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    name: str
    says: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    rows: Callable[[Material], Iterator[Row]]


@dataclass(frozen=True, slots=True)
class Filled:
    """A table with its rows, private data masked."""

    table: Table
    rows: tuple[Row, ...]

    def columns(self) -> Mapping[str, tuple[Cell, ...]]:
        names = [column.name for column in self.table.columns]
        return {name: tuple(row[n] for row in self.rows) for n, name in enumerate(names)}


def tables(material: Material) -> tuple[Filled, ...]:
    """Every table, in an order in which each stands after those it points to."""
    return tuple(Filled(table, tuple(_masked(material, table))) for table in TABLES)


def _masked(material: Material, table: Table) -> Iterator[Row]:
    safe = [c.is_ours or c.type != "string" or bool(c.one_of) for c in table.columns]
    for row in table.rows(material):
        yield tuple(
            material.hide(cell) if isinstance(cell, str) and not kept else cell
            for cell, kept in zip(row, safe, strict=True)
        )


# ── rows ─────────────────────────────────────────────────────────────────────────────────────────


def _captures(m: Material) -> Iterator[Row]:
    for c in m.captures:
        yield c.id, c.sha256, c.size, c.address, c.media_type, c.received


def _reports(m: Material) -> Iterator[Row]:
    held = {c.id for c in m.captures}
    for r in m.contents.reports:
        capture = r.capture if r.capture in held else None
        known = r.known.get("published")
        yield (
            *(r.id, capture, r.file, r.title, r.outlet, r.author, r.language),
            *(r.published, known, r.url, len(r.text)),
        )


def _series(m: Material) -> Iterator[Row]:
    every = {s.id: s for s in m.contents.reconciliation.series}
    every |= {c.series.id: c.series for c in m.contents.claims if c.series}
    every |= {b.series.id: b.series for b in m.contents.reconciliation.bounds}
    for id, s in sorted(every.items()):
        known = m.contents.codebook.measure(s.measure)
        yield id, s.measure, s.population, s.place, known.title if known else None, known.unit if known else None


def _claims(m: Material) -> Iterator[Row]:
    reports = {r.id: r for r in m.contents.reports}
    origins = {o.claim: o for o in m.contents.trace.origins}
    aside = m.contents.reconciliation.coverage.aside
    for c in m.contents.claims:
        report, origin = reports.get(c.report), origins.get(c.id)
        yield (
            *(c.id, report.id if report else None, c.file, c.start, c.end, c.quote, words_around(report, c)),
            *(c.low, c.high, c.approximate, c.hedge, c.counted, c.series.id if c.series else None, *_base(c)),
            *(c.period.start, c.period.end, c.period.precision, c.period.text, c.kind, c.per, c.stance, c.modal),
            *(c.release, BETWEEN.join(c.literal), bool(c.corrected), c.id not in aside, aside.get(c.id)),
            *(origin.fewest if origin else None, origin.most if origin else None, c.rule),
        )


def _base(claim: records.Claim) -> Row:
    base = claim.base
    if base is None:
        return (None,) * 7
    return base.how, base.measure, base.population, base.place, base.period.start, base.period.end, base.falls


def _sources(m: Material) -> Iterator[Row]:
    for c in m.contents.claims:
        for position, source in enumerate(c.attribution, start=1):
            yield c.id, position, source.name, source.text, source.kind, source.start, source.end


def _links(m: Material) -> Iterator[Row]:
    reports = {r.id for r in m.contents.reports}
    claims = {c.id for c in m.contents.claims}
    for link in m.contents.trace.links:
        ends = (link.source, link.target)
        if all(end in reports or end in claims for end in ends):
            yield _link(link, reports, claims)


def _link(link: Link, reports: set[str], claims: set[str]) -> Row:
    of_reports = tuple(end if end in reports else None for end in (link.source, link.target))
    of_claims = tuple(end if end in claims else None for end in (link.source, link.target))
    return link.id, link.kind, *of_reports, *of_claims, link.directed, link.score, link.reason


def _bounds(m: Material) -> Iterator[Row]:
    for b in m.contents.reconciliation.bounds:
        low, high = sums_of(b)
        yield (
            *(b.id, b.series.id, b.start, b.end, b.low, b.high, b.exactness, b.under, BETWEEN.join(b.assumptions)),
            *(*(b.bare or (None, None)), *(b.robust or (None, None)), low, high),
        )


def sums_of(bound: Bound) -> tuple[str | None, str | None]:
    """The arithmetic of the low and of the high side: of the case that reaches it (§7.4)."""
    low = next((c.low_proof for c in bound.cases if c.low == bound.low and c.low_proof), None)
    high = next((c.high_proof for c in bound.cases if c.high == bound.high and c.high_proof), None)
    return low.text if low else None, high.text if high else None


def _conflicts(m: Material) -> Iterator[Row]:
    for c in m.contents.reconciliation.conflicts:
        yield c.id, c.scope, str(c.gap), c.unit, c.text, BETWEEN.join(c.assumptions)


def _conflict_claims(m: Material) -> Iterator[Row]:
    known = {c.id for c in m.contents.claims}
    for conflict in m.contents.reconciliation.conflicts:
        for claim in dict.fromkeys(conflict.claims):
            if claim in known:
                yield conflict.id, claim


def _repairs(m: Material) -> Iterator[Row]:
    known = {c.id for c in m.contents.claims}
    for r in m.contents.reconciliation.repairs:
        claim = r.claim if r.claim in known else None
        yield r.id, claim, r.slip, r.before, r.after, float(r.cost), r.rank, r.text, r.effect or None


def _repair_conflicts(m: Material) -> Iterator[Row]:
    known = {c.id for c in m.contents.reconciliation.conflicts}
    for repair in m.contents.reconciliation.repairs:
        for conflict in dict.fromkeys(repair.conflicts):
            if conflict in known:
                yield repair.id, conflict


def words_around(report: Report | None, claim: Claim) -> str | None:
    """The sentence in which a figure stands, whole; None where there is no text."""
    if report is None or claim.sentence is None or report.text[claim.start : claim.end] != claim.quote:
        return None
    start, end = claim.sentence
    return " ".join(report.text[max(0, start) : end].split())


# ── the tables ───────────────────────────────────────────────────────────────────────────────────


def _id(says: str) -> Column:
    return Column("id", says, required=True, is_ours=True)


def _pointer(name: str, table: str, says: str, *, required: bool = False) -> Column:
    return Column(name, says, required=required, to=(table, "id"), is_ours=True)


def _choice(name: str, of: object, says: str, *, required: bool = True) -> Column:
    return Column(name, says, required=required, one_of=get_args(of), is_ours=True)


TABLES: tuple[Table, ...] = (
    Table(
        "captures",
        "bytes as they were received",
        ("id",),
        (
            _id("id of the capture"),
            Column("sha256", "SHA-256 of the bytes, 64 hex digits", required=True, is_ours=True),
            Column("size", "bytes", "integer", required=True, least=0),
            Column("address", "where the bytes came from", required=True),
            Column("media_type", "what kind of file it is"),
            Column("received", "when the ledger got it; says nothing about the date of a report", required=True),
        ),
        _captures,
    ),
    Table(
        "reports",
        "the text taken from one capture",
        ("id",),
        (
            _id("id of the report"),
            _pointer("capture", "captures", "the capture it was taken from"),
            Column("file", "name within the ledger", required=True),
            Column("title", "headline"),
            Column("outlet", "who published it"),
            Column("author", "byline"),
            Column("language", "language code"),
            Column("published", "day of publication; empty where nothing tells it", "date"),
            _choice("published_known", records.Known, "how that day is known", required=False),
            Column("url", "address of publication"),
            Column("characters", "code points of the text", "integer", required=True, least=0),
        ),
        _reports,
    ),
    Table(
        "series",
        "what is counted",
        ("id",),
        (
            _id("measure|population|place"),
            Column("measure", "id of the measure in the codebook", required=True, is_ours=True),
            Column("population", "whose, or of whom", required=True, is_ours=True),
            Column("place", "where", required=True, is_ours=True),
            Column("title", "the measure in words", is_ours=True),
            Column("unit", "what one is", is_ours=True),
        ),
        _series,
    ),
    Table(
        "claims",
        "figures that reports print: what a text says, not what is true",
        ("id",),
        (
            _id("id of the claim"),
            _pointer("report", "reports", "the report that prints it"),
            Column("file", "name of the report", required=True),
            Column("start", "first code point of the quote in the report's text", "integer", required=True, least=0),
            Column("end", "code point after the quote", "integer", required=True, least=0),
            Column("quote", "the numeral with its hedge, as printed", required=True),
            Column("sentence", "the sentence around it; private data masked"),
            Column("low", "least number that the words allow, before any width; empty: open", "number"),
            Column("high", "greatest number that the words allow; empty: open", "number"),
            Column("approximate", "about, almost, a vague word", "boolean", required=True),
            _choice("hedge", records.Hedge, "the kind of hedge"),
            Column("counted", "the noun as printed"),
            _pointer("series", "series", "what is counted; empty where the codebook does not place it"),
            Column("base", "of a share or a change: how it compares (share, ratio, growth, difference)"),
            Column("base_measure", "measure of the count that it is compared with; empty: its own"),
            Column("base_population", "population of that count; empty: its own"),
            Column("base_place", "place of that count; empty: its own"),
            Column("base_start", "first day of that count; empty: its own", "date"),
            Column("base_end", "last day of that count, included; empty: its own", "date"),
            Column("base_falls", "it says by how much less", "boolean"),
            Column("period_start", "first day; empty: unknown", "date"),
            Column("period_end", "last day, included; empty: unknown", "date"),
            _choice("period_precision", records.Precision, "how exactly the text says when"),
            Column("period_text", "the words of time"),
            _choice("kind", records.Kind, "flow, running total, stock …"),
            Column("per", "of a rate: per what"),
            _choice("stance", records.Stance, "asserted, hedged, disputed …"),
            Column("modal", '"may surpass": listed, not compared', "boolean", required=True),
            Column("release", "the statistical release named"),
            Column("literal", "fields that the text prints for this figure; others were carried or resolved"),
            Column("corrected", "a person corrected it", "boolean", required=True),
            Column("compared", "entered the arithmetic beside another figure", "boolean", required=True),
            Column("not_compared_because", "the reason where not"),
            Column("origins_fewest", "independent origins, at least", "integer", least=0),
            Column("origins_most", "independent origins, at most", "integer", least=0),
            Column("rule", "the rules of the reader that made it"),
        ),
        _claims,
    ),
    Table(
        "sources",
        "who said it: from the speaker nearest the reader to the ultimate source",
        ("claim", "position"),
        (
            _pointer("claim", "claims", "the claim", required=True),
            Column("position", "1 is nearest the reader", "integer", required=True, least=1),
            Column("name", "the name, resolved where the text uses a short form"),
            Column("text", "as printed"),
            _choice("kind", records.SourceKind, "what kind of source"),
            Column("start", "first code point in the report's text", "integer", required=True),
            Column("end", "code point after it", "integer", required=True),
        ),
        _sources,
    ),
    Table(
        "links",
        "who stands on whom: two reports, or two claims",
        ("id",),
        (
            _id("id of the link"),
            _choice("kind", records.LinkKind, "shared wording, a shared rare figure, or a citation"),
            _pointer("from_report", "reports", "the report that rests on the other"),
            _pointer("to_report", "reports", "the report it rests on"),
            _pointer("from_claim", "claims", "the claim that rests on the other"),
            _pointer("to_claim", "claims", "the claim it rests on"),
            Column("directed", "the direction is known", "boolean", required=True),
            Column("score", "strength, 0 to 1", "number", required=True),
            Column("reason", "why, in words"),
        ),
        _links,
    ),
    Table(
        "bounds",
        "the least and the greatest that the figures allow for a series and a period",
        ("id",),
        (
            _id("id of the bound"),
            _pointer("series", "series", "what is counted", required=True),
            Column("start", "first day", "date", required=True),
            Column("end", "last day, included", "date", required=True),
            Column("low", "at least; empty: open", "integer"),
            Column("high", "at most; empty: open", "integer"),
            Column("exactness", "tight: exactly that; sound: perhaps wider than need be", one_of=("tight", "sound")),
            Column("under", "what it holds under", is_ours=True),
            Column("assumptions", "named assumptions its proofs use"),
            Column("bare_low", "low without the assumptions about dates and counting starts", "integer"),
            Column("bare_high", "high without them", "integer"),
            Column("robust_low", "low whichever single claim is lost", "integer"),
            Column("robust_high", "high whichever single claim is lost", "integer"),
            Column("low_sum", "the arithmetic of the low side"),
            Column("high_sum", "the arithmetic of the high side"),
        ),
        _bounds,
    ),
    Table(
        "conflicts",
        "smallest sets of claims that cannot all hold",
        ("id",),
        (
            _id("id of the conflict"),
            Column(
                "scope", "within one report, between reports …", one_of=("report", "reports", "releases", "assumption")
            ),
            Column("gap", "by how much, in the unit; may be a fraction", required=True, is_ours=True),
            Column("unit", "unit of the gap"),
            Column("sum", "the arithmetic in words", required=True),
            Column("assumptions", "named assumptions it needs"),
        ),
        _conflicts,
    ),
    Table(
        "conflict_claims",
        "which claims a conflict is made of",
        ("conflict", "claim"),
        (
            _pointer("conflict", "conflicts", "the conflict", required=True),
            _pointer("claim", "claims", "one of its claims", required=True),
        ),
        _conflict_claims,
    ),
    Table(
        "repairs",
        "smallest changes of reading that would mend a conflict; none is applied",
        ("id",),
        (
            _id("id of the repair"),
            _pointer("claim", "claims", "the claim that it would change; empty where it drops an assumption"),
            Column("slip", "the kind of slip", required=True, is_ours=True),
            Column("before", "as read"),
            Column("after", "as it would have to be"),
            Column("cost", "price from the published table", "number", required=True, least=0),
            Column("rank", "1 is the cheapest; equal ranks are ties", "integer", required=True, least=1),
            Column("says", "the repair in words", required=True),
            Column("effect", "what it would change"),
        ),
        _repairs,
    ),
    Table(
        "repair_conflicts",
        "which conflicts a repair mends",
        ("repair", "conflict"),
        (
            _pointer("repair", "repairs", "the repair", required=True),
            _pointer("conflict", "conflicts", "a conflict that it mends", required=True),
        ),
        _repair_conflicts,
    ),
)
