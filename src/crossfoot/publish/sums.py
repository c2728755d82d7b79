"""Sums laid out in rows: number, what it counts, the words it came from. Table in the dossier, text in `explain`."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from crossfoot.publish.arithmetic import Compared, Line, Stretch, Sum, proof_lines
from crossfoot.publish.index import Index, anchor
from crossfoot.publish.words import figure
from crossfoot.records import Proof, Series
from crossfoot.stated import inward

Role = Literal["line", "subtotal", "total"]
_RULE = "─"


@dataclass(frozen=True, slots=True)
class Row:
    """`quote` and `href` lead to the claim; `note` tells how the number used differs from the one printed."""

    role: Role
    sign: str
    number: str
    what: str
    quote: str = ""
    href: str = ""
    source: str = ""
    note: str = ""


def sum_of(index: Index, proof: Proof) -> Sum:
    return proof_lines(proof, index.claims, index.reports)


def rows(index: Index, total: Sum) -> tuple[Row, ...]:
    """The lines, for a contradiction with a subtotal of what is said at least, and the result under a rule."""
    laid: list[Row] = []
    factors = list(total.factors)
    for n, line in enumerate(total.lines):
        laid.append(_row(index, line, total))
        if line.times != 1:
            here = [f for f in factors if Stretch(line.series or "", line.start, line.end) == f.base]
            laid += [_factor(index, f, index.words.say("sum", "factor_base")) for f in here]
            factors = [f for f in factors if f not in here]
        if n == total.floor_after and total.floor is not None:
            laid.append(Row("subtotal", "", figure(total.floor), index.words.say("sum", "floor")))
    laid += [_factor(index, f, _named(index, f.base)) for f in factors]
    return (*laid, Row("total", "", figure(total.total), _result(index, total)))


def _result(index: Index, total: Sum) -> str:
    if total.side is None:
        return index.words.say("sum", "too_many")
    if total.total.denominator == 1:
        return index.words.say("sum", f"bound_{total.side}")
    whole = figure(inward(total.total, total.side))
    return index.words.say("sum", f"bound_{total.side}_whole", whole=whole)


def same_rows(index: Index, total: Sum) -> tuple[Row, ...]:
    """One sum that gives the least and the greatest at once."""
    *laid, last = rows(index, total)
    return (*laid, replace(last, what=index.words.say("sum", "bound_same")))


def _row(index: Index, line: Line, total: Sum) -> Row:
    what = " ".join(p for p in (_counted(index, line, total), index.words.when(line.start, line.end)) if p)
    if line.compared:
        own, base = _named(index, line.compared.own), _named(index, line.compared.base)
        what = index.words.say("sum", "difference", own=own, base=base)
    side = index.words.say("sum", "at_least" if line.side == "low" else "at_most")
    if total.side is None and line.claim:
        what = f"{what}, {side}"
    row = Row("line", line.sign, figure(line.amount), what)
    if line.times != 1:
        row = replace(row, note=f"{figure(line.times)} × {figure(line.each)}")
    if line.claim is None:
        named = index.assumed((line.assumption or f"relation {line.relation}",))[0]
        return replace(row, what=f"{named.title}: {what}")
    claim = line.claim
    if line.shifted:
        taken = index.words.say("sum", "read_as", side=side, value=figure(line.each))
        row = replace(row, note="; ".join(p for p in (taken, row.note) if p))
    if _is_moved(line):
        printed = index.words.say("sum", "printed_for", period=index.words.label(claim.period.start, claim.period.end))
        row = replace(row, note="; ".join(p for p in (row.note, printed) if p))
    return replace(row, quote=claim.quote, href="#" + anchor("claim", claim.id), source=index.said_in(claim))


def _is_moved(line: Line) -> bool:
    """Whether an assumption gave the figure other days than its words say."""
    if line.claim is None or line.claim.period.end is None:
        return False
    return (line.claim.period.start, line.claim.period.end) != (line.start, line.end)


def _factor(index: Index, compared: Compared, base: str) -> Row:
    """A share or a change that multiplies a line: no number of its own to add up, but words of its own."""
    what = index.words.say(
        "sum",
        f"factor_{compared.side}",
        own=_named(index, compared.own),
        factor=figure(compared.factor),
        base=base,
    )
    href = "#" + anchor("claim", compared.claim.id)
    return Row("line", "", "", what, compared.claim.quote, href, index.said_in(compared.claim))


def _named(index: Index, stretch: Stretch) -> str:
    """What is counted, with its time: "criminal proceedings for desertion, Ukraine, in 2023"."""
    title = index.redacted(index.series_title(Series(*stretch.series.split("#")[0].split("|", 2))))
    return " ".join(filter(None, (title, index.words.when(stretch.start, stretch.end))))


def _counted(index: Index, line: Line, total: Sum) -> str:
    """The unit; where a sum adds several series, what each line counts."""
    every = {other.series for other in total.lines if other.series}
    if line.series is None or len(every) < 2:
        return index.unit(line.series)
    if len({id.partition("|")[2] for id in every}) == 1:
        return index.measure_title(line.series.partition("|")[0])
    return index.series_title(Series(*line.series.split("|", 2)))


def text_rows(laid: tuple[Row, ...]) -> list[str]:
    """Rows as aligned text, with a rule above every subtotal and total."""
    width = max((len(r.number) for r in laid), default=0)
    lines: list[str] = []
    for row in laid:
        if row.role != "line":
            lines.append(f"  {_RULE * (width + 2)}")
        words = "" if not row.quote else f" (“{row.quote}”, {row.source}{'; ' + row.note if row.note else ''})"
        lines.append(f"  {row.sign or ' '} {row.number:>{width}}  {row.what}{words}".rstrip())
    return lines
