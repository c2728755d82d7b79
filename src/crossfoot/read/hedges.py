"""What a text says of the number it prints: over, at least, about … and what negation makes of it (§2.2, §2.5)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from crossfoot.read.numberwords import HedgeWords
from crossfoot.read.surroundings import After, Before, longest
from crossfoot.records import Hedge, Number

TURNED: dict[str, Hedge] = {"over": "up_to", "at_least": "under", "up_to": "over", "under": "at_least"}
"""What a hedge says when a negation governs it: "did not exceed 400" is at most 400."""
LONGEST = 6
REACH = 4
"""Words between a negation and the hedge it governs."""
STACKED = 3
"""Hedges that may stand on one number ("at least some 300")."""
_MARKS = '.,;:!?)”"…'


@dataclass(frozen=True, slots=True)
class Hedging:
    """The hedge of one number: `start` and `end` of the quote that takes it in, None where it adds nothing."""

    hedge: Hedge = "exact"
    approximate: bool = False
    start: int | None = None
    end: int | None = None
    rule: str = ""


def hedging(before: Before, after: After, words: HedgeWords) -> Hedging:
    """The hedge from the signs and words before a number and behind it. The outer hedge tells the bound."""
    found: list[tuple[Hedge, str]] = []
    rest, sign, start = _signed(before, words)
    if sign:
        found.append((sign, "hedge sign"))
    for _ in range(STACKED):
        step = _nearest(rest, words)
        if step is None:
            break
        hedge, size, rule = step
        start = rest.starts[-size]
        rest = rest.drop(size)
        if rule == "hedge verb":
            start, rest = _auxiliaries(start, rest, words)
        found.append((hedge, rule))
    found, start = _negated(found, start, rest, words)
    behind = _behind(after, words)
    end = None
    if behind is not None:
        found.append((behind[0], "hedge behind"))
        end = behind[1]
    return _combined(found, start, end)


def _combined(found: list[tuple[Hedge, str]], start: int | None, end: int | None) -> Hedging:
    approximate = any(hedge in ("about", "almost", "vague") for hedge, _ in found)
    bounds = [(hedge, rule) for hedge, rule in found if hedge in TURNED]
    telling = [(hedge, rule) for hedge, rule in found if hedge != "exact"]
    if not telling:
        return Hedging(start=start, end=end, rule="hedge exact" if found else "")
    hedge, rule = (bounds or telling)[-1]
    return Hedging(hedge, approximate, start, end, f"{rule} {hedge}")


def _signed(before: Before, words: HedgeWords) -> tuple[Before, Hedge | None, int | None]:
    """A sign glued to the digits, or standing alone before them; and where the quote starts with it."""
    if before.glued:
        for sign, hedge in words.signs.items():
            if before.glued.startswith(sign):
                return before, _hedge(hedge), before.at - len(before.glued)
    elif before.last(1) in words.signs:
        return before.drop(1), _hedge(words.signs[before.words[-1]]), before.start
    return before, None, None


def _nearest(before: Before, words: HedgeWords) -> tuple[Hedge, int, str] | None:
    """The longest phrase right before the number; "another", or "the" after a verb, may stand between."""
    if before.last(1) not in words.last:
        return None
    step = _longest(before, words.before, words)
    if step is not None:
        return step
    for size in (3, 2, 1):
        filler = before.last(size)
        if filler in words.fillers or filler in words.verb_fillers:
            table = words.before if filler in words.fillers else {}
            step = _longest(before.drop(size), table, words)
            return (step[0], step[1] + size, step[2]) if step else None
    return None


def _longest(before: Before, table: Mapping[str, str], words: HedgeWords) -> tuple[Hedge, int, str] | None:
    for size in range(min(LONGEST, len(before.words)), 0, -1):
        phrase = before.last(size)
        if phrase in words.phrasal:
            return None
        if phrase in table:
            return _hedge(table[phrase]), size, "hedge"
        if phrase in words.verbs:
            return _hedge(words.verbs[phrase]), size, "hedge verb"
    return None


def _auxiliaries(start: int, before: Before, words: HedgeWords) -> tuple[int, Before]:
    for size in (2, 1):
        if before.last(size) in words.auxiliaries:
            return before.starts[-size], before.drop(size)
    return start, before


def _negated(
    found: list[tuple[Hedge, str]], start: int | None, before: Before, words: HedgeWords
) -> tuple[list[tuple[Hedge, str]], int | None]:
    """Turns the bound when a negation stands close before it in its clause; the quote takes it in if it touches."""
    if not any(hedge in TURNED for hedge, _ in found) or start is None:
        return found, start
    for back in range(1, min(REACH, len(before.words)) + 1):
        word = before.words[-back]
        if word in words.negations:
            turned = [(TURNED.get(hedge, hedge), f"negated {rule}") for hedge, rule in found]
            return turned, before.start if back == 1 else start
        if word in words.breaks or word[-1:] in _MARKS:
            break
    return found, start


def _behind(after: After, words: HedgeWords) -> tuple[Hedge, int] | None:
    """ "or more", "+", "at least" behind the number."""
    if after.words and after.words[0].startswith("+") and not after.gap:
        return "at_least", after.ends[0] - len(after.words[0]) + 1
    match = longest(after, words.after)
    if match is None:
        return None
    follower = next((w for w, e in zip(after.words, after.ends, strict=True) if e > match[1]), "")
    if words.after[match[0]] == "vague" or (follower[:1].isdigit() and match[0] in words.before):
        return None
    return _hedge(words.after[match[0]]), match[1]


def _hedge(name: str) -> Hedge:
    return name  # type: ignore[return-value]


def interval(low: Number, high: Number | None, hedge: Hedge) -> tuple[Number | None, Number | None]:
    """The literal interval of a number under a hedge (§2.2); widths are not put on here (§2.7)."""
    if hedge in ("over", "at_least"):
        return low, None
    if hedge in ("up_to", "under"):
        return None, high if high is not None else low
    return low, high
