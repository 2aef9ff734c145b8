"""Routes and transitions that are counted from sorted numbers, against lists and sets."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from statistics import median

import numpy as np
import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.questions.pieces_of_journeys import in_pieces, spans_of
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


def _in_batches(rows: Sequence[tuple[int, int]], cut: int) -> pa.Table:
    columns = {
        "journey_key": pa.array([key for key, _ in rows], pa.int64()),
        "step_no": pa.array([number for _, number in rows], pa.int64()),
    }
    table = pa.table(columns)
    return pa.concat_tables([table.slice(0, cut), table.slice(cut)])


@settings(max_examples=60, deadline=None)
@given(
    st.dictionaries(st.integers(1, 9), st.integers(1, 5), max_size=5),
    st.randoms(use_true_random=False),
    st.sampled_from(["turned", "shuffled"]),
)
def test_journeys_are_whole_however_their_rows_lie(
    steps_of: dict[int, int], random: Random, how: str
) -> None:
    rows = [(key, number + 1) for key, steps in steps_of.items() for number in range(steps)]
    cut = len(rows) // 2
    rows = [*rows[cut:], *rows[:cut]]
    if how == "shuffled":
        random.shuffle(rows)
    table, pieces = in_pieces(_in_batches(rows, len(rows) // 3))
    spans = spans_of(table, pieces)
    places = np.append(np.arange(len(rows)), spans.moved)
    lie = [(row["journey_key"], row["step_no"]) for row in table.to_pylist()]
    found = {
        int(key): [lie[place] for place in places[begin : begin + count]]
        for key, begin, count in zip(spans.key, spans.begins, spans.counts, strict=True)
    }
    assert found == {
        key: [(key, number + 1) for number in range(steps)] for key, steps in steps_of.items()
    }


_MOVES = st.lists(
    st.tuples(
        st.integers(1, 6), st.integers(1, 2), st.integers(1, 3), st.integers(1, 3),
        st.integers(0, 10**13),
    ),
    max_size=40,
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(_MOVES, st.integers(1, 10**6))
def test_transitions_are_counted_as_sets_would(
    moves: list[tuple[int, int, int, int, int]], far: int
) -> None:
    """A journey is of the person with half its key, and of one definition."""
    names = ("journey_key", "journey_no", "touchpoint_no", "next_touchpoint_no", "gap_us")
    rows = [(key, 1 + key % 2, one, to * far, gap) for key, _, one, to, gap in moves]
    columns = dict(zip(names, zip(*rows, strict=True), strict=True)) if rows else {}
    table = pa.table({name: pa.array(columns.get(name, ()), pa.int64()) for name in names})
    people = pa.array([row[0] // 2 for row in rows], pa.int64())
    counted = counts_of(table.append_column("person_key", people)).to_pylist()
    pairs = sorted({row[1:4] for row in rows})
    assert [tuple(row.values())[:3] for row in counted] == pairs
    for row, pair in zip(counted, pairs, strict=True):
        own = [each for each in rows if each[1:4] == pair]
        assert row["transitions"] == len(own)
        assert row["journeys"] == len({key for key, *_ in own})
        assert row["people"] == len({key // 2 for key, *_ in own})
        middle = median(each[-1] for each in own) / 1e6
        assert abs(row["median_gap_s"] - middle) <= 1e-9 * max(middle, 1)
