"""Intercom conversations: who said what, how it was handled, and how it was rated."""

from pathlib import Path
from typing import Any

import pytest

from tests.ingest.exports import Row, events_of, lines

SOURCE = 'format = "intercom"'
START = 1763021520  # 2025-11-13 08:12:00 UTC
CONVERSATION: dict[str, Any] = {
    "type": "conversation", "id": "215469", "created_at": START, "updated_at": START + 8880,
    "state": "closed", "open": False,
    "source": {
        "type": "conversation", "id": "403918", "delivered_as": "customer_initiated",
        "body": "<p>No encuentro la <b>cobertura</b></p>",
        "author": {"type": "lead", "id": "5f7f", "name": "Marta", "email": "marta@correo.test"},
    },
    "contacts": {"type": "contact.list", "contacts": [{"type": "contact", "id": "5f7f"}]},
    "conversation_rating": {"rating": 2, "remark": "Tardaron", "created_at": START + 8580},
}  # fmt: skip
ADMIN = {"type": "admin", "id": "274", "name": "Luis", "email": "luis@ejemplo.test"}
MARTA = {"type": "user", "id": "5f7f", "name": "Marta", "email": "marta@correo.test"}
CONTACT = {
    "type": "contact", "id": "5f7f", "external_id": "C1", "email": "marta@correo.test",
    "phone": "+34612345678", "role": "user", "created_at": START - 60,
}  # fmt: skip


def part(number: int, kind: str, author: Row, **more: object) -> Row:
    return {
        "type": "conversation_part", "id": str(number), "conversation_id": "215469",
        "part_type": kind, "body": f"<p>{number}</p>", "created_at": START + number,
        "author": author, "redacted": False, **more,
    }  # fmt: skip


PARTS = [
    part(10, "comment", ADMIN),
    part(20, "comment", MARTA),
    part(30, "note", ADMIN),
    part(40, "assignment", ADMIN, assigned_to={"type": "team", "id": "7"}, body=None),
    part(50, "comment", {"type": "bot", "id": "1", "name": "Fin"}),
    part(60, "comment", MARTA, redacted=True, body=None),
    part(70, "conversation_attribute_updated_by_admin", ADMIN, body=None),
    part(80, "close", ADMIN),
    part(90, "open", MARTA, body=None),
]
TOLD = [
    ("contact created", "system", None, None),
    ("conversation started", "customer", None, "No encuentro la  cobertura"),
    ("agent message", "company", "Luis", "10"),
    ("customer message", "customer", None, "20"),
    ("internal note", "system", "Luis", "30"),
    ("conversation assigned", "company", "Luis", None),
    ("agent message", "company", "Fin", "50"),
    ("customer message", "customer", None, None),  # redacted
    ("conversation closed", "company", "Luis", "80"),
    ("conversation reopened", "customer", None, None),
    ("rating", "customer", None, "Tardaron"),
]


def told(events: list[Row]) -> list[tuple[str, str, str | None, str | None]]:
    known = [event for event in events if event["event"]]
    return [(e["event"], e["direction"], e["agent"], e["text"]) for e in known]


def test_a_conversation_and_its_parts_are_what_both_sides_did(tmp_path: Path) -> None:
    files = {"conversations.jsonl": lines([CONVERSATION, CONTACT]), "parts.jsonl": lines(PARTS)}
    events, rejects = events_of(tmp_path, SOURCE, files, whole=True)
    assert rejects == []
    assert told(events) == TOLD
    first, last = events[1], [e for e in events if e["event"]][-1]
    assert first["occurred_at"].isoformat() == "2025-11-13T08:12:00+00:00"
    assert (first["channel"], first["contact_id"], first["ticket_id"]) == ("chat", "5f7f", "215469")
    assert last["emotion"] == -1.0  # 2 of 1..5
    assert {e["ticket_id"] for e in events[1:] if e["event"]} == {"215469"}
    assert (events[0]["customer_id"], events[0]["phone"]) == ("C1", "+34612345678")
    departments = [(e["event"], e["department"]) for e in events if e["department"]]
    assert departments == [
        ("conversation assigned", "team 7"),  # of which no name is delivered
        ("agent message", "team 7"),
        ("customer message", "team 7"),
        ("conversation closed", "team 7"),
        ("conversation reopened", "team 7"),
    ]


