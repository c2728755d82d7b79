"""Views of what was read: what is not known, series, reports, sources, links, every claim."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from crossfoot.publish.careful import Careful, careful_series, telling_bound, ultimate
from crossfoot.publish.drifts import DriftView, drifts
from crossfoot.publish.fulltext import Paragraph, paragraphs
from crossfoot.publish.implied import BoundView, bound_view, headline_bounds
from crossfoot.publish.index import Index, anchor
from crossfoot.publish.network import Network, network
from crossfoot.publish.quotes import Quote, quotes
from crossfoot.publish.sightings import SightingView, sightings
from crossfoot.publish.usual_rules import RuleRow, usual_rules
from crossfoot.records import Claim, Report, Series

SHOWN_BOUNDS = 100
SHOWN_ROWS_OF_MANY = 30
CHARTED_OF_MANY = 8
"""On a page of very many figures: rows of a series' table, and series that have a chart."""
FOLDED = 40
"""With more figures than so many, the list of all figures is folded by report."""
MAIN_SERIES = 3
"""A series with so many figures, or with one that clashes, is shown unfolded."""


@dataclass(frozen=True, slots=True)
class Reason:
    text: str
    count: int
    claims: tuple[Claim, ...]


@dataclass(frozen=True, slots=True)
class SeriesView:
    series: Series
    anchor: str
    title: str
    name: str
    unit: str
    claims: tuple[ClaimView, ...]
    bounds: tuple[BoundView, ...]
    hidden_bounds: int
    hidden_claims: int
    unplaced: int
    has_chart: bool
    is_main: bool
    careful: Careful | None
    told_at: str
    """Where the bound that its sentence is about is told, if the page does."""


@dataclass(frozen=True, slots=True)
class ClaimView:
    claim: Claim
    anchor: str
    quote: Quote
    interval: str
    period: str
    series: str
    base: str
    """What a share or a change is measured against."""
    kind: str
    stance: str
    chain: str
    literal: str
    carried: str
    aside: str
    in_conflict: bool


@dataclass(frozen=True, slots=True)
class ReportView:
    report: Report
    anchor: str
    name: str
    published: str
    known: str
    sha256: str
    claims: tuple[ClaimView, ...]
    text: tuple[Paragraph, ...]


@dataclass(frozen=True, slots=True)
class SourceView:
    name: str
    kind: str
    figures: int
    reports: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Listings:
    reasons: tuple[Reason, ...]
    series: tuple[SeriesView, ...]
    reports: tuple[ReportView, ...]
    sources: tuple[SourceView, ...]
    network: Network
    rules: tuple[RuleRow, ...]
    sightings: tuple[SightingView, ...]
    drifts: tuple[DriftView, ...]
    gaps: tuple[str, ...]
    is_folded: bool


def listings(index: Index) -> Listings:
    views = {c.id: _claim(index, c) for c in index.contents.claims}
    return Listings(
        reasons=_reasons(index),
        series=_series(index, views),
        reports=_reports(index, views),
        sources=_sources(index),
        network=network(index),
        rules=usual_rules(index),
        sightings=sightings(index),
        drifts=drifts(index),
        gaps=_gaps(index),
        is_folded=len(views) > FOLDED,
    )


# ── claims ───────────────────────────────────────────────────────────────────────────────────────


def _claim(index: Index, claim: Claim) -> ClaimView:
    words = index.words
    aside = index.contents.reconciliation.coverage.aside.get(claim.id, "")
    corrected = claim.corrected or {}
    read = [f for f in words.section("field") if f not in claim.literal and f not in corrected]
    return ClaimView(
        claim=claim,
        anchor=anchor("claim", claim.id),
        quote=quotes(index, (claim.id,), timed=False)[0],
        interval=words.value(claim),
        period=words.period(claim.period),
        series=_series_name(index, claim.series),
        base=_base(index, claim),
        kind=words.say("kind", claim.kind),
        stance=words.say("stance", "modal" if claim.modal else claim.stance),
        chain=" ← ".join(index.redacted(s.name) for s in claim.attribution),
        literal=", ".join(words.say("field", f) for f in claim.literal),
        carried=", ".join(words.say("field", f) for f in read) if claim.literal else "",
        aside=words.say("reason", aside) if aside else "",
        in_conflict=claim.id in index.clashing,
    )


def _base(index: Index, claim: Claim) -> str:
    if claim.base is None or claim.base_series is None:
        return ""
    return index.words.base(claim.base, index.series_title(claim.base_series))


def _series_name(index: Index, series: Series | None) -> str:
    """The title of a series; on a page of very many figures its short name, which stands beside the title once."""
    if series is None:
        return ""
    return index.series_id(series) if index.is_large else index.series_title(series)


def _reasons(index: Index) -> tuple[Reason, ...]:
    coverage = index.contents.reconciliation.coverage
    claims: dict[str, list[Claim]] = defaultdict(list)
    for id, reason in coverage.aside.items():
        if id in index.claims:
            claims[reason].append(index.claims[id])
    counts = dict(coverage.reasons) or {r: len(c) for r, c in claims.items()}
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return tuple(Reason(index.words.say("reason", r), n, tuple(claims[r])) for r, n in ordered)


