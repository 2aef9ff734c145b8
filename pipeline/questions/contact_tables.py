"""What contacts are and how customers move between them, from arrays: what models say, faster.

In:     journeys.contacts, journeys.journeys, journeys.kinds, journeys.map_places,
        journeys.personas, journeys.placed_events, journeys.places, identity.person_events
Out:    journeys.stage_contact_counts, touchpoint_people, move_counts and move_waits
Units:  counts
Errors: none
Why:    as in stay_tables; contacts are read for one kind of handoff at a time, to hold fewer
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

import numpy as np
import pyarrow as pa

from pipeline.engine.face import Engine, TableName
from pipeline.questions.group_sums import Groups, distinct, table_of
from pipeline.questions.pieces_of_journeys import Column, Places, changes, pieces_of
from pipeline.questions.stays import Journeys, column_of, journeys_in, outcomes_in, persona_of
from pipeline.questions.wait_tables import (
    WAITS,
    build_waits,
    moves_by_side,
    put_waits,
    waits_in,
    windows_of_side,
)
from pipeline.sqlfiles import sql_text

STAGE_CONTACTS, MOVE_COUNTS = (
    TableName("journeys", table) for table in ("stage_contact_counts", "move_counts")
)
TOUCHPOINT_PEOPLE = TableName("journeys", "touchpoint_people")
READS: Mapping[TableName, tuple[TableName, ...]] = {
    MOVE_COUNTS: tuple(
        TableName("journeys", table) for table in ("contacts", "journeys", "personas", "places")
    ),
    WAITS: (MOVE_COUNTS,),
}
COUNTED = STAGE_CONTACTS, TOUCHPOINT_PEOPLE, MOVE_COUNTS, WAITS
_VALUES = ("touchpoint", "channel", "device")


def contact_makers(engine: Engine, *, in_batch: bool) -> dict[TableName, Callable[[], None]]:
    """How each is made; waits with the moves, but in a batch, which moves them."""
    return {
        STAGE_CONTACTS: partial(build_stage_contacts, engine),
        TOUCHPOINT_PEOPLE: partial(build_touchpoint_people, engine),
        MOVE_COUNTS: partial(build_moves, engine, with_waits=not in_batch),
        WAITS: partial(build_waits, engine) if in_batch else lambda: None,
    }


def build_stage_contacts(engine: Engine) -> None:
    """Make journeys.stage_contact_counts anew."""
    looks = engine.read(sql_text("questions/looks_of_kinds.sql"))
    steps = engine.read(sql_text("questions/looks_of_steps.sql"))
    personas = engine.read("from journeys.personas")
    engine.put_table(STAGE_CONTACTS, stage_contacts_of(steps, looks, personas))


def build_touchpoint_people(engine: Engine) -> None:
    """Make journeys.touchpoint_people anew."""
    kinds = engine.read("from journeys.kinds")
    kind, touchpoint = (column_of(kinds, name) for name in ("kind_no", "touchpoint_no"))
    rows = engine.read(sql_text("questions/kinds_of_people.sql"))
    of_rows = column_of(rows, "kind_no")
    known = np.zeros(int(max(kind.max(initial=0), of_rows.max(initial=0))) + 1, np.int32)
    known[kind] = touchpoint  # numbered from 1 on; 0 is none
    _, met, _ = distinct(column_of(rows, "person_key"), known[of_rows])
    groups = Groups({"touchpoint_no": met[met > 0]})
    engine.put_table(TOUCHPOINT_PEOPLE, table_of(groups.keys, {"people": groups.count()}))


def build_moves(engine: Engine, *, with_waits: bool) -> None:
    """Make journeys.move_counts anew, and if wanted journeys.move_waits of the same reading."""
    outcomes = outcomes_in(engine)
    journeys = journeys_in(engine, outcomes)
    counts, waits = [], []
    for side, rows in moves_by_side(engine):
        counts.append(moves_of(rows, journeys, outcomes, side))
        if with_waits:
            waits.append(windows_of_side(waits_in(rows, side)))
    engine.put_table(MOVE_COUNTS, pa.concat_tables(counts))
    if with_waits:
        put_waits(engine, waits)


def stage_contacts_of(steps: pa.Table, looks: pa.Table, personas: pa.Table) -> pa.Table:
    """What the contacts of each persona are in each column."""
    person, look, begins = distinct(column_of(steps, "person_key"), _looks(steps, looks))
    contacts = np.diff(begins, append=steps.num_rows)
    is_new = changes(person)
    who = np.cumsum(is_new, dtype=np.int32) - 1
    persona = persona_of(person[is_new], personas)[who]
    told = looks.column("look_no").to_numpy()
    example = _examples(told)
    parts = []
    for kind in _VALUES:
        number = looks.column(f"place_{kind}_no").to_numpy()[example]
        groups = Groups({"persona_no": persona, "number": number[look]})
        of_group = groups.keys["number"]
        # Whoever met two looks of one value is one of its people all the same.
        several = np.bincount(number, minlength=1) > 1
        met = groups.different(who, several[number[look]])
        rows = looks.take(pa.array(example[_examples(number)[of_group]]))
        keys = {
            "journey_no": rows.column("journey_no").to_numpy(),
            "persona_no": groups.keys["persona_no"],
            "place_no": rows.column("place_no").to_numpy(),
            "kind": np.full(len(of_group), kind, object),
            "value": np.array(rows.column(kind).to_pylist(), object),
        }
        people = np.where(several[of_group], met, groups.count())
        parts.append(table_of(keys, {"contacts": groups.sum(contacts), "people": people}))
    return pa.concat_tables(parts)


def moves_of(rows: pa.Table, journeys: Journeys, outcomes: Sequence[str], side: int) -> pa.Table:
    """How many moves between contacts of one kind, and people; the last leads to the outcome.

    >>> own = Journeys(*np.array([[65], [1], [7], [0], [0]]))
    >>> rows = {"journey_key": [65, 65], "place_no": [3, 4], "next_place_no": [4, 0]}
    >>> found = moves_of(pa.table(rows), own, ["ended"], 1)
    >>> found.select(["place_no", "next_place_no", "outcome"]).to_pylist()[1]
    {'place_no': 4, 'next_place_no': 0, 'outcome': 'ended'}
    """
    pieces = pieces_of(rows)
    at = np.searchsorted(journeys.key, pieces.key)
    # A contact leads to a place, or as a number below them all to an outcome.
    lowest = len(outcomes)
    to = column_of(rows, "next_place_no") + lowest
    ends = np.flatnonzero(to == lowest)
    to[ends] = np.repeat(journeys.outcome_no[at], pieces.counts)[ends]
    groups = Groups(
        {
            "journey_no": np.repeat(journeys.journey_no[at], pieces.counts),
            "place_no": column_of(rows, "place_no"),
            "to": to,
        }
    )
    people = groups.different(np.repeat(journeys.person[at], pieces.counts))
    goal = groups.keys.pop("to")
    names = np.array([*outcomes, ""], object)
    keys = groups.keys | {
        "next_place_no": np.maximum(goal - lowest, 0),
        "outcome": names[np.minimum(goal, lowest)],
    }
    table = table_of(keys, {"moves": groups.count(), "people": people})
    return table.add_column(1, "side_no", pa.array([side] * table.num_rows, pa.int32()))


def _looks(steps: pa.Table, looks: pa.Table) -> Places:
    """The look of each step."""
    definition, kind, look = (
        looks.column(name).to_numpy() for name in ("journey_no", "kind_no", "look_no")
    )
    width = int(kind.max(initial=0)) + 1
    found = np.zeros((int(definition.max(initial=0)) + 1) * width, np.int32)
    found[definition * width + kind] = look
    code = column_of(steps, "journey_no") * width + column_of(steps, "kind_no")
    looked_up: Places = found[code]
    return looked_up


def _examples(number: Places) -> Column:
    """The place of a row with each number."""
    found = np.zeros(int(number.max(initial=-1)) + 1, np.int64)
    found[number] = np.arange(len(number))
    return found
