"""Small warehouses for tests: a readable table of events in, built marts out.

In:     text such as "ana 10:00 view_pricing channel=web  -- comment", and the text of a
        configuration
Out:    canonical events, and an engine in memory on which every model was built
Note:   `comparable` names people and journeys as the reference does, so that rows can be compared
"""

from __future__ import annotations

import hashlib
import random
import re
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pyarrow as pa

from pipeline.build import build_tables, read_models
from pipeline.config import Config
from pipeline.engine.duckdb_engine import DuckDBEngine
from pipeline.identity.ownership_walk import OWNER_OPTIONS
from pipeline.ingest.event_tables import FIELDS, show_all, with_columns
from pipeline.settings_tables import settings_tables
from pipeline.sqlfiles import sql_text
from pipeline.walks.tables import WALKS
from tests.reference.model import Event

Row = dict[str, Any]
KEY = b"a key for tests, no secret"
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
FIRST_DAY = datetime(2026, 3, 2, tzinfo=UTC)
IDENTIFIERS = (
    *("email", "phone", "customer_id", "user_id", "anonymous_id", "device_id"),
    *("contact_id", "ticket_id", "order_id", "case_id"),
)
NUMBERS = {"value", "emotion"}
MARTS = (
    *("people", "sessions", "journeys", "steps", "touchpoints", "transitions"),
    *("routes", "flows", "drop_offs", "drop_off_destinations", "moves", "handoffs"),
    "handoff_effects",
)
_LINE = re.compile(r"(\S+)\s+(?:d(\d+)\s+)?(\d\d):(\d\d)(?::(\d\d))?\s+(.+?)\s*(?:-- .*)?")
_SOURCE = """
[[source]]
name = "{name}"
files = ["{name}.csv"]
columns = {{ event = "event", occurred_at = "at", user_id = "who" }}
"""
SOURCES = "".join(_SOURCE.format(name=name) for name in ("web", "crm"))
BUY = """
[[journey]]
name = "buy"
start = ["visit"]
goal = ["buy"]
timeout = "1 hour"
"""


def instant_us(day: int, hour: int = 0, minute: int = 0, second: int = 0) -> int:
    """Microseconds of a clock time on the first, second ... day of the stories."""
    passed = timedelta(days=day - 1, hours=hour, minutes=minute, seconds=second)
    return (FIRST_DAY + passed - EPOCH) // timedelta(microseconds=1)


def story(text: str) -> list[Event]:
    """Read a story: who (`-` for nobody), maybe a day (d2), the time, the event, further fields.

    A tilde stands for a blank inside a word.
    """
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return [_event(line, number) for number, line in enumerate(lines, start=1)]


def _event(line: str, number: int) -> Event:
    match = _LINE.fullmatch(line)
    if match is None:
        raise ValueError(f"not a line of a story: {line!r}")
    who, day, hour, minute, second, rest = match.groups()
    event, *pairs = rest.split()
    fields: Row = dict(pair.split("=", 1) for pair in pairs)
    identifiers = {name: fields.pop(name) for name in IDENTIFIERS if name in fields}
    if who != "-":
        identifiers.setdefault("user_id", who)
    source = fields.pop("source", "web")
    for name in NUMBERS & fields.keys():
        fields[name] = float(fields[name])
    for name in {"text"} & fields.keys():
        fields[name] = fields[name].replace("~", " ")
    told = Event(
        event_id=f"{source}:{fields.pop('id', f'{number:03}')}",
        source=source,
        event=event.replace("~", " "),
        occurred_us=instant_us(int(day or 1), int(hour), int(minute), int(second or 0)),
        identifiers={name: value.replace("~", " ") for name, value in identifiers.items()},
        order_no=int(fields.pop("order", 0)),
        **fields,
    )
    return with_content(told)


def with_content(event: Event) -> Event:
    """The event with a hash of all it says, which is how deliveries are told apart."""
    return replace(event, content=hashlib.md5(repr(event).encode()).hexdigest())  # noqa: S324


@contextmanager
def built(
    config: str, events: Iterable[Event], *, as_of_us: int | None = None, files: int = 1
) -> Iterator[DuckDBEngine]:
    """Yield an engine on which every model was built from `events`, delivered in `files` files."""
    with open_built(config, events, as_of_us=as_of_us, files=files) as engine:
        yield engine


def open_built(
    config: str,
    events: Iterable[Event],
    *,
    as_of_us: int | None = None,
    files: int = 1,
    threads: int = 1,
) -> DuckDBEngine:
    """As `built`, for whoever closes the engine."""
    engine = loaded(config, events, as_of_us=as_of_us, files=files, threads=threads)
    build_tables(engine, key=KEY)
    return engine


