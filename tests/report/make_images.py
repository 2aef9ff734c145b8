"""Photograph the sample's report for the documentation.

Run:    make images (needs Debian's chromium)
In:     reports/journeys.html
Out:    docs/images/*.png, in Spanish as the sample is, at 1,440 pixels
Errors: RuntimeError when Chromium or the report is missing
"""

from __future__ import annotations

import shutil
from pathlib import Path

from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

ROOT = Path(__file__).parent.parent.parent
IMAGES = ROOT / "docs" / "images"
REPORT = ROOT / "reports" / "journeys.html"
SIZE: ViewportSize = {"width": 1440, "height": 1000}
# A panel is photographed whole: scrolled, its head would stand in the middle.
TALL: ViewportSize = {"width": 1440, "height": 2600}
# The panels that have a picture of their own, by the end of their heading's id.
PANELS = {"map": "j1-map", "steps": "j1-steps", "timing": "j1-timing", "funnel": "j1-funnel1"}


def main() -> None:
    """Write all pictures anew."""
    chromium = shutil.which("chromium")
    if chromium is None or not REPORT.exists():
        raise RuntimeError(
            f"Chromium and {REPORT} are needed: apt-get install chromium; make report"
        )
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium, args=["--no-sandbox", "--disable-gpu"]
        )
        light = _opened(browser, "light")
        light.screenshot(path=IMAGES / "report.png")
        for name, heading in PANELS.items():
            _photograph(light, heading, name)
        _photograph(_opened(browser, "dark"), PANELS["map"], "map_dark")
        browser.close()


def _opened(browser: Browser, scheme: str) -> Page:
    page = browser.new_page(viewport=SIZE, color_scheme=scheme)  # type: ignore[arg-type]
    page.goto(REPORT.as_uri())
    return page


def _photograph(page: Page, heading: str, name: str) -> None:
    page.set_viewport_size(TALL)
    panel = page.locator(f'article[aria-labelledby="{heading}"]')
    panel.screenshot(path=IMAGES / f"{name}.png")


if __name__ == "__main__":
    main()
