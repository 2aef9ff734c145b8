"""What a build changed about who is who: mergers, splits and renamings, kept for good.

In:     the tables of the build before, as long as they are there; then those of this build:
        identity.assignments, identifiers, pseudonyms, links, refusals
Out:    identity.changes (change_no, built_at, kind, from_person_id, to_person_id, identifiers,
        reason, event_id, source): kind is merged, split or renamed; identifiers counts those that
        moved; identity.changed_identifiers (change_no, id_hash) names them. Both only grow
Units:  built_at is UTC
Errors: JourneysError naming the table whose SELECT fails
Source: the id_changes table of Snowplow; here with splits, as links may be taken back
Note:   a new person is no change, nor is one who is gone. The same build again adds nothing
"""

from __future__ import annotations

from datetime import UTC, datetime

import pyarrow as pa

from pipeline.engine.face import Engine, TableName
from pipeline.sqlfiles import sql_text

CHANGES = TableName("identity", "changes")
CHANGED_IDENTIFIERS = TableName("identity", "changed_identifiers")
FORMER_PEOPLE = TableName("identity", "former_people")
ASSIGNMENTS = TableName("identity", "assignments")
SCRATCH = "changes"
_NEW_CHANGES = TableName(SCRATCH, "new_changes")
_SCRATCH_TABLES = ("moved_identifiers", "touching_links", "new_changes")
_TEXT, _COUNT = pa.string(), pa.int64()
_SCHEMAS = {
    CHANGES: pa.schema(
        [
            ("change_no", _COUNT),
            ("built_at", pa.timestamp("us", tz="UTC")),
            ("kind", _TEXT),
            ("from_person_id", _TEXT),
            ("to_person_id", _TEXT),
            ("identifiers", _COUNT),
            ("reason", _TEXT),
            ("event_id", _TEXT),
            ("source", _TEXT),
        ]
    ),
    CHANGED_IDENTIFIERS: pa.schema([("change_no", _COUNT), ("id_hash", _TEXT)]),
    FORMER_PEOPLE: pa.schema([("id_hash", _TEXT), ("person_id", _TEXT)]),
}


def keep_former_people(engine: Engine) -> None:
    """Fill identity.former_people, before the tables that it is read from are made anew."""
    if engine.exists(ASSIGNMENTS):
        engine.create_table(FORMER_PEOPLE, sql_text("changes/former_people.sql"))
    else:
        engine.put_table(FORMER_PEOPLE, _SCHEMAS[FORMER_PEOPLE].empty_table())


def record_changes(engine: Engine) -> None:
    """Add to identity.changes what differs from identity.former_people, and empty that.

    >>> from pipeline.engine.duckdb_engine import DuckDBEngine
    >>> with DuckDBEngine(":memory:") as engine:
    ...     engine.execute("create schema identity")
    ...     engine.execute("create table identity.former_people as from (values"
    ...         " ('a', 'Ana'), ('b', 'Bea')) as f (id_hash, person_id)")
    ...     engine.execute("create table identity.pseudonyms as from (values"
    ...         " (1, 'a', 'Ana'), (2, 'b', 'Bea')) as p (identifier_no, id_hash, person_id)")
    ...     engine.execute("create table identity.assignments as from (values"
    ...         " (1, 1), (2, 1)) as a (identifier_no, person_key)")
    ...     engine.execute("create table identity.identifiers as from (values"
    ...         " (1, 'unique'), (2, 'shared')) as i (identifier_no, id_class)")
    ...     engine.execute("create table identity.links as select 1 as left_no, 2 as right_no,"
    ...         " 9 as first_us, false as is_must, false as is_merge,"
    ...         " 'web:7' as evidence_event_id,"
    ...         " 'web' as evidence_source")
    ...     engine.execute("create table identity.refusals"
    ...         " (left_no bigint, right_no bigint, rule text)")
    ...     record_changes(engine)
    ...     change = engine.read("from identity.changes").to_pylist()[0]
    >>> [change[name] for name in ("kind", "from_person_id", "to_person_id", "event_id")]
    ['merged', 'Bea', 'Ana', 'web:7']
    """
    for name in (CHANGES, CHANGED_IDENTIFIERS):
        if not engine.exists(name):
            engine.put_table(name, _SCHEMAS[name].empty_table())
    for table in _SCRATCH_TABLES:
        engine.create_table(TableName(SCRATCH, table), sql_text(f"changes/{table}.sql"))
    if engine.count(_NEW_CHANGES):
        _append(engine)
    engine.drop_schema(SCRATCH)
    # Inside one build only: what the next one compares with is read from this one's own tables.
    engine.put_table(FORMER_PEOPLE, _SCHEMAS[FORMER_PEOPLE].empty_table())


def _append(engine: Engine) -> None:
    changes = engine.read("select * from changes.new_changes order by change_no")
    built_at = pa.array([datetime.now(UTC)] * len(changes), pa.timestamp("us", tz="UTC"))
    engine.append(CHANGES, changes.append_column("built_at", built_at))
    engine.append(CHANGED_IDENTIFIERS, engine.read(sql_text("changes/changed_identifiers.sql")))
