"""Tables that say what delivered values mean, one row per distinct value.

In:     an engine with the tables that each lookup reads
Out:    tables of two columns, `written` and what it means; values that mean nothing have no row
Errors: none
Note:   SQL joins them, so that Python sees every value once, however many events carry it
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

import pyarrow as pa

from pipeline.engine.face import Engine, TableName
from pipeline.meaning.contacts import normal_email, normal_phone
from pipeline.meaning.devices import device_of
from pipeline.meaning.mojibake import repaired
from pipeline.meaning.tones import tones

Meaning = Callable[[Sequence[str]], Sequence[str | float | None]]


@dataclass(frozen=True)
class Lookup:
    """One table: which values it is about, in one column, and what they mean."""

    column: str
    reads: tuple[TableName, ...]
    select: str
    meaning: Callable[[Engine], Meaning]
    kind: pa.DataType = pa.string()  # noqa: RUF009 - a constant


def build_lookup(engine: Engine, name: TableName, lookup: Lookup) -> None:
    """Fill one table."""
    written = engine.read(lookup.select).column(0).to_pylist()
    meant = lookup.meaning(engine)(written)
    rows = [pair for pair in zip(written, meant, strict=True) if pair[1] is not None]
    columns = {
        "written": pa.array([text for text, _ in rows], pa.string()),
        lookup.column: pa.array([means for _, means in rows], lookup.kind),
    }
    engine.put_table(name, pa.table(columns))


def _each(meaning: Callable[[str], str | float | None]) -> Meaning:
    return lambda written: [meaning(one) for one in written]


def _phones(engine: Engine) -> Meaning:
    country = engine.read("select country from config.settings").column(0)[0].as_py()
    return _each(partial(normal_phone, country=country))


_PHONES = """
select distinct phone from staging.events where phone is not null order by phone
"""
_EMAILS = """
select distinct email from staging.events where email is not null order by email
"""
_USER_AGENTS = """
select user_agent from raw.segment_events where user_agent is not null
union
select user_agent from raw.generic_events where user_agent is not null
order by user_agent
"""
_TEXTS = "select written from staging.doubtful_texts order by written"
_CUSTOMER_TEXTS = """
select distinct text from staging.events
where text is not null and direction = 'customer' order by text
"""

LOOKUPS = {
    TableName("staging", "user_agents"): Lookup(
        "device",
        (TableName("raw", "segment_events"), TableName("raw", "generic_events")),
        _USER_AGENTS,
        lambda _: _each(device_of),
    ),
    TableName("staging", "repaired_texts"): Lookup(
        "meant", (TableName("staging", "doubtful_texts"),), _TEXTS, lambda _: _each(repaired)
    ),
    TableName("staging", "tones"): Lookup(
        "tone",
        (
            TableName("config", "emotion_settings"),
            TableName("config", "sources"),
            TableName("staging", "events"),
        ),
        _CUSTOMER_TEXTS,
        tones,
        pa.float64(),
    ),
    TableName("identity", "emails"): Lookup(
        "email", (TableName("staging", "events"),), _EMAILS, lambda _: _each(normal_email)
    ),
    TableName("identity", "phones"): Lookup(
        "phone",
        (TableName("staging", "events"), TableName("config", "settings")),
        _PHONES,
        _phones,
    ),
}
