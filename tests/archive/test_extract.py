"""What text and which metadata are taken from bytes."""

from __future__ import annotations

from datetime import date

import pytest

from crossfoot.archive.captures import Limits
from crossfoot.archive.dateline import stated_day, title
from crossfoot.archive.extract import extract
from crossfoot.archive.page import too_deep
from crossfoot.archive.sources import Extracted
from crossfoot.records import Problem

LIMITS = Limits()
SENTENCE = (
    "<p>Prosecutors registered {} cases in the region in the first half of the year, the office said on Monday.</p>"
)
PARAGRAPH = "".join(SENTENCE.format(number) for number in ("1,234", "2,345", "3,456"))


def taken(data: bytes | str, media_type: str = "text/plain", limits: Limits = LIMITS) -> Extracted:
    found = extract(data.encode() if isinstance(data, str) else data, media_type, "a.txt", limits)
    assert isinstance(found, Extracted), found
    return found


def refused(data: bytes, media_type: str = "text/plain", limits: Limits = LIMITS) -> tuple[str, str]:
    found = extract(data, media_type, "a.txt", limits)
    assert isinstance(found, Problem)
    return found.place, found.reason


def page(head: str = "", body: str = PARAGRAPH) -> str:
    top = f"<!DOCTYPE html><html lang='en'><head><title>Cases rise | Courier</title>{head}</head>"
    return f"{top}<body><article><h1>Cases rise</h1>{body}</article></body></html>"


@pytest.mark.parametrize("text", ["a 1\r\nb 2\n", "\ufeffa 1", "naïve 12\u00a0000\n\n", "only 12"])
def test_plain_text_is_what_the_file_holds(text: str) -> None:
    assert taken(text).text == text
    assert taken(text, "text/markdown").text == text


def test_utf16_with_a_mark_is_read() -> None:
    assert taken("\ufeff12 cases".encode("utf-16-le")).text == "\ufeff12 cases"


@pytest.mark.parametrize(
    ("data", "place", "reason"),
    [
        (b"caf\xe9 12 cases", "a.txt, byte 3", "no UTF-8 (byte 0xe9); save the file as UTF-8"),
        (b"12 cases\x00\x00", "a.txt, character 8", "a NUL character: the file is no text"),
        (b"{\\rtf1 12", "a.txt", "no text: RTF; save its text as .txt"),
        (b" \n\t\n", "a.txt", "the file holds nothing but blank space"),
    ],
)
def test_what_is_no_text_is_refused_with_its_place(data: bytes, place: str, reason: str) -> None:
    assert refused(data) == (place, reason)


def test_too_much_text_is_refused_with_the_limit() -> None:
    place, reason = refused(b"1" * 3000, limits=Limits(text_bytes=2000))
    assert place == "a.txt"
    assert "at most" in reason
    assert "split the file" in reason


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("# Cases rise\n\n**A Writer**  \n**15 November 2024**\n\nText.", date(2024, 11, 15)),
        ("Cases rise\nNovember 15, 2024\n", date(2024, 11, 15)),
        ("Випадки\n15 листопада 2024\n", date(2024, 11, 15)),
        ("Cases\n2024-11-15\n", date(2024, 11, 15)),
        ("Cases\n11/12/2024\n", None),
        ("Cases\nNovember 2024\n", None),
        ("Cases\n2024\n", None),
        ("Cases\n31 February 2024\n", None),
        ("Cases\n15 November 2024\n16 November 2024\n", None),
        ("On 15 November 2024 the office counted 12.\n", None),
        ("x\n" * 30 + "15 November 2024\n", None),
        ("1" * 100_000 + "\n15 November 2024\n", None),
    ],
)
def test_a_day_is_stated_only_by_a_line_of_its_own_near_the_top(text: str, day: date | None) -> None:
    assert stated_day(text) == day
    assert taken(text).known.get("published") == ("stated" if day else None)


def test_a_marked_title_is_stated_and_a_first_line_is_guessed() -> None:
    assert taken("\n\n# Cases *rise*\n\ntext", "text/markdown").known["title"] == "stated"
    assert taken("Cases rise\n\nIn March 12 cases.").known["title"] == "guessed"
    assert title("In March 12 cases.\nIn April 13.") is None


def test_main_text_and_metadata_of_a_page() -> None:
    found = taken(
        page(
            '<meta property="og:site_name" content="Courier"><link rel="canonical" href="https://courier.example/1">'
            '<meta property="article:published_time" content="2024-11-15T22:00:00+02:00">'
            '<meta property="article:modified_time" content="2025-01-01T22:00:00+02:00">',
            "<nav><a href='/x'>Menu 77</a></nav><script>alert(99)</script>" + PARAGRAPH,
        ),
        "text/html",
    )
    assert found.fields["published"] == date(2024, 11, 15)
    assert found.fields["outlet"] == "Courier"
    assert found.fields["url"] == "https://courier.example/1"
    assert found.fields["language"] == "en"
    assert set(found.known.values()) == {"metadata"}
    assert found.text.startswith("Cases rise")
    assert [number in found.text for number in ("1,234 cases", "2,345 cases", "3,456 cases")] == [True] * 3
    assert "99" not in found.text
    assert "77" not in found.text


