"""The touches of many journeys in numbers, and what is counted of them.

In:     rows of sql/questions/attribution_touches.sql or attribution_campaigns.sql
Out:    Touches; from which last touches to which next one journeys went; where the touches of
        journeys that reached the goal stood
Units:  journeys; amounts in ten-thousandths; microseconds
Errors: none
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from pipeline.questions.attribution_chain import Moves, State
from pipeline.questions.lines_of_steps import Column, Flags, before, is_last

Numbers = npt.NDArray[np.float64]
_SHARE, _MONEY = 10**15, 10**8  # the places that shares and shared money are rounded to
_LOW = 10**8


@dataclass(frozen=True)
class Touches:
    """Journey after journey, in order; `value` is 1 and more, a place in `names` plus 1."""

    names: Sequence[str]
    value: Column
    is_first: Flags
    occurred_us: Column
    ended_as: Column
    amount: Column

    @classmethod
    def named(cls, columns: Mapping[str, Any], value: Column, names: Sequence[str]) -> Touches:
        """Touches whose values are places in `names`, in any order; those that occur are kept."""
        known = np.flatnonzero(np.bincount(value, minlength=1))
        order = sorted(known.tolist(), key=names.__getitem__)
        number = np.zeros(len(names), np.int64)
        number[order] = np.arange(1, len(order) + 1)
        return cls(
            [names[one] for one in order], number[value], columns["is_first"],
            columns["occurred_us"], columns["ended_as"], columns["amount"],
        )  # fmt: skip

    @property
    def is_reached(self) -> Flags:
        """Which are of journeys that reached the goal."""
        flags: Flags = self.ended_as > 0
        return flags

    def reached(self) -> Touches:
        """Those of journeys that reached the goal."""
        own = self.is_reached
        return Touches(
            self.names, self.value[own], self.is_first[own], self.occurred_us[own],
            self.ended_as[own], self.amount[own],
        )  # fmt: skip


def moves_of_touches(touches: Touches, memory: int) -> Moves:
    """The counted moves between states; a state is the last touches, at most `memory` of them."""
    begins = np.flatnonzero(touches.is_first)
    ends = is_last(touches.is_first)
    following = np.append(touches.value[1:], np.zeros(min(len(ends), 1), np.int64))
    following[ends] = 0
    column = touches.value
    columns: dict[str, npt.NDArray[Any]] = {"last_0": column}
    for number in range(1, memory):
        column = before(column, begins)
        columns[f"last_{number}"] = column
    state = [*reversed(columns)]
    columns |= {"following": following, "is_reached": ends & touches.is_reached}
    columns |= {"is_first": touches.is_first}
    counted = pa.table(columns).group_by([*columns]).aggregate([([], "count_all")])
    return _moves(touches.names, counted.sort_by([(name, "ascending") for name in columns]), state)


def _moves(names: Sequence[str], counted: pa.Table, states: Sequence[str]) -> Moves:
    moves = Moves()
    for row in counted.to_pylist():
        state: State = tuple(names[row[name] - 1] for name in states if row[name])
        following, count = row["following"], row["count_all"]
        step = None if not following else (*state, names[following - 1])[-len(states) :]
        if row["is_first"]:
            moves.begun[state] += count
        moves.add(state, step, count, reached=row["is_reached"])
    return moves


@dataclass(frozen=True)
class Places:
    """Touches of journeys that reached the goal, counted by where they stand; see `placed`.

    The sums of `amount` are those of the journeys; `decayed` and `decayed_amount` add up the shares
    of touches that fade.
    """

    value: Column
    touches: Column
    values_touched: Column
    is_first: Flags
    is_last: Flags
    is_last_known: Flags
    is_new: Flags
    journeys: Column
    amount: Numbers
    decayed: Numbers
    decayed_amount: Numbers


def placed(touches: Touches, direct: Sequence[str], half_life_us: int) -> Places:
    """Count them by value, how many touches and different values the journey has, and the place.

    is_last_known marks the last touch that is not direct (the last of all where every one is),
    is_new the first touch of a value. A touch weighs half as much as one that is `half_life_us`
    younger. Shares are rounded to fifteen places and added up as whole numbers, because a sum of
    doubles depends on the order of its terms.
    """
    own = touches.reached()
    starts = np.flatnonzero(own.is_first)
    many = np.diff(starts, append=len(own.value))
    journey = np.repeat(np.arange(len(starts)), many)
    last = starts + many - 1
    is_new = _news(journey, own.value, len(own.names) + 1)
    flags = [
        own.is_first,
        *(_marked(at, len(journey)) for at in (last, _known(own, direct, starts, last))),
    ]
    columns = [own.value, many[journey], _summed(is_new, starts)[journey], *flags, is_new]
    keys, place = _grouped(columns)
    share = _faded(own.occurred_us, last, starts, journey, half_life_us)
    sums = (own.amount, np.rint(share * _SHARE), np.rint(share * own.amount / 10**4 * _MONEY))
    amount, decayed, money = (_exact(place, part, len(keys[0])) for part in sums)
    first, latest, known, new = (key == 1 for key in keys[3:])
    return Places(
        keys[0], keys[1], keys[2], first, latest, known, new,
        np.bincount(place, minlength=len(keys[0])),
        amount / 10**4, decayed / _SHARE, money / _MONEY,
    )  # fmt: skip


def _news(journey: Column, value: Column, base: int) -> Flags:
    """Which touches are the first of their value in their journey."""
    _, first = np.unique(journey * base + value, return_index=True)
    return _marked(first, len(value))


def _marked(at: Column, many: int) -> Flags:
    flags = np.zeros(many, bool)
    flags[at] = True
    return flags


def _known(own: Touches, direct: Sequence[str], starts: Column, last: Column) -> Column:
    """The last touch of each journey that is not direct, else the last."""
    is_direct = np.array([False, *(name in direct for name in own.names)])[own.value]
    if not len(starts):
        return last
    latest = np.maximum.reduceat(np.where(is_direct, -1, np.arange(len(is_direct))), starts)
    found: Column = np.where(latest < 0, last, latest)
    return found


def _summed(values: npt.NDArray[Any], starts: Column) -> npt.NDArray[Any]:
    """The sum over each journey."""
    if not len(starts):
        return np.zeros(0, np.int64)
    wide = np.int64 if values.dtype == bool else values.dtype
    return np.add.reduceat(values, starts, dtype=wide)


def _faded(
    occurred_us: Column, last: Column, starts: Column, journey: Column, half_life_us: int
) -> Numbers:
    """The share of its journey that each touch is given by its age."""
    weight = 0.5 ** ((occurred_us[last][journey] - occurred_us) / half_life_us)
    found: Numbers = weight / _summed(weight, starts)[journey]
    return found


def _grouped(columns: Sequence[npt.NDArray[Any]]) -> tuple[list[Column], Column]:
    """The different rows of some columns, sorted, and which of them each row is."""
    sizes = [int(column.max(initial=0)) + 1 for column in columns]
    code = np.zeros(len(columns[0]), np.int64)
    for column, size in zip(columns, sizes, strict=True):
        code = code * size + column
    found, place = np.unique(code, return_inverse=True)
    keys: list[Column] = []
    for size in reversed(sizes):
        found, key = np.divmod(found, size)
        keys.append(key)
    return keys[::-1], place


def _exact(place: Column, values: Numbers | Column, many: int) -> Numbers:
    """Sums of whole numbers by place, whatever their order: high and low digits by themselves."""
    sums = [np.bincount(place, part, many).tolist() for part in np.divmod(values, _LOW)]
    both = zip(*sums, strict=True)
    return np.array([int(high) * _LOW + int(low) for high, low in both], float)
