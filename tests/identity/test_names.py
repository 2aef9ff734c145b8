"""Pseudonyms are keyed hashes as RFC 2104 defines them."""

from __future__ import annotations

import hmac

import pyarrow as pa
import pytest

from pipeline.engine.duckdb_engine import DuckDBEngine
from pipeline.engine.face import TableName
from pipeline.identity.names import PSEUDONYMS, build_pseudonyms

IDENTIFIERS = [
    (1, "email", "", "ana@example.com"),
    (2, "ticket_id", "zendesk", "77"),
    (3, "user_id", "", "ñandú \U0001f600"),
]


@pytest.mark.parametrize("key", [b"k", b"k" * 64, b"a key of more than sixty-four bytes " * 3])
def test_both_names_are_parts_of_one_keyed_hash(key: bytes) -> None:
    columns = ("identifier_no", "id_type", "id_scope", "id_value")
    rows = pa.table(dict(zip(columns, zip(*IDENTIFIERS, strict=True), strict=True)))
    with DuckDBEngine(":memory:") as engine:
        engine.put_table(TableName("identity", "identifiers"), rows)
        build_pseudonyms(engine, key)
        found = engine.read(f"from {PSEUDONYMS} order by identifier_no").to_pylist()
    for row, (number, *parts) in zip(found, IDENTIFIERS, strict=True):
        digits = hmac.new(key, "\0".join(["id", *parts]).encode(), "sha256").hexdigest()
        names = {"id_hash": digits[:16], "person_id": digits[16:32]}
        assert row == {"identifier_no": number, **names}
