"""The journeys of one definition as a directed graph.

In:     rows of marts.transitions and marts.touchpoints; rows of sql/questions/graph_nodes.sql
Out:    networkx.DiGraph: a node per touchpoint, start and outcome; an edge per transition
Units:  counts; gaps in seconds; `share` from 0 to 1, of all transitions out of the first node, and
        `..._share` of the journeys that pass a node; money as in the sources
Errors: JourneysError when the warehouse knows no journey of that name
Source: networkx.DiGraph, https://networkx.org
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import networkx as nx

Row = Mapping[str, Any]


def graph_of(
    transitions: Iterable[Row], touchpoints: Iterable[Row], passed: Iterable[Row] = ()
) -> nx.DiGraph[str]:
    """Put transitions together; nodes carry what is known of a touchpoint, edges their counts.

    `passed` says how many journeys pass a touchpoint, how they go out and what they are worth.

    >>> row = {"from_touchpoint": "web", "to_touchpoint": "(reached)", "transitions": 3,
    ...        "journeys": 3, "people": 2, "median_gap_s": None, "p90_gap_s": None}
    >>> graph = graph_of([row], [{"touchpoint": "web", "channel": "web", "stage": "Buy"}])
    >>> graph.edges["web", "(reached)"]["share"], graph.nodes["web"]["channel"]
    (1.0, 'web')
    """
    graph: nx.DiGraph[str] = nx.DiGraph()
    known = {row["touchpoint"]: row for row in touchpoints}
    for row in transitions:
        source, target = row["from_touchpoint"], row["to_touchpoint"]
        for name in (source, target):
            about = known.get(name, {})
            graph.add_node(name, channel=about.get("channel"), stage=about.get("stage"))
        counts = ("transitions", "journeys", "people", "median_gap_s", "p90_gap_s")
        graph.add_edge(source, target, **{name: row[name] for name in counts})
    for row in passed:
        own = {name: value for name, value in row.items() if name != "touchpoint"}
        graph.nodes[row["touchpoint"]].update(own)
    _add_sums(graph)
    return graph


def _add_sums(graph: nx.DiGraph[str]) -> None:
    """`visits` on nodes: how often journeys were there; `share` on edges: who went on this way."""
    for node in graph:
        arriving = sum(edge["transitions"] for _, _, edge in graph.in_edges(node, data=True))
        leaving = sum(edge["transitions"] for _, _, edge in graph.out_edges(node, data=True))
        graph.nodes[node]["visits"] = max(arriving, leaving)
        for _, _, edge in graph.out_edges(node, data=True):
            edge["share"] = edge["transitions"] / leaving
