"""A small company of the sample's kind, from its files to what is worth mending.

In:     a folder, a seed, a number of people, with stories or without
Out:    rows of marts.opportunities, and the true numbers
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

from pipeline.build import build_tables
from pipeline.config import load_config
from pipeline.engine.face import TableName
from pipeline.ingest import load_sources
from pipeline.run import put_settings, warehouse_path
from pipeline.sample import write_sample
from pipeline.warehouse import rebuilding

ROOT = Path(__file__).parents[2]
SPECIFIC = ("handoff", "campaign", "wait", "incident")
Row = dict[str, Any]


def opportunities_of(folder: Path, *, seed: int, people: int, stories: bool) -> list[Row]:
    """What is found in a company that is written now."""
    write_sample(folder / "data" / "sample", seed=seed, people=people, stories=stories)
    shutil.copy(ROOT / "journeys.toml", folder)
    project = load_config(folder / "journeys.toml")
    with rebuilding(warehouse_path(project), memory_limit="1GB", threads=1) as engine:
        list(load_sources(engine, project))
        engine.lock_down()
        put_settings(engine, project, as_of=None)
        build_tables(engine, key=b"a key", wanted=[TableName("marts", "opportunities")])
        rows = engine.read("select * from marts.opportunities order by rank")
    found: list[Row] = rows.to_pylist()
    return found


def truth_of(folder: Path) -> Row:
    """The true numbers of a company that was written."""
    numbers: Row = json.loads((folder / "data" / "sample" / "truth.json").read_text("utf-8"))
    return numbers
