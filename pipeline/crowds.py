"""All people in crowds, so that arrays of their steps never hold more than so many of them.

In:     journeys.journeys
Out:    crowds: whose steps are read at one time
Units:  none
Errors: none
Why:    an array of all steps grows with the log, and what is found from it takes several as long.
        Arrays of a million rows mostly stay in caches, and their memory is used again: asked for
        anew, each page of it costs as much as what is done there. Sums add up over people
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa

from pipeline.arrays import Column
from pipeline.sqlfiles import sql_text

Read = Callable[[str, dict[str, Any]], pa.Table]
MOST_STEPS = 1_000_000
_LEAST, _MOST = np.iinfo(np.int64).min, np.iinfo(np.int64).max  # no key of a person


class Crowd(NamedTuple):
    """Everybody whose key is not below `first_key` and below `end_key`."""

    first_key: int
    end_key: int

    def asked(self) -> dict[str, int]:
        """The parameters of a SELECT that reads the rows of this crowd."""
        return self._asdict()


EVERYBODY = Crowd(_LEAST, _MOST)


def crowds_of(read: Read, most_steps: int = MOST_STEPS) -> list[Crowd]:
    """Crowds of about so many steps, in the order of people; everybody is in one of them."""
    rows = read(sql_text("questions/steps_of_people.sql"), {})
    person, steps = (column.to_numpy() for column in rows.columns)
    keys = [_LEAST, *first_keys(person, steps, most_steps), _MOST]
    return [Crowd(*ends) for ends in pairwise(keys)]


def first_keys(person: Column, steps: Column, most_steps: int) -> list[int]:
    """Whom each crowd but the first begins with, from the steps of their journeys.

    Nobody is parted, whatever the steps of one are:

    >>> first_keys(np.array([7, 5, 9, 5]), np.array([1, 4, 1, 8]), 6)
    [7]
    """
    order = np.argsort(person)
    person, so_far = person[order], np.cumsum(steps[order])
    is_first = np.append(True, person[1:] != person[:-1])[: len(person)]
    person, before = person[is_first], (so_far - steps[order])[is_first]
    crowd = before // most_steps
    return [int(key) for key in person[1:][crowd[1:] != crowd[:-1]]]


def added_up(tables: Sequence[pa.Table], keys: Sequence[str]) -> pa.Table:
    """The sums of several crowds' rows by some columns, in their order; all others are added up.

    >>> one, two = (pa.table({"place_no": [7], "people": [people]}) for people in (3, 1))
    >>> added_up([one, two], ["place_no"]).to_pylist()
    [{'place_no': 7, 'people': 4}]
    """
    rows = pa.concat_tables(tables)
    sums = [name for name in rows.column_names if name not in keys]
    found = rows.group_by(list(keys)).aggregate([(name, "sum") for name in sums])
    found = found.rename_columns({f"{name}_sum": name for name in sums}).select(rows.column_names)
    return found.sort_by([(name, "ascending") for name in keys])
