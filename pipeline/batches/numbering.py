"""Number the identifiers that a batch brings, and add to what is known of the others.

In:     identity.identifiers and bundle_identifiers of the build before; batch.new_bundles and
        added_bundles; the values of those that were added
Out:    identity.identifiers as a whole build makes it, but for numbers; batch.added_identifiers,
        those that are new; batch.told_identifiers, the others that new events carry
Errors: JourneysError naming the table whose SELECT fails
Note:   new identifiers are numbered by the SELECT of a whole build, which is shown them, and those
        of the build before between which they stand, alone
"""

from __future__ import annotations

import pyarrow as pa

from pipeline.batches.formers import IDENTIFIERS, former
from pipeline.batches.people import SCHEMA
from pipeline.batches.showing import Showing
from pipeline.engine.face import Engine, TableName
from pipeline.models import Model
from pipeline.sqlfiles import sql_text

ADDED_IDENTIFIERS, _TOLD, _NUMBERED = (
    TableName(SCHEMA, table)
    for table in ("added_identifiers", "told_identifiers", "numbered_identifiers")
)
# What the SELECT is shown in place of what it reads.
_SHOWN = {
    TableName("identity", "bundle_values"): "numbered_values",
    TableName("identity", "bundles"): "added_bundles",
    former(IDENTIFIERS): "near_identifiers",
}
_ALL = "select * from identity.identifiers"


def add_identifiers(engine: Engine, model: Model, values: pa.Table, aside: Showing) -> bool:
    """Add the identifiers among `values` of new combinations; False if one finds no room.

    Nothing is changed then.
    """
    engine.put_table(TableName(SCHEMA, "added_values"), values)
    for table in ("unseen_values", "near_identifiers", "numbered_values"):
        _put(engine, table)
    for read in model.reads:
        aside.show(engine, read, TableName(SCHEMA, _SHOWN[read]) if read in _SHOWN else read)
    aside.make(engine, IDENTIFIERS, model.select)
    with engine.within(aside.database):
        numbered = engine.read(_ALL)
    numbers = numbered.column("identifier_no")
    if len(numbers.unique()) < len(numbers):
        return False
    engine.put_table(_NUMBERED, numbered)
    _put(engine, ADDED_IDENTIFIERS.table)
    _put(engine, _TOLD.table)
    _put(engine, "identifiers")
    engine.replace_rows(IDENTIFIERS, "identifier_no", TableName(SCHEMA, "identifiers"))
    return True


def _put(engine: Engine, table: str) -> None:
    engine.create_table(TableName(SCHEMA, table), sql_text(f"batch/{table}.sql"))
