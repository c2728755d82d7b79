"""Broken and hostile input, end to end: a clear error with its place, the right exit code, and the rest is done."""

from __future__ import annotations

import json
import os
import re
import resource
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from crossfoot.cli import run
from crossfoot.commands.outcome import INCOMPLETE, WRONG_INPUT

GOOD = "By 1 June 2024, 3,210 criminal cases for desertion had been registered in Ukraine, prosecutors said.\n"
PARAGRAPH = (
    "<p>By 1 July 2024, 3,300 criminal cases for desertion had been registered in Ukraine, prosecutors said.</p>"
)
SCRIPTED = f"""<!DOCTYPE html><html><head><title>Cases &lt;script&gt;alert(1)&lt;/script&gt;</title>
<meta property="og:url" content="javascript:alert(2)">
<meta property="og:site_name" content="&lt;img src=x onerror=alert(3)&gt;">
<script>document.write("9,999,999 criminal cases")</script></head>
<body onload="alert(4)"><article><h1>Cases</h1>{PARAGRAPH}<a href="javascript:alert(5)">more</a>
<iframe src="https://tracker.example/x"></iframe><img src="https://tracker.example/pixel.gif" onerror="alert(6)">
<svg onload="alert(7)"></svg>
<p>Deserters numbered 12 &lt;script&gt;alert(8)&lt;/script&gt; in March 2024.</p>
</article></body></html>"""

Check = Callable[..., tuple[int, dict[str, Any], str]]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "in").mkdir()
    (tmp_path / "in/good.txt").write_text(GOOD, encoding="utf-8")
    return tmp_path / "in"


@pytest.fixture
def check(folder: Path, capsys: pytest.CaptureFixture[str]) -> Check:
    """Checks the folder: exit code, the JSON, stderr. Whatever happens, no traceback and no control character."""

    def call(*arguments: str) -> tuple[int, dict[str, Any], str]:
        code = run(["check", str(folder), "--ledger", "led", "--json", *arguments])
        told = capsys.readouterr()
        assert "Traceback" not in told.err
        assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f]", told.err)
        return code, json.loads(told.out or "{}"), told.err

    return call


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("empty.txt", b"", "! empty.txt: the file is empty"),
        ("blank.txt", b" \n\n", "! blank.txt: the file holds nothing but blank space"),
        ("line.txt", b"7" * 50_000_000, "! line.txt: 47.7 MB of text; at most 5 MB are read: split the file"),
        ("latin.txt", b"caf\xe9 12 cases", "! latin.txt, byte 3: no UTF-8 (byte 0xe9); save the file as UTF-8"),
        ("cut.txt", "12 cases — caf\u00e9".encode()[:-1], "! cut.txt, byte 16: no UTF-8"),
        ("nul.txt", b"12\x00 cases", "! nul.txt, character 2: a NUL character: the file is no text"),
        ("paper.odd", b"12 cases", "! paper.odd: '.odd' is no ending crossfoot reads"),
        ("paper.txt", b"%PDF-1.7", "! paper.txt: the PDF cannot be read"),
        ("table.csv", b"a,b\n1,2\n", "! table.csv: a table that nothing describes"),
        ("note.rtf.txt", b"{\\rtf1 12", "! note.rtf.txt: no text: RTF"),
        ("old.doc", b"\xd0\xcf\x11\xe0", "! old.doc: no text: an old Word or Excel file"),
        ("cut.zip", b"PK\x03\x04 12", "! cut.zip: a ZIP that cannot be opened"),
        ("chat.json", b'{"type":"personal_chat","messages":[]}', "! chat.json: a 'personal_chat', not a channel"),
        ("any.json", b"[1,2]", "! any.json: JSON, but no export of a Telegram channel"),
        ("any.xml", b"<?xml version='1.0'?><a/>", "! any.xml: XML, but no feed"),
        ("cut.warc", b"WARC/1.0\r\nWARC-Type: resp", "! cut.warc, byte 0: damaged"),
        ("deep.html", b"<html><body>" + b"<div>" * 10_000, "! deep.html: more than 240 tags within one another"),
        ("none.html", b"<html><body></body></html>", "! none.html: no main text found in the page"),
        ("lie.html", b"<html><meta charset=utf-16>\xff\xfe 12</html>", "! lie.html, byte 27: no UTF-8"),
    ],
    ids=lambda value: value if isinstance(value, str) and "." in value[:12] and " " not in value else "",
)
def test_a_file_that_cannot_be_read_is_named_and_the_rest_is_read(
    name: str, data: bytes, says: str, folder: Path, check: Check
) -> None:
    (folder / name).write_bytes(data)
    code, found, err = check()
    assert code == INCOMPLETE
    assert says in err
    assert [claim["quote"] for claim in found["claims"]] == ["3,210"]
    assert len(found["problems"]) == 1
    page = Path("led/dossier/index.html").read_text(encoding="utf-8")
    assert name in page


