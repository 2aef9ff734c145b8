"""WhatsApp: a chat as a phone exports it without media, one .txt per chat.

In:     Android ("12/7/25, 14:05 - Ana: ...") and iOS ("[12/7/25, 14:05:33] Ana: ..."), English and
        Spanish, 12 and 24 hours. The source gives `own_names`, the names under which we write;
        `timezone`, because the times are the phone's; `date_order` where no day is beyond 12
Out:    "customer message", "agent message", "missed call", "message deleted"; a chat belongs to the
        customer: phone where the name is a number, else contact_id = the name in the phone's
        address book, within this source. WhatsApp's own notices are no events
Errors: a chat whose dates can be read in two ways is refused; impossible dates are rejected
Source: headers and notices of public parsers' test chats
Traps:  exports have no ids, and a long chat is exported from a moving start: a message is known by
        customer, time, writer, text and how many alike came before it in the same minute or second
"""

from pipeline.ingest.formats.base import Format, events_step
from pipeline.ingest.readers_chat import whatsapp_messages

WHATSAPP = Format(
    "whatsapp",
    {"text": whatsapp_messages},
    (events_step("whatsapp_events", "timezone", "latest_us", "channel", "device", "department"),),
)
