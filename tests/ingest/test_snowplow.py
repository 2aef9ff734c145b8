"""Snowplow's enriched events: lines of 131 fields, JSON and the table, and what is no touch."""

import csv
import io
import json
from pathlib import Path

import duckdb
import pytest

from tests.ingest.web_files import FIXTURES, Row, built, lines, reasons, times, told

SOURCE = 'format = "snowplow"'
TSV = (FIXTURES / "snowplow_enriched.tsv").read_text()
FIELDS = (FIXTURES / "snowplow_fields.txt").read_text().split()
ROWS: list[dict[str, str]] = [
    dict(zip(FIELDS, line.split("\t"), strict=True)) for line in TSV.splitlines()
]
COLUMNS = ("event", "channel", "device", "page", "campaign", "value")
EXPECTED = [
    ("page_view", "ads", "mobile", "/tarifas", "fibra_noviembre", None),
    ("comparador: comparar", "web", "mobile", "/tarifas", None, None),
    ("transaction", "web", "desktop", "/gracias", None, 29.9),
    ("screen_view", "app", "mobile", "Factura", None, None),
]


def tsv(*rows: dict[str, str]) -> str:
    return "".join("\t".join(row[field] for field in FIELDS) + "\n" for row in rows)


def test_lines_without_a_header_become_events_and_heartbeats_none(tmp_path: Path) -> None:
    events, rejects = built(tmp_path, SOURCE, {"part-00000.tsv.gz": TSV}, whole=True)
    assert rejects == []
    assert told(events, *COLUMNS) == EXPECTED
    assert told(events, "anonymous_id", "user_id", "order_id") == [
        ("bc2e92ec6c204a14", None, None),
        ("bc2e92ec6c204a14", None, None),
        ("bc2e92ec6c204a14", "C1", "T-88"),
        ("e1a9b7c0-0b3f-4b0e-8f4b-6d1d2a3b4c5d", None, None),  # of the app's client_session
    ]


def test_times_are_utc_and_the_collectors_where_none_is_derived(tmp_path: Path) -> None:
    events, _ = built(tmp_path, SOURCE + '\ntimezone = "Europe/Madrid"', {"a.tsv": TSV})
    assert times(events) == [
        "2025-11-12T09:02:04.512000+00:00",
        "2025-11-12T09:02:20+00:00",
        "2025-11-12T09:10:00+00:00",
        "2025-11-12T09:20:00+00:00",
    ]


def test_an_event_delivered_twice_is_one_and_a_shared_id_is_two(tmp_path: Path) -> None:
    again = ROWS[0] | {"etl_tstamp": "2025-11-12 10:00:00.000"}
    other = ROWS[0] | {"event_fingerprint": "ffff", "page_urlpath": "/otra"}
    events, rejects = built(tmp_path, SOURCE, {"a.tsv": tsv(ROWS[0]), "b.tsv": tsv(again, other)})
    assert rejects == []
    assert sorted(event["page"] for event in events) == ["/otra", "/tarifas"]


def test_the_table_gives_the_same_events_as_csv_parquet_and_json(tmp_path: Path) -> None:
    table = io.StringIO()
    writer = csv.DictWriter(table, [field.upper() for field in FIELDS])
    writer.writeheader()
    writer.writerows({field.upper(): value for field, value in row.items()} for row in ROWS)
    (tmp_path / "rows.jsonl").write_text(lines([dict(row) for row in ROWS]))
    duckdb.read_json(str(tmp_path / "rows.jsonl")).to_parquet(str(tmp_path / "rows.parquet"))
    deliveries: dict[str, str | bytes] = {
        "ATOMIC_EVENTS.csv": table.getvalue(),
        "events.parquet": (tmp_path / "rows.parquet").read_bytes(),
        "events.jsonl": (tmp_path / "rows.jsonl").read_bytes(),
    }
    for name, content in deliveries.items():
        folder = tmp_path / name.partition(".")[2]
        folder.mkdir()
        events, rejects = built(folder, SOURCE, {name: content})
        assert (told(events, *COLUMNS), rejects) == (EXPECTED, [])
        assert told(events, "anonymous_id")[-1] == ("e1a9b7c0-0b3f-4b0e-8f4b-6d1d2a3b4c5d",)


