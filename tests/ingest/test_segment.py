"""Segment: calls as JSON, in their true shape, and the events they mean."""

import json
from pathlib import Path

from tests.ingest.exports import SEGMENT, events_of, lines


def test_a_segment_track_call_is_an_event_with_its_context(tmp_path: Path) -> None:
    (event,), rejects = events_of(
        tmp_path, 'format = "segment"', {"web.jsonl.gz": lines([SEGMENT])}
    )
    assert rejects == []
    assert event["event_id"] == "s:ajs-next-1762938124-7f2b"
    assert event["event"] == "Plan Compared"
    assert event["occurred_at"].isoformat() == "2025-11-12T09:02:04.725000+00:00"
    assert event["received_at"].isoformat() == "2025-11-12T09:02:05.113000+00:00"
    expected = {"channel": "web", "device": "mobile", "campaign": "fibra_noviembre"}
    assert {name: event[name] for name in expected} == expected
    assert (event["page"], event["topic"]) == ("/tarifas", "tarifas")
    assert event["direction"] == "customer"
    assert event["anonymous_id"] == "2a1f5f0e-12b1-4b1b-8d14-7f0d2d4c9a10"
    assert event["user_id"] is None


def test_other_segment_calls_have_their_names(tmp_path: Path) -> None:
    calls = [
        {"type": "page", "messageId": "1", "context": {"page": {"path": "/"}}},
        {"type": "screen", "messageId": "2", "name": "Factura", "context": {"device": {"id": "d"}}},
        {"type": "identify", "messageId": "3", "userId": "u", "traits": {"email": "a@b.test"}},
        {"type": "track", "event": "Order", "messageId": "4",
         "properties": {"revenue": 29.9, "currency": "EUR"}},
    ]  # fmt: skip
    base = {"anonymousId": "a", "timestamp": "2025-11-12T09:02:04Z"}
    events, rejects = events_of(
        tmp_path, 'format = "segment"', {"web.jsonl": lines([base | call for call in calls])}
    )
    assert rejects == []
    names = [(e["event"], e["page"], e["channel"], e["direction"]) for e in events]
    assert names == [
        ("page", "/", "web", "customer"),
        ("screen", "Factura", "app", "customer"),
        ("identify", None, "web", "system"),
        ("Order", None, "web", "customer"),
    ]
    assert events[2]["email"] == "a@b.test"
    assert (events[3]["value"], events[3]["currency"]) == (29.9, "EUR")


def test_segment_lines_that_cannot_be_used_are_kept_with_their_reason(tmp_path: Path) -> None:
    bad = [
        ("not json", "not a JSON object"),
        ('["a"]', "not a JSON object"),
        (json.dumps(SEGMENT | {"type": "tracks"}), "unknown type: tracks"),
        (json.dumps(SEGMENT | {"event": ""}), "a track call without event"),
        (json.dumps(SEGMENT | {"anonymousId": None}), "no identifier"),
        (json.dumps(SEGMENT | {"timestamp": "yesterday"}), "time not understood: yesterday"),
        (
            json.dumps(SEGMENT | {"timestamp": "1970-01-01T00:00:00Z"}),
            "time before 1971: 1970-01-01T00:00:00Z",
        ),
        (
            json.dumps(SEGMENT | {"timestamp": "2999-01-01T00:00:00Z"}),
            "time in the future: 2999-01-01T00:00:00Z",
        ),
    ]
    text = json.dumps(SEGMENT) + "\n\n" + "\n".join(line for line, _ in bad) + "\n"
    events, rejects = events_of(tmp_path, 'format = "segment"', {"web.jsonl": text}, whole=True)
    assert len(events) == 1
    assert [(r["line"], r["row"], r["reason"]) for r in rejects] == [
        (line, row, reason) for line, (row, reason) in enumerate(bad, start=3)
    ]
