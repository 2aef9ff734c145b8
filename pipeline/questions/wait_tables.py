"""How long customers wait between contacts, from arrays: what a model says, in a way that can move.

In:     journeys.contacts, of everybody or of some people
Out:    journeys.move_waits; journeys.move_wait_windows: the waits near the quantiles of each row
Units:  seconds
Errors: none
Why:    as in quantile_moves; contacts are read for one kind of handoff at a time, to hold fewer
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import pyarrow as pa

from pipeline.engine.face import Engine, TableName
from pipeline.questions.group_sums import Groups, table_of
from pipeline.questions.quantile_moves import moved
from pipeline.questions.quantile_windows import Values, Windows, together
from pipeline.questions.stays import DEFINITIONS, column_of
from pipeline.sqlfiles import sql_text

WAITS = TableName("journeys", "move_waits")
WINDOWS = TableName("journeys", "move_wait_windows")
READ = (TableName("journeys", "contacts"), TableName("journeys", "places"))
_QUANTILES = {"median_wait_s": 0.5, "p90_wait_s": 0.9}
_KEYS = ("journey_no", "side_no", "place_no", "next_place_no")
_MICROS = 1_000_000


def build_waits(engine: Engine) -> None:
    """Make both tables anew."""
    put_waits(engine, [windows_of_side(side) for side in _sides(engine)])


def put_waits(engine: Engine, sides: Sequence[Windows]) -> None:
    """Make both tables of the windows of each kind of handoff."""
    _put(engine, together(sides))


def windows_of_side(side: Values) -> Windows:
    """The waits near the quantiles of one kind of handoff."""
    return Groups(side.keys).windows(side.value, _QUANTILES)


def moves_by_side(engine: Engine) -> Iterator[tuple[int, pa.Table]]:
    """Each kind of handoff, and the moves between its contacts, read one after the other."""
    sides = engine.read(sql_text("questions/sides_of_moves.sql")).column("side_no").to_pylist()
    select = sql_text("questions/moves_of_side.sql")
    for side in sides or [0]:  # without one there are no contacts
        yield side, engine.read(select, {"side": side})


def waits_in(rows: pa.Table, side: int) -> Values:
    """The waits of one kind of handoff, of a table of its contacts; the last ones have none.

    >>> names = ("journey_key", "place_no", "next_place_no", "wait_us")
    >>> rows = pa.table(dict(zip(names, ([65, 65], [3, 4], [4, 0], [10, 0]), strict=True)))
    >>> keys, waits = waits_in(rows, 1)
    >>> [keys[name].tolist() for name in keys], waits.tolist()
    ([[1], [1], [3], [4]], [10])
    """
    to = column_of(rows, "next_place_no")
    own = np.flatnonzero(to)
    keys = {
        "journey_no": (column_of(rows, "journey_key")[own] % DEFINITIONS).astype(np.int8),
        "side_no": np.full(len(own), side, np.int8),
        "place_no": column_of(rows, "place_no")[own],
        "next_place_no": to[own],
    }
    return Values(keys, column_of(rows, "wait_us")[own])


def read_waits(engine: Engine) -> Values:
    """Every wait between the contacts that are seen, and between which."""
    sides = [*_sides(engine)]
    keys = {name: np.concatenate([side.keys[name] for side in sides]) for name in _KEYS}
    return Values(keys, np.concatenate([side.value for side in sides]))


def move_waits(engine: Engine, before: Values, now: Values) -> bool:
    """Take from both tables what the waits of some people were, and add what they are.

    Or say that a quantile went out of its window, and leave them as they are.
    """
    windows = Windows.of_table(engine.read_table(WINDOWS), _KEYS, _QUANTILES)
    windows = moved(windows, before, now, _QUANTILES)
    if windows.quantiles(_QUANTILES, _MICROS) is None:
        return False
    _put(engine, windows)
    return True


def _put(engine: Engine, windows: Windows) -> None:
    quantiles = windows.quantiles(_QUANTILES, _MICROS) or {}
    rows = table_of(windows.keys, quantiles)
    for place, name in enumerate(rows.column_names):
        if name in ("side_no", "place_no", "next_place_no"):  # as journeys.contacts has them
            rows = rows.set_column(place, name, rows.column(name).cast(pa.int32()))
    engine.put_table(WAITS, rows)
    engine.put_table(WINDOWS, windows.table())


def _sides(engine: Engine) -> Iterator[Values]:
    """The waits of each kind of handoff, one after the other."""
    for side, rows in moves_by_side(engine):
        yield waits_in(rows, side)
