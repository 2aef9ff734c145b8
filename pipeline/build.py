"""Staging to marts: every model once, in the order in which they read each other.

In:     an engine with the raw and config tables filled, the models of sql/, a key
Out:    all tables of the numbered layers, anew
Errors: JourneysError naming the table whose SELECT fails; ModelError for a circle
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from pipeline import identity, meaning
from pipeline.engine.face import Engine, TableName
from pipeline.models import Model, in_order, load_models
from pipeline.sqlfiles import sql_root

# What the tables read that no SELECT can make.
READS_OF_PYTHON = {
    **identity.READS,
    **{name: lookup.reads for name, lookup in meaning.LOOKUPS.items()},
}


def build_order(models: Mapping[TableName, Model]) -> list[TableName]:
    """All tables of a build, those made by Python among them, each after what it reads."""
    reads = {name: model.reads for name, model in models.items()}
    return in_order({**reads, **{name: frozenset(on) for name, on in READS_OF_PYTHON.items()}})


def build_tables(
    engine: Engine, *, key: bytes, progress: Callable[[TableName], None] = lambda _: None
) -> list[TableName]:
    """Make every table anew and return their names in the order made."""
    models = load_models(sql_root())
    by_python: dict[TableName, Callable[[], None]] = {
        identity.COMPONENTS: lambda: identity.build_components(engine),
        identity.PSEUDONYMS: lambda: identity.build_pseudonyms(engine, key),
    }
    for name, lookup in meaning.LOOKUPS.items():
        by_python[name] = partial(meaning.build_lookup, engine, name, lookup)
    order = build_order(models)
    for name in order:
        progress(name)
        if name in by_python:
            by_python[name]()
        else:
            engine.create_table(name, models[name].select)
    return order
