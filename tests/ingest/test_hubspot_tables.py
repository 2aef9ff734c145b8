"""HubSpot's tables as connectors write them into a warehouse."""

import csv
from collections import Counter
from pathlib import Path

import pytest

from tests.ingest.exports import Row, events_of

SOURCE = 'format = "hubspot"'
REAL = Path(__file__).parents[3] / "shared" / "data" / "real" / "hubspot"
STAGES_ENTERED = 14
TABLES = {
    "contact.csv": (
        "_fivetran_deleted,_fivetran_synced,id,property_email,property_phone,property_createdate\n"
        "FALSE,x,901,marta@correo.test,+34612345678,2025-11-12 9:14:00\n"
        "TRUE,x,902,gone@correo.test,,2025-11-12 09:14:00\n"
    ),
    "contact_merge_audit.csv": (
        "canonical_vid,contact_id,vid_to_merge,_fivetran_synced,timestamp\n"
        "901,901,899,x,2025-11-12 10:00:00\n"
    ),
    "deal.csv": (
        "deal_id,is_deleted,deal_pipeline_id,deal_pipeline_stage_id,property_amount,"
        "property_createdate\n"
        "7001,false,p,s2,29.90,2025-11-13 08:00:00\n"
        "7002,false,p,s2,many,2025-11-13 08:00:00\n"
        "7003,true,p,s2,1,2025-11-13 08:00:00\n"
    ),
    "deal_stage.csv": (
        "_fivetran_start,deal_id,_fivetran_active,date_entered,value\n"
        "x,7001,FALSE,2025-11-14 11:00:00,s1\n"
        "x,7001,TRUE,2025-11-20 12:30:00,s2\n"
    ),
    "deal_pipeline_stage.csv": (
        "_fivetran_deleted,stage_id,label,pipeline_id\nFALSE,s1,Contrato,p\nFALSE,s2,Ganado,p\n"
    ),
    "deal_contact.csv": "contact_id,deal_id,_fivetran_synced,type_id\n899,7001,x,3\n",
    "ticket.csv": (
        "_fivetran_synced,id,is_deleted,property_closed_date,property_createdate,"
        "property_hs_pipeline_stage,property_hs_ticket_category,property_content\n"
        "x,55,FALSE,2025-11-22 10:00:00,2025-11-21 10:00:00,1,Pago,No pasa\n"
    ),
    "ticket_contact.csv": "_fivetran_synced,ticket_id,contact_id\nx,55,901\n",
    "engagement_call.csv": (
        "engagement_id,_fivetran_deleted,property_hs_timestamp,type,property_hs_call_direction\n"
        "31,false,2025-11-21 11:00:00.500,CALL,INBOUND\n"
    ),
    "engagement_contact.csv": "contact_id,engagement_id,_fivetran_synced\n901,31,x\n",
    "email_event.csv": (
        "id,_fivetran_synced,created,email_campaign_id,type,filtered_event,recipient\n"
        "e1,x,2025-11-23 10:00:00,77,OPEN,false,marta@correo.test\n"
        "e2,x,2025-11-23 10:00:01,77,OPEN,true,marta@correo.test\n"
    ),
    "contact_form_submission.csv": (
        "timestamp,form_id,contact_id,conversion_id,page_url,title,_fivetran_synced\n"
        "2025-11-11 10:20:00,1,901,c,https://x.test/alta,Alta,x\n"
    ),
    "owner.csv": "owner_id,_fivetran_synced,email\n1,x,luis@ejemplo.test\n",
}
TOLD = [
    ("11-11T10:20", "form submitted", "customer", None),
    ("11-12T09:14", "contact created", "system", None),
    ("11-13T08:00", "deal created", "company", None),
    ("11-14T11:00", "deal: Contrato", "company", None),
    ("11-20T12:30", "deal: Ganado", "company", 29.9),
    ("11-21T10:00", "ticket created", "customer", None),
    ("11-21T11:00", "call", "customer", None),
    ("11-22T10:00", "ticket closed", "company", None),
    ("11-23T10:00", "email open", "customer", None),
]


