"""Google Analytics 4: the BigQuery export, tables events_YYYYMMDD and events_intraday_YYYYMMDD.

In:     JSON, one row a line or an array, or Parquet, with event_params nested as BigQuery has them
Out:    one event per row under its event_name; page = the path of page_location, else the screen;
        channel web or app, of what a campaign led to the campaign's; campaign = the one collected
        with the event, else the one among its parameters; value only of purchase,
        in_app_purchase and (below zero) refund; user_pseudo_id -> anonymous_id, user_id -> user_id,
        transaction_id -> order_id
Units:  event_timestamp is microseconds UTC; event_date is in the property's zone and is not read
Errors: a row without event, time or identifier is rejected; without consent GA4 sends hits that
        carry neither user_pseudo_id nor user_id, and they are counted there
Source: Google's page "[GA4] BigQuery Export schema" (support.google.com/firebase/answer/7029846)
        and taggingdocs.com/ga4/bigquery/schema-reference
Traps:  a row has no id, and the intraday table overlaps the daily one: the id is made of
        user_pseudo_id, time, name and the numbers of page, batch and hit (of the parameters, where
        there are no such numbers yet). Whole numbers may come as text. traffic_source is the first
        touch ever, not this visit's, and is not read. "(not set)", "(direct)" and the like are no
        campaigns and no orders. Hits of one batch share their time: row_order keeps their order
"""

from pipeline.ingest.formats.base import Format, events_step
from pipeline.ingest.readers import parquet_rows
from pipeline.ingest.readers_text import json_records

GA4 = Format(
    "ga4",
    {"jsonl": json_records, "parquet": parquet_rows},
    (events_step("ga4_events", "latest_us"),),
)
