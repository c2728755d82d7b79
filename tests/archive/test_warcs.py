"""WARC: what becomes a capture, what is passed over, and what is had of a damaged file."""

from __future__ import annotations

import gzip
import io
import random
from pathlib import Path

import pytest
from papers import pdf
from warc_files import PAGE, answer, crawl, packed, page, record, request
from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

from crossfoot.archive import Collected, Limits, Skipped, collect
from crossfoot.archive.collect import Given
from crossfoot.archive.warc_records import Damage, Record, records
from crossfoot.records import Problem

GIVEN = Given("2025-10-01T00:00:00+00:00")
HTML = PAGE.format(n="1,234").encode()
URL = "https://courier.example/a"


def read(folder: Path, data: bytes, name: str = "a.warc", limits: Limits | None = None) -> list[object]:
    (folder / name).write_bytes(data)
    return list(collect([folder / name], None, limits or Limits(), GIVEN))


def addresses(found: list[object]) -> list[str]:
    return [one.report.file for one in found if isinstance(one, Collected)]


def problems(found: list[object]) -> list[Problem]:
    return [one for one in found if isinstance(one, Problem)]


def one_page(folder: Path, data: bytes) -> Collected:
    (found,) = read(folder, data)
    assert isinstance(found, Collected), found
    return found


@pytest.mark.parametrize("pack", [b"".join, packed, lambda records: gzip.compress(b"".join(records))])
def test_pages_become_captures_with_their_address_and_day(pack: object, tmp_path: Path) -> None:
    found = read(tmp_path, pack([record("warcinfo", b"x: y\r\n"), request(1), page(1), page(2)]))  # type: ignore[operator]
    assert addresses(found) == ["https://courier.example/1", "https://courier.example/2"]
    first = found[0]
    assert isinstance(first, Collected)
    assert first.data == PAGE.format(n="1,001").encode()
    assert (first.capture.address, first.capture.media_type) == ("https://courier.example/1", "text/html")
    assert (first.capture.taken, first.capture.received) == ("2024-06-02T10:00:00+00:00", GIVEN.received)
    assert str(first.capture.within).startswith("a.warc, byte ")
    assert first.report.published is None
    assert "1,001 criminal cases" in first.report.text
    assert found[2:] == [Skipped("a.warc", {"notes of the crawler": 1, "requests": 1})]


@pytest.mark.parametrize(
    ("block", "told"),
    [
        (answer(b"moved", status="301 Moved"), "redirects"),
        (answer(HTML, status="404 Not Found"), "pages not there or refused"),
        (answer(HTML, status="503 Unavailable"), "errors of the site"),
        (answer(b"\x89PNG", "image/png"), "parts of pages"),
        (answer(b"{}", "application/json"), "parts of pages"),
    ],
)
def test_what_is_no_page_is_passed_over_and_counted(block: bytes, told: str, tmp_path: Path) -> None:
    found = read(tmp_path, packed([page(1), record("response", block, URL)]))
    assert found[1:] == [Skipped("a.warc", {told: 1})]


