"""Journeys sorted by their routes, as lists of touchpoints are sorted.

In:     the touchpoints of all journeys as numbers from 1 on, journey after journey; for each
        journey where it begins, how many steps it has, and of which definition it is
Out:    the journeys in the order of definition and route, and where another route begins
Units:  places of journeys and of steps, from 0 on
Errors: none
Source: radix sort from the left on words of 63 bits: as many touchpoints as fit, so that most
        routes are told apart by one number; only journeys still equal are looked at further on
Cost:   a sort of as many numbers as journeys; where many long routes are equal, another for each
        further word of those
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from pipeline.questions.pieces_of_journeys import Column, Flags, Places, changes

Numbers = npt.NDArray[np.integer]

_BITS = 63


def routes_in_order(
    steps: Numbers, begins: Column, counts: Column, definition: Places
) -> tuple[Column, Flags]:
    """The journeys by definition and route, and which of them is the first of its route.

    A route comes before those that go on where it ends.

    >>> steps = np.array([2, 1, 2, 1, 2])  # 2, then 1 and 2, then 1 and 2
    >>> begins, counts = np.array([0, 1, 3]), np.array([1, 2, 2])
    >>> order, is_new = routes_in_order(steps, begins, counts, np.zeros(3, np.int64))
    >>> order.tolist(), is_new.tolist()
    ([1, 2, 0], [True, False, True])
    """
    bits = max(int(steps.max(initial=1)).bit_length(), 1)
    at_once = _BITS // bits
    order = np.arange(len(begins))
    is_new = np.zeros(len(begins), bool)
    group, open_at, done = definition, order.copy(), 0
    while len(open_at):
        own = order[open_at]
        word = _words(steps, begins[own] + done, counts[own] - done, bits)
        by_word = _sorted(group, word)
        order[open_at] = own[by_word]
        group, word = group[by_word], word[by_word]
        is_new[open_at] |= changes(group) | changes(word)
        done += at_once
        # Whoever ended within the word is told apart from who did not; who ended with it, not yet.
        goes_on = (counts[order[open_at]] >= done) & ~_is_alone(is_new[open_at])
        open_at = open_at[goes_on]
        group = np.cumsum(is_new)[open_at]
    return order, is_new


def _words(steps: Numbers, begins: Column, counts: Column, bits: int) -> Column:
    """The next touchpoints of each journey in one number; 0 where it has no more."""
    word = np.zeros(len(begins), np.int64)
    there = np.flatnonzero(counts > 0)
    for place in range(_BITS // bits):
        there = there[counts[there] > place]
        shift = bits * (_BITS // bits - 1 - place)
        word[there] |= steps[begins[there] + place].astype(np.int64) << shift
    return word


def _sorted(group: Places, word: Column) -> Column:
    if len(group) and (group[0] == group).all():
        return np.argsort(word, kind="stable")
    return np.lexsort((word, group))


def _is_alone(is_new: Flags) -> Flags:
    """Which rows are a group of one; those that follow each other are one group until a new one."""
    found: Flags = is_new & np.append(is_new[1:], True)
    return found