@pytest.mark.parametrize("wrapped", [True, False])
def test_parts_inside_their_conversation_are_the_same_events(tmp_path: Path, wrapped: bool) -> None:  # noqa: FBT001
    parts: object = {"type": "conversation_part.list", "conversation_parts": PARTS}
    whole = CONVERSATION | {"conversation_parts": parts if wrapped else PARTS}
    files = {"all.jsonl": lines([whole, CONTACT]), "parts.jsonl": lines(PARTS)}
    events, rejects = events_of(tmp_path, SOURCE, files)
    assert rejects == []
    assert told(events) == TOLD


ASSIGNED = part(40, "assignment", ADMIN, assigned_to={"type": "team", "id": "7"}, body=None)
TEAM = {"type": "team", "id": "7", "name": "Soporte", "admin_ids": [274]}
STATISTICS = {
    "assigned_team_first_response_time": [
        {"team_id": 7, "team_name": "Soporte", "response_time": 90},
        {"team_id": None, "team_name": "Unassigned", "response_time": 5},
    ]
}


@pytest.mark.parametrize(
    "rows",
    [
        [CONVERSATION | {"conversation_parts": [ASSIGNED, PARTS[0]]}, TEAM],
        [CONVERSATION | {"conversation_parts": [ASSIGNED], "statistics": STATISTICS}],
        [
            CONVERSATION | {"team_assignee_id": 9},
            ASSIGNED | {"assigned_to": {"type": "team", "id": "7", "name": "Soporte"}},
        ],
    ],
    ids=["a line of its own", "the statistics", "the assignment"],
)
def test_a_team_is_the_department_from_its_assignment_on(tmp_path: Path, rows: list[Row]) -> None:
    events, rejects = events_of(tmp_path, SOURCE, {"a.jsonl": lines(rows)})
    assert rejects == []
    before = {"conversation started", "agent message"}
    departments = [(e["event"], e["department"]) for e in events if e["event"] not in before]
    assert departments == [("conversation assigned", "Soporte"), ("rating", "Soporte")]
    assert {e["department"] for e in events if e["event"] in before} == {None}


def test_without_assignments_the_team_a_conversation_is_with_now_was_rated(tmp_path: Path) -> None:
    rows = [CONVERSATION | {"team_assignee_id": 7}, TEAM]
    events, rejects = events_of(tmp_path, SOURCE, {"a.jsonl": lines(rows)})
    assert rejects == []
    assert [(e["event"], e["department"]) for e in events] == [
        ("conversation started", None),
        ("rating", "Soporte"),
    ]


def test_times_may_be_iso_as_taps_write_them(tmp_path: Path) -> None:
    conversation = CONVERSATION | {
        "created_at": "2025-11-13T08:12:00.000000Z",
        "conversation_rating": {},
        "contacts": [{"type": "contact", "id": "c9"}],
        "source": CONVERSATION["source"] | {"type": "email", "author": ADMIN},
    }
    (event,), _ = events_of(tmp_path, SOURCE, {"a.jsonl": lines([conversation])})
    assert event["occurred_at"].isoformat() == "2025-11-13T08:12:00+00:00"
    assert (event["direction"], event["agent"], event["email"]) == ("company", "Luis", None)
    assert (event["contact_id"], event["channel"]) == ("c9", "email")


@pytest.mark.parametrize("parts", [{"total_count": 0}, {"conversation_parts": {}}, "none", None])
def test_a_list_of_parts_that_is_none_does_not_stop_the_load(tmp_path: Path, parts: object) -> None:
    rows = [CONVERSATION | {"conversation_parts": parts}]
    events, rejects = events_of(tmp_path, SOURCE, {"a.jsonl": lines(rows)})
    assert ([event["event"] for event in events], rejects) == (
        ["conversation started", "rating"],
        [],
    )


def test_lines_that_cannot_be_used_are_rejected_with_their_reason(tmp_path: Path) -> None:
    bad = [
        part(1, "comment", MARTA) | {"conversation_id": None},
        part(2, "comment", MARTA) | {"id": None},
        part(3, "comment", MARTA) | {"created_at": None},
        part(4, "comment", MARTA) | {"created_at": "soon"},
        {"type": "tag", "id": "1"},
        CONVERSATION | {"conversation_rating": {"rating": 9, "created_at": START}},
    ]
    text = lines([CONVERSATION, *bad]) + "[]\n"
    events, rejects = events_of(tmp_path, SOURCE, {"a.jsonl": text})
    assert [e["event"] for e in events] == ["conversation started", "rating"]
    assert [(r["line"], r["reason"]) for r in rejects] == [
        (2, "no conversation_id"),
        (3, "no id"),
        (4, "no time"),
        (5, "time not understood: soon"),
        (6, "neither a conversation, a part of one nor a contact"),
        (7, "a rating beyond 1 to 5: 9"),
        (8, "not a JSON object"),
    ]
