"""Put events that are alike but for their ids in the order of these.

In:     an engine with identity.event_bundles, and what the model of person_events reads
Out:    identity.person_events; the order of events that are tied
Errors: JourneysError naming the model whose SELECT fails
Source: sql/20_identity/person_events.sql, which says the same in one window
Why:    an id is a text, and hardly ever decides. To carry it through joins, a sort and into the
        file took two fifths of the table; those of tied events are looked up
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from pipeline.engine.face import Engine, TableName
from pipeline.models import Model
from pipeline.sqlfiles import sql_text

PERSON_EVENTS = TableName("identity", "person_events")
_TIED, _NUMBERED = (TableName("identity", f"{name}_events") for name in ("tied", "numbered"))
_ALIKE_BY = ("person_key", "occurred_us", "source_no", "order_no")
_ROWS = 1_000_000
_Numbers = npt.NDArray[np.int64]


class Pairs(NamedTuple):
    """Events that nothing but an id tells from the one before, in the order in which they lie."""

    places: _Numbers  # among all events
    numbers: _Numbers  # person_event_no
    keys: _Numbers
    keys_before: _Numbers  # of the event before


def build_person_events(engine: Engine, model: Model, rows: int = _ROWS) -> None:
    """Fill identity.person_events, and look for ties among so many rows at a time."""
    engine.create_table(PERSON_EVENTS, model.streamed or model.select)
    with engine.batches_of(sql_text("order/lives.sql"), rows) as batches:
        pairs = Pairs(*map(np.concatenate, zip(*_pairs(batches), strict=True)))
    if len(pairs.places):
        _put_in_order(engine, pairs)


def _pairs(batches: Iterable[pa.RecordBatch]) -> Iterator[Pairs]:
    """The pairs of each batch of sorted events, and of where one batch meets the next."""
    none = np.zeros(0, np.int64)
    yield Pairs(none, none, none, none)
    last: dict[str, _Numbers] = {}
    first_place = 0
    for batch in batches:
        rows = {
            name: np.concatenate((last.get(name, none), batch.column(name).to_numpy()))
            for name in batch.schema.names
        }
        alike = np.logical_and.reduce([rows[name][1:] == rows[name][:-1] for name in _ALIKE_BY])
        at = np.flatnonzero(alike) + 1
        keys = rows["event_key"]
        places = at + (first_place - len(last.get("event_key", none)))
        yield Pairs(places, rows["person_event_no"][at], keys[at], keys[at - 1])
        first_place += batch.num_rows
        last = {name: column[-1:] for name, column in rows.items()}


def _put_in_order(engine: Engine, pairs: Pairs) -> None:
    begins = np.append(True, np.diff(pairs.places) != 1)
    tie_nos = np.cumsum(begins)
    keys = np.concatenate((pairs.keys_before[begins], pairs.keys))
    tie_nos = np.concatenate((tie_nos[begins], tie_nos))
    numbers = np.concatenate((pairs.numbers[begins] - 1, pairs.numbers))
    # The numbers of a tie stay: which event has which is what its ids decide.
    told = {
        "event_key": keys[by_id(engine, keys, tie_nos)],
        "person_event_no": numbers[np.lexsort((numbers, tie_nos))],
    }
    engine.put_table(_NUMBERED, pa.table(told))
    engine.execute_file("order/renumber.sql")
    engine.drop_table(_NUMBERED)


def by_id(engine: Engine, event_keys: _Numbers, tie_nos: _Numbers) -> _Numbers:
    """The places of these events, tie by tie by source_no, order_no and event_id.

    >>> from pipeline.engine.duckdb_engine import DuckDBEngine
    >>> events = {"event_key": [5, 6, 7], "source_no": [1, 1, 1], "order_no": [0, 0, 0]}
    >>> with DuckDBEngine(":memory:") as engine:
    ...     engine.create_schema("identity")
    ...     rows = pa.table(events | {"event_id": ["web:b", "web:a", "web:c"]})
    ...     engine.put_table(TableName("identity", "event_bundles"), rows)
    ...     by_id(engine, np.array([7, 5, 6]), np.array([1, 2, 2])).tolist()
    [0, 2, 1]
    """
    places = np.arange(len(event_keys))
    tied = {"place": places, "tie_no": tie_nos, "event_key": event_keys}
    engine.put_table(_TIED, pa.table(tied))
    found: _Numbers = engine.read(sql_text("order/by_id.sql")).column("place").to_numpy()
    engine.drop_table(_TIED)
    return found
