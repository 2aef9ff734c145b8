"""The settings of handoffs as tables of the schema `config`.

In:     the table [handoffs]; the tables [[touchpoint]], some of them marked `reauthentication`
Out:    config.handoff_settings, one row; config.login_touchpoints
Units:  windows in microseconds
Errors: none
"""

from __future__ import annotations

from collections.abc import Iterable

import pyarrow as pa

from pipeline.config.durations import microseconds
from pipeline.config.handoffs import Handoffs
from pipeline.config.model import Touchpoint
from pipeline.engine.face import TableName
from pipeline.settings_names import plain_name


def handoff_tables(
    handoffs: Handoffs, touchpoints: Iterable[Touchpoint]
) -> dict[TableName, pa.Table]:
    """Both tables; a marked touchpoint is a repetition by itself, a login needs one before it.

    >>> tables = handoff_tables(Handoffs(logins=["login"]), [])
    >>> tables[TableName("config", "login_touchpoints")].to_pylist()
    [{'touchpoint': 'login', 'is_again': 0}]
    """
    again = {plain_name(name): 0 for name in handoffs.logins}
    again |= {plain_name(one.name): 1 for one in touchpoints if one.reauthentication}
    settings = {
        "login_window_us": pa.array([microseconds(handoffs.login_window)], pa.int64()),
        "topic_window_us": pa.array([microseconds(handoffs.topic_window)], pa.int64()),
    }
    logins = {
        "touchpoint": pa.array(list(again), pa.string()),
        "is_again": pa.array(list(again.values()), pa.int64()),
    }
    return {
        TableName("config", "handoff_settings"): pa.table(settings),
        TableName("config", "login_touchpoints"): pa.table(logins),
    }
