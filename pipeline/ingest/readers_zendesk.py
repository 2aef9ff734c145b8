"""Zendesk's tables as connectors write them into a warehouse, turned into what the API answers.

In:     CSV or Parquet of Fivetran's or dlt's tables: tickets, users, groups; Fivetran's comments,
        field history, chats and what was said in them
Out:    `delivered`, its body as the API's object of that kind; a table of a connector that says
        nothing of what a customer did has a body with `_no_event`
Errors: as csv_rows
Source: integration tests of fivetran/dbt_zendesk; dlt-hub/verified-sources, zendesk
Note:   connectors write UTC without an offset; a timezone given by the source stands above that
"""

from __future__ import annotations

from pipeline.config import Source
from pipeline.engine.duckdb_engine import DuckDBEngine
from pipeline.ingest.delivery import Delivery
from pipeline.ingest.readers import Fault
from pipeline.ingest.readers_text import csv_table, parquet_table, table_again
from pipeline.ingest.remote import kind_at
from pipeline.sqlfiles import sql_text


def zendesk_again(engine: DuckDBEngine, source: Source, path: str) -> None:
    """Rows that were rejected before, without their tables.

    Changes of fields stay as they are: what one changed is told by the row before it, which is not
    there. Delivering the table again takes them.
    """
    if kind_at(path) == "jsonl":
        return
    table_again(engine, source, path)
    engine.execute(sql_text("load/without_history.sql"))
    engine.execute(sql_text("load/zendesk_tables.sql"), {"timezone": source.timezone})


def zendesk_csv(engine: DuckDBEngine, source: Source, delivery: Delivery) -> list[Fault]:
    """One table, as CSV."""
    faults = csv_table(engine, source, delivery)
    engine.execute(sql_text("load/zendesk_tables.sql"), {"timezone": source.timezone})
    return faults


def zendesk_parquet(engine: DuckDBEngine, source: Source, delivery: Delivery) -> list[Fault]:
    """One table, as Parquet."""
    faults = parquet_table(engine, source, delivery)
    engine.execute(sql_text("load/zendesk_tables.sql"), {"timezone": source.timezone})
    return faults
