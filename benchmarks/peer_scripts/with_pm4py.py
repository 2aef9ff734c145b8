"""Run by the python of pm4py's own environment: one log, and what it is asked.

In:     a Parquet file of person, event, happened
Out:    JSON on the last line: processor seconds of each question, and answers to compare
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from typing import Any

import pandas as pd
import pm4py

spent: dict[str, float] = {}
answers: dict[str, int] = {}
COLUMNS = {"case_id_key": "person", "activity_key": "event", "timestamp_key": "happened"}


def timed(name: str, question: Callable[[], Any]) -> Any:  # noqa: ANN401 - whatever is asked
    """Ask, and keep what it took."""
    begun = time.process_time()
    found = question()
    spent[name] = time.process_time() - begun
    return found


def read() -> pd.DataFrame:
    """The log in memory, as this program wants it."""
    rows = pd.read_parquet(sys.argv[1])
    return pm4py.format_dataframe(
        rows, case_id="person", activity_key="event", timestamp_key="happened"
    )


log = timed("read and sort", read)
pairs, _, _ = timed("transition counts", lambda: pm4py.discover_dfg(log, **COLUMNS))
routes = timed("routes", lambda: pm4py.get_variants(log, **COLUMNS))
answers["transitions"] = int(sum(pairs.values()))
answers["routes"] = len(routes)
sys.stdout.write("\n" + json.dumps({"spent": spent, "answers": answers}))
