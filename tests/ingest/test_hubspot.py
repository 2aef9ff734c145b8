"""HubSpot: exports of the portal in their true shape, and the events they mean."""

from pathlib import Path

from pipeline.warehouse import reading
from tests.ingest.exports import events_of

HUBSPOT = 'format = "hubspot"\ntimezone = "Europe/Madrid"'
FIXTURES = Path(__file__).parent / "fixtures"
CONTACTS = (FIXTURES / "hubspot_contacts.csv").read_text()
DEALS = (FIXTURES / "hubspot_deals.csv").read_text()


def test_hubspot_contacts_and_deals_become_what_happened(tmp_path: Path) -> None:
    source = HUBSPOT + '\n[source.columns]\ncustomer_id = "ID de cliente"'
    events, rejects = events_of(
        tmp_path, source, {"contacts.csv": CONTACTS, "deals.csv.gz": DEALS}, whole=True
    )
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


def test_a_deal_with_one_bad_date_of_a_stage_is_rejected_whole(tmp_path: Path) -> None:
    text = (
        "Record ID,Deal Name,Deal Stage,Pipeline,Amount,Create Date,Close Date,"
        'Associated Contact IDs,"Date entered ""Contrato (Altas)""",'
        '"Date entered ""Ganado (Altas)"""\n'
        "1,a,Ganado,Altas,1,2025-11-13 09:00,,,2025-11-14 12:00,2025-11-15 12:00\n"
        "2,b,Ganado,Altas,1,2025-11-13 09:00,,,2025-11-14 12:00,15/11/2025\n"
        "3,c,Ganado,Altas,1,2025-11-13 09:00,,,,\n"
    )
    events, rejects = events_of(tmp_path, HUBSPOT, {"deals.csv": text})
    assert [(r["line"], r["reason"]) for r in rejects] == [
        (3, 'Date entered "Ganado (Altas)": time not understood: 15/11/2025')
    ]
    assert sorted((e["order_id"], e["event"]) for e in events) == [
        ("1", "deal created"),
        ("1", "deal: Contrato"),
        ("1", "deal: Ganado"),
        ("3", "deal created"),
    ]
    with reading(tmp_path / "build" / "journeys.duckdb") as engine:
        (file,) = engine.read("select * from raw.files").to_pylist()
    assert (file["rows_read"], file["rows_kept"], file["rows_rejected"]) == (3, 2, 1)


def test_a_hubspot_record_with_too_many_fields_is_rejected_alone(tmp_path: Path) -> None:
    text = CONTACTS.replace("903,Luis,Paz", "903,Luis,Paz,Extra,Extra")
    events, rejects = events_of(tmp_path, HUBSPOT, {"contacts.csv": text})
    assert len(events) == 2
    (reject,) = rejects
    assert (reject["line"], reject["reason"]) == (4, "too many columns")
    assert reject["row"].startswith("903,Luis,Paz,Extra,Extra")


def test_a_close_date_that_cannot_be_read_rejects_the_deal(tmp_path: Path) -> None:
    text = (
        "Record ID,Deal Stage,Create Date,Close Date\n"
        "1,Ganado,2025-11-13 09:00,2025-11-20\n"
        "2,Ganado,2025-11-13 09:00,20/11/2025\n"
        "3,Ganado,2025-11-13 09:00,\n"
    )
    events, rejects = events_of(tmp_path, HUBSPOT, {"deals.csv": text})
    assert [(r["line"], r["reason"]) for r in rejects] == [
        (3, "Close Date: time not understood: 20/11/2025")
    ]
    assert sorted((e["order_id"], e["event"]) for e in events) == [
        ("1", "deal created"),
        ("1", "deal: Ganado"),
        ("3", "deal created"),
    ]


def test_a_deal_that_is_to_close_one_day_is_not_closed_yet(tmp_path: Path) -> None:
    text = "Record ID,Deal Stage,Create Date,Close Date\n1,Contrato,2025-11-13 09:00,2199-01-01\n"
    events, rejects = events_of(tmp_path, HUBSPOT, {"deals.csv": text})
    assert (rejects, [event["event"] for event in events]) == ([], ["deal created"])
