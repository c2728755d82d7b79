"""The result of a run as a few lines for a person at a terminal: the same findings in the same order as the dossier."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from crossfoot import pipeline
from crossfoot.pipeline import Run
from crossfoot.publish.conflicts import StoryView
from crossfoot.publish.findings import findings as found_in
from crossfoot.publish.index import build_index
from crossfoot.publish.sums import text_rows
from crossfoot.publish.words import load_words

STRONGEST = 3
WIDTH = 100
WHY = "crossfoot explain {} {}"


def summary(run: Run) -> str:
    """What was read, the strongest findings with their sums, what was not compared and why, where the dossier is."""
    reports = f"{len(run.reports)} report{'s' * (len(run.reports) != 1)}"
    lines = [*_folded(f"{reports}, {coverage(run)}", 0), "", findings(run)]
    if run.dossier:
        lines += ["", f"The dossier: {run.dossier}"]
    return "\n".join(lines)


def coverage(run: Run) -> str:
    """'61 figures: 33 compared, 28 not: 12 no period, 6 uncoded.'"""
    reconciled = run.reconciliation
    if reconciled is None or not reconciled.coverage.claims:
        return "no figures: nothing was compared."
    covered = reconciled.coverage
    left = covered.claims - covered.compared
    reasons = ", ".join(
        f"{count} {reason}" for reason, count in sorted(covered.reasons.items(), key=lambda r: (-r[1], r[0]))
    )
    if not covered.compared:
        return f"{covered.claims} figures, none of which could be compared: {reasons}."
    return f"{covered.claims} figures: {covered.compared} compared, {left} not" + (f": {reasons}." if left else ".")


def findings(run: Run) -> str:
    """The strongest contradictions; where there are none, what can be said and nothing more."""
    reconciled = run.reconciliation
    if reconciled is None or not reconciled.coverage.compared:
        return "Nothing was compared, so nothing can be said about whether these figures fit."
    if not reconciled.conflicts:
        return "No contradictions among the figures that were compared."
    told = found_in(build_index(pipeline.contents(run), load_words())).stories
    count = len(reconciled.conflicts)
    lines = [f"{count} contradiction{'s' * (count != 1)}. What stands out:"]
    for number, story in enumerate(told[:STRONGEST], start=1):
        lines += ["", *_story(run, number, story)]
    if len(told) > STRONGEST:
        lines += ["", f"The dossier tells {len(told) - STRONGEST} more."]
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
