"""The edges of a graph that are more than chance: its backbone.

In:     networkx.DiGraph with a count on every edge
Out:    the graph with the significant edges only, and their `alpha`
Units:  alpha is a probability
Errors: JourneysError for an alpha outside of 0 to 1
Source: Serrano, Boguna and Vespignani (2009), Extracting the multiscale backbone of complex
        weighted networks, https://doi.org/10.1073/pnas.0808904106
Assumes as null that what leaves (or comes to) a touchpoint is dealt out over its edges at random.
"""

from __future__ import annotations

import networkx as nx

from pipeline.errors import JourneysError


def backbone(
    graph: nx.DiGraph[str], *, alpha: float = 0.05, weight: str = "transitions"
) -> nx.DiGraph[str]:
    """The edges that carry more of what leaves their source, or comes to their target, than chance.

    Of k edges one that carries the share p is that heavy by chance with (1 - p)^(k - 1); the lesser
    of both sides counts. Where there is one edge only that side tells nothing. Nodes that keep no
    edge are left out. `transitions` and `share` of the edges stay those of the whole graph.

    >>> graph = nx.DiGraph()
    >>> for target, count in [("a", 97), ("b", 1), ("c", 1), ("d", 1)]:
    ...     graph.add_edge("(start)", target, transitions=count)
    >>> [(*edge, round(alpha, 9)) for *edge, alpha in backbone(graph).edges(data="alpha")]
    [('(start)', 'a', 2.7e-05)]
    """
    if not 0 < alpha <= 1:
        raise JourneysError(f"alpha is {alpha!r}.", fix="a number above 0, at most 1, such as 0.05")
    kept: nx.DiGraph[str] = nx.DiGraph()
    for source, target, about in graph.edges(data=True):
        chance = min(
            _chance([edge[weight] for _, _, edge in edges], about[weight])
            for edges in (graph.out_edges(source, data=True), graph.in_edges(target, data=True))
        )
        if chance < alpha:
            for node in (source, target):
                kept.add_node(node, **graph.nodes[node])
            kept.add_edge(source, target, **about, alpha=chance)
    return kept


def _chance(weights: list[float], own: float) -> float:
    """How likely one of so many edges would carry as much: 1 for the only one."""
    return float((1 - own / sum(weights)) ** (len(weights) - 1)) if len(weights) > 1 else 1.0
