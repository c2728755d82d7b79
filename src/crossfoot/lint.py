"""An unpublished text against a ledger: figures that clash, that rest on one origin, that lost a hedge.

The draft is read like any report and enters nothing: the ledger stays as it is.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from crossfoot.publish import Contents
from crossfoot.publish.conflicts import conflict_title
from crossfoot.publish.index import Index, build_index
from crossfoot.publish.sums import rows, sum_of, text_rows
from crossfoot.publish.words import load_words
from crossfoot.reconcile import ReconcileSettings, reconcile
from crossfoot.records import Claim, Conflict, Number, Reading, Reconciliation, Report

Kind = Literal["clash", "single origin", "lost hedge"]
KINDS: tuple[Kind, ...] = ("clash", "single origin", "lost hedge")
SECONDS = 30.0
"""Of search for clashes; what is not found by then is not told."""
HEDGES = {
    "over": "more than",
    "at_least": "at least",
    "up_to": "up to",
    "under": "fewer than",
    "about": "about",
    "almost": "almost",
    "vague": "a vague word",
    "range": "a range",
}
MOST_NAMES = 4
MOST_ALONE = 60
"""Figures of a draft that are held against the ledger one by one."""


@dataclass(frozen=True, slots=True)
class Flag:
    """One figure of the draft. `start`, `end`: code points; `sum`: the arithmetic of a clash, a line a row."""

    kind: Kind
    start: int
    end: int
    quote: str
    says: str
    sum: tuple[str, ...] = ()
    claims: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Linted:
    """`flags` in the order of the draft; `unknown`: figures of which the ledger says nothing."""

    flags: tuple[Flag, ...]
    figures: int
    unknown: int


def lint(draft: Report, found: Reading, ledger: Contents, profile: str = "default") -> Linted:
    """The flags of a draft that was read as `found`, against what a ledger holds."""
    held = tuple(c for c in ledger.claims if c.report != draft.id)
    both = replace(ledger, reports=(*ledger.reports, draft), claims=(*held, *found.claims))
    index = build_index(both, load_words())
    same = {c.id: tuple(m for m in held if is_same_figure(c, m)) for c in found.claims}
    flags: list[Flag] = []
    clashing = dict(_clashes(found, both, held, profile))
    disputed = _suspects(ledger)
    for claim in found.claims:
        flags += _clash(index, claim, clashing.get(claim.id), disputed, same[claim.id])
        flags += _one_origin(index, claim, same[claim.id])
        flags += _lost_hedge(index, claim, same[claim.id])
    unknown = sum(not same[c.id] and c.id not in clashing for c in found.claims)
    flags.sort(key=lambda f: (f.start, KINDS.index(f.kind)))
    return Linted(tuple(flags), len(found.claims), unknown)


# ── the same figure ──────────────────────────────────────────────────────────────────────────────


def is_same_figure(a: Claim, b: Claim) -> bool:
    """The same number of the same thing, of periods that do not exclude one another."""
    if printed(a) is None or printed(a) != printed(b) or (a.kind == "share") != (b.kind == "share"):
        return False
    ends = a.period.end, b.period.end
    if None not in ends and ends[0] != ends[1] and a.kind == b.kind != "other":
        return False
    if a.measure and b.measure:
        return a.measure == b.measure and _root(a.population) == _root(b.population)
    return bool(a.counted and b.counted) and (a.counted or "").casefold() == (b.counted or "").casefold()


def printed(claim: Claim) -> tuple[Number, ...] | None:
    """The numbers of a figure, whatever its hedge."""
    return tuple(dict.fromkeys(side for side in (claim.low, claim.high) if side is not None)) or None


def _root(population: str | None) -> str:
    return (population or "").split("/")[0]


# ── clashes ──────────────────────────────────────────────────────────────────────────────────────


def _clashes(
    found: Reading, both: Contents, held: Sequence[Claim], profile: str
) -> Iterator[tuple[str, tuple[Conflict, Reconciliation]]]:
    """For each claim of the draft a smallest contradiction that it is in. What the ledger itself sets aside and what
    says the same as the draft stays out, so that every contradiction found is one of the draft.

    Each claim goes alone first, since in a crowd another figure may take the blame; then all go together, for what
    clashes only within the draft.
    """
    aside = set(both.reconciliation.aside)
    own = {_says(c) for c in found.claims}
    standing = [c for c in held if c.id not in aside and _says(c) not in own]
    told: set[str] = set()
    for claim in [c for c in found.claims if c.series and c.period.end][:MOST_ALONE]:
        alone = _reconciled([*standing, claim], found, both, profile)
        for conflict in alone.conflicts[:1]:
            told.add(claim.id)
            yield claim.id, (conflict, alone)
    together = _reconciled([*standing, *found.claims], found, both, profile)
    for conflict in together.conflicts:
        for claim in found.claims:
            if claim.id in conflict.claims and claim.id not in told:
                told.add(claim.id)
                yield claim.id, (conflict, together)


def _reconciled(claims: Sequence[Claim], found: Reading, both: Contents, profile: str) -> Reconciliation:
    ids = {c.id for c in claims}
    relations = [r for r in (*both.relations, *found.relations) if {*r.parts, r.whole or r.parts[0]} <= ids]
    settings = ReconcileSettings(profile=profile, seconds=SECONDS, draws=1, most_bounds=0, robust=False)
    return reconcile(
        claims,
        codebook=both.codebook,
        relations=relations,
        reports=both.reports,
        trace=both.trace,
        settings=settings,
    )


def _says(claim: Claim) -> object:
    if claim.series is None or claim.period.end is None:
        return claim.id
    value = (claim.low, claim.high, claim.hedge, claim.kind, claim.per, claim.base)
    return (claim.series, claim.period.start, claim.period.end, value)


def _suspects(ledger: Contents) -> set[str]:
    """Claims of the ledger that are, or may be, the wrong ones in a contradiction (§9.3)."""
    result = ledger.reconciliation
    verdicts = {c for v in result.verdicts for c in (v.claim, *v.with_claims)}
    return verdicts | set(result.aside)


def _clash(
    index: Index,
    claim: Claim,
    found: tuple[Conflict, Reconciliation] | None,
    suspects: Iterable[str],
    same: Sequence[Claim],
) -> list[Flag]:
    if found:
        return [_clash_flag(index, claim, found[0], claim.id, "")]
    doubted = [m for m in same if m.id in suspects]
    for conflict in index.contents.reconciliation.conflicts:
        for match in doubted:
            if match.id in conflict.claims:
                return [_clash_flag(index, claim, conflict, match.id, "In the ledger this figure is in dispute: ")]
    return []


def _clash_flag(index: Index, claim: Claim, conflict: Conflict, subject: str, lead: str) -> Flag:
    says = lead + index.redacted(conflict_title(index, conflict, subject))
    total = tuple(text_rows(rows(index, sum_of(index, conflict.proof))))
    others = tuple(c for c in conflict.claims if c != claim.id)
    return Flag("clash", claim.start, claim.end, claim.quote, says, total, others)


# ── origins and hedges ───────────────────────────────────────────────────────────────────────────


def _one_origin(index: Index, claim: Claim, same: Sequence[Claim]) -> list[Flag]:
    origins = [index.origins[m.id] for m in same if m.id in index.origins]
    if not origins or any(o.most > 1 for o in origins):
        return []
    names = _names(index, same)
    reason = next((o.reason for o in origins if o.reason), "")
    says = f"One origin: {names} print{'s' * (len({m.report for m in same}) == 1)} it"
    says += f"; {index.named(reason)}" if reason else ""
    return [Flag("single origin", claim.start, claim.end, claim.quote, says, (), tuple(m.id for m in same))]


def _lost_hedge(index: Index, claim: Claim, same: Sequence[Claim]) -> list[Flag]:
    """Lost only where every report that prints the figure has the hedge: one that prints it bare is cover."""
    if not same:
        return []
    ids = tuple(m.id for m in same)
    hedges = {m.hedge for m in same}
    says = ""
    if claim.hedge == "exact" and "exact" not in hedges:
        told = " or ".join(sorted(HEDGES[h] for h in hedges))
        says = f"Printed as exact; the ledger has “{same[0].quote}” ({told}; {_names(index, same)})"
    elif claim.hedge != "exact" and _turned(claim, same):
        says = f"The hedge says otherwise than “{same[0].quote}” ({_names(index, same)})"
    elif _stands_alone(claim) and all(m.stance in ("hedged", "disputed") for m in same):
        by = next((m.attribution[-1].name for m in same if m.attribution), None)
        whose = f" of {index.redacted(by)}" if by else ""
        says = f"Told as a fact; the ledger has it as a disputed or hedged claim{whose} ({_names(index, same)})"
    return [Flag("lost hedge", claim.start, claim.end, claim.quote, says, (), ids)] if says else []


def _turned(claim: Claim, same: Sequence[Claim]) -> bool:
    """A floor told as a ceiling, or the other way round."""
    floors, ceilings = ("over", "at_least"), ("up_to", "under", "almost")
    hedges = {m.hedge for m in same}
    return (claim.hedge in floors and hedges <= set(ceilings)) or (claim.hedge in ceilings and hedges <= set(floors))


def _stands_alone(claim: Claim) -> bool:
    return claim.stance == "asserted" and not claim.modal and not claim.attribution


def _names(index: Index, claims: Sequence[Claim]) -> str:
    names = list(dict.fromkeys(index.report_name(index.reports.get(c.report), c.file) for c in claims))
    more = f" and {len(names) - MOST_NAMES} more" if len(names) > MOST_NAMES else ""
    return ", ".join(names[:MOST_NAMES]) + more


# ── where it stands ──────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Lines:
    """A text by lines. Lines and columns count from 1, in code points."""

    text: str
    starts: tuple[int, ...]

    def at(self, offset: int) -> tuple[int, int]:
        line = bisect_right(self.starts, offset)
        return line, offset - self.starts[line - 1] + 1

    def editor(self, offset: int) -> dict[str, int]:
        """The position as editors count it: from 0, in UTF-16 units."""
        line, _ = self.at(offset)
        before = self.text[self.starts[line - 1] : offset]
        return {"line": line - 1, "character": len(before.encode("utf-16-le", "surrogatepass")) // 2}


def lines_of(text: str) -> Lines:
    """Lines end as they do in an editor: at \\n, \\r\\n and \\r."""
    plain = text.replace("\r\n", " \n").replace("\r", "\n")
    return Lines(text, (0, *(n + 1 for n, character in enumerate(plain) if character == "\n")))


def as_json(file: str, linted: Linted, text: str) -> dict[str, Any]:
    """For editors: offsets in code points, lines and columns from 1, and the range of the language server protocol."""
    lines = lines_of(text)
    told = []
    for flag in linted.flags:
        line, column = lines.at(flag.start)
        last_line, last_column = lines.at(flag.end)
        told.append(
            {
                **{"kind": flag.kind, "quote": flag.quote, "start": flag.start, "end": flag.end},
                **{"line": line, "column": column, "end_line": last_line, "end_column": last_column},
                "range": {"start": lines.editor(flag.start), "end": lines.editor(flag.end)},
                **{"message": flag.says, "sum": list(flag.sum), "claims": list(flag.claims)},
            }
        )
    return {"file": file, "figures": linted.figures, "unknown": linted.unknown, "flags": told}


def as_text(file: str, linted: Linted, text: str) -> str:
    lines = lines_of(text)
    out = []
    for flag in linted.flags:
        line, column = lines.at(flag.start)
        out.append(f"{file}:{line}:{column}: {flag.kind}: “{flag.quote}”: {flag.says}")
        out += [f"    {row}" for row in flag.sum]
    return "\n".join([*out, summary(linted)])


def as_annotations(file: str, linted: Linted, text: str) -> str:
    """Workflow commands that code-hosting CI shows beside the line."""
    lines = lines_of(text)
    out = []
    for flag in linted.flags:
        line, column = lines.at(flag.start)
        last, last_column = lines.at(flag.end)
        where = f"file={_property(file)},line={line},endLine={last},col={column},endColumn={last_column}"
        message = "\n".join((f"“{flag.quote}”: {flag.says}", *flag.sum))
        out.append(f"::warning {where},title={_property('crossfoot: ' + flag.kind)}::{_message(message)}")
    return "\n".join(out)


def _message(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _message(text).replace(":", "%3A").replace(",", "%2C")


def summary(linted: Linted) -> str:
    if not linted.figures:
        return "No figures in this draft: nothing was compared."
    counts = {kind: sum(f.kind == kind for f in linted.flags) for kind in KINDS}
    told = [
        f"{counts['clash']} clash{'es' * (counts['clash'] != 1)}",
        f"{counts['single origin']} with a single origin",
        f"{counts['lost hedge']} with a lost hedge",
    ]
    rest = f"; of {linted.unknown} the ledger knows nothing" if linted.unknown else ""
    return f"{linted.figures} figure{'s' * (linted.figures != 1)}: {', '.join(told)}{rest}."
