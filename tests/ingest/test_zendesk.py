"""Zendesk: what the API gives, in its true shape, and the events it means."""

from pathlib import Path

import pytest

from tests.ingest.exports import (
    AGENT,
    AUDITS,
    CUSTOMER,
    GROUPS,
    TICKET,
    USERS,
    Row,
    audit,
    events_of,
    lines,
)


def test_zendesk_audits_become_what_both_sides_did(tmp_path: Path) -> None:
    files = {
        "audits.jsonl": lines(AUDITS),
        "groups.jsonl": lines(GROUPS),
        "tickets.jsonl": lines([TICKET]),
        "users.jsonl": lines(USERS),
    }
    events, rejects = events_of(
        tmp_path, 'format = "zendesk"\ntopic_field = 27642', files, whole=True
    )
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
