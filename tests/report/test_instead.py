"""Where people went instead, and how handoffs of each kind go: small numbers go to the rest."""

from __future__ import annotations

from collections import Counter

import duckdb

from pipeline.report.instead import NOTHING, handoff_kinds_of, instead_of
from pipeline.report.model import Page


def went(destination: str, journeys: int, again: int = 0) -> dict[str, object]:
    return {
        "destination": destination, "journeys": journeys, "tried_again": again, "reached_later": 0,
    }  # fmt: skip


def test_small_destinations_are_one_rest_and_all_add_up() -> None:
    rows = (went(NOTHING, 60), went("call", 30, 12), went("mail", 6), went("chat", 5))
    found = instead_of(rows, small=10)
    assert (found.journeys, found.nothing, found.rest, found.rest_names) == (101, 60, 11, 2)
    (call,) = found.rows
    assert (call.name, call.journeys, call.tried_again) == ("call", 30, 12)


def test_a_few_that_tried_again_or_did_not_are_not_told() -> None:
    again = [instead_of((went("call", 30, n),), small=10).rows[0].tried_again for n in (3, 15, 25)]
    assert again == [None, 15, None]


def test_what_would_give_a_small_destination_away_goes_with_it() -> None:
    found = instead_of((went(NOTHING, 60), went("call", 30), went("mail", 6)), small=10)
    assert (found.rows, found.rest, found.rest_names) == ((), 36, 2)


def test_the_panel_counts_those_who_left(page: Page, db: duckdb.DuckDBPyConnection) -> None:
    rows = db.table("marts.drop_off_destinations").to_arrow_table().to_pylist()
    counted = Counter[str]()
    for row in rows:
        counted[row["journey"]] += row["journeys"]
    for journey in page.journeys:
        instead = journey.instead
        assert instead.journeys == counted[journey.definition.name]
        told = (instead.nothing or 0) + sum(row.journeys for row in instead.rows) + instead.rest
        assert told == instead.journeys


def test_changes_of_agents_are_told_without_their_names() -> None:
    row = {"handoffs": 40, "came_back": 4, "repeated": 20, "reached": 24, "open": 8}
    (agent,) = handoff_kinds_of(
        ({"kind": "agent"} | row, {"kind": "device"} | row | {"handoffs": 3}), small=10
    )
    assert (agent.kind, agent.came_back) == ("agent", None)  # four are too few
    assert agent.repeated
    assert agent.repeated.value == 0.5
    assert agent.reached is None  # 24 of 32: eight are too few