@pytest.mark.parametrize(
    ("table", "says"),
    [
        ("file,publisher\ngood.txt,x\n", "reports.csv:1, column 2: unknown column 'publisher'"),
        (
            "file,published\ngood.txt,2024\n",
            "reports.csv:2, column 2 (published): '2024' is no day; write it like 2024-11-15",
        ),
        ("file,published\ngood.txt,2024-13-01\n", "reports.csv:2, column 2 (published): '2024-13-01' is no day"),
        ("file\n../../etc/passwd\n", "reports.csv:2, column 1 (file): '../../etc/passwd' leads out of the folder"),
        ("file\nmissing.txt\n", "reports.csv:2 (file): no file 'missing.txt' among the reports"),
        ('file,title\ngood.txt,"' + "x" * 200_000 + '"\n', "reports.csv:2: field larger than field limit"),
        ("file,outlet\ngood.txt,\x1b]0;owned\x07\n", "reports.csv:2, column 2 (outlet): a control character"),
    ],
    ids=["column", "year", "month 13", "out of the folder", "missing", "long cell", "escape codes"],
)
def test_a_wrong_table_stops_the_run_before_anything_is_kept(table: str, says: str, folder: Path, check: Check) -> None:
    (folder / "reports.csv").write_text(table, encoding="utf-8")
    code, found, err = check()
    assert (code, found) == (WRONG_INPUT, {})
    assert says in err
    assert not list(Path("led/archive").rglob("[0-9a-f]" * 64))


def test_nothing_of_a_scripted_page_is_executed(folder: Path, check: Check) -> None:
    (folder / "page.html").write_text(SCRIPTED, encoding="utf-8")
    code, found, _ = check()
    assert code in (0, 1)
    assert "3,300" in {claim["quote"] for claim in found["claims"]}
    assert "9,999,999" not in {claim["quote"] for claim in found["claims"]}
    report = next(one for one in found["reports"] if one["file"] == "page.html")
    assert not report.get("url")
    page = Path("led/dossier/index.html").read_text(encoding="utf-8")
    assert Executable().found_in(page) == []


class Executable(HTMLParser):
    """Finds what a browser would run or load."""

    def __init__(self) -> None:
        super().__init__()
        self.wrong: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        is_data = tag == "script" and values.get("type") in ("application/json", "application/ld+json")
        if tag in ("script", "iframe", "object", "embed", "base", "link") and not is_data:
            self.wrong.append(f"<{tag}>")
        for name, value in values.items():
            address = re.sub(r"[\x00-\x20]", "", value or "").lower()
            loads = name in ("src", "srcset", "poster", "data", "background") and not address.startswith("data:image/")
            if name.startswith("on") or loads or address.startswith(("javascript:", "vbscript:")):
                self.wrong.append(f"<{tag} {name}={value}>")

    def found_in(self, page: str) -> list[str]:
        self.feed(page)
        self.close()
        return self.wrong


@pytest.mark.usefixtures("as_ordinary_user")
def test_what_may_not_be_opened_is_named_and_the_rest_is_read(folder: Path, check: Check) -> None:
    (folder / "locked").mkdir()
    (folder / "locked/a.txt").write_text(GOOD, encoding="utf-8")
    (folder / "locked.txt").write_text(GOOD, encoding="utf-8")
    (folder / "locked").chmod(0)
    (folder / "locked.txt").chmod(0)
    code, found, err = check()
    (folder / "locked").chmod(0o700)
    assert code == INCOMPLETE
    assert "! locked: permission denied" in err
    assert "! locked.txt: permission denied" in err
    assert len(found["reports"]) == 1


