"""The next best question: which single number, from whom, would narrow most what is not known."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

from crossfoot.publish.careful import ultimate, when
from crossfoot.publish.index import Index
from crossfoot.publish.words import figure
from crossfoot.records import Bound, Question

MOST_QUESTIONS = 5
OFFICIAL = 2
"""Of the kinds of sources, the highest so many have a press office."""


@dataclass(frozen=True, slots=True)
class Asked:
    """`whom` may be empty; `gains`: what each answer would narrow, best first."""

    whom: str
    asks: str
    gains: tuple[str, ...]


def question_of(index: Index, bound: Bound) -> Asked | None:
    return _asked(index, bound.question, [bound]) if bound.question else None


def questions(index: Index) -> tuple[Asked, ...]:
    """The questions whose answers narrow the most bounds by the most, each once."""
    wanted: dict[tuple[str, object, object], list[Bound]] = defaultdict(list)
    for bound in index.contents.reconciliation.bounds:
        if bound.question:
            wanted[bound.question.series.id, bound.question.start, bound.question.end].append(bound)
    best = sorted(wanted.values(), key=lambda bounds: (-_worth(index, bounds), bounds[0].id))
    found = []
    for bounds in best[:MOST_QUESTIONS]:
        bounds.sort(key=lambda b: (-_gain(b), b.id))
        asked = bounds[0].question
        if asked:
            found.append(_asked(index, asked, bounds))
    return tuple(found)


def _worth(index: Index, bounds: Sequence[Bound]) -> float:
    """What an answer gains, more where more figures are printed of what it narrows."""
    return sum(_gain(bound) * len(index.claims_of.get(bound.series, ())) for bound in bounds)


def _gain(bound: Bound) -> float:
    """The share of its width that a bound would lose; all of it where it had no end."""
    if bound.question is None or bound.low is None or bound.high is None:
        return 1.0
    width = bound.high - bound.low
    return max(0.0, 1 - bound.question.leaves / width) if width else 0.0


def _asked(index: Index, question: Question, bounds: Sequence[Bound]) -> Asked:
    words = index.words
    fields = {"things": index.things(question.series), "when": when(index, question.start, question.end)}
    gains = tuple(
        words.say(
            "question",
            "gain" if b.question and b.question.leaves else "gain_all",
            series=index.series_title(b.series),
            period=words.label(b.start, b.end),
            now=words.interval(b.low, b.high),
            leaves=figure(b.question.leaves if b.question else 0),
        )
        for b in bounds[:2]
    )
    return Asked(_whom(index, question), words.say("question", "asks", **fields), gains)


def _whom(index: Index, question: Question) -> str:
    """Who is most often named for figures of the same measure, among the highest kind of source."""
    order = cast(Sequence[str], index.words.section("rules")["hierarchy"])
    named: Counter[tuple[int, str]] = Counter()
    for claim in index.contents.claims:
        source = ultimate(claim)
        if claim.series == question.series and source and source.kind in order[:OFFICIAL]:
            named[order.index(source.kind), index.words.inside(index.redacted(source.name), source.kind)] += 1
    if not named:
        return ""
    highest = min(rank for rank, _ in named)
    return max(((count, name) for (rank, name), count in named.items() if rank == highest))[1]
