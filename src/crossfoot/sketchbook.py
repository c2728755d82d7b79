"""Sketches of texts, kept in a ledger from run to run: a text is taken apart once (docs/trace.md, Size)."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import TYPE_CHECKING

from crossfoot.fingerprints import version_of
from crossfoot.ledger import Ledger
from crossfoot.records import Report

if TYPE_CHECKING:
    from crossfoot.trace.sketches import Sketches

LEAST_REPORTS = 1_000
"""Fewer are taken apart again sooner than looked up."""


def sketches(ledger: Ledger, reports: Sequence[Report]) -> Sketches | None:
    """The sketches of all texts in their order, those of other runs among them; None where there are too few."""
    if len(reports) < LEAST_REPORTS:
        return None
    from crossfoot.trace.sketches import Kept, completed

    digests = [hashlib.sha256(report.text.encode(errors="surrogatepass")).hexdigest() for report in reports]
    version = version_of("trace")
    held = {row[0]: Kept(*row[1:]) for row in ledger.sketches(version)}
    known = {place: held[digest] for place, digest in enumerate(digests) if digest in held}
    del held
    found, fresh = completed([report.text for report in reports], known)
    rows = ((digests[place], kept.mark, kept.grams, kept.scale, kept.keys) for place, kept in fresh.items())
    ledger.put_sketches(version, rows)
    return found
