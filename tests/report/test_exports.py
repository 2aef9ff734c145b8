"""What else the report can be: a workbook, paper, pictures."""

from __future__ import annotations

import os
import re
import shutil
from datetime import datetime
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree as ET

import openpyxl
import pytest

from pipeline.errors import ExitCode, JourneysError
from pipeline.extras import missing
from pipeline.report import workbook, write, write_report
from pipeline.report.browser import browser, write_pdf
from pipeline.report.map_picture import as_xml, maps_in
from pipeline.report.page import build_page
from pipeline.report.pictures import pictures_in, size_of
from pipeline.report.read import read_marts
from pipeline.report.render import handoffs_alone, page_as_html
from pipeline.report.workbook import write_workbook
from pipeline.report.write import UnfinishedReportError
from tests.report.company import journeys
from tests.report.marts import warehouse

HAS_BROWSER = pytest.mark.skipif(
    browser() is None and os.environ.get("JOURNEYS_TEST_BROWSER") != "required",
    reason="no Chromium on this machine: install it to test PDF and PNG",
)
NAUGHTY = '=HYPERLINK("http://evil.example","click")'


@pytest.fixture(scope="module")
def html() -> str:
    return page_as_html(build_page(read_marts(warehouse(journeys(600)))))


def test_a_workbook_holds_the_tables_that_count_and_lists_all(tmp_path: Path) -> None:
    db = warehouse(journeys(300))
    book = openpyxl.load_workbook(write_workbook(db, tmp_path / "w.xlsx"))
    listed = {name: (rows, here) for name, rows, here in book["tables"].values}
    assert "people" not in book.sheetnames
    assert listed["people"][1] == 0 < listed["people"][0]
    flows = db.table("marts.flows").order("all")
    assert [*book["flows"].values] == [tuple(flows.columns), *flows.fetchall()]
    assert set(book.sheetnames) == {"tables"} | {
        name
        for name, (_, here) in listed.items()
        if isinstance(here, int) and (here or name == "x")
    } | {name for name, (rows, here) in listed.items() if rows == here == 0}


def test_no_text_of_the_data_can_act_as_a_formula(tmp_path: Path) -> None:
    rows = [
        {"touchpoint": text, "stage": "\x07bell", "channel": "-1", "events": -5}
        for text in (NAUGHTY, "+1+1", "@SUM(A1)", "-2", "\t=1")
    ]
    db = warehouse(journeys(60), touchpoints=rows)
    sheet = openpyxl.load_workbook(write_workbook(db, tmp_path / "w.xlsx"))["touchpoints"]
    cells = [cell for row in sheet.iter_rows(min_row=2) for cell in row]
    assert {cell.data_type for cell in cells} == {"s", "n"}
    assert NAUGHTY in [cell.value for cell in cells]
    assert {cell.value for cell in cells if cell.data_type == "n"} == {-5}
    assert {cell.value for cell in cells if cell.column == 2} == {"bell"}


def test_times_are_of_utc_and_lists_are_joined(tmp_path: Path) -> None:
    db = warehouse(journeys(60))
    book = openpyxl.load_workbook(write_workbook(db, tmp_path / "w.xlsx"))
    head, run = book["run"].values
    assert isinstance(run[head.index("as_of_at")], datetime)
    zone = db.execute("select timezone('UTC', as_of_at) from marts.run").fetchall()[0][0]
    assert run[head.index("as_of_at")] == zone
    head, *routes = book["routes"].values
    assert all(" > " in row[head.index("route")] for row in routes if row[head.index("steps")] > 1)


def test_what_is_over_the_room_of_a_sheet_is_said(tmp_path: Path) -> None:
    db = warehouse(journeys(300))
    book = openpyxl.load_workbook(write_workbook(db, tmp_path / "w.xlsx", most_rows=3))
    listed = {name: (rows, here) for name, rows, here in book["tables"].values}
    assert listed["flows"] == (db.table("marts.flows").aggregate("count(*)").fetchall()[0][0], 3)


def test_the_same_warehouse_gives_the_same_workbook(tmp_path: Path) -> None:
    db = warehouse(journeys(60))
    first, second = (write_workbook(db, tmp_path / name) for name in ("a.xlsx", "b.xlsx"))
    assert first.read_bytes() == second.read_bytes()