def test_a_file_of_a_gigabyte_is_refused_without_being_read(folder: Path, check: Check) -> None:
    """A sparse file: reading it whole would take a gigabyte of memory."""
    for name in ("large.txt", "large.pdf", "large.json"):
        with (folder / name).open("wb") as file:
            file.write(b'%PDF-1.4 {"messages":' if name != "large.txt" else b"12 cases ")
            file.truncate(1 << 30)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    code, found, err = check("--reader", "fast")
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 300_000
    assert code == INCOMPLETE
    assert "! large.txt: larger than 64 MB: not read; split it" in err
    assert "! large.pdf: larger than 256 MB: not read; split it" in err
    assert len(found["reports"]) == 1


def test_links_out_of_the_folder_are_not_followed(folder: Path, tmp_path: Path, check: Check) -> None:
    (tmp_path / "secret.txt").write_text(GOOD, encoding="utf-8")
    (folder / "link.txt").symlink_to(tmp_path / "secret.txt")
    (folder / "loop").symlink_to(folder)
    code, found, err = check()
    assert code == INCOMPLETE
    assert "! link.txt: symbolic link out of the folder: not followed" in err
    assert len(found["reports"]) == 1


def test_names_with_escape_codes_do_not_reach_the_terminal(folder: Path, check: Check, capsys: Any) -> None:
    (folder / "\x1b[2J\x1b]0;owned\x07\u202etxt.txt").write_bytes(b"")
    _, _, err = check()
    assert "\\x1b[2J\\x1b]0;owned\\x07\\u202etxt.txt: the file is empty" in err
    run(["check", str(folder), "--ledger", "led"])
    told = capsys.readouterr()
    assert "\x1b" not in told.out + told.err


def test_names_that_are_no_unicode_are_kept_readable(folder: Path, check: Check) -> None:
    with open(os.fsencode(folder) + b"/caf\xe9.txt", "wb") as file:  # noqa: PTH123 - bytes on purpose
        file.write(GOOD.replace("3,210", "3,211").encode())
    _, found, _ = check()
    assert {report["file"] for report in found["reports"]} == {"good.txt", "caf\\xe9.txt"}


@pytest.mark.parametrize(
    ("book", "says"),
    [
        ("this is no toml", "book.toml:1:"),
        ("[measures]\n", "book.toml:"),
        ("\x00", "book.toml:1:1"),
    ],
)
def test_a_broken_codebook_is_told_with_line_and_column(book: str, says: str, tmp_path: Path, check: Check) -> None:
    (tmp_path / "book.toml").write_text(book, encoding="utf-8")
    code, found, err = check("--codebook", str(tmp_path / "book.toml"))
    assert (code, found) == (WRONG_INPUT, {})
    assert says in err


def test_a_codebook_that_goes_in_a_circle_is_refused(tmp_path: Path, check: Check) -> None:
    shipped = Path(__file__).parents[2] / "src/crossfoot/codebooks/desertion.toml"
    circle = '\n[[relation]]\nname = "circle"\nkind = "part"\nsays = "a whole is within its part"\n'
    circle += 'whole = "proceedings-407"\nparts = ["proceedings"]\n'
    (tmp_path / "book.toml").write_text(shipped.read_text(encoding="utf-8") + circle, encoding="utf-8")
    code, _, err = check("--codebook", str(tmp_path / "book.toml"))
    assert code == WRONG_INPUT
    assert re.search(r"book\.toml:\d+:\d+: relations run in a cycle: ", err)


def test_a_ledger_that_is_no_database_is_told(check: Check) -> None:
    Path("led").mkdir()
    Path("led/ledger.sqlite").write_bytes(b"not a database, but long enough to look like one" * 40)
    code, _, err = check()
    assert code == WRONG_INPUT
    assert "led" in err
