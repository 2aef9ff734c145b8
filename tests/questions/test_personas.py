"""Personas found: features worked out by hand, a slow twin, and people drawn with and without."""

from __future__ import annotations

import tracemalloc
from collections import Counter
from itertools import combinations
from math import sqrt
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import pipeline as jp
from pipeline.errors import JourneysError
from pipeline.questions.persona_features import Features, described, features_of
from pipeline.questions.personas import personas_of
from pipeline.questions.segments import adjusted_rand, nearest


def test_features_are_shares_of_contacts_pace_and_value() -> None:
    people = pa.table(
        {
            "person_key": [1, 5],
            "person_id": ["ana", "bea"],
            "contacts": [4, 2],
            "span_s": [60.0, 30.0],
            "value": [9.0, 0.0],
        }
    )
    kinds = _kinds(channel=["web", "app", "shop"], touchpoint=["read"] * 3)
    mix = pa.table({"person_key": [1, 1, 1, 1, 5, 5, 3], "kind_no": [0, 0, 1, 0, 1, 1, 2]})
    found = features_of(people, mix, kinds)
    plain = dict(zip(found.names, found.plain.T.tolist(), strict=True))
    assert plain == {
        ("channel", "app"): [0.25, 1],
        ("channel", "web"): [0.75, 0],
        ("touchpoint", "read"): [1, 1],
        ("pace_s", ""): [20, 30],
        ("value", ""): [9, 0],
    }
    # Two people differ in three blocks, along one axis of variance 1 each: 2 * sqrt(3) apart.
    assert np.linalg.norm(found.points[0] - found.points[1]) == pytest.approx(2 * sqrt(3))
    told = described(found, np.array([True, False]))
    assert {name for name, _, _ in told} == set(plain) - {("touchpoint", "read")}
    assert (("channel", "app"), 0.25, 1.0) in told


def test_keys_with_room_between_them_cost_no_memory() -> None:
    keys = [1 << 28, 3 << 29, (1 << 31) - 1]
    people = {"person_key": keys, "person_id": ["ana", "bea", "cai"], "contacts": [1, 1, 1]}
    people |= {"span_s": [0.0] * 3, "value": [0.0] * 3}
    mix = pa.table({"person_key": [keys[2], 5, keys[0], keys[1]], "kind_no": [0, 1, 0, 1]})
    kinds = _kinds(channel=["web", "app"], touchpoint=["read"] * 2)
    tracemalloc.start()
    found = features_of(pa.table(people), mix, kinds)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    app = found.names.index(("channel", "app"))
    assert found.plain[:, app].tolist() == [0, 1, 0]
    assert most < 1 << 24  # a table of all numbers up to the last key has 2^34 bytes


LABELS = st.lists(st.tuples(st.integers(0, 2), st.integers(0, 3)), min_size=2, max_size=12)


@settings(max_examples=80, deadline=None, derandomize=True)
@given(LABELS)
def test_the_agreement_of_two_divisions_is_that_of_all_pairs(labels: list[tuple[int, int]]) -> None:
    pairs = Counter(
        (one[0] == other[0], one[1] == other[1]) for one, other in combinations(labels, 2)
    )
    both, ours, theirs = pairs[True, True], pairs[True, False], pairs[False, True]
    count = sum(pairs.values())
    chance = (both + ours) * (both + theirs) / count
    most = (both + ours + both + theirs) / 2
    slow = 1.0 if most == chance else (both - chance) / (most - chance)
    one, other = (np.array(side) for side in zip(*labels, strict=True))
    assert adjusted_rand(one, other) == pytest.approx(slow)


@settings(max_examples=30, deadline=None, derandomize=True)
@given(st.integers(0, 10_000))
def test_everybody_is_put_to_the_nearest_centre(seed: int) -> None:
    draw = np.random.default_rng(seed)
    points, centres = draw.standard_normal((8, 3)), draw.standard_normal((4, 3))
    slow = []
    for point in points:
        distances = [float(((point - centre) ** 2).sum()) for centre in centres]
        slow.append(distances.index(min(distances)))
    assert nearest(points, centres).tolist() == slow


