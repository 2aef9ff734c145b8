"""Every source has a table of its own events, as wide as its files; one view shows them all."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.config import load_config
from pipeline.engine.duckdb_engine import DuckDBEngine
from pipeline.ingest import load_sources
from pipeline.ingest.event_tables import (
    ALL_EVENTS,
    FIELDS,
    event_tables,
    table_of,
    with_columns,
)
from tests.ingest.small_files import VISIT, as_file, asked, loading

SOURCE = """
[[source]]
name = "{0}"
files = ["{0}.csv"]
[source.columns]
event = "event"
occurred_at = "at"
user_id = "who"
{1}
"""
JOURNEY = '[[journey]]\nname = "j"\nboundary = "whole"\ngoal = ["visit"]\ntimeout = "1 day"\n'
PLAN, AGENT = 'topic = "plan"', 'agent = "agent"'


@contextmanager
def loaded(folder: Path, *configurations: str) -> Iterator[DuckDBEngine]:
    """Load the same files under one configuration after the other."""
    with DuckDBEngine(":memory:", threads=1) as engine:
        for text in configurations:
            (folder / "journeys.toml").write_text(text + JOURNEY)
            list(load_sources(engine, load_config(folder / "journeys.toml")))
        yield engine


def test_a_source_gains_columns_with_a_later_file(tmp_path: Path) -> None:
    first = {"1.csv": as_file("csv", [VISIT])}
    second = {"2.csv": as_file("csv", [VISIT | {"who": "eva", "plan": "fibra"}])}
    with loading(tmp_path, first, second, columns=PLAN) as engine:
        assert asked(engine, "select user_id, topic from raw.generic_events order by 1") == [
            ("ana", None),
            ("eva", "fibra"),
        ]


def test_a_column_that_only_the_first_file_has_stays_and_is_empty_for_the_others(
    tmp_path: Path,
) -> None:
    files = {
        "1.csv": as_file("csv", [VISIT | {"plan": "fibra"}]),
        "2.csv": as_file("csv", [VISIT | {"who": "eva"}]),
    }
    with loading(tmp_path, files, columns=PLAN) as engine:
        assert asked(engine, "select user_id, topic from raw.generic_events order by 1") == [
            ("ana", "fibra"),
            ("eva", None),
        ]


def test_a_table_has_the_columns_that_its_source_fills_and_no_other(tmp_path: Path) -> None:
    with loading(tmp_path, {"1.csv": as_file("csv", [VISIT])}, columns=PLAN) as engine:
        assert sorted(engine.columns(table_of("s"))) == [
            *("event", "event_id", "file_id", "occurred_at", "record_no", "user_id")
        ]


def test_the_view_has_every_field_in_its_place_whatever_the_tables_have(tmp_path: Path) -> None:
    (tmp_path / "web.csv").write_bytes(as_file("csv", [VISIT | {"plan": "fibra"}]))
    (tmp_path / "crm.csv").write_bytes(as_file("csv", [VISIT | {"agent": "Luis"}]))
    both = SOURCE.format("web", PLAN) + SOURCE.format("crm", AGENT)
    with loaded(tmp_path, both) as engine:
        assert engine.columns(ALL_EVENTS) == engine.columns(FIELDS)
        told = "select source, topic, agent from raw.generic_events order by 1"
        assert asked(engine, told) == [("crm", None, "Luis"), ("web", "fibra", None)]
        assert event_tables(engine) == [table_of("crm"), table_of("web")]


def test_a_source_that_leaves_the_configuration_leaves_no_event_behind(tmp_path: Path) -> None:
    for name in ("web", "crm"):
        (tmp_path / f"{name}.csv").write_bytes(as_file("csv", [VISIT | {"mood": name}]))
    web, crm = SOURCE.format("web", ""), SOURCE.format("crm", "")
    with loaded(tmp_path, web + crm, crm) as engine:
        assert asked(engine, "select distinct source from raw.generic_events") == [("crm",)]
        assert asked(engine, "select count(*) from raw.file_columns") == [(4,)]


def test_a_source_that_comes_back_is_taken_anew(tmp_path: Path) -> None:
    for name in ("web", "crm"):
        (tmp_path / f"{name}.csv").write_bytes(as_file("csv", [VISIT | {"mood": name}]))
    web, crm = SOURCE.format("web", ""), SOURCE.format("crm", "")
    with loaded(tmp_path, web + crm, crm, web + crm) as engine:
        sources = "select source, count(*) from raw.generic_events group by 1 order by 1"
        assert asked(engine, sources) == [("crm", 1), ("web", 1)]


def test_a_large_first_file_is_seen_by_the_same_run(tmp_path: Path) -> None:
    # More rows than one thread takes at a time, in a table that this run makes.
    count = 300_000
    times = pa.array([1_772_445_600_000_000] * count, pa.timestamp("us", "UTC"))
    rows = {"event": ["visit"] * count, "at": times, "who": [f"u{n}" for n in range(count)]}
    pq.write_table(pa.table(rows), tmp_path / "web.parquet", row_group_size=50_000)
    config = SOURCE.format("web", "").replace("web.csv", "web.parquet") + JOURNEY
    (tmp_path / "journeys.toml").write_text(config)
    with DuckDBEngine(tmp_path / "warehouse.duckdb", threads=2) as engine:
        list(load_sources(engine, load_config(tmp_path / "journeys.toml")))
        assert engine.count(ALL_EVENTS) == engine.count(table_of("web")) == count


def test_ids_and_cookies_are_written_as_they_are_whenever_they_first_come() -> None:
    with DuckDBEngine(":memory:") as engine:
        engine.execute_file("load/tables.sql")
        with_columns(engine, "web", ["anonymous_id", "channel"])
        with_columns(engine, "web", ["event_id"])
        text = engine.scalar("select sql from duckdb_tables() where table_name = 'events_web'")
    assert "anonymous_id VARCHAR USING COMPRESSION Uncompressed" in text
    assert "event_id VARCHAR USING COMPRESSION Uncompressed" in text
    assert "channel VARCHAR," in text
