"""Each persona has a map that says what the marts say, and nothing that gives a few away."""

from __future__ import annotations

import duckdb
import pytest

from pipeline.report.journey_map import hidden_ways
from pipeline.report.model import Journey, Page
from pipeline.report.page import build_page
from pipeline.report.persona_hiding import ALL, WAYS, counts_of, known_sums, seen_of
from pipeline.report.read import read_marts
from pipeline.report.render import page_as_html
from tests.report.company import journeys
from tests.report.marts import warehouse
from tests.report.test_hiding import solved


@pytest.fixture(scope="module", params=[0, 1], ids=["stages", "touchpoints"])
def journey(request: pytest.FixtureRequest, page: Page) -> Journey:
    number: int = request.param
    return page.journeys[number]


def test_a_persona_has_a_map_where_enough_customers_are_of_it(page: Page) -> None:
    for journey in page.journeys:
        assert [one.persona for one in journey.personas.maps] == ["keen", "slow"]
        assert journey.personas.hidden == 1  # "unheard": five at most people
    assert [persona.name for persona in page.personas] == ["keen", "slow"]
    assert [trait.value for trait in page.personas[0].traits] == ["app", "Pago"]  # 0.1 says little


def test_a_column_of_a_persona_says_what_the_mart_says(
    db: duckdb.DuckDBPyConnection, journey: Journey
) -> None:
    rows = db.table("marts.persona_stages").to_arrow_table().to_pylist()
    told = {
        (row["persona"], row["stage"]): row
        for row in rows
        if row["journey"] == journey.definition.name
    }
    for one in journey.personas.maps:
        assert [stage.name for stage in one.stages if stage] == [
            column.name
            for column, stage in zip(journey.map.stages, one.stages, strict=True)
            if stage
        ]
        for stage in filter(None, one.stages):
            row = told[one.persona, stage.name]
            assert (stage.people, stage.journeys) == (row["people"], row["journeys"])
            for part in stage.parts:
                assert part.kind == "hidden" or part.journeys == row[WAYS[part.kind]]
            assert sum(part.weight for part in stage.parts) == stage.journeys


def test_the_axis_of_emotion_is_one_for_all_maps_of_a_journey(journey: Journey) -> None:
    ends = {one.emotion.end for one in journey.personas.maps}
    assert ends == {journey.map.emotion.end}


@pytest.mark.parametrize("people", [300, 700, 2400])
def test_no_small_number_of_a_persona_is_told_or_can_be_worked_out(people: int) -> None:
    marts = read_marts(warehouse(journeys(people)))
    for name in ("alta", "soporte"):
        stages = tuple(row for row in marts.persona_stages if row["journey"] == name)
        totals = tuple(row for row in marts.personas if row["journey"] == name)
        whole = tuple(row for row in marts.stages if row["journey"] == name)
        everybody = hidden_ways(whole, 10)
        shown = [row["stage"] for row in whole if row["people"] >= 10]
        seen = seen_of(stages, totals, everybody, shown, 10)
        counts = counts_of(stages, totals)
        told = {key for key in counts if key[0] in seen.personas} - seen.hidden
        assert all(counts[key] == 0 or counts[key] >= 10 for key in told)
        columns = seen.columns | {(persona, ALL) for persona in seen.personas}
        lines = [
            line for line in known_sums(counts, columns) if sum(counts[key] for key in line) >= 10
        ]
        filled = {key for key, n in counts.items() if n}
        hidden = filled - told
        given_away = solved(lines, hidden) - solved(lines, filled)
        assert not [key for key in given_away if counts[key] < 10]


def test_each_map_is_chosen_without_a_script_and_all_are_in_the_page(html: str, page: Page) -> None:
    for number, journey in enumerate(page.journeys, 1):
        maps = 1 + len(journey.personas.maps)
        assert html.count(f'<input type="radio" class="pick" name="j{number}-who"') == maps
    assert html.count('<table class="map lean') == sum(
        len(journey.personas.maps) for journey in page.journeys
    )
    assert "unheard" not in html


def test_without_personas_there_is_nothing_to_choose() -> None:
    nobody = [one for one in journeys(300) if int(one.person_id[1:]) % 10 in {1, 2, 4, 9}]
    nobody = [one for one in nobody if int(one.person_id[1:]) > 5]
    page = build_page(read_marts(warehouse(nobody, persona_traits=[_no_trait()])))
    assert page.personas == ()
    assert '-who"' not in page_as_html(page)


def _no_trait() -> dict[str, object]:
    names = ("people", "of_people", "share", "share_elsewhere", "apart", "rank")
    return {"persona": "other", "kind": "channel", "value": "web", **dict.fromkeys(names, 1)}
