"""The funnels of the configuration, counted in every build.

In:     an engine with config.funnels, journeys.placed_events and what else a funnel reads
Out:    journeys.funnel_steps: for each funnel the journeys, or people, that stood before each step,
        whether they did it, and in which group they are; journeys.funnel_counts counts them
Units:  microseconds
Errors: JourneysError where one event would have to decide for two steps
Why:    one search serves jp.funnel and the build, so that the numbers are the same
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pyarrow as pa

from pipeline.config.funnels import Funnel
from pipeline.engine.face import Engine, TableName
from pipeline.questions.funnel_counts import periods_of, previous_step, standing
from pipeline.questions.funnel_rows import FunnelData, Read, read_funnel, touchpoints_of
from pipeline.settings_funnels import funnels_of
from pipeline.sqlfiles import sql_text

FUNNEL_STEPS = TableName("journeys", "funnel_steps")
READS: dict[TableName, tuple[TableName, ...]] = {
    FUNNEL_STEPS: (
        TableName("config", "funnels"),
        TableName("config", "journeys"),
        TableName("config", "settings"),
        TableName("config", "touchpoint_rules"),
        TableName("identity", "persons"),
        TableName("journeys", "journeys"),
        TableName("journeys", "kinds"),
        TableName("journeys", "placed_events"),
        TableName("marts", "people"),
        TableName("staging", "data_window"),
    )
}
_SCHEMA = pa.schema(
    {
        "funnel_no": pa.int64(),
        "unit_key": pa.int64(),
        "step_no": pa.int64(),
        "status": pa.string(),
        "entered_us": pa.int64(),
        "previous_us": pa.int64(),
        "reached_us": pa.int64(),
        "value": pa.string(),
        "period": pa.string(),
    }
)
UNKNOWN = "(none)"  # the value of a group, where it is not known at the entry
_STATUS = np.array(["missed", "open", "reached"])


def build_funnels(engine: Engine) -> None:
    """Make journeys.funnel_steps anew."""
    parts = [_SCHEMA.empty_table()]
    funnels = funnels_of(engine.read("select * from config.funnels"))
    touchpoints = touchpoints_of(engine.read, building=True) if funnels else []
    for number, funnel in enumerate(funnels, start=1):
        data = read_funnel(engine.read, funnel, touchpoints)
        groups = _value(funnel, data), _period(engine.read, funnel, data)
        parts += [*_steps(number, funnel, data, groups), _void(number, data)]
    engine.put_table(FUNNEL_STEPS, pa.concat_tables(parts))


def _value(funnel: Funnel, data: FunnelData) -> pa.Array:
    """The value that divides the funnel, of each unit."""
    if funnel.by is None:
        return pa.nulls(len(data.unit), pa.string())
    return pa.array(data.value, pa.string()).fill_null(UNKNOWN)


def _period(read: Read, funnel: Funnel, data: FunnelData) -> pa.Array:
    """The day or week in which each unit entered."""
    if funnel.trend is None:
        return pa.nulls(len(data.unit), pa.string())
    (limits,) = read(sql_text("questions/funnel_limits.sql"), {}).to_pylist()
    periods = periods_of(data.entered_us, funnel.trend, limits["timezone"])
    return pa.array(periods.astype(str), pa.string())


def _steps(
    number: int, funnel: Funnel, data: FunnelData, groups: tuple[pa.Array, pa.Array]
) -> Iterator[pa.Table]:
    for step in range(len(funnel.steps)):
        stood, done, is_open = (flags for flags in standing(funnel, data, step))
        previous = previous_step(funnel, step)
        reached_us, count = data.done_us[stood, step], int(stood.sum())
        previous_us = reached_us if previous is None else data.done_us[stood, previous]
        status = np.where(done, 2, is_open.astype(np.int64))[stood]
        yield _table(
            [
                np.full(count, number),
                data.unit[stood],
                np.full(count, step + 1),
                _STATUS[status],
                data.entered_us[stood],
                pa.array(previous_us, mask=np.full(count, previous is None)),
                pa.array(reached_us, mask=reached_us < 0),
                *(group.filter(pa.array(stood)) for group in groups),
            ]
        )


def _void(number: int, data: FunnelData) -> pa.Table:
    """Units that touched the first step, but of which every entry is void."""
    count = len(data.void)
    numbers = [np.full(count, number), data.void, np.full(count, 1)]
    return _table([*numbers, np.full(count, "void"), *[pa.nulls(count)] * 5])


def _table(columns: list[object]) -> pa.Table:
    arrays = [
        pa.array(column).cast(field.type) for column, field in zip(columns, _SCHEMA, strict=True)
    ]
    return pa.Table.from_arrays(arrays, schema=_SCHEMA)