def loaded(
    config: str,
    events: Iterable[Event],
    *,
    as_of_us: int | None = None,
    files: int = 1,
    threads: int = 1,
) -> DuckDBEngine:
    """An engine with the settings and the events, on which nothing was built yet."""
    engine = DuckDBEngine(":memory:", threads=threads)
    engine.execute(sql_text("load/tables.sql"))
    engine.execute(sql_text("load/tables_hubspot.sql"))
    deliver(engine, list(events), files=files)
    as_of = None if as_of_us is None else EPOCH + timedelta(microseconds=as_of_us)
    chosen = tomllib.loads(config)
    # Most stories ask about one policy; to count under every policy takes a build for each.
    chosen.setdefault("identity", {}).setdefault("compare", False)
    tables = settings_tables(
        Config.model_validate(chosen),
        version="1",
        config_hash="c",
        input_hash="i",
        as_of=as_of,
    )
    for name, rows in tables.items():
        engine.put_table(name, rows)
    return engine


def deliver(
    engine: DuckDBEngine, events: Sequence[Event], *, files: int = 1, first_file: int = 1
) -> None:
    """Fill the raw layer as a load does: the rows, dealt out over files, and the files."""
    schema = engine.connection.table(str(FIELDS)).to_arrow_table().schema
    rows = [_raw_row(event, number, files, first_file) for number, event in enumerate(events)]
    for source in sorted({event.source for event in events}):
        table = with_columns(engine, source, schema.names)
        delivered = [row for row in rows if row["source"] == source]
        engine.append(table, pa.Table.from_pylist(delivered, schema=schema))
    show_all(engine)
    for file_id in range(first_file, first_file + files):
        count = sum(row["file_id"] == file_id for row in rows)
        engine.execute(
            "insert into raw.files values (?, 'web', 'generic', ?, ?, '', 1, ?, ?, 0, now())",
            [file_id, f"web{file_id}.csv", str(file_id), count, count],
        )


def _raw_row(event: Event, number: int, files: int, first_file: int) -> Row:
    told: Row = {**vars(event), **event.identifiers}
    return told | {
        "file_id": number % files + first_file,
        "record_no": number // files + 1,
        "event_id": event.event_id.removeprefix(f"{event.source}:"),
        "occurred_at": EPOCH + timedelta(microseconds=event.occurred_us),
        "row_order": event.order_no,
        "rating": event.emotion,
        "rating_low": -2.0,
        "rating_high": 2.0,
        "row_hash": event.content,
        "attributes": "{}",
    }


def shuffled(events: Sequence[Event], seed: int) -> list[Event]:
    """The same deliveries in another order."""
    return random.Random(seed).sample(events, len(events))  # noqa: S311 - no secret


def rows_of(engine: DuckDBEngine, select: str) -> list[Row]:
    """The rows of a SELECT."""
    rows: list[Row] = engine.read(select).to_pylist()
    return rows


def differing_streams(engine: DuckDBEngine) -> list[str]:
    """The tables whose stream, or walk, found other rows than their model finds."""
    return [
        str(name)
        for name, model in read_models().items()
        if (model.streamed or name in {*WALKS, OWNER_OPTIONS})
        and comparable(table(engine, str(name))) != comparable(rows_of(engine, model.select))
    ]


def table(engine: DuckDBEngine, name: str) -> list[Row]:
    """All rows of a table, in no particular order."""
    rows: list[Row] = engine.connection.table(name).to_arrow_table().to_pylist()
    return rows


def comparable(rows: Iterable[Row], names: dict[str, str] | None = None) -> list[Row]:
    """Rows in a fixed order, with times in microseconds, fractions rounded and ids renamed."""
    plain = [{key: _plain(value, names or {}) for key, value in row.items()} for row in rows]
    return sorted(plain, key=lambda row: repr(sorted(row.items())))


def _plain(value: object, names: dict[str, str]) -> object:
    if isinstance(value, datetime):
        return (value - EPOCH) // timedelta(microseconds=1)
    if isinstance(value, float):
        # The little more decides for 0.03828125 and its like, which lie between two neighbours.
        return round(value + 1.3e-9, 7) + 0.0
    if isinstance(value, list | tuple):
        return list(value)
    return names.get(value, value) if isinstance(value, str) else value


def reference_names(engine: DuckDBEngine) -> dict[str, str]:
    """What the reference calls the people and journeys of a warehouse."""
    people = rows_of(
        engine,
        "select person_id, min(event_id) as name from identity.person_events "
        "inner join identity.event_bundles using (event_key) "
        "inner join identity.persons using (person_key) group by person_id",
    )
    journeys = rows_of(
        engine,
        "select journey_id, journey || ' from ' || event_id as name from marts.steps "
        "where step_no = 1",
    )
    return {row["person_id"]: row["name"] for row in people} | {
        row["journey_id"]: row["name"] for row in journeys
    }
