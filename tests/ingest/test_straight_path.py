"""Rows that go from their file into the raw table in one statement lose nothing on the way."""

from __future__ import annotations

import json
from datetime import UTC, datetime, tzinfo
from pathlib import Path
from typing import Any

import pytest

from tests.ingest.small_files import AT, VISIT, as_file, asked, loading

REJECTS = "select line, reason, row from raw.rejects order by file_id, line"
TOLD = "select user_id, record_no from raw.generic_events order by file_id, record_no"
PLAN = 'topic = "plan"'
RECEIVED = 'received_at = "received"'
SECOND = 1_772_445_600  # 2026-03-02 10:00:00 UTC


@pytest.mark.parametrize(("kind", "line"), [("csv", 3), ("jsonl", 2), ("parquet", 2)])
def test_a_rejected_row_is_kept_whole_under_its_number(
    tmp_path: Path, kind: str, line: int
) -> None:
    bad = VISIT | {"at": "soon", "plan": "fibra", "mood": 'so "so"'}
    rows = [VISIT | {"plan": "movil", "mood": ""}, bad, VISIT | {"plan": "", "mood": ""}]
    with loading(tmp_path, {f"a.{kind}": as_file(kind, rows)}, columns=PLAN) as engine:
        ((number, reason, row),) = asked(engine, REJECTS)
        assert (number, reason) == (line, "time not understood: soon")
        assert json.loads(row) == bad
        assert asked(engine, TOLD) == [("ana", line - 1), ("ana", line + 1)]


def test_blank_lines_count_in_the_numbers_of_json_lines(tmp_path: Path) -> None:
    good = json.dumps(VISIT)
    text = f"\n{good}\n\nnot json\n[1]\n{good}\n".encode()
    with loading(tmp_path, {"a.jsonl": text}) as engine:
        assert asked(engine, REJECTS) == [
            (4, "not a JSON object", "not json"),
            (5, "not a JSON object", "[1]"),
        ]
        assert asked(engine, TOLD) == [("ana", 2), ("ana", 6)]


def test_a_csv_file_with_faulty_lines_is_read_again_and_numbered_rightly(tmp_path: Path) -> None:
    text = (
        f"who,at,event,plan\nana,{AT},visit,a\ntoo,few\neva,{AT},visit,b\n"
        f"one,{AT},visit,c,too many\nleo,soon,visit,d\nzoe,{AT},visit,e\n"
    )
    with loading(tmp_path, {"a.csv": text.encode()}) as engine:
        assert [(line, reason) for line, reason, _ in asked(engine, REJECTS)] == [
            (3, "missing columns"),
            (5, "too many columns"),
            (6, "time not understood: soon"),
        ]
        assert asked(engine, TOLD) == [("ana", 2), ("eva", 4), ("zoe", 7)]
        assert asked(engine, "select attributes from raw.generic_events order by record_no") == [
            ('{"plan":"a"}',),
            ('{"plan":"b"}',),
            ('{"plan":"e"}',),
        ]


@pytest.mark.parametrize("kind", ["csv", "jsonl", "parquet", "xlsx"])
def test_attributes_are_what_no_field_is_mapped_to(tmp_path: Path, kind: str) -> None:
    rows = [VISIT | {"plan": "fibra", "mood": "good", "moon": "full"}]
    with loading(tmp_path, {f"a.{kind}": as_file(kind, rows)}, columns=PLAN) as engine:
        ((attributes,),) = asked(engine, "select attributes from raw.generic_events")
    assert json.loads(attributes) == {"mood": "good", "moon": "full"}


@pytest.mark.parametrize("kind", ["csv", "jsonl", "parquet", "xlsx"])
def test_a_file_of_nothing_but_mapped_columns_has_no_attributes(tmp_path: Path, kind: str) -> None:
    rows = [VISIT | {"plan": "fibra"}]
    with loading(tmp_path, {f"a.{kind}": as_file(kind, rows)}, columns=PLAN) as engine:
        found = asked(engine, "select topic, attributes from raw.generic_events")
    assert found == [("fibra", None)]


def test_of_a_json_object_inside_only_the_mapped_key_leaves_the_attributes(
    tmp_path: Path,
) -> None:
    rows: list[dict[str, Any]] = [
        VISIT | {"plan": {"name": "fibra", "price": 9}, "mood": {"name": "good"}},
        VISIT | {"plan": {"name": "movil"}},
        VISIT | {"plan": "tv"},
        VISIT | {"mood": "bad"},
    ]
    with loading(
        tmp_path, {"a.jsonl": as_file("jsonl", rows)}, columns='topic = "plan.name"'
    ) as db:
        found = asked(db, "select topic, attributes from raw.generic_events order by record_no")
    assert [(topic, attributes and json.loads(attributes)) for topic, attributes in found] == [
        ("fibra", {"plan": {"price": 9}, "mood": {"name": "good"}}),
        ("movil", {"plan": {}}),
        (None, {"plan": "tv"}),
        (None, {"mood": "bad"}),
    ]


