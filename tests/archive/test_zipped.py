"""ZIP and WACZ: members are read like files; bombs, damage and names that lead out cost nothing else."""

from __future__ import annotations

import gzip
import io
import json
import re
import stat
import zipfile
from pathlib import Path

import pytest
from papers import pdf
from warc_files import crawl, packed

from crossfoot.archive import Collected, Limits, Skipped, collect
from crossfoot.archive.collect import Given
from crossfoot.archive.zipped import MOST_INDEX
from crossfoot.cli import run
from crossfoot.records import Problem

GIVEN = Given("2025-10-01T00:00:00+00:00")
GOOD = b"In May 2024 the office counted 12 cases."


def zipped(members: dict[str, bytes], packing: int = zipfile.ZIP_DEFLATED) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", packing) as book:
        for name, data in members.items():
            book.writestr(zipfile.ZipInfo(name) if not data else name, data)
    return made.getvalue()


def read(folder: Path, data: bytes, limits: Limits | None = None) -> tuple[list[str], list[str]]:
    """Names of reports, and problems as "place: reason"."""
    (folder / "a.zip").write_bytes(data)
    found = list(collect([folder / "a.zip"], None, limits or Limits(), GIVEN))
    wrong = [f"{one.place}: {one.reason}" for one in found if isinstance(one, Problem)]
    return [one.report.file for one in found if isinstance(one, Collected)], wrong


def test_members_are_read_like_files(tmp_path: Path) -> None:
    inner = zipped({"c.txt": GOOD + b"!"})
    data = zipped(
        {"b.pdf": pdf([["12 cases."]]), "x/a.txt": GOOD, "x/style.css": b"x", ".DS_Store": b"x", "z.zip": inner}
    )
    assert read(tmp_path, data) == (["a.zip/b.pdf", "a.zip/x/a.txt", "a.zip/z.zip/c.txt"], [])


def test_what_a_report_came_in_is_kept(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(zipped({"x/a.txt": GOOD}))
    (found,) = collect([tmp_path], None, Limits(), GIVEN)
    assert isinstance(found, Collected)
    assert (found.data, found.capture.within, found.capture.address) == (GOOD, "a.zip, x/a.txt", "a.zip/x/a.txt")


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("../../etc/passwd.txt", "its name leads out of the ZIP: not read"),
        ("/etc/passwd.txt", "its name leads out of the ZIP: not read"),
        ("x/../../y.txt", "its name leads out of the ZIP: not read"),
        ("C:/y.txt", "its name leads out of the ZIP: not read"),
        ("x\\..\\y.txt", "its name leads out of the ZIP: not read"),
        ("x.odd", "'.odd' is no ending crossfoot reads"),
        ("deep.html", "more than 240 tags within one another"),
        ("latin.txt", "no UTF-8"),
    ],
)
def test_a_bad_member_is_named_and_the_others_are_read(name: str, says: str, tmp_path: Path) -> None:
    data = {"deep.html": b"<html><body>" + b"<div>" * 10_000, "latin.txt": b"caf\xe9"}.get(name, GOOD)
    names, (wrong,) = read(tmp_path, zipped({"a.txt": GOOD, name: data, "zz.txt": GOOD}))
    assert names == ["a.zip/a.txt", "a.zip/zz.txt"]
    assert says in wrong


def test_links_and_encrypted_members_are_refused(tmp_path: Path) -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as book:
        link = zipfile.ZipInfo("link.txt")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        book.writestr(link, "/etc/passwd")
        book.writestr("a.txt", GOOD)
    assert read(tmp_path, made.getvalue()) == (["a.zip/a.txt"], ["a.zip/link.txt: a symbolic link: not followed"])
    locked = bytearray(zipped({"a.txt": GOOD}))
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        locked[locked.index(mark) + at] |= 1
    assert read(tmp_path, bytes(locked)) == ([], ["a.zip/a.txt: encrypted: pack it without a password"])


def test_bombs_are_refused_by_what_they_say_and_by_what_comes_out(tmp_path: Path) -> None:
    data = zipped({"a.txt": b"0" * 5_000_000, "b.txt": GOOD})
    names, wrong = read(tmp_path, data)
    assert (names, wrong) == (["a.zip/b.txt"], ["a.zip/a.txt: grows more than 200 times when it is unpacked: not read"])
    lying = data.replace((5_000_000).to_bytes(4, "little"), (5_000).to_bytes(4, "little"))
    names, (says,) = read(tmp_path, lying)
    assert names == ["a.zip/b.txt"]
    assert says.startswith("a.zip/a.txt: cannot be unpacked")
    names, wrong = read(tmp_path, zipped({f"{n}.txt": GOOD * 9 for n in range(9)}), Limits(unpacked_bytes=1000))
    assert (len(names), {"the file unpacks to more than" in says for says in wrong}) == (2, {True})


def test_zips_within_zips_end_at_a_depth(tmp_path: Path) -> None:
    data = zipped({"a.txt": GOOD})
    for _ in range(4):
        data = zipped({"a.txt": GOOD, "z.zip": data})
    names, (wrong,) = read(tmp_path, data)
    assert names == ["a.zip/a.txt", "a.zip/z.zip/a.txt", "a.zip/z.zip/z.zip/a.txt"]
    assert "more than 3 containers within one another" in wrong


