"""What the page says is what the marts say."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from html.parser import HTMLParser
from importlib.resources import files
from io import BytesIO
from pathlib import Path

import duckdb
import pytest
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.pofile import read_po

from pipeline.config import Project
from pipeline.report import write_report
from pipeline.report.model import Page
from pipeline.report.page import build_page
from pipeline.report.read import read_marts
from pipeline.report.render import page_as_html
from pipeline.report.words import LANGUAGES, UnknownLanguageError
from pipeline.sankey import UnbalancedFlowsError
from tests.report.company import Journey
from tests.report.marts import flows, warehouse


def test_outcomes_and_rates_are_those_of_the_journeys(page: Page, made_up: list[Journey]) -> None:
    for journey in page.journeys:
        own = [j for j in made_up if j.journey == journey.definition.name]
        outcomes = Counter(j.outcome for j in own)
        assert journey.journeys == len(own)
        assert {o.name: o.journeys for o in journey.outcomes} == outcomes
        assert journey.decided == len(own) - outcomes["open"]
        assert journey.goal.value == outcomes["reached"] / journey.decided


def test_open_journeys_are_in_no_drop_off(page: Page, made_up: list[Journey]) -> None:
    for journey in page.journeys:
        ended = [j for j in made_up if (j.journey, j.outcome) == (journey.definition.name, "ended")]
        drops = journey.drop_offs
        assert sum(drop.ended for drop in drops.rows) + drops.hidden_ended == len(ended)


def test_the_summary_names_where_most_are_lost(page: Page, html: str) -> None:
    worst = page.journeys[0].worst
    assert worst is not None
    assert worst.ended == max(drop.ended for drop in page.journeys[0].drop_offs.rows)
    assert f"Donde más se pierden es en <b>{worst.touchpoint}</b>: <b>{worst.ended}</b>" in html


def test_the_drawing_and_its_table_count_the_same(page: Page) -> None:
    for journey in page.journeys:
        steps = journey.steps
        listed = [(row.journeys, row.is_about) for row in steps.rows]
        assert listed == [(link.journeys, link.is_about) for link in steps.layout.links]


def test_no_route_under_the_limit_is_listed(page: Page) -> None:
    for journey in page.journeys:
        assert journey.routes.rare_routes > 0
        assert min(route.journeys for route in journey.routes.rows) >= page.run.small_cell_k


def test_a_row_that_was_rejected_is_counted_but_never_shown(folder: Path, html: str) -> None:
    assert "time without offset" in html
    for path in folder.rglob("*.*"):
        assert "SECRET" not in path.read_text("utf-8")


def test_the_same_input_gives_the_same_bytes(
    made_up: list[Journey], folder: Path, tmp_path: Path
) -> None:
    paths = write_report(warehouse(list(reversed(made_up))), tmp_path)
    for path in paths:
        again = folder / path.relative_to(tmp_path)
        assert path.read_bytes() == again.read_bytes(), path.name


def test_the_report_is_three_kinds_of_file_and_nothing_half_written(folder: Path) -> None:
    assert {p.name for p in folder.iterdir()} == {"journeys.html", "report.json", "tables"}
    assert not list(folder.rglob("*.part"))


def test_the_page_loads_nothing_and_allows_nothing_but_itself(html: str) -> None:
    policy = re.findall(r'Content-Security-Policy" content="([^"]*)"', html)
    assert len(policy) == 1
    assert policy[0].startswith("default-src &#39;none&#39;; style-src &#39;sha256-")
    assert "unsafe" not in policy[0]
    assert not re.findall(r'(?:src|srcset|data)="', html)
    assert not re.findall(r' style="', html)
    links = set(re.findall(r'href="([^#"][^"]*)"', html))
    assert all(re.fullmatch(r"tables/[a-z_]+\.csv", link) for link in links)


def test_every_table_the_page_points_to_is_there(html: str, folder: Path) -> None:
    for link in set(re.findall(r'href="(tables/[^"]*)"', html)):
        assert (folder / link).is_file()


def test_the_page_stays_small(folder: Path, sample_project: Project) -> None:
    sample = sample_project.path(sample_project.config.report.dir)
    for written in (folder, sample):
        assert (written / "journeys.html").stat().st_size < 395_000


def test_the_file_says_what_the_page_says_in_fewer_bytes(html: str, folder: Path) -> None:
    thrifty = (folder / "journeys.html").read_text("utf-8")
    assert len(thrifty) < 0.93 * len(html)
    assert _read(thrifty) == _read(html)


def _read(html: str) -> list[object]:
    """Every start tag with its attributes and every word, in order."""
    read = Reader()
    read.feed(html)
    return read.found


class Reader(HTMLParser):
    """End tags are left out: those that count are told by the next start."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[object] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, attrs))

    def handle_data(self, data: str) -> None:
        self.found += data.split()


