"""Short questions to a story: which sessions, which journeys, which rows.

In:     the text of a story (see `tests.build_helpers.story`) and of a configuration
Out:    plain lists to compare with what was worked out by hand
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from pipeline.engine.duckdb_engine import DuckDBEngine
from tests.build_helpers import BUY, SOURCES, loaded, rows_of, story
from tests.partly import build_for, tables_in

BUYING = SOURCES + BUY


def ask(text: str, select: str, config: str = BUYING, *, as_of_us: int | None = None) -> list[Any]:
    """The rows of a SELECT on the built story: single values where it has one column."""
    engine = _warehouse(text, config, as_of_us)
    if not all(map(engine.exists, tables_in(select))):
        build_for(engine, select)
    rows = [tuple(row.values()) for row in rows_of(engine, select)]
    return [row[0] if len(row) == 1 else row for row in rows]


@lru_cache(maxsize=2)
def _warehouse(text: str, config: str, as_of_us: int | None) -> DuckDBEngine:
    """The story, kept while one test goes on asking about it; what it asks for is built."""
    return loaded(config, story(text), as_of_us=as_of_us)


def sessions_of(text: str, options: str = "") -> list[list[str]]:
    """The event names of each session, session by session; `options` are lines of [sessions]."""
    events: list[list[str]] = ask(
        text,
        "select list(event order by event_no) from sessions.session_events "
        "inner join staging.event_kinds using (kind_no) "
        "group by person_key, visit_us, part_no order by min(occurred_us), person_key",
        f"[sessions]\n{options}\n{BUYING}",
    )
    return events


def journeys_of(text: str, config: str = BUYING, *, as_of_us: int | None = None) -> list[str]:
    """Each journey as "visit > cart: open", in the order of definition, start and route."""
    journeys: list[str] = ask(
        text,
        "select array_to_string(list(touchpoint order by step_no), ' > ') || ': ' "
        "|| any_value(outcome) as told from marts.steps "
        "inner join marts.journeys using (journey_id) "
        "inner join marts.journey_definitions as d on d.journey = journeys.journey "
        "group by journey_id, d.position, started_at order by d.position, started_at, told",
        config,
        as_of_us=as_of_us,
    )
    return journeys
