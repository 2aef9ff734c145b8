"""However rows are split into files, and in whatever order and how often they come: same events."""

from __future__ import annotations

import tempfile
from datetime import UTC, datetime
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline import meaning
from pipeline.batches import formers
from pipeline.build import build_order
from pipeline.config import load_config
from pipeline.engine.duckdb_engine import DuckDBEngine
from pipeline.engine.face import TableName
from pipeline.ingest import load_sources
from pipeline.models import Model, load_models
from pipeline.settings_tables import settings_tables
from pipeline.sqlfiles import sql_root
from tests.examples import examples
from tests.ingest.bad_inputs import COLUMNS, Case, write_project

HEAD = "id,who,at,event\n"
CASE = Case("any order", "accepted", {}, columns=COLUMNS + '\nevent_id = "id"')
KEEPING_ON = "[load]\nmax_rejected_share = 1\n"

row = st.builds(
    "{},{},2026-03-02T10:0{}:00Z,{}\n".format,
    st.sampled_from(["1", "2", "3", "4", ""]),
    st.sampled_from(["ana", "eva", " ana "]),
    st.integers(0, 3),
    st.sampled_from(["visit", "buy", "BUY"]),
)
Delivery = list[list[str]]


@st.composite
def two_deliveries(draw: st.DrawFn) -> tuple[list[Delivery], list[Delivery]]:
    """The same rows twice: split, shuffled and repeated in two ways, over one or two runs."""
    rows = draw(st.lists(row, min_size=1, max_size=12))
    return draw(delivered(rows)), draw(delivered(rows))


@st.composite
def delivered(draw: st.DrawFn, rows: list[str]) -> list[Delivery]:
    """Runs, each of files, each of rows; every row is in at least one of them."""
    repeated = draw(st.permutations(rows + draw(st.lists(st.sampled_from(rows), max_size=5))))
    cuts = draw(st.lists(st.integers(0, len(repeated)), max_size=3))
    edges = [0, *sorted(cuts), len(repeated)]
    files = [repeated[start:end] for start, end in pairwise(edges)]
    files = [file for file in files if file]
    files += draw(st.lists(st.sampled_from(files), max_size=2))
    first = draw(st.integers(0, len(files)))
    return [run for run in (files[:first], files[first:]) if run]


def staged(runs: list[Delivery]) -> list[dict[str, Any]]:
    """The events that come of these runs, each with files of its own, older ones still there."""
    with tempfile.TemporaryDirectory() as name, DuckDBEngine(":memory:", threads=1) as engine:
        folder = Path(name)
        config = write_project(folder, CASE, patterns=["logs/*.csv"])
        (folder / "logs").mkdir()
        config.write_text(KEEPING_ON + config.read_text())
        for number, run in enumerate(runs):
            for place, rows in enumerate(run):
                (folder / f"logs/{number}-{place}.csv").write_text(HEAD + "".join(rows))
            list(load_sources(engine, load_config(config)))
        return events(engine, config)


@cache
def models() -> dict[TableName, Model]:
    return dict(load_models(sql_root()))


@cache
def staging_tables() -> list[TableName]:
    """The tables of the staging layer, each after what it reads."""
    order = [table for table in build_order(models()) if table.schema == "staging"]
    return [table for table in order if table not in formers.READS]


def events(engine: DuckDBEngine, config: Path) -> list[dict[str, Any]]:
    """All rows of staging.events; only the staging layer is built."""
    tables = settings_tables(
        load_config(config).config,
        version="1",
        config_hash="c",
        input_hash="i",
        as_of=datetime(2026, 4, 1, tzinfo=UTC),
    )
    for table, content in tables.items():
        engine.put_table(table, content)
    formers.empty_former(engine, TableName("staging", "event_kinds"))
    for table in staging_tables():
        if table in meaning.LOOKUPS:
            meaning.build_lookup(engine, table, meaning.LOOKUPS[table])
        else:
            engine.create_table(table, models()[table].select)
    found: list[dict[str, Any]] = (
        engine.connection.table("staging.events").order("event_id").to_arrow_table().to_pylist()
    )
    return found


@settings(
    max_examples=examples(6),
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow],
)
@given(two_deliveries())
def test_any_split_order_and_repetition_gives_the_same_events(
    ways: tuple[list[Delivery], list[Delivery]],
) -> None:
    first, second = (staged(runs) for runs in ways)
    assert first == second
    assert first
