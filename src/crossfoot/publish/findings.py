"""Views of what was found: the summary, contradictions as stories, bounds, candidates, remarks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from crossfoot.publish import assumptions
from crossfoot.publish.assumptions import AssumptionRow
from crossfoot.publish.conflicts import ConflictView, StoryView, story_view
from crossfoot.publish.implied import ImpliedView, headline_bounds, implied_view, sum_rows
from crossfoot.publish.index import Index
from crossfoot.publish.questions import Asked, questions
from crossfoot.publish.quotes import Quote, quotes
from crossfoot.publish.stories import stories
from crossfoot.publish.sums import Row
from crossfoot.publish.words import figure
from crossfoot.records import CandidateVerdict, Claim

SUMMARY_LINES = 6


@dataclass(frozen=True, slots=True)
class CandidateView:
    verdict: CandidateVerdict
    period: str
    says: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class UndatedView:
    claim: Claim
    quote: Quote
    candidates: tuple[CandidateView, ...]

    @property
    def narrowed(self) -> bool:
        return any(c.verdict.verdict != "possible" for c in self.candidates)


@dataclass(frozen=True, slots=True)
class RemarkView:
    kind: str
    text: str
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class SummaryLine:
    """`number`: the gap, or the bound, with its unit."""

    href: str
    number: str
    unit: str
    text: str
    clashes: bool = False


@dataclass(frozen=True, slots=True)
class Findings:
    headline: str
    scope: str
    verdict: str
    summary: tuple[SummaryLine, ...]
    stories: tuple[StoryView, ...]
    bounds: tuple[ImpliedView, ...]
    undated: tuple[UndatedView, ...]
    open_dates: tuple[Claim, ...]
    remarks: tuple[RemarkView, ...]
    questions: tuple[Asked, ...]
    assumptions: tuple[AssumptionRow, ...]


def findings(index: Index) -> Findings:
    bounds = tuple(implied_view(index, b) for b in headline_bounds(index))
    headlines = {view.bound.id for view in bounds}
    told = tuple(story_view(index, story, n, headlines) for n, story in enumerate(stories(index)))
    undated = _undated(index)
    return Findings(
        headline=_headline(index, len(told)),
        scope=_scope(index),
        verdict=_verdict(index),
        summary=_summary(index, told, bounds),
        stories=told,
        bounds=bounds,
        undated=tuple(u for u in undated if u.narrowed),
        open_dates=tuple(u.claim for u in undated if not u.narrowed),
        remarks=_remarks(index),
        questions=questions(index),
        assumptions=assumptions.rows(index, {v.conflict.id: v.title for s in told for v in s.views}),
    )


# ── summary ──────────────────────────────────────────────────────────────────────────────────────


def _headline(index: Index, told: int) -> str:
    words, result = index.words, index.contents.reconciliation
    conflicts, total = len(result.conflicts), len(index.contents.claims)
    if not conflicts:
        key = "consistent" if result.coverage.compared else "none_compared"
        compared = words.count(result.coverage.compared)
        return words.say("headline", key, compared=compared, figures=words.plural("figure", result.coverage.compared))
    count = words.count(conflicts)
    fields = {
        "Count": count[:1].upper() + count[1:],
        "contradictions": words.plural("contradiction", conflicts),
        "total": words.count(total),
        "figures": words.plural("figure", total),
        "stories": words.count(told),
        "slips": words.plural("slip", told),
    }
    return words.say("headline", "stories" if told < conflicts else "conflicts", **fields)


def _scope(index: Index) -> str:
    words, contents = index.words, index.contents
    return words.say(
        "summary",
        "scope",
        figures=words.counted("figure", len(contents.claims)),
        reports=words.counted("report", len(contents.reports)),
        compared=words.count(contents.reconciliation.coverage.compared),
    )


def _verdict(index: Index) -> str:
    result = index.contents.reconciliation
    if result.coverage.compared == 0:
        return index.words.say("summary", "none_compared")
    told = [] if result.conflicts else [index.words.say("summary", "consistent")]
    return " ".join([*told, *([] if result.complete else [index.words.say("summary", "cut_short")])])


def _summary(index: Index, told: Sequence[StoryView], bounds: Sequence[ImpliedView]) -> tuple[SummaryLine, ...]:
    lines = [SummaryLine("#" + s.anchor, *_gap(index, s.lead), f"{s.title}. {s.fixes}".strip(), True) for s in told]
    for view in bounds[: max(1, SUMMARY_LINES - len(lines))]:
        text = index.words.say("summary", "bound", series=index.words.sentence(view.title), period=view.period)
        lines.append(SummaryLine("#" + view.anchor, view.interval, view.unit, text))
    return tuple(lines[:SUMMARY_LINES])


def _gap(index: Index, view: ConflictView) -> tuple[str, str]:
    return figure(view.conflict.gap), index.words.say("summary", "gap", gap="", unit=view.unit).strip()


# ── candidates and remarks ───────────────────────────────────────────────────────────────────────


def _undated(index: Index) -> tuple[UndatedView, ...]:
    grouped: dict[str, list[CandidateVerdict]] = {}
    for verdict in index.contents.reconciliation.candidates:
        if verdict.claim in index.claims:
            grouped.setdefault(verdict.claim, []).append(verdict)
    views = []
    for claim, verdicts in grouped.items():
        candidates = tuple(candidate_view(index, v) for v in verdicts)
        views.append(UndatedView(index.claims[claim], quotes(index, (claim,))[0], candidates))
    return tuple(views)


def candidate_view(index: Index, verdict: CandidateVerdict) -> CandidateView:
    return CandidateView(
        verdict=verdict,
        period=index.words.label(verdict.start, verdict.end),
        says=index.words.say("verdict", verdict.verdict),
        rows=sum_rows(index, verdict.proof),
    )


def _remarks(index: Index) -> tuple[RemarkView, ...]:
    """Changes on the way are left to the chains that tell them, where there are any."""
    trace = index.contents.trace
    told = [r for r in trace.remarks if not trace.drifts or r.kind != "drift"]
    remarks = {r.id: r for r in (*index.contents.reconciliation.remarks, *told)}
    return tuple(
        RemarkView(
            index.words.sentence(index.words.say("remark", r.kind)),
            index.words.sentence(index.words.spoken(index.redacted(r.text))).rstrip(".") + ".",
            quotes(index, r.claims),
        )
        for r in remarks.values()
    )
