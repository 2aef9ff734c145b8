"""The journey map of the sample says what its people did, and what the other tables say."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pipeline.report.page import build_page
from pipeline.report.read import read_marts

if TYPE_CHECKING:
    import duckdb

    from pipeline.report.model import Page
    from tests.golden.reading import Truth


@pytest.fixture(scope="module")
def page(sample_db: duckdb.DuckDBPyConnection) -> Page:
    return build_page(read_marts(sample_db))


def test_the_ways_out_of_all_stages_are_those_of_the_people(page: Page, truth: Truth) -> None:
    for journey in page.journeys:
        expected = truth[journey.definition.name]
        parts = [part for stage in journey.map.stages for part in stage.parts]
        assert journey.map.hidden_stages == 0
        for kind, name in (("reached", "reached"), ("end", "cancelado"), ("ended", "ended")):
            assert sum(part.weight for part in parts if part.kind == kind) == expected[name]
        assert sum(part.weight for part in parts if part.kind == "open") == expected["open"]
        assert journey.map.lost.part == expected["ended"]


def test_the_change_from_telephone_to_computer_leads_into_the_purchase(
    page: Page, sample_db: duckdb.DuckDBPyConnection, truth: Truth
) -> None:
    (everywhere,) = sample_db.sql(
        """
        select sum(handoffs) from marts.stage_handoffs
        where journey = 'alta' and kind = 'device'
          and from_value = 'mobile' and to_value = 'desktop'
        """
    ).fetchall()
    told = truth["mobile_to_desktop_loses_people"]["mobile_to_desktop"]["journeys"]
    assert everywhere == (told,)
    stages = {stage.name: stage for stage in page.journeys[0].map.stages}
    (arrival,) = (a for a in stages["Compra"].arrivals if a.kind == "device")
    assert (arrival.source, arrival.target) == ("mobile", "desktop")


def test_whoever_wrote_on_whatsapp_comes_to_the_telephone_from_there(
    page: Page, truth: Truth
) -> None:
    stages = {stage.name: stage for stage in page.journeys[1].map.stages}
    (arrival,) = (a for a in stages["Llamada a soporte"].arrivals if a.kind == "channel")
    assert arrival.journeys == truth["whatsapp_then_phone_repeats"]["whatsapp_to_phone"]["journeys"]
    assert (arrival.source, arrival.target) == ("whatsapp", "phone")


def test_tickets_that_stay_in_one_stage_are_drawn_by_touchpoint(page: Page) -> None:
    purchase, tickets = (journey.map for journey in page.journeys)
    assert [stage.name for stage in purchase.stages] == [
        *("Descubrimiento", "Consideración", "Compra", "Activación y uso", "Soporte")
    ]
    assert (purchase.level, tickets.level) == ("stage", "touchpoint")
    assert tickets.stages[-1].name == "Caso reabierto"
