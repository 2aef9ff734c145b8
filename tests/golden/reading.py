"""What the golden tests share: one row of a query, one row of the handoffs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import duckdb

Truth = dict[str, Any]


def row_of(db: duckdb.DuckDBPyConnection, sql: str, **values: object) -> tuple[Any, ...]:
    (row,) = db.execute(sql, values).fetchall()
    assert row is not None
    return row


def handoff(
    db: duckdb.DuckDBPyConnection, journey: str, kind: str, left: str, right: str
) -> dict[str, Any]:
    """Give the one row of a handoff by the names of its columns."""
    cursor = db.execute(
        """
        select handoffs, people, reached, ended, open, repeated
        from marts.handoffs
        where journey = $journey and kind = $kind and from_value = $left and to_value = $right
        """,
        {"journey": journey, "kind": kind, "left": left, "right": right},
    )
    names = [column[0] for column in cursor.description]
    rows = cursor.fetchall()
    assert len(rows) == 1
    return dict(zip(names, rows[0], strict=True))
