"""Snowplow: enriched events as lines of 131 fields, as JSON, or the table atomic.events.

In:     .tsv or .csv without a header (131 fields between tabs, as Enrich writes them), JSON as the
        analytics SDKs make it, or CSV and Parquet of the table; its names may be in capitals
Out:    page_view, transaction and the like under their own name; a structured event as
        "category: action"; a self-describing one under its event_name. page = page_urlpath, else
        the name of the screen; value = tr_total; device = dvce_type, else what the browser's name
        tells; a page view with mkt_medium or mkt_source is of the campaign's channel.
        domain_userid -> anonymous_id; on mobiles the userId of client_session; network_userid only
        where nothing else is known; user_id -> user_id, tr_orderid -> order_id. Page pings, lines
        of orders and robots are no events
Units:  times without an offset, which are UTC
Errors: a line of another length, a row without event, time or identifier is rejected
Source: the order of fields in snowplow-analytics-sdk 0.2.3 (ENRICHED_EVENT_FIELD_TYPES); fields and
        timestamps at docs.snowplow.io/docs/fundamentals/canonical-event
Traps:  the same event may be delivered twice: it is known by event_id and event_fingerprint. The
        network_userid of anonymous tracking is all zeros and names nobody
"""

from pipeline.config import Source
from pipeline.engine.duckdb_engine import DuckDBEngine
from pipeline.ingest.delivery import Delivery
from pipeline.ingest.formats.base import Format, events_step
from pipeline.ingest.readers import Fault
from pipeline.ingest.readers_text import (
    csv_table,
    first_line,
    json_records,
    parquet_table,
    script_rows,
    table_again,
)


def _lines_or_table(engine: DuckDBEngine, source: Source, delivery: Delivery) -> list[Fault]:
    """Lines without a header, unless the first line names the column event_id."""
    if "event_id" in first_line(delivery).lower():
        return csv_table(engine, source, delivery)
    script_rows(engine, delivery, "load/snowplow_lines.sql")
    return []


SNOWPLOW = Format(
    "snowplow",
    {"csv": _lines_or_table, "jsonl": json_records, "parquet": parquet_table},
    (events_step("snowplow_events", "latest_us"),),
    reshape=table_again,
)
