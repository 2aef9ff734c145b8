"""Segment's and RudderStack's warehouse tables, and their calls in one array."""

import json
from pathlib import Path

import duckdb
import pytest

from tests.ingest.web_files import FIXTURES, built, lines, reasons, times, told

SOURCE = 'format = "segment"'
TRACKS = (FIXTURES / "segment_tracks.csv").read_text()
PAGES = (
    "ID,TIMESTAMP,ANONYMOUS_ID,USER_ID,NAME,PATH,URL,CONTEXT_USER_AGENT\n"
    "p-1,2025-11-12 09:01:00.000,2a1f5f0e,,Tarifas,/tarifas,https://www.ejemplo.test/tarifas,iPad\n"
)
SCREENS = "id,timestamp,anonymous_id,name\ns-1,2025-11-12T10:00:00Z,dev-9,Factura\n"
IDENTIFIES = (
    "id,timestamp,anonymous_id,user_id,email,phone\n"
    "i-1,2025-11-12 09:04:00+00,2a1f5f0e,C1,marta@correo.test,+34612345678\n"
)
COLUMNS = ("event_id", "event", "direction", "channel", "device", "page", "campaign")
EXPECTED_TRACKS = [
    (
        *("s:ajs-next-1", "Plan Compared", "customer", "web", "mobile", "/tarifas"),
        "fibra_noviembre",
    ),
    ("s:ajs-next-2", "Order Completed", "customer", "web", "mobile", "/gracias", None),
    ("s:android-3", "Bill Opened", "customer", "app", None, None, None),
]


def test_tracks_are_events_under_the_name_they_were_given(tmp_path: Path) -> None:
    events, rejects = built(tmp_path, SOURCE, {"tracks.csv.gz": TRACKS}, whole=True)
    assert rejects == []
    assert told(events, *COLUMNS) == EXPECTED_TRACKS
    assert told(events, "anonymous_id", "user_id") == [
        ("2a1f5f0e", None),
        ("2a1f5f0e", "C1"),
        ("dev-9", "C1"),
    ]
    assert times(events) == [
        "2025-11-12T09:02:04.725000+00:00",
        "2025-11-12T09:05:04+00:00",
        "2025-11-12T09:06:04+00:00",
    ]
    assert events[0]["received_at"].isoformat() == "2025-11-12T09:02:05.113000+00:00"


def test_a_table_in_parquet_says_the_same(tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text(TRACKS)
    rows = duckdb.read_csv(str(tmp_path / "in.csv"), all_varchar=True)
    rows.to_parquet(str(tmp_path / "in.parquet"))
    content = (tmp_path / "in.parquet").read_bytes()
    events, rejects = built(tmp_path, SOURCE, {"tracks.parquet": content})
    assert (told(events, *COLUMNS), rejects) == (EXPECTED_TRACKS, [])


def test_the_name_of_the_file_tells_pages_screens_and_identifies_apart(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "PROD_PAGES_2025.csv": PAGES,
        "identifies.csv": IDENTIFIES,
        "screens-1.csv": SCREENS,
    }
    events, rejects = built(tmp_path, SOURCE, files)
    assert rejects == []
    assert told(events, *COLUMNS) == [
        ("s:p-1", "page", "customer", "web", "tablet", "/tarifas", None),
        ("s:i-1", "identify", "system", "web", None, None, None),
        ("s:s-1", "screen", "customer", "app", None, "Factura", None),
    ]
    assert told(events[1:2], "user_id", "email", "phone") == [
        ("C1", "marta@correo.test", "+34612345678")
    ]


def test_the_table_of_one_event_needs_no_name_and_carries_its_revenue(tmp_path: Path) -> None:
    text = (
        "id,timestamp,user_id,event,event_text,revenue,currency,topic\n"
        "o-1,2025-11-12 09:05:04,C1,order_completed,Order Completed,29.9,EUR,fibra\n"
    )
    events, _ = built(tmp_path, SOURCE, {"order_completed.csv": text})
    assert told(events, "event", "value", "currency", "topic") == [
        ("Order Completed", 29.9, "EUR", "fibra")
    ]


def test_a_row_that_cannot_be_used_is_kept_with_its_reason(tmp_path: Path) -> None:
    bad = (
        "x-1,,,,,,soon,2a1f5f0e,,a,A,,,,\n"
        "x-2,,,,,,2025-11-12 09:00:00,,,a,A,,,,\n"
        "x-3,,,,,,,2a1f5f0e,,a,A,,,,\n"
        "x-4,,,,,,2025-11-12 09:00:00,2a1f5f0e,,,,,,,\n"
    )
    events, rejects = built(tmp_path, SOURCE, {"tracks.csv": TRACKS + bad})
    assert len(events) == 3
    assert [reason for _, reason in reasons(rejects)] == [
        "time not understood: soon",
        "no identifier",
        "no time",
        "a track call without event",
    ]


@pytest.mark.parametrize("shape", ["lines", "array"])
def test_rudderstack_calls_carry_an_original_time_and_a_channel(tmp_path: Path, shape: str) -> None:
    base = {
        "messageId": "r-1",
        "anonymousId": "a",
        "rudderId": "x",
        "originalTimestamp": "2022-02-01T19:14:18.381Z",
        "sentAt": "2022-02-01T19:14:18.900Z",
        "channel": "mobile",
        "context": {
            "device": {"id": "d-1", "type": "Android", "model": "SM-T870 Tab S7"},
            "traits": {"email": "marta@correo.test"},
        },
    }
    calls = [
        base | {"type": "track", "event": "Bill Opened"},
        base | {"messageId": "r-2", "type": "identify", "userId": "C1", "channel": "web"},
    ]
    text = lines(calls) if shape == "lines" else json.dumps(calls, indent=1)
    events, rejects = built(tmp_path, SOURCE, {"calls.json": text})
    assert rejects == []
    assert told(events, "event", "channel", "device", "device_id", "email") == [
        ("Bill Opened", "app", "tablet", "d-1", "marta@correo.test"),
        ("identify", "web", "tablet", "d-1", "marta@correo.test"),
    ]
    assert set(times(events)) == {"2022-02-01T19:14:18.381000+00:00"}
