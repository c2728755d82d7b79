"""The demo's dossier as somebody who trusts nobody reads it: every sum is redone, every quote looked up, every link
followed."""

from __future__ import annotations

import re
from fractions import Fraction
from pathlib import Path

import pytest
from test_following import Element, Tree, leads_to_words

ROOT = Path(__file__).parent.parent.parent
NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?(?:/[\d,]+)?")
pytestmark = pytest.mark.heavy  # the demo's ledger is made once for all


@pytest.fixture(scope="module")
def demo(demo_ledger: Path) -> Tree:
    return Tree((demo_ledger / "dossier" / "index.html").read_text(encoding="utf-8"))


def number(text: str) -> Fraction:
    found = NUMBER.search(text)
    assert found, text
    return Fraction(found.group().replace(",", "")) * (-1 if text.lstrip().startswith("−") else 1)


def of_class(root: Element, tag: str, name: str) -> list[Element]:
    return [e for e in root.all(tag) if name in e.classes]


def test_every_sum_adds_up(demo: Tree) -> None:
    tables = of_class(demo.root, "table", "sum")
    assert len(tables) > 30
    for table in tables:
        running = Fraction(0)
        for row in (r for r in table.all("tr") if r.classes & {"line", "subtotal", "total"}):
            shown = row.all("td")[0].text
            if "line" in row.classes and NUMBER.search(shown):
                running += number(shown)
            elif "line" not in row.classes:
                assert number(shown) == running
        (total,) = of_class(table, "tr", "total")
        assert number(total.all("td")[0].text) == running


def test_every_gap_is_that_of_its_sum(demo: Tree) -> None:
    stories = of_class(demo.root, "article", "story")
    assert stories
    for story in stories:
        (deck,) = of_class(story, "p", "deck")
        first = of_class(story, "table", "sum")[0]
        assert number(deck.all("b")[0].text) == number(of_class(first, "tr", "total")[0].text)
    for other in of_class(demo.root, "details", "other"):
        sums = of_class(other, "table", "sum")
        gaps = other.all("summary")[0].all("b")
        if sums and gaps:
            assert number(gaps[0].text) == number(of_class(sums[0], "tr", "total")[0].text)


def test_every_quote_stands_in_a_report(demo: Tree) -> None:
    files = [f for f in (ROOT / "examples" / "desertion").glob("*") if f.name[0].isdigit()]
    printed = " ".join(" ".join(f.read_text(encoding="utf-8").split()) for f in files)
    printed = " ".join(re.sub(r"<[^>]*>", " ", printed).split())
    quotes = [q for e in of_class(demo.root, "ul", "evidence") for q in e.all("blockquote")]
    assert len(quotes) > 20
    for quote in quotes:
        assert all(part.strip() in printed for part in quote.text.split("…"))


def test_every_number_that_follows_from_others_leads_to_words(demo: Tree) -> None:
    inner = [a.attrs["href"][1:] for a in demo.root.all("a") if a.attrs.get("href", "").startswith("#")]
    assert set(inner) <= set(demo.ids)
    lines = [r for t in of_class(demo.root, "table", "sum") for r in of_class(t, "tr", "line")]
    assert all(leads_to_words(r) or "assumption" in r.text for r in lines)
    changes = [li for u in of_class(demo.root, "ul", "effects") for li in u.all("li")]
    assert changes
    for change in changes:
        to_bounds = [a.attrs["href"][1:] for a in change.all("a") if a.attrs["href"].startswith("#bound-")]
        assert leads_to_words(change) or any(leads_to_words(demo.ids[id]) for id in to_bounds)
    bounds = of_class(demo.root, "article", "bound")
    assert bounds
    assert all(leads_to_words(b) for b in bounds)
