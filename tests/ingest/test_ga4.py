"""GA4's BigQuery export: what its rows mean, and each row once."""

import json
from pathlib import Path

import duckdb
import pytest

from tests.ingest.web_files import FIXTURES, built, lines, reasons, times, told

SOURCE = 'format = "ga4"'
ROWS = (FIXTURES / "ga4_events.jsonl").read_text()


def test_each_row_is_an_event_with_its_own_campaign_and_page(tmp_path: Path) -> None:
    events, rejects = built(tmp_path, SOURCE, {"events_20251112.json": ROWS}, whole=True)
    assert rejects == []
    columns = ("event", "direction", "channel", "device", "campaign", "page")
    assert told(events, *columns) == [
        ("session_start", "system", "web", "mobile", None, "/tarifas"),
        ("page_view", "customer", "ads", "mobile", "fibra_noviembre", "/tarifas"),
        ("purchase", "customer", "web", "desktop", None, "/"),
        ("add_to_cart", "customer", "app", "tablet", None, "Cesta"),
    ]
    assert told(events, "anonymous_id", "user_id", "order_id") == [
        ("1184532901.1762801123", None, None),
        ("1184532901.1762801123", None, None),
        ("1184532901.1762801123", "C1", "T-88"),
        ("F00DF00DF00DF00D", None, None),
    ]


def test_the_time_is_in_microseconds_utc_whatever_the_date_of_the_property_says(
    tmp_path: Path,
) -> None:
    events, _ = built(tmp_path, SOURCE, {"events_20251112.json": ROWS})
    assert times(events) == [
        "2025-11-12T09:02:04.512345+00:00",
        "2025-11-12T09:02:04.512345+00:00",
        "2025-11-12T23:01:00+00:00",  # event_date says the 13th: it is in the zone of Madrid
        "2025-11-12T23:01:10+00:00",
    ]


def test_only_a_purchase_is_money_earned(tmp_path: Path) -> None:
    refund = json.loads(ROWS.splitlines()[2]) | {
        "event_name": "refund",
        "event_timestamp": 1763074860000000,
        "ecommerce": {"refund_value": 29.9},
    }
    events, _ = built(tmp_path, SOURCE, {"events.jsonl": ROWS + lines([refund])})
    assert told(events, "event", "value") == [
        ("session_start", None),
        ("page_view", None),
        ("purchase", 29.9),
        ("add_to_cart", None),
        ("refund", -29.9),
    ]


def test_a_row_of_the_daily_and_of_the_intraday_table_is_one_event(tmp_path: Path) -> None:
    later = [json.loads(line) | {"is_active_user": True} for line in ROWS.splitlines()]
    files: dict[str, str | bytes] = {
        "events_20251112.json.gz": ROWS,
        "events_intraday_20251112.json": lines(later),
    }
    events, rejects = built(tmp_path, SOURCE, files)
    assert (len(events), rejects) == (4, [])


def test_two_hits_of_one_moment_stay_two(tmp_path: Path) -> None:
    row = json.loads(ROWS.splitlines()[0])
    old = {name: value for name, value in row.items() if not name.startswith("batch_")}
    other = old | {"event_params": [{"key": "link_url", "value": {"string_value": "/x"}}]}
    same_batch = row | {"batch_event_index": 4}
    events, _ = built(tmp_path, SOURCE, {"a.jsonl": lines([row, same_batch, old, other, old])})
    assert len(events) == 4  # `old` came twice


def test_parquet_and_a_json_array_give_the_same_events_as_lines(tmp_path: Path) -> None:
    rows = [json.loads(line) for line in ROWS.splitlines()]
    (tmp_path / "rows.jsonl").write_text(ROWS)
    duckdb.read_json(str(tmp_path / "rows.jsonl")).to_parquet(str(tmp_path / "rows.parquet"))
    expected, _ = built(tmp_path, SOURCE, {"events.jsonl": ROWS})
    ids = {event["event_id"] for event in expected}
    for name, content in (
        ("events.json", json.dumps(rows).encode()),
        ("events.parquet", (tmp_path / "rows.parquet").read_bytes()),
    ):
        folder = tmp_path / name.partition(".")[2]
        folder.mkdir()
        events, rejects = built(folder, SOURCE, {name: content})
        assert ({event["event_id"] for event in events}, rejects) == (ids, [])
        columns = ("event", "occurred_at", "page", "value", "device", "campaign", "order_id")
        assert told(events, *columns) == told(expected, *columns)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"event_name": ""}, "no event"),
        ({"user_pseudo_id": None}, "no identifier"),
        ({"event_timestamp": None}, "no time"),
        ({"event_timestamp": "yesterday"}, "time not understood: yesterday"),
        ({"event_timestamp": 1762938124}, "time before 1971: 1762938124"),
        (
            {"event_timestamp": 9223372036854775807},
            "time not understood: 9223372036854775807",
        ),
    ],
)
def test_a_row_that_cannot_be_used_is_kept_with_its_reason(
    tmp_path: Path, change: dict[str, object], reason: str
) -> None:
    bad = json.loads(ROWS.splitlines()[0]) | change
    events, rejects = built(tmp_path, SOURCE, {"e.jsonl": ROWS + lines([bad]) + '[1]\n{"cut":\n'})
    assert len(events) == 4
    assert reasons(rejects) == [(5, reason), (6, "not a JSON object"), (7, "not a JSON object")]
    assert rejects[0]["row"] == json.dumps(bad)


def test_an_export_of_old_names_the_campaign_among_the_parameters(tmp_path: Path) -> None:
    row = json.loads(ROWS.splitlines()[0]) | {"collected_traffic_source": None}
    given = {"campaign": "verano", "medium": "email", "source": "marzo"}
    params = [{"key": key, "value": {"string_value": value}} for key, value in given.items()]
    landing = row | {"event_params": params}
    scroll = landing | {"event_name": "scroll", "batch_event_index": 4}
    direct = row | {
        "batch_event_index": 5,
        "event_params": [
            {"key": "medium", "value": {"string_value": "(none)"}},
            {"key": "source", "value": {"string_value": "(direct)"}},
        ],
    }
    events, rejects = built(tmp_path, SOURCE, {"e.jsonl": lines([landing, scroll, direct])})
    assert rejects == []
    assert told(events, "event", "channel", "campaign") == [
        ("page_view", "email", "verano"),
        ("scroll", "web", "verano"),
        ("page_view", "web", None),
    ]