def test_each_picture_is_a_drawing_by_itself(html: str) -> None:
    found = pictures_in(html)
    assert {"sankey-1", "sankey-2", "timing-1", "timing-2"} <= found.keys()
    for svg in found.values():
        root = ET.fromstring(svg)  # noqa: S314 - our own drawing
        assert root.tag == "{http://www.w3.org/2000/svg}svg"
        assert (int(float(root.get("width", 0))), int(float(root.get("height", 0)))) == size_of(svg)
        assert "http" not in svg.replace("http://www.w3.org/2000/svg", "")


def test_without_a_browser_it_is_said_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JOURNEYS_BROWSER", "no-such-browser")
    with pytest.raises(JourneysError, match=r"No browser is there to write a\.pdf"):
        write_pdf(tmp_path / "a.html", tmp_path / "a.pdf")


def test_a_browser_that_writes_nothing_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JOURNEYS_BROWSER", shutil.which("true") or "")
    with pytest.raises(JourneysError, match=r"The browser wrote no a\.pdf \(exit code 0\)"):
        write_pdf(tmp_path / "a.html", tmp_path / "a.pdf")


def test_what_cannot_be_made_stops_nothing_and_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JOURNEYS_BROWSER", "no-such-browser")
    monkeypatch.setattr(workbook, "required", _absent)
    with pytest.raises(UnfinishedReportError) as told:
        write_report(warehouse(journeys(300)), tmp_path, also={"xlsx", "pdf", "svg"})
    said = str(told.value)
    assert "journeys.html is written, but not all that goes with it:" in said
    assert 'fix:   pip install "journey-pipeline[excel]"' in said
    assert said.count("fix:   install Chromium") == 2  # for the PDF and for the measures of the map
    assert told.value.exit_code == ExitCode.FAILED
    assert (tmp_path / "journeys.html").exists()
    assert (tmp_path / "pictures" / "sankey-1.svg").exists()
    assert (tmp_path / "pictures" / "handoffs-1.svg").exists()


def _absent(_: str, *, extra: str, what: str) -> None:
    raise missing(extra, what=what)


def test_what_an_earlier_run_made_does_not_stay_beside_a_later_one(tmp_path: Path) -> None:
    (tmp_path / "tables").mkdir()
    (tmp_path / "pictures").mkdir()
    ours = ["comparison.html", "tables/comparison.csv", "journeys.pdf", "journeys.xlsx",
            "pictures/map-3.png"]  # fmt: skip
    theirs = ["notes.txt", "tables/mine.csv", "pictures/logo.png"]
    for name in (*ours, *theirs):
        (tmp_path / name).write_text("old", encoding="utf-8")
    write_report(warehouse(journeys(300)), tmp_path)
    assert [name for name in ours if (tmp_path / name).exists()] == []
    assert all((tmp_path / name).exists() for name in theirs)


@HAS_BROWSER
def test_the_page_goes_on_paper_and_its_pictures_into_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(write, "pictures_in", lambda _: {})  # two of many are enough
    for name, made in (("handoffs_alone", handoffs_alone), ("maps_in", maps_in)):
        monkeypatch.setattr(write, name, lambda *told, made=made: first_of(made(*told)))
    paths = write_report(warehouse(journeys(600)), tmp_path, also={"pdf", "png"})
    by_name = {path.name: path for path in paths}
    assert by_name["journeys.pdf"].read_bytes().startswith(b"%PDF-")
    pngs = [path for path in paths if path.suffix == ".png"]
    assert {path.name for path in pngs} == {"handoffs-1.png", "map-1.png"}
    for png in pngs:
        content = png.read_bytes()
        width, height = (int.from_bytes(content[at : at + 4], "big") for at in (16, 20))
        svg = png.with_suffix(".svg").read_text("utf-8")
        ET.fromstring(svg)  # noqa: S314 - our own drawing
        assert (width, height) == tuple(2 * length for length in size_of(svg))


def first_of(pictures: dict[str, str]) -> dict[str, str]:
    return dict([*pictures.items()][:1])


def test_the_map_as_a_picture_has_all_of_its_texts(html: str) -> None:
    table = re.findall(r'<table class="map\b.*?</table>', html, re.DOTALL)[0]
    root = ET.fromstring(as_xml(table))  # noqa: S314 - our own drawing
    assert root.tag == "{http://www.w3.org/1999/xhtml}table"
    assert root.find(".//{http://www.w3.org/2000/svg}linearGradient") is not None
    read = HTMLText()
    read.feed(table)
    assert "".join(root.itertext()) == read.text


class HTMLText(HTMLParser):
    text = ""

    def handle_data(self, data: str) -> None:
        self.text += data
