"""PostHog: events as batch exports write them, as the API answers, or as the exported table.

In:     JSON (one event a line, or an array), Parquet (also named .parquet.zst), or CSV of the
        table; properties and person_properties as objects or as JSON text
Out:    one event per row under its own name, $pageview and $autocapture included; page = path of
        $current_url, else $screen_name; value = revenue. distinct_id -> user_id or anonymous_id,
        $anon_distinct_id of $identify -> anonymous_id, $device_id -> device_id; email and phone
        from the person's properties, else from $set
Units:  times with an offset; those without are in the source's timezone, else UTC
Errors: a row without event, time or distinct_id is rejected
Source: posthog.com/docs/data-pipelines/batch-exports/s3 (columns, types, names of files),
        posthog.com/docs/data/events and the list of properties in PostHog's own taxonomy
Traps:  one column holds both users and visitors. What is built like a UUID is a visitor's unless
        the event says otherwise. A compressed Parquet file is called .parquet.zst and is not to be
        unpacked. An alias from one user to another is not followed. manifest.json, which stands
        beside files that were split, is no export: leave it out of `files`
"""

from pipeline.ingest.formats.base import Format, events_step
from pipeline.ingest.readers_text import csv_table, json_records, parquet_table

POSTHOG = Format(
    "posthog",
    {"jsonl": json_records, "csv": csv_table, "parquet": parquet_table},
    (events_step("posthog_events", "timezone", "latest_us"),),
)
