"""Views of what was found: the summary, contradictions as stories, bounds, candidates, remarks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from crossfoot.publish import sums
from crossfoot.publish.arithmetic import same_figures
from crossfoot.publish.charts import is_running
from crossfoot.publish.index import Assumed, Index, anchor
from crossfoot.publish.quotes import Quote, quotes
from crossfoot.publish.stories import Story, stories
from crossfoot.publish.sums import Row
from crossfoot.publish.words import figure
from crossfoot.records import Bound, CandidateVerdict, Case, Claim, Conflict, Proof, Repair

HEADLINE_BOUNDS = 6
UNINFORMATIVE = 0.9
"""A bound as wide as this share of its own greatest value tells too little for a headline."""
CHEAP = 0.15
SHOWN_REPAIRS = 4
SUMMARY_LINES = 6


@dataclass(frozen=True, slots=True)
class ConflictView:
    conflict: Conflict
    anchor: str
    title: str
    quotes: tuple[Quote, ...]
    rows: tuple[Row, ...]
    unit: str
    assumed: tuple[Assumed, ...]
    origins: tuple[str, ...]
    stronger: tuple[Row, ...]
    stronger_quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class StoryView:
    anchor: str
    title: str
    fixes: str
    verdict: str
    lead: ConflictView
    others: tuple[ConflictView, ...]
    repairs: tuple[RepairView, ...]
    dearer: tuple[RepairView, ...]


@dataclass(frozen=True, slots=True)
class RepairView:
    """`before`, `quote` and `after` are the repair's sentence, cut where it quotes the claim."""

    repair: Repair
    name: str
    claim: Claim | None
    before: str
    quote: str
    after: str
    settles: int


@dataclass(frozen=True, slots=True)
class CaseView:
    """A bound under one repair. `both` is one sum that gives least and greatest at once, else `low` and `high`."""

    names: tuple[str, ...]
    interval: str
    both: tuple[Row, ...]
    low: tuple[Row, ...]
    high: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class BoundView:
    bound: Bound
    anchor: str
    title: str
    period: str
    interval: str
    unit: str
    cases: tuple[CaseView, ...]
    assumed: tuple[Assumed, ...]
    bare: str
    robust: str
    question: str


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
    href: str
    text: str


@dataclass(frozen=True, slots=True)
class Findings:
    headline: str
    scope: str
    verdict: str
    summary: tuple[SummaryLine, ...]
    stories: tuple[StoryView, ...]
    bounds: tuple[BoundView, ...]
    undated: tuple[UndatedView, ...]
    open_dates: tuple[Claim, ...]
    remarks: tuple[RemarkView, ...]


def findings(index: Index) -> Findings:
    told = tuple(_story(index, story) for story in stories(index))
    bounds = tuple(bound_view(index, b) for b in headline_bounds(index))
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
    return "" if result.conflicts else index.words.say("summary", "consistent")


def _summary(index: Index, told: Sequence[StoryView], bounds: Sequence[BoundView]) -> tuple[SummaryLine, ...]:
    lines = [SummaryLine("#" + s.anchor, f"{s.title}. {_gap(index, s.lead)} {s.fixes}".strip()) for s in told]
    for view in bounds[: max(1, SUMMARY_LINES - len(lines))]:
        text = index.words.say(
            "summary",
            "bound",
            series=index.words.sentence(view.title),
            period=view.period,
            interval=f"{view.interval} {view.unit}".strip(),
        )
        lines.append(SummaryLine("#" + view.anchor, text))
    return tuple(lines[:SUMMARY_LINES])


# ── contradictions ───────────────────────────────────────────────────────────────────────────────


def _story(index: Index, story: Story) -> StoryView:
    views = tuple(conflict_view(index, c, story.claim) for c in story.conflicts)
    verdicts = {v.claim: v.status for v in index.contents.reconciliation.verdicts}
    status = verdicts.get(story.claim or "")
    repairs = tuple(repair_view(index, r, story.conflicts) for r in story.repairs)
    shown = sum(1 for r in story.repairs if story.best and r.cost <= story.best.cost + CHEAP)
    return StoryView(
        anchor=anchor("story", story.conflicts[0].id),
        title=views[0].title,
        fixes=_fixes(index, story),
        verdict=index.words.say("verdict", status) if status else "",
        lead=views[0],
        others=views[1:],
        repairs=repairs[: max(1, min(shown, SHOWN_REPAIRS))],
        dearer=repairs[max(1, min(shown, SHOWN_REPAIRS)) :],
    )


