"""The graph of the sample says what its tables say."""

import duckdb
import pytest

import pipeline as jp
from pipeline.errors import JourneysError


def test_every_edge_is_a_transition_and_every_node_balances(
    sample_db: duckdb.DuckDBPyConnection,
) -> None:
    graph = jp.graph(sample_db, journey="alta")
    rows = sample_db.sql(
        "select from_touchpoint, to_touchpoint, transitions, people from marts.transitions "
        "where journey = 'alta'"
    ).fetchall()
    assert {(a, b): (n, p) for a, b, n, p in rows} == {
        (a, b): (edge["transitions"], edge["people"]) for a, b, edge in graph.edges(data=True)
    }
    for node in graph:
        arriving = sum(edge["transitions"] for _, _, edge in graph.in_edges(node, data=True))
        leaving = sum(edge["transitions"] for _, _, edge in graph.out_edges(node, data=True))
        if not node.startswith("("):
            assert arriving == leaving == graph.nodes[node]["visits"]
            assert sum(e["share"] for _, _, e in graph.out_edges(node, data=True)) == pytest.approx(
                1
            )


def test_the_graph_begins_at_the_start_and_ends_at_the_outcomes(
    sample_db: duckdb.DuckDBPyConnection,
) -> None:
    graph = jp.graph(sample_db, journey="alta")
    assert graph.in_degree("(start)") == 0
    assert {node for node in graph if graph.out_degree(node) == 0} == {
        "(reached)",
        "(ended)",
        "(open)",
        "(cancelado)",
    }


def test_paths_show_themselves_and_give_frame_figure_and_graph(
    sample_db: duckdb.DuckDBPyConnection,
) -> None:
    paths = jp.paths(sample_db, journey="alta", max_steps=4)
    frame = paths.frame()
    starts = frame[frame["step_no"] == 0]["journeys"].sum()
    assert (
        starts
        == sample_db.sql("select count(*) from marts.journeys where journey = 'alta'").fetchall()[
            0
        ][0]
    )
    assert paths._repr_html_().startswith("<svg")
    assert len(paths.figure().data) == 1
    assert paths.graph().number_of_edges() > 0


def test_a_journey_nobody_defined_is_named_with_the_nearest_one(
    sample_db: duckdb.DuckDBPyConnection,
) -> None:
    with pytest.raises(JourneysError, match='did you mean "alta"'):
        jp.paths(sample_db, journey="altas")
