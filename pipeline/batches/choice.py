"""Whether a build can go on from the one before, or has to make everything anew.

In:     the warehouse as it was published; the configuration's hash; this program
Out:    the reason for a whole build, or None; config.build, which the next one asks
Errors: none
Note:   what everybody's numbers depend on is in the configuration, with the overrides, or in the
        program: when either differs in a letter everything is made anew
"""

from __future__ import annotations

import hashlib
from pathlib import Path

import duckdb
import pyarrow as pa

from pipeline.engine.face import Engine, TableName
from pipeline.sqlfiles import sql_root

_BUILD = TableName("config", "build")


def why_whole(engine: Engine, config_hash: str) -> str | None:
    """The reason for making everything anew; None where a batch will do.

    >>> from pipeline.engine.duckdb_engine import DuckDBEngine
    >>> with DuckDBEngine(":memory:") as engine:
    ...     first = why_whole(engine, "a")
    ...     remember(engine, "a")
    ...     first, why_whole(engine, "b"), why_whole(engine, "a")
    ('nothing was built before', 'the configuration changed', None)
    """
    if not engine.exists(_BUILD):
        return "nothing was built before"
    former = engine.read("select config_hash, program_hash from config.build").to_pylist()[0]
    if former["config_hash"] != config_hash:
        return "the configuration changed"
    if former["program_hash"] != program_hash():
        return "the program changed"
    return None


def remember(engine: Engine, config_hash: str) -> None:
    """Say by what everything was built."""
    said = {"config_hash": [config_hash], "program_hash": [program_hash()]}
    engine.put_table(_BUILD, pa.table(said))


def program_hash() -> str:
    """A hash of everything that decides numbers besides data and configuration."""
    said = hashlib.sha256(duckdb.__version__.encode())
    package = Path(__file__).parents[1]
    for path in [*sorted(package.rglob("*.py")), *sorted(sql_root().rglob("*.sql"))]:
        said.update(path.read_bytes())
    return said.hexdigest()
