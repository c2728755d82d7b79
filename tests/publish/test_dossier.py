from __future__ import annotations

import base64
import gzip
import importlib.util
import json
import re
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import desertion_case as case
import pytest

from crossfoot.publish import Contents, dossier
from crossfoot.publish.page import style_hash, web_address
from crossfoot.records import Coverage, Reconciliation, Trace

ROOT = Path(__file__).parent.parent.parent
VOID = {"meta", "br", "link", "img", "input", "hr"}


class Page(HTMLParser):
    """What a browser would see, as far as these tests need it; stray end tags are an error."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.words: list[str] = []
        self.style = ""
        self.data = ""
        self.feed(text)
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] == "style":
            self.style += data
        elif self.open and self.open[-1] == "script":
            self.data += data
        else:
            self.words.append(data)

    @property
    def text(self) -> str:
        return " ".join("".join(self.words).replace("\u00a0", " ").split())

    def values(self, name: str) -> Iterator[str]:
        yield from (attrs[name] or "" for _, attrs in self.tags if name in attrs)


@pytest.fixture(scope="module")
def page() -> Page:
    return Page(dossier(case.CONTENTS))


EMPTY = Contents(
    (), (), (), Trace(), Reconciliation((), (), (), (), (), (), (), (), Coverage(0, 0, {})), case.CODEBOOK
)  # fmt: skip


def test_every_link_inside_the_page_leads_somewhere(page: Page) -> None:
    ids = list(page.values("id"))
    assert len(ids) == len(set(ids))
    inner = [h[1:] for h in page.values("href") if h.startswith("#")]
    assert inner
    assert set(inner) <= set(ids)


def test_every_figure_can_be_followed_to_its_words(page: Page) -> None:
    ids = set(page.values("id"))
    assert {f"claim-{c.id}" for c in case.CLAIMS} <= ids
    assert {f"report-{r.id}" for r in case.REPORTS} <= ids


def test_labels_and_descriptions_point_at_something(page: Page) -> None:
    ids = set(page.values("id"))
    assert {word for value in page.values("aria-labelledby") for word in value.split()} <= ids


def test_headings_are_in_order(page: Page) -> None:
    levels = [int(tag[1]) for tag, _ in page.tags if re.fullmatch("h[1-6]", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_nothing_is_loaded_and_nothing_runs(page: Page) -> None:
    tags = {tag for tag, _ in page.tags}
    assert not tags & {"link", "img", "iframe", "object", "embed", "form", "input", "base", "video", "audio"}
    assert [attrs["type"] for tag, attrs in page.tags if tag == "script"] == ["application/json"]
    assert not any(name.startswith("on") or name in ("src", "style") for _, attrs in page.tags for name in attrs)
    assert "url(" not in page.style
    assert "@import" not in page.style


def test_the_policy_admits_the_page_s_own_style_and_no_other(page: Page) -> None:
    (policy,) = [a["content"] or "" for t, a in page.tags if t == "meta" and "http-equiv" in a]
    assert policy.startswith("default-src 'none';")
    assert f"style-src '{style_hash(page.style)}'" in policy
    assert "unsafe" not in policy


def test_the_headline_counts_contradictions_and_slips(page: Page) -> None:
    assert "Four contradictions in 10 figures; two slips would explain them" in page.text
    assert "Set this one figure right and all three contradictions disappear." in page.text


def test_sums_stand_under_their_quotes(page: Page) -> None:
    sum_ = page.text.index("64,705 too many")
    assert page.text.index("said that over 160,000 criminal cases") < sum_
    assert "−95,296 cases from 24 February 2022 to 31 October 2024, at most “95,296”" in page.text[:sum_]


def test_bounds_stand_beside_their_assumptions_and_without_them(page: Page) -> None:
    at = page.text.index("24,957 to 27,836 cases If these hold")
    assert "Starts near 24 February 2022 are one start" in page.text[at : at + 300]
    assert "Without these assumptions the same figures allow 0 to 60,581 cases." in page.text


def test_years_that_cannot_be_are_shown_with_the_one_that_is_left(page: Page) -> None:
    assert "until 18 December 2024: impossible" in page.text
    assert "until 18 December 2025: the only one left" in page.text


def test_coverage_is_said_in_one_line(page: Page) -> None:
    line = "10 figures: 7 compared, 3 not, for these reasons: 2 no period is known"
    assert line in page.text
    assert "1 said only as a possibility" in page.text
    assert "scan-07.txtnot UTF-8 at byte 211" in page.text


def test_contact_data_does_not_leave(page: Page) -> None:
    text = dossier(case.CONTENTS)
    assert "editor@gazette.example" not in text
    assert "555 01 23" not in text
    assert page.data


def test_the_page_carries_its_data(page: Page) -> None:
    data = json.loads(page.data)
    assert data["schema"] == "crossfoot/1"
    assert [c["id"] for c in data["conflicts"]] == ["c1", "c2", "c3", "c4"]
    assert len(data["claims"]) == len(case.CLAIMS)
    assert not any("text" in report for report in data["reports"])
    proof = data["conflicts"][3]["proof"]
    values = [data["proof_terms"][n]["value"] for n in proof["term_numbers"]]
    assert values == [59_606, 29_521, 9_048, 95_296, 0]


def test_the_same_contents_give_the_same_page() -> None:
    assert dossier(case.CONTENTS) == dossier(case.CONTENTS)


def test_nothing_compared_is_never_called_consistent() -> None:
    text = Page(dossier(EMPTY)).text
    assert "Nothing could be compared" in text
    assert "No contradiction" not in text


def test_a_search_that_was_cut_short_says_so_at_the_head(page: Page) -> None:
    cut = replace(case.CONTENTS, reconciliation=replace(case.FOUND, complete=False))
    told = "there may be more to find; what is here is proved."
    assert told in Page(dossier(cut)).text
    assert told not in page.text


def test_the_bytes_of_each_report_are_named_by_their_hash() -> None:
    hashes = {r.capture: f"{n:064x}" for n, r in enumerate(case.REPORTS)}
    text = Page(dossier(replace(case.CONTENTS, hashes=hashes))).text
    assert all(f"{r.file}: {hashes[r.capture]}" in text for r in case.REPORTS)


def test_figures_that_fit_are_not_called_true() -> None:
    found = replace(case.FOUND, conflicts=(), repairs=(), candidates=(), bounds=())
    text = Page(dossier(replace(case.CONTENTS, reconciliation=found))).text
    assert "No contradiction among seven compared figures" in text
    assert "That does not make them true." in text


def test_a_correction_is_shown_beside_the_reading() -> None:
    corrected = replace(case.october, corrected={"period": {"from": "October 2023", "why": "a typo", "who": "desk"}})
    claims = tuple(corrected if c.id == corrected.id else c for c in case.CLAIMS)
    text = Page(dossier(replace(case.CONTENTS, claims=claims))).text
    assert "corrected period: from October 2023, why a typo, who desk" in text


@pytest.mark.parametrize(
    ("url", "kept"),
    [
        ("https://news.example/a?b=1#c", True),
        ("http://news.example", True),
        ("javascript:alert(1)", False),
        ("JAVASCRIPT:alert(1)", False),
        (" https://news.example", False),
        ("data:text/html,x", False),
        ("https://news.example/\n<script>", False),
        ("//news.example", False),
        (None, False),
    ],
)
def test_only_web_addresses_become_links(url: str | None, kept: bool) -> None:
    assert bool(web_address(url)) is kept


def made_contents(reports: int, claims: int) -> Contents:
    spec = importlib.util.spec_from_file_location("publish_made", ROOT / "benchmarks" / "publish" / "made.py")
    assert spec
    assert spec.loader
    made = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = made
    spec.loader.exec_module(made)
    found = made.contents(reports, claims)
    assert isinstance(found, Contents)
    return found


def test_a_few_hundred_figures_are_under_a_megabyte_with_all_that_a_smaller_page_has() -> None:
    contents = made_contents(12, 300)
    text = dossier(contents)
    assert len(text.encode()) < 1_000_000
    page = Page(text)
    assert {f"claim-{c.id}" for c in contents.claims} <= set(page.values("id"))
    assert sum(1 for tag, attrs in page.tags if tag == "svg" and attrs.get("class") == "chart") > 24
    assert "more stand in the" not in page.text
    assert page.text.count("In the words themselves") == 300


@pytest.mark.heavy
def test_five_thousand_figures_are_still_a_page() -> None:
    """Under 5 s on an idle core; the floor leaves room for a busy one."""
    contents = made_contents(200, 5_000)
    start = time.process_time()
    text = dossier(contents)
    assert time.process_time() - start < 15
    assert len(text.encode()) < 5_000_000
    page = Page(text)
    ids = list(page.values("id"))
    assert len(ids) == len(set(ids))
    assert {h[1:] for h in page.values("href") if h.startswith("#")} <= set(ids)
    assert {f"claim-{c.id}" for c in contents.claims} <= set(ids)
    folds = sum(1 for tag, _ in page.tags if tag == "details")
    assert folds > 200
    data = json.loads(gzip.decompress(base64.b64decode(page.data)))
    assert len(data["claims"]) == 5_000
    assert data["conflicts"][0]["proof"]["term_numbers"]
