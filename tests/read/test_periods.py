"""Period and kind of a figure.

One case a line: the text with the figure in braces | the report's published date or "undated" | period | kind.
"2024-01-01..2024-11-09" are first and last day, an open side is left out, "--10" is October of an unknown year.
The figure asked for is the one in braces; other figures in double braces are read before it.
"""

from __future__ import annotations

import re
import time
from dataclasses import dataclass
from datetime import date

import pytest

from crossfoot.codebook import Codebook, Epoch
from crossfoot.read.dates import TimeWords, time_mentions
from crossfoot.read.language import load_table
from crossfoot.read.periods import Setting, Timing, candidates, chronicle, period_of, years_named
from crossfoot.read.sentences import SentenceWords, sentences
from crossfoot.records import Claim, Period

WORDS = TimeWords.from_table(load_table("en", "time"))
SENTENCES = SentenceWords.from_table(load_table("en", "numbers"))
CODEBOOK = Codebook("war", "A war", Epoch(date(2022, 2, 24), "the invasion", {"en": ("full-scale invasion",)}), (), ())

PERIODS = """
In October 2024, {9,048} cases were opened. | undated | 2024-10-01..2024-10-31 | flow
In October alone, {9,048} cases were opened. | 2024-11-15 | 2024-10-01..2024-10-31 | flow
In December, {9,048} cases were opened. | 2024-11-15 | 2023-12-01..2023-12-31 | flow
In October alone, {9,048} cases were opened. | undated | --10 | flow
On 18 December {40} men fled. | undated | --12-18 | flow
On 18 December {40} men fled. | 2025-01-04 | 2024-12-18..2024-12-18 | flow
On Sunday {12} people were killed. | 2024-05-06 | 2024-05-05..2024-05-06 | flow
In 2025 {790} men came. | 2025-07-01 | 2025-01-01..2025-07-01 | cumulative
On Sunday {12} people came. | 2024-05-06 | 2024-05-05..2024-05-05 | flow
On Sunday {12} people were killed, on Monday 3. | 2024-05-07 | 2024-05-05..2024-05-05 | flow
Yesterday {3} people died. | 2024-11-15 | 2024-11-14..2024-11-15 | flow
Last week {30} people died. | 2024-11-15 | 2024-11-04..2024-11-10 | flow
Last month {30} people died. | 2024-01-15 | 2023-12-01..2023-12-31 | flow
In the past 24 hours {114} attacks were counted. | 2024-11-15 | 2024-11-14..2024-11-15 | flow
In the past 24 hours {114} attacks were counted. | undated | unknown | flow
At the start of 2024 they recruited {11,000} prisoners. | undated | 2024-01-01..2024-03-31 | flow
In late 2023 they recruited {11,000} prisoners. | undated | 2023-10-01..2023-12-31 | flow
In the second quarter of 2024 {38,000} were opened. | undated | 2024-04-01..2024-06-30 | flow
Last summer {300} came. | 2025-02-01 | 2024-06-01..2024-08-31 | flow
{5,400} people arrived between 1 and 15 March. | 2025-03-20 | 2025-03-01..2025-03-15 | flow
In 2023, {{500}} people died and in 2024, {700} did. | undated | 2024-01-01..2024-12-31 | flow
In 2023 there were {12,000} thefts, compared with {{14,500}} in 2022. | undated | 2023-01-01..2023-12-31 | flow
In 2023 there were {{12,000}} thefts, compared with {14,500} in 2022. | undated | 2022-01-01..2022-12-31 | flow

From January 2022 to September 2024, {90,000} cases were opened. | undated | 2022-01-01..2024-09-30 | cumulative
In total, from February 2022 to November 1, 2024, {95,296} were opened. | undated | 2022-02-01..2024-11-01 | cumulative
In the first eight months of 2025, {142,711} were registered. | undated | 2025-01-01..2025-08-31 | cumulative
Over {142,000} of the cases date from the first eight months of 2025. | 2025-09-28 | 2025-01-01..2025-08-31 | cumulative
{265,843} cases since the full-scale invasion as of September 1, 2025. | undated | 2022-02-24..2025-09-01 | cumulative
Since the beginning of the year {5,000} have left. | 2024-11-15 | 2024-01-01..2024-11-15 | cumulative
Since February 2022 {5,000} have left. | undated | 2022-02-01.. | cumulative
We put it at {170,000} since February 2022, we wrote a month ago. | 2024-11-15 | 2022-02-01..2024-10-15 | cumulative
By 1 September, {3,000} had come back. | 2024-09-20 | ..2024-09-01 | cumulative
So far this year {21,000} have crossed. | 2025-03-20 | 2025-01-01..2025-03-20 | cumulative
{1,200,000} people have fled since fighting broke out in April 2023. | 2024-11-15 | 2023-04-01..2024-11-15 | cumulative
The number of deserters has reached {50,000}. | 2025-06-01 | ..2025-06-01 | cumulative
The number of deserters has reached {50,000}. | undated | unknown | cumulative

Since the end of last year it has stayed at {17,000} per month. | 2025-09-27 | 2024-12-01..2025-09-27 | rate
On 18 December 2023 he said that {30,000} leave each month. | undated | ..2023-12-18 | rate
In 2023 there were {500} a day. | undated | 2023-01-01..2023-12-31 | rate

Some {300} people are still missing. | 2024-01-03 | 2024-01-03..2024-01-03 | stock
{250} patients were in hospital as of March 7, 2021. | 2021-03-09 | 2021-03-07..2021-03-07 | stock
Over {49,000} armed men are at large. | undated | unknown | stock
In 2024 {{3,900}} people were killed, up from {2,700} a year earlier. | 2025-06-18 | 2023-01-01..2023-12-31 | flow
In the first quarter of 2025 {{500}} came, against {400} a year earlier. | 2025-06-18 | 2024-01-01..2024-03-31 | flow
They left in 2023. They saw {1,021} fall in the first half of that year. | undated | 2023-01-01..2023-06-30 | cumulative
In the first half of 2025 prosecutors registered {77} complaints. | undated | 2025-01-01..2025-06-30 | cumulative
On Saturday, a day after the storm, {307} prisoners came. | 2025-06-20 | 2025-06-14..2025-06-14 | flow
Last year {124} reporters died. | undated | unknown | flow
Thefts rose by {300} in 2023. | undated | 2023-01-01..2023-12-31 | change

On December 18, 2023, the chief spoke to reporters and said it was bad. He further claimed that {160,000} cases \
had been opened. | undated | ..2023-12-18 | cumulative
On December 18th, the chief made a claim. He stated that {160,000} cases had been opened. | undated \
| --12-18 | cumulative
On November 9th he noted that it was bad. Since the beginning of the year, {180,000} have left. | undated \
| --01-01/--11-09 | cumulative
One report is from November 9, 2023, by a paper. It says {21,600} left in October alone. | undated \
| 2023-10-01..2023-10-31 | flow
From January 2022 to September 2024, {{90,000}} cases were opened. Of these, only {4,698} went to court. | undated \
| 2022-01-01..2024-09-30 | cumulative
From January 2022 to September 2024, there were {{9}} cases, most since the beginning of the current year: {6}. \
| 2024-11-15 | 2024-01-01..2024-09-30 | cumulative
A quake struck on Monday. The death toll has risen to {120}. | 2024-01-03 | 2024-01-01..2024-01-03 | cumulative
On Sunday {{12}} people were killed. Another {30} were injured. | 2024-05-07 | 2024-05-05..2024-05-07 | flow
The SOCh 2024 database lists {40} men. | undated | unknown | flow
"""

