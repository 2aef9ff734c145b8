"""A table that a walk made, beside the SELECT that says what is meant."""

from __future__ import annotations

from collections.abc import Sequence

import pyarrow as pa

from pipeline.engine.duckdb_engine import DuckDBEngine
from pipeline.engine.face import TableName
from pipeline.sqlfiles import sql_text


def told_by_both(
    engine: DuckDBEngine, name: str, model: str, key: Sequence[str]
) -> tuple[pa.Table, pa.Table]:
    """The rows of the table and those of the model, both in the order of the key."""
    order = [(column, "ascending") for column in key]
    found, expected = engine.read_table(TableName.parse(name)), engine.read(sql_text(model))
    return found.sort_by(order), expected.sort_by(order)
