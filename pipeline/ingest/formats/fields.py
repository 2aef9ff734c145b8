"""The canonical fields of a delivered row, each found where the source says it is.

In:     the rows of a file and how to say each of its columns
Out:    the view `delivered_fields`: one column per canonical field, as text, NULL where the file
        has none; times that the file already types as instants in `*_instant`; the rest of the
        row as JSON in `attributes`; `row_id`; `row_text`, the whole row, and `row_bytes`, how long
        it is; `fault`, why it cannot be believed. The view `present_fields` has only the columns
        that the file fills.
Errors: none of its own
Note:   columns are put together with DuckDB's expressions, never by writing SQL text; what the
        fields mean is said in sql/load/generic_events.sql
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import reduce

from duckdb import (
    CaseExpression,
    CoalesceOperator,
    ColumnExpression,
    ConstantExpression,
    DuckDBPyRelation,
    Expression,
)
from duckdb import FunctionExpression as Call

from pipeline.config import Source
from pipeline.config.identity import IDENTIFIER_TYPES
from pipeline.config.model import EVENT_FIELDS

TIMES = ("occurred_at", "received_at")
NUMBERS = ("value", "rating")
_FIELDS = (*EVENT_FIELDS, *IDENTIFIER_TYPES)
_INSTANTS = tuple(f"{field}_instant" for field in TIMES)
_FIRST = datetime(1971, 1, 1, tzinfo=UTC)
_AS_NUMBERS = tuple(f"{field}_number" for field in NUMBERS)
_INSTANT, _LOCAL = "TIMESTAMP WITH TIME ZONE", "TIMESTAMP"
_NUMERIC = ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT", "FLOAT", "DOUBLE", "DECIMAL")


def constant(value: object) -> Expression:
    """A constant in a query."""
    return ConstantExpression(value)


NOTHING = constant(None)


@dataclass(frozen=True)
class Delivered:
    """A file's rows and how to say each of its columns.

    `row` is the whole row as JSON text, `extra` what no field is mapped to, or None where there is
    no such column.
    """

    rows: DuckDBPyRelation
    record_no: Expression
    columns: Mapping[str, Expression]
    types: Mapping[str, str]
    row: Expression
    extra: Expression | None
    is_object: Expression | None = None
    fault: Expression | None = None


def extra_of(source: Source, columns: Mapping[str, Expression]) -> Expression | None:
    """The columns that no field is mapped to, as a JSON object of those that have a value."""
    mapped = set(source.columns.values())
    pairs = [
        part
        for name, column in columns.items()
        if name not in mapped
        for part in (constant(name), column)
    ]
    return Call("json_object", *pairs).cast("VARCHAR") if pairs else None


def field_view(source: Source, delivered: Delivered) -> None:
    """Make the views `present_fields` and `delivered_fields`."""
    present = _present(source, delivered)
    always = {
        "record_no": delivered.record_no,
        "row_text": delivered.row,
        "row_id": _row_id(source, delivered),
    }
    told = {**always, **present}
    rows = delivered.rows.select(*(value.alias(name) for name, value in told.items()))
    rows.create_view("present_fields", replace=True)
    rows.select(
        *(ColumnExpression(name) for name in always),
        *(
            (ColumnExpression(name) if name in told else constant(None).cast(kind)).alias(name)
            for name, kind in _ALL.items()
        ),
        _row_bytes(rows, delivered).alias("row_bytes"),
    ).create_view("delivered_fields", replace=True)


_ALL = {
    **dict.fromkeys(_FIELDS, "VARCHAR"),
    **dict.fromkeys(_INSTANTS, _INSTANT),
    **dict.fromkeys(_AS_NUMBERS, "DOUBLE"),
    **dict.fromkeys(("attributes", "fault"), "VARCHAR"),
    "is_object": "BOOLEAN",
}


def _present(source: Source, delivered: Delivered) -> dict[str, Expression]:
    """What the file has, by the name of the field."""
    found = {
        field: delivered.columns[column].cast("VARCHAR")
        for field, column in source.columns.items()
        if column in delivered.columns
    }
    typed: dict[str, Expression | None] = {}
    for field in TIMES:
        typed[f"{field}_instant"] = instant = _instant(source, delivered, field)
        if instant is not None:
            # Every row would pay for a text that is shown of those only which are refused.
            odd = (instant < constant(_FIRST)) | (instant > Call("now"))
            found[field] = CaseExpression(odd, found[field])
    for field in NUMBERS:
        typed[f"{field}_number"] = number = _number(source, delivered, field)
        if number is not None:
            found[field] = CaseExpression(~Call("isfinite", number), found[field])
    others = {
        **typed,
        "attributes": delivered.extra,
        "fault": delivered.fault,
        "is_object": delivered.is_object,
    }
    return found | {name: value for name, value in others.items() if value is not None}


def _instant(source: Source, delivered: Delivered, field: str) -> Expression | None:
    """The time itself where the file's own type says which instant is meant."""
    column = source.columns.get(field, "")
    kind = delivered.types.get(column, "")
    if kind == _INSTANT:
        return delivered.columns[column]
    if kind.startswith(_LOCAL) and source.timezone is not None:
        local = Call("timezone", constant(source.timezone), delivered.columns[column])
        return local.cast(_INSTANT)
    return None


def _row_id(source: Source, delivered: Delivered) -> Expression:
    """The id of a row's event, or the hash of the whole row where it has none."""
    content = Call("md5", delivered.row)
    column = source.columns.get("event_id", "")
    if column not in delivered.columns:
        return content
    given = Call("trimmed", delivered.columns[column].cast("VARCHAR"))
    return CoalesceOperator(given, content)


def _number(source: Source, delivered: Delivered, field: str) -> Expression | None:
    """The number itself where the file's own type is one."""
    column = source.columns.get(field, "")
    if delivered.types.get(column, "").removeprefix("U").startswith(_NUMERIC):
        return delivered.columns[column].cast("DOUBLE")
    return None


def _row_bytes(rows: DuckDBPyRelation, delivered: Delivered) -> Expression:
    """The bytes of what is text in a row; all of it, where the row is delivered as one text."""
    if delivered.is_object is not None:
        return Call("strlen", ColumnExpression("row_text"))
    texts = [
        CoalesceOperator(Call("strlen", ColumnExpression(name)), constant(0))
        for name, kind in zip(rows.columns, rows.types, strict=True)
        if str(kind) == "VARCHAR" and name != "row_text"
    ]
    return reduce(lambda left, right: left + right, texts, constant(0))
