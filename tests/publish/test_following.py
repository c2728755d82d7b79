"""Every number of the dossier is followed back to its words: all links are walked."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from html.parser import HTMLParser
from pathlib import Path

import desertion_case as case
import pytest

from crossfoot.publish import Contents, dossier

VOID = {"meta", "br", "link", "img", "input", "hr"}
DIGIT = re.compile(r"\d")


@dataclass
class Element:
    """An element with all the text below it, and the way up."""

    tag: str
    attrs: dict[str, str]
    parent: Element | None
    words: list[str] = field(default_factory=list)
    children: list[Element] = field(default_factory=list)

    @property
    def text(self) -> str:
        return " ".join("".join(self.words).replace("\u00a0", " ").split())

    @property
    def classes(self) -> set[str]:
        return set(self.attrs.get("class", "").split())

    def all(self, tag: str) -> list[Element]:
        return [e for c in self.children for e in ([c] if c.tag == tag else []) + c.all(tag)]


class Tree(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.root = self.at = Element("root", {}, None)
        self.ids: dict[str, Element] = {}
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        made = Element(tag, {k: v or "" for k, v in attrs}, self.at)
        self.at.children.append(made)
        if "id" in made.attrs:
            self.ids[made.attrs["id"]] = made
        if tag not in VOID:
            self.at = made

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.at.tag == tag
        assert self.at.parent is not None
        self.at = self.at.parent

    def handle_data(self, data: str) -> None:
        here: Element | None = self.at
        while here is not None:
            here.words.append(data)
            here = here.parent


FULL = replace(case.CONTENTS, full_text=True)


@pytest.fixture(scope="module", params=[case.CONTENTS, FULL], ids=["quotes", "full text"])
def tree(request: pytest.FixtureRequest) -> Tree:
    contents: Contents = request.param
    return Tree(dossier(contents))


def leads_to_words(element: Element) -> bool:
    return any(a.attrs.get("href", "").startswith("#claim-") for a in element.all("a"))


def test_every_link_to_a_figure_ends_at_its_quote(tree: Tree) -> None:
    quotes = {f"claim-{c.id}": c.quote for c in case.CLAIMS}
    walked = [a for a in tree.root.all("a") if a.attrs.get("href", "").startswith("#claim-")]
    assert len(walked) > 50
    for link in walked:
        target = tree.ids[link.attrs["href"][1:]]
        assert quotes[target.attrs["id"]] in [m.text for m in target.all("mark")]


def test_every_line_of_every_sum_leads_to_words_or_is_an_assumption(tree: Tree) -> None:
    lines = [r for t in tree.root.all("table") if "sum" in t.classes for r in t.all("tr") if "line" in r.classes]
    assert len(lines) > 15
    assert all(leads_to_words(line) for line in lines)


def test_every_number_that_a_repair_would_change_leads_to_its_sum(tree: Tree) -> None:
    effects = [li for u in tree.root.all("ul") if "effects" in u.classes for li in u.all("li")]
    assert [DIGIT.search(e.text) for e in effects].count(None) == 0
    assert len(effects) == sum(len(r.changes) for r in case.REPAIRS) == 4
    to_bounds = [a.attrs["href"][1:] for e in effects for a in e.all("a") if a.attrs["href"].startswith("#bound-")]
    assert len(to_bounds) == 3
    assert all(leads_to_words(tree.ids[id]) for id in to_bounds)
    assert all(leads_to_words(e) or any(a.attrs["href"][1:] in to_bounds for a in e.all("a")) for e in effects)
    (january,) = [e for e in effects if "2,879" in e.text]
    assert "59,606" in january.text
    assert "95,296" in january.text


def test_every_bound_names_the_figures_it_comes_from(tree: Tree) -> None:
    tables = [d for d in tree.root.all("div") if d.attrs.get("aria-label", "").startswith("Bounds: ")]
    rows = [r for t in tables for r in t.all("tr") if r.all("td")]
    assert len(rows) == len(case.BOUNDS)
    assert all(leads_to_words(r) or "what is assumed" in r.text for r in rows)


def test_every_mark_of_every_chart_leads_to_words(tree: Tree) -> None:
    charts = [s for s in tree.root.all("svg") if "chart" in s.classes and "network" not in s.classes]
    assert charts
    for chart in charts:
        marks = chart.all("a")
        assert marks
        assert all(m.attrs["href"][1:] in tree.ids and m.all("title") and m.all("use") for m in marks)
        assert all(u.attrs["href"][1:] in tree.ids for u in chart.all("use"))


def rows_of(tree: Tree, label: str) -> list[Element]:
    regions = [d for d in tree.root.all("div") if d.attrs.get("aria-label", "").startswith(label)]
    return [r for d in regions for r in d.all("tr") if r.all("td")]


def test_every_figure_in_a_table_of_figures_is_a_link(tree: Tree) -> None:
    rows = rows_of(tree, "Figures: ")
    assert rows
    assert all(leads_to_words(row) for row in rows)


def test_every_figure_beside_the_usual_rules_is_a_link(demo_ledger: Path) -> None:
    rows = rows_of(Tree((demo_ledger / "dossier" / "index.html").read_text(encoding="utf-8")), "The usual rules")
    assert rows
    assert all(leads_to_words(row) for row in rows)


def test_every_line_of_the_summary_leads_to_its_finding(tree: Tree) -> None:
    (summary,) = [u for u in tree.root.all("ul") if "summary" in u.classes]
    lines = summary.all("li")
    assert lines
    for line in lines:
        (link,) = line.all("a")
        target = tree.ids[link.attrs["href"][1:]]
        number = DIGIT.search(link.text)
        assert number
        assert link.text.split(" ")[0] in target.text


def test_full_text_shows_every_word_and_marks_every_figure() -> None:
    page = Tree(dossier(FULL))
    texts = [d for d in page.root.all("details") if "text" in d.classes]
    assert len(texts) == len(case.REPORTS)
    whole = " ".join(t.text for t in texts)
    assert "Nothing of this could be checked." in whole
    assert sum(len(t.all("mark")) for t in texts) == len(case.CLAIMS)
    assert "editor@gazette.example" not in whole
    assert "Nothing of this could be checked." not in Tree(dossier(case.CONTENTS)).root.text
