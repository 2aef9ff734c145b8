"""The page in a real browser: from disk, offline, with and without scripts."""

import json
import os
import shutil
from itertools import combinations
from pathlib import Path

import pytest
from babel.numbers import format_decimal, format_percent
from playwright.sync_api import Browser, Page, ViewportSize

from pipeline.config import Project

CHROMIUM = shutil.which("chromium")
REQUIRED = os.environ.get("JOURNEYS_TEST_BROWSER") == "required"  # set where it must not be missing
pytestmark = pytest.mark.skipif(
    CHROMIUM is None and not REQUIRED,
    reason="no chromium found; on Debian: apt-get install chromium",
)
WIDE: ViewportSize = {"width": 1440, "height": 900}
PHONE: ViewportSize = {"width": 390, "height": 844}

BOXES = """selector => [...document.querySelectorAll("svg.sankey")].map(svg =>
  [...svg.querySelectorAll(selector)].map(e => {
    const b = e.getBoundingClientRect();
    return [e.textContent, b.left, b.top, b.right, b.bottom];
  }))"""
Box = tuple[str, float, float, float, float]


def opened(
    browser: Browser, folder: Path, *, size: ViewportSize = WIDE, script: bool = True
) -> Page:
    context = browser.new_context(viewport=size, java_script_enabled=script, offline=True)
    context.set_default_timeout(120_000)  # the machine may have much else to do
    page = context.new_page()
    page.goto((folder / "journeys.html").as_uri())
    return page


@pytest.fixture(params=["made up", "sample"])
def any_folder(request: pytest.FixtureRequest) -> Path:
    if request.param == "made up":
        made_up: Path = request.getfixturevalue("folder")
        return made_up
    project: Project = request.getfixturevalue("sample_project")
    return project.path(project.config.report.dir)


def test_it_opens_from_disk_without_an_error_and_without_a_request(
    browser: Browser, any_folder: Path
) -> None:
    folder = any_folder
    context = browser.new_context(viewport=WIDE)
    page = context.new_page()
    requests: list[str] = []
    complaints: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto((folder / "journeys.html").as_uri())
    page.wait_for_load_state("networkidle")
    assert (requests, complaints) == ([(folder / "journeys.html").as_uri()], [])


def boxes(page: Page, selector: str) -> list[list[Box]]:
    return [[tuple(box) for box in drawing] for drawing in page.evaluate(BOXES, selector)]


def overlap(a: Box, b: Box, slack: float = 0.5) -> bool:
    wide = min(a[3], b[3]) - max(a[1], b[1])
    tall = min(a[4], b[4]) - max(a[2], b[2])
    return wide > slack and tall > slack


def test_no_two_labels_of_a_drawing_overlap(browser: Browser, folder: Path) -> None:
    page = opened(browser, folder)
    for drawing in boxes(page, "text"):
        assert len(drawing) > 20
        # Two lines of one label may touch with their line boxes: the letters do not.
        touching = [(a[0], b[0]) for a, b in combinations(drawing, 2) if overlap(a, b, 2.5)]
        assert touching == []


def test_no_bar_overlaps_another_and_none_leaves_the_drawing(
    browser: Browser, folder: Path
) -> None:
    page = opened(browser, folder)
    frames = page.evaluate(
        """[...document.querySelectorAll("svg.sankey")].map(e => {
          const b = e.getBoundingClientRect(); return [b.left, b.top, b.right, b.bottom]; })"""
    )
    for frame, drawing in zip(frames, boxes(page, ".node rect"), strict=True):
        assert not [1 for a, b in combinations(drawing, 2) if overlap(a, b)]
        for _, left, top, right, bottom in drawing:
            assert frame[0] - 1 <= left
            assert right <= frame[2] + 1
            assert frame[1] - 1 <= top
            assert bottom <= frame[3] + 1


def test_labels_stay_inside_the_drawing(browser: Browser, folder: Path) -> None:
    page = opened(browser, folder)
    frames = page.evaluate(
        '[...document.querySelectorAll("svg.sankey")].map(e => e.getBoundingClientRect().right)'
    )
    for right, drawing in zip(frames, boxes(page, "text"), strict=True):
        assert max(box[3] for box in drawing) <= right + 1


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
def test_the_page_itself_never_scrolls_sideways(
    browser: Browser, folder: Path, size: ViewportSize
) -> None:
    page = opened(browser, folder, size=size)
    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]


def test_on_a_phone_the_drawing_scrolls_inside_its_box(browser: Browser, folder: Path) -> None:
    page = opened(browser, folder, size=PHONE)
    assert page.locator(".scroll:has(.sankey)").first.get_attribute("tabindex") == "0"
    inner, outer = page.evaluate(
        '(e => [e.scrollWidth, e.clientWidth])(document.querySelector(".scroll:has(.sankey)"))'
    )
    assert inner > 2 * outer


def test_it_can_be_read_with_scripts_off(browser: Browser, folder: Path) -> None:
    page = opened(browser, folder, script=False)
    assert page.locator("h1").inner_text() == "Recorridos de clientes"
    assert page.locator("svg.sankey .node").count() > 20
    summary = page.locator("#j1 details > summary").first
    summary.click()
    assert page.locator("#j1 details table").first.is_visible()


