"""Sentences about repairs and candidates. The arithmetic itself is worded in `proofs`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from crossfoot.reconcile.diagnosis import Move
from crossfoot.reconcile.inequalities import Context
from crossfoot.reconcile.placing import series_of
from crossfoot.reconcile.readings import figure, prices

MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
SHARED = {
    "snapshot": "totals as of {after} count that day too ({quotes})",
    "releases": "{quotes} are of a release of their own ({after})",
    "restart": "running totals after {after} count from that day ({quotes})",
    "revision": "the register was revised, and what was printed since {after} is another vintage ({quotes})",
    "definition": "figures that reach past {after} count something else ({before}: {quotes})",
}
QUOTED = 3
"""So many figures are quoted in a clause; the rest are counted."""


def label(ctx: Context, moves: Sequence[Move]) -> str | None:
    """A repair in one clause a change, or None where nothing is changed."""
    return "; ".join(clause(ctx, m) for m in moves) or None


def clause(ctx: Context, move: Move) -> str:
    claims = [ctx.claims[c] for c in sorted(move.claims, key=lambda c: ctx.claims[c].start)]
    printed = list(dict.fromkeys(f"“{c.quote or figure(c)}”" for c in claims))
    quotes = _listed(printed[:QUOTED] + _and_more(len(printed) - QUOTED))
    if move.slip == "start":
        return f"the totals that {_file(ctx, move)} counts from {spoken(move.after)} keep that start ({quotes})"
    if move.slip == "release":
        return f"{quotes} {'comes' if len(printed) == 1 else 'come'} from another release"
    if move.slip in SHARED:
        return SHARED[move.slip].format(quotes=quotes, after=spoken(move.after), before=move.before)
    if move.slip in ("series", "scope"):
        return f"{quotes} counts {titled(ctx, move.after)}, not {titled(ctx, move.before)}"
    words = {
        "misread": f"{quotes} speaks of {move.after}, not {move.before} (carried over by us, not printed beside it)",
        "year": f"{quotes} speaks of {move.after}, not {move.before}",
        "month": f"{quotes} speaks of {span(move.after)}, not {span(move.before)}",
        "cumulative": f"{quotes} is a running total, {span(move.after)}",
        "monthly": f"{quotes} is the figure of one month, {span(move.after)}",
        "scale": f"{quotes} should read {move.after}",
        **dict.fromkeys(("digits", "misprint", "misprints"), f"{quotes} should read {move.after}"),
    }
    return words.get(move.slip, f"{quotes} is set aside without a slip that explains it")


def repair_text(ctx: Context, move: Move) -> str:
    """What would change, which other years were tried and refuted, and why the slip has its price."""
    text = f"If {clause(ctx, move)}, these figures fit together."
    if move.refused and move.slip in ("year", "misread"):
        text += f" {_listed(sorted(move.refused))} {'is' if len(move.refused) == 1 else 'are'} refuted too."
    why = prices().why.get(move.slip)
    return f"{text} Price {move.cost:.2f}: {why}." if why else text


def titled(ctx: Context, key: str) -> str:
    """A series in words, with the codebook's title for its measure: "criminal proceedings registered, Ukraine"."""
    measure, population, place = series_of(key).split("|", 2)
    known = ctx.codebook.measure(measure) if ctx.codebook else None
    names = [known.title if known else measure, population.replace("/", ", ")]
    return ", ".join([*names, f"in {place}"] if place != population.partition("/")[0] else names)


def span(window: str) -> str:
    """24 February 2022 to 31 October 2024, from two ISO days."""
    return " to ".join(spoken(part) for part in window.split(" to "))


def spoken(iso: str) -> str:
    """24 February 2022, from an ISO day; other text as it is."""
    try:
        day = date.fromisoformat(iso)
    except ValueError:
        return iso
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def _and_more(count: int) -> list[str]:
    return [f"{count} more"] if count > 0 else []


def _file(ctx: Context, move: Move) -> str:
    return ctx.claims[min(move.claims)].file


def _listed(words: Sequence[str]) -> str:
    return ", ".join(words[:-1]) + f" and {words[-1]}" if len(words) > 1 else "".join(words)
