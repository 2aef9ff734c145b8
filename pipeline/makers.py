"""How each table is made, and what is read for it: by its SELECT, or by Python.

In:     an engine, the models of sql/, a key, and the batch if there is one
Out:    what makes each table when it is called
Errors: those of what is called
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from functools import partial

import pyarrow as pa

from pipeline import boundaries, meaning, sensitivity
from pipeline.batches import formers
from pipeline.batches.parts import Batch, batch_makers
from pipeline.engine.face import Engine, TableName
from pipeline.identity.event_order import PERSON_EVENTS, build_person_events
from pipeline.identity.ownership_walk import OWNER_OPTIONS, build_owner_options
from pipeline.identity.people import PYTHON_TABLES
from pipeline.models import Model
from pipeline.proposals import profiles
from pipeline.proposals.propose import PROFILES, PROPOSALS
from pipeline.questions import (
    attribution_tables,
    conformance_tables,
    contact_tables,
    funnel_tables,
    opportunity_tables,
    stay_tables,
    stay_times,
    step_tables,
    survival_tables,
    unusual_tables,
    wait_tables,
)
from pipeline.questions.finding_counts import judging_of
from pipeline.schedule import Worker
from pipeline.walks.tables import CHANGES, WALKS

Makers = dict[TableName, Callable[[], None]]

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
    **unusual_tables.READS,
    **step_tables.READS,
    **opportunity_tables.READS,
    **stay_tables.READS,
    **contact_tables.READS,
}

# What is found in arrays of all events or steps, beside what the database keeps in memory.
_ARRAYS = (
    OWNER_OPTIONS,
    opportunity_tables.MOMENTS,
    stay_tables.STAGE_COUNTS,
    contact_tables.MOVE_COUNTS,
)
# The same of what is made with these but in a batch.
_IN_BATCH = (
    attribution_tables.CREDITS,
    conformance_tables.FINDINGS,
    stay_times.STAGE_TIMES,
    wait_tables.WAITS,
    CHANGES,
)


def all_reads(models: Mapping[TableName, Model]) -> dict[TableName, frozenset[TableName]]:
    """What each table of a build reads, those made by Python among them."""
    by_select = {name: model.reads for name, model in models.items()}
    return {**by_select, **{name: frozenset(on) for name, on in READS_OF_PYTHON.items()}}


def worker_of(
    engine: Engine, models: Mapping[TableName, Model], key: bytes, at_a_time: int = 1
) -> Worker[TableName]:
    """Whoever makes tables through one connection."""
    return worker_with(makers_of(engine, models, key, at_a_time))


def worker_with(makers: Makers) -> Worker[TableName]:
    """Whoever makes each table in its way; what Arrow keeps of its memory goes back after each."""

    def make(name: TableName) -> None:
        makers[name]()
        pa.default_memory_pool().release_unused()

    return make


def makers_of(
    engine: Engine,
    models: Mapping[TableName, Model],
    key: bytes,
    at_a_time: int,
    batch: Batch | None = None,
) -> Makers:
    """How each table is made."""
    makers: Makers = {
        **{name: partial(_make, engine, model) for name, model in models.items()},
        **{name: partial(build, engine) for name, build in WALKS.items()},
    }
    makers[OWNER_OPTIONS] = partial(build_owner_options, engine)
    makers[PERSON_EVENTS] = partial(build_person_events, engine, models[PERSON_EVENTS])
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
        lambda own: worker_of(own, models, key, at_a_time),
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
    makers[unusual_tables.ODDS] = partial(unusual_tables.build_odds, engine)
    made_with_moments = set(opportunity_tables.READS) - {opportunity_tables.MOMENTS}
    makers.update(dict.fromkeys(made_with_moments, lambda: None))
    makers |= _counted_from_arrays(engine, in_batch=batch is not None)
    arrays = (*_ARRAYS, *_IN_BATCH) if batch else (*_ARRAYS, step_tables.FIRST)
    makers |= _with_memory(engine, makers, arrays, at_a_time)
    for name in formers.NUMBERED:
        makers[formers.former(name)] = partial(formers.empty_former, engine, name)
    if batch is not None:
        makers |= batch_makers(engine, models, key, batch, makers)
        # Whether it is made of the people of the batch, as they were and as they are, or of all.
        makers |= _with_memory(engine, makers, (step_tables.FIRST,), at_a_time)
    return makers


def _counted_from_arrays(engine: Engine, *, in_batch: bool) -> Makers:
    """What is counted from arrays of numbers, many times as fast as by a SELECT."""
    moments = _build_of_all_steps if in_batch else opportunity_tables.build_opportunities
    return {
        opportunity_tables.MOMENTS: partial(moments, engine),
        **step_tables.step_makers(engine, in_batch=in_batch),
        **stay_tables.stage_makers(engine, in_batch=in_batch),
        **contact_tables.contact_makers(engine, in_batch=in_batch),
    }


def _build_of_all_steps(engine: Engine) -> None:
    """What a batch makes of all steps, from one reading."""
    judging = judging_of(engine.read)
    step_tables.build_routes(engine, judging)
    opportunity_tables.build_opportunities(engine, judging.visits())


def _with_memory(
    engine: Engine, makers: Makers, names: Collection[TableName], at_a_time: int
) -> Makers:
    """The makers of some tables that leave memory free, unless others are made beside them."""

    def make(own: Callable[[], None]) -> None:
        with engine.leaving_memory():
            own()

    return {name: partial(make, makers[name]) for name in names} if at_a_time == 1 else {}


def _make(engine: Engine, model: Model) -> None:
    select = model.streamed or model.select
    if model.is_view:
        engine.create_view(model.name, select)
    else:
        engine.create_table(model.name, select, model.plain)
