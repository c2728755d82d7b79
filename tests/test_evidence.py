"""Evidence that leaves the ledger: other people's tools accept it, and both they and we find one flipped digit."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator

from crossfoot import pages as over
from crossfoot import pipeline
from crossfoot.archive.fetch import Fetcher, FetchLimits
from crossfoot.archive.wacz import surt
from crossfoot.cli import run as program
from crossfoot.evidence import export_wacz
from crossfoot.ledger import Ledger, audit
from crossfoot.settings import Settings
from crossfoot.verify import verify
from site_of_tests import HOST, Calendar, Site, site

PAGE = "<!doctype html><title>Register</title><article><p>They counted 95,296 cases by October 2024, they said."
TOOLS = Path(sys.executable).parent


@pytest.fixture
def filled(tmp_path: Path) -> Iterator[tuple[Path, Site]]:
    """A ledger with a file and a page that was visited twice, moved, and then gone."""
    clock, folder = Calendar(), tmp_path / "led"
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "note.txt").write_text("On 1 March 2024 they counted 1,874 cases.\n")
    with site() as web:
        web.put("/register", PAGE)
        web.put("/old", "moved", 301, Location="/register")
        fetcher = Fetcher(frozenset({HOST}), FetchLimits(delay=0, attempts=1), clock=clock)
        with Ledger.create(folder, clock=clock.now) as book:
            pipeline.archive(pipeline.Run(book, Settings(), paths=(tmp_path / "in",)))
            for number, path in enumerate(("/register", "/register", "/old", "/none")):
                clock.day(2025, 1 + number, 3)
                list(over.visit(pipeline.Run(book, Settings()), [web.root + path], fetcher))
        yield folder, web


def exported(ledger: Path, to: Path, as_of: date | None = None) -> Path:
    with Ledger.open(ledger) as book:
        run = pipeline.Run(book, Settings(as_of=as_of))
        pipeline.take_reports(run)
        export_wacz(run, to)
    return to


def tool(name: str, *arguments: str) -> tuple[int, str]:
    done = subprocess.run([TOOLS / name, *arguments], capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


def records(wacz: Path) -> list[tuple[str, str]]:
    with zipfile.ZipFile(wacz) as zipped:
        data = zipped.read("archive/data.warc.gz")
    return [(one.rec_type, one.rec_headers.get_header("WARC-Target-URI")) for one in ArchiveIterator(io.BytesIO(data))]


def test_everything_that_was_asked_and_answered_is_in_it(filled: tuple[Path, Site], tmp_path: Path) -> None:
    ledger, web = filled
    found = [(kind, url.removeprefix(web.root)) for kind, url in records(exported(ledger, tmp_path / "e.wacz"))]
    asked = [("request", path) for path in ("/register", "/register", "/old", "/register", "/none")]
    assert [one for one in found if one[0] == "request"] == asked
    assert [kind for kind, path in found if path == "/register" and kind != "request"] == [
        "response",
        "revisit",
        "revisit",
    ]
    assert [kind for kind, path in found if path in ("/old", "/none") and kind != "request"] == ["response", "response"]
    assert found[-1][0] == "resource"
    assert found[-1][1].startswith("urn:sha256:")


def test_the_index_leads_to_every_record_and_the_custody_log_comes_along(
    filled: tuple[Path, Site], tmp_path: Path
) -> None:
    ledger, _ = filled
    with zipfile.ZipFile(exported(ledger, tmp_path / "e.wacz")) as zipped:
        data = zipped.read("archive/data.warc.gz")
        index = gzip.decompress(zipped.read("indexes/index.cdx.gz")).decode().splitlines()
        custody = zipped.read("crossfoot/custody.jsonl").decode().splitlines()
        pages = [json.loads(line) for line in zipped.read("pages/pages.jsonl").decode().splitlines()]
        package = json.loads(zipped.read("datapackage.json"))
    assert index == sorted(index)
    for line in index:
        told = json.loads(line.split(" ", 2)[2])
        piece = data[int(told["offset"]) :][: int(told["length"])]
        assert gzip.decompress(piece).startswith(b"WARC/1.1")
        assert told["recordDigest"] == f"sha256:{hashlib.sha256(piece).hexdigest()}"
    with Ledger.open(ledger) as book:
        assert [json.loads(line)["hash"] for line in custody] == [entry.hash for entry in audit.custody(book)]
    assert [page.get("title") for page in pages] == ["Pages", "Register", "Register", "Register", "note.txt"]
    assert package["wacz_version"] == "1.1.1"


def test_the_same_evidence_gives_the_same_file(filled: tuple[Path, Site], tmp_path: Path) -> None:
    one, two = exported(filled[0], tmp_path / "1.wacz"), exported(filled[0], tmp_path / "2.wacz")
    assert one.read_bytes() == two.read_bytes()


def test_as_of_a_day_later_visits_are_left_out(filled: tuple[Path, Site], tmp_path: Path) -> None:
    found = records(exported(filled[0], tmp_path / "e.wacz", date(2025, 1, 31)))
    assert [kind for kind, _ in found] == ["request", "response"]


@pytest.mark.heavy
def test_other_tools_accept_it_and_find_a_flipped_digit(
    filled: tuple[Path, Site], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ledger, _ = filled
    sound = tmp_path / "sound.wacz"
    assert program(["export", str(ledger), "--format", "wacz", "--to", str(sound)]) == 0
    assert str(sound) in capsys.readouterr().out
    assert "is valid" in tool("wacz", "validate", "-f", str(sound))[1]
    with zipfile.ZipFile(sound) as zipped:
        warc = zipped.read("archive/data.warc.gz")
    (tmp_path / "sound.warc.gz").write_bytes(warc)
    code, says = tool("warcio", "check", "-v", str(tmp_path / "sound.warc.gz"))
    assert (code, "failed" in says, says.count("digest pass") > 5) == (0, False, True)

    flipped = b"".join(gzip.compress(part, mtime=0) for part in members(warc, b"95,296", b"95,396"))
    (tmp_path / "wrong.warc.gz").write_bytes(flipped)
    code, says = tool("warcio", "check", str(tmp_path / "wrong.warc.gz"))
    assert (code, "digest failed" in says) == (1, True)
    wrong = tmp_path / "wrong.wacz"
    with zipfile.ZipFile(sound) as old, zipfile.ZipFile(wrong, "w") as new:
        for name in old.namelist():
            new.writestr(name, flipped if name.endswith(".warc.gz") else old.read(name))
    assert "is valid" not in tool("wacz", "validate", "-f", str(wrong))[1]

    with Ledger.open(ledger) as book:
        place = book.vault.path(book.visits()[0].hops[-1].payload or "")
        place.chmod(0o644)
        place.write_bytes(place.read_bytes().replace(b"95,296", b"95,396"))
        assert any("another sha256" in fault.reason for fault in verify(book))
    assert program(["export", str(ledger), "--format", "wacz", "--to", str(tmp_path / "no.wacz")]) == 2
    assert not list(tmp_path.glob("*no.wacz*"))


def members(warc: bytes, before: bytes, after: bytes) -> Iterator[bytes]:
    """The records of a compressed WARC file, one of them changed."""
    import zlib

    while warc:
        unpacker = zlib.decompressobj(zlib.MAX_WBITS | 16)
        yield unpacker.decompress(warc).replace(before, after)
        warc = unpacker.unused_data


@pytest.mark.parametrize(
    ("url", "key"),
    [
        ("https://www.News.example/A/b?Z=1&a=2", "example,news)/a/b?a=2&z=1"),
        ("http://127.0.0.1:8080/x", "127.0.0.1:8080)/x"),
        ("https://news.example:443/", "example,news)/"),
        ("urn:sha256:AB", "urn:sha256:ab"),
    ],
)
def test_keys_of_the_index(url: str, key: str) -> None:
    assert surt(url) == key


def test_a_capture_of_others_keeps_its_address_and_day(tmp_path: Path) -> None:
    from ledgers import capture, report

    made, data = capture()
    taken = replace(made, address="https://news.example/a", taken="2024-05-06T07:08:09+00:00")
    with Ledger.create(tmp_path / "l") as book:
        book.add_capture(taken, data)
        book.add_report(replace(report(), capture=taken.id))
    with zipfile.ZipFile(exported(tmp_path / "l", tmp_path / "e.wacz")) as zipped:
        index = gzip.decompress(zipped.read("indexes/index.cdx.gz")).decode()
    assert index.startswith("example,news)/a 20240506070809 ")
