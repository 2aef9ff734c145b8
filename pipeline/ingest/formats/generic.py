"""Any table: the source says which of its columns is which canonical field.

In:     a CSV, JSON-lines, Parquet or Excel file and `[source.columns]`
Out:    the view `delivered_fields`: one column per canonical field, as text, NULL where the file
        has none; times that the file already types as instants in `*_instant`; the whole row
Errors: JourneysError naming the columns that the file lacks
Note:   columns are put together with DuckDB's expressions, never by writing SQL text; what the
        fields mean is said in sql/load/generic_events.sql
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import duckdb
from duckdb import ColumnExpression, ConstantExpression, DuckDBPyRelation, Expression
from duckdb import FunctionExpression as Call

from pipeline.config import Source
from pipeline.config.advice import nearest
from pipeline.config.model import EVENT_FIELDS, IDENTIFIER_TYPES
from pipeline.engine.duckdb_engine import DuckDBEngine
from pipeline.ingest.delivery import Delivery, RefusedFileError, kind_of
from pipeline.ingest.formats.base import Format, events_step, json_path
from pipeline.ingest.readers import Fault, csv_rows, json_lines, unreadable
from pipeline.ingest.remote import path_in
from pipeline.ingest.sheets import sheet_rows

_TIMES = ("occurred_at", "received_at")
_INSTANT, _LOCAL = "TIMESTAMP WITH TIME ZONE", "TIMESTAMP"


@dataclass(frozen=True)
class _Delivered:
    """A file's rows and how to say each of its columns; `row` is the whole row as JSON."""

    rows: DuckDBPyRelation
    columns: dict[str, Expression]
    types: dict[str, str]
    row: Expression


def _from_parquet(engine: DuckDBEngine, source: Source, delivery: Delivery) -> list[Fault]:
    _make_view(source, _parquet(engine, delivery), delivery)
    return []


def _from_csv(engine: DuckDBEngine, source: Source, delivery: Delivery) -> list[Fault]:
    faults = csv_rows(engine, source, delivery)
    labels = engine.connection.view("csv_file").columns
    _make_view(source, _objects(engine, source, labels=labels), delivery)
    return faults


def _from_sheet(engine: DuckDBEngine, source: Source, delivery: Delivery) -> list[Fault]:
    faults = sheet_rows(engine, source, delivery)
    _make_view(source, _objects(engine, source, labels=_labels(engine)), delivery)
    return faults


def _from_lines(engine: DuckDBEngine, source: Source, delivery: Delivery) -> list[Fault]:
    faults = json_lines(engine, source, delivery)
    _make_view(source, _objects(engine, source, labels=None), delivery)
    return faults


def _reshape(engine: DuckDBEngine, source: Source, path: str) -> None:
    in_lines = kind_of(Path(path_in(path)), path) == "jsonl"
    delivered = _objects(engine, source, labels=None if in_lines else _labels(engine))
    _fields(source, delivered).create_view("delivered_fields", replace=True)


def _make_view(source: Source, delivered: _Delivered, delivery: Delivery) -> None:
    _refuse_missing(source, delivered, delivery)
    _fields(source, delivered).create_view("delivered_fields", replace=True)


def _parquet(engine: DuckDBEngine, delivery: Delivery) -> _Delivered:
    try:
        rows = engine.connection.read_parquet(
            delivery.glob_safe, file_row_number=True, hive_partitioning=False
        )
    except duckdb.Error as error:
        raise unreadable(delivery, error) from error
    names = [name for name in rows.columns if name != "file_row_number"]
    types = dict(zip(rows.columns, map(str, rows.types), strict=True))
    numbered = rows.select(
        (ColumnExpression("file_row_number") + ConstantExpression(1)).alias("record_no"),
        ConstantExpression(True).alias("is_object"),
        *(ColumnExpression(name) for name in names),
    )
    columns: dict[str, Expression] = {name: ColumnExpression(name) for name in names}
    pairs = [part for name in names for part in (ConstantExpression(name), columns[name])]
    return _Delivered(numbered, columns, types, Call("json_object", *pairs))


def _objects(engine: DuckDBEngine, source: Source, *, labels: list[str] | None) -> _Delivered:
    """Rows of `delivered`, whose content is a JSON object; its keys are the columns."""
    names = source.columns.values() if labels is None else labels
    body, content = ColumnExpression("body"), ColumnExpression("content")
    columns: dict[str, Expression] = {
        name: Call("json_extract_string", body, ConstantExpression(_pointer(name, labels)))
        for name in names
    }
    return _Delivered(
        engine.connection.table("delivered"), columns, dict.fromkeys(columns, "VARCHAR"), content
    )


def _labels(engine: DuckDBEngine) -> list[str]:
    rows = engine.read("select unnest(json_keys(body)) as label from delivered limit 10000")
    return list(dict.fromkeys(rows.column("label").to_pylist()))


def _pointer(name: str, labels: list[str] | None) -> str:
    """The JSON path of a key; dots lead into nested objects, unless it is a CSV label."""
    return json_path(*([name] if labels is not None else name.split(".")))


def _refuse_missing(source: Source, delivered: _Delivered, delivery: Delivery) -> None:
    """Without its event, its time and any identifier a file means nothing; the rest may be gone."""
    there = {field for field, column in source.columns.items() if column in delivered.columns}
    missing = [field for field in ("event", "occurred_at") if field not in there]
    if not there & set(IDENTIFIER_TYPES):
        missing += [field for field in source.columns if field in IDENTIFIER_TYPES]
    if missing:
        column = source.columns[missing[0]]
        raise RefusedFileError(
            f"The file has no column {column!r}, which should be its {missing[0]}; "
            f"{nearest(column, delivered.columns)}",
            where=delivery.name,
        )


def _fields(source: Source, delivered: _Delivered) -> DuckDBPyRelation:
    nothing = ConstantExpression(None)
    written = {
        field: delivered.columns.get(source.columns.get(field, ""), nothing)
        for field in (*EVENT_FIELDS, *IDENTIFIER_TYPES)
    }
    instants = {
        f"{field}_instant": _instant(source, delivered, field).cast(_INSTANT) for field in _TIMES
    }
    return delivered.rows.select(
        ColumnExpression("record_no"),
        ColumnExpression("is_object"),
        *(value.cast("VARCHAR").alias(field) for field, value in written.items()),
        *(value.alias(name) for name, value in instants.items()),
        delivered.row.cast("VARCHAR").alias("whole_row"),
    )


def _instant(source: Source, delivered: _Delivered, field: str) -> Expression:
    """The time itself where the file's own type says which instant is meant."""
    column = source.columns.get(field, "")
    kind = delivered.types.get(column, "")
    if kind == _INSTANT:
        return delivered.columns[column]
    if kind.startswith(_LOCAL) and source.timezone is not None:
        return Call("timezone", ConstantExpression(source.timezone), delivered.columns[column])
    return ConstantExpression(None)


GENERIC = Format(
    "generic",
    {"parquet": _from_parquet, "csv": _from_csv, "jsonl": _from_lines, "xlsx": _from_sheet},
    (
        events_step(
            "generic_events",
            *("timezone", "latest_us", "epoch_us", "channel", "device", "department"),
            *("rating_low", "rating_high", "decimal_sign", "file_id"),
        ),
    ),
    view="delivered_fields",
    reshape=_reshape,
)
