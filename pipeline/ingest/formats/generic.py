"""Any table: the source says which of its columns is which canonical field.

In:     a CSV, JSON-lines, Parquet or Excel file and `[source.columns]`
Out:    the view `delivered_fields`, which reads the file itself: see fields.py
Errors: RefusedFileError naming the column that the file lacks
Traps:  a column that comes or goes with a later file is named on the data quality page
        (raw.file_columns has them all); of JSON lines the first 1,000 objects tell which keys there
        are. A column that changes its type costs the rows that do not fit, not the file
Note:   files are read once, on their way into the raw table. Only a CSV file in which lines turn
        out to be faulty is read again, into `delivered`, to number its good lines rightly
"""

from __future__ import annotations

import duckdb
from duckdb import ColumnExpression, Expression, SQLExpression
from duckdb import FunctionExpression as Call

from pipeline.config import Source
from pipeline.config.advice import nearest
from pipeline.config.identity import IDENTIFIER_TYPES
from pipeline.engine.duckdb_engine import DuckDBEngine
from pipeline.ingest.delivery import Delivery, RefusedFileError
from pipeline.ingest.formats.base import Format, direct_step, json_path
from pipeline.ingest.formats.fields import Delivered, constant, extra_of, field_view
from pipeline.ingest.formats.json_fields import json_records, usual_labels
from pipeline.ingest.formats.straight import straight
from pipeline.ingest.readers import (
    Fault,
    csv_file,
    csv_rows,
    delivered_labels,
    text_lines,
    unreadable,
)
from pipeline.ingest.remote import kind_at
from pipeline.ingest.sheets import sheet_rows


def _from_parquet(engine: DuckDBEngine, source: Source, delivery: Delivery) -> list[Fault]:
    _make_view(source, _parquet(engine, source, delivery), delivery)
    return []


def _from_csv(engine: DuckDBEngine, source: Source, delivery: Delivery) -> list[Fault]:
    csv_file(engine, source, delivery)
    _make_view(source, _csv(engine, source), delivery)
    return []


def _from_faulty_csv(engine: DuckDBEngine, source: Source, delivery: Delivery) -> list[Fault]:
    """The faults that reading has met by now; the view then shows the other records."""
    if delivery.kind != "csv" or not engine.scalar("select count(*) from reject_errors"):
        return []
    faults = csv_rows(engine, source, delivery)
    _make_view(source, _objects(engine, source, delivered_labels(engine)), delivery)
    return faults


def _from_sheet(engine: DuckDBEngine, source: Source, delivery: Delivery) -> list[Fault]:
    faults = sheet_rows(engine, source, delivery)
    _make_view(source, _objects(engine, source, delivered_labels(engine)), delivery)
    return faults


def _from_lines(engine: DuckDBEngine, source: Source, delivery: Delivery) -> list[Fault]:
    lines = text_lines(engine, delivery)
    _make_view(source, json_records(lines, source.columns.values()), delivery)
    return []


def _reshape(engine: DuckDBEngine, source: Source, path: str) -> None:
    if kind_at(path) == "jsonl":
        lines = engine.connection.table("delivered").select("record_no", "content")
        delivered = json_records(lines, source.columns.values())
    else:
        delivered = _objects(engine, source, delivered_labels(engine))
    field_view(source, delivered)


def _make_view(source: Source, delivered: Delivered, delivery: Delivery) -> None:
    _refuse_missing(source, delivered, delivery)
    field_view(source, delivered)


def _parquet(engine: DuckDBEngine, source: Source, delivery: Delivery) -> Delivered:
    try:
        rows = engine.connection.read_parquet(
            delivery.glob_safe, file_row_number=True, hive_partitioning=False
        )
    except duckdb.Error as error:
        raise unreadable(delivery, error) from error
    types = dict(zip(rows.columns, map(str, rows.types), strict=True))
    columns: dict[str, Expression] = {
        name: ColumnExpression(name) for name in rows.columns if name != "file_row_number"
    }
    return Delivered(
        rows=rows,
        record_no=ColumnExpression("file_row_number") + constant(1),
        columns=columns,
        types=types,
        row=_object(columns),
        extra=extra_of(source, columns),
    )


def _csv(engine: DuckDBEngine, source: Source) -> Delivered:
    """The rows of the view csv_file, whose columns are text."""
    rows = engine.connection.view("csv_file")
    columns: dict[str, Expression] = {name: ColumnExpression(name) for name in rows.columns}
    return Delivered(
        rows=rows,
        record_no=SQLExpression("1 + row_number() over ()"),
        columns=columns,
        types=dict.fromkeys(columns, "VARCHAR"),
        row=_object(columns),
        extra=extra_of(source, columns),
    )


def _objects(engine: DuckDBEngine, source: Source, labels: list[str]) -> Delivered:
    """Rows of `delivered`, whose body is a JSON object; its keys are the columns."""
    body = ColumnExpression("body")
    columns: dict[str, Expression] = {
        name: Call("json_extract_string", body, constant(json_path(name))) for name in labels
    }
    return Delivered(
        rows=engine.connection.table("delivered"),
        record_no=ColumnExpression("record_no"),
        columns=columns,
        types=dict.fromkeys(columns, "VARCHAR"),
        row=ColumnExpression("content"),
        extra=extra_of(source, columns),
    )


def _labels_of(engine: DuckDBEngine, source: Source, delivery: Delivery) -> list[str]:
    """The columns of a file: its header, or the keys of its first JSON objects."""
    match delivery.kind:
        case "parquet":
            return list(_parquet(engine, source, delivery).columns)
        case "csv":
            return list(engine.connection.view("csv_file").columns)
        case "jsonl":
            return usual_labels(text_lines(engine, delivery), source.columns.values())
        case _:
            return delivered_labels(engine)


def _object(columns: dict[str, Expression]) -> Expression:
    pairs = [part for name, column in columns.items() for part in (constant(name), column)]
    return Call("json_object", *pairs).cast("VARCHAR")


def _refuse_missing(source: Source, delivered: Delivered, delivery: Delivery) -> None:
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


GENERIC = Format(
    "generic",
    {"parquet": _from_parquet, "csv": _from_csv, "jsonl": _from_lines, "xlsx": _from_sheet},
    (
        direct_step(
            "generic_events",
            *("timezone", "latest_us", "epoch_us", "channel", "device", "department"),
            *("rating_low", "rating_high", "decimal_sign", "line_bytes", "currencies"),
            direct=straight,
        ),
    ),
    view="delivered_fields",
    reshape=_reshape,
    late_faults=_from_faulty_csv,
    labels=_labels_of,
)
