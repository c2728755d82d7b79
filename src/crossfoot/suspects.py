"""Which figures a reconciliation holds to be misprinted: what trace weighs more when two reports share it (§10.1)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from crossfoot.records import Claim, Reconciliation

IN_PRINT = frozenset(
    (
        *("misprint", "misprints", "digits", "scale"),
        *("year", "month", "cumulative", "monthly", "scope", "series"),
    )
)
"""Slips of whoever wrote the figure. Misreadings are ours, and registers that begin anew or differ are nobody's."""


def suspects(reconciliation: Reconciliation, claims: Iterable[Claim]) -> frozenset[str]:
    """Claims that are sure to be wrong, by a slip in print, and all that say the same, where these stand in two
    reports or more. Of two figures that clash one is as a rule right: claims that only might be the wrong one are none.
    """
    sure = {verdict.claim for verdict in reconciliation.verdicts if verdict.status == "sure"}
    best = (repair for repair in reconciliation.repairs if repair.rank == 1 and repair.slip in IN_PRINT)
    wrong = {repair.claim for repair in best if repair.claim in sure}
    if not wrong:
        return frozenset()
    held = list(claims)
    said = {_said(claim) for claim in held if claim.id in wrong}
    same: dict[tuple[object, ...], list[Claim]] = defaultdict(list)
    for claim in held:
        if _said(claim) in said:
            same[_said(claim)].append(claim)
    shared = (group for group in same.values() if len({claim.report for claim in group}) > 1)
    return frozenset(claim.id for group in shared for claim in group)


def _said(claim: Claim) -> tuple[object, ...]:
    return (claim.series, claim.kind, claim.low, claim.high, claim.period.start, claim.period.end)
