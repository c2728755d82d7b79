"""Views of bounds: what the figures imply, with the sum under each of the cheapest repairs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from crossfoot.publish import sums
from crossfoot.publish.arithmetic import same_figures
from crossfoot.publish.assumptions import bare_sentence, of_bound
from crossfoot.publish.careful import Careful, careful_bound
from crossfoot.publish.charts import is_running
from crossfoot.publish.index import Assumed, Index, anchor
from crossfoot.publish.origins import Origins, origins
from crossfoot.publish.questions import Asked, question_of
from crossfoot.publish.quotes import Quote, quotes
from crossfoot.publish.sums import Row
from crossfoot.publish.words import figure
from crossfoot.records import Bound, Case, Claim, Proof
from crossfoot.stated import inward

HEADLINE_BOUNDS = 6
UNINFORMATIVE = 0.9
"""A bound as wide as this share of its own greatest value tells too little for a headline."""


@dataclass(frozen=True, slots=True)
class CaseView:
    """A bound under one repair. `both` is one sum that gives least and greatest at once, else `low` and `high`."""

    names: tuple[str, ...]
    interval: str
    both: tuple[Row, ...]
    low: tuple[Row, ...]
    high: tuple[Row, ...]
    shorter: tuple[tuple[str, tuple[Row, ...]], ...]
    """Sums of fewer figures that give away a little, each with its title."""


@dataclass(frozen=True, slots=True)
class BoundView:
    bound: Bound
    anchor: str
    title: str
    period: str
    interval: str
    unit: str
    assumed: tuple[Assumed, ...]
    bare: str
    robust: str
    question: Asked | None
    rests_on: tuple[Claim, ...]
    """The figures in its sums."""


@dataclass(frozen=True, slots=True)
class ImpliedView(BoundView):
    """A bound with its sums, what stands behind it, and what can be written of it."""

    cases: tuple[CaseView, ...]
    quotes: tuple[Quote, ...]
    origins: Origins
    careful: Careful


def headline_bounds(index: Index) -> list[Bound]:
    """Bounds that no report prints: a proof joins figures, and no figure has the same days. Narrowest first."""
    printed = {(c.series, *_window(index, c.period.start, c.period.end)) for c in index.contents.claims if c.series}
    new = [
        b
        for b in index.contents.reconciliation.bounds
        if b.start < b.end
        and _joins(b) > 1
        and not is_wide(b)
        and (b.series, *_window(index, b.start, b.end)) not in printed
    ]
    return sorted(new, key=_width)[:HEADLINE_BOUNDS]


def _window(index: Index, start: date | None, end: date | None) -> tuple[date | None, date | None]:
    return (None if is_running(index, start, end) else start), end


def is_wide(bound: Bound) -> bool:
    if bound.low is None or bound.high is None:
        return (bound.low or 0) < 2
    return bound.high == 0 or bound.high - bound.low > UNINFORMATIVE * abs(bound.high)


def _joins(bound: Bound) -> int:
    proofs = [p for case in bound.cases for p in (case.low_proof, case.high_proof) if p]
    return max((len(p.claims) for p in proofs), default=0)


def _width(bound: Bound) -> tuple[bool, bool, float, str]:
    if bound.low is None or bound.high is None:
        return True, bound.low is None, 0.0, bound.id
    settled = all(c.repair is None for c in bound.cases)
    return False, settled, (bound.high - bound.low) / max(1, bound.high), bound.id


def bound_view(index: Index, bound: Bound) -> BoundView:
    return BoundView(
        bound=bound,
        anchor=anchor("bound", bound.id),
        title=index.series_title(bound.series),
        period=index.words.label(bound.start, bound.end),
        interval=index.words.interval(bound.low, bound.high),
        unit=index.unit(bound.series),
        assumed=index.assumed(bound.assumptions),
        bare=bare_sentence(index, bound),
        robust=index.words.interval(*bound.robust) if bound.robust else "",
        question=question_of(index, bound),
        rests_on=tuple(index.claims[c] for c in used_by(bound) if c in index.claims),
    )


def used_by(bound: Bound) -> tuple[str, ...]:
    """Ids of the claims that its proofs use, each once."""
    proofs = [p for case in bound.cases for p in (case.low_proof, case.high_proof) if p]
    return tuple(dict.fromkeys(c for p in proofs for c in p.claims))


def implied_view(index: Index, bound: Bound) -> ImpliedView:
    plain = replace(bound_view(index, bound), assumed=of_bound(index, bound))
    return ImpliedView(
        **{name: getattr(plain, name) for name in BoundView.__dataclass_fields__},
        cases=_cases(index, bound.cases) if bound.cases else (),
        quotes=quotes(index, used_by(bound)),
        origins=origins(index, used_by(bound)),
        careful=careful_bound(index, bound),
    )


def _cases(index: Index, cases: Sequence[Case]) -> tuple[CaseView, ...]:
    """One view for cases with the same sums; what all of them change is left out of their names."""
    names = [changes(index, case) for case in cases]
    shared = set(names[0]).intersection(*names) if len(names) > 1 else set()
    views: dict[tuple[object, ...], CaseView] = {}
    for case, all_changes in zip(cases, names, strict=True):
        view = _case(index, case, tuple(c for c in all_changes if c not in shared))
        key = (view.interval, view.both, view.low, view.high)
        views[key] = replace(view, names=(*views[key].names, *view.names)) if key in views else view
    if len(views) == 1 and len(cases) > 1:
        return tuple(replace(view, names=()) for view in views.values())
    return tuple(views.values())


def changes(index: Index, case: Case) -> tuple[str, ...]:
    """What a case changes, one clause each."""
    repair = index.repairs.get(case.repair or "")
    text = index.named(repair.text) if repair else index.named(case.repair or "")
    return tuple(part.rstrip(".") for part in text.split("; ") if part)


def _case(index: Index, case: Case, names: tuple[str, ...]) -> CaseView:
    low, high = (sum_rows(index, p) for p in (case.low_proof, case.high_proof))
    both: tuple[Row, ...] = ()
    if case.low_proof and case.high_proof:
        first, second = (sums.sum_of(index, p) for p in (case.low_proof, case.high_proof))
        both = sums.same_rows(index, first) if same_figures(first, second) else ()
    return CaseView(
        names=("; ".join(names),) if names else (),
        interval=index.words.interval(case.low, case.high),
        both=both,
        low=() if both else low,
        high=() if both else high,
        shorter=tuple(_shorter(index, p) for p in (case.low_shorter, case.high_shorter) if p),
    )


def _shorter(index: Index, proof: Proof) -> tuple[str, tuple[Row, ...]]:
    total = sums.sum_of(index, proof)
    number = figure(inward(proof.value, proof.side))
    figures = index.words.counted("figure", len(proof.claims))
    title = index.words.say("sum", f"shorter_{proof.side}", number=number, figures=figures)
    return title, sums.rows(index, total)


def sum_rows(index: Index, proof: Proof | None) -> tuple[Row, ...]:
    return sums.rows(index, sums.sum_of(index, proof)) if proof else ()
