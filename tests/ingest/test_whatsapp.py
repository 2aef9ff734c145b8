"""WhatsApp chats: whose message it is, when it was, and what WhatsApp itself wrote."""

from pathlib import Path

import pytest

from pipeline.errors import JourneysError
from tests.ingest.exports import Row, events_of

SOURCE = 'format = "whatsapp"\ntimezone = "Europe/Madrid"\nown_names = ["Tienda Ejemplo"]\n'
FIXTURES = Path(__file__).parent / "fixtures"
ANDROID = (FIXTURES / "whatsapp_android_es.txt").read_text()
IOS = (FIXTURES / "whatsapp_ios_es.txt").read_text()
CUSTOMER, AGENT = "customer message", "agent message"


def chat_of(folder: Path, text: str, *, more: str = "", name: str = "chat.txt") -> list[Row]:
    events, rejects = events_of(folder, SOURCE + more, {name: text})
    assert rejects == []
    return [event for event in events if event["event"]]


def told(events: list[Row]) -> list[tuple[str, str, str, str | None]]:
    return [
        (e["occurred_at"].isoformat()[:19], e["event"], e["direction"], e["text"]) for e in events
    ]


def test_an_android_chat_in_spanish_is_what_both_wrote(tmp_path: Path) -> None:
    events = chat_of(tmp_path, ANDROID)
    question = "Hola, ¿cuánto tarda el alta?\nEs para esta semana\n\nGracias: espero"
    assert told(events) == [
        ("2025-11-12T13:05:00", CUSTOMER, "customer", question),
        ("2025-11-12T13:26:00", AGENT, "company", "Buenas, 3 días laborables"),
        ("2025-11-12T13:27:00", CUSTOMER, "customer", None),  # a picture
        ("2025-11-12T13:28:00", CUSTOMER, "customer", "Vale"),
        ("2025-11-13T07:00:00", "message deleted", "customer", None),
        ("2025-11-13T07:01:00", CUSTOMER, "customer", "ok"),
        ("2025-11-13T07:01:00", CUSTOMER, "customer", "ok"),  # said twice: two messages
    ]
    assert {e["phone"] for e in events} == {"+34 612 34 56 78"}
    assert {e["contact_id"] for e in events} == {None}
    assert {(e["channel"], e["device"]) for e in events} == {("whatsapp", "mobile")}
    assert [e["agent"] for e in events if e["agent"]] == ["Tienda Ejemplo"]


def test_an_iphone_chat_in_spanish_with_its_invisible_letters(tmp_path: Path) -> None:
    events = chat_of(tmp_path, IOS)
    assert told(events) == [
        ("2025-11-11T23:05:00", CUSTOMER, "customer", "Vale"),  # five past midnight
        ("2025-11-12T13:33:40", CUSTOMER, "customer", "¿me llega antes del sábado?"),
        ("2025-11-12T13:34:30", AGENT, "company", None),
        ("2025-11-13T08:00:01", "missed call", "customer", None),
        (
            "2025-11-13T08:01:02",
            CUSTOMER,
            "customer",
            "Ubicación: https://maps.google.com/?q=39.4,-0.3",
        ),
    ]
    assert {e["contact_id"] for e in events} == {"María G"}


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("11/13/25, 2:05\u202fPM - Ana: hi", "2025-11-13T13:05:00"),
        ("[11/13/25, 12:05:09 AM] Ana: hi", "2025-11-12T23:05:09"),
        ("13/11/2025 14:05 - Ana: hi", "2025-11-13T13:05:00"),
        ("13.11.25, 14:05 - Ana: hi", "2025-11-13T13:05:00"),
        ("[13-11-25, 8:20:52 p. m.] ~\u202fAna: hi", "2025-11-13T19:20:52"),
        ("13/11/25, 22:05 p. m. - Ana: hi", "2025-11-13T21:05:00"),
        ("2025-11-13, 14:05 - Ana: hi", "2025-11-13T13:05:00"),
        ("13/11/25, 12:05 p. m. - Ana: hi\r\n", "2025-11-13T11:05:00"),
        ("\ufeff13/11/25, 14:05 - Ana: hi", "2025-11-13T13:05:00"),
    ],
)
def test_moments_are_read_as_phones_write_them(tmp_path: Path, text: str, moment: str) -> None:
    (event,) = chat_of(tmp_path, text)
    assert told([event]) == [(moment, CUSTOMER, "customer", "hi")]
    assert event["contact_id"] == "Ana"


