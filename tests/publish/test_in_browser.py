"""The dossier in a real browser: from disk, network cut, scripts off."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import desertion_case as case
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright
from test_dossier import made_contents

from crossfoot.publish import dossier

ROOT = Path(__file__).parent.parent.parent
CHROMIUM = Path("/usr/bin/chromium")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as play:
        running = play.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield running
        running.close()


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("dossier") / "index.html"
    path.write_text(dossier(case.CONTENTS), encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def demo(demo_ledger: Path) -> Path:
    return demo_ledger / "dossier" / "index.html"


def opened(browser: Browser, file: Path, width: int, *, scripts: bool = False) -> Page:
    context = browser.new_context(
        viewport={"width": width, "height": 900}, offline=True, java_script_enabled=scripts, color_scheme="light"
    )
    page = context.new_page()
    page.goto(file.as_uri())
    return page


def test_the_first_contradiction_is_found_with_its_quotes_and_sum(browser: Browser, file: Path) -> None:
    page = opened(browser, file, 1280)
    story = page.locator("#conflicts article").first
    assert "cannot stand beside" in story.locator("h3").inner_text()
    assert story.locator("mark").first.inner_text() == "over 160,000"
    assert story.locator("table.sum").first.locator("tr.total .num").inner_text().strip() == "64,705"
    story.locator("a.fig").first.click()
    assert page.url.endswith(f"#claim-{case.by_2023.id}")
    assert page.locator(f"#claim-{case.by_2023.id} mark").is_visible()


def test_a_fold_opens_without_script(browser: Browser, file: Path) -> None:
    page = opened(browser, file, 1280)
    bound = page.locator("#bounds .bound").first
    hidden = bound.get_by_text("Without these assumptions")
    assert not hidden.is_visible()
    bound.locator("summary", has_text="assumptions in plain words").click()
    assert hidden.is_visible()


@pytest.mark.parametrize("width", [1280, 390])
def test_the_page_fits_its_window_and_obeys_its_own_policy(browser: Browser, file: Path, width: int) -> None:
    page = opened(browser, file, width, scripts=True)
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.reload()
    assert complaints == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate("getComputedStyle(document.body).maxWidth") != "none"
    assert page.locator("svg.chart:visible").count() == page.locator("figure").count()


def test_a_link_opens_the_fold_that_its_figure_stands_in(browser: Browser, tmp_path: Path) -> None:
    """From disk, without network and script: the list of all figures is folded by report."""
    many = tmp_path / "many.html"
    many.write_text(dossier(made_contents(4, 100)), encoding="utf-8")
    page = opened(browser, many, 1280)
    link = page.locator("#conflicts a.fig").first
    target = page.locator(f"[id='{(link.get_attribute('href') or '')[1:]}']")
    assert not target.is_visible()
    link.click()
    assert target.is_visible()
    assert target.locator("mark").first.is_visible()


def test_the_demo_shows_its_first_contradiction_from_disk_without_network_and_script(
    browser: Browser, demo: Path
) -> None:
    page = opened(browser, demo, 1280)
    story = page.locator("#conflicts article").first
    title = story.locator("h3").inner_text()
    quotes = [q.replace("\n", " ") for q in story.locator(".evidence").first.locator("blockquote").all_inner_texts()]
    printed = " ".join(" ".join(f.read_text(encoding="utf-8").split()) for f in (ROOT / "examples/desertion").glob("*"))
    assert len(quotes) > 1
    assert all(quote in printed for quote in quotes)
    marked = story.locator(".evidence").first.locator("mark").all_inner_texts()
    assert all(f"“{figure}”" in title for figure in marked)
    table = story.locator("table.sum").first
    signs, numbers = table.locator(".amount span:first-child"), table.locator(".amount span:last-child")
    worth = [
        int(number.replace(",", "")) * (-1 if sign.strip() == "−" else 1)
        for sign, number in zip(signs.all_inner_texts(), numbers.all_inner_texts(), strict=True)
    ]
    assert sum(worth[:-1]) == worth[-1] > 0
    assert table.locator("tr.total .num").is_visible()
    assert f"{worth[-1]:,}" in page.locator(".summary li").first.inner_text()


@pytest.mark.heavy
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_axe_finds_nothing_serious_on_the_demo(browser: Browser, demo: Path, scheme: str, width: int) -> None:
    """Axe's own rule of contrast takes most of the time and sees the same colours at every width: it is asked once; in
    the dark, the test below and the hand-made case look for poor contrast."""
    asked = (width, scheme) == (1280, "light")
    assert serious(browser, demo, scheme, width, () if asked else ("color-contrast",)) == []


@pytest.mark.parametrize("width", [1280, 390])
def test_the_demo_fits_its_window(browser: Browser, demo: Path, width: int) -> None:
    page = opened(browser, demo, width, scripts=True)
    page.evaluate("document.querySelectorAll('details').forEach(fold => fold.open = true)")
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_axe_finds_nothing_serious(browser: Browser, file: Path) -> None:
    assert serious(browser, file, "dark", 390) == []


def serious(browser: Browser, file: Path, scheme: str, width: int, but: Sequence[str] = ()) -> list[tuple[str, str]]:
    """What axe calls serious or critical, with every fold open."""
    context = browser.new_context(
        color_scheme="dark" if scheme == "dark" else "light",
        viewport={"width": width, "height": 900},
        offline=True,
        bypass_csp=True,
    )
    page = context.new_page()
    page.goto(file.as_uri())
    page.evaluate("document.querySelectorAll('details').forEach(fold => fold.open = true)")
    options = {"resultTypes": ["violations"], "rules": {rule: {"enabled": False} for rule in but}}
    found = Axe().run(page, options=options).response["violations"]
    context.close()
    return [(v["id"], v["nodes"][0]["html"]) for v in found if v["impact"] in ("serious", "critical")]


CONTRAST = """
() => {
  const parts = c => c.match(/[\\d.]+/g).slice(0, 3).map(Number);
  const linear = v => v / 255 <= .03928 ? v / 255 / 12.92 : ((v / 255 + .055) / 1.055) ** 2.4;
  const light = c => { const [r, g, b] = parts(c).map(linear);
    return .2126 * r + .7152 * g + .0722 * b; };
  const ground = e => { for (; e; e = e.parentElement) { const c = getComputedStyle(e).backgroundColor;
    if (!c.startsWith('rgba(0, 0, 0, 0')) return c; } return 'rgb(255,255,255)'; };
  const poor = [];
  for (const e of document.querySelectorAll('body *')) {
    if (e.closest('svg, script') || ![...e.childNodes].some(n => n.nodeType === 3 && n.data.trim())) continue;
    const [a, b] = [light(getComputedStyle(e).color), light(ground(e))];
    const ratio = (Math.max(a, b) + .05) / (Math.min(a, b) + .05);
    if (ratio < 4.5) poor.push(e.tagName + ' ' + e.className + ' ' + ratio.toFixed(2));
  }
  return poor;
}
"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_words_stand_out_from_their_ground(browser: Browser, demo: Path, file: Path, scheme: str) -> None:
    context = browser.new_context(color_scheme="dark" if scheme == "dark" else "light", offline=True)
    page = context.new_page()
    for shown in (file, demo):
        page.goto(shown.as_uri())
        page.evaluate("document.querySelectorAll('details').forEach(fold => fold.open = true)")
        assert page.evaluate(CONTRAST) == []
