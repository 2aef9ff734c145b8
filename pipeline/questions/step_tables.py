"""The tables that are counted of all steps, made one after another from one reading of them.

In:     journeys.placed_events, journeys.journeys, journeys.kinds
Out:    journeys.transition_counts, routes, pieces, attribution_credits, and the three tables of
        plans
Units:  as in these tables
Errors: none
Why:    to read the steps once instead of for each table. All are made at one go, so that the arrays
        of steps are gone before anything else is made
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from pipeline.engine.face import Engine, TableName
from pipeline.questions import (
    attribution_tables,
    conformance_tables,
    piece_tables,
    route_tables,
    transition_tables,
)
from pipeline.questions.all_steps import Steps, read_steps

FIRST, REST = transition_tables.COUNTS, route_tables.ROUTES
# What steps are read of.
STEPS = frozenset(TableName("journeys", table) for table in ("journeys", "kinds", "placed_events"))
READS: Mapping[TableName, tuple[TableName, ...]] = {
    FIRST: (*sorted(STEPS), *attribution_tables.READS, *conformance_tables.READS),
    **dict.fromkeys((piece_tables.PIECES, REST), (FIRST,)),
    **dict.fromkeys(
        (
            *(attribution_tables.CREDITS, conformance_tables.DEVIATIONS),
            *(conformance_tables.KINDS, conformance_tables.FINDINGS),
        ),
        (FIRST, REST),
    ),
}


def step_makers(engine: Engine, *, in_batch: bool) -> dict[TableName, Callable[[], None]]:
    """How each is made: all with the first; in a batch only what can be moved, see build_rest."""
    makers: dict[TableName, Callable[[], None]] = dict.fromkeys(READS, lambda: None)
    if not in_batch:
        return makers | {FIRST: partial(build_of_steps, engine)}
    own = {
        FIRST: _movable,
        attribution_tables.CREDITS: attribution_tables.build_attribution,
        conformance_tables.FINDINGS: conformance_tables.build_conformance,
    }
    return makers | {name: partial(_build, engine, build) for name, build in own.items()}


def build_of_steps(engine: Engine) -> None:
    """Make all of them anew."""
    steps = read_own_steps(engine)
    _movable(engine, steps)
    attribution_tables.build_attribution(engine, steps)
    conformance_tables.build_conformance(engine, steps)
    build_rest(engine, steps)


def read_own_steps(engine: Engine) -> Steps:
    """The steps of everybody whom a database shows."""
    return read_steps(engine.read)


def move_steps(engine: Engine, before: Steps, now: Steps) -> bool:
    """Take from what can be moved what the steps of some people were, and add what they are.

    Or say that it cannot be.
    """
    if not transition_tables.move_transitions(engine, before, now):
        return False
    piece_tables.move_pieces(engine, before, now)
    return True


def build_rest(engine: Engine, steps: Steps) -> None:
    """Make those anew that cannot be moved."""
    route_tables.build_routes(engine, steps)


def _build(engine: Engine, build: Callable[[Engine, Steps], None]) -> None:
    build(engine, read_own_steps(engine))


def _movable(engine: Engine, steps: Steps) -> None:
    transition_tables.build_transitions(engine, steps)
    piece_tables.build_pieces(engine, steps)
