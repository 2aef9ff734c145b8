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


class Taking(Protocol):
    """What takes steps, one crowd after the other."""

    def add(self, steps: Steps) -> None:
        """Take those of one crowd."""


class _Counted(Taking, Protocol):
    """A table, or more, that is counted crowd by crowd."""

    def put(self, engine: Engine) -> None:
        """Make it anew, of all crowds."""


def step_makers(engine: Engine, *, in_batch: bool) -> dict[TableName, Callable[[], None]]:
    """How each is made: all with the first; in a batch those apart that can be moved."""
    makers: dict[TableName, Callable[[], None]] = dict.fromkeys(READS, lambda: None)
    if not in_batch:
        return makers | {FIRST: partial(build_of_steps, engine)}
    own: dict[TableName, Callable[[Engine], Sequence[_Counted]]] = {
        FIRST: _movable,
        attribution_tables.CREDITS: lambda engine: [attribution_tables.Credits(engine)],
        conformance_tables.FINDINGS: lambda engine: [conformance_tables.Plans(engine)],
    }
    return makers | {name: partial(_build, engine, counted) for name, counted in own.items()}


def build_of_steps(engine: Engine) -> None:
    """Make all of them anew."""
    routes, credits_ = route_tables.Routes(engine), attribution_tables.Credits(engine)
    _by_crowds(engine, [*_movable(engine), routes, credits_, conformance_tables.Plans(engine)])


def build_routes(engine: Engine, *others: Taking) -> None:
    """Make the routes anew, which cannot be moved; whoever else takes all steps is given them."""
    routes = route_tables.Routes(engine)
    _read(engine, [routes, *others])
    routes.put(engine)


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


def _build(engine: Engine, counted: Callable[[Engine], Sequence[_Counted]]) -> None:
    _by_crowds(engine, counted(engine))


def _movable(_: Engine) -> list[_Counted]:
    return [transition_tables.Transitions(), piece_tables.Pieces()]


def _by_crowds(engine: Engine, tables: Sequence[_Counted]) -> None:
    """Make tables anew, of one crowd after the other."""
    _read(engine, tables)
    for table in tables:
        table.put(engine)


def _read(engine: Engine, tables: Sequence[Taking]) -> None:
    for crowd in crowds_of(engine.read):
        steps = read_steps(engine.read, crowd)
        for table in tables:
            table.add(steps)
