"""Which columns a file has is on record, and so is how they change from file to file."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.engine.duckdb_engine import DuckDBEngine
from pipeline.engine.face import TableName
from pipeline.models import load_models
from pipeline.sqlfiles import sql_root
from tests.ingest.small_files import KINDS, VISIT, as_file, asked, loading

RECORD = "select name, role, is_there from raw.file_columns where file_id = {} order by 1, 2"
PLAN = 'topic = "plan"'
CHANGED = TableName("staging", "changed_columns")
every_kind = pytest.mark.parametrize("kind", KINDS)


def changes(engine: DuckDBEngine) -> dict[str, tuple[int, str]]:
    """The measures of the one source."""
    engine.create_table(CHANGED, load_models(sql_root())[CHANGED].select)
    return {row[1]: row[2:] for row in asked(engine, "from staging.changed_columns")}


@every_kind
def test_every_column_is_on_record_with_its_field_and_so_is_one_that_is_not_there(
    tmp_path: Path, kind: str
) -> None:
    rows = [VISIT | {"mood": "good"}]
    with loading(tmp_path, {f"a.{kind}": as_file(kind, rows)}, columns=PLAN) as engine:
        assert asked(engine, RECORD.format(1)) == [
            ("at", "occurred_at", True),
            ("event", "event", True),
            ("mood", None, True),
            ("plan", "topic", False),
            ("who", "user_id", True),
        ]


@every_kind
def test_columns_that_come_later_and_columns_that_go_are_named(tmp_path: Path, kind: str) -> None:
    files = {
        f"{number}.{kind}": as_file(kind, [VISIT | more])
        for number, more in enumerate(
            (
                {"plan": "fibra", "mood": "good"},
                {"plan": "movil", "mood": "bad", "weather": "rain", "moon": "full"},
                {"weather": "sun"},
            )
        )
    }
    with loading(tmp_path, files, columns=PLAN) as engine:
        assert changes(engine) == {
            "new_columns": (2, "moon, weather"),
            "missing_columns": (1, "plan"),
        }


@every_kind
def test_files_of_one_shape_are_not_worth_a_word(tmp_path: Path, kind: str) -> None:
    files = {
        f"{number}.{kind}": as_file(kind, [VISIT | {"mood": f"{number}"}]) for number in range(2)
    }
    with loading(tmp_path, files) as engine:
        assert changes(engine) == {}


def test_a_mapped_column_that_comes_later_is_no_new_one(tmp_path: Path) -> None:
    files = {
        "1.csv": as_file("csv", [VISIT]),
        "2.csv": as_file("csv", [VISIT | {"plan": "fibra"}]),
    }
    with loading(tmp_path, files, columns=PLAN) as engine:
        assert changes(engine) == {"missing_columns": (1, "plan")}


def test_what_is_on_record_goes_with_its_file(tmp_path: Path) -> None:
    first = {"a.csv": as_file("csv", [VISIT | {"mood": "good"}])}
    second = {"a.csv": as_file("csv", [VISIT | {"weather": "rain"}])}
    with loading(tmp_path, first, second) as engine:
        names = asked(engine, "select distinct name from raw.file_columns order by 1")
        assert names == [("at",), ("event",), ("weather",), ("who",)]
        assert changes(engine) == {}


def test_a_key_of_json_that_comes_late_is_not_missing(tmp_path: Path) -> None:
    rows = [VISIT] * 1_500 + [VISIT | {"plan": "fibra", "mood": "good"}]
    with loading(tmp_path, {"a.jsonl": as_file("jsonl", rows)}, columns=PLAN) as engine:
        assert asked(engine, RECORD.format(1)) == [
            ("at", "occurred_at", True),
            ("event", "event", True),
            ("plan", "topic", True),
            ("who", "user_id", True),
        ]


def test_a_constant_does_not_stand_for_the_column_that_is_not_there(tmp_path: Path) -> None:
    mapped, settings = 'channel = "via"\nevent_id = "id"', 'channel = "web"'
    rows = as_file("csv", [VISIT])
    with loading(tmp_path, {"a.csv": rows}, settings=settings, columns=mapped) as engine:
        assert changes(engine) == {"missing_columns": (2, "id, via")}


def test_keys_that_lead_to_a_mapped_one_are_mapped_too(tmp_path: Path) -> None:
    rows = [VISIT | {"plan": {"name": "fibra", "price": 9}, "mood": {"a": 1}}]
    mapped = 'topic = "plan.name"\npage = "plan.page"'
    with loading(tmp_path, {"a.jsonl": as_file("jsonl", rows)}, columns=mapped) as engine:
        assert asked(engine, RECORD.format(1)) == [
            ("at", "occurred_at", True),
            ("event", "event", True),
            ("mood", None, True),
            ("plan.name", "topic", True),
            ("plan.page", "page", False),
            ("who", "user_id", True),
        ]


def test_a_csv_file_with_faulty_lines_keeps_its_columns_on_record(tmp_path: Path) -> None:
    rows = as_file("csv", [VISIT | {"mood": "good"}]) + b"one,too,many,cells,here\n"
    with loading(tmp_path, {"a.csv": rows}, columns=PLAN) as engine:
        assert [row[0] for row in asked(engine, RECORD.format(1))] == [
            *("at", "event", "mood", "plan", "who")
        ]
