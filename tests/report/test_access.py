"""Whoever cannot point, cannot see well, has no scripts or reads on paper gets the same page."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.report.test_browser import CHROMIUM, REQUIRED, WIDE, opened

pytestmark = pytest.mark.skipif(
    CHROMIUM is None and not REQUIRED,
    reason="no chromium found; on Debian: apt-get install chromium",
)
GRAVE = ("serious", "critical")
CONTROLS = """() => [...document.querySelectorAll(
  "a[href], summary, select, input, button, [tabindex='0']")].filter(
  e => e.checkVisibility() && (e.type !== "radio" || e.checked)).length"""
FOCUSED = """() => { const e = document.activeElement;
  if (e === document.body) return null;
  e.seen = (e.seen || 0) + 1;
  const style = getComputedStyle(e), bar = e.querySelector(":scope > rect");
  const label = e.labels && e.labels[0];
  const ringed = [style, label && getComputedStyle(label)].some(
    (one) => one && one.outlineStyle !== "none");
  const marked = ringed || (bar && getComputedStyle(bar).strokeWidth > "1");
  return [e.seen, marked, e.outerHTML.slice(0, 80)]; }"""
FILTERS = """() => [...document.querySelectorAll(".filters select")].map(select => {
  const drawing = select.closest("article").querySelector("svg.sankey");
  const whole = drawing.dataset.routes.split(";").map(route => route.split(":")).reduce(
    (sum, [n, path]) => sum + n * path.split(" ").length, 0);
  const heights = path => path.getAttribute("d").match(/-?[\\d.]+/g).map(Number);
  return [whole, [...select.options].map(option => {
    const begun = performance.now();
    select.value = option.value;
    select.dispatchEvent(new Event("change"));
    const ms = performance.now() - begun;
    const lit = [...drawing.querySelectorAll(".lights path")].map(heights).reduce(
      (sum, n) => sum + (n[8] - n[7]) / drawing.dataset.scale, 0);
    const kind = option.parentNode.label || "";
    return [kind, ms, lit]; })]; })"""
BARS = """() => [...document.querySelectorAll("svg.sankey")].flatMap(svg => {
  const frame = svg.getBoundingClientRect(), scale = frame.width / svg.viewBox.baseVal.width;
  return [...svg.querySelectorAll(".node rect")].map(bar => {
    const box = bar.getBoundingClientRect();
    const drawn = [box.left - frame.left, box.top - frame.top, box.width, box.height];
    return Math.max(...["x", "y", "width", "height"].map(
      (name, place) => Math.abs(drawn[place] - Number(bar.getAttribute(name)) * scale))); }); })"""
BANDS = """() => [...document.querySelectorAll("svg.sankey")].flatMap(svg => {
  const bars = [...svg.querySelectorAll(".node rect")].map(e => e.getBoundingClientRect());
  return [...svg.querySelectorAll("[data-link]")].map(band => {
    const [, from, to] = band.dataset.link.split(" ").map(Number);
    const [box, a, b] = [band.getBoundingClientRect(), bars[from], bars[to]];
    return Math.abs(box.left - a.right) <= 1 && Math.abs(box.right - b.left) <= 1
      && box.top >= Math.min(a.top, b.top) - 1
      && box.bottom <= Math.max(a.bottom, b.bottom) + 1; }); })"""
SECTIONS = """() => [...document.querySelectorAll(
  "h1, h2, h3, h4, article, details, table, svg, dl")].filter(
  e => e.checkVisibility()).map(e => e.tagName)"""


@pytest.fixture(scope="module")
def page(browser: Browser, folder: Path) -> Iterator[Page]:
    """One page for the tests that leave it as it was."""
    page = opened(browser, folder)
    yield page
    page.context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(browser: Browser, folder: Path, scheme: str) -> None:
    context = browser.new_context(
        color_scheme=scheme, viewport=WIDE, bypass_csp=True, offline=True  # type: ignore[arg-type]
    )  # fmt: skip
    page = context.new_page()
    page.goto((folder / "journeys.html").as_uri())
    if scheme == "light":
        page.evaluate("document.querySelectorAll('details').forEach(e => e.open = true)")
    options = {"resultTypes": ["violations"]}
    if scheme == "dark":  # other colours, and all the rest is as it is in the light
        options["runOnly"] = ["color-contrast"]
    found = Axe().run(page, {"exclude": [["#j2"]]}, options).response
    context.close()
    grave = [
        (violation["id"], node["html"][:120], node["failureSummary"][:200])
        for violation in found["violations"]
        if violation["impact"] in GRAVE
        for node in violation["nodes"][:3]
    ]
    assert found["passes"]
    assert grave == []


def test_tab_comes_to_every_control_once_and_shows_where_it_is(page: Page) -> None:
    controls = page.evaluate(CONTROLS)
    assert controls > 40
    page.evaluate("document.activeElement.blur()")
    stops = []
    for _ in range(controls + 5):
        page.keyboard.press("Tab")
        stop = page.evaluate(FOCUSED)
        if stop is None:
            break
        stops.append(stop)
    assert len(stops) == controls
    assert [html for seen, _, html in stops if seen > 1] == []
    assert [html for _, is_marked, html in stops if not is_marked] == []


def test_enter_opens_what_is_closed_and_a_key_chooses_a_filter(page: Page) -> None:
    summary = page.locator("#j1 details > summary").first
    summary.focus()
    page.keyboard.press("Enter")
    assert page.locator("#j1 details").first.get_attribute("open") is not None
    page.keyboard.press("Enter")
    assert page.locator("#j1 details").first.get_attribute("open") is None
    chosen = page.locator(".filters select").first
    chosen.focus()
    page.keyboard.press("ArrowDown")
    assert page.locator(".filters output").first.inner_text()
    chosen.select_option(value="")


def test_every_filter_answers_within_50_ms_and_its_parts_are_no_more_than_the_whole(
    page: Page,
) -> None:
    drawings = page.evaluate(FILTERS)
    assert len(drawings) == 2
    for whole, options in drawings:
        assert max(ms for _, ms, _ in options) < 50
        by_kind: dict[str, float] = defaultdict(float)
        for kind, _, lit in options:
            by_kind[kind] += lit
        assert by_kind.pop("") == 0  # everything: nothing is lit
        assert by_kind
        assert all(0 < lit < 1.001 * whole for lit in by_kind.values())


def test_every_bar_stands_within_a_pixel_of_its_layout_and_no_band_is_twisted(page: Page) -> None:
    off = page.evaluate(BARS)
    assert len(off) > 40
    assert max(off) < 1
    bands = page.evaluate(BANDS)
    assert len(bands) > 100
    assert all(bands)


@pytest.mark.parametrize(
    "size",
    [{"width": 720, "height": 450}, {"width": 320, "height": 640}],
    ids=["200 percent", "400 percent"],
)
def test_enlarged_letters_push_nothing_out_of_the_window(
    browser: Browser, folder: Path, size: dict[str, int]
) -> None:
    page = opened(browser, folder, size=size)  # type: ignore[arg-type]
    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
    assert page.locator("h1, h2, h3").evaluate_all(
        "all => all.filter(e => e.scrollWidth > e.clientWidth + 1).map(e => e.textContent)"
    ) == []  # fmt: skip
    page.context.close()


def test_without_scripts_every_section_is_there(browser: Browser, folder: Path, page: Page) -> None:
    plain = opened(browser, folder, script=False)
    shown = plain.evaluate(SECTIONS)
    plain.context.close()
    assert len(shown) > 30
    assert shown == page.evaluate(SECTIONS)
