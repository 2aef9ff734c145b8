"""XES event logs: what becomes of traces and events, and what is refused."""

import gzip
from pathlib import Path

import duckdb
import pytest

from pipeline.errors import JourneysError
from tests.ingest.exports import events_of

SOURCE = 'format = "xes"\n[source.columns]\ncustomer_id = "customer"'
LOG = (Path(__file__).parent / "fixtures" / "xes_orders.xes").read_text()
REAL = Path(__file__).parents[3] / "shared" / "data" / "real"
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'


def trace(*events: str) -> str:
    return (
        '<log><trace><string key="concept:name" value="1"/>'
        + "".join(f"<event>{event}</event>" for event in events)
        + "</trace></log>"
    )


def at(moment: str, name: str = "Call") -> str:
    return (
        f'<string key="concept:name" value="{name}"/><date key="time:timestamp" value="{moment}"/>'
    )


def test_each_event_of_a_trace_is_an_event_of_its_case(tmp_path: Path) -> None:
    events, rejects = events_of(tmp_path, SOURCE, {"orders.xes": LOG}, whole=True)
    told = [
        (e["occurred_at"].isoformat(), e["event"], e["case_id"], e["agent"], e["department"])
        for e in events
    ]
    assert told == [
        ("2025-11-12T08:00:00+00:00", "Order", "A-1", "Ana", "Tienda"),
        ("2025-11-12T08:30:00.250000+00:00", "Pack (start)", "A-1", None, "Almacén"),
        ("2025-11-12T09:00:00+00:00", "Pack", "A-1", None, "Almacén"),
        ("2025-11-12T09:00:00+00:00", "Pack", "A-1", None, "Almacén"),  # told twice: twice
        ("2025-11-13T08:00:00+00:00", "Order", "B-2", None, None),
    ]
    assert [(r["line"], r["reason"]) for r in rejects] == [
        (6, "no concept:name"),
        (7, "no time"),
        (8, "an event outside of a trace, or of a trace without a name"),
    ]
    assert (events[0]["value"], events[0]["currency"]) == (29.9, "EUR")
    assert {e["customer_id"] for e in events} == {"C1", "C2"}  # of the trace, of the event
    assert '"items/item": "fibra & fijo"' in events[0]["attributes"]


def test_an_id_of_its_own_makes_an_event_known_wherever_it_comes_again(tmp_path: Path) -> None:
    named = '<id key="identity:id" value="e1"/>' + at("2025-11-12T09:00:00Z")
    (event,), _ = events_of(
        tmp_path, 'format = "xes"', {"a.xes": trace(named), "b.xes": trace(named, named)}
    )
    assert event["event_id"] == "s:e1"


def test_a_trace_delivered_again_with_more_events_adds_only_those(tmp_path: Path) -> None:
    first, second = at("2025-11-12T09:00:00Z"), at("2025-11-12T10:00:00Z")
    events, _ = events_of(
        tmp_path, 'format = "xes"', {"a.xes": trace(first), "b.xes.gz": trace(first, second)}
    )
    assert [e["occurred_at"].hour for e in events] == [9, 10]


def test_a_time_without_an_offset_needs_the_zone_of_the_source(tmp_path: Path) -> None:
    log = trace(at("2025-11-12T09:00:00"), at("2025-11-12T10:00:00+01:00"))
    events, rejects = events_of(tmp_path, 'format = "xes"', {"a.xes": log})
    assert [e["occurred_at"].isoformat() for e in events] == ["2025-11-12T09:00:00+00:00"]
    assert rejects[0]["reason"].startswith("time without an offset")


BOMB = (
    '<!DOCTYPE log [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>'
    '<log><trace><string key="concept:name" value="&b;"/></trace></log>'
)
OUTSIDE = (
    '<!DOCTYPE log [<!ENTITY x SYSTEM "file:///etc/hostname">]><log><string key="k"/>&x;</log>'
)
DEEP = "<log><trace>" + '<list key="k">' * 99 + "</list>" * 99 + "</trace></log>"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (BOMB, "declares a document type"),
        (OUTSIDE, "declares a document type"),
        (DEEP, "nested deeper than 64"),
        ("<html></html>", "begins with <html>"),
        (trace(at("2025-11-12T09:00:00Z"))[:-9], "unclosed token"),
        (trace(at("2025-11-12T09:00:00Z")) + "more", "junk after document element"),
        ("case;activity\n1;Call\n", "not well-formed"),
        ("<log></log>", "it holds no record"),
    ],
)
def test_what_is_no_whole_and_plain_log_is_refused(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(JourneysError, match=message) as caught:
        events_of(tmp_path, SOURCE, {"log.xes": HEAD + text})
    assert "log.xes" in str(caught.value)
    assert not (tmp_path / "build" / "journeys.duckdb").exists()


def test_the_real_help_desk_log_equals_its_table(tmp_path: Path) -> None:
    log, table = REAL / "helpdesk.xes.gz", REAL / "helpdesk.parquet"
    if not (log.exists() and table.exists()):
        pytest.skip(f"the real logs are not at {REAL}")
    text = gzip.decompress(log.read_bytes()).decode()
    events, rejects = events_of(tmp_path, 'format = "xes"', {"helpdesk.xes.gz": text})
    assert rejects == []
    expected = duckdb.execute(
        'select case_id, activity, epoch_us("timestamp"), resource from read_parquet(?)',
        [str(table)],
    ).fetchall()
    told = [(e["case_id"], e["event"], e["occurred_us"], e["agent"]) for e in events]
    assert sorted(told) == sorted(expected)
    order = duckdb.execute(
        'select activity from read_parquet(?) order by case_id, "timestamp", seq', [str(table)]
    ).fetchall()
    in_order = sorted(events, key=lambda e: (e["case_id"], e["occurred_us"], e["order_no"]))
    assert [e["event"] for e in in_order] == [activity for (activity,) in order]
