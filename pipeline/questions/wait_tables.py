"""How long customers wait between contacts, from arrays: what a model says, in a way that can move.

In:     the contacts of everybody or of some people, as arrays find them
Out:    journeys.move_waits; journeys.move_wait_windows: the waits near the quantiles of each row
Units:  seconds
Errors: none
Why:    as in quantile_moves; contacts are found for one kind of handoff at a time, to hold fewer
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pyarrow as pa

from pipeline.engine.face import Engine, TableName
from pipeline.questions.gathered_values import GatheredValues
from pipeline.questions.group_sums import table_of
from pipeline.questions.quantile_moves import moved
from pipeline.questions.quantile_windows import Values, Windows
from pipeline.questions.stays import DEFINITIONS
from pipeline.walks.contact_arrays import ContactEvents, Contacts
from pipeline.walks.tables import CONTACT_READS, contact_events

WAITS = TableName("journeys", "move_waits")
WINDOWS = TableName("journeys", "move_wait_windows")
READ = CONTACT_READS
_QUANTILES = {"median_wait_s": 0.5, "p90_wait_s": 0.9}
_KEYS = ("journey_no", "side_no", "place_no", "next_place_no")
_MICROS = 1_000_000


def build_waits(engine: Engine) -> None:
    """Make both tables anew."""
    waits = GatheredValues()
    for side in _sides(engine):
        waits.add(side)
    put_waits(engine, waits)


def put_waits(engine: Engine, waits: GatheredValues) -> None:
    """Make both tables of all waits."""
    _put(engine, waits.windows(_KEYS, _QUANTILES))


def waits_in(own: ContactEvents, contacts: Contacts, side: int) -> Values:
    """The waits between contacts of one kind; the last ones of journeys have none."""
    goes_on = np.flatnonzero(~contacts.is_last)
    definition = (own.events.key % DEFINITIONS).astype(np.int8)
    keys = {
        "journey_no": definition[contacts.journey[goes_on]],
        "side_no": np.full(len(goes_on), side, np.int8),
        "place_no": contacts.place[goes_on],
        "next_place_no": contacts.place[goes_on + 1],
    }
    return Values(keys, own.waits_us(contacts))


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
        if name in ("side_no", "place_no", "next_place_no"):  # as contacts have them
            rows = rows.set_column(place, name, rows.column(name).cast(pa.int32()))
    engine.put_table(WAITS, rows)
    engine.put_table(WINDOWS, windows.table())


def _sides(engine: Engine) -> Iterator[Values]:
    """The waits of each kind of handoff, one after the other."""
    own = contact_events(engine)
    for side in own.sides:
        yield waits_in(own, own.contacts(side), side)
