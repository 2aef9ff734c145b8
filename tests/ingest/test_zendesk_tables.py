"""Zendesk's tables as connectors write them into a warehouse."""

from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.ingest.exports import Row, events_of

SOURCE = 'format = "zendesk"'
REAL = Path(__file__).parents[3] / "shared" / "data" / "real" / "zendesk"
TABLES = {
    "ticket.csv": (
        "id,_fivetran_synced,created_at,updated_at,requester_id,group_id,assignee_id,status,"
        "priority,subject,description,via_channel\n"
        "11,2025-11-20,2025-11-13 08:12:00,2025-11-13 10:40:21,2222,2,1111,solved,high,Pago,"
        "No pasa,web\n"
    ),
    "ticket_comment.csv": (
        "id,_fivetran_synced,body,created,public,ticket_id,user_id,voice_comment\n"
        "1,x,No pasa,2025-11-13 08:12:00,TRUE,11,2222,FALSE\n"
        "2,x,mirar,2025-11-13 08:30:00,FALSE,11,1111,FALSE\n"
        "3,x,Hola,2025-11-13 08:31:00,TRUE,11,1111,FALSE\n"
        "4,x,Sigue,2025-11-13 08:40:00,true,11,2222,FALSE\n"
    ),
    "ticket_field_history.csv": (
        "field_name,ticket_id,updated,_fivetran_synced,user_id,value\n"
        "status,11,2025-11-13 08:12:00,x,2222,new\n"
        "group_id,11,2025-11-13 08:12:00,x,2222,1\n"
        "group_id,11,2025-11-13 08:35:00,x,1111,2\n"
        "status,11,2025-11-13 09:00:00,x,1111,solved\n"
        "status,11,2025-11-13 09:30:00,x,2222,open\n"
        "status,11,2025-11-13 10:00:00,x,1111,solved\n"
        "satisfaction_score,11,2025-11-13 10:40:21,x,2222,bad\n"
        "satisfaction_comment,11,2025-11-13 10:40:21,x,2222,tarde\n"
    ),
    "user.csv": (
        "id,_fivetran_synced,name,role,email,phone,external_id,updated_at\n"
        "1111,x,Luis Pardo,agent,luis@ejemplo.test,,,2025-11-01 00:00:00\n"
        "2222,x,Marta,end-user,marta@correo.test,+34612345678,C1,2025-11-01 00:00:00\n"
    ),
    "group.csv": (
        "id,_fivetran_deleted,_fivetran_synced,created_at,name,updated_at,url\n"
        "1,FALSE,x,2025-01-01 00:00:00,Soporte,2025-01-01 00:00:00,https://x.test\n"
        "2,FALSE,x,2025-01-01 00:00:00,Facturación,2025-01-01 00:00:00,https://x.test\n"
    ),
    "ticket_tag.csv": "tag,ticket_id,_fivetran_synced\npago,11,x\n",
}
TOLD = [
    ("08:12", "ticket created", "customer", "Soporte", None),
    ("08:30", "internal note", "system", "Soporte", "Luis Pardo"),
    ("08:31", "agent message", "company", "Soporte", "Luis Pardo"),
    ("08:35", "ticket assigned", "company", "Facturación", "Luis Pardo"),
    ("08:40", "customer message", "customer", "Facturación", None),
    ("09:00", "ticket solved", "company", "Facturación", "Luis Pardo"),
    ("09:30", "ticket reopened", "customer", "Facturación", None),
    ("10:00", "ticket solved", "company", "Facturación", "Luis Pardo"),
    ("10:40", "rating", "customer", "Facturación", None),
]


def told(events: list[Row]) -> list[tuple[str, str, str, str | None, str | None]]:
    return [
        (
            e["occurred_at"].isoformat()[11:16],
            e["event"],
            e["direction"],
            e["department"],
            e["agent"],
        )
        for e in events
    ]


def test_tables_of_a_warehouse_tell_the_same_as_the_api(tmp_path: Path) -> None:
    events, rejects = events_of(tmp_path, SOURCE, TABLES, whole=True)
    assert rejects == []
    assert told(events) == TOLD
    assert events[0]["channel"] == "web"
    assert {(e["customer_id"], e["contact_id"], e["ticket_id"]) for e in events} == {
        ("C1", "2222", "11")
    }
    assert (events[-1]["emotion"], events[-1]["text"]) == (-2.0, "tarde")


