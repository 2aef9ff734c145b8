"""Exports of products in their true shape, and what comes of a source of such files.

In:     files by name
Out:    the events in their order, and the rejects
"""

import gzip
import json
from pathlib import Path
from typing import Any

from pipeline.config import load_config
from pipeline.run import warehouse_path
from pipeline.warehouse import reading
from tests.partly import load_and_build_for

Row = dict[str, Any]
_EVENTS = "select * from staging.events order by occurred_us, source_no, order_no, event_id"

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


def events_of(
    folder: Path, source: str, files: dict[str, str], *, whole: bool = False
) -> tuple[list[Row], list[Row]]:
    """The events and rejects of these files; `whole` makes everything else of them as well."""
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
    load_and_build_for(project, _EVENTS, whole=whole)
    with reading(warehouse_path(project)) as engine:
        events = engine.read(_EVENTS).to_pylist()
        rejects = engine.read("select * from raw.rejects order by file, line").to_pylist()
    return events, rejects
