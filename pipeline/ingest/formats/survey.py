"""Surveys: one row per answer, CSV or Excel with these labels.

In:     answered_at, kind (CSAT, NPS or CES), score; one of email, phone, customer_id, user_id,
        ticket_id, order_id; and as far as known: response_id, comment, channel, topic, scale, such
        as "1-7"
Out:    "survey csat", "survey nps", "survey ces" with the score on its scale: NPS 0 to 10, CES 1 to
        7, CSAT 1 to 5, unless the row's `scale` or the source's `rating_scale` says otherwise (for
        NPS only the row's)
Units:  scores are written with the source's decimal sign
Errors: an unknown kind, a score that is no number or beyond its scale, and rows without any
        identifier or time are rejected
Source: a shape of our own: every survey tool exports its own; others go through `generic`
Traps:  where a high score means much effort, write the scale backwards: "7-1"; an invitation that
        nobody answered (neither score nor comment) is no event
"""

from pipeline.ingest.formats.base import Format, events_step
from pipeline.ingest.readers import csv_rows, json_lines, parquet_rows
from pipeline.ingest.readers_text import sheet_table, table_again

SURVEY = Format(
    "survey",
    {
        "csv": csv_rows,
        "jsonl": json_lines,
        "parquet": parquet_rows,
        "xlsx": sheet_table(("answered_at", "kind")),
    },
    (
        events_step(
            "survey_events",
            *("timezone", "latest_us", "channel", "rating_low", "rating_high", "decimal_sign"),
        ),
    ),
    reshape=table_again,
)
