"""Run by the python of retentioneering's own environment: one log, and what it is asked.

In:     a Parquet file of person, event, happened
Out:    JSON on the last line: processor seconds of each question, and answers to compare
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable
from typing import Any

os.environ["RETENTIONEERING_NO_TRACK"] = "1"  # it reports its use otherwise

import pandas as pd
from retentioneering import Eventstream

spent: dict[str, float] = {}
answers: dict[str, int] = {}


def timed(name: str, question: Callable[[], Any]) -> Any:  # noqa: ANN401 - whatever is asked
    """Ask, and keep what it took."""
    begun = time.process_time()
    found = question()
    spent[name] = time.process_time() - begun
    return found


def read() -> Eventstream:
    """The log in memory, as this program wants it."""
    rows = pd.read_parquet(sys.argv[1])
    schema = {"path_cols": ["person"], "event_col": "event", "timestamp_col": "happened"}
    return Eventstream(rows, schema)


stream = timed("read and sort", read)
matrix = timed("transition counts", lambda: stream.transition_graph_data(edge_weight="count"))
timed("people per transition", lambda: stream.transition_graph_data(edge_weight="unique_paths"))
timed("ten steps", lambda: stream.step_sankey_data(max_steps=10))
inner = matrix.drop(
    index=["path_start", "path_end"], columns=["path_start", "path_end"], errors="ignore"
)
answers["transitions"] = int(inner.to_numpy().sum())
sys.stdout.write("\n" + json.dumps({"spent": spent, "answers": answers}))
