"""Formats: which SQL files turn a delivery of a product into raw tables.

In:     `delivered` or `delivered_fields`, filled from one file
Out:    for each step a temporary table `incoming` with columns of its raw table,
        `reject_reason` and `row_text`
Errors: none of its own
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pipeline.config import Source
from pipeline.engine.face import TableName

_EPOCH_US = {"s": 1_000_000, "ms": 1_000, "us": 1}


@dataclass(frozen=True)
class Step:
    """One SQL file of sql/load, the raw table it feeds and the parameters it asks for.

    `derived` steps read what an earlier step took, so they add no records of their own.
    """

    table: TableName
    parameters: tuple[str, ...]
    derived: bool = False

    @property
    def script(self) -> str:
        """Where the SQL is, below sql/."""
        return f"load/{self.table.table}.sql"


def _step(table: str, *parameters: str, derived: bool = False) -> Step:
    return Step(TableName("raw", table), parameters, derived)


FORMATS: dict[str, tuple[Step, ...]] = {
    "segment": (_step("segment_events", "timezone", "latest_us"),),
    "hubspot": (
        _step("hubspot_contacts", "timezone", "latest_us", "customer_id_path"),
        _step("hubspot_deals", "timezone", "latest_us"),
        _step("hubspot_deal_stages", "timezone", "latest_us", "file_id", derived=True),
    ),
    "zendesk": (
        _step("zendesk_tickets", "timezone", "latest_us", "topic_field"),
        _step("zendesk_audit_events", "timezone", "latest_us"),
        _step("zendesk_users", "timezone"),
        _step("zendesk_groups", "timezone"),
    ),
    "generic": (
        _step(
            "generic_events",
            *("timezone", "latest_us", "epoch_us", "channel", "device", "department"),
            *("rating_low", "rating_high"),
        ),
    ),
}
RAW_TABLES = tuple(step.table for steps in FORMATS.values() for step in steps)


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
        "channel": source.channel,
        "device": source.device,
        "department": source.department,
        "rating_low": float(low) if low else None,
        "rating_high": float(high) if high else None,
    }


def json_path(*keys: str) -> str:
    """The JSON path of a key, or of a key inside others, whatever letters they hold.

    >>> json_path("ID de cliente"), json_path("a.b", "c")
    ('$."ID de cliente"', '$."a.b"."c"')
    """
    escaped = (key.replace("\\", "\\\\").replace('"', '\\"') for key in keys)
    return "$" + "".join(f'."{key}"' for key in escaped)
