"""What was counted of journeys beside their plans, as tables.

In:     Counted of each plan
Out:    journeys.plan_groups: the sums of each group of journeys; plan_cells: of its parts;
        plan_products: of products of counts of a person; plan_leavers: people by the steps of the
        plan at which they left it
Units:  journeys and people
Errors: none
Why:    all are sums over people, which a batch takes away and adds
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from pipeline.crowds import added_up
from pipeline.engine.face import Engine, TableName
from pipeline.questions.clustered_shares import Sums
from pipeline.questions.conformance_counts import Cell, Counted
from pipeline.questions.group_sums import moved_by_name
from pipeline.questions.groups_of_people import Met
from pipeline.questions.plan_products import Products

_COUNT, _TEXT = pa.int64(), pa.string()
_PLAN = {"plan_no": _COUNT}
_CELL = {"group_no": _COUNT, "kind": _TEXT, "step": _COUNT, "touchpoint": _TEXT}
_SUMS = {
    "plan_groups": Sums._fields,
    "plan_cells": ("times", *Met._fields),
    "plan_products": ("product",),
    "plan_leavers": ("people",),
}
_KEYS = {
    "plan_groups": _PLAN | {"group_no": _COUNT},
    "plan_cells": _PLAN | _CELL,
    "plan_products": _PLAN | {"one_no": _COUNT, "other_no": _COUNT},
    "plan_leavers": _PLAN | {"steps": _TEXT},
}
_NAMES = {table: TableName("journeys", table) for table in _KEYS}


class PlanSums(NamedTuple):
    """A table of each kind of sums; what there is none of has no row."""

    plan_groups: pa.Table
    plan_cells: pa.Table
    plan_products: pa.Table
    plan_leavers: pa.Table


def tables_of(plans: Mapping[int, Counted]) -> PlanSums:
    """The sums of each plan, by its number."""
    rows: dict[str, list[tuple[object, ...]]] = {table: [] for table in _KEYS}
    for plan_no, told in plans.items():
        rows["plan_groups"] += [(plan_no, group, *own) for group, own in told.groups.items()]
        cells = told.cells.items()
        rows["plan_cells"] += [(plan_no, *cell, times, *met) for cell, (times, met) in cells]
        sums = told.products.sums.items()
        rows["plan_products"] += [(plan_no, *pair, product) for pair, product in sums]
        people = told.products.people.items()
        rows["plan_leavers"] += [(plan_no, _said(steps), many) for steps, many in people]
    return PlanSums(*(_table(table, own) for table, own in rows.items()))


def counted_of(sums: PlanSums, plan_no: int) -> Counted:
    """What they tell of one plan."""
    groups, cells, products, leavers = (
        [[*row.values()][1:] for row in table.filter(pc.field("plan_no") == plan_no).to_pylist()]
        for table in sums
    )
    width = len(_CELL)
    return Counted(
        {group: Sums(*own) for group, *own in groups},
        {Cell(*row[:width]): (row[width], Met(*row[width + 1 :])) for row in cells},
        Products(
            {(one, other): product for one, other, product in products},
            {tuple(map(int, steps.split())): people for steps, people in leavers},
        ),
    )


def put_plan_sums(engine: Engine, sums: PlanSums) -> None:
    """Put the tables down."""
    for name, table in zip(_NAMES.values(), sums, strict=True):
        engine.put_table(name, table)


def added_plan_sums(crowds: Sequence[PlanSums]) -> PlanSums:
    """The sums of several crowds."""
    tables = zip(*crowds, strict=True)
    keys = (list(own) for own in _KEYS.values())
    return PlanSums(*(added_up(own, by) for own, by in zip(tables, keys, strict=True)))


def moved_plan_sums(engine: Engine, before: PlanSums, now: PlanSums) -> PlanSums:
    """Those that were put down, without what some people were and with what they are."""
    return PlanSums(
        *(
            moved_by_name(engine.read_table(_NAMES[table]), less, more, _SUMS[table])
            for table, less, more in zip(_KEYS, before, now, strict=True)
        )
    )


def _said(steps: tuple[int, ...]) -> str:
    return " ".join(map(str, steps))


def _table(table: str, rows: list[tuple[object, ...]]) -> pa.Table:
    schema = pa.schema(_KEYS[table] | dict.fromkeys(_SUMS[table], _COUNT))
    first = len(_KEYS[table])
    kept = [row for row in rows if row[first]]
    columns = zip(*kept, strict=True) if kept else [()] * len(schema)
    return pa.table(
        [
            pa.array(one, _COUNT if kind == _COUNT else kind)
            for one, kind in zip(columns, schema.types, strict=True)
        ],
        schema=schema,
    )
