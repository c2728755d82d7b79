"""What each assumption does (§6, §7.5): which contradictions are gone without it, and what bounds become."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from crossfoot.publish.index import Assumed, Index, anchor
from crossfoot.records import Bound, Conflict, Proof

ALWAYS = ("no-negative-flow", "relation ")
"""Assumptions that a bound "without assumptions" keeps: no running total falls, parts add up to their whole."""
MOST_LINKS = 30


@dataclass(frozen=True, slots=True)
class AssumptionRow:
    """`gone`: titles and addresses of the contradictions that do not stand without it; `changed`: so many bounds become
    others."""

    assumed: Assumed
    uses: int
    gone: tuple[tuple[str, str], ...]
    more_gone: int
    changed: int


def of_conflict(index: Index, conflict: Conflict) -> tuple[Assumed, ...]:
    said = index.words.say("without", "conflict")
    return tuple(
        replace(a, without=said) if a.name in index.gone_without.get(conflict.id, ()) else a
        for a in index.assumed(conflict.assumptions or conflict.proof.assumptions)
    )


def of_stronger(index: Index, conflict: Conflict, stronger: Proof) -> tuple[Assumed, ...]:
    """What the stronger sum assumes beyond the contradiction."""
    return index.assumed(a for a in stronger.assumptions if a not in conflict.assumptions)


def of_bound(index: Index, bound: Bound) -> tuple[Assumed, ...]:
    words, loosened = index.words, index.loosened.get(bound.id, {})
    now = words.interval(bound.cases[0].low, bound.cases[0].high) if bound.cases else ""
    return tuple(
        replace(a, without=words.say("without", "bound", now=now, interval=words.interval(changed.low, changed.high)))
        if (changed := loosened.get(a.name))
        else a
        for a in index.assumed(bound.assumptions)
    )


def bare_sentence(index: Index, bound: Bound) -> str:
    """What the figures allow without the assumptions; nothing where all are such as are always kept."""
    off = [a for a in bound.assumptions if not a.startswith(ALWAYS)]
    if bound.bare is None or (bound.assumptions and not off):
        return ""
    words, unit = index.words, index.unit(bound.series)
    kept = [a.full_title for a in index.assumed(a for a in bound.assumptions if a.startswith(ALWAYS))]
    said = words.say(
        "without",
        "bare_kept" if kept else "bare",
        kept=words.joined([f"“{title}”" for title in kept]),
        bare=" ".join(filter(None, (words.interval(*bound.bare), unit))),
    )
    return said if _is_wider(bound) else f"{said} {words.say('without', 'narrower')}"


def _is_wider(bound: Bound) -> bool:
    low, high = bound.bare or (None, None)
    below = low is None or bound.low is None or low <= bound.low
    above = high is None or (bound.high is not None and high >= bound.high)
    return below and above


def rows(index: Index, titles: Mapping[str, str]) -> tuple[AssumptionRow, ...]:
    """All that the findings use. `titles`: what each contradiction is called, by its id."""
    uses = _uses(index)
    return tuple(_row(index, a, uses[a.name], titles) for a in index.assumed(sorted(uses)))


def _row(index: Index, assumed: Assumed, uses: int, titles: Mapping[str, str]) -> AssumptionRow:
    effect = index.effects.get(assumed.name)
    gone: Iterable[str] = effect.conflicts if effect else ()
    links = [(titles[c], "#" + anchor("conflict", c)) for c in gone if c in titles]
    changed = len(effect.bounds) if effect else 0
    return AssumptionRow(assumed, uses, tuple(links[:MOST_LINKS]), max(0, len(links) - MOST_LINKS), changed)


def _uses(index: Index) -> Mapping[str, int]:
    """How many published proofs rest on each assumption."""
    result = index.contents.reconciliation
    proofs: list[Proof | None] = [c.proof for c in result.conflicts]
    proofs += [p for b in result.bounds for case in b.cases for p in (case.low_proof, case.high_proof)]
    proofs += [c.proof for c in result.candidates]
    return Counter(a for p in proofs if p for a in p.assumptions)
