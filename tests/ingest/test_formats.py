"""Ready-made formats: files in the true shape of each product, and the events they mean."""

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from pipeline.config import load_config
from pipeline.errors import JourneysError
from pipeline.run import Plan, run, warehouse_path
from pipeline.warehouse import reading

Row = dict[str, Any]

HUBSPOT = 'format = "hubspot"\ntimezone = "Europe/Madrid"'
SEGMENT = {
    "type": "track",
    "event": "Plan Compared",
    "messageId": "ajs-next-1762938124-7f2b",
    "anonymousId": "2a1f5f0e-12b1-4b1b-8d14-7f0d2d4c9a10",
    "userId": None,
    "originalTimestamp": "2025-11-12T09:02:04.512Z",
    "sentAt": "2025-11-12T09:02:04.900Z",
    "receivedAt": "2025-11-12T09:02:05.113Z",
    "timestamp": "2025-11-12T09:02:04.725Z",
    "properties": {"plan_a": "fibra_300", "topic": "tarifas"},
    "context": {
        "campaign": {"name": "fibra_noviembre", "source": "google", "medium": "cpc"},
        "page": {"path": "/tarifas", "url": "https://www.ejemplo.test/tarifas"},
        "userAgent": "Mozilla/5.0 (Linux; Android 15) Mobile",
        "locale": "es-ES",
    },
    "channel": "web",
}
FIXTURES = Path(__file__).parent / "fixtures"
CONTACTS = (FIXTURES / "hubspot_contacts.csv").read_text()
DEALS = (FIXTURES / "hubspot_deals.csv").read_text()
USERS = [
    {"id": 20978392, "name": "Marta", "role": "end-user", "email": "marta@correo.test",
     "phone": "+34612345678", "external_id": "C1", "updated_at": "2025-11-13T08:00:00Z"},
    {"id": 235323, "name": "Luis Pardo", "role": "agent", "email": "luis@ejemplo.test",
     "phone": None, "external_id": None, "updated_at": "2025-11-01T08:00:00Z"},
]  # fmt: skip
GROUPS = [{"id": 1, "name": "Soporte"}, {"id": 2, "name": "Facturación"}]
TICKET = {
    "id": 35436, "via": {"channel": "whatsapp", "source": {"from": {}, "to": {}, "rel": None}},
    "created_at": "2025-11-13T08:12:00Z", "updated_at": "2025-11-13T10:40:21Z",
    "subject": "El pago no pasa", "description": "Metí la tarjeta tres veces...",
    "priority": "high", "status": "solved", "requester_id": 20978392, "group_id": 2,
    "assignee_id": 235323,
    "custom_fields": [{"id": 11, "value": "x"}, {"id": 27642, "value": "pago"}],
}  # fmt: skip


def audit(number: int, minute: int, author: int, channel: str, *events: Row) -> Row:
    return {
        "id": number, "ticket_id": 35436, "created_at": f"2025-11-13T09:{minute:02}:00Z",
        "author_id": author, "via": {"channel": channel},
        "events": [{"id": number * 10 + place, **event} for place, event in enumerate(events)],
    }  # fmt: skip


CUSTOMER, AGENT = 20978392, 235323
AUDITS = [
    audit(1, 0, CUSTOMER, "whatsapp",
          {"type": "Comment", "public": True, "plain_body": "Metí la tarjeta..."},
          {"type": "Create", "field_name": "status", "value": "new"},
          {"type": "Create", "field_name": "group_id", "value": "1"}),
    audit(2, 5, AGENT, "web", {"type": "Comment", "public": False, "plain_body": "mirar"}),
    audit(3, 10, AGENT, "web",
          {"type": "Comment", "public": True, "plain_body": "Hola, lo revisamos."},
          {"type": "Change", "field_name": "priority", "previous_value": "low", "value": "high"}),
    audit(4, 20, CUSTOMER, "voice",
          {"type": "VoiceComment", "public": True, "body": "Sigue igual"}),
    audit(5, 30, AGENT, "web",
          {"type": "Change", "field_name": "group_id", "previous_value": "1", "value": "2"}),
    audit(6, 40, AGENT, "web",
          {"type": "Change", "field_name": "status", "previous_value": "open", "value": "solved"}),
    audit(7, 50, CUSTOMER, "email",
          {"type": "Change", "field_name": "status", "previous_value": "solved", "value": "open"},
          {"type": "Comment", "public": True, "plain_body": "No funciona"}),
    audit(8, 55, CUSTOMER, "email",
          {"type": "SatisfactionRating", "score": "bad", "body": "tardaron mucho"}),
]  # fmt: skip


