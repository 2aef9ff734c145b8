"""An object or an array where a name or an id should be is no name and no id."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.ingest.exports import AUDITS, GROUPS, SEGMENT, TICKET, USERS
from tests.ingest.test_intercom import CONTACT, CONVERSATION, PARTS
from tests.ingest.web_files import FIXTURES, Row, built, lines, reasons


def first_of(fixture: str) -> Row:
    row: Row = json.loads((FIXTURES / fixture).read_text().splitlines()[0])
    return row


VISIT: Row = json.loads((FIXTURES / "matomo_visits.json").read_text())[0]
ACTION: Row = VISIT["actionDetails"][0]
CALL = {
    "call_id": "1", "started_at": "2025-11-12T10:00:00Z", "direction": "in",
    "outcome": "answered", "caller": "+34612345678",
}  # fmt: skip
ANSWER = {"answered_at": "2025-11-12T10:00:00Z", "kind": "NPS", "score": "9", "customer_id": "C1"}
GA4, POSTHOG = first_of("ga4_events.jsonl"), first_of("posthog_events.jsonl")
SNOWPLOW = {
    "event": "page_view", "event_id": "1", "domain_userid": "v", "platform": "web",
    "derived_tstamp": "2025-11-12 09:02:04.512", "collector_tstamp": "2025-11-12 09:02:05",
}  # fmt: skip
CASES: list[tuple[str, Row, Row, str]] = [
    ("segment", SEGMENT, {"event": {"name": "x"}}, "event is not a text"),
    ("segment", SEGMENT, {"userId": [1]}, "userId is not a plain value"),
    ("segment", SEGMENT, {"traits": {"email": []}}, "traits.email is not a plain value"),
    ("ga4", GA4, {"event_name": {}}, "event_name is not a plain value"),
    ("ga4", GA4, {"user_pseudo_id": [1]}, "user_pseudo_id is not a plain value"),
    ("snowplow", SNOWPLOW, {"event": ["page_view"]}, "event is not a text"),
    ("snowplow", SNOWPLOW, {"domain_userid": {"id": 1}}, "domain_userid is not a plain value"),
    ("posthog", POSTHOG, {"event": {"a": 1}}, "event is not a text"),
    ("posthog", POSTHOG, {"distinct_id": ["C1"]}, "distinct_id is not a plain value"),
    ("posthog", POSTHOG, {"properties": {"$device_id": {}}}, "$device_id is not a plain value"),
    ("matomo", VISIT, {"visitorId": ["a"]}, "visitorId is not a plain value"),
    (
        *("matomo", VISIT, {"actionDetails": [ACTION | {"type": {"a": 1}}]}),
        "type is not a plain value",
    ),
    ("zendesk", TICKET, {"requester_id": {"id": 1}}, "requester_id is not a plain value"),
    ("zendesk", AUDITS[0], {"author_id": [1]}, "author_id is not a plain value"),
    (
        *("zendesk", AUDITS[0], {"events": [AUDITS[0]["events"][0], {"id": 9, "type": ["x"]}]}),
        "type is not a plain value",
    ),
    ("zendesk", USERS[0], {"email": ["a@b.test"]}, "email is not a plain value"),
    ("zendesk", GROUPS[0], {"name": {"es": "x"}}, "name is not a plain value"),
    ("intercom", CONTACT, {"external_id": ["C1"]}, "external_id is not a plain value"),
    ("intercom", CONVERSATION, {"id": {"id": 1}}, "id is not a plain value"),
    (
        "intercom",
        PARTS[0],
        {"author": {"type": "admin", "id": []}},
        "author.id is not a plain value",
    ),
    ("calls", CALL, {"caller": ["1", "2"]}, "caller is not a plain value"),
    ("survey", ANSWER, {"customer_id": {"id": "C1"}}, "customer_id is not a plain value"),
]


@pytest.mark.parametrize(
    ("name", "good", "change", "reason"),
    CASES,
    ids=[f"{name} {number}" for number, (name, *_) in enumerate(CASES)],
)
def test_a_record_with_an_object_for_a_name_or_an_id_is_rejected(
    tmp_path: Path, name: str, good: Row, change: dict[str, Any], reason: str
) -> None:
    files: dict[str, str | bytes] = {"a.jsonl": lines([good, good | change])}
    if name == "zendesk":
        files["tickets.jsonl"] = lines([TICKET | {"id": 1}])
    _, rejects = built(tmp_path, f'format = "{name}"', files)
    assert reasons(rejects) == [(2, reason)]
