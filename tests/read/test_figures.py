"""Figures: the cases of figures.txt, and the laws that hold for every text."""

from __future__ import annotations

import time
from itertools import pairwise
from pathlib import Path

import pytest
from figure_notation import NUMBERS, Case, cases, read, reading, split
from hypothesis import given, settings
from hypothesis import strategies as st

from crossfoot.read.figures import figures
from crossfoot.read.pieces import fold
from crossfoot.read.sentences import Sentence

CASES = cases(Path(__file__).parent / "figures.txt")
ONES = """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
seventeen eighteen nineteen"""
TENS = "- - twenty thirty forty fifty sixty seventy eighty ninety"
SCALES = ((10**9, "billion"), (10**6, "million"), (1000, "thousand"))
SEPARATORS = (",", "\u00a0", "\u2009", "\u202f", "'", "’", " ", "")
PIECES = """12 1,234 3-5 160k half a dozen million thousands one of % $ ( ) [ ] . , - – / over at least no fewer than
or more between and to the Brigade Article No. 2024 May 5th + ~ İ ß ½ ² ٣ out hundred not exceed in"""
SNIPPETS = st.sampled_from([*PIECES.split(), "\n", "\n\n"])
SCRAPS = st.lists(SNIPPETS, max_size=30)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"line {case.line}")
def test_cases(case: Case) -> None:
    found = read(case.text)
    got = [(f.start, f.end, reading(f, found)) for f in found if f.rejected is None]
    got = [g for g in got if (g[0], g[1], "-") not in case.marks]
    assert got == case.figures
    reasons = {(f.number_start, f.number_end): f.rejected for f in found}
    for start, end, mark in case.rejected:
        if mark != "no -":
            overlapping = [reason for (a, b), reason in reasons.items() if a < end and start < b]
            assert overlapping == [mark.removeprefix("no ")], case.text[start:end]


def spelled(number: int) -> str:
    """Our own speller: the other way round than the reader."""
    for scale, name in SCALES:
        if number >= scale:
            rest = number % scale
            tail = "" if not rest else f" and {spelled(rest)}" if rest < 100 else f" {spelled(rest)}"
            return f"{spelled(number // scale)} {name}{tail}"
    if number >= 100:
        return f"{ONES.split()[number // 100]} hundred" + (f" and {spelled(number % 100)}" if number % 100 else "")
    if number >= 20:
        return TENS.split()[number // 10] + (f"-{ONES.split()[number % 10]}" if number % 10 else "")
    return ONES.split()[number]


@given(st.integers(2, 10**12 - 1))
def test_numbers_written_in_words_come_back(number: int) -> None:
    for words in (spelled(number), spelled(number).replace("-", " "), spelled(number).replace(" ", "-")):
        text = f"They met {words} people there."
        (figure,) = read(text)
        assert (figure.low, figure.high) == (number, number)
        assert text[figure.start : figure.end] == words


@given(st.integers(1000, 10**15), st.sampled_from(SEPARATORS))
def test_every_separator_gives_the_same_value(number: int, separator: str) -> None:
    text = f"They counted {number:,} cases.".replace(",", separator)
    figure = next(f for f in read(text))
    assert (figure.low, figure.high, figure.rejected) == (number, number, None)


@given(
    st.lists(SNIPPETS, max_size=30).map(" ".join) | st.lists(SNIPPETS, max_size=30).map("".join) | st.text(max_size=80)
)
@settings(max_examples=400)
def test_spans_are_exact_and_intervals_are_in_order(text: str) -> None:
    found = figures(text, split(text), (), NUMBERS)
    for figure in found:
        assert 0 <= figure.start <= figure.number_start < figure.number_end <= figure.end <= len(text)
        assert figure.low is None or figure.high is None or figure.rejected or figure.low <= figure.high
        assert figure.low is not None or figure.high is not None
        assert not figure.is_share or figure.rejected or (figure.low or 0) >= -100
        assert figure.whole is None or found[figure.whole].number_start >= figure.number_end
        assert figure.rule
    assert all(a.number_end <= b.number_start for a, b in pairwise(found))


@given(st.text(max_size=80))
def test_folding_keeps_every_offset(text: str) -> None:
    assert len(fold(text)) == len(text)


def test_digits_end_where_a_date_ends() -> None:
    class May:
        start, end, reject = 3, 8, "date"

    text = "On May 5 300 people came."
    found = figures(text, [Sentence(0, len(text), 0, False)], [May()], NUMBERS)
    assert [(f.low, f.rejected) for f in found] == [(5, "date"), (300, None)]


def test_hedges_do_not_cross_sentences() -> None:
    (figure,) = [f for f in read("He looked it over. 160 men left.") if not f.rejected]
    assert (figure.low, figure.high, figure.hedge) == (160, 160, "exact")


SPARSE, DENSE = 200_000, 3_000
"""Characters: a text of nothing but numbers takes longer than one without any."""
HOSTILE = {
    "digits": ("7", SPARSE),
    "commas": (",", SPARSE),
    "quotes": ("“‘(", SPARSE),
    "ends": ('."', SPARSE),
    "stops": (".", SPARSE),
    "grouped digits": ("123,", 5 * DENSE),
    "decimals": ("1.", 5 * DENSE),
    "slashes": ("1/", 5 * DENSE),
    "hedges": ("at least ", SPARSE),
    "negations": ("not more than ", SPARSE),
    "lines": ("a\n", DENSE),
    "spaced digits": ("1 ", DENSE),
    "dashes": ("1-", DENSE),
    "hundreds": ("one hundred and ", DENSE),
    "halves": ("and a half ", DENSE),
    "vague": ("hundreds of thousands of ", DENSE),
    "ranges": ("between 1 and 2 to ", DENSE),
}


@pytest.mark.parametrize(("piece", "size"), HOSTILE.values(), ids=HOSTILE.keys())
def test_time_grows_in_a_straight_line(piece: str, size: int) -> None:
    """Four times the text takes about four times the time; sixteen times would be a square."""

    def seconds(length: int) -> float:
        text = piece * (length // len(piece))
        times = []
        for _ in range(2):
            begin = time.process_time()
            figures(text, split(text), (), NUMBERS)
            times.append(time.process_time() - begin)
        return min(times)

    assert seconds(4 * size) < 10 * seconds(size) + 0.1
