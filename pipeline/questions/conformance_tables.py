"""How journeys went beside their plans, in every build.

In:     config.plans and what belongs to them; journeys.plan_places; the steps of all journeys
Out:    journeys.deviations: each deviation of a journey; journeys.deviation_kinds: what they are;
        journeys.plan_findings: what marts.conformance shows; journeys.plan_groups, plan_cells,
        plan_products and plan_leavers: the sums over people that these are made of
Units:  journeys; shares from 0 to 1
Errors: none; without plans the tables are empty
Source: see deviations and clustered_shares
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa

from pipeline.engine.face import Engine, TableName
from pipeline.questions.all_steps import Steps, read_steps
from pipeline.questions.conformance_counts import Counted, Deviating, World, counted
from pipeline.questions.conformance_findings import (
    deviated_from,
    findings,
    label_of,
    others_told,
)
from pipeline.questions.contrasts import false_discovery_rates
from pipeline.questions.plan_reading import Plan, ReadPlans
from pipeline.questions.plan_sums import (
    PlanSums,
    added_plan_sums,
    counted_of,
    moved_plan_sums,
    put_plan_sums,
    tables_of,
)

DEVIATIONS, KINDS, FINDINGS, _GONE, _COME = (
    TableName("journeys", table)
    for table in (
        *("deviations", "deviation_kinds", "plan_findings"),
        *("deviations_gone", "deviations_to_come"),
    )
)
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
_SMALL = pa.schema(
    {"plan_no": pa.int16(), "journey_key": _COUNT, "kind_no": pa.int16(), "step_no": pa.int16()}
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
_LISTED = {"stopped", "skipped", "out_of_order", "wrong_channel", "late"}


class Kind(NamedTuple):
    """A way to leave a plan, as the numbers of deviations tell it."""

    plan_no: int
    kind: str
    step: int
    touchpoint: str


class Gathered(NamedTuple):
    """The sums of all plans; deviations of journeys, and what their `kind_no` stand for."""

    sums: PlanSums
    deviations: pa.Table
    kinds: list[Kind]


class Plans:
    """What journeys did beside their plans, crowd by crowd."""

    def __init__(self, engine: Engine) -> None:
        self._plans = ReadPlans(engine)
        self._crowds: list[Gathered] = []

    def add(self, steps: Steps) -> None:
        """Count it of one crowd."""
        found = _gathered(self._plans, steps)
        small = found.deviations.cast(_SMALL)  # all of them are held until the kinds are known
        self._crowds.append(found._replace(deviations=small))

    def put(self, engine: Engine) -> None:
        """Make the tables anew."""
        kinds = _put(self._plans, added_plan_sums([found.sums for found in self._crowds]))
        rows = (batch for found in self._crowds for batch in _renumbered(found, kinds).to_batches())
        engine.put_batches(DEVIATIONS, _DEVIATION, rows)


def gather_plans(engine: Engine) -> Gathered:
    """What there is to count of the people whom a database shows."""
    return _gathered(ReadPlans(engine), read_steps(engine.read))


def move_plans(engine: Engine, before: Gathered, now: Gathered) -> bool:
    """Take from the sums what some people were, and add what they are; replace their deviations.

    Or say that it cannot be: where a kind of deviation is new, or gone, all have other numbers.
    """
    former = engine.read_table(KINDS)
    kinds = _put(ReadPlans(engine), moved_plan_sums(engine, before.sums, now.sums))
    if not engine.read_table(KINDS).equals(former):
        return False
    engine.put_table(_GONE, _renumbered(before, kinds))
    engine.put_table(_COME, _renumbered(now, kinds))
    engine.replace_rows(DEVIATIONS, "journey_key", _COME, _GONE)
    for name in (_GONE, _COME):
        engine.drop_table(name)
    return True


def _gathered(plans: ReadPlans, steps: Steps) -> Gathered:
    """The sums of each plan, one after the other."""
    sums: dict[int, Counted] = {}
    rows, kinds = [_DEVIATION.empty_table()], list[Kind]()
    for plan in plans.plans:
        world = plans.world(plan, steps)
        sums[plan.plan_no], deviating = counted(world)
        for one in deviating:
            if one.cell.kind in _LISTED:
                rows.append(_deviation_rows(plan.plan_no, len(kinds), world, one))
                kinds.append(Kind(plan.plan_no, one.cell.kind, one.cell.step, ""))
        rows.append(_other_rows(plan.plan_no, len(kinds), world))
        kinds += [Kind(plan.plan_no, kind, -1, name) for kind, name in world.others.names]
    return Gathered(tables_of(sums), pa.concat_tables(rows), kinds)


def _put(plans: ReadPlans, sums: PlanSums) -> dict[Kind, int]:
    """Put down the sums and what they say, and number the kinds of deviations."""
    engine = plans.engine
    put_plan_sums(engine, sums)
    told, numbers = [_FINDING.empty_table()], dict[Kind, int]()
    kinds: list[dict[str, Any]] = []
    for plan in plans.plans:
        own = counted_of(sums, plan.plan_no)
        told.append(_finding_rows(plan, own))
        for number, (kind, name) in enumerate(_kinds(plan, own)):
            numbers[kind] = number
            kinds.append(
                {"plan_no": kind.plan_no, "kind_no": number, "kind": kind.kind, "touchpoint": name}
            )
    engine.put_table(KINDS, pa.Table.from_pylist(kinds, schema=_KIND))
    engine.put_table(FINDINGS, pa.concat_tables(told))
    return numbers


def _kinds(plan: Plan, told: Counted) -> Iterator[tuple[Kind, str]]:
    """How journeys left the plan, with the name of the touchpoint, in the order of the numbers."""
    for cell in deviated_from(told, plan.rules):
        if cell.kind in _LISTED:
            yield Kind(plan.plan_no, cell.kind, cell.step, ""), label_of(cell, plan.labels)
    for kind, name in sorted({(cell.kind, cell.touchpoint) for cell in others_told(told)}):
        yield Kind(plan.plan_no, kind, -1, name), name


def _finding_rows(plan: Plan, told: Counted) -> pa.Table:
    blank = dict.fromkeys(_FINDING.names) | {"plan_no": plan.plan_no}
    rows = [blank | row for row in findings(told, plan.labels, plan.rules)]
    asked = [row for row in rows if row["p"] is not None]
    for row, q in zip(asked, false_discovery_rates([row["p"] for row in asked]), strict=True):
        row["q"] = float(q)
    return pa.Table.from_pylist(rows, schema=_FINDING)


def _renumbered(found: Gathered, numbers: Mapping[Kind, int]) -> pa.Table:
    """The deviations with the numbers that their kinds have among all."""
    number = np.array([numbers.get(kind, -1) for kind in found.kinds], np.int64)
    place = found.deviations.column_names.index("kind_no")
    kind_no = pa.array(number[found.deviations.column("kind_no").to_numpy()])
    return found.deviations.set_column(place, "kind_no", kind_no).cast(_DEVIATION)


def _deviation_rows(plan_no: int, kind_no: int, world: World, one: Deviating) -> pa.Table:
    count = len(one.journeys)
    same = (pa.repeat(value, count) for value in (plan_no, kind_no, one.cell.step + 1))
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
