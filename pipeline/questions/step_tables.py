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

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Protocol

from pipeline.crowds import crowds_of
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


class _Counted(Protocol):
    """A table that is counted crowd by crowd."""

    def add(self, steps: Steps) -> None:
        """Count the steps of one crowd."""

    def put(self, engine: Engine) -> None:
        """Make the table anew, of all crowds."""


def step_makers(engine: Engine, *, in_batch: bool) -> dict[TableName, Callable[[], None]]:
    """How each is made: all with the first; in a batch only what can be moved, see build_rest."""
    makers: dict[TableName, Callable[[], None]] = dict.fromkeys(READS, lambda: None)
    return makers | {FIRST: partial(_build_movable if in_batch else build_of_steps, engine)}


def build_of_steps(engine: Engine) -> None:
    """Make all of them anew."""
    _by_crowds(engine, [*_movable(), route_tables.Routes(engine)])
    steps = read_own_steps(engine)
    attribution_tables.build_attribution(engine, steps)
    conformance_tables.build_conformance(engine, steps)


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
    routes = route_tables.Routes(engine)
    routes.add(steps)
    routes.put(engine)
    attribution_tables.build_attribution(engine, steps)
    conformance_tables.build_conformance(engine, steps)


def _build_movable(engine: Engine) -> None:
    _by_crowds(engine, _movable())


def _movable() -> list[_Counted]:
    return [transition_tables.Transitions(), piece_tables.Pieces()]


def _by_crowds(engine: Engine, tables: Sequence[_Counted]) -> None:
    """Make tables anew, of one crowd after the other."""
    for crowd in crowds_of(engine.read):
        steps = read_steps(engine.read, crowd)
        for table in tables:
            table.add(steps)
    for table in tables:
        table.put(engine)
