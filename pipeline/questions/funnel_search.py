"""From every entry of a funnel the row of each next step.

In:     FunnelRows, the rows that match a step or an exclusion, by unit and in the order of time;
        a Funnel
Out:    the rows that are entries and, from each, the row at which each step was done
Units:  microseconds; a "place" is the number of a row, from 0 on; -1 is no row
Errors: none
Source: from one entry the first chance of each step leaves most room for those that follow, so it
        gets as far as any other choice does
Cost:   a pass over the rows for each step, without sorting, and one over the entries
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from pipeline.config.funnels import Funnel

Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class FunnelRows:
    """Rows that matter to a funnel, by unit and in the order of time, column by column.

    `steps` and `excluded` are sets: bit k stands for the k-th step or exclusion, from 0 on. `held`
    numbers the values of the property held constant; -1 is no value. `is_last` marks the last step
    of a journey.
    """

    unit: Ints
    person: Ints
    journey: Ints
    step_no: Ints
    at_us: Ints
    steps: Ints
    excluded: Ints
    held: Ints
    is_last: Flags


def only_first(funnel: Funnel) -> bool:
    """Whether the first entry counts: it is asked for, or no later one can do what it cannot."""
    limited = funnel.window_us or funnel.hold or funnel.exclude or funnel.order == "strict"
    return funnel.entry == "first" or not limited


def first_of_each(keys: Ints) -> Ints:
    """Where each key stands first, of keys in their order."""
    return np.flatnonzero(np.diff(keys, prepend=-1))


def is_in(sets: Ints, number: int) -> Flags:
    """Which of the sets hold a number, as a bit."""
    found: Flags = (sets >> number) & 1 == 1
    return found


class Search:
    """The rows among which steps follow each other, and who comes next."""

    def __init__(self, rows: FunnelRows, funnel: Funnel) -> None:
        self.rows, self.funnel = rows, funnel
        place = np.flatnonzero((rows.steps != 0) & (rows.held >= 0))
        if funnel.hold or funnel.order == "strict":
            # Those that may follow each other come to lie together; time decides among them.
            journey = rows.journey[place] if funnel.order == "strict" else np.zeros_like(place)
            place = place[np.lexsort((place, journey, rows.held[place], rows.unit[place]))]
        self.place = place
        self.steps = rows.steps[place]
        columns = [rows.unit[place], rows.held[place]]
        columns += [rows.journey[place]] if funnel.order == "strict" else []
        changes = np.zeros(len(place), dtype=np.bool_)
        for column in columns:
            changes[1:] |= column[1:] != column[:-1]
        # After the last row stands one that belongs to nobody, so that "none follows" is a row.
        self.group = np.append(np.cumsum(changes, dtype=np.int64), -1)
        self.at_us = np.append(rows.at_us[place], 0)

    def followed(self) -> tuple[Ints, Ints]:
        """All entries and, from each, the place of every step; in the order of the rows."""
        follow = {"ordered": self._ordered, "strict": self._strict, "any": self._any}
        entry, done = follow[self.funnel.order]()
        places = np.append(self.place, -1)
        entry, done = places[entry], places[done]
        order = np.argsort(entry, kind="stable")
        return entry[order], done[order]

    def _has(self, step: int) -> Flags:
        return is_in(self.steps, step)

    def _entries(self) -> Ints:
        entries = np.flatnonzero(self._has(0))
        if self.funnel.order == "ordered" and not self.funnel.hold and only_first(self.funnel):
            # Where a group is a unit, no other entry is worth following.
            return entries[first_of_each(self.group[entries])]
        return entries

    def _next(self, step: int, start: Ints) -> Ints:
        """The first row at `start` or later that matches the step, whosever it is."""
        end = len(self.steps)
        own = np.where(self._has(step), np.arange(end), end)
        ahead = np.append(np.minimum.accumulate(own[::-1])[::-1], end)
        return ahead[start]

    def _may(self, found: Ints, entry: Ints) -> Flags:
        """Whether a row found belongs to the entry: of the same group, and in its window."""
        may: Flags = self.group[found] == self.group[entry]
        if self.funnel.window_us is not None:
            may = may & (self.at_us[found] - self.at_us[entry] <= self.funnel.window_us)
        return may

    def _none(self, entry: Ints) -> Ints:
        return np.full((len(entry), len(self.funnel.steps)), -1, dtype=np.int64)

    def _ordered(self) -> tuple[Ints, Ints]:
        entry = self._entries()
        done = self._none(entry)
        done[:, 0] = entry
        going = np.arange(len(entry))  # the entries that got so far
        for previous, step in zip(self.funnel.required, self.funnel.required[1:], strict=False):
            found = self._next(step, done[going, previous] + 1)
            may = self._may(found, entry[going])
            going = going[may]
            done[going, step] = found[may]
        for step, option in enumerate(self.funnel.steps):
            if option.optional:
                self._take_on_the_way(step, entry, done)
        return entry, done

    def _take_on_the_way(self, step: int, entry: Ints, done: Ints) -> None:
        """An optional step is done where it lies between the steps around it."""
        earlier = [place for place in self.funnel.required if place < step]
        later = [place for place in self.funnel.required if place > step]
        going = np.flatnonzero(done[:, earlier[-1]] >= 0)
        found = self._next(step, done[going, :step].max(axis=1) + 1)
        may = self._may(found, entry[going])
        if later:
            limit = done[going, later[0]]
            may &= (limit < 0) | (found < limit)
        done[going[may], step] = found[may]

    def _strict(self) -> tuple[Ints, Ints]:
        entry = self._entries()
        done = self._none(entry)
        done[:, 0] = entry
        at, going = entry, np.ones(len(entry), dtype=np.bool_)
        step_no = np.append(self.rows.step_no[self.place], -1)
        for step, option in list(enumerate(self.funnel.steps))[1:]:
            found = at + 1
            does = going & self._may(found, entry) & np.append(self._has(step), np.False_)[found]
            does &= step_no[found] == step_no[at] + 1
            done[does, step] = found[does]
            at = np.where(does, found, at)
            going = going if option.optional else does
        return entry, done

    def _any(self) -> tuple[Ints, Ints]:
        required = self.funnel.required
        entry = np.flatnonzero(np.any([self._has(step) for step in required], axis=0))
        done = self._none(entry)
        so_far, going = entry, np.ones(len(entry), dtype=np.bool_)
        for step, option in enumerate(self.funnel.steps):
            found = self._next(step, entry)
            does = going & self._may(found, entry)
            latest = np.maximum(so_far, found)
            done[does, step] = latest[does]
            if not option.optional:
                so_far, going = np.where(does, latest, so_far), does
        begun = done[:, 0] >= 0
        return entry[begun], done[begun]
