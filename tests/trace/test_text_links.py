from __future__ import annotations

from trace_case import claim, report, source, traced

from crossfoot.records import Link

STORY = (
    "The tables that prosecutors used to print each month have gone from the page, and nobody in the office would say "
    "on whose order. Lawyers learn of new files from the courts alone. One of them keeps her own list on paper. It has "
    "nine hundred lines by now, and behind each line stands a man who left his unit in the night and did not return."
)
COPY = STORY.replace("Lawyers learn", "Attorneys hear").replace("nine hundred", "many") + " More on this page."


def text_link(first: tuple[str | None, str | None], second: tuple[str | None, str | None], cites: str = "") -> Link:
    a, b = report("a", STORY, *first), report("b", COPY, *second)
    claims = [claim(b, "many", 900, attribution=(source(cites, "outlet"),))] if cites else []
    [link] = [link for link in traced([a, b], claims).links if link.kind == "TEXT"]
    return link


def test_the_later_one_rests_on_the_earlier() -> None:
    link = text_link(("One", "2024-03-02"), ("Two", "2024-03-01"))
    assert (link.source, link.target, link.directed) == ("a", "b", True)
    assert "published later" in link.reason


def test_without_dates_nothing_tells_the_direction() -> None:
    assert not text_link(("One", None), ("Two", "2024-03-01")).directed
    assert not text_link(("One", "2024-03-01"), ("Two", "2024-03-01")).directed


def test_a_citation_tells_it_where_dates_do_not() -> None:
    link = text_link(("One", None), ("Two", None), cites="One")
    assert (link.source, link.target, link.directed) == ("b", "a", True)


def test_passages_stand_in_both_reports() -> None:
    link = text_link(("One", None), ("Two", None))
    texts = {"a": STORY, "b": COPY}
    assert len(link.passages) >= 3
    for mine, theirs in link.passages:
        assert texts[link.source][mine.start : mine.end] == mine.text
        assert texts[link.target][theirs.start : theirs.end] == theirs.text
