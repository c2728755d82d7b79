"""Which words of a text are times, what they are, and why digits in them are no figures.

One case a line: the text with each time in square brackets and its form after it in round ones. All times of the text
are marked; what is not marked is no time.
"""

from __future__ import annotations

import re
import time
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crossfoot.codebook import Codebook, Epoch
from crossfoot.read.dates import TimeMention, TimeWords, time_mentions
from crossfoot.read.language import LanguageError, load_table

WORDS = TimeWords.from_table(load_table("en", "time"))
CODEBOOK = Codebook("war", "A war", Epoch(date(2022, 2, 24), "the invasion", {"en": ("full-scale invasion",)}), (), ())

MENTIONS = """
He spoke on [18 December 2023](day).
He spoke on [December 18th, 2023](day), and on [Dec. 3](day).
On [the 9th of November](day) it rained.
It was filed on [2024-12-18](days) and on [18.12.2023](days).
They met on [Monday, 4 March 2024](day).
[January 2022](month), then [March](month), then [Sept. 2023](month).
[from January 2022 to September 2024](range) there were cases.
It fell [between March and May 2024](range).
It grew in [January–September 2024](range).
It lasted [1–15 March](days) and was over.
The years [1917-1918](years) were hard.
In [the first eight months of 2025](first_months) there were more.
In [the first half of this year](first_months) there were fewer, in [the third quarter of 2024](first_months) none.
Sales in [Q3 2024](quarter) fell.
It has grown [since the beginning of the year](relative).
It has grown [since the end of last year](relative), and [since February 2022](month).
It has grown [since the beginning of the full-scale invasion](epoch).
They count [as of September 1, 2025](day), and [by November 9](day), and [until Friday](weekday).
[Last month](relative), [this year](relative) and [yesterday](relative) were good.
In [the past 24 hours](past) and over [the past three weeks](past) nothing moved.
It was [a month ago](ago), at [the start of 2024](year), or in [late 2023](year).
[Two months later](later) and [the next day](relative) it was the same.
It is the count of [the same period](anaphor).
He got [three years](duration) in prison and lost [two months](duration) of it.
A [21-year-old](age) man and a woman [aged 34](age) came.
At [14:30](clock) or [5 p.m.](clock) it began.
There are 300 [per month](rate), 20 [a day](rate), some [every week](rate), and [daily](rate) talks.
They took him in [[20]23](year).
In [1789](year) it began; [the summer of 1790](season) was dry; in [the 1970s](decade) it ended.
In [2000](year) they killed 2000 people.
We may go, and march on, and take a second one.
Theresa May and 30 others came.
The 110th Brigade, unit 7020 and law 3902-IX of RT2024 are names.
From 10 to 12 people, between 3 and 5 thousand, and 35,307 out of 59,606.
In [May](month) 20 people came.
"""


def marked(line: str) -> tuple[str, list[tuple[str, str]]]:
    """ "A [May](month) day" → the plain text, and the marked times with their forms."""
    pieces = re.split(r"\[((?:\[\d\d\])?[^\[\]]+)\]\((\w+)\)", line)
    plain = "".join(piece for number, piece in enumerate(pieces) if number % 3 != 2)
    return plain, list(zip(pieces[1::3], pieces[2::3], strict=True))


def mentions(text: str) -> tuple[TimeMention, ...]:
    return time_mentions(text, WORDS, CODEBOOK)


@pytest.mark.parametrize("line", MENTIONS.strip().splitlines())
def test_times_of_a_text(line: str) -> None:
    text, expected = marked(line)
    found = [(mention.text, mention.form) for mention in mentions(text)]
    assert [(text_.rstrip("."), form) for text_, form in found] == [(t.rstrip("."), form) for t, form in expected]


REJECTS = """
18 December 2023 | date
in the past 24 hours | date
three years | duration
21-year-old | age
14:30 | clock
per month | nothing
each 3 months | duration
"""


@pytest.mark.parametrize("line", REJECTS.strip().splitlines())
def test_why_its_digits_are_no_figure(line: str) -> None:
    text, reason = line.split(" | ")
    assert [mention.reject or "nothing" for mention in mentions(text)] == [reason]


def test_both_ends_of_a_range_share_the_year() -> None:
    (found,) = mentions("between November and February 2024")
    assert [(p.year, p.month) for p in found.points] == [(2023, 11), (2024, 2)]


def test_a_rate_names_its_unit() -> None:
    assert [mention.per for mention in mentions("17,000 per month, 40 each day, 3 a week, 9 annually")] == [
        "month",
        "day",
        "week",
        "year",
    ]


@given(st.text(alphabet="0123456789 .,:-–/[]()'aMydthsn\n", max_size=200))
def test_any_text_gives_ordered_spans_of_the_text(text: str) -> None:
    end = 0
    for mention in mentions(text):
        assert end <= mention.start < mention.end <= len(text)
        assert mention.text == text[mention.start : mention.end]
        end = mention.end


@given(st.lists(st.sampled_from([*WORDS.entries, "2024", "18", "3-4", ",", "–", "18th", "[20]23", "."]), max_size=25))
def test_any_words_of_time_can_be_read(words: list[str]) -> None:
    text = " ".join(word.capitalize() for word in words)
    for mention in mentions(text):
        assert mention.text == text[mention.start : mention.end]


@pytest.mark.parametrize("piece", ["1,", "2024-", "May ", "the end of ", "from 1 to ", "[20]", "a day ", "12.12."])
def test_hostile_text_takes_a_straight_line_of_time(piece: str) -> None:
    def seconds(length: int) -> float:
        text = (piece * length)[:length]
        began = time.process_time()
        mentions(text)
        return time.process_time() - began

    seconds(1000)
    short = min(seconds(10_000), seconds(10_000))
    assert seconds(80_000) < 8 * 4 * max(short, 0.005)


BROKEN: dict[str, dict[str, object]] = {
    "a word in two tables": {"months": {"may": 5}, "words": {"modal": ["may"]}},
    "an unknown class": {"forms": [{"form": "x", "builds": "day", "pattern": "moon"}]},
    "an unknown builder": {"forms": [{"form": "x", "builds": "moon", "pattern": "year"}]},
    "an open bracket": {"forms": [{"form": "x", "builds": "year", "pattern": "( year"}]},
    "a pattern of nothing": {"forms": [{"form": "x", "builds": "year", "pattern": "year?"}]},
    "a capital": {"months": {"May": 5}},
    "a list that is none": {"wary": "may"},
    "no forms": {"forms": []},
    "cues are missing": {"cues": {}},
    "a cue that nothing uses": {"cues": {"moon": ["moon"]}},
    "an unknown order": {"slash_order": "ymd"},
}


@pytest.mark.parametrize("broken", BROKEN)
def test_a_broken_language_file_is_refused_with_its_place(broken: str) -> None:
    good = dict(load_table("en", "time"))
    with pytest.raises(LanguageError) as caught:
        TimeWords.from_table({**good, **BROKEN[broken]})
    assert caught.value.key.startswith("time")
