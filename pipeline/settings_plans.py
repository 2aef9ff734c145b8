"""The planned journeys of the configuration as tables of the schema `config`.

In:     the tables [[plan]]
Out:    config.plans, plan_steps, plan_channels and plan_touchpoints
Units:  limits in microseconds
Errors: none
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import pyarrow as pa

from pipeline.config.durations import microseconds
from pipeline.config.plans import Plan
from pipeline.engine.face import TableName
from pipeline.settings_identity import like_pattern
from pipeline.settings_names import plain_name

_TEXT, _COUNT, _FLAG = pa.string(), pa.int64(), pa.bool_()
_KINDS: dict[str, dict[str, pa.DataType]] = {
    "plans": {"plan_no": _COUNT, "plan": _TEXT, "journey": _TEXT, "within_us": _COUNT},
    "plan_steps": {
        "plan_no": _COUNT,
        "step_no": _COUNT,
        "touchpoint": _TEXT,
        "is_optional": _FLAG,
        "within_us": _COUNT,
    },
    "plan_channels": {"plan_no": _COUNT, "step_no": _COUNT, "channel": _TEXT},
    "plan_touchpoints": {
        "plan_no": _COUNT,
        "role": _TEXT,
        "step_no": _COUNT,
        "touchpoint_pattern": _TEXT,
    },
}


def plan_tables(plans: Sequence[Plan]) -> dict[TableName, pa.Table]:
    """Every table of the schema `config` that is about plans.

    >>> buy = Plan(name="buy", journey="shop", steps=["cart", ["pay*", "call"]], allowed=["mail"])
    >>> tables = plan_tables([buy])
    >>> tables[TableName("config", "plan_touchpoints")].column("touchpoint_pattern").to_pylist()
    ['cart', 'pay%', 'call', 'mail']
    """
    rows: dict[str, list[tuple[object, ...]]] = {name: [] for name in _KINDS}
    for plan_no, plan in enumerate(plans, start=1):
        rows["plans"].append((plan_no, plan.name, plan.journey, _us(plan.within)))
        for step_no, step in enumerate(plan.steps, start=1):
            limit = _us(step.within)
            rows["plan_steps"].append((plan_no, step_no, step.label, step.optional, limit))
            rows["plan_channels"] += [(plan_no, step_no, name) for name in step.channels]
            rows["plan_touchpoints"] += _patterns(plan_no, "step", step_no, step.touchpoint)
        for role, names in (("allowed", plan.allowed), ("forbidden", plan.forbidden)):
            rows["plan_touchpoints"] += _patterns(plan_no, role, 0, names)
    return {TableName("config", name): _table(own, _KINDS[name]) for name, own in rows.items()}


def _us(limit: timedelta | None) -> int | None:
    return None if limit is None else microseconds(limit)


def _patterns(
    plan_no: int, role: str, step_no: int, names: Sequence[str]
) -> list[tuple[object, ...]]:
    return [
        (plan_no, role, step_no, like_pattern(plain_name(name))) for name in dict.fromkeys(names)
    ]


def _table(rows: Sequence[tuple[object, ...]], kinds: dict[str, pa.DataType]) -> pa.Table:
    columns = list(zip(*rows, strict=True)) if rows else [()] * len(kinds)
    arrays = [pa.array(column, kind) for column, kind in zip(columns, kinds.values(), strict=True)]
    return pa.Table.from_arrays(arrays, names=list(kinds))
