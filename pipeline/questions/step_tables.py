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

from collections.abc import Mapping

from pipeline.engine.face import Engine, TableName
from pipeline.questions import (
    attribution_tables,
    conformance_tables,
    piece_tables,
    route_tables,
    transition_tables,
)
from pipeline.questions.all_steps import read_steps

FIRST = transition_tables.COUNTS
READS: Mapping[TableName, tuple[TableName, ...]] = {
    FIRST: (
        TableName("journeys", "journeys"),
        TableName("journeys", "kinds"),
        TableName("journeys", "placed_events"),
        *attribution_tables.READS,
        *conformance_tables.READS,
    ),
    **dict.fromkeys(
        (
            *(route_tables.ROUTES, piece_tables.PIECES, attribution_tables.CREDITS),
            *(conformance_tables.DEVIATIONS, conformance_tables.KINDS),
            conformance_tables.FINDINGS,
        ),
        (FIRST,),
    ),
}


def build_of_steps(engine: Engine) -> None:
    """Make all of them anew."""
    steps = read_steps(engine.read)
    transition_tables.build_transitions(engine, steps)
    route_tables.build_routes(engine, steps)
    piece_tables.build_pieces(engine, steps)
    attribution_tables.build_attribution(engine, steps)
    conformance_tables.build_conformance(engine, steps)
