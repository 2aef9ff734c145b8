"""Seeded logs of a web shop, its CRM and its support as files, and a project that reads them."""

from __future__ import annotations

from pathlib import Path

import duckdb

from benchmarks.made_events import sql

_SOURCE = """
[[source]]
name = "{name}"
kind = "{name}"
files = ["{name}*.parquet"]
[source.columns]
event_id = "id"
event = "event"
occurred_at = "happened"
channel = "channel"
value = "amount"
"""
_OWN_COLUMNS = {
    "web": ("cookie", "login", "device"),
    "crm": ("login", "address"),
    "support": ("address", "department", "agent"),
}
_FIELDS = {"cookie": "anonymous_id", "login": "user_id", "address": "email"}
LATER = "later"
_JOURNEY = """
[[journey]]
name = "pay"
boundary = "gap"
goal = ["pay"]
timeout = "7 days"

[[plan]]
name = "two pages"
journey = "pay"
steps = ["page_1", { touchpoint = "page_2", channels = ["web"], within = "1 day" }, "pay"]
"""


def write_logs(folder: str, count: str) -> Path:
    """The folder of three files with `count` events together, and journeys.toml; made once."""
    place = Path(folder) / f"logs_{count}"
    if not place.exists():
        half_made = place.with_suffix(".part")
        half_made.mkdir(parents=True, exist_ok=True)
        (half_made / "journeys.toml").write_text(_config(), encoding="utf-8")
        database = half_made / "made.duckdb"
        with duckdb.connect(str(database), config={"memory_limit": "4GB"}) as connection:
            connection.execute("set timezone = 'UTC'")
            connection.execute(
                f"create table made as {sql('log_events')}",
                {"first": 0, "last": int(count), "people": int(count) // 20},
            )
            for name in _OWN_COLUMNS:
                rows = connection.table("made").filter(f"source = '{name}'")
                rows.select("* exclude (source)").write_parquet(str(half_made / f"{name}.parquet"))
        database.unlink()
        half_made.rename(place)
    return place


def without_the_last(folder: str) -> Path:
    """A folder beside with all but the last one in a hundred events, and those in one within it."""
    whole = Path(folder)
    place = whole.with_name(f"{whole.name}_before")
    if not place.exists():
        half_made = place.with_suffix(".part")
        (half_made / LATER).mkdir(parents=True, exist_ok=True)
        (half_made / "journeys.toml").write_text(_config(), encoding="utf-8")
        with duckdb.connect() as connection:
            connection.execute("set timezone = 'UTC'")
            paths = [str(whole / f"{name}.parquet") for name in _OWN_COLUMNS]
            found = connection.execute(sql("last_hundredth"), {"paths": paths}).fetchall()
            for name in _OWN_COLUMNS:
                rows = connection.read_parquet(str(whole / f"{name}.parquet"))
                begins = duckdb.ConstantExpression(found[0][0])
                is_last = duckdb.ColumnExpression("happened") > begins
                rows.filter(~is_last).write_parquet(str(half_made / f"{name}.parquet"))
                rows.filter(is_last).write_parquet(str(half_made / LATER / f"{name}_last.parquet"))
        half_made.rename(place)
    return place


def _config() -> str:
    text = "[identity]\ncompare = false\n"
    for name, columns in _OWN_COLUMNS.items():
        text += _SOURCE.format(name=name)
        text += "".join(f'{_FIELDS.get(column, column)} = "{column}"\n' for column in columns)
    return text + _JOURNEY
