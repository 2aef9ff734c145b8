"""What a format is: how its files are read, and the SQL that says what the records mean.

In:     a source and one of its files
Out:    `delivered` (or the format's own view) filled by a reader; then, for each step, a temporary
        table `incoming` with columns of its raw table, `reject_reason` and `row_text`
Errors: none of its own

A step whose table is raw.generic_events gives canonical events straight away; columns that its
script leaves out are NULL. Its rows go into the table of the source's own events.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from babel.numbers import list_currencies

from pipeline.config import Source
from pipeline.engine.duckdb_engine import DuckDBEngine
from pipeline.engine.face import TableName
from pipeline.ingest.delivery import Delivery
from pipeline.ingest.event_tables import ALL_EVENTS
from pipeline.ingest.limits import LIMITS
from pipeline.ingest.readers import Fault

Reader = Callable[[DuckDBEngine, Source, Delivery], list[Fault]]
Labels = Callable[[DuckDBEngine, Source, Delivery], list[str]]


@dataclass(frozen=True)
class Step:
    """One SQL file of sql/load, the raw table it feeds and the parameters it asks for.

    `derived` steps read what an earlier step took, so they add no records of their own. A `direct`
    step does not fill `incoming`: it says, for a source, file_id and latest_us, how its script is
    inserted.
    """

    script: str
    table: TableName
    parameters: tuple[str, ...]
    derived: bool = False
    direct: Callable[[DuckDBEngine, Source, int, int], Direct] | None = None


@dataclass(frozen=True)
class Direct:
    """How a script that is one SELECT goes straight into the table of the source's events.

    `columns` are those that the file fills, `parameters` what the script asks for besides those
    of every step.
    """

    columns: tuple[str, ...]
    parameters: Mapping[str, Any]


def no_faults(engine: DuckDBEngine, source: Source, delivery: Delivery) -> list[Fault]:
    """Most readers meet the faults of a file before its rows are taken."""
    del engine, source, delivery
    return []


def as_delivered(engine: DuckDBEngine, source: Source, path: str) -> None:
    """Most formats read `delivered` as it is."""
    del engine, source, path


@dataclass(frozen=True)
class Format:
    """One product's export. `readers` has one entry per kind of file it comes in.

    `late_faults` gives those that came to light only when the view was read; the view then shows
    the other records. The steps read `view`; where that is not `delivered` itself, `reshape` makes
    it from `delivered` and the file's path, for rows that are tried again without their file.
    `labels` gives the columns of a file that was read, for formats whose columns a source names.
    """

    name: str
    readers: Mapping[str, Reader]
    steps: tuple[Step, ...]
    view: str = "delivered"
    reshape: Callable[[DuckDBEngine, Source, str], None] = as_delivered
    late_faults: Reader = no_faults
    labels: Labels | None = None


def step(script: str, *parameters: str, table: str | None = None, derived: bool = False) -> Step:
    """A step of sql/load/SCRIPT.sql into raw.TABLE, of the same name unless it is said."""
    return Step(f"load/{script}.sql", TableName("raw", table or script), parameters, derived)


def events_step(script: str, *parameters: str) -> Step:
    """A step whose script gives canonical events."""
    return Step(f"load/{script}.sql", ALL_EVENTS, parameters)


def direct_step(
    script: str, *parameters: str, direct: Callable[[DuckDBEngine, Source, int, int], Direct]
) -> Step:
    """A step whose script is one SELECT of canonical events, read no more than once."""
    return Step(f"load/{script}.sql", ALL_EVENTS, parameters, direct=direct)


def json_path(*keys: str) -> str:
    """The JSON path of a key, or of a key inside others, whatever letters they hold.

    >>> json_path("ID de cliente"), json_path("a.b", "c")
    ('$."ID de cliente"', '$."a.b"."c"')
    """
    escaped = (key.replace("\\", "\\\\").replace('"', '\\"') for key in keys)
    return "$" + "".join(f'."{key}"' for key in escaped)


_EPOCH_US = {"s": 1_000_000, "ms": 1_000, "us": 1}


def parameters_of(source: Source, *, file_id: int, latest_us: int) -> dict[str, Any]:
    """Everything a step may ask for, under the name it asks by."""
    customer_id = source.columns.get("customer_id")
    low, _, high = (source.rating_scale or "").partition("..")
    return {
        "timezone": source.timezone,
        "latest_us": latest_us,
        "file_id": file_id,
        "topic_field": source.topic_field,
        "customer_id_path": json_path(customer_id) if customer_id else None,
        "epoch_us": _EPOCH_US[source.epoch] if source.epoch else None,
        "decimal_sign": source.decimal,
        "channel": source.channel,
        "device": source.device,
        "department": source.department,
        "rating_low": float(low) if low else None,
        "rating_high": float(high) if high else None,
        "line_bytes": LIMITS.line_bytes,
        "currencies": sorted(list_currencies()),
    }
