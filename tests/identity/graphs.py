"""Identifiers and links put into a database, and what came of them.

In:     numbers, `Identifier` and `Link` of the reference
Out:    partitions as {number: smallest number of its component}
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pyarrow as pa

from pipeline.engine.duckdb_engine import DuckDBEngine
from pipeline.engine.face import TableName
from pipeline.identity.replay import LIMITS, LIMITS_SCHEMA
from tests.reference.components import Identifier, Limit, Link, Pair, Partition

NUMBERS = pa.schema([("identifier_no", pa.int64())])
PAIRS = pa.schema([("left_no", pa.int64()), ("right_no", pa.int64())])
IDENTIFIERS = pa.schema(
    [
        ("identifier_no", pa.int64()),
        *((name, pa.string()) for name in ("id_type", "id_scope", "id_value", "id_class")),
        ("first_us", pa.int64()),
        ("last_us", pa.int64()),
    ]
)
ALIASES = pa.schema([("identifier_no", pa.int64()), ("one_no", pa.int64())])
LINKS = pa.schema(
    [
        *((name, pa.int64()) for name in Link._fields if name != "is_must"),
        ("is_must", pa.bool_()),
        ("is_merge", pa.bool_()),
        ("evidence_event_id", pa.string()),
        ("evidence_source", pa.string()),
    ]
)


def put(engine: DuckDBEngine, name: str, schema: pa.Schema, rows: Iterable[Any]) -> None:
    """Fill identity.`name`."""
    listed = [row if isinstance(row, dict) else dict(zip(schema.names, row)) for row in rows]  # noqa: B905 - evidence may be left out
    engine.put_table(TableName("identity", name), pa.Table.from_pylist(listed, schema=schema))


def put_numbers(engine: DuckDBEngine, numbers: Iterable[int]) -> None:
    """Fill identity.identifiers where nothing but numbers counts."""
    put(engine, "identifiers", NUMBERS, [(number,) for number in numbers])


def put_links(engine: DuckDBEngine, links: Iterable[Link]) -> None:
    """Fill identity.links, and identity.usable_links with the same."""
    rows = [link._asdict() for link in links]
    put(engine, "links", LINKS, rows)
    put(engine, "usable_links", PAIRS, [(row["left_no"], row["right_no"]) for row in rows])


def put_batch(
    engine: DuckDBEngine,
    *,
    numbers: Iterable[int] = (),
    links: Iterable[Pair] = (),
    gone: Iterable[Pair] = (),
) -> None:
    """Fill what a batch brings: identity.new_identifiers, new_links and gone_links."""
    put(engine, "new_identifiers", NUMBERS, [(number,) for number in numbers])
    put(engine, "new_links", PAIRS, links)
    put(engine, "gone_links", PAIRS, gone)


def put_known(
    engine: DuckDBEngine,
    known: Mapping[int, Identifier],
    cannot: Iterable[Pair] = (),
    *,
    limits: Iterable[Limit] = (),
    ones: Iterable[Pair] = (),
) -> None:
    """Fill identity.identifiers, cannot_links and aliases, and config.identity_limits."""
    put(engine, "identifiers", IDENTIFIERS, [(number, *row) for number, row in known.items()])
    put(engine, "cannot_links", PAIRS, cannot)
    put(engine, "aliases", ALIASES, ones)
    rows = [
        {"limit_no": number, **limit._asdict(), "rule": limit.rule}
        for number, limit in enumerate(limits, start=1)
    ]
    engine.put_table(LIMITS, pa.Table.from_pylist(rows, schema=LIMITS_SCHEMA))


def components(engine: DuckDBEngine) -> Partition:
    """identity.components."""
    rows = engine.read("from identity.components").to_pylist()
    found = {row["identifier_no"]: row["component_no"] for row in rows}
    assert len(found) == len(rows)
    return found
