"""The plans that were configured, and how journeys lie beside them.

In:     config.plans and what belongs to them; journeys.plan_places; the steps of some journeys
Out:    Plan; World of each, for what is counted
Units:  microseconds
Errors: none
Why:    what is said of plans and channels is read once, whatever crowds steps come in
"""

from __future__ import annotations

from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa

from pipeline.engine.face import Engine
from pipeline.questions.all_steps import OPEN, REACHED, Steps
from pipeline.questions.conformance_counts import World
from pipeline.questions.deviations import Rules
from pipeline.questions.pieces_of_journeys import changes
from pipeline.questions.plan_others import others_of
from pipeline.questions.plan_visits import (
    Channels,
    channels_of,
    first_places,
    lines_of,
    visits_of,
)
from pipeline.sqlfiles import sql_text


class Plan(NamedTuple):
    """A plan as it was configured; `roles` tells what touchpoints are in it."""

    plan_no: int
    journey_no: int
    labels: list[str]
    rules: Rules
    roles: pa.Table


class ReadPlans:
    """The plans of a warehouse."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    @cached_property
    def plans(self) -> list[Plan]:
        """All of them, in order."""
        return [self._plan(told) for told in self._rows("plan_list")]

    def world(self, plan: Plan, steps: Steps) -> World:
        """The journeys of a plan among some."""
        own = steps.journey_no == plan.journey_no
        lines = lines_of(steps, own, plan.roles)
        first = first_places(lines, int(np.count_nonzero(own)), len(plan.labels))
        forbidden = {row["touchpoint_no"] for row in plan.roles.to_pylist() if row["is_forbidden"]}
        return World(
            plan.rules,
            steps.key[own],
            np.cumsum(changes(steps.person[own])) - 1,
            steps.outcome[own] == REACHED,
            steps.outcome[own] == OPEN,
            visits_of(lines, steps, first, self._channels),
            others_of(lines, self._names, forbidden, first),
        )

    @cached_property
    def _channels(self) -> Channels:
        return channels_of(self._read("kind_channels"))

    @cached_property
    def _names(self) -> dict[int, str]:
        return {row["touchpoint_no"]: row["touchpoint"] for row in self._rows("touchpoint_names")}

    def _plan(self, told: dict[str, Any]) -> Plan:
        plan_no = told["plan_no"]
        steps = self._rows("plan_steps", plan_no=plan_no)
        rules = Rules(
            [not step["is_optional"] for step in steps],
            [frozenset(step["channels"] or ()) for step in steps],
            [step["within_us"] for step in steps],
            told["within_us"],
        )
        labels = [step["touchpoint"] for step in steps]
        roles = self._read("plan_roles", plan_no=plan_no)
        return Plan(plan_no, told["journey_no"], labels, rules, roles)

    def _rows(self, file: str, **parameters: object) -> list[dict[str, Any]]:
        rows: list[dict[str, Any]] = self._read(file, **parameters).to_pylist()
        return rows

    def _read(self, file: str, **parameters: object) -> pa.Table:
        return self.engine.read(sql_text(f"questions/{file}.sql"), parameters)