def test_column_names_may_come_in_capitals(tmp_path: Path) -> None:
    files = {}
    for name, text in TABLES.items():
        head, rows = text.split("\n", 1)
        files[name] = head.upper() + "\n" + rows
    events, rejects = events_of(tmp_path, SOURCE, files)
    assert rejects == []
    assert told(events) == TOLD


def test_dlt_nests_the_channel_and_writes_parquet(tmp_path: Path) -> None:
    created = datetime(2025, 11, 13, 8, 12, tzinfo=UTC)
    ticket = {"id": 11, "created_at": created, "requester_id": 2222, "status": "open"}
    table = pa.Table.from_pylist([ticket | {"via__channel": "voice", "_dlt_id": "a"}])
    pq.write_table(table, tmp_path / "tickets.parquet")
    more = '\n[[source]]\nname = "d"\nfiles = ["tickets.parquet"]\nformat = "zendesk"\n'
    groups = {"groups.csv": "id,_dlt_id,name\n1,x,Soporte\n"}
    (event,), rejects = events_of(tmp_path, SOURCE + more, groups)
    assert rejects == []
    told_of = (event["event"], event["channel"], event["occurred_at"].hour)
    assert told_of == ("ticket created", "phone", 8)


CHATS = {
    "ticket_chat.csv": (
        "chat_id,_fivetran_synced,authenticated,backend,channel,conversation_id,initiator,"
        "integration_id,tags,ticket_id,user_id,visitor_id,webpath\n"
        "c1,x,false,chat,native_messaging,,1,,[],11,2222,v1,[]\n"
        "c2,x,false,chat,chat,,1,,[],99,3333,v2,[]\n"
    ),
    "ticket_chat_event.csv": (
        "chat_id,created_at,_fivetran_synced,actor_id,chat_index,filename,message,type\n"
        "c1,2025-11-13 08:05:00.000,x,2222,0,,,ChatJoin\n"
        "c1,2025-11-13 08:05:10.000,x,2222,1,,No pasa el pago,ChatMessage\n"
        "c1,2025-11-13 08:05:11.000,x,__trigger,2,,Ahora le atendemos,ChatMessage\n"
        "c1,2025-11-13 08:33:00.000,x,agent:1111,3,,Hola Marta,ChatMessage\n"
        "c1,2025-11-13 08:36:00.000,x,2222,4,captura.png,,ChatFileAttachment\n"
        "c1,2025-11-13 08:37:00.000,x,1111,5,,Gracias,ChatMessage\n"
        "c1,2025-11-13 08:38:00.000,x,agent:1111,6,,,ChatLeave\n"
        "c2,2025-11-13 08:50:00.000,x,3333,0,,Hola,ChatMessage\n"
    ),
}


def test_messages_of_a_chat_are_of_their_ticket_and_of_who_wrote_them(tmp_path: Path) -> None:
    events, rejects = events_of(tmp_path, SOURCE, TABLES | CHATS)
    assert rejects == []
    said = [event for event in events if ":chat:" in event["event_id"]]
    assert told(said) == [
        ("08:05", "customer message", "customer", None, None),  # before there was a group
        ("08:05", "automatic message", "system", None, None),
        ("08:33", "agent message", "company", "Soporte", "Luis Pardo"),
        ("08:36", "customer message", "customer", "Facturación", None),
        ("08:37", "agent message", "company", "Facturación", "Luis Pardo"),
        ("08:50", "customer message", "customer", None, None),
    ]
    assert [event["text"] for event in said][3:] == ["captura.png", "Gracias", "Hola"]
    assert {event["channel"] for event in said} == {"chat"}
    ids = [(event["ticket_id"], event["contact_id"], event["customer_id"]) for event in said]
    assert ids == [("11", "2222", "C1")] * 5 + [("99", "3333", None)]  # its ticket is not there


def test_a_chat_that_became_two_tickets_is_told_in_the_one_of_that_time(tmp_path: Path) -> None:
    second = TABLES["ticket.csv"].splitlines()[1].replace("11,", "12,", 1)
    later = second.replace("2025-11-13 08:12:00", "2025-11-13 08:35:00")
    row = CHATS["ticket_chat.csv"].splitlines()[1].replace(",11,", ",12,")
    files = TABLES | CHATS
    files["ticket.csv"] += later + "\n"
    files["ticket_chat.csv"] += row + "\n"
    events, _ = events_of(tmp_path, SOURCE, files)
    said = [event for event in events if ":chat:c1" in event["event_id"]]
    assert [event["ticket_id"] for event in said] == ["11", "11", "11", "12", "12"]


