"""Identifiers that were seen together are one person, and so are those joined through others."""

from __future__ import annotations

import os
import random
from collections.abc import Iterable, Sequence
from itertools import pairwise

import networkx as nx
import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.engine.duckdb_engine import DuckDBEngine
from pipeline.engine.face import TableName
from pipeline.identity.components import (
    SCRATCH,
    USABLE_LINKS,
    build_components,
    contract,
    join_batch,
    write_batch,
)
from pipeline.sqlfiles import sql_text
from tests.examples import examples
from tests.identity.graphs import PAIRS, components, put, put_batch, put_numbers
from tests.reference.components import Pair, Partition, partition

# Everything in SQL, or everything outside: both must give one answer.
in_sql_or_in_memory = pytest.mark.parametrize("in_memory", [0, 1_000_000], ids=["sql", "memory"])


SPLIT = pa.schema([("identifier_no", pa.int64()), ("component_no", pa.int64())])


def joined(pairs: Iterable[Pair], numbers: Iterable[int], in_memory: int = 0) -> Partition:
    with DuckDBEngine(":memory:", threads=1) as engine:
        put_numbers(engine, numbers)
        put(engine, "usable_links", PAIRS, pairs)
        build_components(engine, in_memory=in_memory)
        return components(engine)


@in_sql_or_in_memory
@pytest.mark.parametrize(
    ("pairs", "expected"),
    [
        ([], [1, 2, 3, 4, 5, 6]),
        ([(2, 5)], [1, 2, 3, 4, 2, 6]),
        ([(5, 2), (2, 5), (2, 5)], [1, 2, 3, 4, 2, 6]),
        ([(3, 3)], [1, 2, 3, 4, 5, 6]),
        ([(6, 5), (5, 4), (4, 3), (3, 2), (2, 1)], [1, 1, 1, 1, 1, 1]),
        ([(1, 6), (6, 2), (2, 5), (5, 3), (3, 4)], [1, 1, 1, 1, 1, 1]),
        ([(6, 1), (6, 2), (6, 3), (4, 5)], [1, 1, 1, 4, 4, 1]),
        ([(1, 4), (2, 5), (3, 6)], [1, 2, 3, 1, 2, 3]),
    ],
    ids=["none", "pair", "repeats", "loop", "path", "zigzag", "star", "three pairs"],
)
def test_a_component_is_named_by_its_smallest_number(
    pairs: list[Pair], expected: list[int], in_memory: int
) -> None:
    found = joined(pairs, range(1, 7), in_memory)
    assert [found[number] for number in range(1, 7)] == expected


@in_sql_or_in_memory
def test_without_identifiers_there_is_no_component(in_memory: int) -> None:
    assert joined([], [], in_memory) == {}


def some_pairs(most: int = 30) -> st.SearchStrategy[list[Pair]]:
    return st.lists(st.tuples(st.integers(1, most), st.integers(1, most)), max_size=40)


@in_sql_or_in_memory
@settings(max_examples=examples(20), deadline=None)
@given(some_pairs())
def test_components_are_those_of_networkx_and_of_the_reference(
    in_memory: int, pairs: list[Pair]
) -> None:
    found = joined(pairs, range(1, 31), in_memory)
    assert found == partition(range(1, 31), pairs)
    graph = nx.Graph(pairs)
    graph.add_nodes_from(range(1, 31))
    groups = nx.connected_components(graph)
    assert found == {number: min(group) for group in groups for number in group}


@settings(max_examples=examples(10), deadline=None)
@given(some_pairs(), st.randoms(use_true_random=False))
def test_neither_order_nor_direction_nor_repeats_of_links_matter(
    pairs: list[Pair], dice: random.Random
) -> None:
    turned = [(right, left) if dice.random() < 0.5 else (left, right) for left, right in pairs]
    again = [*turned, *pairs[:5]]
    dice.shuffle(again)
    assert joined(again, range(1, 31)) == joined(pairs, range(1, 31))


def large_graph(seed: int) -> list[Pair]:
    """Stars, paths, cycles and pairs of 2,000 numbers in no order."""
    dice = random.Random(seed)  # noqa: S311 - no secret
    numbers = list(range(1, 2_001))
    dice.shuffle(numbers)
    star = [(numbers[0], other) for other in numbers[1:300]]
    path = list(pairwise(numbers[300:801]))
    cycle = [
        *pairwise(numbers[900:1_001]),
        (numbers[1_000], numbers[900]),
    ]
    loose = [(dice.choice(numbers[1_100:]), dice.choice(numbers[1_100:])) for _ in range(500)]
    return star + path + cycle + loose