def test_dates_that_can_be_read_in_two_ways_need_the_word_of_the_source(tmp_path: Path) -> None:
    text = "03/04/25, 10:00 - Ana: hi\n05/04/25, 10:00 - Ana: there\n"
    with pytest.raises(JourneysError, match="whether the day or the month comes first") as caught:
        chat_of(tmp_path, text)
    assert "date_order" in str(caught.value)
    american = chat_of(tmp_path, text, more='date_order = "mdy"')
    assert [e["occurred_at"].isoformat()[:10] for e in american] == ["2025-03-04", "2025-05-04"]
    spanish = chat_of(tmp_path, text, more='date_order = "dmy"')
    assert [e["occurred_at"].isoformat()[:10] for e in spanish] == ["2025-04-03", "2025-04-05"]


def test_dates_that_contradict_each_other_refuse_the_chat(tmp_path: Path) -> None:
    text = "13/04/25, 10:00 - Ana: hi\n04/13/25, 10:00 - Ana: there\n"
    with pytest.raises(JourneysError, match="some with the month"):
        chat_of(tmp_path, text)


def test_lines_that_are_no_message_and_impossible_dates_are_rejected(tmp_path: Path) -> None:
    text = "WhatsApp\n31/02/25, 10:00 - Ana: hi\n30/01/25, 10:00 - Ana: there\n"
    events, rejects = events_of(tmp_path, SOURCE, {"chat.txt": text}, whole=True)
    assert [e["text"] for e in events] == ["there"]
    assert [(r["line"], r["reason"]) for r in rejects] == [
        (1, "a line before the first message"),
        (2, "time not understood: 2025-02-31 10:00:00"),
    ]


def test_what_we_write_belongs_to_the_customer_who_wrote_before(tmp_path: Path) -> None:
    text = (
        "13/11/25, 10:00 - Tienda Ejemplo: Hola a todos\n"
        "13/11/25, 10:01 - Ana: ¿abrís hoy?\n"
        "13/11/25, 10:02 - Tienda Ejemplo: Sí\n"
        "13/11/25, 10:03 - Luis: ¿y mañana?\n"
        "13/11/25, 10:04 - Tienda Ejemplo: También\n"
        '13/11/25, 10:05 - Ana cambió el asunto de "a" a "b: c"\n'
    )
    events = chat_of(tmp_path, text)
    assert [e["contact_id"] for e in events] == ["Ana", "Ana", "Ana", "Luis", "Luis"]


def test_a_chat_that_nobody_answered_is_known_by_the_name_of_its_file(tmp_path: Path) -> None:
    text = "13/11/25, 10:00 - Tienda Ejemplo: ¿Sigue interesado?\n"
    (event,) = chat_of(tmp_path, text, name="Chat de WhatsApp con Marta Soler.txt")
    assert (event["event"], event["contact_id"]) == (AGENT, "Marta Soler")


def test_a_chat_exported_again_later_adds_only_what_is_new(tmp_path: Path) -> None:
    lines = ANDROID.splitlines(keepends=True)
    later = "".join(lines[1:]) + "14/11/25, 9:00 - +34 612 34 56 78: ¿hola?\n"
    events, rejects = events_of(tmp_path, SOURCE, {"a.txt": ANDROID, "b.txt": later})
    assert rejects == []
    assert len([e for e in events if e["event"]]) == 8


def test_a_chat_needs_to_know_who_we_are_and_which_clock_the_phone_has(tmp_path: Path) -> None:
    with pytest.raises(JourneysError, match="own_names"):
        events_of(tmp_path, 'format = "whatsapp"', {"chat.txt": ANDROID})
    source = 'format = "whatsapp"\nown_names = ["Tienda Ejemplo"]'
    with pytest.raises(JourneysError, match="names no timezone"):
        events_of(tmp_path, source, {"chat.txt": ANDROID})
