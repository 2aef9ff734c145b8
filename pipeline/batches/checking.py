"""Check the rows of the people of a batch, and theirs alone, where a promise is about one person.

In:     checks whose header says `Local: COLUMN`: whether a row breaks them depends on rows of one
        person only, or on the people of one journey; the tables of a batch, all made
Out:    the results of those checks
Errors: JourneysError, as any SELECT
Why:    rows of everybody else are those of the build before, which was published after it had kept
        these promises. What is read are the rows in the warehouse, not those that were put there
"""

from __future__ import annotations

from pipeline.batches.parts import KEPT_IN, Batch
from pipeline.checks import CheckResult, run_check
from pipeline.engine.face import Engine, TableName
from pipeline.models import Model, load_checks
from pipeline.sqlfiles import sql_root


def check_people(engine: Engine, batch: Batch) -> dict[str, CheckResult]:
    """What the checks find by name; none where rows were made of everybody."""
    if batch.reason is not None:
        return {}
    found = {}
    with engine.database_aside() as database:
        seen: set[TableName] = set()
        for name, check in load_checks(sql_root()).items():
            if "Local" in check.header and not batch.has_made_whole(check.reads):
                for read in sorted(check.reads - seen):
                    _show(engine, batch.models.get(read), read, database)
                seen |= check.reads
                with engine.within(database):
                    found[name] = run_check(engine, name, check)
    return found


def _show(engine: Engine, model: Model | None, name: TableName, database: str) -> None:
    """Let the database aside see a table: of a local one the rows of the people of the batch."""
    if model is not None and model.is_local:
        column = model.header["Local"]
        engine.show_rows_within(database, name, column, KEPT_IN[column])
    else:
        engine.show_within(database, {name: name})