def _messages(folder: str) -> Iterator[object]:
    """The English texts of a package that have to be translated."""
    found = extract_from_dir(
        str(files("pipeline").joinpath(folder)),
        method_map=[("**.py", "python"), ("**.html", "jinja2.ext:babel_extract")],
        options_map={"**.html": {"newstyle_gettext": "true"}},
        keywords={**DEFAULT_KEYWORDS, "Sentence": None},
    )
    return (message for _, _, message, _, _ in found)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_of_the_page_is_left_untranslated(language: str) -> None:
    source = files("pipeline").joinpath("locale", f"{language}.po").read_bytes()
    catalogue = read_po(BytesIO(source), language)
    found = {message for folder in ("report", "identity") for message in _messages(folder)}
    known = {m.id: m for m in catalogue if m.id}
    assert set(known) == found
    for message in known.values():
        says = message.string if isinstance(message.string, tuple) else (message.string,)
        assert language == "en" or all(says), message.id
        assert not list(message.check(catalogue)), message.id


def test_the_language_is_that_of_the_run_or_the_one_asked_for(
    db: duckdb.DuckDBPyConnection, html: str
) -> None:
    english = page_as_html(build_page(read_marts(db), language="en"))
    assert '<html lang="es">' in html
    assert '<html lang="en">' in english
    assert "Where people leave" in english
    assert "Dónde se abandona" in html


def test_a_language_without_a_catalogue_is_refused(
    db: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    with pytest.raises(UnknownLanguageError, match="en, es"):
        write_report(db, tmp_path, language="xx")


def test_flows_that_do_not_tie_out_stop_the_report(made_up: list[Journey], tmp_path: Path) -> None:
    rows = flows(made_up)
    rows[0]["journeys"] += 1
    with pytest.raises(UnbalancedFlowsError):
        write_report(warehouse(made_up, flows=rows), tmp_path)
    assert not list(tmp_path.iterdir())


def test_a_broken_sum_is_said_in_the_summary(made_up: list[Journey]) -> None:
    broken = [{"check": "steps", "expected": 5, "actual": 4, "ok": False}]
    page = build_page(read_marts(warehouse(made_up[:300], reconciliation=broken)))
    assert "1 suma no cuadra" in page_as_html(page)


def test_a_journey_that_nobody_made_is_said_and_not_drawn(made_up: list[Journey]) -> None:
    purchases = [journey for journey in made_up if journey.journey == "alta"]
    text = page_as_html(build_page(read_marts(warehouse(purchases))))
    assert "No se ha encontrado ningún recorrido de este tipo." in text
    assert text.count('<svg class="sankey"') == 1


def test_the_json_holds_the_numbers_of_the_page(page: Page, folder: Path) -> None:
    report = json.loads((folder / "report.json").read_text("utf-8"))
    assert [journey["journeys"] for journey in report["journeys"]] == [
        journey.journeys for journey in page.journeys
    ]
    assert report["run"]["as_of_at"] == "2026-09-28T06:00:00+00:00"
