"""False corroboration (§8.3): figures that are said to confirm others, but are other figures, or older.

Found by words (a verb and an object of languages/*.toml in one sentence), then judged by the claims alone: those
just before the sentence are what is confirmed, those in it and just after it are what confirms.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from crossfoot.records import Claim, Remark
from crossfoot.trace.cues import Cues, WordRun, first
from crossfoot.trace.figures_shared import counted, printed

WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
SENTENCE_END = re.compile(r"[.!?]+[\"”’')\]]*\s|\n")
REACH = 400
"""Characters before and after the sentence in which claims are looked for."""
NEGATION_WORDS = 4
MOST_CLAIMS = 4


@dataclass(frozen=True, slots=True)
class Place:
    """A sentence that says that figures are confirmed."""

    start: int
    end: int


def places(text: str, cues: Cues) -> Iterator[Place]:
    folded = text.casefold()
    if not any(word in folded for word in cues.verbs):
        return
    start = 0
    for stop in [*(m.end() for m in SENTENCE_END.finditer(text)), len(text)]:
        words = tuple(m.group().casefold().replace("’", "'") for m in WORD.finditer(text, start, stop))
        verb = first(words, cues.verbs)
        if verb is not None and first(words, cues.objects) is not None and not _negated(words, verb, cues):
            yield Place(start, stop)
        start = stop


def _negated(words: WordRun, verb: int, cues: Cues) -> bool:
    return first(words[max(0, verb - NEGATION_WORDS) : verb], cues.negations) is not None


def remarks(name: str, text: str, claims: Sequence[Claim], cues: Cues) -> Iterator[Remark]:
    """`claims`: those of this report, in the order of the text. `name`: how the report is called."""
    starts = [claim.start for claim in claims]
    for place in places(text, cues):
        at, stop = bisect_left(starts, place.start), bisect_right(starts, place.end)
        before = [c for c in claims[max(0, at - MOST_CLAIMS) : at] if c.end >= place.start - REACH and printed(c)]
        after = [c for c in claims[at : stop + MOST_CLAIMS] if c.start <= place.end + REACH and printed(c)]
        if before and after and not _one_speaker(before, after):
            why = _why(before, after)
            if why:
                ids = tuple(c.id for c in (*before, *after))
                quotes = [", ".join(f"“{c.quote}”" for c in part) for part in (before, after)]
                sentence = " ".join(text[place.start : place.end].split())[:200]
                yield Remark(
                    "false corroboration",
                    ids,
                    f"in {name}, {quotes[1]} are said to confirm {quotes[0]} (“{sentence}”), but they are {why}",
                )


def _one_speaker(before: Sequence[Claim], after: Sequence[Claim]) -> bool:
    """The same last source on both sides: a speaker going on, not a second one."""
    ends = [{c.attribution[-1].name for c in part if c.attribution} for part in (before, after)]
    return bool(ends[0]) and ends[0] == ends[1]


def _why(before: Sequence[Claim], after: Sequence[Claim]) -> str:
    said = {(printed(c), counted(c)) for c in before}
    reasons = []
    if not any((printed(c), counted(c)) in said for c in after):
        reasons.append("other figures")
    last = [max(days) if (days := [c.period.end for c in part if c.period.end]) else None for part in (before, after)]
    if last[0] and last[1] and last[1] < last[0]:
        reasons.append(f"older ({last[1].isoformat()}, before {last[0].isoformat()})")
    return " and ".join(reasons)
