"""Zendesk's tables as connectors write them into a warehouse."""

from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.ingest.test_formats import Row, events_of

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
    events, rejects = events_of(tmp_path, SOURCE, TABLES)
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
    assert kinds.count("agent message") + kinds.count("customer message") == 20
