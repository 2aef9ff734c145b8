"""The sums of two groups made rows of a comparison.

In:     per measure, touchpoint and group: cases, their sum, and the sums of products over customers
Out:    rows with both values, the difference, its interval, p and q
Units:  those of the measure
Errors: none; where a group has too few cases the row says so and tells no difference
Source: as in contrasts, one stratum each
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from pipeline.questions.contrasts import (
    Differences,
    Means,
    Sides,
    difference_of_means,
    difference_of_shares,
    false_discovery_rates,
)

Row = dict[str, Any]
SHARES = ("reached", "drop_off")
LARGEST_Q = 0.05


def compared_rows(sums: Sequence[Row], min_n: int) -> list[Row]:
    """A row per measure and touchpoint that both groups have, the surest first."""
    groups: dict[tuple[str, str | None], dict[int, Row]] = {}
    for row in sums:
        groups.setdefault((row["measure"], row["touchpoint"]), {})[row["group_no"]] = row
    rows = [_row(name, pair[1], pair[2], min_n) for name, pair in groups.items() if len(pair) > 1]
    told = [row for row in rows if not row["is_too_few"]]
    for row, q in zip(told, false_discovery_rates([row["p"] for row in told]), strict=True):
        row |= {"q": float(q), "is_different": bool(q <= LARGEST_Q)}
    return sorted(rows, key=lambda row: (row["is_too_few"], row["q"] or 0.0, _name(row)))


def _name(row: Row) -> tuple[str, str]:
    return row["measure"], row["touchpoint"] or ""


def _row(name: tuple[str, str | None], one: Row, two: Row, min_n: int) -> Row:
    is_too_few = min(one["people"], two["people"]) < min_n
    row: Row = {"measure": name[0], "touchpoint": name[1]}
    row |= {"n_first": one["n"], "n_second": two["n"], "is_too_few": is_too_few}
    names = ("first", "second", "difference", "low", "high", "p", "q")
    row |= dict.fromkeys(names)
    row["is_different"] = False
    if not is_too_few:
        found = _shares(one, two) if name[0] in SHARES else _means(one, two)
        numbers = (found.difference, found.low, found.high, found.p)
        row |= {"first": one["y"] / one["n"], "second": two["y"] / two["n"]}
        row |= dict(zip(names[2:6], (float(part[0]) for part in numbers), strict=True))
    return row


def _shares(one: Row, two: Row) -> Differences:
    columns = [np.array([float(row[name])]) for row in (one, two) for name in ("n", "y")]
    effects = [np.array([_effect(row)]) for row in (one, two)]
    return difference_of_shares(Sides(np.array([0]), *columns, *effects), 1)


def _means(one: Row, two: Row) -> Differences:
    columns = [np.array([float(row[name])]) for row in (one, two) for name in ("n", "y")]
    variances = [np.array([_variance(row)]) for row in (one, two)]
    return difference_of_means(Means(np.array([0]), *columns, *variances), 1)


def _variance(row: Row) -> float:
    """The variance of one case, as if cases of different customers made up the mean."""
    mean, people = row["y"] / row["n"], row["people"]
    squares = row["y_y"] - 2 * mean * row["n_y"] + mean**2 * row["n_n"]
    return float(max(squares, 0.0) / row["n"] * people / max(people - 1, 1))


def _effect(row: Row) -> float:
    """The design effect: that variance by the one of independent cases, never below 1."""
    share = row["y"] / row["n"]
    if not 0 < share < 1:
        return float(row["n_n"] / row["n"])
    return max(float(_variance(row) / (share * (1 - share))), 1.0)
