"""Join identifiers that were seen together into people, and give them names that tell nothing.

In:     identity.identifiers (numbered 1 .. N) and identity.links (pairs of those numbers)
Out:    identity.components: identifier_no, component_no (the smallest number in the component);
        identity.pseudonyms: identifier_no, id_hash, person_id, both keyed hashes of 16 hex digits
Errors: none for the components; the key is the caller's affair
Source: connected components by scipy.sparse.csgraph; HMAC-SHA-256 (RFC 2104)
"""

from __future__ import annotations

import hmac

import numpy as np
import numpy.typing as npt
import pyarrow as pa
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from pipeline.engine.face import Engine, TableName

_Numbers = npt.NDArray[np.int64]

COMPONENTS = TableName("identity", "components")
PSEUDONYMS = TableName("identity", "pseudonyms")
READS = {
    COMPONENTS: (TableName("identity", "identifiers"), TableName("identity", "links")),
    PSEUDONYMS: (TableName("identity", "identifiers"),),
}


def smallest_in_component(
    count: int,
    left: _Numbers,
    right: _Numbers,
) -> _Numbers:
    """For identifiers 1 .. `count` joined by pairs, the smallest identifier each is joined with.

    >>> smallest_in_component(4, np.array([2]), np.array([4])).tolist()
    [1, 2, 3, 2]
    """
    ones = np.ones(len(left), dtype=np.int8)
    graph = coo_array((ones, (left - 1, right - 1)), shape=(count, count))
    _, labels = connected_components(graph, directed=False)
    # The first occurrence of a label is at the smallest identifier, as identifiers are in order.
    _, first = np.unique(labels, return_index=True)
    smallest: _Numbers = first[labels].astype(np.int64) + 1
    return smallest


def build_components(engine: Engine) -> None:
    """Fill identity.components."""
    count = engine.read("select count(*) as n from identity.identifiers").column("n")[0].as_py()
    links = engine.read("select left_no, right_no from identity.links")
    left, right = (links.column(name).to_numpy() for name in ("left_no", "right_no"))
    smallest = smallest_in_component(count, left, right)
    numbers = np.arange(1, count + 1, dtype=np.int64)
    engine.put_table(COMPONENTS, pa.table({"identifier_no": numbers, "component_no": smallest}))


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