def lines(rows: list[Row]) -> str:
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def events_of(folder: Path, source: str, files: dict[str, str]) -> tuple[list[Row], list[Row]]:
    """Build one source of these files; return its events in order, and its rejects."""
    for name, text in files.items():
        data = text.encode()
        (folder / name).write_bytes(gzip.compress(data) if name.endswith(".gz") else data)
    names = ", ".join(f'"{name}"' for name in files)
    (folder / "journeys.toml").write_text(
        f'[[source]]\nname = "s"\nfiles = [{names}]\n{source}\n'
        '[[touchpoint]]\nname = "all"\nmatch = { event = "*" }\n'
        '[[journey]]\nname = "j"\nboundary = "whole"\ngoal = ["all"]\ntimeout = "1 day"\n'
    )
    project = load_config(folder / "journeys.toml")
    run(project, Plan(load=True, build=True))
    with reading(warehouse_path(project)) as engine:
        events = engine.read(
            "select * from staging.events order by occurred_us, source_no, order_no, event_id"
        ).to_pylist()
        rejects = engine.read("select * from raw.rejects order by file, line").to_pylist()
    return events, rejects


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
    events, rejects = events_of(tmp_path, 'format = "segment"', {"web.jsonl": text})
    assert len(events) == 1
    assert [(r["line"], r["row"], r["reason"]) for r in rejects] == [
        (line, row, reason) for line, (row, reason) in enumerate(bad, start=3)
    ]


def test_hubspot_contacts_and_deals_become_what_happened(tmp_path: Path) -> None:
    source = HUBSPOT + '\n[source.columns]\ncustomer_id = "ID de cliente"'
    events, rejects = events_of(tmp_path, source, {"contacts.csv": CONTACTS, "deals.csv.gz": DEALS})
    assert [(r["file"], r["line"], r["reason"]) for r in rejects] == [
        ("contacts.csv", 4, "time not understood: 12/07/2025")
    ]
    assert [(e["occurred_at"].isoformat(), e["event"], e["value"]) for e in events] == [
        ("2025-07-12T08:14:00+00:00", "contact created", None),  # summer time
        ("2025-11-12T09:14:00+00:00", "contact created", None),  # winter time
        ("2025-11-13T08:00:00+00:00", "deal created", None),
        ("2025-11-13T08:00:00+00:00", "deal created", None),
        ("2025-11-14T11:00:00+00:00", "deal: Contrato", None),
        ("2025-11-20T12:30:00+00:00", "deal: Ganado", 29.9),
        ("2025-11-21T07:00:00+00:00", "deal: Perdido", None),  # no dates of stages: its close date
    ]
    marta = events[1]
    assert (marta["contact_id"], marta["customer_id"], marta["persona"]) == ("901", "C1", "Familia")
    assert {e["contact_id"] for e in events if e["order_id"] == "7001"} == {"901"}


def test_a_hubspot_record_with_too_many_fields_is_rejected_alone(tmp_path: Path) -> None:
    text = CONTACTS.replace("903,Luis,Paz", "903,Luis,Paz,Extra,Extra")
    events, rejects = events_of(tmp_path, HUBSPOT, {"contacts.csv": text})
    assert len(events) == 2
    (reject,) = rejects
    assert (reject["line"], reject["reason"]) == (4, "too many columns")
    assert reject["row"].startswith("903,Luis,Paz,Extra,Extra")


def test_zendesk_audits_become_what_both_sides_did(tmp_path: Path) -> None:
    files = {
        "audits.jsonl": lines(AUDITS),
        "groups.jsonl": lines(GROUPS),
        "tickets.jsonl": lines([TICKET]),
        "users.jsonl": lines(USERS),
    }
    events, rejects = events_of(tmp_path, 'format = "zendesk"\ntopic_field = 27642', files)
    assert rejects == []
    told = [(e["event"], e["direction"], e["channel"], e["department"], e["agent"]) for e in events]
    assert told == [
        ("ticket created", "customer", "whatsapp", "Soporte", None),
        ("internal note", "system", None, "Soporte", "Luis Pardo"),
        ("agent message", "company", None, "Soporte", "Luis Pardo"),
        ("customer message", "customer", "phone", "Soporte", None),
        ("ticket assigned", "company", None, "Facturación", "Luis Pardo"),
        ("ticket solved", "company", None, "Facturación", "Luis Pardo"),
        ("ticket reopened", "customer", "email", "Facturación", None),
        ("customer message", "customer", "email", "Facturación", None),
        ("rating", "customer", "email", "Facturación", None),
    ]
    assert {e["topic"] for e in events} == {"pago"}
    assert {(e["ticket_id"], e["contact_id"], e["customer_id"]) for e in events} == {
        ("35436", "20978392", "C1")
    }
    assert [e["emotion"] for e in events] == [None] * 8 + [-2.0]
    assert (events[0]["text"], events[-1]["text"]) == (TICKET["description"], "tardaron mucho")


