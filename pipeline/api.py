"""For notebooks: open a warehouse, look at paths, take graphs.

In:     the path of a warehouse that `journeys run` has built
Out:    objects that show themselves and give .frame(), .figure(), .graph()
Units:  as in marts: UTC, seconds, shares from 0 to 1
Errors: JourneysError when there is no warehouse, or no journey of the name asked for
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb

from pipeline.config.advice import nearest
from pipeline.digraph import graph_of
from pipeline.errors import JourneysError
from pipeline.sankey import Flow, SankeyLayout, fig_sankey, layout_flows, svg_sankey
from pipeline.sqlfiles import sql_text
from pipeline.warehouse import reading

if TYPE_CHECKING:
    import networkx as nx
    import pandas as pd
    from plotly.graph_objects import Figure


def open_warehouse(path: str | Path = "build/journeys.duckdb") -> duckdb.DuckDBPyConnection:
    """Open a built warehouse, read-only.

    It never blocks a run, and goes on showing the state in which it was opened. SQL on it reaches
    nothing but the warehouse.
    """
    return reading(Path(path)).connection


@dataclass(frozen=True)
class Paths:
    """How the journeys of one definition go on, step by step. In a notebook it draws itself."""

    journey: str
    flows: tuple[Flow, ...]
    layout: SankeyLayout
    digraph: nx.DiGraph[str]

    def frame(self) -> pd.DataFrame:
        """One row per step, from and to, with the number of journeys."""
        import pandas as pd  # noqa: PLC0415 - the slowest import there is

        rows = [(f.step_no, f.source, f.target, f.journeys) for f in self.flows]
        return pd.DataFrame(
            rows, columns=["step_no", "from_touchpoint", "to_touchpoint", "journeys"]
        )

    def figure(self) -> Figure:
        """The step Sankey as a plotly figure, with the layout of the report."""
        return fig_sankey(self.layout)

    def graph(self) -> nx.DiGraph[str]:
        """All transitions of the definition as a graph; see pipeline.digraph."""
        return self.digraph

    def _repr_html_(self) -> str:
        return svg_sankey(self.layout)


def paths(
    db: duckdb.DuckDBPyConnection, *, journey: str, max_steps: int = 8, top: int = 7
) -> Paths:
    """The paths of `journey`: at each step the `top` touchpoints, the others together."""
    rows = _rows(db, "api/flows.sql", journey=journey)
    if not rows:
        raise _no_such_journey(db, journey)
    flows = tuple(
        Flow(row["step_no"], row["from_touchpoint"], row["to_touchpoint"], row["journeys"])
        for row in rows
    )
    layout = layout_flows(flows, max_steps=max_steps, top=top)
    return Paths(journey, flows, layout, graph(db, journey=journey))


def graph(db: duckdb.DuckDBPyConnection, *, journey: str) -> nx.DiGraph[str]:
    """The transitions of `journey` as a networkx.DiGraph; see pipeline.digraph."""
    transitions = _rows(db, "api/transitions.sql", journey=journey)
    if not transitions:
        raise _no_such_journey(db, journey)
    return graph_of(transitions, _rows(db, "api/touchpoints.sql"))


def _rows(db: duckdb.DuckDBPyConnection, file: str, **parameters: str) -> list[dict[str, Any]]:
    rows = db.sql(sql_text(file), params=parameters).to_arrow_table()
    found: list[dict[str, Any]] = rows.to_pylist()
    return found


def _no_such_journey(db: duckdb.DuckDBPyConnection, journey: str) -> JourneysError:
    names = [row["journey"] for row in _rows(db, "api/journeys.sql")]
    return JourneysError(f'No journey is called "{journey}".', fix=nearest(journey, names))
