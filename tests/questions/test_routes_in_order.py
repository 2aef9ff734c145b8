"""Routes and transitions that are counted from sorted numbers, against lists and sets."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from random import Random
from statistics import median

import numpy as np
import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.questions.all_steps import Steps
from pipeline.questions.routes_in_order import routes_in_order
from pipeline.questions.transition_tables import counts_of

# Few touchpoints, so that routes are equal; thousands, so that few of them fit in a word.
_ROUTES = st.lists(
    st.tuples(
        st.integers(1, 2),
        st.one_of(
            st.lists(st.integers(1, 2), min_size=1, max_size=70),
            st.lists(st.integers(60_000, 60_002), min_size=1, max_size=9),
        ),
    ),
    max_size=25,
)


@settings(max_examples=60, deadline=None)
@given(_ROUTES, st.integers(0, 25))
def test_routes_are_sorted_as_lists_are(journeys: list[tuple[int, list[int]]], again: int) -> None:
    journeys = [*journeys, *journeys[:again], *((no, route[:-1] or [1]) for no, route in journeys)]
    counts = np.array([len(route) for _, route in journeys], np.int64)
    steps = np.array([step for _, route in journeys for step in route], np.uint16)
    definition = np.array([no for no, _ in journeys], np.int64)
    order, is_new = routes_in_order(steps, np.cumsum(counts) - counts, counts, definition)
    found = [journeys[place] for place in order]
    assert found == sorted(journeys)
    assert is_new.tolist() == [
        place == 0 or found[place] != found[place - 1] for place in range(len(found))
    ]


_KINDS = pa.table({"kind_no": [1, 2, 3], "touchpoint_no": [20, 10, 70_000]})
_SCHEMA = pa.schema(
    [(name, pa.int64()) for name in ("journey_key", "step_no", "kind_no", "occurred_us")]
    + [("is_repeated", pa.bool_())]
)
_Journey = Sequence[tuple[int, int]]  # the kind of each step, and after how long it comes


def _steps(journeys: dict[int, _Journey], random: Random, how: str) -> Steps:
    """A journey is of the person with half its key, and of one of two definitions."""
    rows = [
        {"journey_key": key, "step_no": number, "kind_no": kind, "is_repeated": gap > 1}
        | {"occurred_us": sum(gap for _, gap in told[:number])}
        for key, told in journeys.items()
        for number, (kind, gap) in enumerate(told, start=1)
    ]
    cut = len(rows) // 2
    if how != "as they are":
        rows = [*rows[cut:], *rows[:cut]]
    if how == "shuffled":
        random.shuffle(rows)
    table = pa.Table.from_pylist(rows, schema=_SCHEMA)
    ends = [
        {"journey_key": key, "person_key": key // 2, "journey_no": 1 + key % 2, "outcome_no": 0}
        for key in journeys
    ]
    names = ("journey_key", "person_key", "journey_no", "outcome_no")
    known = pa.Table.from_pylist(ends, schema=pa.schema([(name, pa.int64()) for name in names]))
    return Steps.of(pa.concat_tables([table.slice(0, cut), table.slice(cut)]), known, _KINDS)


_JOURNEYS = st.dictionaries(
    st.integers(1, 9),
    st.lists(st.tuples(st.integers(1, 3), st.integers(0, 10**13)), min_size=1, max_size=6),
    max_size=6,
)
_HOW = st.sampled_from(["as they are", "turned", "shuffled"])


@settings(max_examples=60, deadline=None)
@given(_JOURNEYS, st.randoms(use_true_random=False), _HOW)
def test_journeys_are_whole_however_their_rows_lie(
    journeys: dict[int, _Journey], random: Random, how: str
) -> None:
    steps = _steps(journeys, random, how)
    assert steps.key.tolist() == sorted(journeys)
    told = [(key, *step) for key in sorted(journeys) for step in journeys[key]]
    assert steps.key[steps.journey].tolist() == [key for key, *_ in told]
    assert steps.kind.tolist() == [kind for _, kind, _ in told]
    assert steps.touchpoint.tolist() == [{1: 20, 2: 10, 3: 70_000}[kind] for _, kind, _ in told]
    assert steps.is_repeated.tolist() == [gap > 1 for *_, gap in told]
    numbers = [number for key in sorted(journeys) for number in range(1, len(journeys[key]) + 1)]
    assert steps.step_no.tolist() == numbers
    assert np.flatnonzero(steps.is_last).tolist() == (steps.begins + steps.counts - 1).tolist()
    of_steps = zip(steps.key[steps.journey].tolist(), numbers, strict=True)
    since = [sum(gap for _, gap in journeys[key][:number]) for key, number in of_steps]
    assert steps.occurred_us.tolist() == since


@settings(max_examples=60, deadline=None)
@given(_JOURNEYS, st.randoms(use_true_random=False), _HOW)
def test_transitions_are_counted_as_sets_would(
    journeys: dict[int, _Journey], random: Random, how: str
) -> None:
    touchpoint = {1: 20, 2: 10, 3: 70_000}
    moves = [
        (1 + key % 2, touchpoint[one], touchpoint[two], key, gap)
        for key, told in journeys.items()
        for (one, _), (two, gap) in pairwise(told)
    ]
    counted = counts_of(_steps(journeys, random, how)).to_pylist()
    pairs = sorted({move[:3] for move in moves})
    assert [tuple(row.values())[:3] for row in counted] == pairs
    for row, pair in zip(counted, pairs, strict=True):
        own = [each for each in moves if each[:3] == pair]
        assert row["transitions"] == len(own)
        assert row["journeys"] == len({key for *_, key, _ in own})
        assert row["people"] == len({key // 2 for *_, key, _ in own})
        middle = median(each[-1] for each in own) / 1e6
        assert abs(row["median_gap_s"] - middle) <= 1e-9 * max(middle, 1)