@pytest.mark.parametrize(
    "changes",
    [
        [{"type": "SatisfactionRating", "score": "good", "body": "rápido"}],
        [
            {"type": "Change", "field_name": "satisfaction_score", "value": "good"},
            {"type": "Change", "field_name": "satisfaction_comment", "value": "rápido"},
        ],
    ],
)
def test_a_rating_comes_as_an_event_of_its_own_or_as_changes_of_fields(
    tmp_path: Path, changes: list[Row]
) -> None:
    offered = {"type": "Change", "field_name": "satisfaction_score", "value": "offered"}
    audits = [audit(8, 50, -1, "rule", offered), audit(9, 55, CUSTOMER, "web", *changes)]
    files = {"audits.jsonl": lines(audits), "tickets.jsonl": lines([TICKET])}
    events, _ = events_of(tmp_path, 'format = "zendesk"', files)
    told = [(e["event"], e["direction"], e["emotion"], e["text"]) for e in events[1:]]
    assert told == [("rating", "customer", 2.0, "rápido")]


def test_a_zendesk_line_of_an_unknown_kind_is_rejected(tmp_path: Path) -> None:
    text = lines([TICKET, {"id": 5, "brand": "x"}]) + "[1]\n"
    events, rejects = events_of(tmp_path, 'format = "zendesk"', {"tickets.jsonl": text})
    assert [e["event"] for e in events] == ["ticket created"]
    assert [(r["line"], r["reason"]) for r in rejects] == [
        (2, "neither a ticket, an audit, a user nor a group"),
        (3, "not a JSON object"),
    ]


def test_a_ticket_delivered_again_counts_once_in_its_latest_state(tmp_path: Path) -> None:
    later = TICKET | {"description": "edited", "updated_at": "2025-11-14T00:00:00Z"}
    files = {"a.jsonl": lines([later]), "b.jsonl": lines([TICKET])}
    (event,), _ = events_of(tmp_path, 'format = "zendesk"', files)
    assert event["text"] == "edited"


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("empty.csv", b"", "The file is empty"),
        ("picture.png", b"\x89PNG", "Files of this kind are not read"),
        ("cut.csv.gz", gzip.compress(b"case_id,activity,timestamp\n" * 99, mtime=0)[:-20], "cut or damaged"),
        ("other.csv", b"case,activity,timestamp\nx,y,2025-01-01\n", "has no column 'case_id'"),
        ("zero.parquet", b"PAR1", "This is no whole Parquet file"),
    ],
)
def test_a_file_that_cannot_be_taken_is_refused_by_name(
    tmp_path: Path, name: str, content: bytes, message: str
) -> None:
    (tmp_path / name).write_bytes(content)
    (tmp_path / "journeys.toml").write_text(
        f'[[source]]\nname = "s"\nfiles = ["{name}"]\n[source.columns]\nevent = "activity"\n'
        'occurred_at = "timestamp"\ncase_id = "case_id"\n'
        '[[journey]]\nname = "j"\nboundary = "whole"\ngoal = ["x"]\ntimeout = "1 day"\n'
    )
    project = load_config(tmp_path / "journeys.toml")
    with pytest.raises(JourneysError, match=message) as caught:
        run(project, Plan(load=True, build=True))
    assert name in str(caught.value)
    assert not warehouse_path(project).exists()


def test_a_record_of_several_rows_is_taken_whole_or_not_at_all(tmp_path: Path) -> None:
    good = audit(6, 40, AGENT, "web", {"type": "Change", "field_name": "status", "value": "open"})
    half = audit(7, 50, CUSTOMER, "email", {"type": "Comment", "body": "a"}, {"type": "Comment"})
    half["events"][1]["id"] = None
    files = {"audits.jsonl": lines([good, half]), "tickets.jsonl": lines([TICKET])}
    events, rejects = events_of(tmp_path, 'format = "zendesk"', files)
    assert [event["event"] for event in events] == ["ticket created", "ticket open"]
    assert [(r["line"], r["reason"]) for r in rejects] == [
        (2, "an audit without events, or an event without id")
    ]
