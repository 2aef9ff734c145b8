"""How journeys went beside their plans, in every build.

In:     config.plans and what belongs to them; journeys.plan_visits and journeys.journeys
Out:    journeys.deviations: each deviation of a journey; journeys.plan_findings: what
        marts.conformance shows
Units:  journeys; shares from 0 to 1
Errors: none; without plans both tables are empty
Source: see deviations and clustered_shares
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pyarrow as pa

from pipeline.engine.face import Engine, TableName
from pipeline.questions.conformance_findings import Other, World, everything_told, finding
from pipeline.questions.contrasts import false_discovery_rates
from pipeline.questions.deviations import Places, Rules, Told, Visits
from pipeline.sqlfiles import sql_text

DEVIATIONS = TableName("journeys", "deviations")
FINDINGS = TableName("journeys", "plan_findings")
READS: Mapping[TableName, tuple[TableName, ...]] = {
    DEVIATIONS: (
        TableName("config", "channel_names"),
        TableName("config", "plan_channels"),
        TableName("config", "plan_steps"),
        TableName("config", "plans"),
        TableName("journeys", "journeys"),
        TableName("journeys", "kinds"),
        TableName("journeys", "plan_visits"),
    ),
    FINDINGS: (DEVIATIONS,),
}
_COUNT, _SHARE, _TEXT = pa.int64(), pa.float64(), pa.string()
_DEVIATION = pa.schema(
    {
        "plan_no": _COUNT,
        "journey_key": _COUNT,
        "kind": _TEXT,
        "step_no": _COUNT,
        "touchpoint": _TEXT,
    }
)
_FINDING = pa.schema(
    [("plan_no", _COUNT), ("kind", _TEXT), ("step_no", _COUNT), ("touchpoint", _TEXT)]
    + [(name, _COUNT) for name in ("at_risk", "journeys", "people")]
    + [(name, _SHARE) for name in ("share", "share_low", "share_high")]
    + [(name, _SHARE) for name in ("reached_with", "reached_without")]
    + [(name, _SHARE) for name in ("difference", "difference_low", "difference_high", "p", "q")]
    + [("is_too_few", pa.bool_())]
)
_LISTED = {"stopped", "skipped", "out_of_order", "wrong_channel", "late", "forbidden", "added"}


def build_conformance(engine: Engine) -> None:
    """Make both tables anew."""
    told, findings = [_DEVIATION.empty_table()], [_FINDING.empty_table()]
    for plan in _read(engine, "plan_list.sql"):
        world = _world(engine, plan)
        found = everything_told(world)
        told += [_deviation_rows(plan, world, *one) for one in found if one[0].kind in _LISTED]
        blank = dict.fromkeys(_FINDING.names) | {"plan_no": plan["plan_no"]}
        rows = [blank | finding(world, *one) for one in found]
        asked = [row for row in rows if row["p"] is not None]
        for row, q in zip(asked, false_discovery_rates([row["p"] for row in asked]), strict=True):
            row["q"] = float(q)
        findings.append(pa.Table.from_pylist(rows, schema=_FINDING))
    engine.put_table(DEVIATIONS, pa.concat_tables(told))
    engine.put_table(FINDINGS, pa.concat_tables(findings))


def _read(engine: Engine, file: str, **parameters: object) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = engine.read(sql_text(f"questions/{file}"), parameters).to_pylist()
    return rows


def _world(engine: Engine, plan: dict[str, Any]) -> World:
    plan_no = plan["plan_no"]
    steps = _read(engine, "plan_steps.sql", plan_no=plan_no)
    journeys = engine.read(sql_text("questions/plan_journeys.sql"), {"plan_no": plan_no})
    key = journeys.column("journey_key").to_numpy()
    _, person = np.unique(journeys.column("person_key").to_numpy(), return_inverse=True)
    outcome = np.array(journeys.column("outcome").to_pylist(), dtype=np.object_)
    rules = Rules(
        [not step["is_optional"] for step in steps],
        [frozenset(step["channels"] or ()) for step in steps],
        [step["within_us"] for step in steps],
        plan["within_us"],
    )
    rows = engine.read(sql_text("questions/plan_visits.sql"), {"plan_no": plan_no})
    return World(
        [step["touchpoint"] for step in steps],
        rules,
        key,
        person,
        outcome == "reached",
        outcome == "open",
        _visits(rows, key, len(steps)),
        _others(rows, key),
    )


def _visits(rows: pa.Table, key: Places, steps: int) -> Visits:
    step_no = rows.column("step_no").to_numpy()
    at = np.searchsorted(key, rows.column("journey_key").to_numpy())[step_no > 0]
    step = step_no[step_no > 0] - 1
    place, time_us = (np.zeros((len(key), steps), np.int64) for _ in range(2))
    channel = np.full((len(key), steps), None, dtype=np.object_)
    place[at, step] = rows.column("place").to_numpy()[step_no > 0]
    time_us[at, step] = rows.column("first_us").to_numpy()[step_no > 0]
    channel[at, step] = np.array(rows.column("channel").to_pylist(), np.object_)[step_no > 0]
    return Visits(place, time_us, channel)


def _others(rows: pa.Table, key: Places) -> list[Other]:
    """What is no step of the plan, and when journeys first came to it."""
    role, name = (np.array(rows.column(c).to_pylist(), np.object_) for c in ("role", "touchpoint"))
    at = np.searchsorted(key, rows.column("journey_key").to_numpy())
    found = []
    for one in sorted({*zip(role, name, strict=True)} - {("step", None)}):
        own = (role == one[0]) & (name == one[1])
        place = np.zeros(len(key), np.int64)
        place[at[own]] = rows.column("place").to_numpy()[own]
        found.append(Other(*one, place))
    return found


def _deviation_rows(plan: dict[str, Any], world: World, told: Told, name: str) -> pa.Table:
    keys = world.key[told.has]
    same: list[object] = [plan["plan_no"], told.kind, told.step + 1, name]
    plan_no, kind, step_no, touchpoint = (np.full(len(keys), value) for value in same)
    columns = [plan_no, keys, kind, step_no, touchpoint]
    return pa.Table.from_arrays(
        [pa.array(one).cast(field.type) for one, field in zip(columns, _DEVIATION, strict=True)],
        schema=_DEVIATION,
    )