@pytest.mark.parametrize(
    ("head", "day"),
    [
        ('<script type="application/ld+json">{"@graph":[{"datePublished":"2024-11-15"}]}</script>', date(2024, 11, 15)),
        ('<script type="application/ld+json">{"datePublished":"2024"}</script>', None),
        ('<script type="application/ld+json">{"a":' + "[" * 100_000 + "</script>", None),
        (
            '<script type="application/ld+json">[{"datePublished":"2024-11-15"},{"datePublished":"2023-01-02"}]'
            "</script>"
            '<meta name="pubdate" content="2024-11-14">',
            date(2024, 11, 14),
        ),
        ('<meta name="pubdate" content="2024">', None),
        ('<meta name="pubdate" content="2024-11">', None),
        ('<meta property="article:modified_time" content="2024-11-15">', None),
    ],
)
def test_published_is_a_whole_day_that_the_page_names(head: str, day: date | None) -> None:
    assert taken(page(head), "text/html").fields.get("published") == day


@pytest.mark.parametrize(
    ("head", "body", "published", "modified"),
    [
        (
            '<meta property="article:modified_time" content="2024-11-16T10:00:00Z">',
            "",
            None,
            ("2024-11-16", "metadata"),
        ),
        ('<meta property="og:updated_time" content="2024">', "", None, None),
        (
            '<script type="application/ld+json">{"datePublished":"2024-11-15","dateModified":"2024-11-16"}</script>',
            "",
            ("2024-11-15", "metadata"),
            ("2024-11-16", "metadata"),
        ),
        ("", '<time datetime="2024-11-15T10:00">15 November</time>', ("2024-11-15", "stated"), None),
        ("", '<time datetime="2024-11-15">a</time><time datetime="2024-11-16">b</time>', None, None),
        ("", '<time itemprop="dateModified" datetime="2024-11-16">updated</time>', None, ("2024-11-16", "metadata")),
        ("", "<p>15 November 2024</p>", ("2024-11-15", "stated"), None),
        ("", "<p>November 2024</p>", None, None),
        ("", "<p>2024</p>", None, None),
    ],
)
def test_published_and_modified_are_kept_apart_each_with_how_it_is_known(
    head: str, body: str, published: tuple[str, str] | None, modified: tuple[str, str] | None
) -> None:
    found = taken(page(head, body + PARAGRAPH), "text/html")
    for name, told in (("published", published), ("modified", modified)):
        day = found.fields.get(name)
        assert ((str(day), found.known[name]) if day else None) == told, name


def test_short_pages_lists_and_tables_keep_their_figures() -> None:
    body = (
        "<nav>Menu 77</nav><p>It was 55.</p><ul><li>Kyiv: 17</li></ul><table><tr><td>Lviv</td><td>33</td></tr></table>"
    )
    text = taken(f"<html><body><div>{body}</div><footer>Call 99</footer></body></html>", "text/html").text
    assert [number in text for number in ("55", "17", "33", "77", "99")] == [True, True, True, False, False]


def test_a_script_address_is_no_url() -> None:
    found = taken(
        page('<link rel="canonical" href="javascript:alert(1)"><meta property="og:url" content="javascript:x">')
    )
    assert "url" not in found.fields


def test_a_page_declares_its_charset() -> None:
    data = page(
        '<meta charset="windows-1251">', PARAGRAPH + "<p>Зареєстровано 1 234 провадження за рік у цій області.</p>"
    )
    assert "Зареєстровано" in taken(data.encode("cp1251"), "text/html").text


def test_an_undeclared_charset_is_not_guessed() -> None:
    _, reason = refused("Зареєстровано".encode("cp1251"), "text/html")
    assert "no UTF-8" in reason


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("<div>" * 10_000, "more than 240 tags within one another; save the article's text as .txt"),
        ("<b>x</b>" * 60_000, "more than 100000 tags; save the article's text as .txt"),
        ("", "no main text found in the page; save the article's text as .txt"),
    ],
)
def test_pages_that_cannot_be_taken_apart_are_refused(body: str, reason: str) -> None:
    assert refused(f"<html><body>{body}</body></html>".encode(), "text/html") == ("a.txt", reason)


def test_ordinary_pages_are_not_too_deep() -> None:
    assert too_deep("<ul>" + "<li>a" * 5000 + "</ul>" + "<p>b" * 5000 + "<br>" * 5000, 100_000, 50) is None
