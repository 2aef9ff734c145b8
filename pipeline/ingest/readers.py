"""Readers: the records of one file as rows of the temporary table `delivered`.

In:     an engine, a source, a delivery
Out:    `delivered(record_no, content, is_object, body)`: content is the record as text, body the
        same as a JSON object, NULL where it is none; the lines that could not be split, as faults
Errors: JourneysError for a file that cannot be read at all
"""

from __future__ import annotations

import duckdb

from pipeline.config import Source
from pipeline.engine.duckdb_engine import DuckDBEngine
from pipeline.errors import JourneysError
from pipeline.ingest.delivery import Delivery
from pipeline.sqlfiles import sql_text

Fault = tuple[int, str, str]


def json_lines(engine: DuckDBEngine, source: Source, delivery: Delivery) -> list[Fault]:
    """One JSON object a line."""
    del source
    _deliver(engine, delivery, "load/json_lines.sql")
    return []


def csv_rows(engine: DuckDBEngine, source: Source, delivery: Delivery) -> list[Fault]:
    """A table with a header; each record becomes an object keyed by the labels."""
    del source
    _deliver(engine, delivery, "load/csv_rows.sql")
    return _csv_faults(engine)


def parquet_rows(engine: DuckDBEngine, source: Source, delivery: Delivery) -> list[Fault]:
    """Each row becomes an object keyed by the columns, nested ones included."""
    del source
    _deliver(engine, delivery, "load/parquet_rows.sql")
    return []


def _csv_faults(engine: DuckDBEngine) -> list[Fault]:
    """The lines the CSV reader refused, once; the reader's own list is cleared."""
    faults = engine.read(sql_text("load/csv_faults.sql")).to_pylist()
    engine.execute("drop table if exists reject_errors")
    engine.execute("drop table if exists reject_scans")
    return [(fault["line"], fault["reason"], fault["row"]) for fault in faults]


def _deliver(engine: DuckDBEngine, delivery: Delivery, script: str) -> None:
    try:
        engine.execute(sql_text(script), {"path": delivery.glob_safe})
    except duckdb.Error as error:
        raise unreadable(delivery, error) from error


def unreadable(delivery: Delivery, error: duckdb.Error) -> JourneysError:
    """The refusal of a whole file, without the data that DuckDB quotes in its message."""
    reason = str(error).splitlines()[0]
    return JourneysError(
        f"The file cannot be read: {reason}",
        where=delivery.name,
        fix="deliver it again; nothing of it was taken",
    )
