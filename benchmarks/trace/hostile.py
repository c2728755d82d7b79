"""Inputs that are made to cost time and memory, each with what a right answer is."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass

from articles import Maker

Pairs = set[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Case:
    said: str
    texts: list[str]
    outlets: list[str | None]
    right: Callable[[Pairs], bool]


def _bodies(count: int, sentences: int, seed: int = 11) -> list[str]:
    maker = Maker(seed)
    return [" ".join(maker.sentence() for _ in range(sentences)) for _ in range(count)]


def identical() -> Case:
    texts = _bodies(1, 30) * 10_000
    all_to_the_first = {(0, i) for i in range(1, 10_000)}
    return Case("one report 10,000 times", texts, [None] * 10_000, lambda found: found == all_to_the_first)


def nearly_identical() -> Case:
    [body] = _bodies(1, 30)
    texts = [f"{body} Edition {i} of the day" for i in range(10_000)]

    def right(found: Pairs) -> bool:
        return {i for pair in found for i in pair} == set(range(10_000)) and len(found) <= 60_000

    return Case("one report 10,000 times, each with a number of its own", texts, [None] * 10_000, right)


def three_words() -> Case:
    draw = random.Random(3)
    texts = [" ".join(draw.choices(("no", "comment", "today", "yet", "again"), k=3)) for _ in range(10_000)]
    return Case("10,000 reports of three words", texts, [None] * 10_000, lambda found: not found)


def million_words() -> Case:
    [long] = _bodies(1, 85_000, seed=12)
    words = long.split()
    texts = [long, *_bodies(200, 30), *(" ".join(words[i : i + 300]) for i in range(5_000, 905_000, 100_000))]
    parts = {(0, i) for i in range(201, len(texts))}
    return Case(f"a report of {len(words):,} words, nine parts of it", texts, [None] * len(texts), parts.__eq__)


def one_word() -> Case:
    texts = ["word " * 1_000_000, "word " * 500_000, *_bodies(50, 30)]
    return Case("a report of one word a million times", texts, [None] * len(texts), lambda found: not found)


def boilerplate() -> Case:
    [foot] = _bodies(1, 40, seed=13)
    texts = [f"{foot} {body} {foot}" for body in _bodies(5_000, 10)]
    texts[4_999] = f"{foot} {texts[7].removeprefix(foot).removesuffix(foot)} {foot} Once more"
    return Case("5,000 pages of one site with one head and foot, two of one story", texts, ["Site"] * 5_000,
                {(7, 4_999)}.__eq__)  # fmt: skip


def boilerplate_of_nobody() -> Case:
    [foot] = _bodies(1, 4, seed=13)
    texts = [f"{body} {foot}" for body in _bodies(5_000, 60)]
    return Case("5,000 pages that name no outlet, with one foot", texts, [None] * 5_000, lambda found: not found)


CASES: dict[str, Callable[[], Case]] = {
    case.__name__: case
    for case in (identical, nearly_identical, three_words, million_words, one_word, boilerplate, boilerplate_of_nobody)
}
