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

from pipeline.crowds import EVERYBODY, MOST_STEPS, Crowd, added_up, crowds_of
from pipeline.engine.face import Engine, TableName
from pipeline.questions.gathered_values import GatheredValues
from pipeline.questions.group_sums import Groups, distinct, table_of
from pipeline.questions.pieces_of_journeys import Column, Places, changes
from pipeline.questions.stays import Journeys, column_of, journeys_in, outcomes_in, persona_of
from pipeline.questions.wait_tables import (
    WAITS,
    WINDOWS,
    build_waits,
    put_waits,
    waits_in,
)
from pipeline.sqlfiles import sql_text
from pipeline.walks.change_walk import changes_of
from pipeline.walks.contact_arrays import ContactEvents, Contacts
from pipeline.walks.tables import (
    CHANGE_READS,
    CHANGES,
    CONTACT_READS,
    ROWS_AT_ONCE,
    build_changes,
    change_rules,
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
    # Crowds are of those who have journeys.
    STAGE_CONTACTS: tuple(
        TableName("journeys", table)
        for table in ("journeys", "kinds", "map_places", "personas", "placed_events")
    ),
    TOUCHPOINT_PEOPLE: (
        TableName("identity", "person_events"),
        *(TableName("journeys", table) for table in ("journeys", "kinds")),
    ),
}
COUNTED = STAGE_CONTACTS, TOUCHPOINT_PEOPLE, MOVE_COUNTS, WAITS
_MOVE = ("journey_no", "side_no", "place_no", "next_place_no", "outcome")
_CONTACT = ("journey_no", "persona_no", "place_no", "kind", "value")
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


def build_stage_contacts(engine: Engine, most_steps: int = MOST_STEPS) -> None:
    """Make journeys.stage_contact_counts anew."""
    looks = engine.read(sql_text("questions/looks_of_kinds.sql"))
    parts = []
    for crowd in crowds_of(engine.read, most_steps):
        steps, personas = (
            engine.read(sql_text(f"questions/{name}_of_{of}.sql"), crowd.asked())
            for name, of in (("looks", "steps"), ("personas", "crowd"))
        )
        parts.append(stage_contacts_of(steps, looks, personas))
    engine.put_table(STAGE_CONTACTS, added_up(parts, _CONTACT))


def build_touchpoint_people(engine: Engine) -> None:
    """Make journeys.touchpoint_people anew."""
    kinds = engine.read("from journeys.kinds")
    kind, touchpoint = (column_of(kinds, name) for name in ("kind_no", "touchpoint_no"))
    known = np.zeros(int(kind.max(initial=0)) + 2, np.int32)
    known[kind] = touchpoint  # numbered from 1 on; 0 is none, as of the last kind
    parts = []
    for crowd in crowds_of(engine.read):
        rows = engine.read(sql_text("questions/kinds_of_people.sql"), crowd.asked())
        own = known.take(column_of(rows, "kind_no"), mode="clip")
        _, met, _ = distinct(column_of(rows, "person_key"), own)
        groups = Groups({"touchpoint_no": met[met > 0]})
        parts.append(table_of(groups.keys, {"people": groups.count()}))
    engine.put_table(TOUCHPOINT_PEOPLE, added_up(parts, ["touchpoint_no"]))


def build_moves(engine: Engine) -> None:
    """Make journeys.move_counts anew."""
    own, outcomes = contact_events(engine), outcomes_in(engine)
    journeys = _journeys_of(engine, own, outcomes)
    counts = [moves_of(own.contacts(side), journeys, outcomes, side) for side in own.sides]
    engine.put_table(MOVE_COUNTS, pa.concat_tables(counts))


def build_of_contacts(engine: Engine, most_steps: int = MOST_STEPS) -> None:
    """Make journeys.move_counts, move_waits and changes anew, of one reading."""
    with engine.beside() as other:
        counted = _OfContacts(other)
        crowds = crowds_of(other.read, most_steps)
        put_changes(engine, (rows for crowd in crowds for rows in counted.add(crowd)))
    engine.put_table(MOVE_COUNTS, added_up(counted.moves, _MOVE))
    put_waits(engine, counted.waits)


class _OfContacts:
    """What is counted of contacts, crowd by crowd."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._outcomes = outcomes_in(engine)
        self._rules = change_rules(engine)
        self.moves: list[pa.Table] = []
        self.waits = GatheredValues()

    def add(self, crowd: Crowd) -> Iterator[pa.RecordBatch]:
        """Count the contacts of a crowd, and tell the changes between them."""
        own = contact_events(self._engine, crowd)
        journeys = _journeys_of(self._engine, own, self._outcomes, crowd)
        changing = np.zeros(len(own.events.key), bool)
        for side in own.sides:
            contacts = own.contacts(side)
            changing[contacts.journey[contacts.changing()]] = True
            self.moves.append(moves_of(contacts, journeys, self._outcomes, side))
            self.waits.add(waits_in(own, contacts, side))
        yield from changes_of(own.of(changing), *self._rules, ROWS_AT_ONCE)


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


def _journeys_of(
    engine: Engine, own: ContactEvents, outcomes: Sequence[str], crowd: Crowd = EVERYBODY
) -> Journeys:
    """The journeys of the events of a crowd, in their order."""
    journeys = journeys_in(engine, outcomes, crowd, with_personas=False)
    at = np.searchsorted(journeys.key, own.events.key)
    lying: Iterator[Places] = (column[at] for column in journeys)
    return Journeys(*lying)


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
