"""Feeds: entries become reports; days are those that are printed, published and modified apart."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from crossfoot.archive import Collected, Limits, Skipped, collect
from crossfoot.archive.collect import Given
from crossfoot.archive.feeds import printed_day
from crossfoot.archive.fragment import text_of
from crossfoot.records import Problem

GIVEN = Given("2025-10-01T00:00:00+00:00")
NAMES = 'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/"'
RSS = f"""<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" {NAMES}><channel><title>Courier</title><language>en-GB</language>
<item><title>Cases &amp; courts</title><link>https://courier.example/1</link><guid>one</guid>
<pubDate>Fri, 15 Nov 2024 00:30:00 +0200</pubDate><description>short</description>
<content:encoded><![CDATA[<p>Over <b>1,200</b> cases&nbsp;were opened.</p>
<script>99</script><ul><li>Kyiv: 17</li></ul>]]></content:encoded>
</item>
<item><title>Same words</title><guid>two</guid><link>javascript:alert(1)</link></item>
<item><title>Same words</title><guid>two</guid></item>
<item><guid>empty</guid></item>
</channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>Office</title><entry><id>urn:1</id><title>Note</title>
<link href="https://office.example/2"/><published>2024-11-15T10:00:00Z</published><updated>2024-11-20T10:00:00Z</updated>
<summary>12 cases.</summary></entry></feed>"""


def read(folder: Path, data: str | bytes, name: str = "feed.xml") -> list[Collected | Problem | Skipped]:
    (folder / name).write_bytes(data.encode() if isinstance(data, str) else data)
    return list(collect([folder / name], None, Limits(), GIVEN))


def test_entries_are_reports_with_link_day_and_words(tmp_path: Path) -> None:
    first, second, third, passed = read(tmp_path, RSS)
    assert isinstance(first, Collected)
    assert isinstance(second, Collected)
    assert isinstance(third, Collected)
    report = first.report
    assert report.text == "Cases & courts\n\nOver 1,200 cases were opened.\n\nKyiv: 17\n"
    assert (report.file, report.url, report.outlet) == ("feed.xml#one", "https://courier.example/1", "Courier")
    assert (report.published, report.modified, report.language) == (date(2024, 11, 15), None, "en")
    assert set(report.known.values()) == {"metadata"}
    assert first.capture == second.capture
    assert second.report.url is None
    assert second.report.id != third.report.id
    assert third.report.file == "feed.xml#two (2)"
    assert passed == Skipped("feed.xml", {"entries without words": 1})


def test_published_and_modified_are_kept_apart(tmp_path: Path) -> None:
    (entry,) = read(tmp_path, ATOM)
    assert isinstance(entry, Collected)
    assert (entry.report.published, entry.report.modified) == (date(2024, 11, 15), date(2024, 11, 20))


@pytest.mark.parametrize(
    ("told", "day"),
    [
        ("Fri, 15 Nov 2024 00:30:00 +0200", date(2024, 11, 15)),
        ("15 Nov 2024 23:59 EST", date(2024, 11, 15)),
        ("2024-11-15T23:59:00-05:00", date(2024, 11, 15)),
        ("2024", None),
        ("2024-11", None),
        ("yesterday", None),
        ("Fri, 99 Nov 2024 00:30:00 +0200", None),
    ],
)
def test_a_day_is_the_one_printed(told: str, day: date | None) -> None:
    assert printed_day(told) == day


@pytest.mark.parametrize(
    ("data", "says"),
    [
        ("<feed>", "no entry can be read"),
        (RSS[:-60], "not well formed"),
        ('<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><rss version="2.0"/>', "entities of its own"),
        ("<?xml version='1.0'?><svg/>", "XML, but no feed"),
    ],
    ids=["empty", "cut", "entities", "no feed"],
)
def test_broken_feeds_are_named(data: str, says: str, tmp_path: Path) -> None:
    wrong = [one.reason for one in read(tmp_path, data) if isinstance(one, Problem)]
    assert len(wrong) == 1
    assert says in wrong[0]


def test_fragments_are_text_in_linear_time() -> None:
    assert text_of("a<br>b<p>c &amp; d</p><style>x</style>e") == "a\nb\n\nc & d\n\ne"
    assert text_of("<div>" * 100_000 + "12") == "12"
    assert text_of("<" * 100_000) is not None
