"""Rows are numbered by their columns, however large the values are."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.questions.small_numbers import grouped, numbered

VALUES = st.one_of(st.integers(0, 3), st.integers(0, 1 << 40))
ROWS = st.lists(st.tuples(VALUES, VALUES, VALUES), min_size=1, max_size=12)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(ROWS)
def test_equal_rows_have_one_number_and_numbers_go_by_the_first_column_then_the_next(
    rows: list[tuple[int, int, int]],
) -> None:
    keys, place = grouped([np.array(column) for column in zip(*rows, strict=True)])
    found = list(zip(*(key.tolist() for key in keys), strict=True))
    assert found == sorted(set(rows))
    assert [found[number] for number in place.tolist()] == rows


def test_of_no_rows_there_are_no_groups() -> None:
    none = np.zeros(0, np.int64)
    keys, place = grouped([none, none])
    assert [len(key) for key in keys] == [0, 0]
    assert len(place) == len(numbered(none)[0]) == 0
