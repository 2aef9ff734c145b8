"""By whom events might have been done, found by going along the events of each identifier.

In:     an engine with what sql/owners reads
Out:    identity.owner_options
Units:  times in microseconds
Errors: none
Source: sql/20_identity/owner_timelines.sql and owner_options.sql, which say the same in windows
        and joins
Why:    to sort texts and store what is asked for once took three times as long. Numbers are sorted
        in arrays, and ids are looked up where no time decides
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from pipeline.arrays import latest
from pipeline.engine.face import Engine, TableName
from pipeline.identity.event_order import by_id
from pipeline.sqlfiles import sql_text

OWNER_OPTIONS = TableName("identity", "owner_options")
_OWN_ROWS = pa.schema(
    [
        ("event_key", pa.int64()),
        ("identifier_no", pa.int64()),
        ("strength", pa.int64()),
        ("id_class", pa.string()),
        ("owners", pa.int64()),
        ("known_bundle_no", pa.int64()),
        ("is_backfill", pa.int32()),
    ]
)
_LATEST_US = np.iinfo(np.int64).max
_Places = npt.NDArray[np.int64]
_Flags = npt.NDArray[np.bool_]
# The places of events in order, given their keys and which of them are tied.
Order = Callable[[npt.NDArray[np.int64], npt.NDArray[np.int64]], _Places]


class Line(NamedTuple):
    """Events of identifiers, those of one side by side and in order."""

    of_whom: npt.NDArray[np.int64]  # which of the identifiers, from 0 on
    occurred_us: npt.NDArray[np.int64]
    is_known: _Flags
    is_logout: _Flags


class Limits(NamedTuple):
    """For each of these events how far back, and how long, its identifier is somebody's."""

    backfill_us: npt.NDArray[np.int64]
    keep_us: npt.NDArray[np.int64]


def build_owner_options(engine: Engine) -> None:
    """Fill identity.owner_options."""
    lines, followed, shares = (
        engine.read(sql_text(f"owners/{name}.sql")) for name in ("lines", "followed", "shares")
    )
    engine.put_table(OWNER_OPTIONS, _options(lines, followed, shares, partial(by_id, engine)))


def _options(lines: pa.Table, followed: pa.Table, shares: pa.Table, order: Order) -> pa.Table:
    """The rows of the table, identifier by identifier in the order of events."""
    of_whom = np.searchsorted(_column(followed, "identifier_no"), _column(lines, "identifier_no"))
    places = in_order(lines, of_whom, order)
    of_whom = of_whom[places]
    line = Line(of_whom, *(_column(lines, name)[places] for name in Line._fields[1:]))
    owner = told(line, Limits(*(_column(followed, name)[of_whom] for name in Limits._fields)))
    at = np.flatnonzero(owner >= 0)
    owner = owner[at]
    bundles, us = _column(lines, "bundle_no")[places], line.occurred_us
    share = np.searchsorted(_column(shares, "bundle_no"), bundles[at])
    words = followed.select(["identifier_no", "strength", "id_class"]).take(pa.array(of_whom[at]))
    columns = {
        "event_key": pa.array(_column(lines, "event_key")[places[at]]),
        **{name: words.column(name) for name in words.column_names},
        "owners": pa.array(_column(shares, "owners")[share]),
        "known_bundle_no": pa.array(bundles[owner]),
        "is_backfill": pa.array((owner > at) & (us[owner] > us[at])),
    }
    return pa.table([columns[name] for name in _OWN_ROWS.names], _OWN_ROWS.names).cast(_OWN_ROWS)


def in_order(lines: pa.Table, of_whom: npt.NDArray[np.int64], order: Order) -> _Places:
    """The places of the rows, identifier by identifier in the total order of events.

    Of events of one time `order` tells it:

    >>> lines = pa.table({"occurred_us": [5, 7, 7], "event_key": [13, 12, 11]})
    >>> in_order(lines, np.array([1, 0, 0]), lambda keys, ties: np.argsort(keys)).tolist()
    [2, 1, 0]
    """
    us = _column(lines, "occurred_us")
    us = us - us.min(initial=_LATEST_US)
    span = int(us.max(initial=0)) + 1
    if (int(of_whom.max(initial=0)) + 1) * span < 1 << 63:
        marks = of_whom * span + us  # to sort by one number takes a third of sorting by two
        places = np.argsort(marks)
        alike = _as_before(marks[places])
    else:
        places = np.lexsort((us, of_whom))
        alike = _as_before(of_whom[places]) & _as_before(us[places])
    tied = alike.copy()
    tied[:-1] |= alike[1:]
    at = np.flatnonzero(tied)
    if len(at):
        of_ties = np.cumsum(~alike, dtype=np.int64)[at]
        places[at] = places[at][order(_column(lines, "event_key")[places[at]], of_ties)]
    return places


def told(line: Line, limits: Limits) -> _Places:
    """The place of the event that tells whose each event is; -1 for none, and where it says itself.

    An identifier is whose it was last known to be, until a logout or for as long as it is kept;
    else, without a logout before that, whose it is known to be next:

    >>> known = np.array([False, True, False, False, False])
    >>> logout = np.array([False, False, False, True, False])
    >>> line = Line(np.full(5, 7), np.array([0, 10, 20, 30, 40]), known, logout)
    >>> told(line, Limits(np.full(5, 15), np.full(5, 15))).tolist()
    [1, -1, 1, -1, -1]
    """
    begins = ~_as_before(line.of_whom)
    every = np.arange(len(begins))
    first = latest(begins)
    ends = np.append(begins[1:], True)[: len(begins)]
    last = _next(ends)
    own, upcoming = latest(line.is_known), _next(line.is_known)
    has_own, has_upcoming = own >= first, upcoming <= last
    left_before = np.append(-1, latest(line.is_logout))[: len(every)]
    has_left = left_before >= np.where(has_own, own, first)
    leaves = _next(line.is_logout) < np.where(has_upcoming, upcoming, last + 1)
    us = np.append(line.occurred_us, 0)
    is_own = has_own & ~has_left & (line.occurred_us - us[own] <= limits.keep_us)
    is_next = has_upcoming & ~has_left & ~leaves
    is_next &= us[np.where(has_upcoming, upcoming, -1)] - line.occurred_us <= limits.backfill_us
    found = np.where(is_own, own, np.where(is_next, upcoming, -1))
    found[line.is_known] = -1
    return found


def _as_before(column: npt.NDArray[np.int64]) -> _Flags:
    """Whether each row has what the one before has; the first has not."""
    return np.append(False, column[1:] == column[:-1])[: len(column)]


def _next(flags: _Flags) -> _Places:
    """The place of the next row that has the flag, this one included; the length after the last."""
    places = np.where(flags, np.arange(len(flags)), len(flags))
    return np.minimum.accumulate(places[::-1])[::-1]


def _column(rows: pa.Table, name: str) -> npt.NDArray[Any]:
    found: npt.NDArray[Any] = rows.column(name).to_numpy()
    return found
