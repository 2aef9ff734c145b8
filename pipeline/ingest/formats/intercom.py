"""Intercom: conversations, their parts and contacts, one JSON object a line; `type` tells the kind.

In:     what the API, or a tap of it, gives, lines of teams too: times in epoch seconds, or ISO 8601
        as taps write them; parts on lines of their own (with conversation_id) or inside their
        conversation
Out:    "conversation started", "customer message", "agent message", "internal note", "rating"
        (1 to 5), "contact created", "conversation assigned", "... closed", "... reopened",
        "... snoozed"; ids: the contact -> contact_id, external_id -> customer_id, the conversation
        -> ticket_id, by which the agent's messages find their customer
Errors: lines that are none of the four, without id or time are rejected
Source: singer-io/tap-intercom schemas, intercom-client's types, developers.intercom.com
Traps:  the first message is no part, it stands in `source`; a redacted part has no text; a part
        that closes or assigns may carry a message: it is one event; other kinds of part (a tag, a
        changed attribute) mean nothing to a customer and give no event. The team is the department
        from its assignment on, as far as the assignments are in the file; a team has its name only
        where that is in the same file (a line of type team, or the statistics of a conversation),
        else it is "team NUMBER"
"""

from pipeline.ingest.formats.base import Format, events_step
from pipeline.ingest.readers import json_lines

INTERCOM = Format(
    "intercom",
    {"jsonl": json_lines},
    (events_step("intercom_events", "timezone", "latest_us"),),
)