@pytest.mark.parametrize("date", ["yesterday", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00"])
def test_a_day_that_is_none_leaves_the_page_undated(date: str, tmp_path: Path) -> None:
    assert one_page(tmp_path, record("response", answer(HTML), URL, date=date)).capture.taken is None


def test_an_address_with_blanks_is_kept_and_nothing_is_said_to_the_terminal(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    found = one_page(tmp_path, record("response", answer(HTML), f"{URL} b"))
    assert found.capture.address == f"{URL} b"
    assert (capfd.readouterr().err, caplog.text) == ("", "")


def test_bodies_are_unpacked_as_servers_pack_them(tmp_path: Path) -> None:
    zipped = answer(gzip.compress(HTML), more="Content-Encoding: gzip\r\n")
    chunked = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n"
    chunked += b"%x\r\n%s\r\n0\r\n\r\n" % (len(HTML), HTML)
    for block in (zipped, chunked):
        assert one_page(tmp_path, record("response", block, URL)).data == HTML


def test_the_charset_that_the_server_told_is_used(tmp_path: Path) -> None:
    text = "Зареєстровано 1 234 кримінальні провадження за перше півріччя 2024 року у цій області.".encode("cp1251")
    block = answer(text, "text/plain; charset=windows-1251")
    assert "Зареєстровано" in one_page(tmp_path, record("response", block, URL)).report.text


def test_documents_and_resources_are_read_too(tmp_path: Path) -> None:
    data = pdf([["In May 2024 the office counted 12 cases."]])
    found = read(tmp_path, record("response", answer(data, "application/pdf"), URL + ".pdf"))
    found += read(tmp_path, record("resource", data, "urn:x", **{"Content-Type": "application/pdf"}), "b.warc")
    assert [one.report.pages for one in found if isinstance(one, Collected)] == [(0,), (0,)]


@pytest.mark.parametrize("packing", [True, False], ids=["gzip", "plain"])
def test_a_flipped_byte_loses_one_record_and_names_its_place(packing: bool, tmp_path: Path) -> None:
    parts = [gzip.compress(one, mtime=0) if packing else one for one in crawl(20)]
    hit = 2 * 7 + 2
    before = sum(map(len, parts[:hit]))
    data = bytearray(b"".join(parts))
    data[before + len(parts[hit]) // 2] ^= 0x40
    found = read(tmp_path, bytes(data))
    assert addresses(found) == [f"https://courier.example/{n}" for n in range(20) if n != 7]
    (wrong,) = problems(found)
    assert wrong.place == f"a.warc, byte {before}"
    assert ("1 record is missing" in wrong.reason) if packing else ("digest" in wrong.reason)
    assert "https://courier.example/7" in wrong.reason or packing


def test_warcio_alone_ends_there() -> None:
    """Why records are found by our own code: of 41 records, the library gives those before the damage."""
    parts = [gzip.compress(one, mtime=0) for one in crawl(20)]
    data = bytearray(b"".join(parts))
    data[sum(map(len, parts[:16])) + len(parts[16]) // 2] ^= 0x40
    count = 0
    try:
        for _ in ArchiveIterator(io.BytesIO(bytes(data))):
            count += 1
    except (ArchiveLoadFailed, OSError, ValueError):
        pass
    assert count < 20


@pytest.mark.parametrize("packing", [True, False], ids=["gzip", "plain"])
def test_a_cut_file_gives_all_before_the_cut_and_says_so(packing: bool, tmp_path: Path) -> None:
    parts = [gzip.compress(one, mtime=0) if packing else one for one in crawl(20)]
    at = sum(map(len, parts[:16]))
    found = read(tmp_path, b"".join(parts)[: at + 100])
    assert addresses(found) == [f"https://courier.example/{n}" for n in range(7)]
    (wrong,) = problems(found)
    assert wrong.place == f"a.warc, byte {at}"
    assert "at least 1 record is missing" in wrong.reason
    assert "no record follows, 7 were read before it" in wrong.reason


def keep_all(headers: object, head: bytes) -> bool:
    del headers, head
    return True


@pytest.mark.parametrize("packing", [True, False], ids=["gzip", "plain"])
@pytest.mark.parametrize("seed", range(8))
def test_wherever_the_damage_is_the_other_records_are_had(packing: bool, seed: int) -> None:
    """One byte flipped, over and over: never more than two records are lost, never silently, and within gzip no record
    is handed out changed."""
    parts = [gzip.compress(one, mtime=0) if packing else one for one in crawl(4)]
    whole = b"".join(parts)
    blocks = {one.block for one in records(io.BytesIO(whole), keep_all, 1_000_000) if isinstance(one, Record)}
    for at in range(seed, len(whole), 104):
        data = bytearray(whole)
        data[at] ^= 0xFF
        found = list(records(io.BytesIO(bytes(data)), keep_all, 1_000_000))
        good = [one for one in found if isinstance(one, Record)]
        assert len(good) >= len(parts) - 2, at
        if packing:
            assert len(good) == len(parts) or any(isinstance(one, Damage) for one in found), at
            assert all(one.block in blocks for one in good), at


def test_a_length_that_lies_loses_that_record_only(tmp_path: Path) -> None:
    for length in ("99999999", "10", "-1", "abc"):
        lying = page(2).replace(b"Content-Length: ", f"Content-Length: {length}\r\nX: ".encode(), 1)
        assert addresses(read(tmp_path, page(1) + lying + page(3))) == [
            "https://courier.example/1",
            "https://courier.example/3",
        ], length


def test_large_records_and_bombs_are_named_and_the_rest_is_read(tmp_path: Path) -> None:
    bomb = answer(gzip.compress(b"0" * 30_000_000), more="Content-Encoding: gzip\r\n")
    large = answer(b"<html>" + b"x" * 2_000_000)
    data = packed([record("response", bomb, URL), record("response", large, URL + "2"), page(1)])
    found = read(tmp_path, data, limits=Limits(file_bytes=1_000_000))
    assert addresses(found) == ["https://courier.example/1"]
    assert ["larger than" in wrong.reason for wrong in problems(found)] == [True, True]


@pytest.mark.parametrize("pack", [packed, lambda records: gzip.compress(b"".join(records))], ids=["each", "together"])
def test_large_records_are_jumped_over_only_where_each_has_its_member(pack: object, tmp_path: Path) -> None:
    noise = random.Random(1).randbytes(400_000)
    video = [record("response", answer(noise, "video/mp4"), f"https://courier.example/{n}.mp4") for n in range(4)]
    found = read(tmp_path, pack([*crawl(2), video[0], page(2), *video[1:], page(3)]))  # type: ignore[operator]
    assert addresses(found) == [f"https://courier.example/{n}" for n in range(4)]
    assert found[-1] == Skipped("a.warc", {"parts of pages": 4, "requests": 2, "notes of the crawler": 1})


def test_no_warc_is_told(tmp_path: Path) -> None:
    for data in (gzip.compress(b"12 cases"), b"WARC/1.0\r\n"):
        assert problems(read(tmp_path, data))[0].place.startswith("a.warc")
