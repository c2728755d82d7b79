"""Main text of ten layouts: what must be taken, what must not, and the day of each page. The pages are our own."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from crossfoot.archive import Limits
from crossfoot.archive.extract import extract
from crossfoot.archive.sources import Extracted
from crossfoot.cli import run

PAGES = Path(__file__).parent / "pages"
Expected = tuple[tuple[str, ...], tuple[str, ...], tuple[date | None, str | None]]
LAYOUTS: dict[str, Expected] = {
    "news": (
        ("3,210 criminal cases", "figure was 412", "205 cases", "97 cases", "about 40 of them"),
        ("71", "72", "73 ministers", "74 best", "999,999", "77,000", "7878"),
        (date(2024, 6, 3), "metadata"),
    ),
    "live-blog": (
        ("3,411 cases", "41 men", "24 of 31 drones", "Office publishes new figure"),
        ("71", "72 things", "73 73"),
        (date(2024, 6, 12), "stated"),
    ),
    "wire": (("took 118 cases", "against 64", "29 ended"), (), (None, None)),
    "telegram": (
        ("3,210 cases", "Kharkiv region: 205", "4,100 men"),
        ("71 210", "7474"),
        (date(2024, 6, 3), "stated"),
    ),
    "ministry": (
        ("Kharkiv region", "1,204", "93", "611", "588", "17 proceedings"),
        ("71", "72", "73 73"),
        (date(2024, 6, 10), "metadata"),
    ),
    "press-release": (("507 indictments", "12 %", "311 agreed"), ("7272",), (date(2024, 6, 11), "stated")),
    "broken": (("3,210 cases", "412", "97 were", "63 were closed", "205", "44"), ("9,999,999",), (None, None)),
    "blog": (
        ("100,000 men", "59,606 proceedings", "29,521", "almost 90,000"),
        ("71", "72", "73", "74"),
        (date(2024, 6, 11), "stated"),
    ),
    "print": (("302 cases", "118", "96 and 41"), (), (date(2024, 6, 5), "stated")),
    "cookie-wall": (
        ("3,210 cases", "1,588 were closed", "72 hours", "900 of them"),
        ("771 partners", "13 months", "73,000", "74 more", "75 settings"),
        (date(2024, 6, 7), "metadata"),
    ),
}


def taken(name: str) -> Extracted:
    found = extract((PAGES / f"{name}.html").read_bytes(), "text/html", name, Limits())
    assert isinstance(found, Extracted), found
    return found


@pytest.mark.parametrize("name", LAYOUTS)
def test_what_must_be_taken_is(name: str) -> None:
    text = " ".join(taken(name).text.split())
    assert [words for words in LAYOUTS[name][0] if words not in text] == []


@pytest.mark.parametrize("name", LAYOUTS)
def test_what_must_not_be_taken_is_not(name: str) -> None:
    text = " ".join(taken(name).text.split())
    assert [words for words in LAYOUTS[name][1] if words in text] == []


@pytest.mark.parametrize("name", LAYOUTS)
def test_the_day_of_a_page_and_how_it_is_known(name: str) -> None:
    found = taken(name)
    assert (found.fields.get("published"), found.known.get("published")) == LAYOUTS[name][2]


def test_both_days_of_a_page_are_explained_apart(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(["check", str(PAGES / "news.html"), "--ledger", "led", "--reader", "fast", "--json", "--exit-zero"]) == 0
    (report,) = json.loads(capsys.readouterr().out)["reports"]
    assert (report["published"], report["modified"]) == ("2024-06-03", "2024-06-05")
    assert run(["explain", "led", report["id"]]) == 0
    told = capsys.readouterr().out.replace("\u00a0", " ")
    assert "published: 3 June 2024 (" in told
    assert "modified: 5 June 2024 (" in told


def test_every_page_is_looked_at() -> None:
    assert {path.stem for path in PAGES.iterdir()} == set(LAYOUTS)
