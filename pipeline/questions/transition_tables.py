"""How many journeys and people go from one touchpoint to the next, and after how long.

In:     the steps of all journeys
Out:    journeys.transition_counts: a row for each definition and pair of touchpoints
Units:  counts; seconds between the beginnings of two steps
Errors: none
Source: quantiles as pipeline.questions.quantiles has them
Why:    a set of people for each of thousands of pairs took three times as long. Steps of one person
        lie together; sorted by pair in that order, whoever differs from the row before is counted
"""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from pipeline.engine.face import Engine, TableName
from pipeline.questions.all_steps import Steps, read_steps
from pipeline.questions.pieces_of_journeys import Column, Places, changes
from pipeline.questions.quantiles import quantiles_of
from pipeline.questions.small_numbers import numbered

COUNTS = TableName("journeys", "transition_counts")
_MOST_AT_ONCE = 4_000_000  # steps, of which some hundred bytes each are held; fewer fit in caches
_QUANTILES = {"median_gap_s": 0.5, "p90_gap_s": 0.9}
_PAIR = ("journey_no", "touchpoint_no", "next_touchpoint_no")
_SCHEMA = pa.schema(
    [(name, pa.int64()) for name in (*_PAIR, "transitions", "journeys", "people")]
    + [(name, pa.float64()) for name in _QUANTILES]
)


def build_transitions(engine: Engine, steps: Steps) -> None:
    """Make journeys.transition_counts anew."""
    engine.put_table(COUNTS, counts_of(steps))


def transitions_of(engine: Engine) -> pa.Table:
    """Every transition between two steps, counted, of the steps that a warehouse holds."""
    return counts_of(read_steps(engine.read))


def counts_of(steps: Steps) -> pa.Table:
    """The counts of each pair of touchpoints; the transitions of a touchpoint are counted together.

    One person goes from 1 to 2 and back to 1:

    >>> rows = pa.table({"journey_key": [7] * 3, "step_no": [1, 2, 3], "kind_no": [3, 4, 3],
    ...     "occurred_us": [0, 1_500_000, 1_600_000], "is_repeated": [False] * 3})
    >>> journeys = {"journey_key": [7], "person_key": [5], "journey_no": [1], "outcome_no": [2]}
    >>> kinds = pa.table({"kind_no": [3, 4], "touchpoint_no": [1, 2]})
    >>> found = counts_of(Steps.of(rows, pa.table(journeys), kinds))
    >>> found.select(["touchpoint_no", "transitions", "people", "median_gap_s"]).to_pylist()[0]
    {'touchpoint_no': 1, 'transitions': 1, 'people': 1, 'median_gap_s': 1.5}
    """
    parts = len(steps.kind) // _MOST_AT_ONCE + 1
    if parts == 1:
        return _counted(steps, np.flatnonzero(~steps.is_last))
    part = steps.touchpoint % parts
    return pa.concat_tables(
        _counted(steps, np.flatnonzero(~steps.is_last & (part == own))) for own in range(parts)
    )


def _counted(steps: Steps, own: Column) -> pa.Table:
    """The transitions that begin at some steps, in the order of the numbers of each pair."""
    if not len(own):
        return _SCHEMA.empty_table()
    pairs, pair = _pairs(steps, own)
    gap_us = steps.occurred_us[own + 1] - steps.occurred_us[own]
    by_pair = np.argsort(pair, kind="stable")
    pair, gap_us, journey = pair[by_pair], gap_us[by_pair], steps.journey[own][by_pair]
    is_new = changes(pair)
    begins = np.flatnonzero(is_new)
    table: dict[str, object] = dict(zip(_PAIR, pairs, strict=True))
    table["transitions"] = np.diff(begins, append=len(pair))
    for name, who in (("journeys", journey), ("people", steps.person[journey])):
        table[name] = np.add.reduceat(is_new | changes(who), begins, dtype=np.int64)
    quantiles = quantiles_of(gap_us, begins, [*_QUANTILES.values()], unit=1_000_000)
    table |= dict(zip(_QUANTILES, quantiles, strict=True))
    return pa.table(table).select(_SCHEMA.names).cast(_SCHEMA)


def _pairs(steps: Steps, own: Column) -> tuple[list[Column], Places]:
    """Definition, from and to of each pair, and the number of each step's pair among them."""
    most = int(steps.touchpoint_of.max()) + 1
    code = steps.journey_no[steps.journey[own]].astype(np.int64)
    for there in (own, own + 1):
        code *= most
        code += steps.touchpoint[there]
    known, pair = numbered(code)
    froms, to = np.divmod(known, most)
    return [*np.divmod(froms, most), to], pair
