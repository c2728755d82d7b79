"""PDF: paragraphs, pages, and what is refused."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
from papers import bomb, pdf

from crossfoot.archive import Collected, Limits, Skipped, collect
from crossfoot.archive.collect import Given
from crossfoot.archive.pdf import Line, joined
from crossfoot.records import Problem

GIVEN = Given("2025-10-01T00:00:00+00:00")
FIRST = [
    "The office: quarterly note                 ",
    "# Cases in the first quarter",
    "15 April 2024",
    "",
    "In January 2024, 1,204 criminal cases were regis-",
    "tered in the region, and in February 1,311 more,",
    "the office said.",
    "",
    "In March the courts received",
    "1",
]
SECOND = ["The office: quarterly note", "402 of these cases.", "", "No case was closed.", "2"]
THIRD = ["The office: quarterly note", "The next note is due in July.", "3"]


def found_in(folder: Path, data: bytes, limits: Limits | None = None) -> list[Collected | Problem]:
    (folder / "note.pdf").write_bytes(data)
    found = collect([folder / "note.pdf"], None, limits or Limits(), GIVEN)
    return [one for one in found if not isinstance(one, Skipped)]


def taken(folder: Path, data: bytes) -> Collected:
    (one,) = found_in(folder, data)
    assert isinstance(one, Collected), one
    return one


def refused(folder: Path, data: bytes, limits: Limits | None = None) -> str:
    (one,) = found_in(folder, data, limits)
    assert isinstance(one, Problem)
    assert one.place == "note.pdf"
    return one.reason


def test_paragraphs_are_whole_and_every_span_knows_its_page(tmp_path: Path) -> None:
    report = taken(tmp_path, pdf([FIRST, SECOND, THIRD])).report
    assert report.text == (
        "The office: quarterly note\n\nCases in the first quarter\n\n15 April 2024\n\n"
        "In January 2024, 1,204 criminal cases were registered in the region, and in February 1,311 more,\n"
        "the office said.\n\nIn March the courts received\n\n"
        "402 of these cases.\n\nNo case was closed.\n\nThe next note is due in July.\n"
    )
    pages = [report.place_of(report.text.index(words)) for words in ("1,204", "402 of", "closed", "July")]
    assert pages == ["page 1", "page 2", "page 2", "page 3"]
    assert (report.published, report.known["published"]) == (date(2024, 4, 15), "stated")


def test_dates_of_the_file_are_no_day_of_publication(tmp_path: Path) -> None:
    report = taken(
        tmp_path, pdf([["12 cases."]], "/Title (A note) /CreationDate (D:20240301) /ModDate (D:20240405101010Z)")
    ).report
    assert (report.title, report.known["title"]) == ("A note", "metadata")
    assert (report.published, report.modified, report.known.get("modified")) == (None, date(2024, 4, 5), "metadata")


def lines(*texts: str) -> list[Line]:
    return [Line(text, 700.0 - 14 * n, 12.0, 700.0 - 14 * n) for n, text in enumerate(texts)]


@pytest.mark.parametrize(
    ("pages", "text"),
    [
        ([lines("a", "1"), lines("b", "2")], "a\nb\n"),
        ([lines("Page 1 of 2", "a"), lines("Page 2 of 2", "b")], "Page 1 of 2\na\nb\n"),
        (
            [lines("Kyiv 12", "a"), lines("Kyiv 19", "b"), lines("Kyiv 12", "c")],
            "Kyiv 12\na\n\nKyiv 19\nb\n\nKyiv 12\nc\n",
        ),
        ([lines("12", "a"), lines("40", "b"), lines("90", "c")], "12\na\n\n40\nb\n\n90\nc\n"),
    ],
    ids=["page numbers", "head with number", "figures of a region", "bare figures"],
)
def test_running_heads_go_and_figures_stay(pages: Sequence[Sequence[Line]], text: str) -> None:
    assert joined(pages)[0].replace("a\n\nb", "a\nb") == text


def test_a_scan_is_told_from_an_empty_file(tmp_path: Path) -> None:
    assert refused(tmp_path, pdf([[]])) == "no text in it: it may be a scan; put it through OCR and add the text"


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"%PDF-1.7", "the PDF cannot be read"),
        (pdf([["12 cases"]])[:400], "the PDF cannot be read"),
        (pdf([["12 cases"]]).replace(b"/Root 1 0 R", b"/Root 9 0 R"), "the PDF cannot be read"),
    ],
    ids=["only its first bytes", "cut", "no root"],
)
def test_broken_pdfs_are_named(data: bytes, says: str, tmp_path: Path) -> None:
    assert says in refused(tmp_path, data)


def test_an_encrypted_pdf_is_named(tmp_path: Path) -> None:
    locks = "/Filter /Standard /V 1 /R 2 /Length 40 /P -4 /O (" + "x" * 32 + ") /U (" + "y" * 32 + ")"
    data = pdf([["12 cases"]], more=f"/Encrypt << {locks} >> /ID [(abcdefgh12345678) (abcdefgh12345678)]")
    assert refused(tmp_path, data) == "the PDF is encrypted; save it without a password"


def test_limits_on_pages_text_and_bytes(tmp_path: Path) -> None:
    assert "11 pages; at most 10 are read" in refused(tmp_path, pdf([["12 cases"]] * 11), Limits(pages=10))
    assert "more than 50 characters" in refused(tmp_path, pdf([["12 cases " * 20]]), Limits(text_bytes=50))
    assert "larger than" in refused(tmp_path, pdf([["12 cases"]]), Limits(paper_bytes=100))


@pytest.mark.heavy
def test_a_bomb_ends_at_its_limit_and_nothing_else_is_lost(tmp_path: Path) -> None:
    """A few kilobytes that unpack to 400 MB of drawing: the worker ends, the run goes on."""
    assert zlib.decompress(bomb(b"BT ", b"(1) Tj ", 3)) == b"BT (1) Tj (1) Tj (1) Tj "
    paper = pdf([[]], stream=bomb(b"BT /F1 1 Tf ", b"(1) Tj " * 1_000_000, 60))
    (tmp_path / "b.txt").write_text("12 cases", encoding="utf-8")
    (tmp_path / "a.pdf").write_bytes(paper)
    assert len(paper) < 1_000_000
    first, second = collect([tmp_path], None, Limits(paper_memory=600 * 1024 * 1024, paper_seconds=2), GIVEN)
    assert isinstance(first, Problem)
    assert "PDFium gave up" in first.reason
    assert isinstance(second, Collected)
