"""Give identifiers and people names that tell nothing about them.

In:     identity.identifiers, and a key
Out:    identity.pseudonyms: identifier_no, id_hash, person_id, both keyed hashes of 16 hex digits
Errors: none; the key is the caller's affair
Source: HMAC-SHA-256 (RFC 2104)
"""

from __future__ import annotations

import hmac

import pyarrow as pa

from pipeline.engine.face import Engine, TableName

PSEUDONYMS = TableName("identity", "pseudonyms")


def build_pseudonyms(engine: Engine, key: bytes) -> None:
    """Fill identity.pseudonyms: what stands in place of an identifier, wherever people look."""
    rows = engine.read(
        "select identifier_no, id_type, id_scope, id_value from identity.identifiers "
        "order by identifier_no"
    ).to_pydict()
    texts = [
        "\0".join(parts).encode()
        for parts in zip(rows["id_type"], rows["id_scope"], rows["id_value"], strict=True)
    ]
    engine.put_table(
        PSEUDONYMS,
        pa.table(
            {
                "identifier_no": pa.array(rows["identifier_no"], pa.int64()),
                "id_hash": pa.array([keyed_hash(key, b"id\0" + t) for t in texts], pa.string()),
                "person_id": pa.array(
                    [keyed_hash(key, b"person\0" + t) for t in texts], pa.string()
                ),
            }
        ),
    )


def keyed_hash(key: bytes, text: bytes) -> str:
    """16 hex digits that nobody can compute, or check a guess against, without the key."""
    return hmac.digest(key, text, "sha256")[:8].hex()
