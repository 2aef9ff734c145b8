"""Read what the report shows, as plain rows.

In:     a connection to a built warehouse
Out:    Marts: one tuple of rows per query of `queries/`
Units:  as in marts
Errors: duckdb.CatalogException when the warehouse has not been built
Source: the table vocabulary of `marts`
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from importlib.resources import files
from typing import Any

import duckdb

from pipeline.report.walks import read_walks
from pipeline.sankey.labels import visible

Row = Mapping[str, Any]
Rows = tuple[Row, ...]

ROUTES_SHOWN = 12
_FEW_MONTHS = timedelta(days=45)


@dataclass(frozen=True, slots=True)
class Marts:
    """All rows the page is made from."""

    run: Row
    totals: Row
    definitions: Rows
    starts: Rows
    outcomes: Rows
    trend: Rows
    flows: Rows
    paths: Rows
    routes: Rows
    route_totals: Rows
    drop_offs: Rows
    incidences: Rows
    boundaries: Rows
    unusual_routes: Rows
    conformance: Rows
    funnels: Rows
    funnel_groups: Rows
    attribution: Rows
    moves: Rows
    handoffs: Rows
    stages: Rows
    stage_moves: Rows
    stage_contacts: Rows
    stage_handoffs: Rows
    emotion: Rows
    pain_points: Rows
    moments_of_truth: Rows
    opportunities: Rows
    destinations: Rows
    handoff_kinds: Rows
    personas: Rows
    persona_people: Rows
    persona_traits: Rows
    persona_stages: Rows
    persona_contacts: Rows
    persona_emotion: Rows
    persona_pain_points: Rows
    touchpoints: Rows
    quality: Rows
    reconciliation: Rows
    rejects: Rows
    identity_rules: Row
    identity_policies: Rows
    identity_sensitivity: Rows
    identity_coverage: Rows
    identity_sizes: Rows
    identity_links: Rows
    identity_busy: Rows
    identity_blocked: Rows
    identity_proposals: Rows


def read_marts(db: duckdb.DuckDBPyConnection) -> Marts:
    """Read every mart the report needs; rare routes are left in the database."""
    (run,) = read_rows(db, "run")
    (totals,) = read_rows(db, "totals")
    (identity_rules,) = read_rows(db, "identity_rules")
    small = run["small_cell_k"]
    flows = _raw_rows(db, "flows")
    plain = (
        "definitions", "starts", "outcomes", "trend", "drop_offs", "moves", "handoffs",
        "stages", "stage_moves", "stage_contacts", "stage_handoffs", "emotion",
        "pain_points", "moments_of_truth", "opportunities",
        "destinations", "handoff_kinds", "personas", "persona_people",
        "persona_traits", "persona_stages", "persona_contacts",
        "persona_emotion", "persona_pain_points",
        "incidences", "boundaries", "conformance", "funnels", "funnel_groups", "attribution",
        "touchpoints", "quality", "reconciliation", "rejects", "identity_policies",
        "identity_sensitivity", "identity_coverage", "identity_sizes", "identity_links",
        "identity_busy", "identity_blocked", "identity_proposals",
    )  # fmt: skip
    return Marts(
        run=run,
        totals=totals,
        identity_rules=identity_rules,
        flows=shown(flows),
        paths=read_walks(db, flows, run=run, period=_period(run)),
        routes=read_rows(db, "routes", [small, ROUTES_SHOWN]),
        unusual_routes=read_rows(db, "unusual_routes", [max(small, 1)]),
        route_totals=read_rows(db, "route_totals", [small]),
        **{name: read_rows(db, name) for name in plain},
    )


def _period(run: Row) -> str:
    """Months, or weeks where the data are of so few months that these would say little."""
    first, last = run["first_event_at"], run["last_event_at"]
    return "week" if first and last and last - first < _FEW_MONTHS else "month"


def read_rows(db: duckdb.DuckDBPyConnection, query: str, parameters: Sequence[object] = ()) -> Rows:
    """Run a query of `queries/`; every text it returns can be shown as it is."""
    return shown(_raw_rows(db, query, parameters))


def _raw_rows(
    db: duckdb.DuckDBPyConnection, query: str, parameters: Sequence[object] = ()
) -> list[Row]:
    sql = files("pipeline.report").joinpath("queries", f"{query}.sql").read_text("utf-8")
    table = db.sql(sql, params=list(parameters)).to_arrow_table()
    rows: list[Row] = table.to_pylist()
    return rows


def shown(rows: Iterable[Row]) -> Rows:
    """Rows of which every text can be shown as it is."""
    return tuple({column: _shown(value) for column, value in row.items()} for row in rows)


def _shown(value: object) -> object:
    if isinstance(value, str):
        return visible(value)
    if isinstance(value, datetime):
        return value.astimezone(UTC)  # the session's zone says nothing about the data
    if isinstance(value, list):
        return tuple(_shown(item) for item in value)
    return value
