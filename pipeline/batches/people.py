"""Whom a batch touches: those of whom anything changed that visits and journeys are made of.

In:     identity and what events mean, made anew; what they were in the build before (former_...);
        the visits, journeys and marts of the build before
Out:    batch.people, batch.person_ids and batch.journeys: whose rows are to be made again
Errors: JourneysError naming the table whose SELECT fails
Source: change detection by comparison: what is found different is made again, whatever the cause.
        Nothing is concluded from what was delivered
"""

from __future__ import annotations

from pipeline.batches.formers import COMPARED, former
from pipeline.engine.face import Engine, TableName
from pipeline.sqlfiles import sql_text

SCHEMA = "batch"
PEOPLE = TableName(SCHEMA, "people")
_NEIGHBOURS = TableName(SCHEMA, "neighbours")
_CASES = TableName(SCHEMA, "shared_cases")
_FOUND = ("changed_kinds", "changed_meanings", "other_fates")
_KEYS = ("person_ids", "journeys")
# journeys.personas and map_places come later, and say for themselves whether they changed.
_LATER = {TableName("journeys", "map_places"), TableName("journeys", "personas")}

READS = (*(name for name in COMPARED if name not in _LATER), *map(former, COMPARED))


def find_people(engine: Engine) -> None:
    """Fill the tables of the schema batch; batch.changed_events and renamed_people are there."""
    for table in _FOUND:
        _make(engine, TableName(SCHEMA, table))
    engine.create_table(PEOPLE, sql_text("batch/met_people.sql"))
    _add_neighbours(engine)
    for table in _KEYS:
        _make(engine, TableName(SCHEMA, table))


def _add_neighbours(engine: Engine) -> None:
    """Add who shares a case with somebody found, and who shares one with those, to the last."""
    _make(engine, _CASES)
    before = -1
    while engine.count(_CASES) and engine.count(PEOPLE) > before:
        before = engine.count(PEOPLE)
        _make(engine, _NEIGHBOURS)
        engine.rename_table(_NEIGHBOURS, PEOPLE)


def _make(engine: Engine, name: TableName) -> None:
    engine.create_table(name, sql_text(f"batch/{name.table}.sql"))
