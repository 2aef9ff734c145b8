"""Run the steps of a format on what a reader has delivered.

In:     an engine whose view of the format is filled, a source, the number of the file
Out:    the good records in the raw tables; the others as faults, one per record
Errors: JourneysError when a step passed over a record
Rule:   a record is taken whole or not at all
"""

from __future__ import annotations

import time
from typing import Any

from duckdb import ColumnExpression, ConstantExpression, DuckDBPyRelation
from duckdb import FunctionExpression as Call

from pipeline.config import Source
from pipeline.engine.duckdb_engine import DuckDBEngine
from pipeline.engine.raw_tables import delete_rejects, insert_columns
from pipeline.errors import JourneysError
from pipeline.ingest.currency import with_known_currencies
from pipeline.ingest.delivery import Delivery
from pipeline.ingest.event_tables import ALL_EVENTS, with_columns
from pipeline.ingest.formats import FORMATS
from pipeline.ingest.formats.base import Step, parameters_of
from pipeline.ingest.limits import LIMITS
from pipeline.ingest.readers import Fault, reading
from pipeline.sqlfiles import sql_text

_HOUR_US = 3_600_000_000


def run_all(
    engine: DuckDBEngine, source: Source, delivery: Delivery, file_id: int
) -> tuple[list[Fault], int]:
    """Run the steps and return the rejects and how many records there were, each of them seen."""
    with reading(delivery):
        refused, seen = run_steps(engine, source, file_id)
    if FORMATS[source.format].steps[0].direct is None:
        require_all_seen(count_delivered(engine, source), seen, delivery.name)
    return refused, seen


def run_steps(engine: DuckDBEngine, source: Source, file_id: int) -> tuple[list[Fault], int]:
    """Run the steps of a format on what was delivered.

    Returns the rejects, one per record, and how many records the steps saw.
    """
    latest_us = time.time_ns() // 1000 + _HOUR_US
    parameters = parameters_of(source, file_id=file_id, latest_us=latest_us)
    rejects: dict[int, Fault] = {}
    seen = 0
    for step in FORMATS[source.format].steps:
        given = {name: parameters[name] for name in step.parameters}
        if step.direct is None:
            refused, count = _run(engine, step, source, file_id, given)
        else:
            direct = step.direct(engine, source, file_id, latest_us)
            given |= direct.parameters
            refused, count = _run_directly(engine, step, source, file_id, direct.columns, given)
        seen += 0 if step.derived else count
        for fault in refused:
            rejects.setdefault(fault[0], fault)
    return [rejects[record_no] for record_no in sorted(rejects)], seen


def count_delivered(engine: DuckDBEngine, source: Source) -> int:
    """How many records the reader of this source's format has delivered."""
    view = engine.connection.view(FORMATS[source.format].view)
    count: int = view.aggregate("count(distinct record_no)").fetchall()[0][0]
    return count


def require_all_seen(delivered: int, seen: int, name: str) -> None:
    """Stop when the steps of a format passed over a record."""
    if seen != delivered:
        raise JourneysError(
            f"{delivered} records were delivered but {seen} were accounted for.",
            where=name,
            fix="this is a fault of the program; please report it with the format of the file",
        )


def _run(
    engine: DuckDBEngine, step: Step, source: Source, file_id: int, parameters: dict[str, Any]
) -> tuple[list[Fault], int]:
    """A step that fills `incoming`: its good records go on, its rejects are returned."""
    engine.execute_file(step.script, parameters)
    engine.execute_file("load/too_long.sql", {"bytes": LIMITS.line_bytes})
    incoming = with_known_currencies(engine.connection.table("incoming"))
    seen: int = incoming.aggregate("count(distinct record_no)").fetchall()[0][0]
    refused = incoming.filter("reject_reason is not null").order("record_no, reject_reason")
    faults = refused.select("record_no", "reject_reason", "row_text").fetchall()
    _insert(engine, step, incoming, source.name, file_id)
    return faults, seen


def _run_directly(
    engine: DuckDBEngine,
    step: Step,
    source: Source,
    file_id: int,
    columns: tuple[str, ...],
    parameters: dict[str, Any],
) -> tuple[list[Fault], int]:
    """A step that is one SELECT of events: all go into the raw table, then the rejects leave it.

    A column more, for the reason, would cost as much as all the checks; it stands in `event`.
    """
    table = with_columns(engine, source.name, columns)
    seen = insert_columns(
        engine,
        table,
        ["$file_id as file_id", *columns],
        sql_text(step.script),
        {**parameters, "file_id": file_id},
    )
    refused = engine.connection.table(str(table)).filter(
        f"file_id = {file_id} and event_id is null"
    )
    reasons = dict(refused.select("record_no", "event").fetchall())
    if not reasons:
        return [], seen
    delivered = engine.connection.view(FORMATS[source.format].view)
    texts = delivered.select("record_no", "row_text").join(
        refused.select("record_no").set_alias("refused"), "record_no", how="semi"
    )
    faults = [(record_no, reasons[record_no], text) for record_no, text in texts.fetchall()]
    delete_rejects(engine, table, file_id)
    return faults, seen


def _insert(
    engine: DuckDBEngine, step: Step, incoming: DuckDBPyRelation, source: str, file_id: int
) -> None:
    """Move the good records of `incoming` into the step's raw table, each whole.

    A record that gives several rows is rejected with all of them when one is bad. A good record
    that is no event (a heartbeat, say) has no `event` and stays out.
    """
    bad = incoming.filter("reject_reason is not null").select("record_no").distinct()
    good = incoming.set_alias("records").join(bad.set_alias("bad"), "record_no", how="anti")
    table = step.table
    if table == ALL_EVENTS:
        good = good.filter("event is not null")
        table = with_columns(engine, source, _filled(good))
    constants = {"source": ConstantExpression(source), "file_id": ConstantExpression(file_id)}
    given = {name: ColumnExpression(name) for name in good.columns} | constants
    columns = [
        given.get(name, ConstantExpression(None)).alias(name) for name in engine.columns(table)
    ]
    good.select(*columns).insert_into(str(table))


def _filled(records: DuckDBPyRelation) -> list[str]:
    """The columns that have a value in some record."""
    counts = [Call("count", ColumnExpression(name)) for name in records.columns]
    row = records.aggregate(counts).fetchall()[0]
    return [name for name, count in zip(records.columns, row, strict=True) if count]
