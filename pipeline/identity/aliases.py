"""Unique identifiers that are one value under several names, as a CRM has merged its records.

In:     identity.merged_identifiers, identity.cannot_links (left_no, right_no of either)
Out:    identity.aliases: identifier_no, one_no, the smallest number of those that are one; only
        identifiers that have another name
Errors: none
Note:   what somebody has said to be two (cannot) is not one by the word of a CRM
"""

from __future__ import annotations

import pyarrow as pa

from pipeline.engine.face import Engine, TableName
from pipeline.identity.components import smallest_in_component
from pipeline.sqlfiles import sql_text

ALIASES = TableName("identity", "aliases")


def build_aliases(engine: Engine) -> None:
    """Fill identity.aliases.

    >>> from pipeline.engine.duckdb_engine import DuckDBEngine
    >>> with DuckDBEngine(":memory:") as engine:
    ...     engine.execute("create schema identity")
    ...     engine.execute("create table identity.merged_identifiers as"
    ...         " from (values (3, 5), (5, 9), (6, 7)) as m (left_no, right_no)")
    ...     engine.execute("create table identity.cannot_links as"
    ...         " select 7 as left_no, 6 as right_no")
    ...     build_aliases(engine)
    ...     [tuple(row.values()) for row in engine.read("from identity.aliases").to_pylist()]
    [(3, 3), (5, 3), (9, 3)]
    """
    merges = engine.read(sql_text("components/merged_pairs.sql"))
    nodes, smallest = smallest_in_component(*(column.to_numpy() for column in merges.columns))
    engine.put_table(ALIASES, pa.table({"identifier_no": nodes, "one_no": smallest}))
