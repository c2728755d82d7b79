"""Whatever is wrong with a file of any format, the run goes on: what was read can be kept, and the rest is told."""

from __future__ import annotations

import io
import json
import tempfile
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from papers import pdf
from test_statistics import LONG, LONG_MAPPING, xlsx_of
from warc_files import PAGE, crawl, packed

from crossfoot import wire
from crossfoot.archive import Collected, Limits, collect, find_mappings, load_mappings
from crossfoot.archive.collect import Given

GIVEN = Given("2025-10-01T00:00:00+00:00")
MESSAGE = {"id": 1, "type": "message", "date": "2024-01-01T00:00:00", "date_unixtime": "1704067200", "text": "12 cases"}
CHANNEL = {"name": "Cases", "type": "public_channel", "id": 12, "messages": [MESSAGE]}
ITEM = (
    "<item><title>A</title><pubDate>Mon, 01 Jan 2024 00:00:00 +0200</pubDate><description>12 cases</description></item>"
)


def zipped() -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as book:
        for name, data in {"a.txt": b"12 cases", "datapackage.json": b"{}", "indexes/i.cdx": b"{}"}.items():
            book.writestr(name, data)
        book.writestr("archive/d.warc.gz", packed(crawl(1)))
    return made.getvalue()


FILES = {
    "a.html": PAGE.replace("{n}", "1,234").replace("<h1>", "<time datetime='2024-05-03'>3 May</time><h1>").encode(),
    "a.json": json.dumps(CHANNEL).encode(),
    "a.pdf": pdf([["# Cases", "12 cases in May."]]),
    "a.txt": "Courier: cases\n15 May 2024\n\n12 cases — so they say".encode(),
    "a.warc": b"".join(crawl(1)),
    "a.warc.gz": packed(crawl(1)),
    "a.xml": f'<?xml version="1.0"?><rss version="2.0"><channel><title>T</title>{ITEM}</channel></rss>'.encode(),
    "a.zip": zipped(),
    "t.csv": LONG.encode(),
    "t.xlsx": xlsx_of([["Region", "Month", "Registered"], ["Kharkiv region", "2024-01", 1204]]),
}
ODD = (
    *(
        b"\0",
        b"9" * 40,
        b"1e999",
        b"-1",
        b'"',
        b"<",
        b">",
        b"&#x110000;",
        b"\xff\xfe",
        b"\xed\xa0\x80",
        b"{",
        b"[",
        b"null",
    ),
    *(b"0001-01-01T00:00:00+14:00", b"2024-02-30", b"", b"\r\n", b"\\ud800", b"://[", b"NaN", b"gzip", b"\x1b]0;x\x07"),
)
EDITS = st.lists(
    st.tuples(st.floats(0, 1, exclude_max=True), st.integers(0, 40), st.sampled_from(ODD) | st.binary(max_size=2)),
    min_size=1,
    max_size=4,
)


def edited(data: bytes, edits: list[tuple[float, int, bytes]]) -> bytes:
    """Pieces of the data replaced: where (as a share of its length), how many bytes, by what."""
    for place, length, instead in edits:
        at = int(place * len(data))
        data = data[:at] + instead + data[at + length :]
    return data


def read(folder: Path, name: str, data: bytes) -> list[object]:
    (folder / name).write_bytes(data)
    if name.startswith("t."):
        (folder / "statistics.toml").write_text(LONG_MAPPING.replace("t.csv", name), encoding="utf-8")
    return list(collect([folder], None, Limits(), GIVEN, load_mappings(find_mappings([folder]))))


@pytest.mark.parametrize("name", FILES)
def test_unchanged_they_are_read(name: str, tmp_path: Path) -> None:
    assert any(isinstance(one, Collected) for one in read(tmp_path, name, FILES[name]))


@pytest.mark.heavy
@pytest.mark.parametrize("name", FILES)
def test_no_change_of_a_file_ends_the_run(name: str) -> None:
    @settings(max_examples=10 if name == "a.pdf" else 60, deadline=None)  # a PDF is read by a process of its own
    @given(EDITS)
    def law(edits: list[tuple[float, int, bytes]]) -> None:
        with tempfile.TemporaryDirectory() as folder:
            for found in read(Path(folder), name, edited(FILES[name], edits)):
                if isinstance(found, Collected):
                    wire.dumps([wire.to_json(found.capture), wire.to_json(found.report)]).encode()
                else:
                    str(found).encode()

    law()
