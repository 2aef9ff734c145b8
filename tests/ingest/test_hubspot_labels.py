"""HubSpot exports whose labels are not English, and amounts with a decimal comma."""

from pathlib import Path

import pytest

from tests.ingest.exports import Row, events_of

SOURCE = 'format = "hubspot"\ntimezone = "Europe/Madrid"\n'
COMMA = 'decimal = ","\n'
FIXTURES = Path(__file__).parent / "fixtures"
CONTACTS = (FIXTURES / "hubspot_contacts_es.csv").read_text()
DEALS = (FIXTURES / "hubspot_deals_es.csv").read_text()


def told(events: list[Row]) -> list[tuple[str, str, float | None]]:
    return [(e["occurred_at"].isoformat()[:16], e["event"], e["value"]) for e in events]


def test_a_spanish_export_is_the_same_as_an_english_one(tmp_path: Path) -> None:
    source = SOURCE + COMMA + '[source.columns]\ncustomer_id = "ID de cliente"'
    events, rejects = events_of(
        tmp_path, source, {"contactos.csv": CONTACTS, "negocios.csv": DEALS}
    )
    assert [(r["file"], r["reason"]) for r in rejects] == [
        ("negocios.csv", "amount not understood: 1,2,3")
    ]
    assert told(events) == [
        ("2025-11-12T09:14", "contact created", None),
        ("2025-11-13T08:00", "deal created", None),
        ("2025-11-14T11:00", "deal: Contrato", None),
        ("2025-11-20T12:30", "deal: Ganado", 1029.9),
    ]
    contact = events[0]
    assert (contact["contact_id"], contact["customer_id"]) == ("901", "C1")
    assert (contact["email"], contact["phone"]) == ("marta@correo.test", "+34 612 34 56 78")
    assert {e["contact_id"] for e in events} == {"901"}


@pytest.mark.parametrize(
    ("amount", "value"), [("29.90", 29.9), ("1234.5", 1234.5), ("", None), ("100", 100.0)]
)
def test_without_a_decimal_comma_a_point_is_a_point(
    tmp_path: Path, amount: str, value: float | None
) -> None:
    head, row = DEALS.splitlines()[:2]
    text = head + "\n" + row.replace('"1.029,90"', amount) + "\n"
    events, rejects = events_of(tmp_path, SOURCE, {"negocios.csv": text}, whole=True)
    assert rejects == []
    assert told(events)[-1] == ("2025-11-20T12:30", "deal: Ganado", value)


def test_a_portal_with_labels_of_its_own_names_them(tmp_path: Path) -> None:
    text = "Clave,E-mail,Alta,Móvil\n901,marta@correo.test,2025-11-12 10:14,612345678\n"
    columns = (
        '[source.columns]\ncontact_id = "Clave"\nemail = "E-mail"\n'
        'occurred_at = "Alta"\nphone = "Móvil"\n'
    )
    (event,), rejects = events_of(tmp_path, SOURCE + columns, {"c.csv": text})
    assert rejects == []
    ids = (event["contact_id"], event["email"], event["phone"])
    assert ids == ("901", "marta@correo.test", "612345678")


def test_an_english_label_is_not_replaced_by_a_spanish_one_beside_it(tmp_path: Path) -> None:
    text = "Record ID,Email,Correo,Create Date\n901,a@b.test,other@b.test,2025-11-12 10:14\n"
    (event,), _ = events_of(tmp_path, SOURCE, {"c.csv": text})
    assert event["email"] == "a@b.test"


def test_a_date_of_a_stage_that_cannot_be_read_rejects_the_deal_in_any_language(
    tmp_path: Path,
) -> None:
    text = (
        "ID de registro,Etapa del negocio,Fecha de creación,"
        '"Fecha de entrada en la etapa ""Contrato (Altas)"""\n'
        "1,Contrato,2025-11-13 09:00,2025-11-14 09:00\n2,Contrato,2025-11-13 09:00,soon\n"
    )
    events, rejects = events_of(tmp_path, SOURCE, {"negocios.csv": text})
    assert [event["event"] for event in events] == ["deal created", "deal: Contrato"]
    assert [(r["line"], r["reason"]) for r in rejects] == [
        (3, 'Date entered "Contrato (Altas)": time not understood: soon')
    ]