CASES = PERIODS.strip().splitlines()


@dataclass(frozen=True)
class Number:
    start: int
    end: int
    is_share: bool = False


def read(text: str, published: date | None, numbers: list[Number]) -> list[Timing]:
    mentions = time_mentions(text, WORDS, CODEBOOK)
    tale = chronicle(text, sentences(text, SENTENCES), mentions, WORDS, (published, CODEBOOK))
    found: list[tuple[int, Timing]] = []
    for number in numbers:
        sentence = tale.sentence_at(number.start)
        others = tuple(n.start for n in numbers if n is not number and tale.sentence_at(n.start) == sentence)
        found.append((sentence, period_of(number, Setting(tale, others, found))))
    return [timing for _, timing in found]


def case(line: str) -> tuple[str, date | None, list[Number], int]:
    text, published = (part.strip() for part in line.split("|")[:2])
    plain, asked = "", 0
    numbers: list[Number] = []
    for piece in re.split(r"(\{+[\d,]+\}+)", text):
        if piece.startswith("{"):
            asked = asked if piece.startswith("{{") else len(numbers)
            numbers.append(Number(len(plain), len(plain) + len(piece.strip("{}"))))
        plain += piece.strip("{}")
    return plain, None if published == "undated" else date.fromisoformat(published), numbers, asked


