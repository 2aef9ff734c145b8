"""What contacts are and how customers move between them, from arrays: what models say, faster.

In:     journeys.journeys, journeys.kinds, journeys.map_places, journeys.personas,
        journeys.placed_events, journeys.places, identity.person_events
Out:    journeys.stage_contact_counts, touchpoint_people, move_counts, move_waits and changes
Units:  counts
Errors: none
Why:    as in stay_tables; nearly every event may be four contacts. To find them, and to count them
        at once, costs less than to write them down. This is done for one kind of handoff at a time
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial

import numpy as np
import pyarrow as pa

from pipeline.engine.face import Engine, TableName
from pipeline.questions.group_sums import Groups, distinct, table_of
from pipeline.questions.pieces_of_journeys import Column, Places, changes
from pipeline.questions.stays import Journeys, column_of, journeys_in, outcomes_in, persona_of
from pipeline.questions.wait_tables import (
    WAITS,
    WINDOWS,
    build_waits,
    put_waits,
    waits_in,
    windows_of_side,
)
from pipeline.sqlfiles import sql_text
from pipeline.walks.contact_arrays import ContactEvents, Contacts
from pipeline.walks.tables import (
    CHANGE_READS,
    CHANGES,
    CONTACT_READS,
    build_changes,
    contact_events,
    put_changes,
)

STAGE_CONTACTS, MOVE_COUNTS, CONTACTS = (
    TableName("journeys", table) for table in ("stage_contact_counts", "move_counts", "contacts")
)
TOUCHPOINT_PEOPLE = TableName("journeys", "touchpoint_people")
READS: Mapping[TableName, tuple[TableName, ...]] = {
    MOVE_COUNTS: (*CONTACT_READS, *CHANGE_READS, TableName("journeys", "journeys")),
    **dict.fromkeys((WAITS, CHANGES), (MOVE_COUNTS,)),
    WINDOWS: (WAITS,),
}
COUNTED = STAGE_CONTACTS, TOUCHPOINT_PEOPLE, MOVE_COUNTS, WAITS
_VALUES = ("touchpoint", "channel", "device")


def contact_makers(engine: Engine, *, in_batch: bool) -> dict[TableName, Callable[[], None]]:
    """How each is made; waits and changes with the moves, but each apart in a batch."""
    makers: dict[TableName, Callable[[], None]] = {
        STAGE_CONTACTS: partial(build_stage_contacts, engine),
        TOUCHPOINT_PEOPLE: partial(build_touchpoint_people, engine),
        WINDOWS: lambda: None,  # made with the waits
    }
    if in_batch:
        apart = {MOVE_COUNTS: build_moves, WAITS: build_waits, CHANGES: build_changes}
        return makers | {name: partial(build, engine) for name, build in apart.items()}
    makers |= dict.fromkeys((WAITS, CHANGES), lambda: None)
    return makers | {MOVE_COUNTS: partial(build_of_contacts, engine)}


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


def build_moves(engine: Engine) -> None:
    """Make journeys.move_counts anew."""
    own = contact_events(engine)
    outcomes, journeys = _journeys_of(engine, own)
    counts = [moves_of(own.contacts(side), journeys, outcomes, side) for side in own.sides]
    engine.put_table(MOVE_COUNTS, pa.concat_tables(counts))


def build_of_contacts(engine: Engine) -> None:
    """Make journeys.move_counts, move_waits and changes anew, of one reading."""
    own = contact_events(engine)
    outcomes, journeys = _journeys_of(engine, own)
    changing = np.zeros(len(own.events.key), bool)
    counts, waits = [], []
    for side in own.sides:
        contacts = own.contacts(side)
        changing[contacts.journey[contacts.changing()]] = True
        counts.append(moves_of(contacts, journeys, outcomes, side))
        waits.append(windows_of_side(waits_in(own, contacts, side)))
    del contacts, journeys  # the changes are written beside what is kept
    engine.put_table(MOVE_COUNTS, pa.concat_tables(counts))
    put_waits(engine, waits)
    put_changes(engine, own.of(changing))


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


def moves_of(
    contacts: Contacts, journeys: Journeys, outcomes: Sequence[str], side: int
) -> pa.Table:
    """How many moves between contacts of one kind, and people; the last leads to the outcome.

    The contacts are of those journeys, in their order.

    >>> own = Journeys(*np.array([[65], [1], [7], [0], [0]]))
    >>> contacts = Contacts(*np.array([[0, 1], [0, 0], [3, 4]]), np.array([False, True]))
    >>> found = moves_of(contacts, own, ["ended"], 1)
    >>> found.select(["place_no", "next_place_no", "outcome"]).to_pylist()[1]
    {'place_no': 4, 'next_place_no': 0, 'outcome': 'ended'}
    """
    # A contact leads to a place, or as a number below them all to an outcome.
    lowest = len(outcomes)
    to = contacts.next_place()
    to += lowest
    to[contacts.is_last] = journeys.outcome_no[contacts.journey[contacts.is_last]]
    groups = Groups(
        {
            "journey_no": journeys.journey_no[contacts.journey],
            "place_no": contacts.place,
            "to": to,
        }
    )
    people = groups.different(journeys.person[contacts.journey])
    goal = groups.keys.pop("to")
    names = np.array([*outcomes, ""], object)
    keys = groups.keys | {
        "next_place_no": np.maximum(goal - lowest, 0),
        "outcome": names[np.minimum(goal, lowest)],
    }
    table = table_of(keys, {"moves": groups.count(), "people": people})
    return table.add_column(1, "side_no", pa.array([side] * table.num_rows, pa.int32()))


def _journeys_of(engine: Engine, own: ContactEvents) -> tuple[list[str], Journeys]:
    """The outcomes, and the journeys of the events in their order."""
    outcomes = outcomes_in(engine)
    journeys = journeys_in(engine, outcomes, with_personas=False)
    at = np.searchsorted(journeys.key, own.events.key)
    lying: Iterator[Places] = (column[at] for column in journeys)
    return outcomes, Journeys(*lying)


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
