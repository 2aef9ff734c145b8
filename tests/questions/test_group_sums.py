"""Whoever is in a group is counted once, and the last of a pair is found, as sets would do it."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.questions import group_sums
from pipeline.questions.group_sums import Groups, lasts

# People in few places or far apart, so that a table of all pairs would be full, or nearly empty.
ROWS = st.lists(
    st.tuples(st.sampled_from([0, 1, 2, 3, 9, 5000]), st.sampled_from([0, 1, 2, 70])), min_size=1
)


@pytest.fixture(autouse=True, scope="module")
def pieces_of_few_rows() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(group_sums, "_ROWS", 3)
        yield


@given(rows=ROWS, goes_up=st.booleans())
def test_whoever_is_in_a_group_is_counted_there_once(
    *, rows: list[tuple[int, int]], goes_up: bool
) -> None:
    rows = sorted(rows) if goes_up else rows
    who, place = (np.array(column) for column in zip(*rows, strict=True))
    groups = Groups({"place_no": place})
    pairs = [other for _, other in set(rows)]
    expected = [pairs.count(other) for other in groups.keys["place_no"].tolist()]
    assert groups.different(who).tolist() == expected


@given(rows=ROWS, goes_up=st.booleans())
def test_the_last_number_of_each_pair_is_found(
    *, rows: list[tuple[int, int]], goes_up: bool
) -> None:
    rows = sorted(rows, key=lambda row: row[0]) if goes_up else rows
    who, what = (np.array(column) for column in zip(*rows, strict=True))
    number = np.arange(1, len(rows) + 1)
    expected = dict(zip(rows, number.tolist(), strict=True))
    found = zip(*(column.tolist() for column in lasts(who, what, number)), strict=True)
    assert list(found) == [(*pair, expected[pair]) for pair in sorted(expected)]
