"""How journeys went beside their plans, in every build.

In:     config.plans and what belongs to them; journeys.plan_visits and journeys.journeys
Out:    journeys.deviations: each deviation of a journey; journeys.deviation_kinds: what they are;
        journeys.plan_findings: what marts.conformance shows
Units:  journeys; shares from 0 to 1
Errors: none; without plans the tables are empty
Source: see deviations and clustered_shares
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from pipeline.engine.face import Engine, TableName
from pipeline.questions.conformance_findings import Deviating, World, everything_told
from pipeline.questions.contrasts import false_discovery_rates
from pipeline.questions.deviations import Places, Rules, Visits
from pipeline.questions.plan_others import others_of
from pipeline.sqlfiles import sql_text

DEVIATIONS = TableName("journeys", "deviations")
KINDS = TableName("journeys", "deviation_kinds")
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
    KINDS: (DEVIATIONS,),
    FINDINGS: (DEVIATIONS,),
}
_COUNT, _SHARE, _TEXT = pa.int64(), pa.float64(), pa.string()
# There may be more of them than journeys, so that what they are is not said in words.
_DEVIATION = pa.schema(
    {"plan_no": _COUNT, "journey_key": _COUNT, "kind_no": _COUNT, "step_no": _COUNT}
)
_KIND = pa.schema({"plan_no": _COUNT, "kind_no": _COUNT, "kind": _TEXT, "touchpoint": _TEXT})
_FINDING = pa.schema(
    [("plan_no", _COUNT), ("kind", _TEXT), ("step_no", _COUNT), ("touchpoint", _TEXT)]
    + [(name, _COUNT) for name in ("at_risk", "journeys", "people")]
    + [(name, _SHARE) for name in ("share", "share_low", "share_high")]
    + [(name, _SHARE) for name in ("reached_with", "reached_without")]
    + [(name, _SHARE) for name in ("difference", "difference_low", "difference_high", "p", "q")]
    + [("is_too_few", pa.bool_())]
)
_NAMES = "touchpoint_names.sql"
_LISTED = {"stopped", "skipped", "out_of_order", "wrong_channel", "late"}


def build_conformance(engine: Engine) -> None:
    """Make the three tables anew."""
    told, findings = [_DEVIATION.empty_table()], [_FINDING.empty_table()]
    kinds: list[dict[str, Any]] = []
    names = {row["touchpoint_no"]: row["touchpoint"] for row in _read(engine, _NAMES)}
    for plan in _read(engine, "plan_list.sql"):
        world = _world(engine, plan, names)
        found, deviating = everything_told(world)
        plan_no = plan["plan_no"]
        listed = [one for one in deviating if one.kind in _LISTED]
        told += [_deviation_rows(plan_no, number, world, one) for number, one in enumerate(listed)]
        told.append(_other_rows(plan_no, len(listed), world))
        names_of_kinds = [(one.kind, one.touchpoint) for one in listed] + [*world.others.names]
        kinds += [
            {"plan_no": plan_no, "kind_no": number, "kind": kind, "touchpoint": touchpoint}
            for number, (kind, touchpoint) in enumerate(names_of_kinds)
        ]
        blank = dict.fromkeys(_FINDING.names) | {"plan_no": plan_no}
        rows = [blank | row for row in found]
        asked = [row for row in rows if row["p"] is not None]
        for row, q in zip(asked, false_discovery_rates([row["p"] for row in asked]), strict=True):
            row["q"] = float(q)
        findings.append(pa.Table.from_pylist(rows, schema=_FINDING))
    engine.put_table(DEVIATIONS, pa.concat_tables(told))
    engine.put_table(KINDS, pa.Table.from_pylist(kinds, schema=_KIND))
    engine.put_table(FINDINGS, pa.concat_tables(findings))


def _read(engine: Engine, file: str, **parameters: object) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = engine.read(sql_text(f"questions/{file}"), parameters).to_pylist()
    return rows


def _world(engine: Engine, plan: dict[str, Any], names: Mapping[int, str]) -> World:
    plan_no = plan["plan_no"]
    steps = _read(engine, "plan_steps.sql", plan_no=plan_no)
    journeys = engine.read(sql_text("questions/plan_journeys.sql"), {"plan_no": plan_no})
    key = journeys.column("journey_key").to_numpy()
    _, person = np.unique(journeys.column("person_key").to_numpy(), return_inverse=True)
    outcome = journeys.column("outcome")
    rules = Rules(
        [not step["is_optional"] for step in steps],
        [frozenset(step["channels"] or ()) for step in steps],
        [step["within_us"] for step in steps],
        plan["within_us"],
    )
    visits = _visits(_table(engine, "plan_step_visits.sql", plan_no), key, len(steps))
    return World(
        [step["touchpoint"] for step in steps],
        rules,
        key,
        person,
        pc.equal(outcome, "reached").to_numpy(),
        pc.equal(outcome, "open").to_numpy(),
        visits,
        others_of(_table(engine, "plan_other_visits.sql", plan_no), names, visits.place),
    )


def _table(engine: Engine, file: str, plan_no: int) -> pa.Table:
    """What there may be millions of: those of the steps, then all else, one after the other."""
    return engine.read(sql_text(f"questions/{file}"), {"plan_no": plan_no})


def _visits(rows: pa.Table, key: Places, steps: int) -> Visits:
    step = rows.column("step_no").to_numpy() - 1
    at = np.searchsorted(key, rows.column("journey_key").to_numpy())
    place, time_us = (np.zeros((len(key), steps), np.int64) for _ in range(2))
    channel = np.full((len(key), steps), -1)
    place[at, step] = rows.column("place").to_numpy()
    time_us[at, step] = rows.column("first_us").to_numpy()
    channels = pc.drop_null(pc.unique(rows.column("channel"))).to_pylist()
    known = pc.index_in(rows.column("channel"), pa.array(channels, pa.string()))
    channel[at, step] = pc.fill_null(known, -1).to_numpy()
    return Visits(place, time_us, channel, channels)


def _deviation_rows(plan_no: int, kind_no: int, world: World, one: Deviating) -> pa.Table:
    count = len(one.journeys)
    same = (pa.repeat(value, count) for value in (plan_no, kind_no, one.step + 1))
    plan, kind, step = (column.cast(_COUNT) for column in same)
    return pa.table([plan, world.key[one.journeys], kind, step], schema=_DEVIATION)


def _other_rows(plan_no: int, first_no: int, world: World) -> pa.Table:
    """The same of what is no step of the plan; their kinds are numbered from `first_no` on."""
    others = world.others.judged(~world.is_open)
    plan = pa.repeat(plan_no, len(others.kind)).cast(_COUNT)
    numbers = (
        pa.array(column).cast(_COUNT) for column in (others.kind + first_no, others.stage + 1)
    )
    kind, step = numbers
    return pa.table([plan, world.key[others.at], kind, step], schema=_DEVIATION)
