"""The journey map says what the marts say, hides what is small, and still adds up."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import replace

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.report.journey_map import PARTS
from pipeline.report.map_hiding import hidden_parts
from pipeline.report.model import Journey, Page
from pipeline.report.page import build_page
from pipeline.report.read import read_marts
from pipeline.report.render import page_as_html, page_as_json
from pipeline.sankey.labels import visible
from tests.report.company import STAGES, journeys
from tests.report.company import Journey as Made
from tests.report.map_rows import map_tables
from tests.report.marts import warehouse
from tests.report.meaning_rows import QUOTE, RARE_QUOTE, meaning_tables
from tests.report.test_hostile_names import HOSTILE, Tags

WAYS = ("on", "reached", "end", "ended", "open")


def rows_of(db: duckdb.DuckDBPyConnection, table: str, journey: str) -> list[dict[str, object]]:
    rows = db.table(f"marts.{table}").to_arrow_table().to_pylist()
    return [row for row in rows if row["journey"] == journey]


@pytest.fixture(scope="module", params=[0, 1], ids=["stages", "touchpoints"])
def journey(request: pytest.FixtureRequest, page: Page) -> Journey:
    number: int = request.param
    return page.journeys[number]


def test_every_column_says_what_the_mart_says(
    db: duckdb.DuckDBPyConnection, journey: Journey
) -> None:
    rows = {row["stage"]: row for row in rows_of(db, "stages", journey.definition.name)}
    assert len(journey.map.stages) + journey.map.hidden_stages == len(rows)
    for stage in journey.map.stages:
        row = rows[stage.name]
        assert (stage.people, stage.share) == (row["people"], row["share"])
        assert (stage.contacts, stage.journeys) == (row["contacts"], row["journeys"])
        for part in stage.parts:
            if part.kind != "hidden":
                assert part.journeys == row[PARTS[part.kind]]
        if stage.lost:
            assert stage.lost.value == pytest.approx(row["rate"])
            assert stage.lost.low == pytest.approx(row["rate_low"], abs=1e-12)
            assert stage.lost.high == pytest.approx(row["rate_high"])


def test_the_parts_of_a_stage_are_its_journeys_and_its_lists_are_its_contacts(
    journey: Journey,
) -> None:
    for stage in journey.map.stages:
        assert sum(part.weight for part in stage.parts) == stage.journeys
        for portions in (stage.touchpoints, stage.channels, stage.devices):
            assert sum(portion.count for portion in portions) == stage.contacts
            assert sum(portion.share for portion in portions) == pytest.approx(1)


def test_all_journeys_leave_the_map_once(db: duckdb.DuckDBPyConnection, journey: Journey) -> None:
    rows = rows_of(db, "stages", journey.definition.name)
    out = sum(int(str(row[PARTS[way]])) for row in rows for way in WAYS[1:])
    assert out == journey.journeys


def test_the_figures_in_the_head_are_those_of_the_summary(journey: Journey) -> None:
    outcomes = {outcome.kind: outcome for outcome in journey.outcomes}
    assert journey.map.lost.part == outcomes["ended"].journeys
    assert journey.map.lost.whole == journey.goal.whole == journey.decided
    assert journey.map.contacts_per_person == journey.map.contacts / journey.people


def test_a_mean_is_told_only_where_enough_customers_answered(page: Page, journey: Journey) -> None:
    moods = journey.map.emotion.moods
    assert any(mood.mean is None for mood in moods)
    for mood in moods:
        assert (mood.mean is None) == (mood.people < page.run.small_cell_k)
        assert mood.visits >= page.run.small_cell_k


def test_nothing_under_the_limit_is_shown(page: Page) -> None:
    small = build_page(read_marts(warehouse(journeys(260)))).journeys
    stages = [stage for one in (*page.journeys, *small) for stage in one.map.stages]
    assert any(part.kind == "hidden" for stage in stages for part in stage.parts)
    for stage in stages:
        shown = [part.journeys for part in stage.parts if part.kind != "hidden"]
        assert all(n >= 10 for n in (stage.people, *shown) if n is not None)
        assert all(a.journeys is None or a.journeys >= 10 for a in stage.arrivals)
        # A rate must not give away how many are open where that is hidden.
        open_here = sum(part.weight for part in stage.parts if part.kind == "open")
        assert not stage.lost or stage.lost.whole == stage.journeys - open_here


def solvable(counts: Mapping[str, Mapping[str, int]], gone: Mapping[str, set[str]]) -> set[str]:
    """Which hidden sums could be worked out, of a stage or of a way out, and are small."""
    sums = {f"stage {stage}": [ways[way] for way in gone[stage]] for stage, ways in counts.items()}
    for way in WAYS[1:]:
        sums[f"way {way}"] = [ways[way] for stage, ways in counts.items() if way in gone[stage]]
    return {name for name, hidden in sums.items() if 0 < sum(hidden) < 10}


@settings(max_examples=200, deadline=None)
@given(
    st.lists(
        st.lists(st.sampled_from([0, 0, 3, 7, 12, 40]), min_size=5, max_size=5),
        min_size=1,
        max_size=5,
    )
)
def test_no_small_number_can_be_worked_out_from_the_sums_around_it(rows: list[list[int]]) -> None:
    counts = {str(no): dict(zip(WAYS, row, strict=True)) for no, row in enumerate(rows)}
    gone = hidden_parts(counts, shown=set(counts), small=10)
    for stage, ways in counts.items():
        assert {way for way, n in ways.items() if 0 < n < 10} <= gone[stage]
        # Where a sum of hidden numbers is small, nothing is left beside it that could be hidden.
        left = {way for way, n in ways.items() if n and way not in gone[stage]}
        assert f"stage {stage}" not in solvable(counts, gone) or not left
    for way in WAYS[1:]:
        left = {stage for stage, ways in counts.items() if ways[way] and way not in gone[stage]}
        assert f"way {way}" not in solvable(counts, gone) or not left


def test_the_map_is_one_table_whose_columns_are_the_stages(html: str, page: Page) -> None:
    tables = re.findall(r'<table class="map n\d">.*?</table>', html, re.DOTALL)
    assert len(tables) == len(page.journeys)
    for table, journey in zip(tables, page.journeys, strict=True):
        heads = re.findall(r'<th scope="col"><div class="stage"><b>(.*?)</b>', table)
        assert heads == [stage.name for stage in journey.map.stages]
        rows = re.findall(r"<tr.*?</tr>", table, re.DOTALL)[1:]
        for row in rows:
            cells = len(re.findall(r"<td", row))
            wide = re.findall(r'colspan="(\d+)"', row)
            assert cells == len(heads) or wide == [str(len(heads))]


def test_the_numbers_of_the_curve_stand_in_a_table_too(page: Page, html: str) -> None:
    for number, journey in enumerate(page.journeys, 1):
        (section,) = re.findall(rf'<article[^>]*"j{number}-map">.*?</article>', html, re.DOTALL)
        (twin,) = re.findall(r'<table class="plain">.*?</table>', section, re.DOTALL)
        told = [mood for mood in journey.map.emotion.moods if mood.mean is not None]
        assert twin.count("<b>") == len(told)
        curve = section[section.index('<svg class="curve"') :].split("</svg>")[0]
        assert curve.count('<g class="spot') == len(told)


def test_what_stands_out_is_on_the_map_with_its_numbers(page: Page, html: str) -> None:
    purchase, tickets = (journey.map for journey in page.journeys)
    assert [pain.touchpoint for pain in purchase.pains] == ["Pago", "Cobertura"]
    assert purchase.stages[purchase.pains[0].column].name == "Compra"
    assert purchase.pains[0].emotion is None  # only its loss is worse
    assert (tickets.pains[0].excess, tickets.pains[0].emotion) == (None, -0.6)
    assert [moment.touchpoint for moment in purchase.moments] == ["Pago"]  # 4 lost are too few
    assert tickets.moments == ()
    assert "≈ 45 pérdidas adicionales" in html
    assert "si va mal" in html


def test_a_quote_stands_for_enough_customers(html: str) -> None:
    assert QUOTE in html
    assert RARE_QUOTE not in html


def test_opportunities_are_ranked_priced_and_say_what_they_take_for_granted(
    page: Page, html: str
) -> None:
    found = page.journeys[0].map.opportunities
    assert [one.rank for one in found] == [1, 2, 3]  # the fourth meets 9 customers
    assert [one.column is None for one in found] == [False, True, False]
    assert "El cambio de Móvil a Ordenador" in html
    assert "27.000\N{NO-BREAK SPACE}€" in html
    assert "Pago, 11–12 ago 2026" in html  # noqa: RUF001 (a dash, as printed)
    assert "Más de 7 d de Respuesta del agente a Caso resuelto" in html
    assert "esfuerzo: medio" in html
    assert "valor: el pedido medio" in html


def test_a_journey_without_any_answer_has_no_curve_and_says_so() -> None:
    made = journeys(200)
    silent = warehouse(made, emotion=[_silent()])
    text = page_as_html(build_page(read_marts(silent), language="en"))
    assert '<svg class="curve"' not in text
    assert "no touchpoint has enough ratings or texts" in text


def test_where_nothing_stands_out_there_are_no_empty_rows() -> None:
    told = meaning_tables()
    told["persona_pain_points"] = map_tables(journeys(20))["persona_pain_points"]
    elsewhere = {name: [row | {"journey": "other"} for row in rows] for name, rows in told.items()}
    db = warehouse(journeys(200), small_cell_k=10, language="es", **elsewhere)
    text = page_as_html(build_page(read_marts(db), language="en"))
    assert '<table class="map' in text
    for words in ("Pain points <small>", "Moments of truth <small>", "The largest opportunities"):
        assert words not in text


def test_of_a_handful_of_people_nothing_is_told() -> None:
    page = build_page(read_marts(warehouse(journeys(6))), language="en")
    text = page_as_html(page)
    assert text.count("Fewer than 10 people: too few to tell anything") == 2 * len(page.journeys)
    assert "reach the goal" not in text.split('id="identity"')[0]
    assert "svg" not in text.split("<main")[1].split('id="identity"')[0]
    told = json.loads(page_as_json(page))["journeys"][0]
    assert {name for name, value in told.items() if value is not None} == {"definition"}
    assert '<table class="map' not in text


def _silent() -> dict[str, object]:
    return {
        "journey": "alta", "level": "touchpoint", "place": "Anuncio", "stage": "Descubrimiento",
        "position": 1, "measure": "text", "visits": 40, "n": 2, "people": 2, "coverage": 0.05,
        "is_too_few": True, "mean": None, "low": None, "high": None,
    }  # fmt: skip


def _renamed(one: Made) -> Made:
    """A journey whose stages have hostile names, each its own."""
    names = dict(zip(STAGES, HOSTILE, strict=False))
    steps = tuple(replace(step, stage=names[step.stage]) for step in one.steps)
    return replace(one, steps=steps)


@pytest.fixture(scope="module")
def hostile() -> str:
    chances = [
        row | {"stage": HOSTILE[2], "owner": HOSTILE[0], "effort": HOSTILE[1]}
        for row in meaning_tables()["opportunities"]
    ]
    pains = [
        row | {"stage": HOSTILE[2], "quote": HOSTILE[1], "quote_people": 40}
        for row in meaning_tables()["pain_points"]
    ]
    made = [_renamed(one) for one in journeys(600)]
    db = warehouse(made, small_cell_k=1, opportunities=chances, pain_points=pains)
    return page_as_html(build_page(read_marts(db)))


def test_names_of_stages_owners_and_quotes_are_text(hostile: str) -> None:
    read = Tags()
    read.feed(hostile)
    assert read.tags.count("script") == 1
    assert "img" not in read.tags
    assert not {name for name in read.attributes if name.startswith("on")}
    for name in HOSTILE[:4]:  # the fifth stage has a map of its touchpoints
        assert visible(name)[:40] in read.text