def shown(period: Period) -> str:
    if period.partial is not None:
        return period.partial
    if period.start is None and period.end is None:
        return "unknown"
    return f"{period.start or ''}..{period.end or ''}"


@pytest.mark.parametrize("line", [line for line in CASES if line])
def test_period_and_kind(line: str) -> None:
    text, published, numbers, asked = case(line)
    timing = read(text, published, numbers)[asked]
    expected = [part.strip() for part in line.split("|")[2:]]
    assert [shown(timing.period), timing.kind] == expected, timing.rule


def timing_of(text: str, published: str = "undated") -> Timing:
    plain, day, numbers, asked = case(f"{text} | {published}")
    return read(plain, day, numbers)[asked]


def test_what_is_carried_is_not_literal() -> None:
    assert "period" in timing_of("In October 2024, {40} left.").literal
    assert "period" not in timing_of("In October, {40} left.", "2024-11-15").literal
    assert "period" not in timing_of("On 9 May 2024 he spoke to us and said so. He added that {40} have left.").literal
    assert "period" not in timing_of("They have sent {40} home.", "2024-11-15").literal


def test_a_rate_keeps_its_unit() -> None:
    assert timing_of("In 2024 there were {40} attacks a day.").per == "day"
    assert timing_of("In 2024 there were {40} attacks.").per is None


def test_a_share_is_a_share_whatever_its_time() -> None:
    text = "By May 2024, 40 had left."
    assert read(text, None, [Number(13, 15, is_share=True)])[0].kind == "share"


def test_the_clock_plays_no_part() -> None:
    assert timing_of("Yesterday {40} left.").period == Period(text="Yesterday")


def claim(partial: str | None, kind: str) -> Claim:
    period = Period(partial=partial)
    return Claim("c", "r", "f", 0, 1, "1", 1, 1, period=period, kind=kind)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("partial", "kind", "first", "last"),
    [
        ("--12-18", "cumulative", "..2022-12-18", "..2025-12-18"),
        ("--12-18", "rate", "..2022-12-18", "..2025-12-18"),
        ("--12-18", "flow", "2022-12-18..2022-12-18", "2025-12-18..2025-12-18"),
        ("--02", "flow", "2022-02-01..2022-02-28", "2025-02-01..2025-02-28"),
        ("--10", "flow", "2022-10-01..2022-10-31", "2025-10-01..2025-10-31"),
        ("--01-01/--11-09", "cumulative", "2022-01-01..2022-11-09", "2025-01-01..2025-11-09"),
        ("--11-01/--02-29", "flow", "2021-11-01..2022-02-28", "2024-11-01..2025-02-28"),
        ("2022-02-24/--11-09", "cumulative", "2022-02-24..2022-11-09", "2022-02-24..2025-11-09"),
        ("--01-01/", "cumulative", "2022-01-01..", "2025-01-01.."),
    ],
)
def test_candidates_run_from_the_epoch_to_the_last_year_named(partial: str, kind: str, first: str, last: str) -> None:
    found = candidates(claim(partial, kind), 2022, 2025)
    assert len(found) == 4
    assert [shown(found[0]), shown(found[-1])] == [first, last]
    assert all(period.partial is None for period in found)


def test_a_full_period_has_no_candidates() -> None:
    assert candidates(claim(None, "flow"), 2022, 2025) == ()


def test_years_named() -> None:
    text = "From 2022 to May 2024, and on 3 March 2021, 2000 people came in the 1990s."
    assert years_named(time_mentions(text, WORDS)) >= {2021, 2022, 2024}


@pytest.mark.heavy
def test_many_figures_in_one_sentence_take_a_straight_line_of_time() -> None:
    def seconds(count: int) -> float:
        piece = "in May 2024, 40 men, "
        text = piece * count
        numbers = [Number(13 + i * len(piece), 15 + i * len(piece)) for i in range(count)]
        mentions = time_mentions(text, WORDS, CODEBOOK)
        tale = chronicle(text, sentences(text, SENTENCES), mentions, WORDS)
        others = tuple(number.start for number in numbers)
        began = time.process_time()
        earlier: list[tuple[int, Timing]] = []
        for number in numbers:
            earlier.append((0, period_of(number, Setting(tale, others, earlier))))
        return time.process_time() - began

    seconds(50)
    assert seconds(1600) < 4 * 3 * seconds(400)