def _fixes(index: Index, story: Story) -> str:
    if story.best is None:
        return ""
    disappears = index.words.plural("disappears", len(story.conflicts))
    if story.claim:
        return index.words.say("story", "fixes_claim", disappears=disappears)
    if len(story.repairs) > 1:
        return index.words.say("story", "fixes_several")
    change = index.repair_name(story.best)
    return index.words.say("story", "fixes_other", change=change, disappears=disappears)


def repair_view(index: Index, repair: Repair, among: Sequence[Conflict]) -> RepairView:
    settles = sum(1 for c in among if c.id in repair.conflicts)
    claim = index.claims.get(repair.claim) if repair.claim else None
    text = index.redacted(repair.text)
    quote = f"“{claim.quote}”" if claim else ""
    before, found, after = text.partition(quote) if quote else (text, "", "")
    return RepairView(repair, index.repair_name(repair), claim, before, found, after, settles)


def conflict_view(index: Index, conflict: Conflict, subject: str | None) -> ConflictView:
    stronger = conflict.stronger
    extra = [c for c in stronger.claims if c not in conflict.claims] if stronger else []
    return ConflictView(
        conflict=conflict,
        anchor=anchor("conflict", conflict.id),
        title=conflict_title(index, conflict, subject),
        quotes=quotes(index, conflict.claims),
        rows=sums.rows(index, sums.sum_of(index, conflict.proof)),
        unit=conflict.unit or index.unit(sums.sum_of(index, conflict.proof).unit_series),
        assumed=index.assumed(conflict.assumptions or conflict.proof.assumptions),
        origins=tuple(o for o in (_origin(index, c) for c in conflict.claims) if o),
        stronger=sums.rows(index, sums.sum_of(index, stronger)) if stronger else (),
        stronger_quotes=quotes(index, extra),
    )


def conflict_title(index: Index, conflict: Conflict, subject: str | None) -> str:
    words = index.words
    claims = [index.claims[c] for c in conflict.claims if c in index.claims]
    about = index.claims[subject] if subject in index.claims and subject in conflict.claims else None
    rest = [c for c in claims if c is not about]
    others = words.joined([mention(index, c, brief=len(rest) > 2, unit=about is None and c is rest[0]) for c in rest])
    if about:
        return words.say(
            "story", "claim" if others else "alone", subject=mention(index, about, unit=True), others=others
        )
    return words.say("story", "both" if len(rest) == 2 else "set", figures=others)


def mention(index: Index, claim: Claim, *, brief: bool = False, unit: bool = False) -> str:
    """A figure as a headline names it: “over 160,000” cases by 18 December 2023."""
    period, words = claim.period, index.words
    if brief or (period.start is None and period.end is None):
        return words.say("story", "mention_bare", quote=claim.quote)
    when = words.when(period.start, period.end)
    if period.end and (period.start is None or is_running(index, period.start, period.end)):
        when = words.say("story", "by", end=words.day(period.end))
    key = "mention_unit" if unit and index.unit(claim.series) else "mention"
    return words.say("story", key, quote=claim.quote, unit=index.unit(claim.series), when=when)


def _gap(index: Index, view: ConflictView) -> str:
    return index.words.say("story", "gap", gap=f"{figure(view.conflict.gap)} {view.unit}".strip())


def _origin(index: Index, claim: str) -> str:
    origin = index.origins.get(claim)
    if origin is None or origin.reports < 2 or claim not in index.claims:
        return ""
    key = "one" if origin.most == 1 else "same" if origin.most == origin.fewest else "unknown"
    return index.words.say(
        "origins",
        key,
        quote=index.claims[claim].quote,
        reports=index.words.counted("report", origin.reports),
        fewest=str(origin.fewest),
        most=str(origin.most),
    )


# ── bounds ───────────────────────────────────────────────────────────────────────────────────────


