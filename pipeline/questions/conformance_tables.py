"""How journeys went beside their plans, in every build.

In:     config.plans and what belongs to them; journeys.plan_places; the steps of all journeys
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

from pipeline.engine.face import Engine, TableName
from pipeline.questions.all_steps import OPEN, REACHED, Steps
from pipeline.questions.conformance_findings import Deviating, World, everything_told
from pipeline.questions.contrasts import false_discovery_rates
from pipeline.questions.deviations import Rules
from pipeline.questions.pieces_of_journeys import changes
from pipeline.questions.plan_others import others_of
from pipeline.questions.plan_visits import (
    channels_of,
    first_places,
    lines_of,
    visits_of,
)
from pipeline.sqlfiles import sql_text

DEVIATIONS = TableName("journeys", "deviations")
KINDS = TableName("journeys", "deviation_kinds")
FINDINGS = TableName("journeys", "plan_findings")
READS = (
    TableName("config", "channel_names"),
    TableName("config", "plan_channels"),
    TableName("config", "plan_steps"),
    TableName("config", "plans"),
    TableName("journeys", "plan_places"),
)
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


def build_conformance(engine: Engine, steps: Steps) -> None:
    """Make the three tables anew."""
    told, findings = [_DEVIATION.empty_table()], [_FINDING.empty_table()]
    kinds: list[dict[str, Any]] = []
    names = {row["touchpoint_no"]: row["touchpoint"] for row in _read(engine, _NAMES)}
    for plan in _read(engine, "plan_list.sql"):
        world = _world(engine, plan, names, steps)
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


def _world(engine: Engine, plan: dict[str, Any], names: Mapping[int, str], all_: Steps) -> World:
    asked = {"plan_no": plan["plan_no"]}
    steps = _read(engine, "plan_steps.sql", **asked)
    rules = Rules(
        [not step["is_optional"] for step in steps],
        [frozenset(step["channels"] or ()) for step in steps],
        [step["within_us"] for step in steps],
        plan["within_us"],
    )
    roles = engine.read(sql_text("questions/plan_roles.sql"), asked)
    own = all_.journey_no == plan["journey_no"]
    lines = lines_of(all_, own, roles)
    first = first_places(lines, int(np.count_nonzero(own)), len(steps))
    forbidden = {row["touchpoint_no"] for row in roles.to_pylist() if row["is_forbidden"]}
    channels = channels_of(engine.read(sql_text("questions/kind_channels.sql")))
    return World(
        [step["touchpoint"] for step in steps],
        rules,
        all_.key[own],
        np.cumsum(changes(all_.person[own])) - 1,
        all_.outcome[own] == REACHED,
        all_.outcome[own] == OPEN,
        visits_of(lines, all_, first, channels),
        others_of(lines, names, forbidden, first),
    )


def _deviation_rows(plan_no: int, kind_no: int, world: World, one: Deviating) -> pa.Table:
    count = len(one.journeys)
    same = (pa.repeat(value, count) for value in (plan_no, kind_no, one.step + 1))
    plan, kind, step = (column.cast(_COUNT) for column in same)
    return pa.table([plan, world.key[one.journeys], kind, step], schema=_DEVIATION)


def _other_rows(plan_no: int, first_no: int, world: World) -> pa.Table:
    """The same of what is no step of the plan; their kinds are numbered from `first_no` on."""
    others = world.judged_others
    plan = pa.repeat(plan_no, len(others.kind)).cast(_COUNT)
    numbers = (
        pa.array(column).cast(_COUNT) for column in (others.kind + first_no, others.stage + 1)
    )
    kind, step = numbers
    return pa.table([plan, world.key[others.at], kind, step], schema=_DEVIATION)
