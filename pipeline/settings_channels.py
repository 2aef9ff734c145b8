"""What sources call a channel, as a table of the schema `config`.

In:     the table [channels] of the configuration; channel_names.csv, usual names of channels in
        Spanish and English
Out:    config.channel_names: one row per name as written (lower case), with the channel meant
Errors: none
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from importlib.resources import files

import pyarrow as pa

from pipeline.engine.face import TableName
from pipeline.settings_names import plain_name

CHANNEL_NAMES = TableName("config", "channel_names")


def channel_tables(said: Mapping[str, str]) -> dict[TableName, pa.Table]:
    """The table of names; what the configuration says stands above what is usual.

    >>> rows = channel_tables({"Quiosco": "kiosk", "Tienda": "branch"})[CHANNEL_NAMES].to_pylist()
    >>> names = {row["written"]: row["channel"] for row in rows}
    >>> names["quiosco"], names["tienda"], names["teléfono"]
    ('kiosk', 'branch', 'phone')
    """
    names = _usual() | {written.lower(): plain_name(meant) for written, meant in said.items()}
    columns = {"written": pa.array(list(names)), "channel": pa.array(list(names.values()))}
    return {CHANNEL_NAMES: pa.table(columns)}


def _usual() -> dict[str, str]:
    text = files("pipeline.meaning").joinpath("channel_names.csv").read_text(encoding="utf-8")
    return {row["written"]: row["channel"] for row in csv.DictReader(text.splitlines())}
