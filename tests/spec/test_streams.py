"""A stream is a model's table, found in one pass over sorted rows: the same rows from the same."""

from __future__ import annotations

import duckdb
import pytest

from pipeline.engine.face import TableName
from pipeline.models import Model, load_models, load_streams
from pipeline.questions import contact_tables, stay_tables, stay_times
from pipeline.sqlfiles import sql_root
from pipeline.walks.tables import WALKS
from tests.spec.parsed import nodes, tables_read, tree_of

MODELS = load_models(sql_root())
STREAMS = load_streams(sql_root())
every_stream = pytest.mark.parametrize("stream", STREAMS.values(), ids=lambda one: str(one.name))


def test_every_file_of_the_streams_is_the_second_text_of_a_model() -> None:
    assert len([*(sql_root() / "streams").rglob("*.sql")]) == len(STREAMS)
    second_texts = {name: model.streamed for name, model in MODELS.items() if model.streamed}
    assert second_texts == {name: stream.select for name, stream in STREAMS.items()}


@every_stream
def test_a_stream_reads_what_its_model_reads_and_its_rows_are_the_same_things(
    stream: Model,
) -> None:
    model = MODELS[stream.name]
    assert tables_read(stream.select) == stream.reads == model.reads
    assert (stream.header["Grain"], stream.key) == (model.header["Grain"], model.key)


@every_stream
def test_a_stream_parts_and_sorts_nothing_in_its_windows(stream: Model) -> None:
    windows = [node for node in nodes(tree_of(stream.select)) if node.get("class") == "WINDOW"]
    assert windows
    assert [window for window in windows if window["partitions"] or window["orders"]] == []


@every_stream
def test_a_stream_gives_the_rows_and_columns_of_its_model(
    stream: Model, sample_db: duckdb.DuckDBPyConnection
) -> None:
    by_model = sample_db.sql(MODELS[stream.name].select)
    table = sample_db.table(str(stream.name))
    assert (table.columns, table.types) == (by_model.columns, by_model.types)
    assert table.except_(by_model).limit(1).fetchall() == []
    assert by_model.except_(table).limit(1).fetchall() == []


@pytest.mark.parametrize(
    "name",
    [
        "identity.owner_options",
        "journeys.pieces",
        *map(str, WALKS),
        *map(str, (*stay_tables.SUMS, *stay_times.TIMES)),
        *map(str, contact_tables.COUNTED),
    ],
)
def test_what_is_counted_from_numbers_has_the_rows_and_columns_of_its_model(
    name: str, sample_db: duckdb.DuckDBPyConnection
) -> None:
    by_model = sample_db.sql(MODELS[TableName.parse(name)].select)
    table = sample_db.table(name)
    assert (table.columns, table.types) == (by_model.columns, by_model.types)
    assert table.except_(by_model).limit(1).fetchall() == []
    assert by_model.except_(table).limit(1).fetchall() == []
