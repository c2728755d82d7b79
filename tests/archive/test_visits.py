"""What a visit came to, from answers of every kind, and what of them is kept."""

from __future__ import annotations

import gzip
import hashlib
import zlib
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from crossfoot.archive.captures import Limits
from crossfoot.archive.fetch import Exchange, Fetched
from crossfoot.archive.visits import came_to, told, visited
from crossfoot.records import Report

URL = "https://pages.example/a"
AT = datetime(2025, 3, 3, 10, tzinfo=UTC)
TEXT = "The office counted 1,874 cases of desertion by the end of October, it said in its monthly register."
PAGE = f"<!doctype html><html><body><article><h1>Register</h1><p>{TEXT}</p></article></body></html>".encode()
ANSWER = Exchange(
    URL, AT, "93.184.215.14", b"GET /a HTTP/1.1\r\n\r\n", 200, "OK", (("Content-Type", "text/html"),), PAGE
)


def fetched(*exchanges: Exchange, **fields: str) -> Fetched:
    return Fetched(URL, AT, exchanges, **fields)  # type: ignore[arg-type]


def test_a_page_becomes_capture_report_and_visit() -> None:
    found = visited(URL, fetched(ANSWER), Limits())
    (report,) = found.reports
    assert (found.visit.outcome, found.visit.reports, found.visit.reason) == ("page", (report.id,), "200")
    assert found.capture is not None
    assert (found.capture.address, found.capture.taken) == (URL, "2025-03-03T10:00:00+00:00")
    assert (report.url, report.file, report.capture, found.data) == (URL, URL, found.capture.id, PAGE)
    assert TEXT in report.text
    assert set(found.kept) == {found.visit.exchange, found.capture.sha256}
    assert all(hashlib.sha256(data).hexdigest() == name for name, data in found.kept.items())


@pytest.mark.parametrize("pack", [gzip.compress, zlib.compress], ids=["gzip", "deflate"])
def test_a_body_that_came_packed_is_kept_packed_and_read_plain(pack: object) -> None:
    packed = pack(PAGE)  # type: ignore[operator]
    coding = "gzip" if packed[:1] == b"\x1f" else "deflate"
    answer = replace(ANSWER, body=packed, headers=(*ANSWER.headers, ("Content-Encoding", coding)))
    found = visited(URL, fetched(answer), Limits())
    assert (found.data, TEXT in found.reports[0].text) == (PAGE, True)
    assert packed in found.kept.values()
    assert found.visit.hops[-1].payload == hashlib.sha256(packed).hexdigest()


@pytest.mark.parametrize(
    ("body", "coding"),
    [
        (gzip.compress(bytes(100_000_000)), "gzip"),
        (b"no gzip", "gzip"),
        (gzip.compress(PAGE)[:-9], "gzip"),
        (PAGE, "br"),
    ],
    ids=["bomb", "nonsense", "cut", "unknown"],
)
def test_what_cannot_be_unpacked_is_a_failure_and_no_absence(body: bytes, coding: str) -> None:
    answer = replace(ANSWER, body=body, headers=(*ANSWER.headers, ("Content-Encoding", coding)))
    found = visited(URL, fetched(answer), Limits())
    assert (found.visit.outcome, found.reports, len(found.problems)) == ("failed", (), 1)
    assert body in found.kept.values(), "evidence is kept all the same"


@pytest.mark.parametrize(
    ("exchange", "fields", "outcome"),
    [
        (None, {"refused": "loopback"}, "refused"),
        (None, {"fault": "the name has no address"}, "failed"),
        (replace(ANSWER, status=404), {}, "gone"),
        (replace(ANSWER, status=404), {"fault": "took longer than 60 s"}, "failed"),
        (replace(ANSWER, status=429), {"fault": "robots.txt: answered 429"}, "throttled"),
        (replace(ANSWER, status=304), {}, "failed"),
        (replace(ANSWER, body=b""), {}, "failed"),
        (replace(ANSWER, status=None), {"fault": "no answer in time"}, "failed"),
    ],
)
def test_outcomes(exchange: Exchange | None, fields: dict[str, str], outcome: str) -> None:
    found = fetched(*([exchange] if exchange else []), **fields)
    assert came_to(found)[0] == outcome
    visit = visited(URL, found, Limits()).visit
    assert visit.outcome == outcome
    assert "deleted" not in told(visit)


def test_a_move_to_the_secured_or_www_address_is_no_other_page() -> None:
    first = replace(
        ANSWER, url="http://pages.example/a", status=301, headers=(("Location", "https://www.pages.example/a/"),)
    )
    last = replace(ANSWER, url="https://www.pages.example/a/", body=PAGE + b"<input type=password>")
    assert came_to(fetched(first, last)) == ("page", "200")
    elsewhere = replace(last, url="https://www.pages.example/login")
    assert came_to(fetched(first, elsewhere))[0] == "login"


def test_many_inputs_are_looked_through_in_linear_time() -> None:
    body = b"<input " * 200_000 + b"<input type='password'>"
    elsewhere = replace(ANSWER, url="https://pages.example/login", body=body)
    assert came_to(fetched(replace(ANSWER, status=302), elsewhere))[0] == "login"


def test_what_the_user_said_goes_on_and_what_the_page_said_does_not() -> None:
    before = Report(
        "r",
        "c",
        "a.txt",
        "Another text that shares nothing with the page.",
        outlet="The Office",
        author="From the page",
        published=date(2024, 11, 4),
        known={"outlet": "given", "author": "metadata", "published": "given"},
    )
    (report,) = visited(URL, fetched(ANSWER), Limits(), (before,)).reports
    assert (report.outlet, report.author, report.published) == ("The Office", None, date(2024, 11, 4))
    assert report.known["outlet"] == "given"
