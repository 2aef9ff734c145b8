"""Call centre: one row per call, or per leg of a call that was passed on; CSV or Excel.

In:     call_id, started_at, direction (in | out, also inbound, outbound, entrante, saliente),
        caller (the customer's number, whoever rang), agent, queue, outcome (answered, abandoned,
        ...); and as far as known: ended_at or duration_s, wait_s, customer_id, email, topic
Out:    "call answered", "call abandoned" ... for calls of customers, "outbound call answered" ...
        for ours; queue -> department, caller -> phone, call_id -> ticket_id, so that the
        legs of a call, and a call of an unknown number, stay together
Errors: rows without call_id or outcome, with an unknown direction, with an end before the beginning
        or with a duration or wait that is no number of seconds are rejected
Source: a shape of our own: every telephone system exports its own; others go through `generic`
Units:  seconds, written with the source's decimal sign
Traps:  withheld numbers (anonymous, unknown, private, oculto, desconocido) identify nobody; local
        times need the source's timezone; a call passed on is a row per leg, under one call_id
"""

from pipeline.ingest.formats.base import Format, events_step
from pipeline.ingest.readers import csv_rows, json_lines, parquet_rows
from pipeline.ingest.readers_text import sheet_table, table_again

CALLS = Format(
    "calls",
    {
        "csv": csv_rows,
        "jsonl": json_lines,
        "parquet": parquet_rows,
        "xlsx": sheet_table(("call_id", "started_at")),
    },
    (events_step("calls_events", "timezone", "latest_us", "department", "decimal_sign"),),
    reshape=table_again,
)
