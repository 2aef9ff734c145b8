"""PostHog: events as batch exports write them, as the API answers, or as the app exports them.

In:     JSON (one event a line, or an array), Parquet (also named .parquet.zst), or CSV of the
        table; properties and person_properties as objects or as JSON text; or the CSV that the app
        exports from its list of events, with columns such as properties.$current_url
Out:    one event per row under its own name, $pageview and $autocapture included; page = path of
        $current_url, else $screen_name; a page view whose address names a campaign is of the
        campaign's channel; value = revenue. distinct_id -> user_id or anonymous_id,
        $anon_distinct_id of $identify -> anonymous_id, $device_id -> device_id; email and phone
        from the person's properties, else from $set
Units:  times with an offset; those without are in the source's timezone, else UTC
Errors: a row without event, time or distinct_id is rejected
Source: posthog.com/docs/data-pipelines/batch-exports/s3 (columns, types, names of files),
        posthog.com/docs/data/events and the list of properties in PostHog's own taxonomy; for the
        app's CSV csv_exporter.py and DataTableExport of PostHog/posthog
Traps:  one column holds both users and visitors. What is built like a UUID is a visitor's unless
        the event says otherwise. A compressed Parquet file is called .parquet.zst and is not to be
        unpacked. An alias from one user to another is not followed. manifest.json, which stands
        beside files that were split, is no export: leave it out of `files`. Of the app's CSV take
        "all columns": the columns on the screen have neither the event's id nor distinct_id, so an
        event goes by its row, and its user by what is shown of the person
"""

import re

from pipeline.config import Source
from pipeline.engine.duckdb_engine import DuckDBEngine
from pipeline.ingest.delivery import Delivery
from pipeline.ingest.formats.base import Format, events_step
from pipeline.ingest.readers import Fault, csv_rows, delivered_labels
from pipeline.ingest.readers_text import (
    csv_table,
    first_line,
    json_records,
    parquet_table,
    table_again,
)
from pipeline.ingest.remote import kind_at
from pipeline.sqlfiles import sql_text

_OF_THE_APP = re.compile(r"\b(?:properties|person)\.|-- (?:Person|Url)")


def _table_or_list(engine: DuckDBEngine, source: Source, delivery: Delivery) -> list[Fault]:
    """A table of a warehouse, unless the header has the dotted columns of the app's list."""
    if not _OF_THE_APP.search(first_line(delivery)):
        return csv_table(engine, source, delivery)
    faults = csv_rows(engine, source, delivery)
    engine.execute(sql_text("load/posthog_app.sql"))
    return faults


def _events_again(engine: DuckDBEngine, source: Source, path: str) -> None:
    if kind_at(path) == "csv" and any(map(_OF_THE_APP.search, delivered_labels(engine))):
        engine.execute(sql_text("load/posthog_app.sql"))
    else:
        table_again(engine, source, path)


POSTHOG = Format(
    "posthog",
    {"jsonl": json_records, "csv": _table_or_list, "parquet": parquet_table},
    (events_step("posthog_events", "timezone", "latest_us"),),
    reshape=_events_again,
)
