from __future__ import annotations

import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crossfoot.trace.joins import shared_pairs
from crossfoot.trace.overlap import added, compared, overlaps
from crossfoot.trace.passages import LEAST_WORDS, aligner, passages
from crossfoot.trace.sketches import LEAST_ROWS, apart, coarser, completed, joined, scale_for, sketched
from crossfoot.trace.words import BATCH, WORD, folded, hashed


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


def test_a_text_that_says_very_much_says_much_of_any_other_by_chance() -> None:
    draw = random.Random(8)
    vocabulary = words(300, 40)
    long, other = (" ".join(draw.choices(vocabulary, k=k)) for k in (14_300, 300))
    excerpt = " ".join(long.split()[5_000:5_100])
    assert found([long, other, excerpt]) == {(0, 2)}


def test_many_pages_that_are_all_alike_are_linked_as_long_as_they_may_be_one_story() -> None:
    story = " ".join(words(9, 200))
    texts = [f"{story} {' '.join(words(seed, 20))}" for seed in range(400, 430)]
    assert {i for pair in found(texts, ["One"] * 30) for i in pair} == set(range(30))


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


def test_hashes_do_not_depend_on_what_else_is_read() -> None:
    [(alone, _)] = hashed(["Nine cases were closed"])
    [_, (among, _), (short, runs)] = hashed(["something else", "nine CASES were closed", "two words"])
    assert alone.tolist() == among.tolist()
    assert (len(short), len(runs)) == (2, 0)


@given(st.lists(st.text("ab1,.'’ \n日本İßé_-\ud800Ω", max_size=30), max_size=6))
def test_words_of_many_texts_at_once_are_the_words_of_each(texts: list[str]) -> None:
    found = list(hashed(texts))
    assert len(found) == len(texts)
    for text, (numbers, runs) in zip(texts, found, strict=True):
        expected = WORD.findall(folded(text))
        assert len(numbers) == len(expected)
        assert len(set(numbers.tolist())) == len(set(expected))
        assert len(runs) == max(0, len(numbers) - 2)