def test_a_list_of_members_that_is_too_long_is_not_loaded(tmp_path: Path) -> None:
    data = bytearray(zipped({"a.txt": GOOD}))
    at = data.rindex(b"PK\x05\x06") + 12
    data[at : at + 4] = (80_000_000).to_bytes(4, "little")
    assert read(tmp_path, bytes(data)) == ([], ["a.zip: its list of members is larger than 64 MB: not read"])
    names, wrong = read(tmp_path, zipped({f"{n}.txt": GOOD for n in range(9)}), Limits(parts=3))
    assert (len(names), wrong) == (3, ["a.zip: more than 3 members: the rest is not read"])


def test_damage_in_a_member_costs_that_member(tmp_path: Path) -> None:
    data = bytearray(zipped({"a.txt": GOOD * 50, "b.txt": GOOD}, zipfile.ZIP_STORED))
    data[200] ^= 1
    names, (wrong,) = read(tmp_path, bytes(data))
    assert names == ["a.zip/b.txt"]
    assert wrong.startswith("a.zip/a.txt: cannot be unpacked: Bad CRC-32")
    assert "cannot be opened" in read(tmp_path, bytes(data[:400]))[1][0]


def test_places_before_the_beginning_are_named(tmp_path: Path) -> None:
    """The end of the ZIP says that its list begins further on than it does: every member then lies before the file."""
    data = bytearray(zipped({"a.warc": b"".join(crawl(1)), "b.txt": GOOD}, zipfile.ZIP_STORED))
    at = data.rindex(b"PK\x05\x06") + 16
    data[at : at + 4] = (1_000_000).to_bytes(4, "little")
    names, wrong = read(tmp_path, bytes(data))
    assert names == []
    assert len(wrong) >= 1


def test_office_files_are_named(tmp_path: Path) -> None:
    assert read(tmp_path, zipped({"[Content_Types].xml": b"x", "word/document.xml": b"x"})) == (
        [],
        ["a.zip: a Word file; save its text as .txt"],
    )


# ── WACZ ─────────────────────────────────────────────────────────────────────────────────────────


def wacz(warc: bytes, pages: int, packing: int = zipfile.ZIP_STORED) -> bytes:
    lines = [f'example,courier)/{n} 20240602100000 {{"url": "x", "filename": "data.warc.gz"}}' for n in range(pages)]
    index = gzip.compress("\n".join(lines).encode())
    about = json.dumps({"profile": "data-package"}).encode()
    members = {"archive/data.warc.gz": warc, "datapackage.json": about, "indexes/index.cdx.gz": index}
    return zipped(members | {"pages/pages.jsonl": b"{}"}, packing)


@pytest.mark.parametrize("packing", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED], ids=["stored", "packed"])
def test_a_wacz_gives_its_pages_and_is_compared_with_its_index(packing: int, tmp_path: Path) -> None:
    whole = packed(crawl(5))
    names, wrong = read(tmp_path, wacz(whole, 5, packing))
    assert (names, wrong) == ([f"https://courier.example/{n}" for n in range(5)], [])
    names, wrong = read(tmp_path, wacz(whole[: len(whole) // 2], 5, packing))
    assert 0 < len(names) < 5
    missing = f"its index names 5 captures, {len(names)} are there: {5 - len(names)} are missing"
    assert wrong[-1] == f"a.zip/archive/data.warc.gz: {missing}"


LINE = b'{"filename": "data.warc.gz"}\n'


def with_indexes(indexes: list[bytes]) -> bytes:
    members = {f"indexes/{n}.cdx": data for n, data in enumerate(indexes)}
    return zipped({"archive/data.warc.gz": packed(crawl(1)), "datapackage.json": b"{}"} | members)


def test_an_index_that_is_a_bomb_promises_nothing(tmp_path: Path) -> None:
    names, (wrong,) = read(tmp_path, with_indexes([LINE * 300_000]))
    assert names == ["https://courier.example/0"]
    assert "grows more than 200 times" in wrong


@pytest.mark.heavy
def test_of_many_indexes_no_more_is_read_than_of_one(tmp_path: Path) -> None:
    """Each so small that it may grow as it likes."""
    names, wrong = read(tmp_path, with_indexes([LINE * 36_000] * 70))
    assert names == ["https://courier.example/0"]
    (promised,) = re.findall(r"its index names (\d+) captures", "".join(wrong))
    assert 36_000 < int(promised) <= MOST_INDEX // len(LINE) + 1


def test_one_flipped_byte_in_a_wacz_costs_one_page(tmp_path: Path) -> None:
    parts = [gzip.compress(one, mtime=0) for one in crawl(5)]
    warc = bytearray(b"".join(parts))
    warc[sum(map(len, parts[:4])) + 100] ^= 1
    names, wrong = read(tmp_path, wacz(bytes(warc), 5))
    assert names == [f"https://courier.example/{n}" for n in range(5) if n != 1]
    assert "1 record is missing" in wrong[0]
    assert "1 are missing" in wrong[1]


def test_what_a_wacz_holds_beside_pages_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.wacz").write_bytes(wacz(packed(crawl(1)), 1))
    found = list(collect([tmp_path], None, Limits(), GIVEN))
    assert [one for one in found if isinstance(one, Skipped)][-1].counts == {"files that are no reports": 3}


def test_check_tells_what_was_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.wacz").write_bytes(wacz(packed(crawl(1)), 1))
    assert run(["check", "a.wacz", "--ledger", "led", "--reader", "fast"]) == 0
    out = capsys.readouterr().out
    assert "a.wacz/archive/data.warc.gz: passed over 1 notes of the crawler, 1 requests" in out
    assert run(["verify", "led"]) == 0
