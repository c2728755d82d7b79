"""What a repair would change, each number with the sums that it comes from."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from crossfoot.publish import sums
from crossfoot.publish.arithmetic import same_figures
from crossfoot.publish.index import Index, anchor
from crossfoot.publish.sums import Row
from crossfoot.records import Bound, Changed, Proof, Repair


@dataclass(frozen=True, slots=True)
class ChangeView:
    """A count that a repair changes. `href` leads to the bound that shows its sums; else they are here, each with its
    title."""

    what: str
    number: str
    href: str
    sums: tuple[tuple[str, tuple[Row, ...]], ...]


def changes(index: Index, repair: Repair, headlines: Collection[str]) -> tuple[ChangeView, ...]:
    """`headlines` are the ids of bounds that the page shows with their sums."""
    return tuple(_change(index, changed, headlines) for changed in repair.changes)


def _change(index: Index, changed: Changed, headlines: Collection[str]) -> ChangeView:
    words = index.words
    bound = next((b for b in index.bounds_of.get(changed.series, ()) if b.id == changed.bound), None)
    what = words.say(
        "repair",
        "bound" if bound else "hold",
        now=words.interval(bound.low, bound.high) if bound else "",
        period=words.label(changed.start, changed.end),
        things=index.series_title(changed.series),
        unit=index.unit(changed.series),
    )
    number = words.interval(changed.low, changed.high)
    if changed.bound in headlines:
        return ChangeView(what, number, "#" + anchor("bound", changed.bound or ""), ())
    return ChangeView(what, number, "", titled_sums(index, *_proofs(changed, bound)))


def titled_sums(index: Index, low: Proof | None, high: Proof | None) -> tuple[tuple[str, tuple[Row, ...]], ...]:
    """The sums of least and greatest; one where the same figures give both."""
    found = [sums.sum_of(index, proof) for proof in (low, high) if proof]
    if len(found) == 2 and same_figures(*found):
        return ((index.words.say("repair", "sum"), sums.same_rows(index, found[0])),)
    return tuple((index.words.say("repair", f"sum_{total.side}"), sums.rows(index, total)) for total in found)


def _proofs(changed: Changed, bound: Bound | None) -> tuple[Proof | None, Proof | None]:
    if changed.bound is None:
        return changed.low_proof, changed.high_proof
    if bound is None or changed.case >= len(bound.cases):
        return None, None
    case = bound.cases[changed.case]
    return case.low_proof, case.high_proof
