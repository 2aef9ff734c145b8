"""Every value that the SQL of paths is told, by the name of its parameter.

In:     the stages of a question, its definition, the last step shown
Out:    a dictionary; a question takes the parameters that its stages name
Units:  `_us` microseconds
Errors: JourneysError for times and durations that cannot be read, and for names not known
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import duckdb

from pipeline.questions.paths_names import Anchor
from pipeline.questions.paths_options import micros_of, window_of
from pipeline.questions.paths_stages import PathStages
from pipeline.questions.paths_times import instant_of


@dataclass(frozen=True)
class PathParameters:
    """The parameters of one question."""

    db: duckdb.DuckDBPyConnection
    stages: PathStages
    definition: Mapping[str, Any]
    max_steps: int

    def all(self) -> dict[str, object]:
        """Every parameter of every stage; a question takes those that its stages name."""
        options = self.stages.options
        collapses = (options.repeats, self.definition["repeats"])
        return {
            "journey_no": self.definition["journey_no"],
            "max_steps": self.max_steps,
            "every_event": options.repeats == "keep",
            "collapse": collapses[0] == "collapse" or collapses == ("as defined", "collapse"),
            "last_time": options.repeat_time == "last",
            "before": options.before,
            "after": options.after,
            "occurrence": options.occurrence,
            "hold": options.hold,
            "breakdown": options.breakdown,
            "whole_person": options.exclude_voids == "person",
            **self._of_filters(),
            **self._of_windows(),
            **self._of_anchors(),
            **self.stages.names.parameters(),
        }

    def _of_filters(self) -> dict[str, object]:
        chosen = self.stages.options.filters
        period = chosen.get("period") or (None, None)
        first, last = period if isinstance(period, tuple | list) else (period, None)
        return {
            **{f"{name}s": _listed(chosen.get(name)) for name in ("channel", "device")},
            "departments": _listed(chosen.get("department")),
            "personas": _listed(chosen.get("persona")),
            "period_from": instant_of(self.db, first),
            "period_to": instant_of(self.db, last),
        }

    def _of_windows(self) -> dict[str, object]:
        options, offset = self.stages.options, self.stages.options.offset
        least, longest = window_of(options.within)
        step_least, step_longest = window_of(options.step_within)
        far = options.start if options.direction == "backward" else options.end
        return {
            "least_us": least,
            "longest_us": longest,
            "step_least_us": step_least,
            "step_longest_us": step_longest,
            "must_arrive": far is not None,
            "shift": offset if isinstance(offset, int) else 0,
            "offset_us": 0 if isinstance(offset, int) else micros_of(offset),
        }

    def _of_anchors(self) -> dict[str, object]:
        options, nowhere = self.stages.options, Anchor("start", [], None)
        anchor, far = [*self.stages.anchors, nowhere, nowhere][:2]
        return {
            "has_far": len(self.stages.anchors) > 1,
            "from_start": anchor.side == "start" or options.around is not None,
            "anchor_names": anchor.names,
            "anchor_pattern": anchor.pattern,
            "anchor_mark": anchor.mark,
            "anchor_shift": anchor.shift,
            "far_names": far.names,
            "far_pattern": far.pattern,
            "far_mark": far.mark,
            "far_shift": far.shift,
        }


def _listed(value: object) -> list[str] | None:
    if value is None:
        return None
    return [value] if isinstance(value, str) else [str(one) for one in value]  # type: ignore[attr-defined]
