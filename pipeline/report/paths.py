"""The Sankey with its table, and the most common routes.

In:     rows of marts.flows and marts.routes of one journey name
Out:    Steps, Routes
Units:  journeys
Errors: UnbalancedFlowsError when the flows do not tie out
Source: -
"""

from collections import Counter
from dataclasses import replace

from pipeline.report.drawing import drawing_of
from pipeline.report.facets import facets_of
from pipeline.report.model import FlowRow, Route, Routes, Steps
from pipeline.report.read import Row, Rows
from pipeline.sankey import Link, SankeyLayout, Walk, link_routes
from pipeline.sankey.hiding import hidden_cells
from pipeline.sankey.telling import rough, tellable


def steps_of(rows: Rows, paths: Rows, *, small: int, max_steps: int) -> Steps:
    """Lay out the flows; draw and list those that can be told."""
    whole = drawing_of(rows, small=small, max_steps=max_steps)
    layout = tellable(whole, small)
    ways = link_routes(layout, _walks(paths), min_journeys=small)
    return Steps(
        layout=layout,
        rows=tuple(_flow_row(link, layout) for link in layout.links),
        hidden_flows=len(whole.links) - len(layout.links),
        hidden_journeys=sum(link.journeys for link in whole.links if link.journeys < small),
        ways=tuple(replace(way, journeys=rough(layout, way, small)) for way in ways),
        facets=facets_of(paths, layout, ways, small=small),
    )


def _walks(rows: Rows) -> list[Walk]:
    """Each way once, whatever its journeys can be filtered by."""
    counted: Counter[tuple[tuple[str, ...], str]] = Counter()
    for row in rows:
        counted[row["path"], row["outcome"]] += row["journeys"]
    return [Walk(path, f"({outcome})", n) for (path, outcome), n in counted.items()]


def _flow_row(link: Link, layout: SankeyLayout) -> FlowRow:
    source, target = layout.nodes[link.source], layout.nodes[link.target]
    return FlowRow(
        step=source.step,
        source=source.name,
        target=target.name,
        kind=target.kind.value,
        journeys=link.journeys,
        share=link.journeys / layout.journeys,
        is_about=link.is_about,
    )


def routes_of(rows: Rows, totals: Rows, *, small: int) -> Routes:
    """Take over the routes; the totals say how many are not listed."""
    return Routes(
        rows=tuple(_route(row, small) for row in rows),
        routes=sum(row["routes"] for row in totals),
        rare_routes=sum(row["rare_routes"] for row in totals),
        rare_journeys=sum(row["rare_journeys"] for row in totals),
    )


def _route(row: Row, small: int) -> Route:
    outcomes = {name: row[name] for name in ("reached", "ended", "open")}
    others = row["journeys"] - sum(outcomes.values())  # competing ends
    hidden = hidden_cells(outcomes | {"others": others}, 0, small)
    return Route(
        touchpoints=tuple(row["route"]),
        journeys=row["journeys"],
        people=row["people"],
        share=row["share"],
        cumulative_share=row["cumulative_share"],
        **outcomes,
        hidden=tuple(name for name in outcomes if name in hidden),
    )