def _people(mixes: list[list[float]], paces: list[float], seed: int) -> tuple[Features, Any]:
    """1,200 people of as many types as mixes, each with 20 to 60 contacts."""
    draw = np.random.default_rng(seed)
    types = draw.integers(0, len(mixes), 1_200)
    contacts = draw.integers(20, 60, 1_200)
    counts = np.array([draw.multinomial(n, mixes[t]) for n, t in zip(contacts, types, strict=True)])
    pace = np.exp(draw.normal(np.array(paces)[types], 0.5))
    person, value = np.nonzero(counts)
    people = pa.table(
        {
            "person_key": np.arange(1_200),
            "person_id": [f"p{n}" for n in range(1_200)],
            "contacts": contacts,
            "span_s": pace * (contacts - 1),
            "value": np.exp(draw.normal(3, 0.5, 1_200)),
        }
    )
    many = counts[person, value]
    mix = pa.table({"person_key": np.repeat(person, many), "kind_no": np.repeat(value, many)})
    kinds = _kinds(channel=[f"c{one}" for one in range(counts.shape[1])])
    return features_of(people, mix, kinds), types


def _kinds(**columns: list[str]) -> pa.Table:
    """Kinds of events numbered from 0; what is not told of them is not known."""
    count = len(columns["channel"])
    unknown = dict.fromkeys(("channel", "device", "touchpoint"), pa.nulls(count, pa.string()))
    return pa.table({"kind_no": range(count)} | unknown | columns)


def test_planted_kinds_of_people_are_found_and_told_in_words() -> None:
    mixes = [[0.7, 0.1, 0.1, 0.1], [0.1, 0.7, 0.1, 0.1], [0.1, 0.1, 0.4, 0.4]]
    features, types = _people(mixes, [10.0, 10.0, 6.0], seed=1)
    found = personas_of(features, most=4, seed=2)
    assert len(found.rows) == 3
    assert adjusted_rand(types, found.label) > 0.9
    sizes = [row["people"] for row in found.rows]
    assert sizes == sorted(sizes, reverse=True)
    assert sum(sizes) == 1_200
    (slow_ones,) = (row for row in found.rows if "hours between contacts" in row["description"])
    assert "channel c2: 40 % of contacts" in slow_ones["description"]


def test_where_all_people_are_of_one_kind_nothing_is_found() -> None:
    """They differ by chance, in pace, and in what they spend, but in no lumps."""
    for seed in range(2):
        features, _ = _people([[0.4, 0.3, 0.2, 0.1]], [8.0], seed=seed)
        found = personas_of(features, most=3, seed=seed)
        assert [row["description"] for row in found.rows] == ["like everybody"]


def test_one_long_cloud_is_divided_stably_but_is_no_finding() -> None:
    """k-means cuts it in two at the same place every time: stability alone would be misled."""
    draw = np.random.default_rng(3)
    points = draw.standard_normal((1_000, 2)) * np.array([5, 1])
    plain = Features([""] * 1_000, [("value", ""), ("pace_s", "")], points, points)
    found = personas_of(plain, most=2, seed=1)
    assert found.judged[0].stability > 0.8
    assert len(found.rows) == 1


def test_personas_of_the_sample_say_who_buys_and_who_needs_help(
    sample_db: duckdb.DuckDBPyConnection,
) -> None:
    found = jp.personas(sample_db, most=2)
    again = jp.personas(sample_db, most=2)
    assert (again.label == found.label).all()
    frame, members = found.frame(), found.members()
    assert len(frame) == 2
    assert members["persona"].value_counts().to_dict() == {
        row["persona"]: row["people"] for row in found.rows
    }
    (people,) = sample_db.execute(
        "select count(*) from (select person_key from identity.person_events "
        "inner join journeys.kinds using (kind_no) group by all)"
    ).fetchall()[0]
    assert found.left_out + len(members) == people
    profile = found.profile().reset_index()
    of_channels = profile[profile["feature"] == "channel"]
    for persona in frame["persona"]:
        assert of_channels[persona].sum() == pytest.approx(1)
    assert found.stability()["is_more"].any()
    assert "touchpoint Respuesta del agente" in frame["description"][1]
    assert found._repr_html_().startswith("<table><caption>Personas found (")


@pytest.mark.parametrize(
    ("options", "words"),
    [({"most": 1}, "2 or more"), ({"min_contacts": 100_000}, "Only 0 people have 100000")],
)
def test_what_cannot_be_asked_is_said(
    sample_db: duckdb.DuckDBPyConnection, options: dict[str, Any], words: str
) -> None:
    with pytest.raises(JourneysError, match=words):
        jp.personas(sample_db, **options)
