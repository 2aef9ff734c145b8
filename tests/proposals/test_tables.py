"""The SQL of proposals keeps the word of its headers; points are what their shares make them."""

from __future__ import annotations

import math

import pytest

from pipeline.engine.duckdb_engine import DuckDBEngine
from pipeline.models import Model
from pipeline.proposals import ProposalRules, propose
from pipeline.proposals.propose import proposal_models
from pipeline.proposals.tables import proposal_tables
from tests.proposals.reading import put_profiles, rows_of
from tests.reference.proposal_words import POINTS, WORDS
from tests.spec.parsed import functions_called, tables_read
from tests.spec.test_models import PORTABLE

MODELS = proposal_models()
# Functions of both engines, under one name, that only proposals use.
ALSO_PORTABLE = {"length", "levenshtein", "log2", "power", "split_part"}
every_model = pytest.mark.parametrize("model", MODELS.values(), ids=lambda model: str(model.name))


@every_model
def test_the_tables_read_are_those_the_header_names(model: Model) -> None:
    assert model.reads == tables_read(model.select)
    words = [word.strip() for word in model.header["Reads"].split(",")]
    assert words == sorted(words)


@every_model
def test_a_header_says_what_the_grain_is(model: Model) -> None:
    assert model.header["Grain"].startswith("one row")
    assert model.header["What"].endswith(".")


@every_model
def test_every_table_read_is_known(model: Model) -> None:
    outside = {str(name) for name in model.reads - set(MODELS)}
    given = {str(name) for name in proposal_tables(ProposalRules())}
    assert outside <= given | {"identity.profiles"}


@every_model
def test_the_functions_used_exist_in_both_engines(model: Model) -> None:
    assert functions_called(model.select) - PORTABLE - ALSO_PORTABLE == set()


def test_the_columns_of_every_key_identify_a_row() -> None:
    rows = rows_of("""
        1 crm     | Ana Ana García López  | ana@x.es  | +34911234567 | 28001
        2 crm     | Luis García López     | luis@x.es | +34911234567 | 28001
        3 support | luis garcia           | ana@x.es  | +34911234567 | -
        4 support | ana lopez             | ana@y.es  | +34600000001 | 28002
    """)
    with DuckDBEngine(":memory:", threads=1) as engine:
        put_profiles(engine, rows)
        propose(engine)
        for model in MODELS.values():
            table = engine.connection.table(str(model.name))
            (count,) = table.aggregate("count(*)").fetchall()[0]
            key = ", ".join(model.key)
            assert count, model.name
            assert table.project(key).distinct().aggregate("count(*)").fetchall() == [(count,)]


@pytest.mark.parametrize("row", POINTS.values(), ids=["_".join(key) for key in POINTS])
def test_points_are_the_log2_odds_of_their_shares(row: dict[str, str]) -> None:
    odds = float(row["share_same"]) / float(row["share_other"])
    assert float(row["points"]) == pytest.approx(math.log2(odds), abs=0.06)
    assert row["meaning"]


def test_a_nickname_stands_for_a_name_that_is_none_itself() -> None:
    for word, row in WORDS.items():
        assert word.isascii(), word
        assert word.islower(), word
        assert row["kind"] in ("title", "particle", "name", "nickname"), word
        if row["kind"] == "nickname":
            assert WORDS[row["stands_for"]]["kind"] == "name", word
        else:
            assert row["stands_for"] == "", word
