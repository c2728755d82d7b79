"""Which of two reports that share wording rests on the other (§10.1): a citation, else the dates, else lost details.

What a copy drops nobody can put back without another source: the digits that were rounded away, the name of who said
it. One lost detail is chance; two or more on one side and none on the other tell. Nothing tells otherwise.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from crossfoot.records import Claim, Report
from crossfoot.trace.drift import Mention, is_rounded, mentions
from crossfoot.trace.figures_shared import digits

Cited = Mapping[tuple[int, int], str]
"""(citing report, cited report) → the words that name it."""
LEAST_LOST = 2
LEAST_DIGITS = 2
MOST_MENTIONS = 60
_SPEAKS = ("named", "office", "agency", "outlet")


@dataclass(frozen=True, slots=True)
class Directions:
    reports: Sequence[Report]
    cited: Cited
    said: Mapping[int, Sequence[Claim]]
    """report → its claims."""

    def of(self, a: int, b: int) -> tuple[int, int, str]:
        """(the one that rests, the one rested on, why); the reason is empty where nothing tells."""
        for source, target in ((a, b), (b, a)):
            if why := self._told(source, target):
                return source, target, why
        if not self._dated(a, b) and (a, b) not in self.cited and (b, a) not in self.cited:
            for source, target in ((a, b), (b, a)):
                gone = lost(self.said.get(target, ()), self.said.get(source, ()))
                if len(gone) >= LEAST_LOST and not lost(self.said.get(source, ()), self.said.get(target, ())):
                    return source, target, f"it lost {' and '.join(gone[:3])}"
        return b, a, ""

    def _told(self, source: int, target: int) -> str:
        if (source, target) in self.cited and (target, source) not in self.cited:
            return f"it names it (“{self.cited[source, target]}”)"
        if (target, source) in self.cited:
            return ""
        mine, theirs = self.reports[source].published, self.reports[target].published
        if mine and theirs and mine > theirs:
            return f"published later ({mine.isoformat()}, {theirs.isoformat()})"
        return ""

    def _dated(self, a: int, b: int) -> bool:
        return self.reports[a].published is not None and self.reports[b].published is not None


def lost(full: Sequence[Claim], bare: Sequence[Claim]) -> list[str]:
    """What the first tells of the figures of both, and the second does not."""
    told, kept = _by_figure(full), _by_figure(bare)
    return [*_speakers(told, kept), *_digits(told, kept)]


def _by_figure(claims: Sequence[Claim]) -> dict[tuple[str, float], list[Mention]]:
    found: dict[tuple[str, float], list[Mention]] = defaultdict(list)
    for mention in mentions(claims)[:MOST_MENTIONS]:
        if digits((mention.value,)) >= LEAST_DIGITS:
            found[mention.what, mention.value].append(mention)
    return found


def _speakers(
    told: Mapping[tuple[str, float], list[Mention]], kept: Mapping[tuple[str, float], list[Mention]]
) -> list[str]:
    """Figures whose source only the first names."""
    found = []
    for figure, mine in told.items():
        theirs = kept.get(figure)
        if theirs and _named(mine) and not _named(theirs):
            found.append(f"who said “{mine[0].claim.quote}”")
    return found


def _named(said: Sequence[Mention]) -> bool:
    return any(source.kind in _SPEAKS for mention in said for source in mention.claim.attribution)


def _digits(
    told: Mapping[tuple[str, float], list[Mention]], kept: Mapping[tuple[str, float], list[Mention]]
) -> list[str]:
    """Figures of the first that the second only has rounded."""
    found = []
    for what, value in told:
        rounded = any(what == other and is_rounded(value, near) for other, near in kept)
        if rounded and (what, value) not in kept:
            found.append(f"the digits of “{told[what, value][0].claim.quote}”")
    return found
