"""Sentences: exact offsets, and no end where there is none."""

from __future__ import annotations

import pytest
from figure_notation import SENTENCES
from hypothesis import given
from hypothesis import strategies as st

from crossfoot.read.sentences import sentences

SPLIT = {
    "two sentences": ("He left. She stayed.", ["He left.", "She stayed."]),
    "abbreviations": ("Gen. Roe met Mr. Doe at No. 5. He left.", ["Gen. Roe met Mr. Doe at No. 5.", "He left."]),
    "initials": ("J. R. Roe came. He left.", ["J. R. Roe came.", "He left."]),
    "closing abbreviation": ("It began at 5 p.m. Nobody came.", ["It began at 5 p.m.", "Nobody came."]),
    "abbreviation before a number": ("On Sept. 11 they left. It was late.", ["On Sept. 11 they left.", "It was late."]),
    "small letter": ("They asked why? and left. Then it rained.", ["They asked why? and left.", "Then it rained."]),
    "quote": ("“We left.” He nodded.", ["“We left.”", "He nodded."]),
    "number first": ("They left. 300 stayed.", ["They left.", "300 stayed."]),
    "decimal": ("It rose by 1.5 points. Nobody knew.", ["It rose by 1.5 points.", "Nobody knew."]),
    "paragraphs": ("First part\n\nSecond part.", ["First part", "Second part."]),
    "break inside": ("They went to the\n\nfront and came back.", ["They went to the\n\nfront and came back."]),
    "bullets": ("- one man left\n- two men left", ["- one man left", "- two men left"]),
    "numbered": ("1. They left at once.\n2. They came back.", ["1. They left at once.", "2. They came back."]),
    "heading": ("# Ten left. And more\nThen it rained.", ["# Ten left.", "And more", "Then it rained."]),
    "wrapped": (
        "They had gone to the front on day one and\nKharkiv was the last town they saw of\nit. Then came rain.",
        ["They had gone to the front on day one and\nKharkiv was the last town they saw of\nit.", "Then came rain."],
    ),
    "lost space": ("They left on 4 October.More came.", ["They left on 4 October.", "More came."]),
    "no lost space": ("The U.S. firm Acme.com grew.", ["The U.S. firm Acme.com grew."]),
    "chart": ("1,321\nHouses lost\n\n12\nThen it rained.", ["1,321\nHouses lost", "12", "Then it rained."]),
    "ellipsis": ("They fled... and hid... Nobody knows.", ["They fled... and hid...", "Nobody knows."]),
}  # fmt: skip


@pytest.mark.parametrize(("text", "wanted"), SPLIT.values(), ids=SPLIT.keys())
def test_split(text: str, wanted: list[str]) -> None:
    assert [text[s.start : s.end] for s in sentences(text, SENTENCES)] == wanted


def test_headings_and_paragraphs() -> None:
    text = "Ten Thousand Leave\n\nThey left. They ran.\n\n**Who they are**\nNobody knows."
    found = sentences(text, SENTENCES)
    assert [(s.paragraph, s.heading) for s in found] == [(0, True), (1, False), (1, False), (2, True), (3, False)]


@given(st.text(st.sampled_from('aB .!?"”\n-#*1)('), max_size=60) | st.text(max_size=60))
def test_nothing_is_lost_and_nothing_overlaps(text: str) -> None:
    found = sentences(text, SENTENCES)
    place = 0
    for sentence in found:
        assert text[place : sentence.start].strip() == ""
        assert sentence.start < sentence.end
        assert text[sentence.start : sentence.end] == text[sentence.start : sentence.end].strip()
        place = sentence.end
    assert text[place:].strip() == ""
