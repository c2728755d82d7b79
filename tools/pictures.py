"""Takes the pictures of the documentation from a dossier of the example, with headless Chromium.

crossfoot check examples/desertion --ledger LEDGER; python tools/pictures.py LEDGER/dossier/index.html
"""

from __future__ import annotations

import argparse
from pathlib import Path

from playwright.sync_api import Locator, Page, sync_playwright

IMAGES = Path(__file__).parent.parent / "docs" / "images"
CHROMIUM = Path("/usr/bin/chromium")
WIDTH = 1000
MARGIN = 16


def clip(page: Page, name: str, first: Locator, last: Locator) -> None:
    """From the top of one element to the bottom of another, in the width of the text."""
    top, bottom = first.bounding_box(), last.bounding_box()
    if not top or not bottom:
        raise SystemExit(f"{name}: not on this page")
    height = bottom["y"] + bottom["height"] - top["y"] + 2 * MARGIN
    area = {"x": 80, "y": top["y"] - MARGIN, "width": WIDTH - 160, "height": height}
    page.screenshot(path=IMAGES / name, full_page=True, clip=area, timeout=120_000)  # type: ignore[arg-type]


def take(page: Page) -> None:
    story = page.locator("article.story", has_text="2,879").first
    clip(page, "contradiction.png", story.locator("h3"), story.locator("table.sum").first)
    clip(page, "careful.png", story.locator(".careful").first, story.locator(".careful").first)
    bound = page.locator("article.bound", has_text="November to December 2024").first
    clip(page, "bound.png", bound.locator("h3"), bound.locator("table.sum").last)
    clip(page, "summary.png", page.locator("header .kicker"), page.locator("ul.summary"))
    series = page.locator("#series article.series").first
    clip(page, "chart.png", series.locator("h3"), series.locator("figure").nth(1))
    figure = page.locator("#links ~ figure").first
    clip(page, "network.png", figure, figure)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("dossier", type=Path)
    given = parser.parse_args()
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(viewport={"width": WIDTH, "height": 900}, color_scheme="light")
        page.goto(given.dossier.resolve().as_uri())
        page.evaluate("document.querySelectorAll('article.story .careful details').forEach(fold => fold.open = true)")
        take(page)
        browser.close()


if __name__ == "__main__":
    main()
