"""The reconcile stage as a run calls it: with Ctrl-C, and with what did not come to its end told."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from crossfoot.codebook import Codebook
from crossfoot.interrupt import stoppable
from crossfoot.records import Problem, Reading, Reconciliation, Report, Trace

if TYPE_CHECKING:
    from crossfoot.reconcile.settings import Settings


def solved(
    reading: Reading, codebook: Codebook, reports: Sequence[Report], trace: Trace, settings: Settings
) -> tuple[Reconciliation, bool]:
    """The reconciliation, and whether somebody pressed Ctrl-C meanwhile: the next run then looks on."""
    from crossfoot.reconcile import reconcile

    with stoppable() as stop:
        found = reconcile(
            reading.claims,
            codebook=codebook,
            relations=reading.relations,
            reports=reports,
            trace=trace,
            settings=replace(settings, stop=stop),
        )
        return found, stop()


def unfinished(found: Reconciliation) -> Iterator[Problem]:
    """That there may be more to find."""
    if not found.complete:
        yield Problem("reconcile", "reconciling", found.notes[0])