def test_arrow_keys_walk_along_the_bars_and_a_drawing_is_one_tab_stop(
    browser: Browser, folder: Path
) -> None:
    page = opened(browser, folder)
    stops = page.locator('svg.sankey >> nth=0 >> [tabindex="0"]')
    assert stops.count() == 1
    stops.focus()
    label = 'document.activeElement.querySelector("title").textContent'
    assert page.evaluate(label).startswith("Paso 1.")
    page.keyboard.press("ArrowRight")
    assert page.evaluate(label).startswith("Paso 2.")
    page.keyboard.press("ArrowDown")
    assert page.evaluate(label).startswith("Paso 2.")
    assert stops.count() == 1


def test_pointing_at_a_bar_lights_only_routes_that_pass_it_and_says_how_they_go_out(
    browser: Browser, folder: Path
) -> None:
    page = opened(browser, folder)
    bar = page.locator("#j1 .node").filter(has_text="Paso 2. Carrito")
    bar.scroll_into_view_if_needed()
    bar.locator("rect").hover()
    lit = page.locator("#j1 .lights path")
    assert 0 < lit.count() < page.locator("#j1 .links > path").count()
    said = page.locator("#j1 .lit").inner_text()
    assert said.startswith("Paso 2. Carrito")
    assert "Objetivo" in said
    page.mouse.move(2, 2)
    assert lit.count() == 0


@pytest.mark.parametrize("script", [True, False], ids=["scripts", "no scripts"])
def test_a_kind_of_journey_is_a_tab_and_a_link_into_it_shows_it(
    browser: Browser, folder: Path, *, script: bool
) -> None:
    page = opened(browser, folder, script=script)
    first, second = page.locator("#j1"), page.locator("#j2")
    assert (first.is_visible(), second.is_visible()) == (True, False)
    page.locator("label[for=j2-tab]").click()
    assert (first.is_visible(), second.is_visible()) == (False, True)
    page.locator('nav a[href="#j1"]').click()
    assert first.is_visible()
    page.emulate_media(media="print")
    assert second.is_visible()


def test_a_band_says_what_it_is(browser: Browser, folder: Path) -> None:
    report = json.loads((folder / "report.json").read_text("utf-8"))
    layout = report["journeys"][0]["steps"]["layout"]
    page = opened(browser, folder)
    said = page.locator("#j1 .links > path").evaluate_all("all => all.map(e => e.textContent)")
    assert len(said) == len(layout["links"])
    link = max(layout["links"], key=lambda link: link["journeys"] or 0)
    ends = " → ".join(layout["nodes"][link[end]]["name"] for end in ("source", "target"))
    number = format_decimal(link["journeys"], locale="es", group_separator=True)
    assert said[0].startswith(f"{ends}: {number} recorridos, ")


def test_it_prints(browser: Browser, folder: Path) -> None:
    page = opened(browser, folder)
    pdf = page.pdf(prefer_css_page_size=True, print_background=True)
    assert pdf.startswith(b"%PDF")


def test_a_filter_lights_its_part_and_tells_the_rate(browser: Browser, folder: Path) -> None:
    report = json.loads((folder / "report.json").read_text("utf-8"))
    steps = report["journeys"][0]["steps"]
    facet = next(each for each in steps["facets"] if each["kind"] == "device")
    page = opened(browser, folder)
    page.locator(".filters select").first.select_option(value=f"{steps['facets'].index(facet)} 0")
    told = [dict(map(tuple, each)).get(0, 0) for each in facet["by_route"]]
    taken = {link for way, n in zip(steps["ways"], told, strict=True) if n for link in way["links"]}
    drawing = page.locator("svg.sankey").first
    assert drawing.locator(".lights path").count() == len(taken)
    reached, lost = (dict(map(tuple, facet["by_outcome"][name]))[0] for name in ("reached", "lost"))
    share = format_percent(reached / (reached + lost), "0.0 %", locale="es")
    said = page.locator(".filters output").first.inner_text()
    assert share.replace("\xa0", " ") in said.replace("\xa0", " ")
    assert format_decimal(reached + lost, locale="es", group_separator=True) in said
    page.locator(".filters select").first.select_option(value="")
    assert drawing.locator(".lights path").count() == 0
    assert page.locator(".filters output").first.inner_text() == ""


def test_pointing_at_a_bar_under_a_filter_lights_only_its_part(
    browser: Browser, folder: Path
) -> None:
    page = opened(browser, folder)
    drawing = page.locator("svg.sankey").first
    page.locator(".filters select").first.select_option(index=1)
    part = drawing.locator(".lights path").count()
    drawing.locator(".node").first.focus()
    assert 0 < drawing.locator(".lights path").count() <= part
    page.keyboard.press("Escape")
    assert drawing.locator(".lights path").count() == part


def test_without_scripts_there_is_no_filter_that_does_nothing(
    browser: Browser, folder: Path
) -> None:
    page = opened(browser, folder, script=False)
    assert page.locator(".filters").count() > 0
    assert not page.locator(".filters").first.is_visible()
