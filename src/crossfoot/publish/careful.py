"""The careful sentence: wording that the evidence supports, and wordings that it does not support, with the reason.

Each wording that is not supported is one small function in a visible table; all words stand in words.toml.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from crossfoot.publish.charts import is_running
from crossfoot.publish.index import Index
from crossfoot.publish.origins import Origins, origins
from crossfoot.publish.stories import Story
from crossfoot.publish.sums import sum_of
from crossfoot.publish.words import figure
from crossfoot.records import Bound, Claim, Series, Source

MOST_SOURCES = 3


@dataclass(frozen=True, slots=True)
class Unsupported:
    """A wording that says more than the evidence, and why."""

    wording: str
    why: str


@dataclass(frozen=True, slots=True)
class Careful:
    """`says` is empty where nothing can be said with a number; `only_if`: what must be said with it."""

    says: str
    only_if: tuple[str, ...]
    unsupported: tuple[Unsupported, ...]


# ── bounds ───────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Implied:
    """A bound as these sentences see it. `changes`: of each case, what it sets aside; `shared`: what all of
    them set aside that the sums use or that prints a figure of the same series."""

    index: Index
    bound: Bound
    claims: tuple[Claim, ...]
    origins: Origins
    cases: tuple[tuple[str, str], ...]
    shared: tuple[str, ...]

    @property
    def fields(self) -> dict[str, str]:
        bound, words = self.bound, self.index.words
        return {
            "low": figure(bound.low or 0),
            "high": figure(bound.high or 0),
            "interval": words.interval(bound.low, bound.high),
            "things": self.index.things(bound.series),
            "unit": self.index.unit(bound.series) or words.say("careful", "unit"),
            "when": when(self.index, bound.start, bound.end),
            "period": words.label(bound.start, bound.end),
        }

    def say(self, key: str, **more: str) -> str:
        return self.index.words.say("careful", key, **{**self.fields, **more})


def shape(bound: Bound) -> str:
    """Which sentence a bound can carry: exact, range, floor, ceiling or nothing."""
    if bound.high is None:
        return "floor" if bound.low else "nothing"
    if not bound.low:
        return "ceiling"
    return "exact" if bound.low == bound.high else "range"


def careful_bound(index: Index, bound: Bound) -> Careful:
    said = _implied(index, bound)
    kind = shape(bound)
    if kind == "nothing":
        return Careful(index.words.say("careful", "nothing", **said.fields), (), ())
    parts = [said.say("sound")] if bound.exactness == "sound" else []
    parts += _under(said)
    clauses = index.clauses(bound.assumptions)
    if clauses:
        parts.append(said.say("assuming", clauses=index.words.joined(clauses)))
    parts.append(_resting(index, said.origins))
    says = said.say(kind, sources=_sources(index, said.claims))
    return Careful(says, tuple(p for p in parts if p), _refused(BOUND_RULES, said))


def _under(said: Implied) -> list[str]:
    """What the sentence owes to open contradictions (§7.4)."""
    parts = []
    if len(said.cases) > 1:
        each = [said.say("case", found=interval, change=change) for interval, change in said.cases]
        parts.append(said.say("contested", cases="; ".join(each)))
    if said.shared:
        parts.append(said.say("set_aside", change=said.index.words.joined(said.shared)))
    return parts


def _implied(index: Index, bound: Bound) -> Implied:
    from crossfoot.publish.implied import changes, used_by

    claims = tuple(c for c in used_by(bound) if c in index.claims)
    each = [changes(index, case) for case in bound.cases]
    shared = [c for c in each[0] if all(c in other for other in each)] if each else []
    by_interval: dict[str, list[str]] = {}
    for case, names in zip(bound.cases, each, strict=True):
        own = "; ".join(n for n in names if n not in shared) or index.words.say("careful", "otherwise")
        by_interval.setdefault(index.words.interval(case.low, case.high), []).append(own)
    cases = tuple((k, index.words.say("careful", "or_if").join(v)) for k, v in by_interval.items())
    used = tuple(index.claims[c] for c in claims)
    near = (*used, *(c for c in index.claims_of.get(bound.series, ()) if c.id in index.clashing))
    touching = tuple(change for change in shared if any(f"“{c.quote}”" in change for c in near))
    return Implied(index, bound, used, origins(index, claims), cases, touching)


def when(index: Index, start: date | None, end: date | None) -> str:
    """ "by 31 October 2024" for a running total, else "in October 2024", "from … to …"."""
    if end and is_running(index, start, end):
        return index.words.say("careful", "by", end=index.words.day(end))
    return index.words.when(start, end)


def _sources(index: Index, claims: Iterable[Claim]) -> str:
    """Whom the figures are attributed to: the ultimate source, else the report that prints them."""
    names = list(dict.fromkeys(speaker(index, c) for c in claims))
    rest = len(names) - MOST_SOURCES
    shown = names[:MOST_SOURCES]
    if rest > 0:
        shown.append(index.words.say("careful", "more_sources", count=index.words.count(rest)))
    return index.words.joined(shown) or index.words.say("careful", "no_source")


def speaker(index: Index, claim: Claim) -> str:
    """The ultimate source of a figure (§1.6), or the report itself."""
    source = ultimate(claim)
    if source is None:
        return index.report_name(index.reports.get(claim.report), claim.file)
    return index.words.inside(index.redacted(source.name), source.kind)


def ultimate(claim: Claim) -> Source | None:
    return next((s for s in reversed(claim.attribution) if s.kind != "self"), None)


def _resting(index: Index, found: Origins) -> str:
    if found.found.most <= 1:
        return index.words.say("careful", "one_origin") if found.found.reports > 1 else ""
    if found.found.fewest == found.found.most:
        return ""
    fewest, most = str(found.found.fewest), str(found.found.most)
    return index.words.say("careful", "unknown_origins", fewest=fewest, most=most)


# ── what a bound does not support ────────────────────────────────────────────────────────────────

BoundRule = Callable[[Implied], Unsupported | None]


def another_unit(said: Implied) -> Unsupported | None:
    """ "27,836 soldiers" where cases were counted."""
    other = other_unit(said.index, said.bound.series)
    return _pair(said, "another_unit", other=other) if other else None


def middle(said: Implied) -> Unsupported | None:
    """One number where the figures allow a range."""
    low, high = said.bound.low, said.bound.high
    if low is None or high is None or low == high:
        return None
    return _pair(said, "middle", middle=figure((low + high) // 2))


def no_limit(said: Implied) -> Unsupported | None:
    """A floor told as a count."""
    return _pair(said, "no_limit") if shape(said.bound) == "floor" else None


def not_reached(said: Implied) -> Unsupported | None:
    """A ceiling told as a count."""
    return _pair(said, "not_reached") if shape(said.bound) == "ceiling" else None


def may_be_narrower(said: Implied) -> Unsupported | None:
    """The end of a sound bound told as a possibility."""
    return _pair(said, "may_be_narrower") if said.bound.exactness == "sound" and said.bound.low is not None else None


def settled(said: Implied) -> Unsupported | None:
    """The number under one repair, while others are as likely."""
    if len(said.cases) < 2:
        return None
    return _pair(said, "settled", found=said.cases[0][0], change=said.cases[0][1])


def one_month(said: Implied) -> Unsupported | None:
    """A figure of many months told of one, of the last."""
    start, end = said.bound.start, said.bound.end
    if (end.year, end.month) == (start.year, start.month):
        return None
    return _pair(said, "one_month", month=said.index.words.month(end))


def many_sources(said: Implied) -> Unsupported | None:
    return _many_sources(said.index, said.origins)


def without_if(said: Implied) -> Unsupported | None:
    """The bound told as certain, where it needs assumptions."""
    bare = said.bound.bare
    if not said.bound.assumptions or bare is None or bare == (said.bound.low, said.bound.high):
        return None
    return _pair(said, "without_if", bare=said.index.words.interval(*bare))


BOUND_RULES: tuple[BoundRule, ...] = (
    another_unit,
    middle,
    no_limit,
    not_reached,
    may_be_narrower,
    settled,
    one_month,
    many_sources,
    without_if,
)


def other_unit(index: Index, series: Series | None) -> str:
    """Another unit for which the unit of this series is easily taken: the one that most figures here have."""
    own = index.unit(series)
    others = [unit for unit in index.units if unit != own] if own else []
    return others[0] if others else ""


def _many_sources(index: Index, found: Origins) -> Unsupported | None:
    reports, fewest, most = found.found.reports, found.found.fewest, found.found.most
    if reports < 2 or fewest == reports:
        return None
    key = "copies" if most == 1 else "unproven"
    wording, why = index.words.pair("unsupported", key)
    fields = {"reports": str(reports), "fewest": str(fewest), "most": str(most)}
    return Unsupported(wording.format(**fields), why.format(**fields))


def _pair(said: Implied, key: str, **more: str) -> Unsupported:
    wording, why = said.index.words.pair("unsupported", key)
    fields = {**said.fields, **more}
    return Unsupported(wording.format(**fields), why.format(**fields))


def _refused(rules: Sequence[BoundRule], said: Implied) -> tuple[Unsupported, ...]:
    return tuple(found for rule in rules if (found := rule(said)))


# ── contradictions ───────────────────────────────────────────────────────────────────────────────


def careful_conflict(index: Index, story: Story) -> Careful:
    words, conflict = index.words, story.conflicts[0]
    in_order = [line.claim.id for line in sum_of(index, conflict.proof).lines if line.claim]
    claims = [index.claims[c] for c in dict.fromkeys((*in_order, *conflict.claims)) if c in index.claims]
    unit = conflict.unit or words.say("careful", "unit")
    each = [_said(index, claim) for claim in claims]
    gap = figure(conflict.gap)
    key = "clash_both" if len(each) == 2 else "clash" if each else "clash_none"
    clauses = index.clauses(conflict.assumptions or conflict.proof.assumptions)
    says = words.say("careful", key, figures=words.joined(each), gap=gap, unit=unit)
    parts = []
    if clauses:
        parts.append(words.say("careful", "clash_assuming", clauses=words.joined(clauses)))
    fields = {
        "gap": gap,
        "unit": unit,
        "quote": claims[0].quote if claims else "",
        "speaker": speaker(index, claims[0]) if claims else "",
    }
    if story.claim in index.claims:
        about = index.claims[story.claim]
        fields |= {"quote": about.quote, "speaker": speaker(index, about)}
        parts.append(
            words.say("careful", "suspect", change=index.repair_name(story.best) if story.best else "", **fields)
        )
    else:
        parts.append(words.say("careful", "no_suspect"))
    return Careful(says, tuple(parts), _clash_refused(index, story, fields))


def _said(index: Index, claim: Claim) -> str:
    """A figure with who says it and where; a report that speaks for itself is named once."""
    where, who = index.said_in(claim), speaker(index, claim)
    key = "said_itself" if where.startswith(who) else "said_by"
    return index.words.say("careful", key, quote=claim.quote, speaker=who, report=where)


def _clash_refused(index: Index, story: Story, fields: dict[str, str]) -> tuple[Unsupported, ...]:
    conflict = story.conflicts[0]
    keys = ["false", "intent", "gap"]
    if any(r.claim is None for r in story.repairs):
        keys.append("no_assumption")
    found = [index.words.pair("unsupported_clash", key) for key in keys]
    told = [Unsupported(wording.format(**fields), why.format(**fields)) for wording, why in found]
    copies = _many_sources(index, origins(index, conflict.claims))
    return (*told, copies) if copies else tuple(told)


# ── series ───────────────────────────────────────────────────────────────────────────────────────


def careful_series(index: Index, claims: Sequence[Claim], bounds: Sequence[Bound]) -> Careful | None:
    """What can be written of a series: its best bound, else the figure last printed, with its words and source."""
    best = telling_bound(index, bounds)
    if best:
        return careful_bound(index, best)
    usable = [c for c in claims if c.low is not None or c.high is not None]
    return careful_claim(index, max(usable, key=lambda c: (c.period.end or date.min, c.id))) if usable else None


def telling_bound(index: Index, bounds: Sequence[Bound]) -> Bound | None:
    """The bound that says most of a series: a running total before others, with both ends, the latest."""
    telling = [b for b in bounds if shape(b) in ("exact", "range", "floor")]
    return max(
        telling,
        key=lambda b: (is_running(index, b.start, b.end), shape(b) != "floor", b.end, b.start, b.id),
        default=None,
    )


def careful_claim(index: Index, claim: Claim) -> Careful:
    words = index.words
    stance = words.say("stance", "modal" if claim.modal else claim.stance)
    fields = {
        "quote": claim.quote,
        "number": figure(claim.low if claim.low is not None else claim.high or 0),
        "speaker": speaker(index, claim),
        "report": index.said_in(claim),
        "things": index.things(claim.series) if claim.series else "",
        "unit": index.unit(claim.series) or words.say("careful", "unit"),
        "period": words.period(claim.period),
        "stance": stance,
    }
    unsupported = [words.pair("unsupported_claim", key) for key in _claim_keys(claim)]
    told = [Unsupported(wording.format(**fields), why.format(**fields)) for wording, why in unsupported]
    return Careful(words.say("careful", "alone", **fields), (), tuple(told))


def _claim_keys(claim: Claim) -> list[str]:
    """Which wordings a single figure does not support, from its hedge, time and stance."""
    keys: list[str] = [claim.hedge] if claim.hedge != "exact" else []
    if claim.period.start is None and claim.period.end is None:
        keys.append("undated")
    if claim.modal or claim.stance != "asserted":
        keys.append("reserve")
    return [*keys, "unchecked"]
