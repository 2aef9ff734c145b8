"""What a contact costs us by channel, as a table of the schema `config`.

In:     the table [costs] of the configuration; what sources call a channel
Out:    config.channel_costs
Units:  costs in the currency of the locale
Errors: none
"""

from __future__ import annotations

from collections.abc import Mapping

import pyarrow as pa

from pipeline.engine.face import TableName
from pipeline.settings_channels import CHANNEL_NAMES, channel_tables
from pipeline.settings_names import plain_name

CHANNEL_COSTS = TableName("config", "channel_costs")


def cost_tables(costs: Mapping[str, float], said: Mapping[str, str]) -> dict[TableName, pa.Table]:
    """The table; a channel goes by one name, whatever language the configuration writes it in.

    >>> found = cost_tables({"teléfono": 4.5, "Quiosco": 1}, {"Quiosco": "kiosk"})
    >>> found[CHANNEL_COSTS].to_pylist()
    [{'channel': 'phone', 'cost': 4.5}, {'channel': 'kiosk', 'cost': 1.0}]
    """
    rows = channel_tables(said)[CHANNEL_NAMES].to_pylist()
    names = {row["written"]: row["channel"] for row in rows}
    found = {names.get(one.lower().strip(), plain_name(one)): cost for one, cost in costs.items()}
    columns = {
        "channel": pa.array(list(found), pa.string()),
        "cost": pa.array(list(found.values()), pa.float64()),
    }
    return {CHANNEL_COSTS: pa.table(columns)}
