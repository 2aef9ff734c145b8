"""The funnels of the configuration as tables of the schema `config`.

In:     the tables [[funnel]]
Out:    config.funnels, funnel_steps and funnel_touchpoints; `funnels_of` reads the first one back
Units:  the window in microseconds
Errors: none
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import timedelta

import pyarrow as pa

from pipeline.config.funnels import Funnel
from pipeline.engine.face import TableName
from pipeline.settings_identity import like_pattern
from pipeline.settings_names import plain_name

_TEXT, _COUNT, _FLAG = pa.string(), pa.int64(), pa.bool_()
_FUNNELS = {
    "funnel_no": _COUNT,
    "funnel": _TEXT,
    "journey": _TEXT,
    "definition": _TEXT,
    "window_us": _COUNT,
    "hold": _TEXT,
    "unit": _TEXT,
    "divided_by": _TEXT,
    "trend": _TEXT,
}
_STEPS = {"funnel_no": _COUNT, "step_no": _COUNT, "touchpoint": _TEXT, "is_optional": _FLAG}
_TOUCHPOINTS = {"funnel_no": _COUNT, "step_no": _COUNT, "touchpoint_pattern": _TEXT}


def funnel_tables(funnels: Sequence[Funnel]) -> dict[TableName, pa.Table]:
    """Every table of the schema `config` that is about funnels.

    >>> buy = Funnel(name="buy", journey="shop", steps=["cart", ["pay*", "call"]], window="2 hours")
    >>> tables = funnel_tables([buy])
    >>> tables[TableName("config", "funnel_touchpoints")].column("touchpoint_pattern").to_pylist()
    ['cart', 'pay%', 'call']
    >>> funnels_of(tables[TableName("config", "funnels")]) == [buy]
    True
    """
    numbered = list(enumerate(funnels, start=1))
    rows: dict[str, tuple[dict[str, pa.DataType], list[dict[str, object]]]] = {
        "funnels": (_FUNNELS, [_funnel(number, funnel) for number, funnel in numbered]),
        "funnel_steps": (_STEPS, [row for pair in numbered for row in _steps(*pair)]),
        "funnel_touchpoints": (
            _TOUCHPOINTS,
            [row for pair in numbered for row in _touchpoints(*pair)],
        ),
    }
    return {
        TableName("config", name): pa.Table.from_pylist(found, schema=pa.schema(kinds))
        for name, (kinds, found) in rows.items()
    }


def funnels_of(table: pa.Table) -> list[Funnel]:
    """The funnels that config.funnels holds, in their order."""
    rows = sorted(table.to_pylist(), key=lambda row: int(row["funnel_no"]))
    return [
        Funnel.model_validate(
            json.loads(row["definition"])
            | ({"window": timedelta(microseconds=row["window_us"])} if row["window_us"] else {})
        )
        for row in rows
    ]


def _funnel(number: int, funnel: Funnel) -> dict[str, object]:
    return {
        "funnel_no": number,
        "funnel": funnel.name,
        "journey": funnel.journey,
        "definition": funnel.model_dump_json(exclude={"window"}),
        "window_us": funnel.window_us,
        "hold": funnel.hold,
        "unit": funnel.unit,
        "divided_by": funnel.by,
        "trend": funnel.trend,
    }


def _steps(number: int, funnel: Funnel) -> list[dict[str, object]]:
    return [
        {
            "funnel_no": number,
            "step_no": step_no,
            "touchpoint": step.label,
            "is_optional": step.optional,
        }
        for step_no, step in enumerate(funnel.steps, start=1)
    ]


def _touchpoints(number: int, funnel: Funnel) -> list[dict[str, object]]:
    return [
        {
            "funnel_no": number,
            "step_no": step_no,
            "touchpoint_pattern": like_pattern(plain_name(name)),
        }
        for step_no, step in enumerate(funnel.steps, start=1)
        for name in dict.fromkeys(step.touchpoint)
    ]