def _gaps(index: Index) -> tuple[str, ...]:
    """What no text tells, beside times and codes: days of reports, sources, origins."""
    words, claims = index.words, index.contents.claims
    undated = sum(1 for r in index.contents.reports if r.published is None)
    unsourced = sum(1 for c in claims if ultimate(c) is None)
    anonymous = sum(1 for c in claims if (s := ultimate(c)) and s.kind == "anonymous")
    doubtful = sum(1 for o in index.origins.values() if o.reports > 1 and o.fewest != o.most)
    counts = {"undated": undated, "unsourced": unsourced, "anonymous": anonymous, "origins": doubtful}
    return tuple(
        words.say(
            "gap",
            key,
            Reports=words.counted("report", n),
            carry=words.plural("carry", n),
            Figures=words.counted("figure", n),
            figures=words.counted("figure", n),
        )
        for key, n in counts.items()
        if n
    )


# ── series ───────────────────────────────────────────────────────────────────────────────────────


def _series(index: Index, views: Mapping[str, ClaimView]) -> tuple[SeriesView, ...]:
    """Series with a bound or with two figures and more; the others stand in the list of all figures."""
    every = dict.fromkeys((*index.contents.reconciliation.series, *index.claims_of))
    counts = {s: len(index.claims_of.get(s, ())) for s in every}
    shown = [s for s in every if s in index.bounds_of or counts[s] > 1]
    shown.sort(key=lambda s: (-counts[s], s.id))
    headlines = {b.id for b in headline_bounds(index)}
    return tuple(_one_series(index, s, views, n, headlines) for n, s in enumerate(shown))


def _one_series(
    index: Index, series: Series, views: Mapping[str, ClaimView], place: int, headlines: Collection[str]
) -> SeriesView:
    claims = [views[c.id] for c in index.claims_of.get(series, ())]
    claims.sort(key=lambda v: (v.claim.period.end or date.max, v.claim.period.start or date.min, v.claim.id))
    most = SHOWN_ROWS_OF_MANY if index.is_large else len(claims)
    kept = {v.claim.id for v in sorted(claims, key=lambda v: not v.in_conflict)[:most]}
    bounds = sorted(index.bounds_of.get(series, ()), key=lambda b: (b.start, b.end))
    best = telling_bound(index, bounds)
    return SeriesView(
        series=series,
        anchor=anchor("series", series.id),
        title=index.series_title(series),
        name=index.series_id(series) if index.is_large else "",
        unit=index.unit(series),
        claims=tuple(v for v in claims if v.claim.id in kept),
        hidden_claims=len(claims) - len(kept),
        has_chart=place < CHARTED_OF_MANY or not index.is_large,
        bounds=tuple(bound_view(index, b) for b in bounds[:SHOWN_BOUNDS]),
        hidden_bounds=max(0, len(bounds) - SHOWN_BOUNDS),
        unplaced=sum(1 for v in claims if v.claim.period.end is None),
        careful=careful_series(index, [v.claim for v in claims], bounds),
        told_at="#" + anchor("bound", best.id) if best and best.id in headlines else "",
        is_main=len(claims) >= MAIN_SERIES or any(v.in_conflict for v in claims),
    )


# ── reports, sources, links ──────────────────────────────────────────────────────────────────────


def _reports(index: Index, views: Mapping[str, ClaimView]) -> tuple[ReportView, ...]:
    by_report: dict[str, list[ClaimView]] = defaultdict(list)
    for view in sorted(views.values(), key=lambda v: (v.claim.start, v.claim.end)):
        by_report[view.claim.report].append(view)
    return tuple(_report(index, r, tuple(by_report[r.id])) for r in index.contents.reports)


def _report(index: Index, report: Report, claims: tuple[ClaimView, ...]) -> ReportView:
    known = report.known.get("published")
    return ReportView(
        report=report,
        anchor=anchor("report", report.id),
        name=index.report_name(report),
        published=index.words.day(report.published) if report.published else "",
        known=index.words.say("known", known) if known else "",
        sha256=index.contents.hashes.get(report.capture, ""),
        claims=claims,
        text=paragraphs(index, report, [v.claim for v in claims]) if index.contents.full_text else (),
    )


def _sources(index: Index) -> tuple[SourceView, ...]:
    figures: Counter[tuple[str, str]] = Counter()
    reports: dict[tuple[str, str], set[str]] = defaultdict(set)
    for claim in index.contents.claims:
        for source in {(s.name, s.kind) for s in claim.attribution}:
            figures[source] += 1
            reports[source].add(claim.report)
    return tuple(
        SourceView(
            index.redacted(name),
            index.words.say("source", kind),
            count,
            tuple(sorted(r for r in reports[name, kind] if r in index.reports)),
        )
        for (name, kind), count in sorted(figures.items(), key=lambda item: (-item[1], item[0]))
    )
