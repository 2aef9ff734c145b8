"""Routes that stand for others: worked out by hand, by trying everything, and on the sample."""

from __future__ import annotations

import duckdb
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import pipeline as jp
from pipeline.errors import JourneysError
from pipeline.questions.medoids import stability
from pipeline.questions.route_distances import belongs_to, medoids_of, route_distances
from tests.reference.route_distances import cost, edits

ROUTES = st.lists(st.lists(st.sampled_from("abc"), min_size=1, max_size=6), min_size=1, max_size=7)


def test_a_distance_is_the_share_of_the_longer_route_that_has_to_change() -> None:
    routes = [["web", "cart", "pay"], ["web", "pay"], ["shop"], ["pay", "cart", "web"]]
    assert route_distances(routes)[0].tolist() == pytest.approx([0, 1 / 3, 1, 2 / 3])


@settings(max_examples=60, deadline=None, derandomize=True)
@given(ROUTES)
def test_distances_are_those_of_the_definition(routes: list[list[str]]) -> None:
    slow = [[edits(one, other) / max(len(one), len(other)) for other in routes] for one in routes]
    assert route_distances(routes) == pytest.approx(np.array(slow))


@settings(max_examples=60, deadline=None, derandomize=True)
@given(ROUTES, st.integers(1, 3), st.data())
def test_no_swap_of_a_medoid_brings_journeys_nearer(
    routes: list[list[str]], count: int, data: st.DataObject
) -> None:
    own = st.lists(st.integers(1, 9), min_size=len(routes), max_size=len(routes))
    weight = np.array(data.draw(own), float)
    distances = route_distances(routes)
    found = medoids_of(distances, weight, count).tolist()
    ours = cost(distances.tolist(), weight.tolist(), found)
    assert len(found) == min(count, len(routes))
    for out in range(len(found)):
        for come in range(len(routes)):
            swapped = [*found[:out], come, *found[out + 1 :]]
            assert ours <= cost(distances.tolist(), weight.tolist(), swapped) + 1e-9
    if count == 1:  # then no set of medoids is better
        every = [cost(distances.tolist(), weight.tolist(), [one]) for one in range(len(routes))]
        assert ours == pytest.approx(min(every))


def test_swapping_mends_what_building_up_got_wrong() -> None:
    """The first one chosen is the middle, which none of the two groups needs in the end."""
    places = np.array([0.0, 1, 2, 5, 8, 9, 10])
    distances = np.abs(np.subtract.outer(places, places))
    assert sorted(medoids_of(distances, np.ones(7), 2).tolist()) in ([1, 4], [1, 5], [2, 5])


def test_groups_that_lie_apart_are_stable_and_one_that_is_cut_in_two_is_not() -> None:
    apart = route_distances([["a"], ["a", "a"], ["b"], ["b", "b"]])
    weight = np.array([50.0, 20, 50, 20])
    two = medoids_of(apart, weight, 2)
    assert belongs_to(apart, two).tolist() == [0, 0, 1, 1]
    assert stability(apart, weight, two, 20, seed=1).tolist() == [1, 1]
    alike = 1 - np.eye(12)
    cut = medoids_of(alike, np.full(12, 5.0), 2)
    assert stability(alike, np.full(12, 5.0), cut, 20, seed=1).min() < 0.6


def test_the_sample_is_told_by_five_routes(sample_db: duckdb.DuckDBPyConnection) -> None:
    found = jp.medoids(sample_db, journey="soporte", draws=5)
    frame = found.frame()
    assert (found.coverage, len(frame)) == (1.0, 5)
    assert frame["journeys"].sum() == 2444
    assert frame["share"].sum() == pytest.approx(1)
    assert frame["journeys"].is_monotonic_decreasing
    assert (frame["own_journeys"] <= frame["journeys"]).all()
    assert found.rows[0]["route"][0] == "Chat de WhatsApp"
    again = jp.medoids(sample_db, journey="soporte", draws=5)
    assert again == found
    few = jp.medoids(sample_db, journey="alta", count=2, most_routes=20, draws=1)
    assert 0.5 < few.coverage < 1
    assert "of the journeys, on 20 routes" in few._repr_html_()


@pytest.mark.parametrize("asked", [{"count": 0}, {"count": 3, "most_routes": 2}, {"draws": 0}])
def test_what_cannot_be_had_is_refused(
    sample_db: duckdb.DuckDBPyConnection, asked: dict[str, int]
) -> None:
    with pytest.raises(JourneysError, match="cannot be had"):
        jp.medoids(sample_db, journey="alta", **asked)
