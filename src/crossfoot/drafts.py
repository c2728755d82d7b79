"""A draft read on its own, and a ledger as it stands, brought together for `lint`."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from crossfoot import pipeline
from crossfoot.archive import Collected, collect
from crossfoot.archive.collect import Given
from crossfoot.ledger import Ledger, LedgerError
from crossfoot.lint import Linted, lint
from crossfoot.publish import Contents
from crossfoot.read import ReadSettings
from crossfoot.read import read as claims_in
from crossfoot.records import Problem, Report
from crossfoot.settings import Settings


def against(draft: Path, ledger: Path, settings: Settings) -> tuple[Report, Linted, tuple[Problem, ...]]:
    """The draft's report, its flags, and what could not be read of it. The ledger is only looked at."""
    report, problems = _report(draft, settings)
    held = _held(ledger, settings)
    if report is None:
        return Report("", "", str(draft), ""), Linted((), 0, 0), problems
    found = claims_in([report], held.codebook, ReadSettings(reader=settings.reader))
    return report, lint(report, found, held), (*problems, *found.problems)


def _report(draft: Path, settings: Settings) -> tuple[Report | None, tuple[Problem, ...]]:
    given = Given(datetime.now(UTC).isoformat(timespec="seconds"), settings.published)
    found = list(collect([draft], None, settings.limits, given))
    reports = [one.report for one in found if isinstance(one, Collected)]
    problems = [one for one in found if isinstance(one, Problem)]
    if len(reports) > 1:
        says = f"it holds {len(reports)} reports: only the first, {reports[0].file}, is held against the ledger"
        problems.append(Problem("archive", str(draft), says))
    return (reports[0] if reports else None), tuple(problems)


def _held(ledger: Path, settings: Settings) -> Contents:
    with Ledger.open(ledger) as opened:
        run = pipeline.Run(opened, settings)
        pipeline.take_all(run)
    if run.reconciliation is None:
        raise LedgerError(f"{ledger} was never reconciled; do so with `crossfoot reconcile {ledger}`")
    return pipeline.contents(run)
