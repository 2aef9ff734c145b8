"""Tables of the schema identity with a few rows, for what reads nothing else.

In:     the columns of each table; rows of one
Out:    an engine in memory in which the tables are
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pyarrow as pa

from pipeline.engine.duckdb_engine import DuckDBEngine
from pipeline.engine.face import TableName

Schemas = Mapping[str, Mapping[str, pa.DataType]]


def with_tables(engine: DuckDBEngine, schemas: Schemas) -> DuckDBEngine:
    """The engine, with these tables and no row in them."""
    engine.create_schema("identity")
    for table in schemas:
        put_rows(engine, schemas, table, [])
    return engine


def put_rows(
    engine: DuckDBEngine, schemas: Schemas, table: str, rows: Sequence[Mapping[str, Any]]
) -> None:
    """Let a table have these rows and no others."""
    schema = pa.schema(schemas[table].items())
    engine.put_table(TableName("identity", table), pa.Table.from_pylist(list(rows), schema))