@pytest.mark.parametrize("seed", range(3))
def test_larger_graphs_have_the_components_of_networkx(seed: int) -> None:
    pairs = large_graph(seed)
    graph = nx.Graph(pairs)
    graph.add_nodes_from(range(1, 2_001))
    groups = nx.connected_components(graph)
    expected = {number: min(group) for group in groups for number in group}
    assert joined(pairs, range(1, 2_001)) == expected


def test_nothing_is_left_of_the_work() -> None:
    with DuckDBEngine(":memory:", threads=1) as engine:
        put_numbers(engine, range(1, 4))
        put(engine, "usable_links", PAIRS, [(1, 3)])
        build_components(engine, in_memory=0)
        schemas = engine.read("select schema_name from information_schema.schemata")
        assert SCRATCH not in schemas.column("schema_name").to_pylist()


# `make soak` goes to the size of a real one.
PATH_NODES = 1_000_000 if "JOURNEYS_SOAK" in os.environ else 100_000


@pytest.mark.parametrize("in_order", [True, False])
def test_a_path_takes_few_rounds_whatever_its_length(*, in_order: bool) -> None:
    numbers = np.arange(1, PATH_NODES + 1)
    if not in_order:
        np.random.default_rng(1).shuffle(numbers)
    with DuckDBEngine(":memory:") as engine:
        edges = {"left_no": numbers[:-1], "right_no": numbers[1:]}
        engine.put_table(USABLE_LINKS, pa.table(edges))
        engine.create_view(TableName(SCRATCH, "edges"), sql_text("components/link_edges.sql"))
        assert contract(engine) < 20
        labels = engine.read(
            "select count(*) as nodes, min(label_no) as low, max(label_no) as high "
            "from components.labels"
        ).to_pylist()
        assert labels == [{"nodes": PATH_NODES - 1, "low": 1, "high": 1}]


def extend(engine: DuckDBEngine, in_memory: int) -> None:
    """Take a batch in which nothing has to be split."""
    join_batch(engine, in_memory=in_memory)
    put(engine, "split", SPLIT, [])
    engine.create_view(TableName(SCRATCH, "split_components"), "from identity.split")
    write_batch(engine)
    engine.drop_schema(SCRATCH)


def in_batches(
    batches: Sequence[list[Pair]], numbers: Sequence[set[int]], in_memory: int
) -> Partition:
    """Batch after batch, with the numbers known by then; the first finds nothing there."""
    with DuckDBEngine(":memory:", threads=1) as engine:
        put_numbers(engine, [])
        for name in ("usable_links", "refusals"):
            put(engine, name, PAIRS, [])
        build_components(engine)
        former: set[int] = set()
        for pairs, known in zip(batches, numbers, strict=True):
            put_batch(engine, numbers=known - former, links=pairs)
            former = known
            extend(engine, in_memory)
        return components(engine)


@in_sql_or_in_memory
@settings(max_examples=examples(10), deadline=None)
@given(some_pairs(20), st.lists(st.integers(0, 40), max_size=3))
def test_batch_after_batch_gives_what_a_full_run_gives(
    in_memory: int, pairs: list[Pair], cuts: list[int]
) -> None:
    edges = [0, *sorted(min(cut, len(pairs)) for cut in cuts), len(pairs)]
    batches = [pairs[start:end] for start, end in pairwise(edges)]
    # An identifier comes with its first link; the last batch brings those without any.
    seen = [{number for pair in pairs[:end] for number in pair} for end in edges[1:-1]]
    found = in_batches(batches, [*seen, {*range(1, 21)}], in_memory)
    assert found == partition(range(1, 21), pairs)


def test_a_batch_joins_again_what_was_refused_before() -> None:
    with DuckDBEngine(":memory:", threads=1) as engine:
        put_numbers(engine, range(1, 5))
        put(engine, "usable_links", PAIRS, [(1, 2)])
        build_components(engine)
        put(engine, "refusals", PAIRS, [(2, 3)])
        put_batch(engine)
        extend(engine, 0)
        assert components(engine) == {1: 1, 2: 1, 3: 1, 4: 4}
