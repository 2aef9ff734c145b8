"""The tables of identity that no SELECT can make: what each reads, and who makes it.

In:     an engine with the tables that are read
Out:    identity.aliases, components, refusals, live_names, pseudonyms, former_people, changes
Errors: JourneysError for overrides that contradict each other
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pyarrow as pa

from pipeline.engine.face import Engine, TableName
from pipeline.identity.aliases import ALIASES, build_aliases
from pipeline.identity.changes import keep_former_people, record_changes
from pipeline.identity.components import build_components
from pipeline.identity.live import build_live_names
from pipeline.identity.names import build_pseudonyms
from pipeline.identity.replay import replay_conflicts


@dataclass(frozen=True)
class PythonTable:
    """A table, or several made at one time: what it reads, and the function that fills it."""

    reads: tuple[TableName, ...]
    build: Callable[[Engine, bytes], None]


def _components(engine: Engine, _: bytes) -> None:
    build_components(engine)
    replay_conflicts(engine)


def _made_with_components(engine: Engine, _: bytes) -> None:
    """The replay that splits identity.components fills identity.refusals at the same time."""
    engine.columns(TableName("identity", "refusals"))


def _live_names(engine: Engine, _: bytes) -> None:
    """Only the policy "live" asks who somebody was at the time; for others the table is empty."""
    policy = engine.read("select policy from config.identity_settings").column(0)[0].as_py()
    if policy == "live":
        build_live_names(engine)
        return
    names = ("identifier_no", "from_us", "to_us", "component_no")
    empty = pa.table({name: pa.array([], pa.int64()) for name in names})
    engine.put_table(TableName("identity", "live_names"), empty)


def _identity(*tables: str) -> tuple[TableName, ...]:
    return tuple(TableName("identity", table) for table in tables)


PYTHON_TABLES = {
    ALIASES: PythonTable(
        _identity("merged_identifiers", "cannot_links"), lambda engine, _: build_aliases(engine)
    ),
    TableName("identity", "components"): PythonTable(
        (
            *_identity("identifiers", "links", "usable_links", "cannot_links", "former_people"),
            ALIASES,
            TableName("config", "identity_limits"),
        ),
        _components,
    ),
    TableName("identity", "refusals"): PythonTable(_identity("components"), _made_with_components),
    TableName("identity", "live_names"): PythonTable(
        (
            *_identity("components", "identifiers", "links", "refusals"),
            TableName("config", "identity_settings"),
        ),
        _live_names,
    ),
    TableName("identity", "pseudonyms"): PythonTable(
        _identity("identifiers", "former_people"), build_pseudonyms
    ),
    # Read before anything that it is made from is made anew, so those who make it come after it.
    TableName("identity", "former_people"): PythonTable(
        (), lambda engine, _: keep_former_people(engine)
    ),
    TableName("identity", "changes"): PythonTable(
        _identity("former_people", "assignments", "identifiers", "links", "pseudonyms", "refusals"),
        lambda engine, _: record_changes(engine),
    ),
}
