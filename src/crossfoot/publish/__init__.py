"""The publish stage: what people see. Everything shown leads back to the words it came from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from crossfoot.codebook import Codebook
from crossfoot.records import Claim, Problem, Reconciliation, Report, Sighting, TextRelation, Trace
from crossfoot.redactions import Decision


@dataclass(frozen=True, slots=True)
class Contents:
    """All that a dossier shows. `versions` are lines of the method page: program, profile, hashes."""

    reports: tuple[Report, ...]
    claims: tuple[Claim, ...]
    relations: tuple[TextRelation, ...]
    trace: Trace
    reconciliation: Reconciliation
    codebook: Codebook
    problems: tuple[Problem, ...] = ()
    versions: Mapping[str, str] = field(default_factory=dict)
    decisions: tuple[Decision, ...] = ()
    """What persons decided to mask or to show."""
    sightings: tuple[Sighting, ...] = ()
    """Figures of pages that were visited more than once: what was seen on which day, and what was not."""
    hashes: Mapping[str, str] = field(default_factory=dict)
    """capture id → SHA-256 of the bytes as they were received, for the captures of these reports."""
    full_text: bool = False
    """Show the reports in full and not only the sentences with figures."""


def dossier(contents: Contents) -> str:
    """One HTML page that needs no script, loads nothing and carries its own data."""
    from crossfoot.publish.page import render

    return render(contents)
