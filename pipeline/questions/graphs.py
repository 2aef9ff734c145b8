"""The transitions of a journey as a graph.

In:     a warehouse that `journeys run` has built
Out:    networkx.DiGraph; see pipeline.digraph
Errors: JourneysError when no journey has the name asked for
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import duckdb

from pipeline.digraph import graph_of
from pipeline.questions.common import require_journey, rows_of

if TYPE_CHECKING:
    import networkx as nx


def graph(db: duckdb.DuckDBPyConnection, *, journey: str) -> nx.DiGraph[str]:
    """The transitions of `journey` as a networkx.DiGraph; see pipeline.digraph."""
    require_journey(db, journey)
    transitions = rows_of(db, "api/transitions.sql", journey=journey)
    return graph_of(transitions, rows_of(db, "api/touchpoints.sql"))
