"""Staging to marts: every model once, in the order in which they read each other.

In:     an engine with the raw and config tables filled, the models of sql/, a key
Out:    all tables of the numbered layers, anew
Errors: JourneysError naming the table whose SELECT fails; ModelError for a circle
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import partial

from pipeline import identity, meaning, sensitivity
from pipeline.engine.face import Engine, TableName
from pipeline.models import Model, in_order, load_models
from pipeline.questions import attribution_tables, funnel_tables, survival_tables
from pipeline.sqlfiles import sql_root

# What the tables read that no SELECT can make.
READS_OF_PYTHON = {
    **{name: table.reads for name, table in identity.PYTHON_TABLES.items()},
    **{name: lookup.reads for name, lookup in meaning.LOOKUPS.items()},
    **sensitivity.READS,
    **survival_tables.READS,
    **funnel_tables.READS,
    **attribution_tables.READS,
}


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
    models = load_models(sql_root())
    makers = _makers(engine, models, key)
    order = [name for name in build_order(models) if only in (None, name.schema)]
    if wanted is not None:
        needed = made_of(wanted, all_reads(models))
        order = [name for name in order if name in needed]
    for name in order:
        progress(name)
        makers[name]()
    return order


def _makers(
    engine: Engine, models: Mapping[TableName, Model], key: bytes
) -> dict[TableName, Callable[[], None]]:
    """How each table is made."""
    makers: dict[TableName, Callable[[], None]] = {
        name: partial(_make, engine, model) for name, model in models.items()
    }
    for name, table in identity.PYTHON_TABLES.items():
        makers[name] = partial(table.build, engine, key)
    for name, lookup in meaning.LOOKUPS.items():
        makers[name] = partial(meaning.build_lookup, engine, name, lookup)
    first, *others = sensitivity.RESULTS
    makers[first] = partial(
        sensitivity.compare_policies, engine, all_reads(models), lambda name: makers[name]()
    )
    makers.update(dict.fromkeys(others, lambda: None))  # the first one makes them all
    makers[survival_tables.SURVIVAL] = partial(survival_tables.build_survival, engine)
    makers[survival_tables.INCIDENCES] = lambda: None  # made with the curve
    makers[funnel_tables.FUNNEL_STEPS] = partial(funnel_tables.build_funnels, engine)
    makers[attribution_tables.CREDITS] = partial(attribution_tables.build_attribution, engine)
    return makers


def _make(engine: Engine, model: Model) -> None:
    if model.is_view:
        engine.create_view(model.name, model.select)
    else:
        engine.create_table(model.name, model.select)
