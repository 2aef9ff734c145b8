"""After which three steps journeys went on to what, counted by groups of people.

In:     steps in numbers, how each journey went out, and the group of its person
Out:    Contexts: each group, context and what came next as one number, with how often it was
Units:  moves; an end is one
Errors: JourneysError for so many touchpoints that three steps are no longer one number: some
        thirty thousand
Rule:   0 is the beginning of a journey; the ways out are -1, -2 and -3. What comes after the last
        step of a journey that is still open is not known and is no move
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from pipeline.errors import JourneysError
from pipeline.questions.lines_of_steps import before, in_order, is_last

Counts = npt.NDArray[np.int64]
REACH = 3
_WAYS_OUT = 3


@dataclass(frozen=True)
class Contexts:
    """`code` has the digits group, three steps before, and what came next, in the base `base`.

    It is sorted; a digit is the number of a touchpoint plus 3, so that ways out are 0 to 2.
    """

    base: int
    code: Counts
    moves: Counts

    @property
    def group(self) -> Counts:
        """The group of people of each row."""
        found: Counts = self.code // self.base ** (REACH + 1)
        return found

    def pair(self, order: int) -> Counts:
        """The context of so many steps and what came next, as one number."""
        found: Counts = self.code % self.base ** (order + 1)
        return found


def contexts_of(rows: pa.Table) -> Contexts:
    """Count what sql/questions/step_contexts.sql reads.

    One journey of two steps that reached the goal: three moves, the last one 4, 5 and then -1.

    >>> table = pa.table({"journey_key": [9, 9], "step_no": [1, 2], "fold": [0, 0],
    ...     "touchpoint_no": [4, 5], "way_out": [-1, -1]})
    >>> found = contexts_of(table)
    >>> found.base, found.pair(2).tolist(), found.moves.tolist()
    (9, [277, 314, 641], [1, 1, 1])
    """
    columns = in_order(rows)
    is_first, way_out = columns["is_first"], columns["way_out"]
    group = columns["fold"].astype(np.int64)
    here = columns["touchpoint_no"].astype(np.int64) + _WAYS_OUT
    base = int(here.max(initial=_WAYS_OUT)) + 1
    _require_numbers((int(group.max(initial=0)) + 1) * base ** (REACH + 1), base - _WAYS_OUT)
    is_end = is_last(is_first) & (way_out != 0)
    begins = np.flatnonzero(is_first)
    one = before(here, begins, _WAYS_OUT)
    two = before(one, begins, _WAYS_OUT)
    code = group * base
    code += two
    code *= base
    code += one
    code *= base
    code += here
    ends = code[is_end] * base + way_out[is_end] + _WAYS_OUT
    three = before(two, begins, _WAYS_OUT)
    # The same with one step more before them, and the first of the three behind the group.
    code += (group * (base - 1) + three) * base**3
    del one, two, three, here, group
    code, moves = np.unique(np.concatenate([code, ends]), return_counts=True)
    return Contexts(base, code, moves)


def _require_numbers(codes: int, touchpoints: int) -> None:
    if codes > np.iinfo(np.int64).max:
        raise JourneysError(
            f"What comes after three steps cannot be counted for {touchpoints:,} touchpoints.",
            fix="draw touchpoints together with [[touchpoint]] rules",
        )
