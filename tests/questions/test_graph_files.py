"""The backbone of a graph, and graphs as files that other programs read."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import pipeline as jp
from pipeline.errors import JourneysError
from tests.reference.chains import chance_of_share


def _from_json(path: Path) -> nx.DiGraph[str]:
    told = json.loads(path.read_text(encoding="utf-8"))
    graph = nx.node_link_graph(told, edges="links")
    assert isinstance(graph, nx.DiGraph)
    return graph


READERS: dict[str, Callable[[Path], Any]] = {
    "graphml": nx.read_graphml,
    "gexf": nx.read_gexf,
    "json": _from_json,
}


@pytest.mark.parametrize("ending", READERS)
def test_what_is_known_survives_the_way_through_a_file(
    sample_db: duckdb.DuckDBPyConnection, tmp_path: Path, ending: str
) -> None:
    graph = jp.graph(sample_db, journey="soporte")
    read = READERS[ending](jp.export_graph(graph, tmp_path / f"graph.{ending}"))
    added = {"label"} if ending == "gexf" else set()  # GEXF says the name of a node twice
    assert set(read) == set(graph)
    for node, about in graph.nodes(data=True):
        known = {name: value for name, value in about.items() if value is not None}
        assert {k: v for k, v in read.nodes[node].items() if k not in added} == known
    for source, target, about in graph.edges(data=True):
        known = {name: value for name, value in about.items() if value is not None}
        found = read.edges[source, target]
        assert {k: v for k, v in found.items() if k != "id"} == known
    assert read.number_of_edges() == graph.number_of_edges()
    assert read.is_directed()


def test_names_that_a_format_cannot_hold_are_refused(tmp_path: Path) -> None:
    graph: nx.DiGraph[str] = nx.DiGraph()
    graph.add_edge("a\x01<&>", "(ended)", transitions=1)
    for ending in ("graphml", "gexf"):
        with pytest.raises(JourneysError, match="characters that XML cannot hold"):
            jp.export_graph(graph, tmp_path / f"graph.{ending}")
    assert _from_json(jp.export_graph(graph, tmp_path / "graph.json")).has_edge(
        "a\x01<&>", "(ended)"
    )
    with pytest.raises(JourneysError, match=r"known: \.gexf, \.graphml, \.json"):
        jp.export_graph(graph, tmp_path / "graph")


def test_the_backbone_keeps_what_is_more_than_chance() -> None:
    graph: nx.DiGraph[str] = nx.DiGraph()
    for source, target, count in [("a", "b", 8), ("a", "c", 1), ("a", "d", 1), ("b", "c", 5)]:
        graph.add_edge(source, target, transitions=count)
    # a to b: (1 - 0.8)^2 of what leaves a. b to c: 1 from b, (1 - 5/6)^1 of what comes to c.
    kept = jp.backbone(graph, alpha=0.05)
    assert list(kept.edges(data="alpha")) == [("a", "b", pytest.approx(0.04))]
    wider = jp.backbone(graph, alpha=0.2)
    assert sorted(wider.edges(data="alpha")) == [
        ("a", "b", pytest.approx(0.04)),
        ("b", "c", pytest.approx(1 / 6)),
    ]
    for wrong in (0, 1.5):
        with pytest.raises(JourneysError, match="a number above 0, at most 1"):
            jp.backbone(graph, alpha=wrong)


@settings(max_examples=10, deadline=None)
@given(st.lists(st.integers(1, 60), min_size=2, max_size=6))
def test_chance_is_that_of_a_stick_broken_at_random(weights: list[int]) -> None:
    graph: nx.DiGraph[str] = nx.DiGraph()
    for number, weight in enumerate(weights):
        graph.add_edge("(start)", str(number), transitions=weight)
    edges = jp.backbone(graph, alpha=1).edges(data=True)
    kept = {target: about["alpha"] for _, target, about in edges}
    for number, weight in enumerate(weights):
        slow = chance_of_share(weight / sum(weights), len(weights), pieces=2000)
        assert kept.get(str(number), 1.0) == pytest.approx(slow, abs=1e-4)