def told(events: list[Row]) -> list[tuple[str, str, str, float | None]]:
    return [
        (e["occurred_at"].isoformat()[5:16], e["event"], e["direction"], e["value"]) for e in events
    ]


def test_tables_are_joined_into_what_happened_to_each_contact(tmp_path: Path) -> None:
    events, rejects = events_of(tmp_path, SOURCE, TABLES, whole=True)
    assert [(r["file"], r["line"], r["reason"]) for r in rejects] == [
        ("deal.csv", 3, "amount not understood: many")
    ]
    assert told(events) == TOLD
    # The deal belonged to contact 899, which was merged into 901; the e-mail knows its address.
    assert [e["contact_id"] for e in events] == ["901"] * 8 + [None]
    assert events[-1]["email"] == "marta@correo.test"
    assert [e["ticket_id"] for e in events if e["ticket_id"]] == ["55", "55"]
    assert (events[0]["page"], events[0]["channel"]) == ("https://x.test/alta", "web")


def test_the_order_of_files_and_capitals_in_their_heads_change_nothing(tmp_path: Path) -> None:
    files = {}
    for number, (name, text) in enumerate(reversed(TABLES.items())):
        head, rows = text.split("\n", 1)
        files[f"{number:02}_{name}"] = head.upper() + "\n" + rows
    events, _ = events_of(tmp_path, SOURCE, files)
    assert told(events) == TOLD


def test_stages_without_their_labels_are_called_by_their_ids(tmp_path: Path) -> None:
    files = {name: TABLES[name] for name in ("deal.csv", "deal_stage.csv")}
    events, _ = events_of(tmp_path, SOURCE, files)
    assert [e["event"] for e in events] == ["deal created", "deal: s1", "deal: s2"]


def test_tables_that_dlt_writes_have_no_prefixes(tmp_path: Path) -> None:
    files = {
        "contacts.csv": (
            "id,email,createdate,_dlt_id\n901,marta@correo.test,2025-11-12T09:14:00.000Z,x\n"
        ),
        "deals.csv": (
            "id,dealstage,amount,createdate,_dlt_id\n7001,s2,29.90,2025-11-13T08:00:00Z,x\n"
        ),
    }
    events, rejects = events_of(tmp_path, SOURCE, files)
    assert rejects == []
    assert [(e["event"], e["contact_id"], e["order_id"]) for e in events] == [
        ("contact created", "901", None),
        ("deal created", None, "7001"),
    ]


def test_the_tables_of_a_real_connector_load_and_every_reject_says_why(tmp_path: Path) -> None:
    if not REAL.is_dir():
        pytest.skip(f"the real tables are not at {REAL}")
    files = {path.name: path.read_text() for path in sorted(REAL.glob("*.csv"))}
    events, rejects = events_of(tmp_path, SOURCE, files)
    # Seven meetings begin in January 1970: seconds that somebody took for milliseconds.
    told_why = Counter((r["file"], r["reason"].partition(":")[0]) for r in rejects)
    assert told_why == {("engagement_meeting_data.csv", "time before 1971"): 7}
    kinds = Counter(e["event"].split(":")[0].split(" ")[0] for e in events)
    gone = ("filtered_event", "is_deleted", "_fivetran_deleted")
    for table, kind in (("contact", "contact"), ("deal", "deal"), ("email_event", "email")):
        rows = csv.DictReader(files[f"{table}_data.csv"].splitlines())
        living = [row for row in rows if "true" not in [row.get(k, "").lower() for k in gone]]
        more = {"deal": STAGES_ENTERED, "email": 1}.get(kind, 0)  # stages; an engagement
        assert kinds[kind] == len(living) + more, table
    assert kinds["meeting"] == 101 - 7
