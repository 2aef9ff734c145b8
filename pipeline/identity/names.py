"""Give identifiers and people names that tell nothing about them.

In:     identity.identifiers, and a key
Out:    identity.pseudonyms: identifier_no, id_hash, person_id, both keyed hashes of 16 hex digits
Errors: none; the key is the caller's affair
Source: HMAC-SHA-256 (RFC 2104)
Note:   a million hashes cost a second in SQL and five in Python. The key goes in as a parameter: it
        is in no statement, and nowhere in the warehouse
"""

from __future__ import annotations

import hashlib
import hmac

from pipeline.engine.face import Engine, TableName
from pipeline.sqlfiles import sql_text

PSEUDONYMS = TableName("identity", "pseudonyms")
_BLOCK = hashlib.sha256().block_size


def build_pseudonyms(engine: Engine, key: bytes) -> None:
    """Fill identity.pseudonyms: what stands in place of an identifier, wherever people look."""
    whole = hashlib.sha256(key).digest() if len(key) > _BLOCK else key
    padded = whole.ljust(_BLOCK, b"\0")
    pads = {
        "inner_pad": bytes(byte ^ 0x36 for byte in padded),
        "outer_pad": bytes(byte ^ 0x5C for byte in padded),
    }
    rows = engine.read(sql_text("names/pseudonyms.sql"), pads)
    engine.put_table(PSEUDONYMS, rows, plain=("id_hash", "person_id"))


def keyed_hash(key: bytes, text: bytes) -> str:
    """16 hex digits that nobody can compute, or check a guess against, without the key."""
    return hmac.digest(key, text, "sha256")[:8].hex()
