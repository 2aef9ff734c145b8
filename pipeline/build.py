"""Staging to marts: every model once, in the order in which they read each other.

In:     an engine with the raw and config tables filled, the models of sql/, a key
Out:    all tables of the numbered layers, anew
Errors: JourneysError naming the table whose SELECT fails; ModelError for a circle
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import ExitStack
from functools import cache, partial

from pipeline import boundaries, meaning, sensitivity
from pipeline.batches import formers, people
from pipeline.batches.parts import Batch, batch_makers, begun, reads_of_batch
from pipeline.engine.face import Engine, TableName
from pipeline.identity.people import PYTHON_TABLES
from pipeline.models import Model, in_order, load_models
from pipeline.proposals import profiles
from pipeline.proposals.propose import PROFILES, PROPOSALS
from pipeline.questions import (
    attribution_tables,
    conformance_tables,
    funnel_tables,
    opportunity_tables,
    piece_tables,
    route_tables,
    survival_tables,
    transition_tables,
    unusual_tables,
)
from pipeline.schedule import Worker, make_all
from pipeline.sqlfiles import sql_root

Makers = dict[TableName, Callable[[], None]]

# Below so many delivered rows a query is done before it has spread over the processors: to make
# several tables at a time, each on one, takes a fifth less of them all.
_ROWS_FOR_ONE_AT_A_TIME = 1_000_000
_MOST_AT_A_TIME = 4
_FILES = TableName("raw", "files")

# What the tables read that no SELECT can make.
READS_OF_PYTHON = {
    **{name: table.reads for name, table in PYTHON_TABLES.items()},
    **{name: lookup.reads for name, lookup in meaning.LOOKUPS.items()},
    **formers.READS,
    **sensitivity.READS,
    **profiles.READS,
    **boundaries.READS,
    **survival_tables.READS,
    **funnel_tables.READS,
    **attribution_tables.READS,
    **unusual_tables.READS,
    **route_tables.READS,
    **transition_tables.READS,
    **conformance_tables.READS,
    **opportunity_tables.READS,
}

# What is counted in arrays of all steps, beside what the database keeps in memory.
_ARRAYS = (
    survival_tables.SURVIVAL,
    attribution_tables.CREDITS,
    conformance_tables.DEVIATIONS,
    unusual_tables.ODDS,
    opportunity_tables.MOMENTS,
)


@cache
def read_models() -> Mapping[TableName, Model]:
    """The models of this program, read and parsed once."""
    return load_models(sql_root())


def all_reads(models: Mapping[TableName, Model]) -> dict[TableName, frozenset[TableName]]:
    """What each table of a build reads, those made by Python among them."""
    by_select = {name: model.reads for name, model in models.items()}
    return {**by_select, **{name: frozenset(on) for name, on in READS_OF_PYTHON.items()}}


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
    _make_all(engine, order, reads, partial(_makers, models=models, key=key), progress)
    return order


def build_batch(
    engine: Engine, *, key: bytes, progress: Callable[[TableName], None] = lambda _: None
) -> Batch:
    """Make every table as a whole build would, from the tables of the build before where it can.

    Rows of visits, journeys and people are made for those whom anything new touches.
    """
    models = read_models()
    reads = reads_of_batch(models, all_reads(models))
    with begun(engine, models) as batch:
        makers = partial(_makers, models=models, key=key, batch=batch)
        batch.tables = in_order(reads)
        _make_all(engine, batch.tables, reads, makers, progress)
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
        workers = [_worker(makers(each, at_a_time=at_a_time)) for each in (engine, *beside)]
        make_all(order, reads, workers, progress)


def _at_a_time(engine: Engine) -> int:
    """How many tables to make at once."""
    if not engine.exists(_FILES):
        return 1
    rows = engine.read("select coalesce(sum(rows_read), 0) as n from raw.files").column("n")[0]
    if rows.as_py() >= _ROWS_FOR_ONE_AT_A_TIME:
        return 1
    return min(engine.threads(), _MOST_AT_A_TIME)


def worker_of(
    engine: Engine, models: Mapping[TableName, Model], key: bytes, at_a_time: int = 1
) -> Worker[TableName]:
    """Whoever makes tables through one connection."""
    return _worker(_makers(engine, models, key, at_a_time))


def _worker(makers: Makers) -> Worker[TableName]:
    return lambda name: makers[name]()


def _makers(
    engine: Engine,
    models: Mapping[TableName, Model],
    key: bytes,
    at_a_time: int,
    batch: Batch | None = None,
) -> Makers:
    """How each table is made."""
    makers: Makers = {name: partial(_make, engine, model) for name, model in models.items()}
    anew = dict(makers)  # variants are made of everybody
    for name, table in PYTHON_TABLES.items():
        makers[name] = partial(table.build, engine, key)
    for name, lookup in meaning.LOOKUPS.items():
        makers[name] = partial(meaning.build_lookup, engine, name, lookup)
    first, *others = sensitivity.RESULTS
    makers[first] = partial(
        sensitivity.compare_policies,
        engine,
        all_reads(models),
        lambda own: worker_of(own, models, key),
        at_a_time,
    )
    makers.update(dict.fromkeys(others, lambda: None))  # the first one makes them all
    makers[PROFILES] = partial(profiles.build_proposals, engine)
    makers[PROPOSALS] = lambda: None  # made with the profiles
    makers[boundaries.RESULT] = partial(
        boundaries.compare_boundaries, engine, all_reads(models), lambda name: anew[name]()
    )
    makers[survival_tables.SURVIVAL] = partial(survival_tables.build_survival, engine)
    makers[survival_tables.INCIDENCES] = lambda: None  # made with the curve
    makers[funnel_tables.FUNNEL_STEPS] = partial(funnel_tables.build_funnels, engine)
    makers[attribution_tables.CREDITS] = partial(attribution_tables.build_attribution, engine)
    makers[conformance_tables.DEVIATIONS] = partial(conformance_tables.build_conformance, engine)
    made_with_deviations = (conformance_tables.KINDS, conformance_tables.FINDINGS)
    makers.update(dict.fromkeys(made_with_deviations, lambda: None))
    makers[piece_tables.PIECES] = partial(piece_tables.build_pieces, engine)
    makers[route_tables.ROUTES] = partial(route_tables.build_routes, engine)
    makers[transition_tables.COUNTS] = partial(transition_tables.build_transitions, engine)
    makers[unusual_tables.ODDS] = partial(unusual_tables.build_odds, engine)
    makers[opportunity_tables.MOMENTS] = partial(opportunity_tables.build_opportunities, engine)
    made_with_moments = set(opportunity_tables.READS) - {opportunity_tables.MOMENTS}
    makers.update(dict.fromkeys(made_with_moments, lambda: None))
    if at_a_time == 1:
        for name in _ARRAYS:
            makers[name] = partial(_with_memory, engine, makers[name])
    for name in formers.NUMBERED:
        makers[formers.former(name)] = partial(formers.empty_former, engine, name)
    if batch is not None:
        makers |= batch_makers(engine, models, key, batch)
    return makers


def _with_memory(engine: Engine, make: Callable[[], None]) -> None:
    with engine.leaving_memory():
        make()


def _make(engine: Engine, model: Model) -> None:
    select = model.streamed or model.select
    if model.is_view:
        engine.create_view(model.name, select)
    else:
        engine.create_table(model.name, select, model.plain)
