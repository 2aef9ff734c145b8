"""Paths of the sample tie out with the marts."""

from __future__ import annotations

from typing import Any

import duckdb

from pipeline.questions.paths import paths


def _counted(db: duckdb.DuckDBPyConnection, select: str, journey: str) -> set[tuple[Any, ...]]:
    return set(db.execute(select, [journey]).fetchall())


def test_without_options_paths_are_what_the_marts_say(sample_db: duckdb.DuckDBPyConnection) -> None:
    select = (
        "select step_no, from_touchpoint, to_touchpoint, journeys from marts.flows "
        "where journey = ?"
    )
    ((shown,),) = sample_db.execute("select max_steps from config.settings").fetchall()
    for (journey,) in sample_db.execute("select journey from marts.journey_definitions").fetchall():
        found = paths(sample_db, journey=journey, max_steps=shown)
        flows = {(f.step_no, f.source, f.target, f.journeys) for f in found.flows}
        assert flows == _counted(sample_db, select, journey)
        anchored = paths(
            sample_db,
            journey=journey,
            max_steps=shown,
            hidden="join",
            filters={"period": (None, None)},
        )
        assert anchored.flows == found.flows
        counts = "select route, journeys from marts.routes where journey = ?"
        marts = {(tuple(route), n) for route, n in _counted_lists(sample_db, counts, journey)}
        routes = found.routes(limit=None).assign(route=lambda rows: rows["route"].map(tuple))
        summed = routes.groupby("route")["walks"].sum()
        assert set(summed.items()) == marts
        pairs = (
            "select 1, from_touchpoint, to_touchpoint, transitions from marts.transitions "
            "where journey = ? and from_touchpoint <> '(start)'"
        )
        each = paths(sample_db, journey=journey, unit="transitions")
        assert {
            (f.step_no, f.source, f.target, f.journeys) for f in each.flows if f.step_no == 1
        } == _counted(sample_db, pairs, journey)


def _counted_lists(db: duckdb.DuckDBPyConnection, select: str, journey: str) -> list[Any]:
    return db.execute(select, [journey]).fetchall()


def test_every_session_of_the_sample_is_a_walk(sample_db: duckdb.DuckDBPyConnection) -> None:
    found = paths(sample_db, journey="alta", unit="sessions")
    ((journeys,),) = sample_db.execute(
        "select count(distinct (journey_key, visit_us, part_no)) from journeys.steps as steps "
        "inner join sessions.session_events as acts on steps.owner_key = acts.person_key "
        "and steps.person_event_no = acts.person_event_no where journey_no = 1"
    ).fetchall()
    assert found.walks == journeys
    assert found.sums["steps_outside_visits"] > 0