def test_rows_of_chats_that_cannot_be_used_are_rejected_with_their_reason(tmp_path: Path) -> None:
    files = TABLES | CHATS
    files["ticket_chat.csv"] += ",x,false,chat,chat,,1,,[],11,2222,v1,[]\n"
    files["ticket_chat_event.csv"] += (
        "c1,soon,x,2222,7,,Hola,ChatMessage\nc1,2025-11-13 08:39:00,x,2222,8,,Hola,\n"
    )
    _, rejects = events_of(tmp_path, SOURCE, files)
    assert [(r["file"], r["line"], r["reason"]) for r in rejects] == [
        ("ticket_chat.csv", 4, "no chat_id"),
        ("ticket_chat_event.csv", 10, "time not understood: soon"),
        ("ticket_chat_event.csv", 11, "no type"),
    ]


def test_times_with_an_offset_stay_as_they_are(tmp_path: Path) -> None:
    text = TABLES["ticket.csv"].replace("08:12:00", "08:12:00+01:00")
    (event,), _ = events_of(tmp_path, SOURCE, {"ticket.csv": text})
    assert event["occurred_at"].hour == 7


def test_a_zone_given_by_the_source_is_that_of_times_without_an_offset(tmp_path: Path) -> None:
    source = SOURCE + '\ntimezone = "Europe/Madrid"'
    (event,), _ = events_of(tmp_path, source, {"ticket.csv": TABLES["ticket.csv"]})
    assert event["occurred_at"].hour == 7


def test_a_table_of_nobody_knows_what_is_rejected(tmp_path: Path) -> None:
    files = {"ticket.csv": TABLES["ticket.csv"] + ",x,2025-11-13 08:12:00,,1,,,open,,,,web\n"}
    events, rejects = events_of(tmp_path, SOURCE, files | {"x.csv": "a,b\n1,2\n"})
    assert len(events) == 1
    assert [(r["file"], r["line"], r["reason"]) for r in rejects] == [("ticket.csv", 3, "no id")]


def test_the_tables_of_a_real_connector_load_without_a_reject(tmp_path: Path) -> None:
    if not REAL.is_dir():
        pytest.skip(f"the real tables are not at {REAL}")
    files = {path.name: path.read_text() for path in sorted(REAL.glob("*.csv"))}
    events, rejects = events_of(tmp_path, SOURCE, files)
    assert [(r["file"], r["line"], r["reason"]) for r in rejects] == []
    kinds = [e["event"] for e in events]
    assert kinds.count("ticket created") == 10
    chats = [(e["event"], e["direction"]) for e in events if ":chat:" in e["event_id"]]
    assert Counter(chats) == {
        ("agent message", "company"): 2,  # "agent:4039..." and "agent:", whoever that is
        ("customer message", "customer"): 4,
        ("automatic message", "system"): 3,  # "__system", "__trigger" and nobody
    }
    told_in_chats = len([kind for kind, _ in chats if kind != "automatic message"])
    messages = kinds.count("agent message") + kinds.count("customer message")
    assert messages - told_in_chats == 20


@pytest.mark.parametrize("kind", ["csv", "parquet"])
def test_a_column_may_be_called_content(tmp_path: Path, kind: str) -> None:
    row = {
        "id": "1",
        "content": "x",
        "body": "No pasa",
        "created": "2025-11-13 08:12:00",
        "public": "TRUE",
        "ticket_id": "11",
        "user_id": "2222",
    }
    name = f"ticket_comment.{kind}"
    if kind == "csv":
        (tmp_path / name).write_text("\n".join([",".join(row), ",".join(row.values())]) + "\n")
    else:
        pq.write_table(pa.Table.from_pylist([row]), tmp_path / name)
    more = f'\n[[source]]\nname = "d"\nfiles = ["{name}"]\nformat = "zendesk"\n'
    files = {key: TABLES[key] for key in ("ticket.csv",)}
    events, rejects = events_of(tmp_path, SOURCE + more, files)
    assert rejects == []
    assert "No pasa" in {event["text"] for event in events if event["source"] == "d"}
