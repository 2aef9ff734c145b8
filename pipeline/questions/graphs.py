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
    """The transitions of `journey` as a networkx.DiGraph; see pipeline.digraph.

    Touchpoints carry the journeys and people that pass them, the share of those journeys that
    `reached` the goal, `ended`, are `open` or went out in `other` ways, the `value` at the
    touchpoint itself and the `journeys_value` of the journeys that pass it.

        graph = jp.graph(db, journey="alta")
        jp.export_graph(jp.backbone(graph), "alta.graphml")
    """
    require_journey(db, journey)
    transitions = rows_of(db, "api/transitions.sql", journey=journey)
    passed = rows_of(db, "questions/graph_nodes.sql", journey=journey)
    return graph_of(transitions, rows_of(db, "api/touchpoints.sql"), passed)
