"""Short questions to a story about who is who.

In:     the text of a story (see `tests.build_helpers.story`), settings of [identity], overrides
Out:    the names of the events of each person, or the rule by which each event found its person
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import pyarrow as pa

from pipeline.build import build_tables
from pipeline.engine.duckdb_engine import DuckDBEngine
from pipeline.engine.face import TableName
from tests.build_helpers import BUY, KEY, SOURCES, Row, loaded, rows_of, story
from tests.partly import build_for
from tests.reference.model import Event

OVERRIDES = TableName("config", "overrides")

WHOSE = (
    "select events.event, people.person_key, people.rule from staging.events as events "
    "left join identity.event_bundles as keys on events.event_id = keys.event_id "
    "left join identity.person_events as people on keys.event_key = people.event_key"
)


def assigned(
    config: str,
    events: Iterable[Event],
    *,
    overrides: Sequence[Row] = (),
    files: int = 1,
    select: str | None = None,
) -> DuckDBEngine:
    """An engine on which people were made of the events, or no more than `select` reads."""
    engine = loaded(config, events, files=files)
    schema = engine.connection.table(str(OVERRIDES)).to_arrow_table().schema
    engine.put_table(OVERRIDES, pa.Table.from_pylist(list(overrides), schema=schema))
    if select is not None:
        build_for(engine, select)
        return engine
    for layer in ("staging", "identity"):
        build_tables(engine, key=KEY, only=layer)
    return engine


def asked(
    told: str | Iterable[Event],
    select: str,
    settings: str = "",
    *,
    overrides: Sequence[Row] = (),
    config: str = SOURCES + BUY,
) -> list[Row]:
    """The rows of a SELECT on what was built of the story."""
    events = story(told) if isinstance(told, str) else told
    whole = f"{config}\n[identity]\n{settings}"
    with assigned(whole, events, overrides=overrides, select=select) as engine:
        return rows_of(engine, select)


def people(told: str | Iterable[Event], settings: str = "", **options: Any) -> list[str]:  # noqa: ANN401
    """The events of each person as one word, in the order of the alphabet; `-` before nobody's.

    >>> people("ana 10:00 a\\nbea 10:01 b\\nana 10:02 c")
    ['ac', 'b']
    """
    groups: dict[int | None, str] = {}
    for row in sorted(asked(told, WHOSE, settings, **options), key=lambda row: str(row["event"])):
        key = row["person_key"]
        groups[key] = groups.get(key, "-" if key is None else "") + row["event"]
    return sorted(groups.values())


def rules(told: str, settings: str = "", **options: Any) -> dict[str, str]:  # noqa: ANN401
    """By which rule each event found its person.

    >>> rules("ana 10:00 a\\n- 10:01 b anonymous_id=1")
    {'a': 'own id', 'b': 'alone'}
    """
    rows = asked(told, WHOSE, settings, **options)
    return {row["event"]: row["rule"] for row in sorted(rows, key=lambda row: str(row["event"]))}


def override(kind: str, left: str, right: str) -> Row:
    """Somebody's word about two identifiers, written as type=value.

    >>> override("must", "user_id=u", "email=a@x.es")["right_value"]
    'a@x.es'
    """
    (left_type, left_value), (right_type, right_value) = left.split("="), right.split("=")
    return {
        "override_no": 1,
        "kind": kind,
        "left_type": left_type,
        "left_scope": "",
        "left_value": left_value,
        "right_type": right_type,
        "right_scope": "",
        "right_value": right_value,
        "author": "eva",
        "decided_at": "2026-03-02",
        "reason": "she said so",
    }
