"""What decides how lines of events are cut into journeys, as columns to look it up in.

In:     tables of sql/walks/journey_rules.sql and journey_roles.sql
Out:    Rules: by definition, and by definition and kind of event
Units:  longest_us in microseconds; numbers as the tables have them, -1 for none
Errors: none
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from pipeline.arrays import Column, Flags

NO_OUTCOME = -1


class Roles(NamedTuple):
    """What events do in their journeys, one by one."""

    touchpoint: Column
    outcome: Column
    may_begin: Flags


class Rules(NamedTuple):
    """By definition: `longest_us`, `ends_at_goals`, `keeps_repeats`.

    By `first` of the definition and the kind of event: `roles`.
    """

    longest_us: Column
    ends_at_goals: Flags
    keeps_repeats: Flags
    kinds: int
    roles: Roles


def rules_of(definitions: pa.Table, roles: pa.Table) -> Rules:
    """Put both tables into columns.

    >>> definitions = pa.table({"journey_no": [1], "longest_us": [60], "ends_at_goals": [True],
    ...     "keeps_repeats": [False]})
    >>> roles = pa.table({"journey_no": [1], "kind_no": [5], "touchpoint_no": [7],
    ...     "outcome_no": [-1], "may_begin": [True]})
    >>> rules = rules_of(definitions, roles)
    >>> roles_of(rules, np.array([1]), np.array([5])).touchpoint.tolist()
    [7]
    """
    number, longest_us, ends, keeps = (
        column.to_numpy() for column in definitions.select(_DEFINITION).columns
    )
    size = int(number.max(initial=0)) + 1
    journey, kind, *told = (column.to_numpy() for column in roles.select(_ROLE).columns)
    kinds = int(kind.max(initial=0)) + 1
    place = journey * kinds + kind
    return Rules(
        _spread(longest_us, number, size),
        _spread(ends, number, size),
        _spread(keeps, number, size),
        kinds,
        Roles(*(_spread(values, place, size * kinds) for values in told)),
    )


def roles_of(rules: Rules, journey: Column, kind: npt.NDArray[np.integer]) -> Roles:
    """What some events do, by their definitions and kinds."""
    place = journey * rules.kinds + kind
    told: Iterator[npt.NDArray[Any]] = (values[place] for values in rules.roles)
    return Roles(*told)


_DEFINITION = ["journey_no", "longest_us", "ends_at_goals", "keeps_repeats"]
_ROLE = ["journey_no", "kind_no", "touchpoint_no", "outcome_no", "may_begin"]


def _spread(values: npt.NDArray[Any], place: Column, size: int) -> npt.NDArray[Any]:
    spread = np.zeros(size, values.dtype)
    spread[place] = values
    return spread
