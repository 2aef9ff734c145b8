"""The journey map in a real browser: wide, on a phone, on paper, with scripts off."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.report.test_browser import (
    CHROMIUM,
    PHONE,
    REQUIRED,
    WIDE,
    any_folder,  # noqa: F401 (a fixture)
    opened,
    overlap,
)

pytestmark = pytest.mark.skipif(
    CHROMIUM is None and not REQUIRED,
    reason="no chromium found; on Debian: apt-get install chromium",
)
A3 = {"width": 1497, "height": 1031}  # landscape, less the margins, at 96 dots per inch

LABELS = """() => [...document.querySelectorAll("svg.curve")].filter(
  svg => svg.getClientRects().length).map(svg => {
  const frame = svg.getBoundingClientRect();
  const box = e => { const b = e.getBoundingClientRect();
                     return [e.textContent, b.left, b.top, b.right, b.bottom]; };
  return [[frame.left, frame.top, frame.right, frame.bottom],
          [...svg.querySelectorAll("text")].map(box)]; })"""
COLUMNS = """() => [...document.querySelectorAll("table.map:not(.lean)")].map(table => {
  const heads = [...table.querySelectorAll("thead th")].map(e => e.getBoundingClientRect());
  const lines = [...table.querySelectorAll("svg.curve .border")].map(
    e => e.getBoundingClientRect().left);
  return [heads.slice(1).map(b => b.left), lines]; })"""
SPILLED = """() => [...document.querySelectorAll("table.map tbody td")].filter(
  e => e.scrollWidth > e.clientWidth + 1).map(e => e.textContent)"""


@pytest.fixture
def wide(browser: Browser, any_folder: Path) -> Page:  # noqa: F811 (the fixture)
    return opened(browser, any_folder, size=WIDE)


def test_no_label_of_the_curve_covers_another_or_leaves_the_drawing(wide: Page) -> None:
    drawings = wide.evaluate(LABELS)
    assert drawings
    for (left, top, right, bottom), labels in drawings:
        # Two lines of one label may touch with their line boxes: the letters do not.
        touching = [(a[0], b[0]) for a, b in combinations(labels, 2) if overlap(a, b, 3)]
        assert touching == []
        for _, x0, y0, x1, y1 in labels:
            assert left - 1 <= x0 < x1 <= right + 1
            assert top - 2 <= y0 < y1 <= bottom + 2


def test_the_columns_of_the_curve_are_those_of_the_table(wide: Page) -> None:
    for heads, lines in wide.evaluate(COLUMNS):
        assert len(heads) == len(lines)
        assert all(abs(head - line) < 2 for head, line in zip(heads, lines, strict=True))


def test_nothing_spills_out_of_its_cell(wide: Page) -> None:
    assert wide.evaluate(SPILLED) == []


def test_on_a_phone_the_names_of_rows_and_stages_stay_in_sight(
    browser: Browser, folder: Path
) -> None:
    page = opened(browser, folder, size=PHONE)
    box = page.locator("#j1 .map-box").first
    box.evaluate("e => e.scrollTo(400, 300)")
    frame = box.bounding_box()
    head, row = (
        page.locator(f"#j1 table.map {selector}").first.bounding_box()
        for selector in ("thead th >> nth=2", "tbody tr:nth-child(3) th")
    )
    assert frame
    assert head
    assert row
    assert abs(head["y"] - frame["y"]) < 2
    assert abs(row["x"] - frame["x"]) < 2
    assert box.get_attribute("tabindex") == "0"


def test_on_paper_the_map_is_on_one_page(browser: Browser, any_folder: Path) -> None:  # noqa: F811
    page = opened(browser, any_folder, size=A3)  # type: ignore[arg-type]
    page.emulate_media(media="print")
    for journey in ("j1", "j2"):
        whole, *personas = page.evaluate(
            """id => [...document.querySelectorAll(`#${id} .map-panel .one`)].map(
                (one, place) => one.getBoundingClientRect().bottom - (
                    place ? one : document.querySelector(`#${id}`)).getBoundingClientRect().top)""",
            journey,
        )
        assert 400 < whole <= A3["height"] - 10  # a printer rounds otherwise than a screen
        assert personas
        assert all(150 < height <= A3["height"] for height in personas)


def test_the_map_of_a_persona_is_chosen_with_scripts_off_and_the_keyboard(
    browser: Browser, folder: Path
) -> None:
    page = opened(browser, folder, script=False)
    tables = page.locator("#j1 table.map")
    assert [tables.nth(n).is_visible() for n in range(tables.count())] == [True, False, False]
    page.locator("#j1-who0").focus()
    page.keyboard.press("ArrowRight")
    assert [tables.nth(n).is_visible() for n in range(tables.count())] == [False, True, False]
    assert page.evaluate("document.documentElement.scrollWidth") <= WIDE["width"]


def test_on_paper_no_panel_is_cut(browser: Browser, any_folder: Path) -> None:  # noqa: F811
    page = opened(browser, any_folder, size=A3)  # type: ignore[arg-type]
    page.emulate_media(media="print")
    tall = page.evaluate(
        """room => [...document.querySelectorAll(".panel:not(.map-panel), .card, .one")].map(
          e => [e.textContent.trim().slice(0, 40), e.getBoundingClientRect().height]).filter(
          ([, height]) => height > room)""",
        A3["height"],
    )
    assert tall == []
    overflowing = page.evaluate(
        """() => [...document.querySelectorAll(".panel")].filter(
          e => e.scrollWidth > e.clientWidth + 1).map(e => e.querySelector("h3").textContent)"""
    )
    assert overflowing == []


def test_it_is_read_with_scripts_off(browser: Browser, folder: Path) -> None:
    page = opened(browser, folder, script=False)
    assert page.locator("#j1 table.map thead th").first.is_visible()
    page.locator("#j1 .map-panel details > summary").click()
    assert page.locator("#j1 .map-panel details table").is_visible()
