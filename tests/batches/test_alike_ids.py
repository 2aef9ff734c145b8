"""An id that comes with a batch and has the key of another id gets one of its own."""

from __future__ import annotations

import pytest

from pipeline.batches import parts
from pipeline.build import build_batch, build_tables
from pipeline.engine.duckdb_engine import DuckDBEngine
from tests.batches.comparing import differences
from tests.build_helpers import BUY, KEY, SOURCES, deliver, loaded, rows_of, story

FORMER = """
    ana  10:00  visit  id=a  anonymous_id=1  email=ana@x.es
    -    10:01  visit  id=b  anonymous_id=1
    ben  10:02  buy    id=c  anonymous_id=2
"""
LATER = "ben 10:03 visit id=d"
KEYED = ("event_bundles", "owned_events", "owner_options", "person_events")


def _key_of(engine: DuckDBEngine, event_id: str) -> int:
    select = "select (xxhash64($id) % 9223372036854775807)::bigint as key"
    return int(engine.scalar(select, {"id": event_id}))


def _give(engine: DuckDBEngine, event_id: str, key: int) -> None:
    """Let the build before have known an event by another key."""
    before = _key_of(engine, event_id)
    for table in KEYED:
        statement = f"update identity.{table} set event_key = $key where event_key = $before"  # noqa: S608
        engine.execute(statement, {"key": key, "before": before})


def test_it_takes_a_build_of_all_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "MOST_OF_ALL", 9)  # of so few people a batch touches most
    config = SOURCES + BUY
    with loaded(config, story(FORMER)) as ours, loaded(config, story(FORMER)) as theirs:
        build_tables(ours, key=KEY)
        _give(ours, "web:b", _key_of(ours, "web:d"))
        for engine in (ours, theirs):
            deliver(engine, story(LATER), first_file=2)
        assert not build_batch(ours, key=KEY).arrivals.adds_only
        build_tables(theirs, key=KEY)
        assert [*differences(ours, theirs)] == []
        keys = rows_of(ours, "select event_id, event_key from identity.event_bundles")
    assert len({row["event_key"] for row in keys}) == len(keys) == 4


def test_an_id_like_no_other_is_added(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "MOST_OF_ALL", 9)
    with loaded(SOURCES + BUY, story(FORMER)) as ours:
        build_tables(ours, key=KEY)
        deliver(ours, story(LATER), first_file=2)
        assert build_batch(ours, key=KEY).arrivals.adds_only