def test_a_warehouse_keeps_entities_in_columns_of_their_own(tmp_path: Path) -> None:
    row: Row = ROWS[5] | {
        "contexts": None,
        "unstruct_event": None,
        "contexts_com_snowplowanalytics_snowplow_client_session_1": [{"userId": "app-9"}],
        "unstruct_event_com_snowplowanalytics_mobile_screen_view_1": {"name": "Inicio"},
    }
    (event,), _ = built(tmp_path, SOURCE, {"a.jsonl": lines([row])})
    assert (event["anonymous_id"], event["page"]) == ("app-9", "Inicio")


def test_the_third_party_cookie_counts_only_where_nothing_else_is_known(tmp_path: Path) -> None:
    alone = ROWS[0] | {"domain_userid": "", "mkt_medium": "", "mkt_source": ""}
    server = alone | {"event_id": "2", "user_id": "C1", "platform": "srv", "useragent": ""}
    events, _ = built(tmp_path, SOURCE, {"a.tsv": tsv(alone, server)})
    assert sorted(told(events, "user_id", "anonymous_id", "channel"), key=str) == [
        ("C1", None, None),
        (None, "7c1f9a52-8a0a-4f0d-8a54-3f2b3f6a9d10", "web"),
    ]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("tienda-web\tweb\tcut", "neither 131 fields between tabs nor a JSON object"),
        (tsv(ROWS[0])[:-1] + "\textra", "neither 131 fields between tabs nor a JSON object"),
        (tsv(ROWS[0] | {"event": "", "event_name": ""})[:-1], "no event"),
        (tsv(ROWS[0] | {"domain_userid": "", "network_userid": ""})[:-1], "no identifier"),
        (
            tsv(ROWS[0] | {"derived_tstamp": "12/11/2025"})[:-1],
            "time not understood: 12/11/2025",
        ),
    ],
)
def test_a_line_that_cannot_be_used_is_kept_with_its_reason(
    tmp_path: Path, line: str, reason: str
) -> None:
    events, rejects = built(tmp_path, SOURCE, {"a.tsv": TSV + line + "\n"})
    assert len(events) == 4
    assert reasons(rejects) == [(8, reason)]
    assert rejects[0]["row"] == line


def test_entities_that_are_no_json_do_not_stop_the_load(tmp_path: Path) -> None:
    row = ROWS[0] | {"contexts": '{"data": [cut', "unstruct_event": "x"}
    events, rejects = built(tmp_path, SOURCE, {"a.jsonl": json.dumps(row)})
    assert (len(events), rejects) == (1, [])


@pytest.mark.parametrize(
    ("fields", "device"),
    [
        ({"dvce_type": "Tablet"}, "tablet"),
        ({"dvce_type": "", "useragent": "Mozilla/5.0 (iPad; CPU OS 17_5)"}, "tablet"),
        ({"dvce_type": "", "useragent": "Mozilla/5.0 (Windows NT 10.0) Firefox/140.0"}, "desktop"),
        ({"dvce_type": "", "useragent": "", "dvce_ismobile": "1"}, "mobile"),
        ({"dvce_type": "", "useragent": "", "dvce_ismobile": "0"}, None),
        ({"dvce_type": "Game console"}, "mobile"),  # of which its browser tells more
    ],
)
def test_the_device_is_the_one_it_names_else_the_one_its_browser_tells(
    tmp_path: Path, fields: dict[str, str], device: str | None
) -> None:
    (event,), _ = built(tmp_path, SOURCE, {"a.tsv": tsv(ROWS[0] | fields)})
    assert event["device"] == device


def test_what_is_done_on_the_page_of_a_campaign_is_done_on_the_web(tmp_path: Path) -> None:
    campaign = {"mkt_medium": "email", "mkt_source": "marzo", "mkt_campaign": "fibra"}
    rows = [ROWS[0] | campaign, ROWS[2] | campaign]
    events, _ = built(tmp_path, SOURCE, {"a.tsv": tsv(*rows)})
    assert told(events, "event", "channel", "campaign") == [
        ("page_view", "email", "fibra"),
        ("comparador: comparar", "web", "fibra"),
    ]
