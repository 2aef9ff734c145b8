"""The touches of many journeys in numbers.

In:     the steps of all journeys, or rows of sql/questions/attribution_campaigns.sql; rows of
        attribution_ends.sql
Out:    Touches
Units:  journeys; amounts in ten-thousandths; microseconds
Errors: none
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pyarrow as pa

from pipeline.questions.all_steps import Steps
from pipeline.questions.pieces_of_journeys import (
    Column,
    Flags,
    Pieces,
    changes,
    in_steps,
    pieces_of,
)
from pipeline.questions.pieces_of_journeys import Places as Numbered
from pipeline.questions.small_numbers import in_sixteen_bits


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
