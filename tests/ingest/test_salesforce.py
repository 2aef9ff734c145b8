"""Salesforce objects as Data Loader exports them."""

from pathlib import Path

from tests.ingest.exports import Row, events_of

SOURCE = 'format = "salesforce"\ntimezone = "Europe/Madrid"'
FIXTURES = Path(__file__).parent / "fixtures"
OPPORTUNITY = "0065g00000EjEmP"


def fixture(kind: str) -> str:
    return (FIXTURES / f"salesforce_{kind}.csv").read_text()


def told(events: list[Row]) -> list[tuple[str, str]]:
    return [(e["occurred_at"].isoformat()[:19], e["event"]) for e in events]


def test_leads_become_contacts_and_keep_both_ids(tmp_path: Path) -> None:
    files = {"lead.csv": fixture("lead"), "contact.csv": fixture("contact")}
    events, rejects = events_of(tmp_path, SOURCE, files, whole=True)
    assert told(events) == [
        ("2025-11-10T09:00:00", "lead created"),
        ("2025-11-11T23:00:00", "lead converted"),  # a date is midnight in Madrid
        ("2025-11-12T09:00:00", "contact created"),
    ]
    ids = [(e["anonymous_id"], e["contact_id"], e["email"], e["phone"]) for e in events]
    lead = ("00Q5g00000AbCdE", "0035g00000XyZaB", "marta@correo.test", "+34612345678")
    contact = (None, "0035g00000XyZaB", "marta@correo.test", "+34961234567")
    assert ids == [lead, lead, contact]
    assert [e["channel"] for e in events] == ["web", None, None]
    assert [(r["file"], r["line"], r["reason"]) for r in rejects] == [
        ("contact.csv", 4, "no Id"),
        ("contact.csv", 5, "Id is none of Salesforce: 003-7"),
        ("contact.csv", 6, "an object of a kind that is not read: 001"),
        ("contact.csv", 7, "time not understood: 12/11/2025"),
    ]


def test_an_opportunity_has_stages_from_its_histories_and_an_end_of_its_own(tmp_path: Path) -> None:
    files = {
        "o.csv": fixture("opportunity"),
        "f.csv": fixture("opportunity_field_history"),
        "h.csv": fixture("opportunity_history"),
    }
    events, rejects = events_of(tmp_path, SOURCE, files)
    assert [r["reason"] for r in rejects] == ["amount not understood: many"]
    assert told(events) == [
        ("2025-11-12T09:30:00", "opportunity created"),
        ("2025-11-12T09:30:00", "opportunity: Propuesta"),
        ("2025-11-14T11:20:05", "opportunity: Ganada"),  # in both histories: once
        ("2025-11-14T11:20:05", "opportunity won"),
        ("2025-11-15T09:00:00", "opportunity created"),
        ("2025-11-19T23:00:00", "opportunity lost"),  # no time of the change: its close date
    ]
    assert {e["order_id"] for e in events[:4]} == {OPPORTUNITY}  # of 15 and of 18 characters
    assert {e["order_id"] for e in events[4:]} == {"0065g00000EjEmp"}  # letter case tells apart
    assert [e["value"] for e in events] == [None, None, None, 29.9, None, None]
    assert events[0]["contact_id"] == "0035g00000XyZaB"


def test_cases_and_tasks_are_what_happened(tmp_path: Path) -> None:
    files = {"case.csv": fixture("case"), "task.csv": fixture("task")}
    events, rejects = events_of(tmp_path, SOURCE, files)
    assert rejects == []
    assert told(events) == [
        ("2025-11-13T08:12:00", "case created"),
        ("2025-11-13T09:00:00", "call"),
        ("2025-11-13T10:00:00", "email"),
        ("2025-11-13T10:40:21", "case closed"),
    ]
    assert [e["direction"] for e in events] == ["customer", "customer", "company", "company"]
    assert [e["channel"] for e in events] == ["phone", "phone", "email", None]
    assert {e["ticket_id"] for e in events} == {"5005g00000CaSeA"}
    assert [e["contact_id"] for e in events] == ["0035g00000XyZaB"] * 2 + [None, "0035g00000XyZaB"]
    assert events[2]["anonymous_id"] == "00Q5g00000AbCdE"
    assert (events[0]["topic"], events[0]["text"]) == ("Pago", "El pago no pasa")


def test_column_names_may_come_in_capitals(tmp_path: Path) -> None:
    head, rows = fixture("case").split("\n", 1)
    events, _ = events_of(tmp_path, SOURCE, {"case.csv": head.upper() + "\n" + rows})
    assert [e["event"] for e in events] == ["case created", "case closed"]
