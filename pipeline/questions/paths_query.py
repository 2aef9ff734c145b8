"""Ask a warehouse for the flows, routes and sums that some options mean.

In:     a warehouse, a journey definition, PathOptions
Out:    rows: flows (part, step_no, from_touchpoint, to_touchpoint, walks), routes, sums
Units:  walks, steps, events
Errors: JourneysError for names that are not known; PatternError for patterns
Source: sql/questions/path_*.sql. Each file is a stage, and reads what the stage before it gave as
        path_steps (path_entries). A question is made of those stages only that its options need.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import duckdb

from pipeline.questions.common import require_journey, rows_of
from pipeline.questions.paths_names import PathNames
from pipeline.questions.paths_options import PathOptions
from pipeline.questions.paths_parameters import PathParameters
from pipeline.questions.paths_stages import PathStages
from pipeline.sqlfiles import sql_text

Row = dict[str, Any]


@dataclass(frozen=True)
class PathQuestion:
    """One question; every answer is asked for when it is needed."""

    db: duckdb.DuckDBPyConnection
    journey: str
    options: PathOptions

    def flows(self) -> list[Row]:
        """From where to where, step by step, from step 1 on."""
        if self.is_plain:
            transitions = self.options.unit == "transitions"
            return self._rows(
                "path_transitions_plain" if transitions else "path_flows_plain", plain=True
            )
        if self.options.around is not None:
            return self._rows("path_flows_around")
        backward = self.options.direction == "backward"
        return self._rows("path_flows_backward" if backward else "path_flows")

    def routes(self, limit: int | None = None) -> list[Row]:
        """The most frequent routes of all walks, the most frequent first."""
        whole = self.is_plain and self.options.unit == "journeys"
        return self._rows("path_routes_plain" if whole else "path_routes", plain=whole, most=limit)

    def sums(self) -> dict[str, int]:
        """How much was asked about, what was left out and why."""
        if self.is_plain:
            sums: dict[str, int] = self._rows("path_sums_plain", plain=True)[0]
            each = self.options.unit == "transitions"
            if each:
                sums.pop("steps_shown")
            return sums | {"walks": sums["steps"] if each else sums["units"]}
        sums = self._sums_of(self._steps[0])
        if self.options.unit == "sessions":
            before = self._sums_of(_file(self._stages.of_units[0]))
            sums["steps_outside_visits"] = before["steps"] - sums["steps"]
        return sums | self._sums_of_walks(sums["units"])

    def _sums_of(self, steps: str) -> dict[str, int]:
        sums: dict[str, int] = _ask(self.db, _on_steps(steps, "path_sums"), self._parameters)[0]
        return sums

    def _sums_of_walks(self, units: int) -> dict[str, int]:
        """The walks, their steps, and why others are none."""
        fates = {row["fate"]: row for row in self._rows("path_fates")}
        left = next((row["units_left"] for row in fates.values()), 0)
        walks = fates.pop("walk", {"walks": 0, "steps": 0, "steps_shown": 0})
        return {
            "units_left_out": units - left,
            "walks": walks["walks"],
            "steps_on_walks": walks["steps"],
            "steps_shown": walks["steps_shown"],
        } | {f"{fate}_walks": row["walks"] for fate, row in sorted(fates.items())}

    @property
    def is_plain(self) -> bool:
        """Whether whole journeys as they are stored are asked for, which one pass answers."""
        plain = {"max_steps", "top", "coverage", "unit", "before", "after", "exclude_voids"}
        plain |= {"occurrence", "hidden"}
        same = self.options.repeats == self._definition["repeats"]
        plain |= {"repeats"} if same else set()
        return set(self.options.chosen) <= plain and self.options.unit in (
            "journeys",
            "transitions",
        )

    @property
    def max_steps(self) -> int:
        """The last step that is shown."""
        if self.options.unit == "transitions":
            return 2
        if self.options.around is not None:
            return self.options.before + 1 + self.options.after
        return self.options.max_steps

    @cached_property
    def _definition(self) -> Row:
        require_journey(self.db, self.journey)
        return rows_of(self.db, "questions/path_definition.sql", journey=self.journey)[0]

    @cached_property
    def _stages(self) -> PathStages:
        rows = rows_of(self.db, "questions/path_touchpoints.sql")
        names = PathNames([row["touchpoint"] for row in rows], self.options)
        return PathStages(self.options, names)

    @cached_property
    def _parameters(self) -> dict[str, object]:
        return PathParameters(self.db, self._stages, self._definition, self.max_steps).all()

    def _rows(self, file: str, *, plain: bool = False, **more: object) -> list[Row]:
        text = sql_text(f"questions/{file}.sql") if plain else self._on_entries(file)
        return _ask(self.db, text, self._parameters | more)

    def _on_entries(self, file: str) -> str:
        entries = _file(self._stages.of_entries[0])
        for stage in self._stages.of_entries[1:]:
            entries = _before("path_entries", entries, _file(stage))
        return (
            f"with path_steps as materialized (\n{self._steps[1]}\n),\n"
            f"path_entries as materialized (\n{entries}\n)\n"
            f"select * from (\n{_file(file)}\n)"
        )

    @cached_property
    def _steps(self) -> tuple[str, str]:
        """The steps with hidden ones still among them, and the steps as they are asked for."""
        text = _file(self._stages.of_units[0])
        for stage in self._stages.of_units[1:]:
            text = _on_steps(text, stage)
        whole = text
        for stage in self._stages.of_steps:
            text = _on_steps(text, stage)
        return whole, text


def _file(stage: str) -> str:
    return sql_text(f"questions/{stage}.sql")


def _on_steps(steps: str, stage: str) -> str:
    return _before("path_steps", steps, _file(stage))


def _before(name: str, inner: str, outer: str) -> str:
    """Two selects made one: the outer one reads the inner one under this name."""
    return f"with {name} as (\n{inner}\n)\nselect * from (\n{outer}\n)"


def _ask(db: duckdb.DuckDBPyConnection, text: str, parameters: dict[str, object]) -> list[Row]:
    named = duckdb.extract_statements(text)[0].named_parameters
    given = {name: value for name, value in parameters.items() if name in named}
    rows: list[Row] = db.sql(text, params=given).to_arrow_table().to_pylist()
    return rows
