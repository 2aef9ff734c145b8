"""JSON that can be parsed but not believed: a key that stands twice, nesting without end.

In:     `delivered`, filled by a reader of JSON
Out:    the faults, one per record; those records are no longer in `delivered`
Errors: none
Note:   depth counts brackets outside of texts; SQL picks the few records worth counting
"""

from __future__ import annotations

import re
from itertools import accumulate

from pipeline.engine.duckdb_engine import DuckDBEngine
from pipeline.ingest.limits import LIMITS
from pipeline.sqlfiles import sql_text

_TEXT = re.compile(r'"(?:[^"\\]|\\.)*"')
_BRACKETS = re.compile(r"[\[\]{}]")
_STEPS = {"{": 1, "[": 1, "}": -1, "]": -1}


def take_out_faults(engine: DuckDBEngine) -> list[tuple[int, str, str]]:
    """Move the records that cannot be believed out of `delivered`."""
    found = engine.read(sql_text("load/json_faults.sql")).to_pylist()
    faults = {row["line"]: (row["line"], row["reason"], row["row"]) for row in found}
    levels = LIMITS.json_levels
    crowded = engine.read(sql_text("load/json_bracketed.sql"), {"levels": levels}).to_pylist()
    for row in crowded:
        if depth(row["row"]) > levels:
            faults[row["line"]] = (row["line"], f"nested more than {levels} deep", row["row"])
    if faults:
        engine.execute(sql_text("load/without_faults.sql"), {"lines": list(faults)})
    return [faults[line] for line in sorted(faults)]


def depth(content: str) -> int:
    """How deep the brackets of a JSON text are nested.

    >>> depth('{"a": [{"b": "[[["}], "c": {}}')
    3
    """
    steps = (_STEPS[bracket] for bracket in _BRACKETS.findall(_TEXT.sub("", content)))
    return max(accumulate(steps), default=0)
