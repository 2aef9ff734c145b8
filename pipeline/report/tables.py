"""Write every table of `marts` as CSV, safe to open in a spreadsheet.

In:     a connection to a built warehouse, a folder
Out:    one file a table, rows in the order of all their columns, times as ISO 8601 in UTC
Units:  as in marts
Errors: duckdb.IOException when the folder cannot be written
Source: OWASP, CSV injection: a text that begins like a formula gets an apostrophe
"""

from pathlib import Path

import duckdb
from duckdb import (
    CaseExpression,
    ColumnExpression,
    ConstantExpression,
    Expression,
    FunctionExpression,
)
from pyarrow.csv import CSVWriter

from pipeline.report.read import read_rows

_AT_ONCE = 100_000  # rows
_FORMULA = r"^[=+\-@\t\r]"
_NUMBER = r"^[+\-]?[0-9.,]+$"
_ISO = "%Y-%m-%dT%H:%M:%S.%fZ"


def write_tables(db: duckdb.DuckDBPyConnection, folder: Path) -> list[Path]:
    """Write tables/NAME.csv for every table of the schema marts."""
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)  # rows of single people are for whoever runs the program
    names = [row["table_name"] for row in read_rows(db, "tables")]
    return [write_csv_of(db.table(f"marts.{name}"), folder / f"{name}.csv") for name in names]


def write_csv_of(table: duckdb.DuckDBPyRelation, path: Path) -> Path:
    """Write one table, whole or not at all."""
    columns = [
        _cell(column, str(kind)).alias(column)
        for column, kind in zip(table.columns, table.types, strict=True)
    ]
    beside = path.with_name(path.name + ".part")
    # Written by Arrow: a connection that is locked down reaches no file but its own. Bit by bit:
    # the steps of ten million events fit into no memory.
    rows = table.select(*columns).order("all").to_arrow_reader(_AT_ONCE)
    with CSVWriter(beside, rows.schema) as writer:
        for batch in rows:
            writer.write_batch(batch)
    beside.replace(path)
    return path


def _cell(column: str, kind: str) -> Expression:
    value = ColumnExpression(column)
    if kind.startswith("TIMESTAMP WITH"):
        utc = FunctionExpression("timezone", ConstantExpression("UTC"), value)
        return FunctionExpression("strftime", utc, ConstantExpression(_ISO))
    if kind.endswith("[]"):
        return _disarmed(FunctionExpression("array_to_string", value, ConstantExpression(" > ")))
    return _disarmed(value) if kind == "VARCHAR" else value


def _disarmed(text: Expression) -> Expression:
    """A minus before a number stays: it is a number, not a formula."""
    formula = FunctionExpression("regexp_matches", text, ConstantExpression(_FORMULA))
    number = FunctionExpression("regexp_matches", text, ConstantExpression(_NUMBER))
    quoted = FunctionExpression("concat", ConstantExpression("'"), text)
    return CaseExpression(condition=formula & ~number, value=quoted).otherwise(text)
