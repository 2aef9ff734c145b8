"""XES (IEEE 1849), the standard of process mining: .xes and .xes.gz.

In:     traces of events; a trace is a case
Out:    one event per <event>: `concept:name`; `NAME (start)` and so on where `lifecycle:transition`
        says other than complete. case_id = the trace's concept:name (else its identity:id), agent =
        org:resource, department = org:group, value = cost:total, currency = cost:currency; a
        customer's number in an attribute is named by `[source.columns] customer_id = "key"`
Errors: an event without name, time or trace is rejected
Source: IEEE 1849 and the log helpdesk.xes.gz of 4TU.ResearchData
Traps:  the order of equal times is the order of the file; two equal events in one trace are two
"""

from pipeline.ingest.formats.base import Format, events_step
from pipeline.ingest.readers_xes import xes_events

XES = Format(
    "xes",
    {"xes": xes_events},
    (events_step("xes_events", "timezone", "latest_us", "customer_id_path"),),
)
