"""Which of two reports that share wording rests on the other (§10.1): a citation, else the dates, else lost details.

What a copy drops nobody can put back without another source: the digits that were rounded away, the name of who said
it. One lost detail is chance; two or more on one side and none on the other tell. Nothing tells otherwise.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from crossfoot.records import Claim, Number, Report
from crossfoot.trace.figures_shared import digits
from crossfoot.trace.steps import Mention, is_rounded, mentions

Cited = Mapping[tuple[int, int], str]
"""(citing report, cited report) → the words that name it."""
Figures = Mapping[tuple[str, Number], list[Mention]]
"""(what is counted, the number) → where a report says so."""
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
    _figures: dict[int, Figures] = field(default_factory=dict)

    def of(self, a: int, b: int) -> tuple[int, int, str]:
        """(the one that rests, the one rested on, why); the reason is empty where nothing tells."""
        for source, target in ((a, b), (b, a)):
            if why := self._told(source, target):
                return source, target, why
        if not self._dated(a, b) and (a, b) not in self.cited and (b, a) not in self.cited:
            one, other = self._lost(b, a), self._lost(a, b)
            if len(one) >= LEAST_LOST and not other:
                return a, b, f"it lost {' and '.join(one[:3])}"
            if len(other) >= LEAST_LOST and not one:
                return b, a, f"it lost {' and '.join(other[:3])}"
        return b, a, ""

    def _lost(self, full: int, bare: int) -> list[str]:
        """What the first tells of the figures of both, and the second does not."""
        for report in (full, bare):
            if report not in self._figures:
                self._figures[report] = _by_figure(self.said.get(report, ()))
        told, kept = self._figures[full], self._figures[bare]
        return [*_speakers(told, kept), *_digits(told, kept)]

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


def _by_figure(claims: Sequence[Claim]) -> Figures:
    found: dict[tuple[str, Number], list[Mention]] = defaultdict(list)
    for mention in mentions(claims)[:MOST_MENTIONS]:
        if digits((mention.value,)) >= LEAST_DIGITS:
            found[mention.what, mention.value].append(mention)
    return found


def _speakers(told: Figures, kept: Figures) -> list[str]:
    """Figures whose source only the first names."""
    found = []
    for figure, mine in told.items():
        theirs = kept.get(figure)
        if theirs and _named(mine) and not _named(theirs):
            found.append(f"who said “{mine[0].claim.quote}”")
    return found


def _named(said: Sequence[Mention]) -> bool:
    return any(source.kind in _SPEAKS for mention in said for source in mention.claim.attribution)


def _digits(told: Figures, kept: Figures) -> list[str]:
    """Figures of the first that the second only has rounded."""
    found = []
    for what, value in told:
        if (what, value) in kept:
            continue
        if any(what == other and is_rounded(value, near) for other, near in kept):
            found.append(f"the digits of “{told[what, value][0].claim.quote}”")
    return found
