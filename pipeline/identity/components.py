"""Join identifiers into people: the connected components of the links that may join.

In:     identity.identifiers (identifier_no, all of them); identity.usable_links (left_no,
        right_no), for a batch identity.new_links (the same columns), identity.new_identifiers
        (identifier_no), the former identity.components and identity.refusals. Links have no
        direction; loops and repeats do no harm
Out:    identity.components: identifier_no, component_no, the smallest number of the component; for
        a batch identity.touched_members: identifier_no, component_no, former_no, all of the
        components that it has a part in
Errors: JourneysError naming the scratch table whose SQL fails
Source: contraction of trees (Borůvka 1926; hooking and pointer jumping as in Shiloach and Vishkin
        1982), in SELECTs that DuckDB and Spark read alike: sql/components. Few links go to
        scipy.sparse.csgraph instead, as two dozen tables cost more than the work
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pyarrow as pa
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from pipeline.engine.face import Engine, TableName
from pipeline.sqlfiles import sql_text

COMPONENTS = TableName("identity", "components")
TOUCHED = TableName("identity", "touched_members")
USABLE_LINKS = TableName("identity", "usable_links")
SCRATCH = "components"
# Measured: with a million links the SQL costs as much, and its memory has a limit.
MOST_EDGES_IN_MEMORY = 500_000

_BATCH_LINKS = TableName(SCRATCH, "batch_links")
_BATCH_ENDS = TableName(SCRATCH, "batch_ends")
_BATCH_ROWS = TableName(SCRATCH, "batch_rows")
_CONTRACTED_EDGES = TableName(SCRATCH, "contracted_edges")
_COMPOSED_LABELS = TableName(SCRATCH, "composed_labels")
_DEEP_HOOKS = TableName(SCRATCH, "deep_hooks")
_EDGES = TableName(SCRATCH, "edges")
_HOOKS = TableName(SCRATCH, "hooks")
_JUMPED_HOOKS = TableName(SCRATCH, "jumped_hooks")
_LABELS = TableName(SCRATCH, "labels")
_PARENTS = TableName(SCRATCH, "parents")
_SPARE_EDGES = TableName(SCRATCH, "spare_edges")
_MOVED = "select count(*) as moved from components.deep_hooks where is_moved"
_LABEL_SCHEMA = pa.schema([("node_no", pa.int64()), ("label_no", pa.int64())])


def build_components(engine: Engine, *, in_memory: int = MOST_EDGES_IN_MEMORY) -> None:
    """Fill identity.components anew. Up to `in_memory` links are joined outside the database.

    >>> from pipeline.engine.duckdb_engine import DuckDBEngine
    >>> with DuckDBEngine(":memory:") as engine:
    ...     engine.execute("create schema identity")
    ...     engine.execute("create table identity.identifiers as"
    ...         " from range(1, 5) as numbers (identifier_no)")
    ...     engine.execute("create table identity.usable_links as"
    ...         " select 4 as left_no, 2 as right_no")
    ...     build_components(engine)
    ...     engine.read("from identity.components order by 1").column("component_no").to_pylist()
    [1, 2, 3, 2]
    """
    engine.create_view(_EDGES, sql_text("components/link_edges.sql"))
    _build_labels(engine, in_memory)
    engine.create_table(COMPONENTS, sql_text("components/components.sql"))
    engine.drop_schema(SCRATCH)


def join_batch(engine: Engine, *, in_memory: int = MOST_EDGES_IN_MEMORY) -> None:
    """Fill identity.touched_members with what new identifiers and new links make of components.

    The answer is that of a full run before its conflicts are replayed: what the former run refused
    (identity.refusals) is joined again. Numbers stay as they were, and those of new identifiers
    may lie between them. identity.components stays as it is.

    >>> from pipeline.engine.duckdb_engine import DuckDBEngine
    >>> with DuckDBEngine(":memory:") as engine:
    ...     engine.execute("create schema identity")
    ...     engine.execute("create table identity.components as"
    ...         " from (values (1, 1), (2, 2)) as c (identifier_no, component_no)")
    ...     engine.execute("create table identity.refusals (left_no bigint, right_no bigint)")
    ...     engine.execute("create table identity.new_identifiers as"
    ...         " from range(3, 5) as numbers (identifier_no)")
    ...     engine.execute("create table identity.new_links as"
    ...         " from (values (3, 2), (1, 3)) as l (left_no, right_no)")
    ...     join_batch(engine)
    ...     [*engine.read("from identity.touched_members order by 1").to_pydict().values()]
    [[1, 2, 3, 4], [1, 1, 1, 4], [1, 2, None, None]]
    """
    engine.create_table(_BATCH_LINKS, sql_text("components/batch_links.sql"))
    engine.create_table(_BATCH_ENDS, sql_text("components/batch_ends.sql"))
    engine.create_table(_EDGES, sql_text("components/batch_edges.sql"))
    _build_labels(engine, in_memory)
    engine.create_table(TOUCHED, sql_text("components/batch_members.sql"))
    engine.drop_schema(SCRATCH)


def write_batch(engine: Engine) -> None:
    """Bring identity.components up to date with a batch, as components.split_components has it."""
    engine.create_table(_BATCH_ROWS, sql_text("components/batch_rows.sql"))
    engine.replace_rows(COMPONENTS, "identifier_no", _BATCH_ROWS)
    engine.drop_table(TOUCHED)


def _build_labels(engine: Engine, in_memory: int) -> None:
    """Fill components.labels from components.edges, in memory or in SQL."""
    if engine.count(_EDGES) > in_memory:
        contract(engine)
        return
    edges = engine.read("select low_no, high_no from components.edges")
    low, high = (edges.column(name).to_numpy() for name in ("low_no", "high_no"))
    nodes, smallest = smallest_in_component(low, high)
    columns = [nodes[nodes != smallest], smallest[nodes != smallest]]
    engine.put_table(_LABELS, pa.table(columns, schema=_LABEL_SCHEMA))


Numbers = npt.NDArray[np.int64]


def smallest_in_component(left: Numbers, right: Numbers) -> tuple[Numbers, Numbers]:
    """All numbers that occur in these pairs, in order, and the smallest that each is joined with.

    >>> nodes, smallest = smallest_in_component(np.array([9, 2]), np.array([2, 5]))
    >>> nodes.tolist(), smallest.tolist()
    ([2, 5, 9], [2, 2, 2])
    """
    nodes, codes = np.unique(np.concatenate([left, right]), return_inverse=True)
    ones = np.ones(len(left), dtype=np.int8)
    ends = (codes[: len(left)], codes[len(left) :])
    graph = coo_array((ones, ends), shape=(len(nodes), len(nodes)))
    components, labels = connected_components(graph, directed=False)
    # The first occurrence of a label is at the smallest number, as the numbers are in order.
    first = np.full(components, len(nodes))
    np.minimum.at(first, labels, np.arange(len(nodes)))
    return nodes, nodes[first[labels]]


def contract(engine: Engine) -> int:
    """Fill components.labels from components.edges in SQL, and use the edges up; return the rounds.

    In every round each node hooks to its smallest neighbour, if that is smaller; each tree that so
    arises becomes one node. Of every node that has edges, itself or a neighbour is hooked.
    """
    rounds = 0
    while engine.count(_EDGES):
        rounds += 1
        _build_parents(engine)
        engine.create_table(_CONTRACTED_EDGES, sql_text("components/contracted_edges.sql"))
        engine.rename_table(_CONTRACTED_EDGES, _EDGES)
        engine.rename_table(_PARENTS, _parents_of(rounds))
    engine.put_table(_LABELS, _LABEL_SCHEMA.empty_table())
    for number in range(rounds, 0, -1):
        engine.rename_table(_parents_of(number), _PARENTS)
        engine.create_table(_COMPOSED_LABELS, sql_text("components/composed_labels.sql"))
        engine.rename_table(_COMPOSED_LABELS, _LABELS)
    return rounds


def _build_parents(engine: Engine) -> None:
    """One round: hooks, their roots, and the edges that lead out of a tree or across it."""
    engine.create_table(_HOOKS, sql_text("components/hooks.sql"))
    engine.create_table(_DEEP_HOOKS, sql_text("components/deep_hooks.sql"))
    has_moved = engine.count(_DEEP_HOOKS) > 0
    while has_moved:
        engine.create_table(_JUMPED_HOOKS, sql_text("components/jumped_hooks.sql"))
        engine.rename_table(_JUMPED_HOOKS, _DEEP_HOOKS)
        has_moved = engine.read(_MOVED).column("moved")[0].as_py() > 0
    engine.create_table(_SPARE_EDGES, sql_text("components/spare_edges.sql"))
    engine.create_table(_PARENTS, sql_text("components/parents.sql"))


def _parents_of(number: int) -> TableName:
    return TableName(SCRATCH, f"parents_{number}")
