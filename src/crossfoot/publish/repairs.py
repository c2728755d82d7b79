"""Views of repairs: the changes that would settle a story, cheapest first, with what each would change."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from crossfoot.publish.changes import ChangeView, changes
from crossfoot.publish.index import Index, anchor
from crossfoot.publish.stories import TIE, Story
from crossfoot.records import Conflict, Repair

CHEAP = 0.15
SHOWN = 4
FOLDED = 20
_PRICE = re.compile(r"\s*Price \d+(?:\.\d+)?: ")


@dataclass(frozen=True, slots=True)
class RepairView:
    """`parts` are the repair's sentence: words, and figures with the address of a claim. `rank` counts from the first
    change of its story, the same for changes that are equally cheap; `why`: what its price rests on; `also`: so many
    reports more print the figure that it changes."""

    rank: int
    name: str
    parts: tuple[tuple[str, str], ...]
    why: str
    changes: tuple[ChangeView, ...]
    settles: int
    also: int


@dataclass(frozen=True, slots=True)
class Ranked:
    """`others` are dearer or settle fewer, of which `hidden` are left to the data; `all_settle`: none settles fewer."""

    first: tuple[RepairView, ...]
    others: tuple[RepairView, ...]
    hidden: int
    all_settle: bool


def ranked(index: Index, story: Story, headlines: Collection[str]) -> Ranked:
    """`headlines` are the ids of bounds that the page shows with their sums."""
    groups = _alike(story.repairs)
    settles = [len({c.id for c in story.conflicts} & {c for r in group for c in r.conflicts}) for group in groups]
    order = sorted(range(len(groups)), key=lambda n: (n > 0, -settles[n], groups[n][0].cost))
    ranks = _ranks([(settles[n], groups[n][0].cost) for n in order])
    views = [
        _view(index, groups[n], story.conflicts, (rank, settles[n]), headlines)
        for n, rank in zip(order, ranks, strict=True)
    ]
    cut = _shown([(settles[n], groups[n][0].cost) for n in order])
    left = views[cut:]
    return Ranked(tuple(views[:cut]), tuple(left[:FOLDED]), max(0, len(left) - FOLDED), len(set(settles)) < 2)


def _alike(repairs: Sequence[Repair]) -> list[tuple[Repair, ...]]:
    """Repairs that say the same of one figure in several reports, together."""
    groups: dict[tuple[str, str], list[Repair]] = {}
    for repair in repairs:
        groups.setdefault((repair.slip, _cut_price(repair.text)[0]), []).append(repair)
    return [tuple(group) for group in groups.values()]


def _ranks(found: Sequence[tuple[int, float]]) -> list[int]:
    """Places in order; changes that settle as many and differ in price by less than a tie share one."""
    ranks: list[int] = []
    first = (0, 0.0)
    for settles, cost in found:
        if not ranks or settles != first[0] or cost > first[1] + TIE:
            ranks.append(ranks[-1] + 1 if ranks else 1)
            first = (settles, cost)
        else:
            ranks.append(ranks[-1])
    return ranks


def _shown(found: Sequence[tuple[int, float]]) -> int:
    if not found:
        return 0
    most, price = found[0]
    cheap = sum(1 for settles, cost in found if settles >= most and cost <= price + CHEAP)
    return max(1, min(cheap, SHOWN))


def _view(
    index: Index,
    group: Sequence[Repair],
    among: Sequence[Conflict],
    place: tuple[int, int],
    headlines: Collection[str],
) -> RepairView:
    repair = group[0]
    text, why = _cut_price(index.named(repair.text))
    rank, settles = place
    return RepairView(
        rank,
        index.repair_name(repair),
        _linked(index, repair, text, {c for conflict in among for c in conflict.claims}),
        index.words.sentence(why),
        changes(index, repair, headlines),
        settles,
        len({index.claims[r.claim].report for r in group if r.claim in index.claims}) - 1 if len(group) > 1 else 0,
    )


def _linked(index: Index, repair: Repair, text: str, clashing: Collection[str]) -> tuple[tuple[str, str], ...]:
    """The sentence with an address at the first mention of each figure that it changes."""
    moved = [c for c in dict.fromkeys((repair.claim or "", *repair.moved)) if c in index.claims]
    places: dict[int, tuple[int, str]] = {}
    for id in sorted(moved, key=lambda c: c not in clashing):
        quote = f"“{index.claims[id].quote}”"
        at = text.find(quote)
        if at >= 0:
            places.setdefault(at, (at + len(quote), "#" + anchor("claim", id)))
    parts: list[tuple[str, str]] = []
    done = 0
    for start, (end, href) in sorted(places.items()):
        if start >= done:
            parts += [(text[done:start], ""), (text[start:end], href)]
            done = end
    return (*parts, (text[done:], ""))


def _cut_price(text: str) -> tuple[str, str]:
    """A repair's sentence, and apart from it what its price rests on."""
    found = _PRICE.search(text)
    return (text[: found.start()], text[found.end() :]) if found else (text, "")
