"""Builds of no more than a question reads: most questions need a third of all tables.

In:     an engine with settings and raw tables, or a project; the SELECTs that will be asked
Out:    the tables that these read, and those they are made of, as any build makes them
"""

from __future__ import annotations

import re

from pipeline.build import build_tables, read_models
from pipeline.config import Project
from pipeline.engine.duckdb_engine import DuckDBEngine
from pipeline.engine.face import TableName
from pipeline.ingest import load_sources
from pipeline.makers import all_reads
from pipeline.run import Plan, put_settings, run, warehouse_path
from pipeline.warehouse import rebuilding
from tests.build_helpers import KEY

_NAMED = re.compile(r"\b([a-z]+\.[a-z_]+)\b")


def tables_in(*selects: str) -> set[TableName]:
    """The tables of a build that some SELECTs name.

    >>> sorted(map(str, tables_in("select p.x from marts.people as p, raw.files")))
    ['marts.people']
    """
    named = {TableName.parse(name) for select in selects for name in _NAMED.findall(select)}
    return named & all_reads(read_models()).keys()


def build_for(engine: DuckDBEngine, *selects: str) -> None:
    """Make what the SELECTs read."""
    build_tables(engine, key=KEY, wanted=tables_in(*selects))


def load_and_build_for(project: Project, *selects: str, whole: bool = False) -> None:
    """Load a project and make what the SELECTs read, or the `whole` of it with its promises."""
    if whole:
        run(project, Plan(load=True, build=True))
        return
    with rebuilding(warehouse_path(project), threads=1) as engine:
        list(load_sources(engine, project))
        engine.lock_down()
        put_settings(engine, project, as_of=None)
        build_for(engine, *selects)
