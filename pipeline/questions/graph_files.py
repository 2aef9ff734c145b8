"""Graphs as files for other programs: Gephi, Cytoscape, yEd, D3.

In:     networkx.DiGraph; a path ending in .graphml, .gexf or .json
Out:    the file; attributes that are not known are left out
Units:  as in the graph
Errors: JourneysError for another ending, and for names that XML cannot hold
Source: http://graphml.graphdrawing.org, https://gexf.net; the JSON is networkx's node-link form
        with the edges under `links`, as D3 reads it
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import networkx as nx

from pipeline.config.advice import nearest
from pipeline.errors import JourneysError

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def export_graph(graph: nx.DiGraph[str], path: str | Path) -> Path:
    """Write the graph in the format that the ending of `path` names; give the path back.

        jp.export_graph(jp.graph(db, journey="alta"), "alta.gexf")

    >>> import tempfile
    >>> graph = nx.DiGraph()
    >>> graph.add_edge("web", "(reached)", transitions=3, median_gap_s=None)
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     written = export_graph(graph, f"{folder}/graph.graphml")
    ...     nx.read_graphml(written).edges["web", "(reached)"]
    {'transitions': 3}
    """
    to = Path(path)
    writer = _WRITERS.get(to.suffix.lower())
    if writer is None:
        raise JourneysError(
            f'A graph is not written as "{to.suffix}".', fix=nearest(to.suffix, list(_WRITERS))
        )
    writer(_known(graph), to)
    return to


def _known(graph: nx.DiGraph[str]) -> nx.DiGraph[str]:
    """A copy without attributes that are None, which no format can say."""
    copy: nx.DiGraph[str] = nx.DiGraph()
    for node, about in graph.nodes(data=True):
        copy.add_node(node, **_without_none(about))
    for source, target, about in graph.edges(data=True):
        copy.add_edge(source, target, **_without_none(about))
    return copy


def _without_none(about: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in about.items() if value is not None}


def _write_graphml(graph: nx.DiGraph[str], to: Path) -> None:
    _refuse_what_xml_cannot_hold(graph)
    nx.write_graphml_xml(graph, to)


def _write_gexf(graph: nx.DiGraph[str], to: Path) -> None:
    _refuse_what_xml_cannot_hold(graph)
    nx.write_gexf(graph, to)


def _write_json(graph: nx.DiGraph[str], to: Path) -> None:
    data = nx.node_link_data(graph, edges="links")
    to.write_text(json.dumps(data, ensure_ascii=False, allow_nan=False), encoding="utf-8")


def _refuse_what_xml_cannot_hold(graph: nx.DiGraph[str]) -> None:
    texts = [*graph, *(value for _, about in graph.nodes(data=True) for value in about.values())]
    for text in texts:
        if isinstance(text, str) and _NOT_XML.search(text):
            raise JourneysError(f"{text!r} has characters that XML cannot hold.", fix="write .json")


_WRITERS: dict[str, Callable[[nx.DiGraph[str], Path], None]] = {
    ".graphml": _write_graphml,
    ".gexf": _write_gexf,
    ".json": _write_json,
}
