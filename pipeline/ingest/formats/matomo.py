"""Matomo: visits as Live.getLastVisitsDetails answers with format=JSON.

In:     JSON, one array of visits as the API answers, or one visit a line
Out:    one event per action of actionDetails: "page", "CATEGORY: ACTION" for an event,
        "goal: NAME", "order", "abandoned cart", "content: NAME" for one that was used, and the type
        itself for search, download, outlink and others. page = path of the URL (host and path of an
        outlink); campaign and device are the visit's; value = revenue of goals and orders, in the
        currency of the site. visitorId -> anonymous_id, userId -> user_id, orderId -> order_id
Units:  timestamps are seconds
Errors: a visit without identifier, or with an action without type or time, is rejected whole
Source: plugins/{Live,Actions,Goals,Ecommerce,Events}/VisitorDetails.php and core/Date.php of
        matomo-org/matomo, and its issues 12819 and 22720
Traps:  actionDetails[].timestamp is the site's local time dressed as UTC, unlike the visit's own
        timestamps: it is put right by firstActionTimestamp, or by the source's timezone where that
        is not delivered. visitorId is false where visits are anonymous. The fingerprint is no
        identifier of a person. deviceType is in the language of the user, so the name of its
        icon stands above it
Limits: an array on one line of more than 16 MB is refused: ask for fewer visits at a time
"""

from pipeline.ingest.formats.base import Format, events_step
from pipeline.ingest.readers_text import json_records

MATOMO = Format(
    "matomo",
    {"jsonl": json_records},
    (events_step("matomo_events", "timezone", "latest_us", "channel"),),
)
