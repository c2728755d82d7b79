from __future__ import annotations

import random

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from crossfoot.trace.overlap import Hasher, grams, overlaps
from crossfoot.trace.pairs import shared_pairs
from crossfoot.trace.passages import LEAST_WORDS, aligner, passages


def words(seed: int, count: int) -> list[str]:
    draw = random.Random(seed)
    return ["".join(draw.choices("abcdefghij", k=5)) for _ in range(count)]


def found(texts: list[str], outlets: list[str | None] | None = None) -> set[tuple[int, int]]:
    given_outlets = outlets or [None] * len(texts)
    return {(o.first, o.second) for o in overlaps(texts, given_outlets, range(len(texts)))}


def test_a_part_of_a_long_report_is_found_and_both_directions_are_kept() -> None:
    long = words(1, 1000)
    [overlap] = overlaps([" ".join(long), " ".join(long[300:400])], [None, None], [0, 1])
    assert overlap.share_second == 1.0
    assert 0.09 < overlap.share_first < 0.11
    assert overlap.score == 1.0


def test_a_shuffled_copy_with_replaced_words_is_found() -> None:
    draw = random.Random(5)
    sentences = [words(seed, 12) for seed in range(30)]
    kept = draw.sample(sentences, 20)
    copy = [[w if draw.random() > 0.28 else "other" + w for w in sentence] for sentence in kept]
    texts = [". ".join(" ".join(s) for s in story) for story in (sentences, copy)]
    assert found(texts) == {(0, 1)}


def test_unrelated_reports_and_a_few_shared_phrases_are_not_linked() -> None:
    phrase = " as the office of the chief prosecutor said in its monthly table "
    texts = [phrase.join((" ".join(words(seed, 90)), " ".join(words(seed + 100, 90)))) for seed in range(6)]
    assert found(texts) == set()


def test_stock_phrases_are_too_few_in_short_notes_and_too_small_a_share_of_long_ones() -> None:
    phrases = [" ".join(words(seed, 12)) for seed in range(200, 204)]
    short = [" ".join((*phrases[:2], *words(seed, 40))) for seed in (1, 2)]
    long = [" ".join((*phrases, *words(seed, 600))) for seed in (3, 4)]
    assert found(short) == set()
    assert found(long) == set()
    assert found([" ".join((*phrases, *words(seed, 60))) for seed in (5, 6)]) == {(0, 1)}


def test_case_spacing_and_punctuation_do_not_hide_a_copy() -> None:
    text = " ".join(words(3, 60))
    assert found([text, "\n" + text.upper().replace(" ", ",  ") + "!"]) == {(0, 1)}


def test_the_foot_of_an_outlets_pages_links_nothing() -> None:
    foot = " ".join(words(9, 40))
    texts = [" ".join(words(seed, 120)) + " " + foot for seed in range(20, 28)]
    assert found(texts, ["One"] * 8) == set()
    assert found(texts, [None] * 8) != set()


def test_pages_that_are_mostly_foot_link_nothing_where_there_are_many() -> None:
    foot = " ".join(words(9, 200))
    texts = [" ".join(words(seed, 60)) + " " + foot for seed in range(100, 130)]
    assert found(texts, ["One"] * 30) == set()
    assert found(texts[:6], ["One"] * 6) != set()


def test_many_copies_are_linked_to_the_earliest_in_a_number_that_stays_linear() -> None:
    text = " ".join(words(4, 80))
    texts = [text] * 60 + [f"{text} edition {i} of the day" for i in range(60)]
    ranks = list(reversed(range(120)))
    links = overlaps(texts, [None] * 120, ranks)
    same = [o for o in links if o.first < 60 and o.second < 60]
    assert {o.first for o in same} == {59}
    assert len(links) < 120 * 6
    assert {i for o in links for i in (o.first, o.second)} == set(range(120))


def test_reports_of_three_words_are_no_evidence() -> None:
    assert found(["No comment today."] * 5 + ["", "!"]) == set()


def test_hashes_do_not_depend_on_what_was_read_before() -> None:
    one, other = Hasher(), Hasher()
    other.text("something else was read before this")
    assert one.text("Nine cases were closed").tolist() == other.text("nine CASES were closed").tolist()
    assert grams(one.text("two words")).tolist() == []


@given(st.lists(st.sets(st.integers(0, 30), max_size=12), max_size=12), st.integers(2, 14))
def test_shared_pairs_are_the_intersections(held: list[set[int]], cap: int) -> None:
    rows = [(key, member) for member, keys in enumerate(held) for key in sorted(keys)]
    keys = np.array([key for key, _ in rows], dtype=np.uint64)
    members = np.array([member for _, member in rows], dtype=np.int64)
    pairs = shared_pairs(keys, members, len(held), cap=cap)
    counted = dict(zip(zip(pairs.first.tolist(), pairs.second.tolist(), strict=True), pairs.shared, strict=True))
    holders = {key: [m for m, keys in enumerate(held) if key in keys] for key in range(31)}
    for a in range(len(held)):
        for b in range(a + 1, len(held)):
            shared = held[a] & held[b]
            expected = sum(len(holders[key]) <= cap or holders[key][0] == a for key in shared)
            assert counted.get((a, b), 0) == expected


@given(st.lists(st.sampled_from("abc"), max_size=60), st.lists(st.sampled_from("abc"), max_size=60))
def test_passages_are_equal_words_at_exact_places(one: list[str], other: list[str]) -> None:
    words_of = aligner()
    left, right = " ".join(one), "  ".join(other).upper()
    for a, b in passages(words_of(left), words_of(right)):
        assert left[a.start : a.end] == a.text
        assert right[b.start : b.end] == b.text
        assert a.text.split() == b.text.lower().split()
        assert len(a.text.split()) >= LEAST_WORDS
