"""Which steps of a funnel each unit got to: its best entry, or its first, that is not void.

In:     FunnelRows, a Funnel, the end of the data
Out:    FunnelChains: the entry of each unit that counts, and its steps
Units:  microseconds; a "place" is the number of a row, from 0 on; -1 is no row
Errors: none
Source: over all entries this is windowFunnel of ClickHouse, with the order of the journey between
        steps at one instant
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pipeline.config.funnels import Funnel
from pipeline.questions.funnel_search import (
    Flags,
    FunnelRows,
    Ints,
    Search,
    first_of_each,
    is_in,
    only_first,
)


@dataclass(frozen=True)
class FunnelChains:
    """The entry that counts, unit by unit, and the place at which each step was done.

    `done` has a row per unit and a column per step; in the order "any" a step is done when those
    before it are. `is_live` tells who had time left when the data ended. `void` are the first
    places of units all of whose entries are void.
    """

    entry: Ints
    done: Ints
    is_live: Flags
    void: Ints


def chains_of(rows: FunnelRows, funnel: Funnel, as_of_us: int) -> FunnelChains:
    """How far each unit gets; `as_of_us` is the end of the data."""
    search = Search(rows, funnel)
    entry, done = search.followed()
    if only_first(funnel):
        first = first_of_each(rows.unit[entry])
        entry, done = entry[first], done[first]
    is_void = _void(rows, funnel, entry, done)
    kept, kept_done = entry[~is_void], done[~is_void]
    is_live = _live(rows, funnel, kept, kept_done, as_of_us)
    units, unit_of = np.unique(rows.unit[kept], return_inverse=True)
    reached = (kept_done[:, list(funnel.required)] >= 0).sum(axis=1)
    best = np.lexsort((kept, -reached, unit_of))
    chosen = best[first_of_each(unit_of[best])]
    unit_is_live = np.bincount(unit_of, weights=is_live, minlength=len(units)) > 0
    lost = entry[is_void & ~np.isin(rows.unit[entry], units)]
    void = lost[first_of_each(rows.unit[lost])]
    return FunnelChains(kept[chosen], kept_done[chosen], unit_is_live, void)


def _live(rows: FunnelRows, funnel: Funnel, entry: Ints, done: Ints, as_of_us: int) -> Flags:
    """Whether an entry could still have got further when the data ended."""
    live = np.ones(len(entry), dtype=np.bool_)
    if funnel.window_us is not None:
        live = as_of_us - rows.at_us[entry] <= funnel.window_us
    if funnel.order == "strict":
        live = live & rows.is_last[done.max(axis=1)]
    return live


def _void(rows: FunnelRows, funnel: Funnel, entry: Ints, done: Ints) -> Flags:
    """Whether something excluded makes an entry void."""
    void = np.zeros(len(entry), dtype=np.bool_)
    people: list[Ints] = []
    for number, exclusion in enumerate(funnel.exclude):
        start = entry if funnel.order == "any" else done[:, exclusion.after - 1]
        before = funnel.required[-1] if exclusion.before is None else exclusion.before - 1
        hit = _lies_between(rows, funnel, number, entry, (start, done[:, before]))
        void |= hit
        if exclusion.voids == "person":
            people.append(rows.person[entry[hit]])
    if people:
        void |= np.isin(rows.person[entry], np.concatenate(people))
    return void


def _lies_between(
    rows: FunnelRows, funnel: Funnel, number: int, entry: Ints, zone: tuple[Ints, Ints]
) -> Flags:
    """Whether the exclusion comes after the start of the zone and before its end."""
    start, end = zone
    count = len(rows.unit)
    own = np.where(is_in(rows.excluded, number), np.arange(count), count)
    ahead = np.append(np.minimum.accumulate(own[::-1])[::-1], count)
    found = ahead[start + 1]
    inside = (start >= 0) & (found < count)
    found = np.minimum(found, count - 1)
    inside &= rows.unit[found] == rows.unit[entry]
    in_time = np.ones(len(entry), dtype=np.bool_)
    if funnel.window_us is not None:
        in_time = rows.at_us[found] - rows.at_us[entry] <= funnel.window_us
    return inside & np.where(end >= 0, found < end, in_time)
