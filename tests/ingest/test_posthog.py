"""PostHog's exports: who did what, in all the shapes they come in."""

import csv
import io
import json
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.ingest.web_files import FIXTURES, built, lines, reasons, times, told

SOURCE = 'format = "posthog"'
TEXT = (FIXTURES / "posthog_events.jsonl").read_text()
ROWS: list[dict[str, Any]] = [json.loads(line) for line in TEXT.splitlines()]
VISITOR = "019a7727-3c19-7bd1-8a4e-4d5a3f8b9c01"
COLUMNS = ("event", "direction", "channel", "device", "page", "campaign", "value")
EXPECTED = [
    ("$pageview", "customer", "web", "mobile", "/tarifas", "fibra_noviembre", None),
    ("$identify", "system", "web", "mobile", "/login", None, None),
    ("plan bought", "customer", "web", "mobile", "/", None, 29.9),
    ("$screen", "customer", "app", "tablet", "Factura", None, None),
]
IDS = ("user_id", "anonymous_id", "device_id", "email", "phone")
EXPECTED_IDS = [
    (None, VISITOR, VISITOR, None, None),
    ("C1", VISITOR, VISITOR, "marta@correo.test", None),
    ("C1", None, VISITOR, "marta@correo.test", None),
    ("C1", None, "and-1", "marta@correo.test", "+34612345678"),
]


def test_each_row_is_an_event_of_a_visitor_or_of_a_user(tmp_path: Path) -> None:
    events, rejects = built(tmp_path, SOURCE, {"events.jsonl.gz": TEXT})
    assert rejects == []
    assert told(events, *COLUMNS) == EXPECTED
    assert told(events, *IDS) == EXPECTED_IDS
    assert times(events) == [
        "2025-11-12T09:02:04.512000+00:00",
        "2025-11-12T09:03:00+00:00",
        "2025-11-12T09:05:00+00:00",
        "2025-11-13T07:00:00+00:00",
    ]


def test_parquet_csv_and_the_api_give_the_same_events(tmp_path: Path) -> None:
    flat = [
        row | {name: json.dumps(row[name]) for name in ("properties", "person_properties")}
        for row in ROWS
    ]
    (tmp_path / "flat.jsonl").write_text(lines(flat))
    table = duckdb.read_json(
        str(tmp_path / "flat.jsonl"),
        columns=dict.fromkeys(("timestamp", "created_at"), "TIMESTAMP")
        | dict.fromkeys(
            ("uuid", "event", "distinct_id", "properties", "person_properties"), "TEXT"
        ),
    )
    table.to_parquet(str(tmp_path / "events.parquet"), compression="zstd")
    text = io.StringIO()
    writer = csv.DictWriter(text, [name.upper() for name in flat[0]])
    writer.writeheader()
    writer.writerows({name.upper(): value for name, value in row.items()} for row in flat)
    answer = [
        {name: value for name, value in row.items() if name not in ("uuid", "person_properties")}
        | {"id": row["uuid"], "person": {"properties": row["person_properties"]}}
        for row in ROWS
    ]
    deliveries: dict[str, str | bytes] = {
        "events.parquet.zst": (tmp_path / "events.parquet").read_bytes(),
        "EVENTS.csv": text.getvalue(),
        "answer.json": json.dumps(answer),
    }
    for name, content in deliveries.items():
        folder = tmp_path / name.partition(".")[0]
        folder.mkdir()
        events, rejects = built(folder, SOURCE, {name: content})
        assert (told(events, *COLUMNS), rejects) == (EXPECTED, []), name
        assert told(events, *IDS) == EXPECTED_IDS, name
        assert [event["event_id"] for event in events] == [f"s:{row['uuid']}" for row in ROWS]


def test_a_user_whose_id_is_a_uuid_is_known_by_it_with_and_without_a_word_of_the_library(
    tmp_path: Path,
) -> None:
    user = "6f1d3a0e-5d0c-4a7e-9d2a-0a5b1f5a9f11"
    named = ROWS[2] | {"distinct_id": user}
    silent = named | {"uuid": "2", "properties": {"$lib": "posthog-node"}}
    events, _ = built(tmp_path, SOURCE, {"a.jsonl": lines([named, silent])})
    assert (
        sorted(told(events, "user_id", "anonymous_id"), key=str)
        == [
            (None, user),
            (user, user),
        ][::-1]
    )


@pytest.mark.parametrize(
    ("distinct_id", "alias", "expected"),
    [
        ("C1", VISITOR, ("C1", VISITOR)),
        (VISITOR, "C1", ("C1", VISITOR)),
        ("C1", "C2", ("C1", None)),
    ],
)
def test_an_alias_ties_a_visitor_to_a_user(
    tmp_path: Path, distinct_id: str, alias: str, expected: tuple[str, str | None]
) -> None:
    row = ROWS[1] | {
        "event": "$create_alias",
        "distinct_id": distinct_id,
        "properties": {"alias": alias},
    }
    events, _ = built(tmp_path, SOURCE, {"a.jsonl": lines([row])})
    assert told(events, "user_id", "anonymous_id") == [expected]


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"event": None}, "no event"),
        ({"distinct_id": " "}, "no identifier"),
        ({"timestamp": None}, "no time"),
        ({"timestamp": "soon"}, "time not understood: soon"),
    ],
)
def test_a_row_that_cannot_be_used_is_kept_with_its_reason(
    tmp_path: Path, change: dict[str, object], reason: str
) -> None:
    text = TEXT + lines([ROWS[0] | change]) + "{}\n[]\n"
    events, rejects = built(tmp_path, SOURCE, {"a.jsonl": text})
    assert len(events) == 4
    assert reasons(rejects) == [(5, reason), (6, "no event"), (7, "not a JSON object")]


def test_properties_that_are_no_json_do_not_stop_the_load(tmp_path: Path) -> None:
    rows = [ROWS[0] | {"properties": '{"cut":', "person_properties": 7}, *ROWS[1:]]
    events, rejects = built(tmp_path, SOURCE, {"a.jsonl": lines(rows)})
    assert (len(events), rejects) == (4, [])
