"""Questions and answers as WARC records: what other tools check, and bodies that lie beside them only once."""

from __future__ import annotations

import gzip
import hashlib
import io
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from warcio.archiveiterator import ArchiveIterator

from crossfoot.archive.fetch import Exchange, Fetched
from crossfoot.archive.warcfile import heads, resource, whole

AT = datetime(2025, 3, 3, 10, tzinfo=UTC)
BODY = "<p>Å 95,296 cases</p>".encode()
MOVED = Exchange(
    "https://a.example/",
    AT,
    "192.0.2.1",
    b"GET / HTTP/1.1\r\nHost: a.example\r\n\r\n",
    301,
    "Moved",
    (("Location", "/b"),),
)
PAGE = replace(
    MOVED,
    url="https://a.example/b",
    status=200,
    reason="OK",
    headers=(("Content-Type", "text/html; charset=utf-8"), ("Transfer-Encoding", "chunked"), ("X-Of", "caf\xe9")),
    body=BODY,
)
FETCHED = Fetched("https://a.example/", AT, (MOVED, PAGE))


def records(data: bytes) -> list[tuple[str, str, bytes]]:
    found = ArchiveIterator(io.BytesIO(data), no_record_parse=True)
    return [(one.rec_type, one.rec_headers.get_header("WARC-Target-URI"), one.raw_stream.read()) for one in found]


def test_heads_hold_all_but_the_bodies() -> None:
    found = records(heads(FETCHED))
    assert [(kind, url[-1]) for kind, url, _ in found] == [
        ("request", "/"),
        ("response", "/"),
        ("request", "b"),
        ("revisit", "b"),
    ]
    head = found[-1][2]
    assert head == (
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n"
        b"X-Crawler-Transfer-Encoding: chunked\r\nX-Of: caf\xe9\r\n\r\n"
    )
    assert heads(FETCHED) == heads(FETCHED)


def test_a_body_comes_back_into_its_record() -> None:
    asked: list[str] = []

    def body_of(sha256: str) -> bytes:
        asked.append(sha256)
        return BODY

    found = list(whole(heads(FETCHED), body_of, {}))
    assert asked == [hashlib.sha256(BODY).hexdigest()]
    assert [(one.kind, one.status, one.media_type) for one in found] == [
        ("request", "", ""),
        ("response", "301", ""),
        ("request", "", ""),
        ("response", "200", "text/html"),
    ]
    last = next(iter(ArchiveIterator(io.BytesIO(found[-1].data))))
    assert last.content_stream().read() == BODY
    assert found[-1].at == "2025-03-03T10:00:00Z"


def test_what_was_not_answered_is_kept_too() -> None:
    nothing = replace(MOVED, status=None, headers=(), fault="no answer in time")
    half = replace(PAGE, body=b"", fault="the answer broke off")
    found = records(heads(Fetched("https://a.example/", AT, (nothing, half))))
    assert [kind for kind, _, _ in found] == ["request", "metadata", "request", "response"]
    assert found[1][2] == b"fault: no answer in time\r\n"


def test_other_tools_accept_it_and_find_a_flipped_digit(tmp_path: Path) -> None:
    parts = [one.data for one in whole(heads(FETCHED), lambda _: BODY, {})]
    parts.append(resource("urn:x", "2025-03-03T10:00:00Z", b"95,296", "text/plain").data)
    sound, wrong = tmp_path / "sound.warc.gz", tmp_path / "wrong.warc"
    sound.write_bytes(b"".join(parts))
    recompressed = b"".join(gzip.decompress(part) for part in parts)
    wrong.write_bytes(recompressed.replace(b"95,296 cases", b"96,296 cases"))
    for file, code in ((sound, 0), (wrong, 1)):
        command = [sys.executable, "-m", "warcio.cli", "check", "-v", str(file)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode == code, done.stdout
        assert done.stdout.count("digest pass") + done.stdout.count("digest failed") >= 5


def test_a_body_that_was_written_before_is_named_and_not_repeated() -> None:
    before: dict[str, tuple[str, str]] = {}
    list(whole(heads(FETCHED), lambda _: BODY, before))
    again = list(whole(heads(replace(FETCHED, at=datetime(2025, 4, 1, tzinfo=UTC))), lambda _: BODY, before))
    assert [one.kind for one in again] == ["request", "response", "request", "revisit"]
    record = next(iter(ArchiveIterator(io.BytesIO(again[-1].data))))
    assert record.rec_headers.get_header("WARC-Refers-To-Target-URI") == "https://a.example/b"