def headline_bounds(index: Index) -> list[Bound]:
    """Bounds that no report prints: a proof joins figures, and no figure has the same days. Narrowest first."""
    printed = {(c.series, *_window(index, c.period.start, c.period.end)) for c in index.contents.claims if c.series}
    new = [
        b
        for b in index.contents.reconciliation.bounds
        if b.start < b.end
        and _joins(b) > 1
        and not _is_wide(b)
        and (b.series, *_window(index, b.start, b.end)) not in printed
    ]
    return sorted(new, key=_width)[:HEADLINE_BOUNDS]


def _window(index: Index, start: date | None, end: date | None) -> tuple[date | None, date | None]:
    return (None if is_running(index, start, end) else start), end


def _is_wide(bound: Bound) -> bool:
    if bound.low is None or bound.high is None:
        return (bound.low or 0) < 2
    return bound.high == 0 or bound.high - bound.low > UNINFORMATIVE * abs(bound.high)


def _joins(bound: Bound) -> int:
    proofs = [p for case in bound.cases for p in (case.low_proof, case.high_proof) if p]
    return max((len(p.claims) for p in proofs), default=0)


def _width(bound: Bound) -> tuple[bool, bool, float, str]:
    if bound.low is None or bound.high is None:
        return True, bound.low is None, 0.0, bound.id
    settled = all(c.repair is None for c in bound.cases)
    return False, settled, (bound.high - bound.low) / max(1, bound.high), bound.id


def bound_view(index: Index, bound: Bound) -> BoundView:
    return BoundView(
        bound=bound,
        anchor=anchor("bound", bound.id),
        title=index.series_title(bound.series),
        period=index.words.label(bound.start, bound.end),
        interval=index.words.interval(bound.low, bound.high),
        unit=index.unit(bound.series),
        cases=_cases(index, bound.cases) if bound.cases else (),
        assumed=index.assumed(bound.assumptions),
        bare=index.words.interval(*bound.bare) if bound.bare else "",
        robust=index.words.interval(*bound.robust) if bound.robust else "",
        question=_question(index, bound),
    )


def _question(index: Index, bound: Bound) -> str:
    """The next best question, ready for a press office."""
    if bound.question is None:
        return ""
    return index.words.say(
        "bound",
        "question",
        series=index.series_title(bound.question.series),
        period=index.words.label(bound.question.start, bound.question.end),
        leaves=figure(bound.question.leaves),
    )


def _cases(index: Index, cases: Sequence[Case]) -> tuple[CaseView, ...]:
    """One view for cases with the same sums; what all of them change is left out of their names."""
    names = [_changes(index, case) for case in cases]
    shared = set(names[0]).intersection(*names) if len(names) > 1 else set()
    views: dict[tuple[object, ...], CaseView] = {}
    for case, changes in zip(cases, names, strict=True):
        view = _case(index, case, tuple(c for c in changes if c not in shared))
        key = (view.interval, view.both, view.low, view.high)
        views[key] = replace(view, names=(*views[key].names, *view.names)) if key in views else view
    return tuple(views.values())


def _changes(index: Index, case: Case) -> tuple[str, ...]:
    repair = index.repairs.get(case.repair or "")
    text = repair.text if repair else case.repair or ""
    return tuple(index.redacted(part).rstrip(".") for part in text.split("; ") if part)


def _case(index: Index, case: Case, changes: tuple[str, ...]) -> CaseView:
    low, high = (_sum_rows(index, p) for p in (case.low_proof, case.high_proof))
    both: tuple[Row, ...] = ()
    if case.low_proof and case.high_proof:
        first, second = (sums.sum_of(index, p) for p in (case.low_proof, case.high_proof))
        both = sums.same_rows(index, first) if same_figures(first, second) else ()
    return CaseView(
        names=("; ".join(changes),) if changes else (),
        interval=index.words.interval(case.low, case.high),
        both=both,
        low=() if both else low,
        high=() if both else high,
    )


def _sum_rows(index: Index, proof: Proof | None) -> tuple[Row, ...]:
    return sums.rows(index, sums.sum_of(index, proof)) if proof else ()


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
        rows=_sum_rows(index, verdict.proof),
    )


def _remarks(index: Index) -> tuple[RemarkView, ...]:
    remarks = {r.id: r for r in (*index.contents.reconciliation.remarks, *index.contents.trace.remarks)}
    return tuple(
        RemarkView(
            index.words.sentence(index.words.say("remark", r.kind)), index.redacted(r.text), quotes(index, r.claims)
        )
        for r in remarks.values()
    )
