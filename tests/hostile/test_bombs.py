"""Bombs and traps of every format in one folder: each is refused with its limit, and nothing else is lost."""

from __future__ import annotations

import gzip
import io
import json
import resource
import stat
import sys
import time
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from crossfoot.cli import run
from crossfoot.commands.outcome import INCOMPLETE

GOOD = "By 1 June 2024, 3,210 criminal cases for desertion had been registered in Ukraine, prosecutors said.\n"
MOST_SECONDS, MOST_KILOBYTES = 60, 700_000


def zipped(members: dict[str, bytes], mode: int = 0) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as book:
        for name, data in members.items():
            entry = zipfile.ZipInfo(name)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = mode << 16
            book.writestr(entry, data)
    return made.getvalue()


def nested_zip() -> bytes:
    data = b"12 cases"
    for _ in range(12):
        data = zipped({"a.zip": data})
    return data


def pdf_bomb() -> bytes:
    """A page whose stream unpacks to 50 MB of nothing to draw."""
    packed = zlib.compress(b"q Q " * 12_500_000, 1)
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 4 0 R >>"
    parts = [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>", page]
    parts.append(b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream" % (len(packed), packed))
    body = b"".join(b"%d 0 obj\n%s\nendobj\n" % (n, part) for n, part in enumerate(parts, start=1))
    return b"%PDF-1.4\n" + body + b"trailer << /Root 1 0 R >>"


def many_pages() -> bytes:
    kids = b"3 0 R " * 20_000
    parts = [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Count 20000 /Kids [%s] >>" % kids]
    parts.append(b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>")
    body = b"".join(b"%d 0 obj\n%s\nendobj\n" % (n, part) for n, part in enumerate(parts, start=1))
    return b"%PDF-1.4\n" + body + b"trailer << /Root 1 0 R >>"


def warc_bomb() -> bytes:
    body = gzip.compress(b"0" * 200_000_000, 1)
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\n\r\n"
    size = len(head) + len(body)
    first = (
        b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://a.example/\r\nContent-Length: %d\r\n\r\n" % size
    )
    return gzip.compress(first + head + body + b"\r\n\r\n")


TRAPS: dict[str, tuple[Callable[[], bytes], str]] = {
    "ratio.zip": (lambda: zipped({"a.txt": b"0" * 50_000_000}), "ratio.zip/a.txt: grows more than 200 times"),
    "deep.zip": (nested_zip, "more than 3 containers within one another"),
    "out.zip": (lambda: zipped({"../../out.txt": b"12"}), "out.zip/../../out.txt: its name leads out of the ZIP"),
    "link.zip": (lambda: zipped({"a.txt": b"/etc/passwd"}, stat.S_IFLNK | 0o777), "a symbolic link: not followed"),
    "sheet.xlsx": (
        lambda: zipped({"xl/workbook.xml": b"<a/>", "xl/worksheets/sheet1.xml": b"0" * 300_000_000}),
        "a workbook that unpacks to more than 256 MB",
    ),
    "draw.pdf": (pdf_bomb, "draw.pdf: "),
    "pages.pdf": (many_pages, "pages.pdf: "),
    "body.warc.gz": (warc_bomb, "larger than 64 MB when unpacked"),
    "laughs.xml": (
        lambda: b'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "ha">]><rss version="2.0">&a;</rss>',
        "laughs.xml: it declares entities of its own",
    ),
    "deep.json": (lambda: b'{"type":"public_channel","messages":' + b"[" * 1_000_000, "nested more than 64 levels"),
    "deep.html": (lambda: b"<html><body>" + b"<div>" * 10_000, "more than 240 tags within one another"),
    "wide.csv": (lambda: b"url,quote" + b",x" * 5000 + b"\n", "wide.csv: more than 200000 cells or 500 columns"),
}


@pytest.mark.heavy
def test_every_trap_is_refused_with_its_reason_and_the_good_file_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "in").mkdir()
    for name, (made, _) in TRAPS.items():
        (tmp_path / "in" / name).write_bytes(made())
    (tmp_path / "in/good.txt").write_text(GOOD, encoding="utf-8")
    before, started = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
    code = run(["check", "in", "--ledger", "led", "--reader", "fast", "--json"])
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    told = capsys.readouterr()
    assert code == INCOMPLETE
    assert "Traceback" not in told.err
    missing = [name for name, (_, says) in TRAPS.items() if says not in told.err]
    assert missing == []
    assert [claim["quote"] for claim in json.loads(told.out)["claims"]] == ["3,210"]
    assert not (tmp_path / "out.txt").exists()
    assert run(["verify", "led"]) == 0
    if sys.platform == "linux":
        assert grown < MOST_KILOBYTES
    assert time.process_time() - started < MOST_SECONDS
