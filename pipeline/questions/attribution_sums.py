"""What credits are made of: where touches stood, and to which next one journeys went, counted.

In:     the touches of journeys
Out:    Counted: tables of whole numbers that add up over journeys; what they say, for the models
Units:  journeys; amounts in ten-thousandths; microseconds
Errors: none
Why:    sums of whole numbers are the same in whatever order, so that a batch can take away what the
        people it touches were, and add what they are. Values are told by name, for the same reason
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from pipeline.questions.attribution_chain import Moves, State
from pipeline.questions.attribution_touches import Touches
from pipeline.questions.lines_of_steps import before, is_last
from pipeline.questions.pieces_of_journeys import Column, Flags, changes
from pipeline.questions.pieces_of_journeys import Places as Numbered
from pipeline.questions.small_numbers import grouped

Numbers = npt.NDArray[np.float64]
_SHARE, _MONEY = 10**15, 10**8  # the places that shares and shared money are rounded to
_LOW = 10**8  # a sum of whole numbers that may be large is kept as high and low digits
_FLAGS = ("is_first", "is_last", "is_last_known", "is_new")
_PLACE = ("value_name", "touches", "values_touched", *_FLAGS)
_EXACT = ("amount", "decayed", "money")
PLACE_SUMS = (
    *("journeys", "valued"),
    *(f"{name}_{digits}" for name in _EXACT for digits in ("high", "low")),
)
MOVE_SUMS = ("moves",)
_COUNT, _TEXT = pa.int64(), pa.string()
OF = pa.schema({"journey_no": _COUNT, "dimension": _TEXT})
_PLACES = pa.schema(
    [("value_name", _TEXT), ("touches", _COUNT), ("values_touched", _COUNT)]
    + [(name, pa.bool_()) for name in _FLAGS]
    + [(name, _COUNT) for name in PLACE_SUMS]
)
_MOVES = pa.schema(
    {"last_0": _TEXT, "following": _TEXT}
    | dict.fromkeys(("is_reached", "is_first"), pa.bool_())
    | {"moves": _COUNT}
)


class Counted(NamedTuple):
    """The sums of some journeys, and their moves: a row for each place, and for each move."""

    places: pa.Table
    moves: pa.Table


# Of no definition.
NOTHING = Counted(*(pa.schema([*OF, *own]).empty_table() for own in (_PLACES, _MOVES)))


@dataclass(frozen=True)
class Places:
    """Touches of journeys that reached the goal, counted by where they stand; see `counted`.

    `value` is 1 and more, a place in the names plus 1. The sums of `amount` are those of the
    journeys, of which `valued` have one; `decayed` and `decayed_amount` add up the shares of
    touches that fade.
    """

    value: Column
    touches: Column
    values_touched: Column
    is_first: Flags
    is_last: Flags
    is_last_known: Flags
    is_new: Flags
    journeys: Column
    valued: Column
    amount: Numbers
    decayed: Numbers
    decayed_amount: Numbers


def counted(touches: Touches, direct: Sequence[str], half_life_us: int, memory: int = 1) -> Counted:
    """Count touches by value, how many touches and values the journey has, and the place; moves.

    is_last_known marks the last touch that is not direct (the last of all where every one is),
    is_new the first touch of a value. A touch weighs half as much as one that is `half_life_us`
    younger. Shares are rounded to fifteen places and added up as whole numbers, because a sum of
    doubles depends on the order of its terms. Moves lead from the last touches, `memory` of them.
    """
    return Counted(_places(touches.reached(), direct, half_life_us), _moves(touches, memory))


def names_of(told: Counted) -> list[str]:
    """The values that were touched, in order."""
    return sorted(set(told.moves.column("last_0").to_pylist()))


def amount_of(told: Counted) -> int:
    """What the journeys are worth that reached the goal."""
    firsts = told.places.filter(told.places.column("is_first"))
    high, low = (sum(firsts.column(f"amount_{digits}").to_pylist()) for digits in ("high", "low"))
    return int(high * _LOW + low)


def places_of(told: Counted) -> Places:
    """Where touches stood, in the order of value and place."""
    number = {name: place for place, name in enumerate(names_of(told), start=1)}
    value = np.array([number[name] for name in told.places.column("value_name").to_pylist()], int)
    rest = [told.places.column(name).to_numpy() for name in (*_PLACE[1:], *PLACE_SUMS[:2])]
    order = np.lexsort((*rest[::-1], value))
    amount, decayed, money = (_together(told.places, name) for name in _EXACT)
    columns = [value, *rest, amount / 10**4, decayed / _SHARE, money / _MONEY]
    return Places(*(column[order] for column in columns))


def moves_of(told: Counted) -> Moves:
    """From which last touches to which next one journeys went; a state is those last touches."""
    states = [name for name in told.moves.column_names if name.startswith("last_")][::-1]
    moves = Moves()
    for row in told.moves.to_pylist():
        state: State = tuple(row[name] for name in states if row[name] is not None)
        following, count = row["following"], row["moves"]
        step = None if following is None else (*state, following)[-len(states) :]
        if row["is_first"]:
            moves.begun[state] += count
        moves.add(state, step, count, reached=row["is_reached"])
    return moves


def _moves(touches: Touches, memory: int) -> pa.Table:
    is_first = touches.is_first
    begins = np.flatnonzero(is_first)
    ends = is_last(is_first)
    following = np.append(touches.value[1:], np.zeros(min(len(ends), 1), touches.value.dtype))
    following[ends] = 0
    column: npt.NDArray[Any] = touches.value
    states: dict[str, npt.NDArray[Any]] = {"last_0": column}
    for number in range(1, memory):
        column = before(column, begins)
        states[f"last_{number}"] = column
    values = [*states, "following"]
    columns = [*states.values(), following, ends & touches.is_reached, is_first]
    keys, place = grouped(columns)
    told = dict(zip([*values, "is_reached", "is_first"], keys, strict=True))
    named = {name: _named(told[name], touches.names) for name in values}
    rest = {name: pa.array(told[name]) for name in ("is_reached", "is_first")}
    return pa.table(named | rest | {"moves": pa.array(np.bincount(place), pa.int64())})


def _places(own: Touches, direct: Sequence[str], half_life_us: int) -> pa.Table:
    """The same of touches of journeys that reached the goal."""
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
    digits = [part for each in sums for part in np.divmod(each, _LOW)]
    parts = [np.ones(len(place)), own.ends.ended_as[own.journey] > 1, *digits]
    summed = [np.bincount(place, part, len(keys[0])).astype(np.int64) for part in parts]
    told = [_named(keys[0], own.names), *(pa.array(key).cast(pa.int64()) for key in keys[1:3])]
    told += [pa.array(key) for key in (*keys[3:], *summed)]
    return pa.table(told, names=[*_PLACE, *PLACE_SUMS])


def _named(value: Numbered, names: Sequence[str]) -> pa.Array:
    """The name of each value, none for 0."""
    return pa.array([None, *names], pa.string()).take(pa.array(value))


def _together(rows: pa.Table, name: str) -> Numbers:
    """Sums of whole numbers of which high and low digits are kept by themselves."""
    parts = (rows.column(f"{name}_{digits}").to_pylist() for digits in ("high", "low"))
    return np.array([high * _LOW + low for high, low in zip(*parts, strict=True)], float)


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