def test_a_key_twice_is_a_fault_at_the_top_and_where_a_mapped_key_leads(tmp_path: Path) -> None:
    start = json.dumps(VISIT)[:-1]
    twice = '{"name":"a","name":"b"}'
    ends = ('"plan":{"name":"a"}}', f'"plan":{twice}}}', f'"mood":{twice}}}', '"who":"eva"}')
    text = "".join(f"{start},{end}\n" for end in ends)
    files = {"a.jsonl": text.encode()}
    with loading(tmp_path, files, columns='topic = "plan.name"') as engine:
        assert [row[:2] for row in asked(engine, REJECTS)] == [
            (2, "a key twice: name"),
            (4, "a key twice: who"),
        ]


def numbered(count: int) -> list[dict[str, Any]]:
    return [VISIT | {"at": str(SECOND + number), "who": f"u{number}"} for number in range(count)]


@pytest.mark.parametrize("kind", ["csv", "jsonl", "parquet"])
def test_a_column_of_numbers_is_read_in_its_unit_however_long_it_is(
    tmp_path: Path, kind: str
) -> None:
    with loading(tmp_path, {f"a.{kind}": as_file(kind, numbered(1_500))}) as engine:
        assert asked(
            engine,
            "select count(*), epoch_assumed, epoch(max(occurred_at))::bigint "
            "from raw.generic_events group by epoch_assumed",
        ) == [(1_500, "s", SECOND + 1_499)]


@pytest.mark.parametrize("kind", ["csv", "jsonl", "parquet"])
def test_one_text_far_behind_makes_the_numbers_before_it_doubtful(
    tmp_path: Path, kind: str
) -> None:
    rows = [*numbered(1_200), VISIT]
    with loading(tmp_path, {f"a.{kind}": as_file(kind, rows)}) as engine:
        assert asked(engine, "select user_id from raw.generic_events") == [("ana",)]
        assert asked(
            engine, "select count(*) from raw.rejects where reason like 'time is a number of no %'"
        ) == [(1_200,)]


def test_a_column_that_is_empty_at_first_is_read_in_the_unit_of_what_follows(
    tmp_path: Path,
) -> None:
    rows = [VISIT | {"who": f"u{number}", "received": ""} for number in range(1_200)]
    rows.append(VISIT | {"who": "last", "received": str(SECOND)})
    with loading(tmp_path, {"a.csv": as_file("csv", rows)}, columns=RECEIVED) as engine:
        assert asked(
            engine,
            "select user_id, received_at::varchar from raw.generic_events "
            "where received_at is not null",
        ) == [("last", "2026-03-02 10:00:00+00")]


@pytest.mark.parametrize("zone", [UTC, None])
def test_a_typed_time_beyond_all_belief_is_shown_in_the_reason(
    tmp_path: Path, zone: tzinfo | None
) -> None:
    times = [datetime(year, 3, 2, 10, tzinfo=zone) for year in (1969, 2025, 2199)]
    rows = as_file("parquet", [VISIT | {"at": at} for at in times])
    with loading(tmp_path, {"a.parquet": rows}, settings='timezone = "UTC"') as engine:
        suffix = "" if zone is None else "+00"
        assert [(line, reason) for line, reason, _ in asked(engine, REJECTS)] == [
            (1, f"time before 1971: 1969-03-02 10:00:00{suffix}"),
            (3, f"time in the future: 2199-03-02 10:00:00{suffix}"),
        ]


def test_a_column_of_another_type_costs_the_rows_that_do_not_fit_and_not_the_file(
    tmp_path: Path,
) -> None:
    files = {
        "1.parquet": as_file("parquet", [VISIT | {"amount": 12.5}]),
        "2.parquet": as_file("parquet", [VISIT | {"amount": "30"}, VISIT | {"amount": "much"}]),
        "3.parquet": as_file("parquet", [VISIT | {"who": 7, "amount": 4}]),
    }
    with loading(tmp_path, files, columns='value = "amount"') as engine:
        assert asked(engine, "select user_id, value from raw.generic_events order by file_id") == [
            ("ana", 12.5),
            ("ana", 30.0),
            ("7", 4.0),
        ]
        assert [row[:2] for row in asked(engine, REJECTS)] == [(2, "value is not a number: much")]
