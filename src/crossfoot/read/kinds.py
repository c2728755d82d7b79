"""Of what kind a figure is (§4): flow, cumulative, stock, rate, share, change. Cues are lists of the language file."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from crossfoot.read.timewords import TimeWords
from crossfoot.records import Kind

WORD = re.compile(r"[^\W_]+")
NUMBER = re.compile(r"(?<= )\d")
AFTER = 12
"""Words after the figure in which a verb tells the kind: the noun, what narrows it, the verb."""
BEFORE = 7


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The words of a figure's clause, small letters between single spaces, a space at both ends."""

    clause: str
    before: str
    """The words before the figure and its own: a hedge belongs to it."""
    after: str
    sentence: str

    @classmethod
    def of(cls, text: str, figure: tuple[int, int], clause: tuple[int, int], sentence: tuple[int, int]) -> Surroundings:
        before = _words(text[clause[0] : figure[0]])
        after = _words(text[figure[1] : clause[1]])
        inside = _words(text[figure[0] : figure[1]])
        return cls(
            _spaced([*before, *inside, *after]),
            _spaced([*before[-BEFORE:], *inside]),
            _spaced(after[:AFTER]),
            _spaced(_words(text[sentence[0] : sentence[1]])),
        )


def _words(text: str) -> list[str]:
    return WORD.findall(text.lower())


def _spaced(words: Sequence[str]) -> str:
    return f" {' '.join(words)} "


def has(spaced: str, phrases: Sequence[str]) -> str | None:
    """The first of the phrases that stands in the words."""
    return next((phrase for phrase in phrases if f" {phrase} " in spaced), None)


def cued_kind(near: Surroundings, words: TimeWords) -> tuple[Kind, str] | None:
    """The kind that words other than those of time tell, with the name of the rule; None where nothing does."""
    for name, kind, test in RULES:
        if test(near, words):
            return kind, name
    return None


def _is_change(near: Surroundings, words: TimeWords) -> bool:
    cues = words.cues
    own = NUMBER.split(near.after, maxsplit=1)[0]
    return bool(has(near.before, cues["change_before"]) or has(f"{own} ", cues["change_after"]))


def is_difference(near: Surroundings, words: TimeWords) -> bool:
    """ "Fell by 23 percent"."""
    return has(near.before, words.cues["change_before"]) is not None


def _is_total(near: Surroundings, words: TimeWords) -> bool:
    return has(near.clause, words.cues["cumulative"]) is not None and not is_added(near, words)


def is_added(near: Surroundings, words: TimeWords) -> bool:
    """ "The toll rose to 23 after nine more bodies were found": the nine are no total."""
    behind = any(near.after.startswith(f" {word} ") for word in words.cues["added_after"])
    return behind or has(near.before, words.cues["added_before"]) is not None


def is_running(near: Surroundings, words: TimeWords) -> bool:
    """ "The toll rose to 23 on Thursday": a day on which it was read off."""
    return has(near.clause, words.cues["running"]) is not None and not is_added(near, words)


def is_present_perfect(near: Surroundings, words: TimeWords) -> bool:
    """ "Fighting that began on 8 May has displaced 41,000": up to now."""
    cues = words.cues
    return any(has(w, cues["present_perfect"]) and not has(w, cues["not_perfect"]) for w in (near.after, near.before))


def _is_perfect(near: Surroundings, words: TimeWords) -> bool:
    cues = words.cues
    for window in (near.after, near.before):
        if has(window, cues["perfect"]) and not has(window, cues["not_perfect"]):
            return True
    return False


def _is_stock(near: Surroundings, words: TimeWords) -> bool:
    cues = words.cues
    if has(near.after, cues["stock"]) or has(near.before, cues["stock_before"]):
        return True
    return bool(has(near.after, cues["stock_verbs"]) and not has(near.after, cues["not_stock_verbs"]))


def _is_absolute(near: Surroundings, words: TimeWords) -> bool:
    return any(near.clause.startswith(f" {word} ") for word in words.cues["absolute"])


RULES: tuple[tuple[str, Kind, Callable[[Surroundings, TimeWords], bool]], ...] = (
    ("change_cue", "change", _is_change),
    ("total_cue", "cumulative", _is_total),
    ("stock_cue", "stock", _is_stock),
    ("perfect_tense", "cumulative", _is_perfect),
    ("absolute_phrase", "cumulative", _is_absolute),
)  # fmt: skip
