"""Profiles written as a table of text, and what is proposed for them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pyarrow as pa

from pipeline.engine.duckdb_engine import DuckDBEngine
from pipeline.proposals import ProposalRules, propose
from pipeline.proposals.propose import PROFILES
from tests.reference.proposals import Row

SCHEMA = pa.schema(
    [
        ("profile_no", pa.int64()),
        *((name, pa.string()) for name in ("source", "name", "email", "phone", "postcode")),
    ]
)
Pair = tuple[int, int]


def rows_of(text: str) -> list[Row]:
    """Lines of `number source | name | email | phone | postcode`; "-" is unknown."""
    rows = []
    for line in filter(None, map(str.strip, text.splitlines())):
        first, *parts = (part.strip() for part in line.split("|"))
        number, source = first.split()
        values = [None if part == "-" else part for part in parts]
        rows.append(Row(int(number), source, *values))
    return rows


def put_profiles(engine: DuckDBEngine, rows: Iterable[Row]) -> None:
    """Fill identity.profiles."""
    listed = [row._asdict() for row in rows]
    engine.put_table(PROFILES, pa.Table.from_pylist(listed, schema=SCHEMA))


def ask(
    rows: Iterable[Row], select: str, rules: ProposalRules | None = None
) -> list[dict[str, Any]]:
    """The rows of a SELECT on what was made of the profiles."""
    with DuckDBEngine(":memory:", threads=1) as engine:
        put_profiles(engine, rows)
        propose(engine, rules)
        found: list[dict[str, Any]] = engine.read(select).to_pylist()
        return found


def proposed(rows: Iterable[Row], rules: ProposalRules | None = None) -> dict[Pair, str]:
    """The pairs that are proposed, with their reasons."""
    select = "select left_no, right_no, reason from identity.proposals order by left_no, right_no"
    return {(row["left_no"], row["right_no"]): row["reason"] for row in ask(rows, select, rules)}
