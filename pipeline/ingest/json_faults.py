"""JSON that can be parsed but not believed: a key twice in one object, nesting without end.

In:     `delivered`, filled by a reader of JSON
Out:    the faults, one per record; those records are no longer in `delivered`
Errors: none
Note:   all objects inside of others are looked at too. A source that names its columns is spared
        that: there the objects count in which a mapped key is (see formats/json_fields.py)
"""

from __future__ import annotations

from pipeline.engine.duckdb_engine import DuckDBEngine
from pipeline.ingest.limits import LIMITS
from pipeline.sqlfiles import sql_text

Found = tuple[int, str, str]


def take_out_faults(engine: DuckDBEngine) -> list[Found]:
    """Move the records that cannot be believed out of `delivered`."""
    # The deep ones go first: listing what is inside of them takes their depth times their size.
    faults = _taken_out(engine, "load/json_deep.sql", {"levels": LIMITS.json_levels})
    faults += _taken_out(engine, "load/json_faults.sql", {"bytes": LIMITS.line_bytes})
    return sorted(faults)


def _taken_out(engine: DuckDBEngine, script: str, parameters: dict[str, int]) -> list[Found]:
    rows = engine.read(sql_text(script), parameters).to_pylist()
    if rows:
        lines = [row["line"] for row in rows]
        engine.execute(sql_text("load/without_faults.sql"), {"lines": lines})
    return [(row["line"], row["reason"], row["row"]) for row in rows]
