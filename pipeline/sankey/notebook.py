"""Draw a Sankey layout as a plotly Figure for notebooks and dashboards.

In:     SankeyLayout, SankeyStyle
Out:    plotly Figure with the same nodes, links and numbers as the SVG
Units:  positions are shares of the drawing; plotly takes the centre of a node
Errors: none
Source: plotly 7.1: only `sort="input"` on both keeps the order; exactly 0 is ignored as position
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

from pipeline.sankey.style import SankeyStyle
from pipeline.sankey.svg import NO_LABEL, link_title

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

    from pipeline.sankey.model import Node, SankeyLayout

_EDGE = 1e-4


def fig_sankey(layout: SankeyLayout, *, style: SankeyStyle | None = None) -> Figure:
    """Draw the layout with plotly, everything where the layout puts it."""
    from plotly.graph_objects import Figure, Sankey  # noqa: PLC0415 (a second to import)

    style = style or SankeyStyle()
    trace = Sankey(
        arrangement="fixed",
        node=_nodes(layout, style),
        link=_links(layout, style),
        textfont={"size": 11},
    )
    figure = Figure(trace)
    figure.update_layout(
        height=layout.height,
        margin={"l": 8, "r": 8, "t": 40, "b": 8},
        font={"family": "Inter, system-ui, sans-serif"},
        annotations=_headings(layout, style),
    )
    return figure


def _inside(share: float) -> float:
    return min(max(share, _EDGE), 1 - _EDGE)


def _span(layout: SankeyLayout) -> tuple[float, float, float]:
    """Right edge, top and height of what is drawn."""
    top = min((node.y for node in layout.nodes), default=0.0)
    bottom = max((node.y + node.height for node in layout.nodes), default=1.0)
    right = max((node.x + node.width for node in layout.nodes), default=1.0)
    return right, top, max(bottom - top, _EDGE)


def _label(node: Node, style: SankeyStyle) -> str:
    # Plotly reads a label as markup of its own, so a tag in a name is escaped.
    return escape(style.signed_name_of(node), quote=False)


def _nodes(layout: SankeyLayout, style: SankeyStyle) -> dict[str, Any]:
    right, top, height = _span(layout)
    return {
        "label": [_label(n, style) if n.height >= NO_LABEL else "" for n in layout.nodes],
        "x": [_inside((node.x + node.width / 2) / right) for node in layout.nodes],
        "y": [_inside((node.y + node.height / 2 - top) / height) for node in layout.nodes],
        "color": [style.fill_of(node) for node in layout.nodes],
        "customdata": [[_label(node, style), node.journeys] for node in layout.nodes],
        "hovertemplate": "%{customdata[0]}: %{customdata[1]:,}<extra></extra>",
        "align": "left",
        "sort": "input",
        "pad": 10,
        "thickness": 13,
        "line": {"width": 0},
    }


def _links(layout: SankeyLayout, style: SankeyStyle) -> dict[str, Any]:
    ends = [layout.nodes[link.target] for link in layout.links]
    starts = [layout.nodes[link.source] for link in layout.links]
    fills = [
        style.fill_of(end if end.kind.is_exit else start)
        for start, end in zip(starts, ends, strict=True)
    ]
    titles = [link_title(link, layout, style) for link in layout.links]
    return {
        "source": [link.source for link in layout.links],
        "target": [link.target for link in layout.links],
        "value": [link.journeys for link in layout.links],
        "color": [_faded(fill) for fill in fills],
        "label": [escape(title, quote=False) for title in titles],
        "hovertemplate": "%{label}<extra></extra>",
        "sort": "input",
    }


def _faded(colour: str) -> str:
    red, green, blue = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
    return f"rgba({red},{green},{blue},0.36)"


def _headings(layout: SankeyLayout, style: SankeyStyle) -> list[dict[str, Any]]:
    right, _, _ = _span(layout)
    return [
        {
            "text": style.after if step.is_after else style.step.format(n=step.number),
            "x": _inside(1.0 if step == layout.steps[-1] else step.x / right),
            "y": 1.0,
            "yshift": 24,
            "xref": "paper",
            "yref": "paper",
            "xanchor": "right" if step == layout.steps[-1] else "left",
            "showarrow": False,
        }
        for step in layout.steps
    ]
