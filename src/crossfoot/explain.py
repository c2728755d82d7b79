"""Why: the quote, fields and rule behind a figure; the reason of a link; the arithmetic of everything found."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from typing import Protocol, TypeVar

from crossfoot.publish import Contents
from crossfoot.publish.conflicts import conflict_title, mention
from crossfoot.publish.index import Index, build_index
from crossfoot.publish.quotes import quotes
from crossfoot.publish.sums import rows, sum_of, text_rows
from crossfoot.publish.words import figure, load_words
from crossfoot.records import Bound, Case, Claim, Conflict, Link, Proof, Remark, Repair, Report

SHORTEST = 4
"""An id may be shortened to this many characters where that leaves no doubt."""

_CONTROL = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff]")

R = TypeVar("R", Claim, Report, Link, Bound, Conflict, Repair, Remark)
Explained = Mapping[str, Callable[[], list[str]]]


class HasContents(Protocol):
    """A ledger, or anything else that can tell all it holds."""

    def contents(self) -> Contents: ...


class UnknownId(LookupError):
    """No record, or more than one, answers to an id."""


def explain(source: Contents | HasContents, id: str) -> str:
    """The record with this id (or its only beginning of four characters and more), in plain text."""
    contents = source if isinstance(source, Contents) else source.contents()
    known = _known(build_index(contents, load_words()))
    return _CONTROL.sub("\ufffd", "\n".join(known[_resolve(known, id)]())) + "\n"


def _resolve(known: Explained, id: str) -> str:
    if id in known:
        return id
    near = [k for k in known if k.startswith(id)] if len(id) >= SHORTEST else []
    if len(near) == 1:
        return near[0]
    if near:
        raise UnknownId(f"{id} is short for {len(near)} ids: {', '.join(sorted(near)[:5])}")
    raise UnknownId(f"nothing has the id {id}")


def _known(index: Index) -> Explained:
    contents, result = index.contents, index.contents.reconciliation
    return {
        **_table(index, report_lines, contents.reports),
        **_table(index, claim_lines, contents.claims),
        **_table(index, link_lines, contents.trace.links),
        **_table(index, bound_lines, result.bounds),
        **_table(index, conflict_lines, result.conflicts),
        **_table(index, repair_lines, result.repairs),
        **_table(index, remark_lines, (*result.remarks, *contents.trace.remarks)),
    }


def _table(index: Index, tell: Callable[[Index, R], list[str]], records: Iterable[R]) -> Explained:
    return {record.id: partial(tell, index, record) for record in records}


# ── what was read ────────────────────────────────────────────────────────────────────────────────


def report_lines(index: Index, report: Report) -> list[str]:
    day = index.words.day(report.published) if report.published else "unknown"
    known = {field: index.words.say("known", how) for field, how in report.known.items()}
    lines = [f"report {report.id}: {index.redacted(report.title or report.file)}"]
    lines += [f"  file: {report.file}", f"  outlet: {report.outlet or 'unknown'}{_how(known, 'outlet')}"]
    lines += [f"  published: {day}{_how(known, 'published')}"]
    if report.modified:
        lines += [f"  modified: {index.words.day(report.modified)}{_how(known, 'modified')}"]
    lines += [f"  capture: {report.capture}"]
    printed = [c for c in index.contents.claims if c.report == report.id]
    return [*lines, f"  {index.words.counted('figure', len(printed))}", *(f"    {_short(index, c)}" for c in printed)]


def claim_lines(index: Index, claim: Claim) -> list[str]:
    """The quote in place, each field with where it comes from, and what became of the claim."""
    return [
        f"figure {claim.id}: “{claim.quote}”, {index.said_in(claim)}",
        *_quoted(index, (claim.id,)),
        *(f"  {name}: {value}{_origin_of(claim, name)}" for name, value in _fields(index, claim)),
        *_corrected(index, claim),
        *_used(index, claim),
    ]


def _fields(index: Index, claim: Claim) -> Iterator[tuple[str, str]]:
    words = index.words
    yield "value", words.value(claim)
    yield "hedge", words.say("hedge", claim.hedge) + (", approximate" if claim.approximate else "")
    yield "counted", claim.counted or "unknown"
    yield "series", index.series_title(claim.series) if claim.series else "not placed"
    yield "period", words.period(claim.period) + (f" (“{claim.period.text}”)" if claim.period.text else "")
    if claim.candidates:
        yield "candidates", "; ".join(words.label(p.start, p.end) for p in claim.candidates)
    yield "kind", words.say("kind", claim.kind) + (f", per {claim.per}" if claim.per else "")
    if claim.base is not None and claim.base_series is not None:
        yield "base", words.base(claim.base, index.series_title(claim.base_series))
    yield "stance", words.say("stance", "modal" if claim.modal else claim.stance)
    yield "source", " ← ".join(index.redacted(s.name) for s in claim.attribution) or "the report itself"
    report = index.reports.get(claim.report)
    place = report.place_of(claim.start) if report else None
    yield "characters", f"{claim.start} to {claim.end} of {claim.file}" + (f", {place}" if place else "")
    if claim.rule:
        yield "rule", claim.rule


def _origin_of(claim: Claim, name: str) -> str:
    if claim.corrected and name in claim.corrected:
        return "  [corrected by a person]"
    if name in claim.literal:
        return "  [in the words themselves]"
    return "  [carried over or inferred]" if name in ("period", "kind", "series") and claim.literal else ""


def _corrected(index: Index, claim: Claim) -> Iterator[str]:
    for name, fact in (claim.corrected or {}).items():
        yield f"  corrected {name}: " + ", ".join(f"{k} {index.redacted(v)}" for k, v in fact.items())


def _used(index: Index, claim: Claim) -> Iterator[str]:
    result = index.contents.reconciliation
    reason = result.coverage.aside.get(claim.id)
    if reason:
        yield f"  not compared: {index.words.say('reason', reason)}"
    for conflict in result.conflicts:
        if claim.id in conflict.claims:
            yield f"  contradiction {conflict.id}: {conflict_title(index, conflict, claim.id)}"
    for verdict in result.candidates:
        if verdict.claim == claim.id:
            yield f"  {index.words.label(verdict.start, verdict.end)}: {index.words.say('verdict', verdict.verdict)}"
            yield from _sum(index, verdict.proof)


def link_lines(index: Index, link: Link) -> list[str]:
    ends = [_end(index, link.source), _end(index, link.target)]
    direction = "" if link.directed else " (which came first is not known)"
    return [
        f"link {link.id}: {ends[0]} {index.words.say('link', link.kind)} {ends[1]}{direction}",
        f"  because {index.redacted(link.reason)}; score {link.score:.2f}",
        *(f"  “{index.redacted(a.text)}”" for a, _ in link.passages),
    ]


# ── what was found ───────────────────────────────────────────────────────────────────────────────


def conflict_lines(index: Index, conflict: Conflict) -> list[str]:
    lines = [
        f"contradiction {conflict.id}: {conflict_title(index, conflict, None)}",
        f"  {index.words.say('scope', conflict.scope)}; gap {figure(conflict.gap)} {conflict.unit or ''}".rstrip(),
        *_quoted(index, conflict.claims),
        *_sum(index, conflict.proof),
        *_assumed(index, conflict.assumptions),
    ]
    if conflict.stronger:
        lines += ["  a stronger sum, with more figures:", *_sum(index, conflict.stronger)]
    lines += [f"  gone without: {', '.join(gone)}"] if (gone := _gone_without(index, conflict)) else []
    settling = index.repairs_of.get(conflict.id, ())
    return lines + [f"  {n}. {_repair(index, r)}" for n, r in enumerate(settling, start=1)]


def _gone_without(index: Index, conflict: Conflict) -> list[str]:
    """The assumptions any of which the contradiction cannot do without."""
    return [e.assumption for e in index.contents.reconciliation.effects if conflict.id in e.conflicts]


def bound_lines(index: Index, bound: Bound) -> list[str]:
    words = index.words
    what = f"{index.series_title(bound.series)}, {words.label(bound.start, bound.end)}"
    lines = [
        f"bound {bound.id}: {what}: {words.interval(bound.low, bound.high)} {index.unit(bound.series)}".rstrip(),
        f"  {bound.exactness}, under {bound.under}",
    ]
    for case in bound.cases:
        lines += _case(index, case)
    lines += _assumed(index, bound.assumptions)
    for effect in index.contents.reconciliation.effects:
        for changed in effect.bounds:
            if changed.bound == bound.id:
                lines.append(f"  without {effect.assumption}: {words.interval(changed.low, changed.high)}")
    return [*lines, f"  without them: {words.interval(*bound.bare)}"] if bound.bare else lines


def _case(index: Index, case: Case) -> Iterator[str]:
    repair = index.repairs.get(case.repair or "")
    name = _repair(index, repair) if repair else case.repair or "as printed"
    yield f"  {index.words.interval(case.low, case.high)}: {name}"
    sides = (("least", case.low_proof, case.low_shorter), ("greatest", case.high_proof, case.high_shorter))
    for side, proof, shorter in sides:
        if proof:
            yield f"    the {side}:"
            yield from ("  " + line for line in _sum(index, proof))
        if shorter:
            yield f"    the {side}, a little weaker and shorter:"
            yield from ("  " + line for line in _sum(index, shorter))


def repair_lines(index: Index, repair: Repair) -> list[str]:
    lines = [f"repair {repair.id}, rank {repair.rank}, cost {repair.cost:g}: {_repair(index, repair)}"]
    if repair.claim in index.claims:
        lines += _quoted(index, (repair.claim,))
    lines += [f"  effect: {index.redacted(repair.effect)}"] if repair.effect else []
    return lines + [
        f"  settles contradiction {c}: {conflict_title(index, index.conflicts[c], repair.claim)}"
        for c in repair.conflicts
        if c in index.conflicts
    ]


def remark_lines(index: Index, remark: Remark) -> list[str]:
    title = index.words.sentence(index.words.say("remark", remark.kind))
    return [f"remark {remark.id}: {title}: {index.redacted(remark.text)}", *_quoted(index, remark.claims)]


# ── lines they share ─────────────────────────────────────────────────────────────────────────────


def _quoted(index: Index, ids: Iterable[str]) -> Iterator[str]:
    for quote in quotes(index, ids):
        text = "".join(f"[{p.text}]" if p.claim else p.text for p in quote.pieces)
        yield f"  {index.report_name(quote.report, quote.file)}: {' '.join(text.split())}"


def _sum(index: Index, proof: Proof | None) -> list[str]:
    return text_rows(rows(index, sum_of(index, proof))) if proof else []


def _assumed(index: Index, names: Iterable[str]) -> Iterator[str]:
    for assumed in index.assumed(names):
        yield f"  assumes {assumed.name}: {assumed.says or assumed.title}"


def _repair(index: Index, repair: Repair) -> str:
    change = f" ({repair.before} → {repair.after})" if repair.after else ""
    return f"{index.repair_name(repair)}{change}: {index.redacted(repair.text)}"


def _short(index: Index, claim: Claim) -> str:
    return f"{claim.id}  {mention(index, claim)}"


def _end(index: Index, id: str) -> str:
    if id in index.reports:
        return index.report_name(index.reports[id])
    return f"“{index.claims[id].quote}” ({index.said_in(index.claims[id])})" if id in index.claims else id


def _how(known: Mapping[str, str], field: str) -> str:
    return f" ({known[field]})" if field in known else ""
