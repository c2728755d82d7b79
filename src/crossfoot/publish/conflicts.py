"""Views of contradictions: told as stories, with their quotes, sums, origins and repairs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from crossfoot.publish import assumptions, sums
from crossfoot.publish.careful import Careful, careful_conflict
from crossfoot.publish.charts import is_running
from crossfoot.publish.index import Assumed, Index, anchor
from crossfoot.publish.origins import Origins, origins
from crossfoot.publish.quotes import Quote, quotes
from crossfoot.publish.repairs import Ranked, ranked
from crossfoot.publish.stories import Story
from crossfoot.publish.sums import Row
from crossfoot.records import Claim, Conflict, Proof

TOLD_IN_FULL = 25
"""So many stories are told one under the other; of the others there is a line that unfolds to quotes and sum."""
SHOWN_OTHERS = 6


@dataclass(frozen=True, slots=True)
class ConflictView:
    conflict: Conflict
    anchor: str
    title: str
    quotes: tuple[Quote, ...]
    rows: tuple[Row, ...]
    unit: str
    assumed: tuple[Assumed, ...]
    origins: Origins
    stronger: tuple[Row, ...]
    stronger_quotes: tuple[Quote, ...]
    stronger_assumed: tuple[Assumed, ...]


@dataclass(frozen=True, slots=True)
class StoryView:
    """`others` are told in full below `lead`, `more` only on request; `equal`: more than one change is the cheapest."""

    anchor: str
    title: str
    fixes: str
    verdict: str
    lead: ConflictView
    others: tuple[ConflictView, ...]
    more: tuple[ConflictView, ...]
    repairs: Ranked
    careful: Careful
    in_full: bool
    is_of_one: bool
    """Whether one figure clashes with others, or no single one can be named."""

    @property
    def views(self) -> tuple[ConflictView, ...]:
        return (self.lead, *self.others, *self.more)

    @property
    def count(self) -> int:
        return len(self.views)


def story_view(index: Index, story: Story, place: int = 0, headlines: Collection[str] = ()) -> StoryView:
    """`place` counts from the strongest story; `headlines` are ids of bounds that the page shows with sums."""
    views = _told_apart(index, [conflict_view(index, c, story.claim) for c in story.conflicts], story.claim)
    return StoryView(
        anchor=anchor("story", story.conflicts[0].id),
        title=views[0].title,
        fixes=_fixes(index, story),
        verdict=_verdict(index, story),
        lead=views[0],
        others=views[1 : 1 + SHOWN_OTHERS],
        more=views[1 + SHOWN_OTHERS :],
        repairs=ranked(index, story, headlines),
        is_of_one=story.claim is not None,
        careful=careful_conflict(index, story),
        in_full=place < TOLD_IN_FULL,
    )


def _told_apart(index: Index, views: Sequence[ConflictView], subject: str | None) -> tuple[ConflictView, ...]:
    """The views; where two have one title, the later with the reports that print the other figures."""
    counts = Counter(v.title for v in views)
    return tuple(
        v if n == 0 or counts[v.title] == 1 else replace(v, title=_with_reports(index, v, subject))
        for n, v in enumerate(views)
    )


def _with_reports(index: Index, view: ConflictView, subject: str | None) -> str:
    others = [index.claims[c] for c in view.conflict.claims if c in index.claims and c != subject]
    names = dict.fromkeys(index.report_name(index.reports.get(c.report), c.file) for c in others)
    return index.words.say("story", "with_reports", title=view.title, reports=index.words.joined(list(names)))


def _verdict(index: Index, story: Story) -> str:
    """What the repairs drawn with varied prices say of the figure that the story is about (§9.3)."""
    found = next((v for v in index.contents.reconciliation.verdicts if v.claim == story.claim), None)
    if found is None:
        return ""
    others = [f"“{index.claims[c].quote}”" for c in found.with_claims if c in index.claims]
    if found.status == "contested" and others:
        return index.words.say("verdict", "contested_with", others=index.words.joined(others))
    return index.words.say("verdict", found.status)


def _fixes(index: Index, story: Story) -> str:
    if story.best is None:
        return ""
    disappears = index.words.plural("disappears", len(story.conflicts))
    if story.claim:
        return index.words.say("story", "fixes_claim", disappears=disappears)
    if len(story.repairs) > 1:
        return index.words.say("story", "fixes_several")
    change = index.repair_name(story.best)
    return index.words.say("story", "fixes_other", change=change, disappears=disappears)


# ── one contradiction ────────────────────────────────────────────────────────────────────────────


def conflict_view(index: Index, conflict: Conflict, subject: str | None) -> ConflictView:
    stronger = conflict.stronger
    extra = [c for c in stronger.claims if c not in conflict.claims] if stronger else []
    total = sums.sum_of(index, conflict.proof)
    in_order = [line.claim.id for line in total.lines if line.claim]
    return ConflictView(
        conflict=conflict,
        anchor=anchor("conflict", conflict.id),
        title=conflict_title(index, conflict, subject),
        quotes=quotes(index, (*in_order, *conflict.claims)),
        rows=sums.rows(index, total),
        unit=conflict.unit or index.unit(total.unit_series),
        assumed=assumptions.of_conflict(index, conflict),
        origins=origins(index, conflict.claims),
        stronger=_rows(index, stronger),
        stronger_quotes=quotes(index, extra),
        stronger_assumed=assumptions.of_stronger(index, conflict, stronger) if stronger else (),
    )


def _rows(index: Index, proof: Proof | None) -> tuple[Row, ...]:
    return sums.rows(index, sums.sum_of(index, proof)) if proof else ()


def conflict_title(index: Index, conflict: Conflict, subject: str | None) -> str:
    words = index.words
    claims = [index.claims[c] for c in conflict.claims if c in index.claims]
    about = index.claims[subject] if subject in index.claims and subject in conflict.claims else None
    rest = [c for c in claims if c is not about]
    others = words.joined([mention(index, c, brief=len(rest) > 2, unit=about is None and c is rest[0]) for c in rest])
    if about:
        return words.say(
            "story", "claim" if others else "alone", subject=mention(index, about, unit=True), others=others
        )
    return words.say("story", "both" if len(rest) == 2 else "set", figures=others)


def mention(index: Index, claim: Claim, *, brief: bool = False, unit: bool = False) -> str:
    """A figure as a headline names it: “over 160,000” cases by 18 December 2023."""
    period, words = claim.period, index.words
    if brief or (period.start is None and period.end is None):
        return words.say("story", "mention_bare", quote=claim.quote)
    when = words.when(period.start, period.end)
    if period.end and (period.start is None or is_running(index, period.start, period.end)):
        when = words.say("story", "by", end=words.day(period.end))
    is_count = claim.base is None and claim.kind not in ("share", "change", "rate")
    key = "mention_unit" if unit and is_count and index.unit(claim.series) else "mention"
    return words.say("story", key, quote=claim.quote, unit=index.unit(claim.series), when=when)