def test_a_text_longer_than_a_batch_is_hashed_as_a_short_one() -> None:
    part = " ".join(words(6, 100)) + "\n"
    [(one, _), (many, runs)] = hashed([part, part * (BATCH // len(part) + 5)])
    assert many.reshape(-1, 100).tolist() == [one.tolist()] * (BATCH // len(part) + 5)
    assert len(runs) == len(many) - 2


def test_a_coarser_sketch_is_a_part_of_the_finer_one_and_short_texts_stay_whole() -> None:
    texts = [" ".join(words(seed, size)) for seed, size in enumerate((40, 120, 1_000, 4_000))]
    fine = sketched(texts)
    coarse = coarser(fine, 8)
    assert coarse.rows.equals(sketched(texts, scale=8).rows)
    held = [coarse.rows["text"].to_pylist().count(i) for i in range(4)]
    assert held[:2] == [38, 118]
    assert LEAST_ROWS <= held[2] < 200
    assert 400 < held[3] < 600
    assert sketched(texts, most_rows=1_000).scale > 1


def test_copies_are_found_by_coarse_sketches_too() -> None:
    texts = [" ".join(words(seed, 900)) for seed in range(6)]
    texts += [" ".join(text.split()[200:600]) for text in texts[:3]] + [" ".join(texts[5].split()[:60])]
    pairs = {(o.first, o.second) for o in compared(sketched(texts, scale=8), [None] * 10, range(10))}
    assert pairs == {(0, 6), (1, 7), (2, 8), (5, 9)}


def test_added_texts_find_the_same_as_all_texts_at_once() -> None:
    texts = [" ".join(words(seed, 200)) for seed in range(8)]
    texts += [" ".join(texts[i].split()[40:160]) for i in (0, 3, 5)] + [texts[2]]
    outlets: list[str | None] = ["One" if i % 2 else "Two" for i in range(12)]
    known = sketched(texts[:9])
    sketches, new = added(known, texts[9:], outlets, range(12))
    whole = overlaps(texts, outlets, range(12))
    assert new == [o for o in whole if o.second >= 9]
    assert compared(sketches, outlets, range(12)) == whole
    assert joined(known, sketched(texts[9:])).rows.equals(sketches.rows)


@settings(max_examples=30, deadline=None)  # a database engine a case
@given(st.lists(st.sets(st.integers(0, 30), max_size=12), max_size=12), st.integers(2, 14))
def test_shared_pairs_are_the_intersections(held: list[set[int]], cap: int) -> None:
    rows = [(key, member) for member, keys in enumerate(held) for key in sorted(keys)]
    keys = np.array([key for key, _ in rows], dtype=np.uint64)
    members = np.array([member for _, member in rows], dtype=np.int64)
    pairs = shared_pairs(keys, members, cap=cap)
    counted = dict(zip(zip(pairs.first.tolist(), pairs.second.tolist(), strict=True), pairs.number, strict=True))
    holders = {key: [m for m, keys in enumerate(held) if key in keys] for key in range(31)}
    for a in range(len(held)):
        for b in range(a + 1, len(held)):
            shared = held[a] & held[b]
            expected = sum(len(holders[key]) <= cap or holders[key][0] == a for key in shared)
            assert counted.get((a, b), 0) == expected


LETTERS = st.lists(st.sampled_from("abc"), max_size=20)


@given(LETTERS, st.lists(st.sampled_from("abc"), min_size=LEAST_WORDS, max_size=20), LETTERS, LETTERS, LETTERS)
def test_passages_are_equal_words_at_exact_places(
    before: list[str], shared: list[str], after: list[str], earlier: list[str], later: list[str]
) -> None:
    words_of = aligner()
    left, right = " ".join(before + shared + after), "  ".join(earlier + shared + later).upper()
    found = passages(words_of(left), words_of(right))
    assert found
    for a, b in found:
        assert left[a.start : a.end] == a.text
        assert right[b.start : b.end] == b.text
        assert a.text.split() == b.text.lower().split()
        assert len(a.text.split()) >= LEAST_WORDS


@pytest.mark.parametrize("most_rows", [10_000_000, 1_500, 200])
def test_sketches_kept_and_completed_are_those_of_one_run(most_rows: int) -> None:
    texts = [" ".join(words(seed, size)) for seed, size in enumerate((40, 900, 120, 4_000, 700, 3))]
    whole = sketched(texts, most_rows=most_rows)
    early = dict(enumerate(apart(sketched(texts[:3], most_rows=most_rows))))
    found, fresh = completed(texts, early, most_rows)
    assert (found.scale, found.rows, found.texts) == (whole.scale, whole.rows, whole.texts)
    assert set(fresh) >= {3, 4, 5}
    again, none = completed(texts, dict(enumerate(apart(whole))), most_rows)
    assert (again.rows, none) == (whole.rows, {})


def test_a_kept_sketch_that_is_too_coarse_now_is_made_again() -> None:
    texts = [" ".join(words(seed, 900)) for seed in range(6)]
    coarse = dict(enumerate(apart(sketched(texts, most_rows=500))))
    found, fresh = completed(texts[:2], {place: coarse[place] for place in range(2)}, 5_000)
    assert found.rows == sketched(texts[:2]).rows
    assert set(fresh) == {0, 1}


@given(st.lists(st.integers(0, 5_000), max_size=8), st.integers(0, 4_000))
def test_the_scale_does_not_depend_on_the_order_and_grows_with_the_texts(grams: list[int], most_rows: int) -> None:
    scale = scale_for(grams, most_rows=most_rows)
    assert scale_for(grams[::-1], most_rows=most_rows) == scale
    assert scale_for(grams[1:], most_rows=most_rows) <= scale
