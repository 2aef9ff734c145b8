"""Staging to marts: every model once, in the order in which they read each other.

In:     an engine with the raw and config tables filled, the models of sql/, a key
Out:    all tables of the numbered layers, anew
Errors: JourneysError naming the table whose SELECT fails; ModelError for a circle
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import ExitStack
from functools import cache, partial

from pipeline import sensitivity
from pipeline.batches import formers, people
from pipeline.batches.checking import check_people
from pipeline.batches.parts import Batch, begun, reads_of_batch
from pipeline.engine.face import Engine, TableName
from pipeline.makers import Makers, all_reads, makers_of, worker_with
from pipeline.models import Model, in_order, load_models
from pipeline.schedule import make_all
from pipeline.sqlfiles import sql_root

# Below so many delivered rows a query is done before it has spread over the processors: to make
# several tables at a time, each on one, takes a fifth less of them all.
_ROWS_FOR_ONE_AT_A_TIME = 1_000_000
_MOST_AT_A_TIME = 4
_FILES = TableName("raw", "files")


@cache
def read_models() -> Mapping[TableName, Model]:
    """The models of this program, read and parsed once."""
    return load_models(sql_root())


def build_order(models: Mapping[TableName, Model]) -> list[TableName]:
    """All tables of a build, each after what it reads."""
    return in_order(all_reads(models))


def made_of(
    wanted: Iterable[TableName], reads: Mapping[TableName, frozenset[TableName]]
) -> set[TableName]:
    """The tables that some tables are made of, with themselves.

    >>> events, people = TableName.parse("staging.events"), TableName.parse("marts.people")
    >>> reads = {events: frozenset(), people: frozenset([events])}
    >>> made_of([people], reads) == {events, people}, made_of([events], reads) == {events}
    (True, True)
    """
    found: set[TableName] = set()
    waiting = [*wanted]
    while waiting:
        name = waiting.pop()
        if name in reads and name not in found:
            found.add(name)
            waiting += reads[name]
    return found


def build_tables(
    engine: Engine,
    *,
    key: bytes,
    only: str | None = None,
    wanted: Iterable[TableName] | None = None,
    progress: Callable[[TableName], None] = lambda _: None,
) -> list[TableName]:
    """Make every table anew, and return their names in the order made.

    Or those of the layer `only`, or `wanted` and what these are made of.
    """
    models = read_models()
    reads = all_reads(models)
    order = [name for name in build_order(models) if only in (None, name.schema)]
    if wanted is not None:
        needed = made_of(wanted, reads)
        order = [name for name in order if name in needed]
    _make_all(engine, order, reads, partial(makers_of, models=models, key=key), progress)
    return order


def build_batch(
    engine: Engine, *, key: bytes, progress: Callable[[TableName], None] = lambda _: None
) -> Batch:
    """Make every table as a whole build would, from the tables of the build before where it can.

    Rows of visits, journeys and people are made, and checked, for those whom anything new touches.
    """
    models = read_models()
    reads = reads_of_batch(models, all_reads(models))
    with begun(engine, models) as batch:
        makers = partial(makers_of, models=models, key=key, batch=batch)
        batch.tables = in_order(reads)
        _make_all(engine, batch.tables, reads, makers, progress)
        batch.checked = check_people(engine, batch)
    formers.forget_formers(engine)
    engine.drop_schema(people.SCHEMA)
    return batch


def _make_all(
    engine: Engine,
    order: list[TableName],
    reads: Mapping[TableName, frozenset[TableName]],
    makers: Callable[..., Makers],
    progress: Callable[[TableName], None],
) -> None:
    for schema in {name.schema for name in order}:
        engine.create_schema(schema)
    # The longest of all: whoever makes tables beside it has the rest left to make meanwhile.
    early = made_of([sensitivity.RESULTS[0]], reads)
    order.sort(key=lambda name: name not in early)
    with ExitStack() as stack:
        at_a_time = _at_a_time(engine)
        if at_a_time > 1:
            stack.enter_context(engine.on_one_processor())
        beside = [stack.enter_context(engine.beside()) for _ in range(at_a_time - 1)]
        workers = [worker_with(makers(each, at_a_time=at_a_time)) for each in (engine, *beside)]
        make_all(order, reads, workers, progress)


def _at_a_time(engine: Engine) -> int:
    """How many tables to make at once."""
    if not engine.exists(_FILES):
        return 1
    rows = engine.read("select coalesce(sum(rows_read), 0) as n from raw.files").column("n")[0]
    if rows.as_py() >= _ROWS_FOR_ONE_AT_A_TIME:
        return 1
    return min(engine.threads(), _MOST_AT_A_TIME)
