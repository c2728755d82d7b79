"""Figures on their way through reports: what each mention lost or added beside the one before it."""

from __future__ import annotations

from dataclasses import dataclass

from crossfoot.publish.index import Index, anchor
from crossfoot.publish.quotes import Quote, quote
from crossfoot.records import Drift

MOST_DRIFTS = 100


@dataclass(frozen=True, slots=True)
class StepView:
    """One mention with its words; `changes` tell what differs from the mention before."""

    changes: tuple[str, ...]
    doubt: str
    words: str
    href: str
    quote: Quote


@dataclass(frozen=True, slots=True)
class DriftView:
    anchor: str
    says: str
    steps: tuple[StepView, ...]


def drifts(index: Index) -> tuple[DriftView, ...]:
    """Chains in which something changed, the longest first."""
    told = [d for d in index.contents.trace.drifts if any(s.changes for s in d.steps)]
    told = [d for d in told if all(c in index.claims for c in d.claims)]
    told.sort(key=lambda d: (-len(d.claims), d.id))
    return tuple(_view(index, d) for d in told[:MOST_DRIFTS])


def _view(index: Index, drift: Drift) -> DriftView:
    steps = []
    for number, id in enumerate(drift.claims):
        claim = index.claims[id]
        step = drift.steps[number - 1] if number else None
        changes = tuple(index.words.say("drift", change) for change in step.changes) if step else ()
        doubt = index.words.say("drift", "undirected") if step and not step.directed else ""
        steps.append(StepView(changes, doubt, claim.quote, "#" + anchor("claim", id), quote(index, claim)))
    return DriftView(anchor("drift", drift.id), index.redacted(drift.text), tuple(steps))
