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
    events, rejects = built(tmp_path, SOURCE, {"events.jsonl.gz": TEXT}, whole=True)
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


@pytest.mark.parametrize(
    ("event", "url", "channel"),
    [
        ("$pageview", "https://e.test/?utm_medium=cpc&utm_source=google", "ads"),
        ("$pageview", "https://e.test/?utm_source=newsletter", "email"),
        ("$pageview", "https://e.test/tarifas", "web"),  # the campaign of a page before
        ("$autocapture", "https://e.test/?utm_medium=cpc&utm_source=google", "web"),
    ],
)
def test_a_page_reached_by_a_campaign_is_a_contact_of_its_channel(
    tmp_path: Path, event: str, url: str, channel: str
) -> None:
    medium = None if "newsletter" in url else "cpc"
    campaign = {"utm_medium": medium, "utm_source": "google" if medium else "newsletter"}
    row = ROWS[0] | {"event": event, "properties": {"$lib": "web", "$current_url": url} | campaign}
    (told_of,), _ = built(tmp_path, SOURCE, {"a.jsonl": lines([row])})
    assert told_of["channel"] == channel


URL = "coalesce(properties.$current_url, properties.$screen_name) -- Url / Screen"
PERSON = "coalesce(person.properties.email, person.properties.name, distinct_id) -- Person"


def flat(value: object, name: str) -> dict[str, object]:
    """An object as the app's CSV spreads it over columns."""
    if not isinstance(value, dict):
        return {name: value}
    return {
        key: cell
        for part, inside in value.items()
        for key, cell in flat(inside, f"{name}.{part}").items()
    }


def app_csv(rows: list[dict[str, Any]]) -> str:
    text = io.StringIO()
    labels = list(dict.fromkeys(label for row in rows for label in row))
    writer = csv.DictWriter(text, labels)
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def shown(row: dict[str, Any]) -> dict[str, Any]:
    """The columns that the app's list of events has on the screen."""
    given = row["properties"]
    return {
        "event": row["event"],
        PERSON: row["person_properties"].get("email") or row["distinct_id"],
        URL: given.get("$current_url") or given.get("$screen_name"),
        "properties.$lib": given.get("$lib"),
        "timestamp": row["timestamp"],
    }


def test_all_columns_of_the_apps_csv_give_the_same_events(tmp_path: Path) -> None:
    names = ("uuid", "event", "distinct_id", "properties", "timestamp", "created_at")
    rows = [
        {label: cell for name in names for label, cell in flat(row[name], f"*.{name}").items()}
        | flat({"properties": row["person_properties"]}, "person")
        | shown(row)
        for row in ROWS
    ]
    events, rejects = built(tmp_path, SOURCE, {"export.csv": app_csv(rows)})
    assert rejects == []
    assert told(events, *COLUMNS) == EXPECTED
    assert told(events, *IDS) == EXPECTED_IDS
    assert [event["event_id"] for event in events] == [f"s:{row['uuid']}" for row in ROWS]


def test_the_columns_on_the_screen_know_a_user_by_what_is_shown_of_the_person(
    tmp_path: Path,
) -> None:
    text = app_csv([shown(row) for row in ROWS])
    events, rejects = built(tmp_path, SOURCE, {"export.csv": text})
    assert rejects == []
    assert told(events, "event", "channel", "page") == [
        ("$pageview", "web", "/tarifas"),
        ("$identify", "web", "/login"),
        ("plan bought", "web", "/"),
        ("$screen", "app", "Factura"),
    ]
    assert told(events, "user_id", "anonymous_id")[0] == (None, VISITOR)
    assert {event["email"] for event in events[2:]} == {"marta@correo.test"}


def test_a_row_of_the_apps_csv_that_cannot_be_used_is_kept_with_its_reason(tmp_path: Path) -> None:
    rows = [shown(row) for row in ROWS]
    bad = [rows[0] | {"event": ""}, rows[0] | {PERSON: ""}, rows[0] | {"timestamp": "ayer"}]
    events, rejects = built(tmp_path, SOURCE, {"export.csv": app_csv([*rows, *bad])})
    assert len(events) == 4
    assert [reason for _, reason in reasons(rejects)] == [
        "no event",
        "no identifier",
        "time not understood: ayer",
    ]
