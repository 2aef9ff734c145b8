"""How many journeys and people go from one touchpoint to the next, and after how long.

In:     the steps of all journeys; or what the steps of some people were, and what they are
Out:    journeys.transition_counts: a row for each definition and pair of touchpoints;
        journeys.transition_windows: the waits near the quantiles of each
Units:  counts; seconds between the beginnings of two steps
Errors: none
Source: quantiles as pipeline.questions.quantile_windows has them
Why:    a set of people for each of thousands of pairs took three times as long. Steps of one person
        lie together; sorted by pair in that order, whoever differs from the row before is counted
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pyarrow as pa

from pipeline.crowds import added_up, crowds_of
from pipeline.engine.face import Engine, TableName
from pipeline.questions.all_steps import Steps, read_steps
from pipeline.questions.gathered_values import GatheredValues
from pipeline.questions.group_sums import moved_sums
from pipeline.questions.pieces_of_journeys import Column, Places, changes
from pipeline.questions.quantile_moves import moved
from pipeline.questions.quantile_windows import Values, Windows
from pipeline.questions.small_numbers import numbered

COUNTS = TableName("journeys", "transition_counts")
WINDOWS = TableName("journeys", "transition_windows")
_MOST_AT_ONCE = 4_000_000  # steps, of which some hundred bytes each are held; fewer fit in caches
_QUANTILES = {"median_gap_s": 0.5, "p90_gap_s": 0.9}
_PAIR = ("journey_no", "touchpoint_no", "next_touchpoint_no")
_SUMS = pa.schema([(name, pa.int64()) for name in (*_PAIR, "transitions", "journeys", "people")])
_MICROS = 1_000_000


class Transitions:
    """The transitions of all crowds, as they are read one after the other."""

    def __init__(self) -> None:
        self._sums: list[pa.Table] = []
        self._waits = GatheredValues()

    def add(self, steps: Steps) -> None:
        """Count those of one crowd."""
        for own in _parts(steps):
            keys, sums, gap_us = _of_some(steps, own)
            self._sums.append(sums)
            self._waits.add_grouped(keys, sums.column("transitions").to_numpy(), gap_us)

    def put(self, engine: Engine) -> None:
        """Make both tables anew."""
        table, windows = self._found()
        engine.put_table(COUNTS, table)
        engine.put_table(WINDOWS, windows.table())

    def table(self) -> pa.Table:
        """The rows of the first of them."""
        return self._found()[0]

    def _found(self) -> tuple[pa.Table, Windows]:
        windows = self._waits.windows(_PAIR, _QUANTILES)
        return _with_quantiles(added_up(self._sums, _PAIR), windows), windows


def move_transitions(engine: Engine, before: Steps, now: Steps) -> bool:
    """Take from both tables what the steps of some people were, and add what they are.

    Or say that a quantile went out of its window, and leave them as they are.
    """
    windows = Windows.of_table(engine.read_table(WINDOWS), _PAIR, _QUANTILES)
    windows = moved(windows, _waits(before), _waits(now), _QUANTILES)
    quantiles = windows.quantiles(_QUANTILES, _MICROS)
    if quantiles is None:
        return False
    sums = engine.read_table(COUNTS).select(_SUMS.names)
    rows = moved_sums(sums, _sums(before), _sums(now), _PAIR)
    engine.put_table(COUNTS, _with_quantiles(rows, windows))
    engine.put_table(WINDOWS, windows.table())
    return True


def transitions_of(engine: Engine) -> pa.Table:
    """Every transition between two steps, counted, of the steps that a warehouse holds."""
    found = Transitions()
    for crowd in crowds_of(engine.read):
        found.add(read_steps(engine.read, crowd))
    return found.table()


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
    found = Transitions()
    found.add(steps)
    return found.table()


def _sums(steps: Steps) -> pa.Table:
    """The sums of each pair."""
    return pa.concat_tables(_of_some(steps, own)[1] for own in _parts(steps))


def _parts(steps: Steps) -> Iterator[Column]:
    """The steps after which another one comes, those of a touchpoint together."""
    goes_on = ~steps.is_last
    parts = len(steps.kind) // _MOST_AT_ONCE + 1
    if parts == 1:
        yield np.flatnonzero(goes_on)
        return
    part = steps.touchpoint % parts
    for own in range(parts):
        yield np.flatnonzero(goes_on & (part == own))


def _of_some(steps: Steps, own: Column) -> tuple[dict[str, Column], pa.Table, Column]:
    """The transitions that begin at some steps, in the order of the numbers of each pair.

    The pairs, their sums, and the waits of one after those of another.
    """
    pairs, pair = _pairs(steps, own)
    gap_us = steps.occurred_us[own + 1] - steps.occurred_us[own]
    by_pair = np.argsort(pair, kind="stable")
    pair, gap_us, journey = pair[by_pair], gap_us[by_pair], steps.journey[own][by_pair]
    is_new = changes(pair)
    begins = np.flatnonzero(is_new)
    keys = dict(zip(_PAIR, pairs, strict=True))
    table: dict[str, Column] = {**keys, "transitions": np.diff(begins, append=len(pair))}
    for name, who in (("journeys", journey), ("people", steps.person[journey])):
        counted = is_new | changes(who)
        table[name] = np.add.reduceat(counted, begins, dtype=np.int64) if len(begins) else begins
    sums = pa.table({name: pa.array(column, pa.int64()) for name, column in table.items()})
    return keys, sums.cast(_SUMS), gap_us


def _waits(steps: Steps) -> Values:
    """The time from each step to the next, and between which touchpoints."""
    own = np.flatnonzero(~steps.is_last)
    keys = (steps.journey_no[steps.journey[own]], steps.touchpoint[own], steps.touchpoint[own + 1])
    gap_us = steps.occurred_us[own + 1] - steps.occurred_us[own]
    return Values(dict(zip(_PAIR, keys, strict=True)), gap_us)


def _with_quantiles(sums: pa.Table, windows: Windows) -> pa.Table:
    """The sums with the quantiles of the same pairs, in the same order."""
    quantiles = windows.quantiles(_QUANTILES, _MICROS) or {}
    for name, column in quantiles.items():
        sums = sums.append_column(name, pa.array(column))
    return sums


def _pairs(steps: Steps, own: Column) -> tuple[list[Column], Places]:
    """Definition, from and to of each pair, and the number of each step's pair among them."""
    most = int(steps.touchpoint_of.max(initial=0)) + 1
    code = steps.journey_no[steps.journey[own]].astype(np.int64)
    for there in (own, own + 1):
        code *= most
        code += steps.touchpoint[there]
    known, pair = numbered(code)
    froms, to = np.divmod(known, most)
    return [*np.divmod(froms, most), to], pair
