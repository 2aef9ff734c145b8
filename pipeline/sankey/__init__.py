"""Draw the steps of a journey as a Sankey: one layout, two renderers.

In:     the rows of marts.flows of one journey name, as `Flow`s
Out:    `SankeyLayout`, which `svg_sankey` draws for the report and `fig_sankey` for notebooks
Units:  positions and sizes in pixels of the drawing, widths proportional to journeys
Errors: UnbalancedFlowsError, naming the step and the touchpoint where in and out differ
Source: barycenter ordering after Sugiyama, Tagawa and Toda (1981)
"""

from pipeline.sankey.layout import layout_flows
from pipeline.sankey.model import Flow, Kind, Link, Node, SankeyLayout, Step, UnbalancedFlowsError
from pipeline.sankey.notebook import fig_sankey
from pipeline.sankey.routes import LinkRoute, Walk, link_routes
from pipeline.sankey.style import SankeyStyle
from pipeline.sankey.svg import svg_sankey

__all__ = [
    "Flow",
    "Kind",
    "Link",
    "LinkRoute",
    "Node",
    "SankeyLayout",
    "SankeyStyle",
    "Step",
    "UnbalancedFlowsError",
    "Walk",
    "fig_sankey",
    "layout_flows",
    "link_routes",
    "svg_sankey",
]
