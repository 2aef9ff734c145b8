"""Crowds part people, and what is found of them apart is what is found of all together."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.config import Project
from pipeline.crowds import added_up, crowds_of
from pipeline.engine.duckdb_engine import DuckDBEngine
from pipeline.engine.face import TableName
from pipeline.questions.all_steps import read_steps
from pipeline.questions.gathered_values import GatheredValues
from pipeline.questions.group_sums import Groups
from pipeline.questions.piece_tables import Pieces
from pipeline.questions.quantile_windows import Values
from pipeline.questions.route_tables import Routes
from pipeline.questions.transition_tables import Transitions
from pipeline.run import warehouse_path
from pipeline.warehouse import reading
from tests.examples import examples

Journeys = list[tuple[int, int]]  # whose, and how many steps
Rows = list[tuple[int, int, int]]  # two keys and a value
journeys = st.lists(st.tuples(st.integers(-3, 9), st.integers(1, 6)), max_size=12)
rows = st.lists(st.tuples(st.integers(0, 2), st.integers(5, 7), st.integers(-9, 9)), max_size=20)
SHARES = {"median": 0.5, "p90": 0.9}
KEYS = ["one", "other"]


@settings(max_examples=examples(60), deadline=None, derandomize=True)
@given(journeys, st.integers(1, 8))
def test_everybody_is_in_one_crowd_which_is_full_before_the_next_one_begins(
    journeys: Journeys, most_steps: int
) -> None:
    schema = pa.schema([("person_key", pa.int64()), ("steps", pa.int64())])
    columns = np.array(journeys, np.int64).reshape(-1, 2).T
    with DuckDBEngine(":memory:", threads=1) as engine:
        table = pa.table([*columns], schema=schema)
        engine.put_table(TableName("journeys", "journeys"), table)
        crowds = crowds_of(engine.read, most_steps)
    steps: Counter[int] = Counter()
    for person, count in journeys:
        steps[person] += count
    inside = [[who for who in steps if crowd.first_key <= who < crowd.end_key] for crowd in crowds]
    assert sorted(who for own in inside for who in own) == sorted(steps)
    assert not journeys or all(inside)
    # Before its last one a crowd has no more than it may have.
    assert all(sum(steps[who] for who in sorted(own)[:-1]) <= most_steps for own in inside)


def values_of(rows: Rows) -> Values:
    one, other, value = np.array(rows, np.int64).reshape(-1, 3).T
    return Values({"one": one, "other": other}, value)


@settings(max_examples=examples(60), deadline=None, derandomize=True)
@given(st.lists(rows, min_size=1, max_size=4), st.sampled_from([KEYS, KEYS[:1], KEYS[1:]]))
def test_quantiles_of_what_crowds_tell_are_those_of_everything(
    crowds: list[Rows], keys: list[str]
) -> None:
    gathered = GatheredValues()
    for crowd in crowds:
        gathered.add(values_of(crowd))
    found = gathered.windows(keys, SHARES)
    columns, value = values_of([row for crowd in crowds for row in crowd])
    expected = Groups({name: columns[name] for name in keys}).windows(value, SHARES)
    assert found.table().equals(expected.table())
    told, meant = found.quantiles(SHARES, 1), expected.quantiles(SHARES, 1)
    assert str(told) == str(meant)


@given(st.lists(rows, min_size=1, max_size=4))
def test_sums_of_crowds_are_added_up_group_by_group(crowds: list[Rows]) -> None:
    schema = pa.schema(dict.fromkeys((*KEYS, "events"), pa.int64()))
    tables = [
        pa.table([*np.array(own, np.int64).reshape(-1, 3).T], schema=schema) for own in crowds
    ]
    sums: Counter[tuple[int, int]] = Counter()
    for one, other, events in (row for crowd in crowds for row in crowd):
        sums[one, other] += events
    expected = [{"one": one, "other": other, "events": sums[one, other]}
                for one, other in sorted(sums)]  # fmt: skip
    assert added_up(tables, KEYS).to_pylist() == expected


def test_many_crowds_of_the_sample_tell_what_one_does(sample_project: Project) -> None:
    with reading(warehouse_path(sample_project)) as engine:
        crowds = crowds_of(engine.read, 100)
        assert len(crowds) > 10
        tables: dict[str, Transitions | Pieces | Routes] = {
            "transition_counts": Transitions(),
            "pieces": Pieces(),
            "routes": Routes(engine),
        }
        for crowd in crowds:
            steps = read_steps(engine.read, crowd)
            for table in tables.values():
                table.add(steps)
        for name, table in tables.items():
            stored = engine.read_table(TableName("journeys", name))
            assert table.table().to_pylist() == stored.to_pylist()
