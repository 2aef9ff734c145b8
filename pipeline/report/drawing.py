"""How many steps of a journey the Sankey of the page draws, and where everything stands in it.

In:     rows of marts.flows of one journey name
Out:    SankeyLayout
Units:  journeys, pixels
Errors: UnbalancedFlowsError when the flows do not tie out
Source: -
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from pipeline.sankey import Flow, SankeyLayout, layout_flows
from pipeline.sankey.layout import Canvas

FEWEST_STEPS = 6
BEYOND = 0.05  # of the journeys may go on after the last step drawn
PITCH = 136.0


def drawing_of(rows: Iterable[Mapping[str, Any]], *, small: int, max_steps: int) -> SankeyLayout:
    """Lay out the flows; a touchpoint of fewer than `small` journeys has no bar of its own."""
    flows = [
        Flow(row["step_no"], row["from_touchpoint"], row["to_touchpoint"], row["journeys"])
        for row in rows
    ]
    steps = _steps_drawn(flows, max_steps)
    return layout_flows(flows, max_steps=steps, min_journeys=small, canvas=_canvas(steps))


def _steps_drawn(flows: list[Flow], max_steps: int) -> int:
    """Draw as few steps as show nearly every journey to its end."""
    journeys = sum(flow.journeys for flow in flows if flow.step_no == 0)
    for steps in range(FEWEST_STEPS, max_steps):
        beyond = [f for f in flows if f.step_no == steps + 1 or f.target == "(more)"]
        if sum(flow.journeys for flow in beyond) <= journeys * BEYOND:
            return steps
    return max_steps


def _canvas(steps: int) -> Canvas:
    """Many columns need a wider drawing, so that labels stay readable."""
    return Canvas(width=max(Canvas().width, steps * PITCH + Canvas().label_room))
