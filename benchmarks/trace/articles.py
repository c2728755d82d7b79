"""Unrelated articles made from templates by a seeded generator, and copies of them at stated strengths.

light    15 % of the sentences dropped, 3 % of the words replaced
medium   35 % dropped, 10 % replaced
heavy    35 % dropped, sentences shuffled, 28 % of the words replaced
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate

STRENGTHS = {"light": (0.15, 0.03, False), "medium": (0.35, 0.10, False), "heavy": (0.35, 0.28, True)}

_SYLLABLES = (
    "ba",
    "co",
    "di",
    "fu",
    "ga",
    "ho",
    "ki",
    "lu",
    "me",
    "no",
    "pa",
    "ri",
    "sa",
    "te",
    "vo",
    "zu",
    "sha",
    "tri",
)
_FRAMES = (
    "The {n} of {n} said on {d} that {num} {n} had {v} the {n} .",
    "According to the {n} , {num} {n} were {v} in {n} since {d} .",
    "Officials in {n} {v} the {n} , and the {n} {v} it again .",
    "In {n} alone {num} {n} {v} , the {n} reported , citing the {n} .",
    "Nobody {v} the {n} when the {n} of the {n} {v} .",
    "It is not known whether the {n} will {v} another {n} before {d} .",
    "A {n} who {v} the {n} told the {n} that the {n} had {v} .",
)
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday", "the weekend")


@dataclass(frozen=True, slots=True)
class Article:
    text: str
    story: int
    strength: str
    outlet: str


class Maker:
    """Every draw comes from one seeded generator: the same seed makes the same corpus."""

    def __init__(self, seed: int, words: int = 6000) -> None:
        self.random = random.Random(seed)
        self.words = ["".join(self.random.choices(_SYLLABLES, k=self.random.randint(2, 4))) for _ in range(words)]
        self.weights = list(accumulate(1 / (rank + 20) for rank in range(words)))

    def word(self) -> str:
        return self.random.choices(self.words, cum_weights=self.weights)[0]

    def sentence(self) -> str:
        frame = self.random.choice(_FRAMES)
        filled = [self._fill(part) for part in frame.split()]
        return " ".join(filled)

    def _fill(self, part: str) -> str:
        if part == "{num}":
            return f"{self.random.randint(10, 99999):,}"
        if part == "{d}":
            return self.random.choice(_DAYS)
        return self.word() if part in ("{n}", "{v}") else part

    def story(self) -> list[str]:
        return [self.sentence() for _ in range(self.random.randint(20, 40))]

    def copy(self, story: list[str], strength: str) -> list[str]:
        dropped, replaced, shuffled = STRENGTHS[strength]
        kept = [s for s in story if self.random.random() > dropped] or story[:1]
        if shuffled:
            self.random.shuffle(kept)
        return [" ".join(self.word() if self.random.random() < replaced else w for w in s.split()) for s in kept]


def corpus(count: int, seed: int = 7) -> Iterator[Article]:
    """Half the stories have one to three copies; every page carries the head and foot of its outlet."""
    maker = Maker(seed)
    outlets = [f"Outlet {i}" for i in range(40)]
    made, story = 0, 0
    while made < count:
        base = maker.story()
        for strength in ["original", *maker.random.choices(list(STRENGTHS), k=maker.random.choice((0, 0, 1, 2, 3)))]:
            if made == count:
                return
            outlet = maker.random.choice(outlets)
            body = base if strength == "original" else maker.copy(base, strength)
            foot = (
                f"Read also the latest from {outlet} . Subscribe to our newsletter . All rights reserved by {outlet} ."
            )
            yield Article("\n".join([f"{outlet} | Breaking news .", *body, foot]), story, strength, outlet)
            made += 1
        story += 1
