"""What became of the figures of a page over its visits (§11.3): seen, changed, no longer there, there again.

Only a page that was shown, or a server that said there is none, can show an absence. Failures, throttling and login
walls show nothing and are left out before this module is asked.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field

from crossfoot.records import Claim, Outcome, Report, Showing, Sighting

WORD = re.compile(r"[^\W\d_]+")
MOST_PASSAGE = 1000
MOST_PAIRS = 250_000
"""More pairs of figures than this are not compared by their words."""
TELLING_DIGITS = 3
ALIKE = 0.6
"""So much of the words of two passages is common where one takes the place of the other."""


@dataclass(frozen=True, slots=True)
class Version:
    """What one visit showed: reports with their claims, or none where the page was gone."""

    visit: str
    at: str
    outcome: Outcome
    status: int | None = None
    reports: tuple[Report, ...] = ()
    claims: tuple[Claim, ...] = ()

    def showing(self, claim: Claim | None = None) -> Showing:
        if claim is None:
            return Showing(self.visit, self.at, self.outcome, self.status)
        text = next((report.text for report in self.reports if report.id == claim.report), "")
        quote, said = claim.quote, passage(claim, text)
        return Showing(self.visit, self.at, self.outcome, self.status, claim.report, claim.id, quote, said)


@dataclass(slots=True)
class _Track:
    """One figure through time. `after` is set while it is absent."""

    claim: Claim
    first: str
    before: Showing
    after: Showing | None = None
    changed: bool = False
    absences: list[tuple[str, str]] = field(default_factory=list)

    def seen(self, version: Version, claim: Claim) -> None:
        if self.after is not None:
            self.absences.append((self.after.at, version.at))
        self.claim, self.before, self.after, self.changed = claim, version.showing(claim), None, False

    def lost(self, version: Version, instead: Claim | None) -> None:
        self.after, self.changed = version.showing(instead), instead is not None


def sightings(url: str, versions: Sequence[Version]) -> tuple[Sighting, ...]:
    """Every figure that any of these visits showed, in the order in which they came. Versions are in order of time."""
    tracks: list[_Track] = []
    for version in versions:
        _follow(tracks, version)
    title = next((report.title for version in reversed(versions) for report in version.reports if report.title), None)
    return tuple(_told(url, title, track) for track in tracks)


def _told(url: str, title: str | None, track: _Track) -> Sighting:
    if track.after is None:
        standing = "present"
    elif track.changed:
        standing = "changed"
    else:
        standing = "page gone" if track.after.outcome == "gone" else "gone from the page"
    return Sighting(url, standing, track.first, track.before, track.after, tuple(track.absences), title)  # type: ignore[arg-type]


def _follow(tracks: list[_Track], version: Version) -> None:
    """One version more: figures that stand, that were replaced, that are gone, that are back, that are new."""
    here = [track for track in tracks if track.after is None]
    if version.outcome == "gone":
        for track in here:
            track.lost(version, None)
        return
    texts = {report.id: report.text for report in version.reports}
    said = {claim.id: passage(claim, texts.get(claim.report, "")) for claim in version.claims}
    found = match(
        [(track.claim, track.before.passage) for track in here], [(claim, said[claim.id]) for claim in version.claims]
    )
    standing = set()
    for number, track in enumerate(here):
        claim = found.get(number)
        if claim is not None and same(track.claim, claim):
            track.seen(version, claim)
            standing.add(claim.id)
        else:
            track.lost(version, claim)
    fresh = [claim for claim in version.claims if claim.id not in standing]
    away = [track for track in tracks if track.after is not None and track.after.visit != version.visit]
    back = match([(t.claim, t.before.passage) for t in away], [(c, said[c.id]) for c in fresh], only_same=True)
    for number, claim in back.items():
        away[number].seen(version, claim)
        standing.add(claim.id)
    tracks += [_Track(claim, version.at, version.showing(claim)) for claim in fresh if claim.id not in standing]


def same(one: Claim, other: Claim) -> bool:
    """Whether two claims print one figure, whatever its digits look like."""
    return (one.low, one.high, one.hedge) == (other.low, other.high, other.hedge)


# ── which figure takes whose place ───────────────────────────────────────────────────────────────

Placed = tuple[Claim, str]
"""A claim and the passage it stands in."""
Key = Callable[[Placed], Hashable]


def _value(placed: Placed) -> Hashable:
    claim = placed[0]
    return claim.low, claim.high, claim.hedge


def _meaning(placed: Placed) -> Hashable:
    """What is counted, when and how; None where the reader does not know."""
    claim = placed[0]
    series = claim.series
    if series is None:
        return None
    return series, claim.kind, claim.per, claim.period.start, claim.period.end


def _frame(placed: Placed) -> Hashable:
    """The passage without its numbers."""
    return " ".join(WORD.findall(placed[1])) or None


def _counted(placed: Placed) -> Hashable:
    return placed[0].counted


def _telling(placed: Placed) -> Hashable:
    """A figure that nobody prints by chance: three digits or more that are no trailing zeros."""
    number = placed[0].low if placed[0].low is not None else placed[0].high
    return number if number is not None and len(str(number).rstrip("0").replace(".", "")) >= TELLING_DIGITS else None


def _both(*keys: Key) -> Key:
    def key(placed: Placed) -> Hashable:
        parts = tuple(one(placed) for one in keys)
        return None if None in parts else parts

    return key


SAME: tuple[Key, ...] = (
    _both(_value, lambda placed: placed[1]),
    _both(_value, _frame),
    _both(_value, _meaning),
    _both(_value, _counted),
    _both(_value, _telling),
)
CHANGED: tuple[Key, ...] = (_frame, _meaning)
"""Ways to know a figure again, surest first; where a key fits several, they are taken in the order of the text."""


def match(before: Sequence[Placed], after: Sequence[Placed], only_same: bool = False) -> Mapping[int, Claim]:
    """For each earlier figure, by its number, the one that stands in its place now; none where nothing does."""
    pairs: dict[int, int] = {}
    for key in SAME:
        _pair(before, after, key, pairs)
    _alike(before, after, pairs, only_same=True)
    if not only_same:
        for key in CHANGED:
            _pair(before, after, key, pairs)
        _alike(before, after, pairs, only_same=False)
    return {one: after[other][0] for one, other in pairs.items()}


def _pair(before: Sequence[Placed], after: Sequence[Placed], key: Key, pairs: dict[int, int]) -> None:
    taken = set(pairs.values())
    free: dict[Hashable, list[int]] = defaultdict(list)
    for number, placed in enumerate(after):
        if number not in taken:
            free[key(placed)].append(number)
    for number, placed in enumerate(before):
        name = key(placed)
        if number not in pairs and name is not None and free.get(name):
            pairs[number] = free[name].pop(0)


def _alike(before: Sequence[Placed], after: Sequence[Placed], pairs: dict[int, int], only_same: bool) -> None:
    """Reworded passages: the pairs whose words have most in common, of one value or of one thing counted."""
    taken = set(pairs.values())
    left = [(n, placed, _words(placed[1])) for n, placed in enumerate(before) if n not in pairs]
    free = [(n, placed, _words(placed[1])) for n, placed in enumerate(after) if n not in taken]
    if len(left) * len(free) > MOST_PAIRS:
        return
    scored = [
        (-_overlap(words, others), one, other)
        for one, placed, words in left
        for other, candidate, others in free
        if (_value(placed) == _value(candidate) if only_same else placed[0].counted == candidate[0].counted)
    ]
    for score, one, other in sorted(scored):
        if -score >= ALIKE and one not in pairs and other not in taken:
            pairs[one] = other
            taken.add(other)


def _words(text: str) -> frozenset[str]:
    return frozenset(word.casefold() for word in WORD.findall(text))


def _overlap(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / len(one | other) if one | other else 0.0


def passage(claim: Claim, text: str) -> str:
    """The sentence of a claim, or its line where the reader knows no sentence; cut where it is very long."""
    if claim.sentence is not None:
        start, end = claim.sentence
    else:
        start = text.rfind("\n", 0, claim.start) + 1
        stop = text.find("\n", claim.end)
        end = len(text) if stop < 0 else stop
    if end - start > MOST_PASSAGE:
        start = max(start, claim.start - MOST_PASSAGE // 2)
        end = min(end, start + MOST_PASSAGE)
    return text[start:end].strip()
