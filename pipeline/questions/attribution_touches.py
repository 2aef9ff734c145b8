"""The touches of many journeys in numbers, and what is counted of them.

In:     the steps of all journeys, or rows of sql/questions/attribution_campaigns.sql; rows of
        attribution_ends.sql
Out:    Touches; from which last touches to which next one journeys went; where the touches of
        journeys that reached the goal stood
Units:  journeys; amounts in ten-thousandths; microseconds
Errors: none
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from pipeline.questions.all_steps import Steps
from pipeline.questions.attribution_chain import Moves, State
from pipeline.questions.lines_of_steps import before, is_last
from pipeline.questions.pieces_of_journeys import (
    Column,
    Flags,
    Pieces,
    changes,
    in_steps,
    pieces_of,
)
from pipeline.questions.pieces_of_journeys import Places as Numbered
from pipeline.questions.small_numbers import grouped, in_sixteen_bits

Numbers = npt.NDArray[np.float64]
_SHARE, _MONEY = 10**15, 10**8  # the places that shares and shared money are rounded to
_LOW = 10**8


class Ends(NamedTuple):
    """How journeys went out that are no longer open, by key: as in attribution_ends.sql."""

    journey_key: Column
    ended_as: Column
    amount: Column

    @classmethod
    def of(cls, rows: pa.Table) -> Ends:
        """Read them from a table, in any order."""
        order = np.argsort(rows.column("journey_key").to_numpy())
        return cls(*(rows.column(name).to_numpy()[order] for name in cls._fields))


@dataclass(frozen=True)
class Touches:
    """Journey after journey, in order; `value` is 1 and more, a place in `names` plus 1.

    `journey` is a place in `ends`.
    """

    names: Sequence[str]
    value: Numbered
    journey: Numbered
    occurred_us: Column
    ends: Ends

    @property
    def is_first(self) -> Flags:
        """Which are the first of their journey."""
        return changes(self.journey)

    @property
    def is_reached(self) -> Flags:
        """Which are of journeys that reached the goal."""
        flags: Flags = (self.ends.ended_as > 0)[self.journey]
        return flags

    def reached(self) -> Touches:
        """Those of journeys that reached the goal."""
        own = self.is_reached
        value, journey, occurred_us = self.value[own], self.journey[own], self.occurred_us[own]
        return Touches(self.names, value, journey, occurred_us, self.ends)


def touches_of(rows: pa.Table, ends: Ends, value: Numbered, names: Sequence[str]) -> Touches:
    """The touches of journeys of which it is known how they ended, from rows in any order.

    `value` is the place of the name of each row.
    """
    pieces = pieces_of(rows)
    place = np.searchsorted(ends.journey_key, pieces.key).astype(np.int32)
    known = np.append(ends.journey_key, -1)[place] == pieces.key
    own = Pieces(pieces.key[known], pieces.begins[known], pieces.counts[known])
    order, journey = in_steps(rows, own, place[known], "event_no")
    occurred_us = rows.column("occurred_us").to_numpy()[order]
    return _named(value[order], names, journey, occurred_us, ends)


def touches_of_steps(
    steps: Steps, before: Numbered, ends: Ends, told: Iterable[tuple[Numbered, Sequence[str]]]
) -> Iterator[Touches]:
    """The steps of the same journeys, once for each way to name them.

    Touches are the steps `before` what decides a journey; the one that does where nothing is. Each
    way tells for every kind of event the place of its name, and the names, in any order.
    """
    place = np.searchsorted(ends.journey_key, steps.key).astype(np.int32)
    known = np.append(ends.journey_key, -1)[place] == steps.key
    left = np.where(known, np.maximum(before, 1), 0)
    own = steps.step_no <= np.repeat(left, steps.counts)
    kind, occurred_us = steps.kind[own], steps.occurred_us[own]
    journey = np.repeat(place, left)
    for value, names in told:
        yield _named(value, names, journey, occurred_us, ends, kind)


def _named(
    value: Numbered,
    names: Sequence[str],
    journey: Numbered,
    occurred_us: Column,
    ends: Ends,
    kind: Numbered | None = None,
) -> Touches:
    """Touches with the names that occur; `value` is of each, or of each `kind`."""
    counts = np.bincount(value if kind is None else value[kind], minlength=len(names))
    occurs = np.flatnonzero(counts)
    by_name = sorted(occurs.tolist(), key=names.__getitem__)
    places = np.zeros(len(names), np.int32)
    places[by_name] = np.arange(1, len(by_name) + 1)
    number = in_sixteen_bits(places)[value]
    kept = [names[one] for one in by_name]
    return Touches(kept, number if kind is None else number[kind], journey, occurred_us, ends)


def moves_of_touches(touches: Touches, memory: int) -> Moves:
    """The counted moves between states; a state is the last touches, at most `memory` of them."""
    is_first = touches.is_first
    begins = np.flatnonzero(is_first)
    ends = is_last(is_first)
    following = np.append(touches.value[1:], np.zeros(min(len(ends), 1), touches.value.dtype))
    following[ends] = 0
    column: npt.NDArray[Any] = touches.value
    columns: dict[str, npt.NDArray[Any]] = {"last_0": column}
    for number in range(1, memory):
        column = before(column, begins)
        columns[f"last_{number}"] = column
    state = [*reversed(columns)]
    columns |= {"following": following, "is_reached": ends & touches.is_reached}
    columns |= {"is_first": is_first}
    keys, place = grouped([*columns.values()])
    counted = pa.table({**dict(zip(columns, keys, strict=True)), "count": np.bincount(place)})
    return _moves(touches.names, counted, state)


def _moves(names: Sequence[str], counted: pa.Table, states: Sequence[str]) -> Moves:
    moves = Moves()
    for row in counted.to_pylist():
        state: State = tuple(names[row[name] - 1] for name in states if row[name])
        following, count = row["following"], row["count"]
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
    is_first = own.is_first
    starts = np.flatnonzero(is_first)
    many = np.diff(starts, append=len(own.value))
    journey = np.repeat(np.arange(len(starts)), many)
    last = starts + many - 1
    is_new = _news(journey, own.value)
    flags = [
        is_first,
        *(_marked(at, len(journey)) for at in (last, _known(own, direct, starts, last))),
    ]
    columns = [own.value, many[journey], _summed(is_new, starts)[journey], *flags, is_new]
    keys, place = grouped(columns)
    share = _faded(own.occurred_us, last, starts, journey, half_life_us)
    of_journey = own.ends.amount[own.journey]
    sums = (of_journey, np.rint(share * _SHARE), np.rint(share * of_journey / 10**4 * _MONEY))
    amount, decayed, money = (_exact(place, part, len(keys[0])) for part in sums)
    first, latest, known, new = keys[3:]
    return Places(
        keys[0], keys[1], keys[2], first, latest, known, new,
        np.bincount(place, minlength=len(keys[0])),
        amount / 10**4, decayed / _SHARE, money / _MONEY,
    )  # fmt: skip


def _news(journey: Numbered, value: Numbered) -> Flags:
    """Which touches are the first of their value in their journey."""
    order = np.argsort(value, kind="stable")
    return _marked(order[changes(value[order]) | changes(journey[order])], len(value))


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


def _exact(place: Numbered, values: npt.NDArray[Any], many: int) -> Numbers:
    """Sums of whole numbers by place, whatever their order: high and low digits by themselves."""
    sums = [np.bincount(place, part, many).tolist() for part in np.divmod(values, _LOW)]
    both = zip(*sums, strict=True)
    return np.array([int(high) * _LOW + int(low) for high, low in both], float)
