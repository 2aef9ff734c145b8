"""Every SQL file keeps the word of its header, on a warehouse with data of all formats."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import duckdb
import pytest

from pipeline.engine.face import TableName
from pipeline.makers import READS_OF_PYTHON
from pipeline.models import Model, load_checks, load_models
from pipeline.sqlfiles import sql_root
from tests.spec.parsed import functions_called, nodes, tables_read, tree_of

MODELS = load_models(sql_root())
CHECKS = load_checks(sql_root())
every_model = pytest.mark.parametrize("model", MODELS.values(), ids=lambda model: str(model.name))
every_select = pytest.mark.parametrize(
    "model", [*MODELS.values(), *CHECKS.values()], ids=lambda model: str(model.name)
)

# The layers in their order; a model reads its own layer and those before it.
LAYERS = ["raw", "config", "staging", "identity", "sessions", "journeys", "marts"]

# Functions that mean the same in DuckDB and in Spark, whatever their case; operators come first.
# DuckDB's parser calls `a like b escape c` like_escape and percentile_cont quantile_cont. The last
# group are Spark's names, which pipeline/engine/duckdb_functions.sql gives to DuckDB.
PORTABLE = {
    *("+", "-", "*", "/", "%", "||", "!~~", "~~", "like_escape"),
    *(
        "count",
        "count_star",
        "sum",
        "min",
        "max",
        "avg",
        "min_by",
        "max_by",
        "bit_xor",
        "quantile_cont",
    ),
    *("row_number", "dense_rank", "lag", "lead", "first_value"),
    *("abs", "floor", "sqrt", "greatest", "least", "nullif"),
    *("lower", "upper", "trim", "replace", "substr", "split_part", "translate", "md5"),
    *("array_agg", "array_sort", "map_values", "map_from_entries"),
    *("from_utc_timestamp", "year", "month", "make_date"),
    *("unix_micros", "timestamp_micros", "named_struct", "size", "array_join", "xxhash64"),
    "get_json_object",
}

# What a window may order by last: a number or an id that no other row of its partition has.
UNIQUE_IN_ITS_PARTITION = {
    *("event_id", "event_no", "person_event_no", "record_no", "step_no"),
    "line_no",  # after journey_no and thread_key, with which it is the event
    "id_value",  # after id_type and id_scope, with which it is the identifier
    "id_scope",  # after id_type, among scopes, which are grouped by both
    "run_no",  # after journey_no and thread_key, with which it is the journey
    "place",  # among places: those that are equal are to have one number
    "started_us",  # among the visits of a person
    "touchpoint",  # among touchpoints: those that are equal are to have one number
    "touchpoint_no",  # after the sign of a bad experience, or among the touchpoints of a definition
    "outcome",  # among the outcomes of one definition, which are distinct
    "journey_key",  # among all journeys
    "event",  # among the names of events of one source, which are grouped by it
    "day_no",  # among the days of one source, which are grouped by it
    "route",  # among the routes of one definition, which are grouped by it
    "channel",  # among the channels of one touchpoint, which are grouped by it
    "evidence_event_id",  # among the combinations of identifiers: an event carries one
    "identifier_no",  # among identifiers, and those of one combination, person or rule
    "person_key",  # among the people who claim one identifier
    "value",  # after its kind, among what one persona is compared by
    "persona",  # after all other words of a kind of event
    "to_no",  # among the pieces with one beginning and middle of one person
    "part_no",  # among the days of one source, which are counted by it
    "beside_no",  # after what happens: it comes and it goes
}
NEED_AN_ORDER = {"row_number", "rank", "dense_rank", "lag", "lead", "first_value", "last_value"}


def test_no_model_is_missing_and_every_layer_has_some() -> None:
    assert {name.schema for name in MODELS} == set(LAYERS) - {"raw", "config"}
    assert len(list(sql_root().glob("[0-9]*/*.sql"))) == len(MODELS)


@every_model
def test_the_folder_of_a_model_is_its_layer(model: Model) -> None:
    number, _, schema = model.path.parent.name.partition("_")
    assert schema == model.name.schema
    numbers = {path.name.partition("_")[2]: path.name[:2] for path in sql_root().glob("[0-9]*")}
    assert sorted(numbers, key=lambda name: numbers[name]) == LAYERS[2:]
    assert number == numbers[schema]


@every_select
def test_a_header_says_what_the_grain_and_the_key_are(model: Model) -> None:
    for field in ("What", "Grain", "Key", "Reads"):
        assert model.header[field], field
    assert model.header["Grain"].startswith("one row")
    assert model.header["What"].endswith(".")


@every_select
def test_the_tables_read_are_those_the_header_names(model: Model) -> None:
    assert model.reads == tables_read(model.select)


@every_select
def test_the_header_names_the_tables_in_alphabetical_order(model: Model) -> None:
    words = [word.strip() for word in model.header["Reads"].split(",")]
    assert words == sorted(words)


@every_model
def test_a_model_reads_its_own_layer_and_earlier_ones(model: Model) -> None:
    here = LAYERS.index(model.name.schema)
    assert {table.schema for table in model.reads} <= set(LAYERS[: here + 1])


@every_select
def test_every_table_read_is_a_model_a_setting_or_a_raw_table(model: Model) -> None:
    by_python = set(READS_OF_PYTHON)
    known = set(MODELS) | by_python
    outside = {table for table in model.reads - known if table.schema not in ("raw", "config")}
    assert outside == set()


@every_select
def test_the_functions_used_exist_in_both_engines(model: Model) -> None:
    assert functions_called(model.select) - PORTABLE == set()


@every_select
def test_every_window_is_ordered_to_the_last_row(model: Model) -> None:
    for window in _windows(model.select):
        last_columns = [order["expression"]["column_names"][-1] for order in window["orders"][-1:]]
        assert last_columns or window["function_name"] not in NEED_AN_ORDER
        assert set(last_columns) <= UNIQUE_IN_ITS_PARTITION


def _windows(select: str) -> Iterator[dict[str, Any]]:
    return (node for node in nodes(tree_of(select)) if node.get("class") == "WINDOW")


# The sample has no source of columns named by the configuration.
NOT_IN_THE_SAMPLE = {
    TableName("staging", "stg_generic__events"),
    TableName("staging", "stg_hubspot__rows"),
    TableName("staging", "changed_columns"),
    TableName("staging", "doubtful_texts"),
    TableName("staging", "hubspot_table_events"),
    TableName("staging", "stg_zendesk__chats"),
    TableName("staging", "zendesk_chat_messages"),
    TableName("sessions", "new_campaigns"),
    TableName("journeys", "ruled_personas"),
    TableName("staging", "doubled_events"),
    TableName("staging", "dropped_deliveries"),
    TableName("identity", "busy_identifiers"),
    TableName("marts", "identity_busy"),
    TableName("marts", "identity_blocked"),
    TableName("identity", "blocked_identifiers"),
    TableName("identity", "cannot_links"),
    TableName("identity", "must_links"),
    TableName("identity", "owned_events"),
    TableName("identity", "owner_options"),
    TableName("identity", "owner_timelines"),
    TableName("identity", "live_names"),
    # It has no record that a CRM has merged.
    TableName("staging", "merged_records"),
    TableName("identity", "merged_identifiers"),
}


@every_model
def test_the_columns_of_the_key_identify_a_row(
    model: Model, sample_db: duckdb.DuckDBPyConnection
) -> None:
    rows = sample_db.table(str(model.name))
    (count,) = rows.aggregate("count(*)").fetchall()[0]
    if not model.key:
        assert count == 1
        return
    assert set(model.key) <= set(rows.columns)
    key = ", ".join(f'"{column}"' for column in model.key)
    (distinct,) = rows.project(key).distinct().aggregate("count(*)").fetchall()[0]
    assert distinct == count
    some_null = " or ".join(f'"{column}" is null' for column in model.key)
    assert rows.filter(some_null).aggregate("count(*)").fetchall() == [(0,)]


def test_the_sample_fills_every_table_of_the_marts(sample_db: duckdb.DuckDBPyConnection) -> None:
    empty = [
        str(name)
        for name in MODELS
        if not sample_db.table(str(name)).limit(1).fetchall() and name not in NOT_IN_THE_SAMPLE
    ]
    assert empty == []


def test_ids_of_which_no_two_are_alike_are_written_as_they_are(
    sample_db: duckdb.DuckDBPyConnection,
) -> None:
    tables = sample_db.sql("select schema_name, table_name, sql from duckdb_tables()").fetchall()
    texts = {f"{schema}.{table}": text for schema, table, text in tables}
    plain = [(str(name), column) for name, model in MODELS.items() for column in model.plain]
    assert ("identity.event_bundles", "event_id") in plain
    assert [
        (table, column)
        for table, column in plain
        if f"{column} VARCHAR USING COMPRESSION Uncompressed" not in texts[table]
    ] == []


def test_combinations_of_identifiers_with_one_mark_are_told_apart(
    sample_db: duckdb.DuckDBPyConnection,
) -> None:
    name = TableName("identity", "event_bundles")
    twelve = "a, b, c, d, e, f, g, h, i, j, k, l"
    sample_db.execute(
        f"create temp macro few_marks(a) as hash(a), ({twelve}) as hash({twelve}) % 8"
    )
    found = sample_db.sql(MODELS[name].select.replace("xxhash64(", "few_marks("))
    table = sample_db.table(str(name))
    assert found.except_(table).limit(1).fetchall() == []
    assert found.aggregate("count(*)").fetchall() == table.aggregate("count(*)").fetchall()


def test_ids_with_one_mark_have_keys_of_their_own(sample_db: duckdb.DuckDBPyConnection) -> None:
    doubled, name = (
        TableName("staging", "doubled_events"),
        TableName("identity", "event_bundles"),
    )
    sample_db.execute("create or replace temp macro seldom_alike(a) as hash(a) % (1 << 28)")
    models = (MODELS[doubled].select, MODELS[doubled].streamed or "", MODELS[name].select)
    by_model, by_stream, bundles = (
        re.sub(r"xxhash64\((\w*\.?event_id)\)", r"seldom_alike(\1)", text) for text in models
    )
    sample_db.execute(f"create or replace temp table seldom_doubled as {by_model}")
    alike = sample_db.table("seldom_doubled")
    assert alike.order("event_id").fetchall() == (
        sample_db.sql(by_stream).order("event_id").fetchall()
    )
    found = sample_db.sql(bundles.replace(str(doubled), "seldom_doubled"))
    told = found.aggregate("count(*), count(distinct event_key), sum((event_key < 0)::int)")
    ((events, keys, own),) = told.fetchall()
    assert events == keys == sample_db.table(str(name)).count("*").fetchall()[0][0]
    assert 0 < own < events
    assert found.filter("event_key between 0 and (1 << 28) - 1").count("*").fetchall() == [
        (events - own,)
    ]
