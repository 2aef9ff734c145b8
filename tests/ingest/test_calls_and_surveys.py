"""Calls and surveys: tables in our own documented shapes."""

from pathlib import Path

from tests.ingest.exports import events_of

CALLS = 'format = "calls"\ntimezone = "Europe/Madrid"'
SURVEY = 'format = "survey"\ntimezone = "Europe/Madrid"'
FIXTURES = Path(__file__).parent / "fixtures"


def test_calls_are_events_of_who_rang_and_of_the_queue_that_took_them(tmp_path: Path) -> None:
    text = (FIXTURES / "calls.csv").read_text()
    events, rejects = events_of(tmp_path, CALLS, {"calls.csv": text}, whole=True)
    told = [
        (e["occurred_at"].isoformat(), e["event"], e["direction"], e["department"], e["agent"])
        for e in events
    ]
    assert told == [
        ("2025-11-12T08:00:00+00:00", "call transferred", "customer", "Ventas", "Luis"),
        ("2025-11-12T08:04:00+00:00", "call answered", "customer", "Soporte", "Eva"),
        ("2025-11-12T09:00:00+00:00", "call abandoned", "customer", "Soporte", None),
        ("2025-11-12T10:00:00+00:00", "outbound call answered", "company", "Ventas", "Luis"),
    ]
    assert [e["phone"] for e in events] == ["+34612345678", "+34612345678", None, "612345678"]
    assert [e["ticket_id"] for e in events] == ["1", "1", "2", "3"]
    assert {(e["channel"], e["device"]) for e in events} == {("phone", "phone line")}
    assert events[3]["customer_id"] == "C1"
    assert [(r["line"], r["reason"]) for r in rejects] == [
        (6, "no call_id"),
        (7, "direction is neither in nor out: sideways"),
        (8, "no outcome"),
        (9, "the call ends before it begins: 2025-11-12 08:59:00"),
        (10, "duration_s is no number of seconds: -5"),
        (11, "wait_s is no number of seconds: long"),
        (12, "time not understood: 12/11/2025 10:00"),
    ]


def test_scores_are_carried_from_their_own_scales(tmp_path: Path) -> None:
    text = (FIXTURES / "survey.csv").read_text()
    events, rejects = events_of(tmp_path, SURVEY, {"survey.csv": text})
    told = [(e["event"], e["emotion"], e["text"]) for e in events if e["event"]]
    assert told == [
        ("survey csat", 2.0, "Genial"),  # 5 of 1..5
        ("survey nps", -2.0, None),  # 0 of 0..10
        ("survey ces", 0.0, None),  # 4 of 1..7
        ("survey csat", 2.0, None),  # 7 of 1..7, said by the row
        ("survey ces", 2.0, None),  # 1 of 7..1: no effort
        ("survey csat", None, "Sin nota"),
    ]
    assert [(r["line"], r["reason"]) for r in rejects] == [
        (9, "kind is none of CSAT, NPS, CES: stars"),
        (10, "score is not a number: good"),
        (11, "score is beyond its scale: 6"),
        (12, "no identifier"),
        (13, "no time"),
        (14, "scale not understood: five"),
    ]
    assert (events[0]["email"], events[0]["ticket_id"]) == ("ana@correo.test", "T1")


def test_the_scale_of_the_source_holds_for_all_but_nps(tmp_path: Path) -> None:
    text = (
        "answered_at,kind,score,customer_id\n"
        "2025-11-12 10:00,CSAT,7,C1\n2025-11-12 10:01,NPS,10,C1\n"
    )
    events, rejects = events_of(tmp_path, SURVEY + '\nrating_scale = "1..7"', {"s.csv": text})
    assert rejects == []
    assert [e["emotion"] for e in events] == [2.0, 2.0]


def test_an_answer_delivered_again_counts_once(tmp_path: Path) -> None:
    head = "response_id,answered_at,kind,score,customer_id\n"
    row = "r1,2025-11-12 10:00,NPS,9,C1\n"
    files = {"a.csv": head + row, "b.csv": head + row + "r2,2025-11-12 11:00,NPS,8,C1\n"}
    events, _ = events_of(tmp_path, SURVEY, files)
    assert [e["event_id"] for e in events] == ["s:r1", "s:r2"]
