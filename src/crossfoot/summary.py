"""The result of a run as a few lines for a person at a terminal: the same findings in the same order as the dossier."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from itertools import islice

from crossfoot import pipeline
from crossfoot.pipeline import Run
from crossfoot.publish.conflicts import StoryView
from crossfoot.publish.findings import Findings
from crossfoot.publish.findings import findings as found_in
from crossfoot.publish.index import build_index
from crossfoot.publish.sums import text_rows
from crossfoot.publish.words import figure, load_words

STRONGEST = 3
WITH_SUM = 2
REASONS = 3
MOST_REASONS = 6
"""Reasons why figures were not compared; the dossier lists all."""
WIDTH = 100
WHY = "crossfoot explain {} {}"
ASIDES = {"circle": "A circle", "false corroboration": "Confirmed by something else"}


def summary(run: Run) -> str:
    """What was read, what was not compared and why, the strongest findings with their sums, why to open the dossier."""
    found = _found(run)
    reports = f"{len(run.reports)} report{'s' * (len(run.reports) != 1)}"
    lines = [*_folded(f"{reports}, {coverage(run)}", 0), "", findings(run, found)]
    lines += asides(run)
    if run.dossier:
        lines += ["", *reasons_to_open(found), f"The dossier: {run.dossier}"]
    return "\n".join(lines)


def _found(run: Run) -> Findings | None:
    """The findings as the dossier has them; None where nothing was compared."""
    reconciled = run.reconciliation
    if reconciled is None or not reconciled.coverage.compared:
        return None
    return found_in(build_index(pipeline.contents(run), load_words()))


def reasons_to_open(found: Findings | None) -> list[str]:
    """Three findings of different kinds, one line each: what cannot be, what no report prints, what a year must be."""
    if found is None:
        return []
    clashes = list(_clashes(found))
    several = [*clashes[:1], *islice(_implied(found), 1), *islice(_dated(found), 1), *clashes[1:]][:REASONS]
    if not several:
        return []
    told = [line for n, text in enumerate(several, start=1) for line in _folded(f"  {n}. {text}", 5)]
    return [load_words().say("open", "head"), *told, ""]


def _clashes(found: Findings) -> Iterator[str]:
    for story in found.stories:
        gap = figure(story.lead.conflict.gap)
        yield load_words().say("open", "clash", gap=gap, unit=story.lead.unit, title=story.title)


def _implied(found: Findings) -> Iterator[str]:
    for view in found.bounds:
        number = f"{view.interval} {view.unit}".strip()
        count = load_words().counted("figure", len(view.rests_on))
        yield load_words().say("open", "bound", number=number, series=view.title, period=view.period, figures=count)


def _dated(found: Findings) -> Iterator[str]:
    """Figures without a year of which a single year is left."""
    for view in found.undated:
        left = [c.period for c in view.candidates if c.verdict.verdict == "only"]
        out = len(view.candidates) - len(left)
        if left and out:
            words = load_words()
            yield words.say("open", "year", quote=view.claim.quote, excluded=words.count(out), left=left[0])


def asides(run: Run) -> list[str]:
    """Figures that are their own confirmation, or are confirmed by others than themselves (§8.3)."""
    told = [remark for remark in run.trace.remarks if remark.kind in ASIDES]
    lines = [""] if told else []
    for remark in told[:STRONGEST]:
        lines += _folded(f"{ASIDES[remark.kind]}: {remark.text}.", 3)
        lines.append(f"   Why: {WHY.format(_where(run), remark.id)}")
    if len(told) > STRONGEST:
        lines.append(f"The dossier tells {len(told) - STRONGEST} more.")
    return lines


def coverage(run: Run) -> str:
    """'61 figures: 33 compared, 28 not: no period is known (12), what is counted is not in the codebook (6).'"""
    reconciled = run.reconciliation
    if reconciled is None or not reconciled.coverage.claims:
        return "no figures: nothing was compared."
    covered = reconciled.coverage
    left = covered.claims - covered.compared
    ranked = sorted(covered.reasons.items(), key=lambda r: (-r[1], r[0]))
    told = [f"{load_words().say('reason', reason)} ({count})" for reason, count in ranked[:MOST_REASONS]]
    others = sum(count for _, count in ranked[MOST_REASONS:])
    reasons = ", ".join([*told, *([f"other reasons ({others})"] if others else [])])
    if not covered.compared:
        return f"{covered.claims} figures, none of which could be compared: {reasons}."
    return f"{covered.claims} figures: {covered.compared} compared, {left} not" + (f": {reasons}." if left else ".")


def findings(run: Run, found: Findings | None = None) -> str:
    """The strongest contradictions; where there are none, what can be said and nothing more."""
    reconciled, found = run.reconciliation, found or _found(run)
    if reconciled is None or found is None:
        return "Nothing was compared, so nothing can be said about whether these figures fit."
    if not reconciled.conflicts:
        return "No contradictions among the figures that were compared."
    told = found.stories
    count = len(reconciled.conflicts)
    lines = [f"{count} contradiction{'s' * (count != 1)}. What stands out:"]
    for number, story in enumerate(told[:WITH_SUM], start=1):
        lines += ["", *_story(run, number, story)]
    if len(told) > WITH_SUM:
        lines += ["", f"The dossier tells {len(told) - WITH_SUM} more."]
    return "\n".join(lines)


def _story(run: Run, number: int, story: StoryView) -> Iterator[str]:
    yield from _folded(f"{number}. {story.title}", 3)
    for line in text_rows(story.lead.rows):
        yield from _folded(f"   {line}", 16)
    if story.fixes:
        yield from _folded(f"   {story.fixes}", 3)
    yield f"   Why: {WHY.format(_where(run), story.lead.conflict.id)}"


def _where(run: Run) -> str:
    return str(run.ledger.path) if run.ledger else "LEDGER"


def _folded(line: str, indent: int) -> list[str]:
    return textwrap.wrap(line, WIDTH, subsequent_indent=" " * indent, break_long_words=False, drop_whitespace=True) or [
        ""
    ]
