from __future__ import annotations

from dataclasses import replace
from datetime import date

import desertion_case as case
from hypothesis import given
from hypothesis import strategies as st

from crossfoot.publish import Contents
from crossfoot.publish.index import Index, build_index
from crossfoot.publish.quotes import WHOLE, quotes
from crossfoot.publish.words import load_words
from crossfoot.records import Claim, Period, Report

INDEX = build_index(case.CONTENTS, load_words())


def shown(index: Index, *claims: Claim) -> list[str]:
    found = quotes(index, [c.id for c in claims])
    return ["".join(f"[{p.text}]" if p.claim else p.text for p in q.pieces) for q in found]


def with_text(text: str, claim: Claim) -> Index:
    report = replace(case.REPORTS[0], text=text)
    contents = replace(case.CONTENTS, reports=(report,), claims=(replace(claim, report=report.id),))
    return build_index(contents, load_words())


def placed(text: str, quote: str, sentence: tuple[int, int] | None) -> Index:
    start = text.index(quote)
    claim = replace(case.october, start=start, end=start + len(quote), quote=quote, sentence=sentence)
    return with_text(text, claim)


def test_figures_of_one_sentence_are_marked_together() -> None:
    assert shown(INDEX, case.left, case.deserted) == [
        "Between January 2022 and September 2024, prosecutors say, almost 90,000 proceedings were opened: [59,606] for "
        "leaving a unit without permission and [29,521] for desertion."
    ]


def test_a_sentence_is_quoted_whole_and_alone() -> None:
    assert shown(INDEX, case.october) == [
        "In October 2024 alone [9,048] proceedings were registered under the two articles."
    ]


def test_a_long_sentence_is_trimmed_by_whole_words() -> None:
    text = "word " * 400 + "there were 9,048 cases " + "tail " * 400
    (quoted,) = shown(placed(text, "9,048", (0, len(text))), case.october)
    assert quoted.startswith("… word ")
    assert quoted.endswith(" …")
    assert len(quoted) < WHOLE
    assert {w.strip("[]") for w in quoted.split()} <= {"…", "word", "there", "were", "9,048", "cases", "tail"}


def test_a_line_without_any_space_is_still_cut() -> None:
    text = "x" * 1_000_000 + "9,048" + "y" * 1_000_000
    (quoted,) = shown(placed(text, "9,048", (0, len(text))), case.october)
    assert "[9,048]" in quoted
    assert len(quoted) < WHOLE


def test_contact_data_around_a_figure_is_masked_but_never_the_figure() -> None:
    text = "Call +380 44 555 01 23: 9,048 cases, says a@b.example."
    (quoted,) = shown(placed(text, "9,048", (0, len(text))), case.october)
    assert quoted == "Call [phone number removed]: [9,048] cases, says [address removed]."


def test_a_quote_that_does_not_stand_in_the_text_is_shown_without_context() -> None:
    index = with_text("Another text altogether, much longer than the offsets need." * 9, case.october)
    (found,) = quotes(index, [case.october.id])
    assert not found.context
    assert [p.text for p in found.pieces] == [case.october.quote]


def test_a_claim_without_a_report_is_shown_alone() -> None:
    contents: Contents = replace(case.CONTENTS, reports=())
    assert shown(build_index(contents, load_words()), case.october) == ["[9,048]"]


@given(st.text(max_size=300), st.text(max_size=300), st.booleans())
def test_the_figure_is_always_shown_exactly(before: str, after: str, known: bool) -> None:
    text = before + "9,048" + after
    claim = replace(case.october, start=len(before), end=len(before) + 5, sentence=(0, len(text)) if known else None)
    (found,) = quotes(with_text(text, claim), [claim.id])
    assert [p.text for p in found.pieces if p.claim] == ["9,048"]


def test_a_quote_says_where_the_time_comes_from_that_does_not_stand_beside_its_figure() -> None:
    text = "The general spoke on 18 December 2023.\nHe said that over 160,000 cases had been opened this year.\nOver 5."
    report = Report("r", "r", "r.txt", text, published=date(2023, 12, 20))
    days = Period(date(2023, 1, 1), date(2023, 12, 18))

    def told(quote: str, printed: str | None, *literal: str) -> str:
        at = text.index(quote)
        line = text.rfind("\n", 0, at) + 1, (text + "\n").index("\n", at)
        claim = replace(
            case.by_2023, id="k", report="r", file="r.txt", start=at, end=at + len(quote), quote=quote,
            sentence=line, period=replace(days, text=printed), literal=("value", *literal),
        )  # fmt: skip
        index = build_index(replace(case.CONTENTS, reports=(report,), claims=(claim,)), load_words())
        (found,) = quotes(index, ("k",))
        return " ".join(f"{t.says} {''.join(p.text for p in t.pieces)}".strip() for t in found.times)

    before = "The time, “18 December 2023”, is carried over from words before: The general spoke on 18 December 2023."
    assert told("over 160,000", "18 December 2023") == before
    read = "“this year” is read as 1\u00a0January 2023 to 18\u00a0December 2023."
    assert told("over 160,000", "this year") == read
    assert told("Over 5", None).startswith("No time is printed beside it: 1\u00a0January 2023 to")
    assert told("over 160,000", "this year", "period") == ""
