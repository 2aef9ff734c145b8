"""What every question to a built warehouse needs: the warehouse, its rows, its journeys.

In:     the path of a warehouse that `journeys run` has built
Out:    a read-only connection; rows as dictionaries
Units:  as in marts: UTC, seconds, shares from 0 to 1
Errors: JourneysError when there is no warehouse, or no journey of the name asked for
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb

from pipeline.config.advice import nearest
from pipeline.errors import JourneysError
from pipeline.sqlfiles import sql_text
from pipeline.warehouse import reading


def open_warehouse(path: str | Path = "build/journeys.duckdb") -> duckdb.DuckDBPyConnection:
    """Open a built warehouse, read-only.

    It never blocks a run, and goes on showing the state in which it was opened. SQL on it reaches
    nothing but the warehouse.
    """
    return reading(Path(path)).connection


def rows_of(db: duckdb.DuckDBPyConnection, file: str, **parameters: object) -> list[dict[str, Any]]:
    """What the select in `sql/<file>` finds, row by row."""
    rows = db.sql(sql_text(file), params=parameters).to_arrow_table()
    found: list[dict[str, Any]] = rows.to_pylist()
    return found


def require_journey(db: duckdb.DuckDBPyConnection, journey: str) -> None:
    """Refuse a journey that nobody defined, and name the nearest one."""
    names = [row["journey"] for row in rows_of(db, "api/journeys.sql")]
    if journey not in names:
        raise JourneysError(f'No journey is called "{journey}".', fix=nearest(journey, names))
