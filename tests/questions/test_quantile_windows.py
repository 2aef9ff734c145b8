"""Quantiles after values have come and gone are those of all that is there then."""

from __future__ import annotations

from collections import Counter, defaultdict
from fractions import Fraction
from math import ceil, floor

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.questions.group_sums import Groups
from pipeline.questions.quantile_moves import moved
from pipeline.questions.quantile_windows import Values, Windows

SHARES = {"median": 0.5, "p90": 0.9}
UNIT = 1_000_000
Rows = list[tuple[int, int, int]]  # two keys and a value
Told = dict[tuple[int, int], list[float]]


def quantiles(rows: Rows) -> Told:
    """Group by group from all values, as percentile_cont has them."""
    groups = defaultdict(list)
    for one, other, value in rows:
        groups[one, other].append(value)
    return {key: [_between(sorted(own), share) for share in SHARES.values()]
            for key, own in groups.items()}  # fmt: skip


def _between(values: list[int], share: float) -> float:
    place = (len(values) - 1) * share
    part = place - floor(place)
    low, high = values[floor(place)] / UNIT, values[ceil(place)] / UNIT
    return float(Fraction(low) * Fraction(1 - part) + Fraction(high * part))


def told(rows: Rows) -> Values:
    """The same in columns."""
    one, other, value = np.array(rows, np.int64).reshape(-1, 3).T
    return Values({"one": one, "other": other}, value)


def made(rows: Rows) -> Windows:
    keys, value = told(rows)
    return Groups(keys).windows(value.copy(), SHARES)


def said(windows: Windows) -> Told | None:
    found = windows.quantiles(SHARES, UNIT)
    if found is None:
        return None
    rows = pa.table({**windows.keys, **found}).to_pylist()
    return {(row["one"], row["other"]): [row[name] for name in SHARES] for row in rows}


def stored(windows: Windows) -> Windows:
    """As a table holds them, in another order."""
    table = windows.table()
    rows = table.take(np.arange(table.num_rows)[::-1])
    return Windows.of_table(rows, ["one", "other"], SHARES)


# Few values, so that many are equal, and many, so that most are beyond a window.
values = st.one_of(st.integers(0, 3), st.integers(-50, 10**13))
rows = st.lists(st.tuples(st.integers(0, 2), st.integers(5, 6), values), max_size=60)


def crowd(seed: int, size: int, width: int) -> Rows:
    """Many values of one group, of so many different ones."""
    values = np.random.default_rng(seed).integers(0, width, size).tolist()
    return [(1, 5, value) for value in values]


crowds = st.builds(crowd, st.integers(0, 99), st.integers(0, 900), st.sampled_from([3, 40, 10**9]))


@settings(deadline=None)
@given(rows)
def test_quantiles_of_groups(own: Rows) -> None:
    assert said(made(own)) == quantiles(own)
    assert said(stored(made(own))) == quantiles(own)


@settings(deadline=None)
@given(rows, crowds, st.lists(st.tuples(rows, st.integers(1, 9)), max_size=3))
def test_after_changes_they_are_those_of_all_or_are_lost(
    few: Rows, crowd: Rows, batches: list[tuple[Rows, int]]
) -> None:
    own = few + crowd
    windows = made(own)
    for new, nth in batches:
        gone = own[::nth][:80]
        own = [*(Counter(own) - Counter(gone)).elements(), *new]
        windows = moved(stored(windows), told(gone), told(new), SHARES)
        if (found := said(windows)) is None:
            return
        assert found == quantiles(own)


@pytest.mark.parametrize("width", [2, 50, 10**9])
def test_where_few_of_many_change_nothing_is_lost(width: int) -> None:
    random = np.random.default_rng(7)
    own: Rows = [(1, 5, value) for value in random.integers(0, width, 20_000).tolist()]
    windows = made(own)
    for _ in range(5):
        gone = own[:300]
        own = own[300:] + (new := [(1, 5, value) for _, _, value in gone[20:]] + [(1, 5, 1)] * 20)
        windows = moved(stored(windows), told(gone), told(new), SHARES)
        assert said(windows) == quantiles(own)
    assert sum(len(near.value) for near in windows.near.values()) <= 2 * (2 * 20_000 // 128 + 3)


def test_a_quantile_that_went_too_far_is_lost() -> None:
    own: Rows = [(1, 5, value) for value in range(1000)]
    assert said(moved(made(own), told(own[:400]), told([]), SHARES)) is None
