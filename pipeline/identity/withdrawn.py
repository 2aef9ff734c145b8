"""Take links back: a component that has lost one is put together again from what is left.

In:     the former identity.components and identity.refusals; identity.gone_links (left_no,
        right_no), which are no more; identity.usable_links, which are; identity.new_links
Out:    identity.components with each identifier of such components by itself; identity.new_links
        with all links that these identifiers have; identity.refusals without theirs
Errors: JourneysError naming the scratch table whose SQL fails
Source: what is left is as if those links had never been seen, and came now. A component without
        any of them is what its own links make of it, whatever else is joined or refused
"""

from __future__ import annotations

from pipeline.engine.face import Engine, TableName
from pipeline.identity.components import SCRATCH
from pipeline.sqlfiles import sql_text

GONE_LINKS = TableName("identity", "gone_links")
_COMPONENTS, _NEW_LINKS, _REFUSALS = (
    TableName("identity", table) for table in ("components", "new_links", "refusals")
)
_DISSOLVED = TableName(SCRATCH, "dissolved")


def take_links_back(engine: Engine) -> None:
    """Let the components fall apart that a link is gone from, to be joined with the batch.

    >>> from pipeline.engine.duckdb_engine import DuckDBEngine
    >>> with DuckDBEngine(":memory:") as engine:
    ...     engine.execute("create schema identity")
    ...     engine.execute("create table identity.components as"
    ...         " from (values (1, 1), (2, 1), (3, 1), (4, 4)) as c (identifier_no, component_no)")
    ...     for name in ("gone_links", "usable_links", "new_links"):
    ...         engine.execute(f"create table identity.{name} (left_no bigint, right_no bigint)")
    ...     engine.execute("create table identity.refusals (left_no bigint, right_no bigint,"
    ...         " rule text, against_left_no bigint, against_right_no bigint)")
    ...     engine.execute("insert into identity.gone_links values (1, 2)")
    ...     engine.execute("insert into identity.usable_links values (2, 3)")
    ...     take_links_back(engine)
    ...     numbers = engine.read("from identity.components order by 1").column("component_no")
    ...     numbers.to_pylist(), set(engine.read("from identity.new_links").column(1).to_pylist())
    ([1, 2, 3, 4], {3})
    """
    if engine.count(GONE_LINKS) == 0:
        return
    engine.create_table(_DISSOLVED, sql_text("components/dissolved.sql"))
    engine.append(_NEW_LINKS, engine.read(sql_text("components/loose_links.sql")))
    engine.put_table(_REFUSALS, engine.read(sql_text("components/kept_refusals.sql")))
    engine.replace_rows(_COMPONENTS, "identifier_no", _DISSOLVED)
    engine.drop_schema(SCRATCH)
