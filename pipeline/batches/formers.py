"""What the build before left, kept beside the tables of this one while it is made.

In:     the tables of the build before, as long as they are there
Out:    tables `former_...` of the same schemas: of a batch what those tables were, else empty ones
Errors: none
Note:   numbers of identifiers, of their combinations and of kinds of events stay from batch to
        batch, so that rows of people whom nothing new concerns can stay as they are
"""

from __future__ import annotations

import pyarrow as pa

from pipeline.engine.face import Engine, TableName
from pipeline.identity.event_order import PERSON_EVENTS

_NUMBER, _TEXT = pa.int64(), pa.string()
IDENTIFIERS = TableName("identity", "identifiers")
_WORDS = ("source", "event", "direction", "page", "channel", "device", "campaign")
_IN_BUNDLES = ("email", "phone", "customer_id", "user_id", "anonymous_id", "device_id")

# Tables that read their own numbers of the build before, and what they read of them.
NUMBERED = {
    IDENTIFIERS: {
        **dict.fromkeys(("id_type", "id_scope", "id_value"), _TEXT),
        "identifier_no": _NUMBER,
    },
    TableName("identity", "bundles"): {
        "source": _TEXT,
        "is_logout": pa.bool_(),
        **dict.fromkeys(_IN_BUNDLES, _TEXT),
        **dict.fromkeys(("contact_id", "ticket_id", "order_id", "case_id"), _TEXT),
        "bundle_no": _NUMBER,
    },
    TableName("staging", "event_kinds"): {
        **dict.fromkeys((*_WORDS, "department", "agent", "topic", "persona"), _TEXT),
        "kind_no": _NUMBER,
    },
}
# Tables that are compared with what they were, to tell whom a batch touches.
BUNDLES, BUNDLE_IDENTIFIERS = (
    TableName("identity", table) for table in ("bundles", "bundle_identifiers")
)
# Where new events only add to these they keep their place.
OWNED_EVENTS, PERSONS = (TableName("identity", table) for table in ("owned_events", "persons"))
GROWING = (BUNDLES, BUNDLE_IDENTIFIERS, IDENTIFIERS, OWNED_EVENTS, PERSON_EVENTS, PERSONS)
COMPARED = tuple(
    TableName(schema, table)
    for schema, table in (
        ("identity", "aliases"),
        ("identity", "bundle_choices"),
        ("identity", "bundle_identifiers"),
        ("identity", "busy_identifiers"),
        ("identity", "cannot_links"),
        ("identity", "known_bundles"),
        ("identity", "links"),
        ("identity", "owned_events"),
        ("identity", "owners"),
        ("identity", "person_events"),
        ("identity", "persons"),
        ("journeys", "kinds"),
        ("journeys", "map_places"),
        ("journeys", "personas"),
        ("journeys", "places"),
        ("journeys", "plan_places"),
        ("journeys", "roles"),
        ("staging", "counted_files"),
        ("staging", "data_window"),
        ("staging", "event_tones"),
    )
)


def former(name: TableName) -> TableName:
    """What a table is called when it is that of the build before.

    >>> str(former(TableName.parse("identity.persons")))
    'identity.former_persons'
    """
    return TableName(name.schema, f"former_{name.table}")


# They are there before anything is made.
READS: dict[TableName, tuple[TableName, ...]] = {former(name): () for name in NUMBERED}


def keep_formers(engine: Engine) -> None:
    """Let the tables of the build before go by other names, before they are made anew.

    Of some only a part may be made again, so they stay until that is known.
    """
    for name in (*NUMBERED, *COMPARED):
        if name not in GROWING:
            engine.rename_table(name, former(name))


def empty_former(engine: Engine, name: TableName) -> None:
    """Nothing is to be known of what a table was: its numbers are given anew."""
    engine.put_table(former(name), pa.schema(NUMBERED[name].items()).empty_table())


def forget_formers(engine: Engine) -> None:
    """Inside one build only: the next one keeps this one's own tables."""
    for name in NUMBERED:
        empty_former(engine, name)
    for name in COMPARED:
        engine.drop_table(former(name))
