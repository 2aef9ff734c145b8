"""Which stages a question about paths needs, in their order.

In:     PathOptions, the names of a question
Out:    names of files sql/questions/NAME.sql: those that find the steps, then those of the walks
Errors: JourneysError for names that are not known; PatternError for patterns
"""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.questions.paths_names import Anchor, PathNames
from pipeline.questions.paths_options import PathOptions


@dataclass(frozen=True)
class PathStages:
    """The stages of one question."""

    options: PathOptions
    names: PathNames

    @property
    def of_units(self) -> list[str]:
        """The steps of all units, with hidden ones still among them."""
        options = self.options
        stages = ["path_from_events" if options.repeats == "keep" else "path_from_journeys"]
        stages += {"people": ["path_by_person"], "sessions": ["path_by_session"]}.get(
            options.unit, []
        )
        return [*stages, "path_named"] if self.names.changes else stages

    @property
    def of_steps(self) -> list[str]:
        """The steps as they are asked for."""
        options, stages = self.options, []
        if {"persona", "period"} & set(options.filters):
            stages.append("path_chosen")
        joins = self.names.hides and options.hidden == "join"
        stages += ["path_joined"] if joins else []
        regrouped = len(self.of_units) > 1
        if regrouped or options.repeats != "as defined" or options.repeat_time == "last":
            stages.append("path_collapsed")
        if options.repeat_time == "last":
            stages.append("path_numbered")
        if "pattern" in options.filters:
            stages.append("path_fitting")
        if self.anchors:
            by_pattern = any(anchor.pattern for anchor in self.anchors)
            stages.append("path_marked_by_pattern" if by_pattern else "path_marked")
        return stages

    @property
    def anchors(self) -> list[Anchor]:
        """The place a walk is anchored at, and its other end where there is one."""
        options = self.options
        wanted = [("start", options.start), ("end", options.end)]
        if options.direction == "backward":
            wanted.reverse()
        wanted.append(("around", options.around))
        return [self.names.anchor(side, names) for side, names in wanted if names is not None]

    @property
    def of_entries(self) -> list[str]:
        """The walks on them."""
        options = self.options
        if options.unit == "transitions":
            stages = ["path_entries_each"]
        elif options.around is not None:
            stages = ["path_entries_around"]
        else:
            stages = ["path_entries_anchored" if self.anchors else "path_entries_whole"]
        stages += ["path_moved"] if options.offset else []
        if options.within or options.step_within or options.hold:
            backward = options.direction == "backward"
            stages.append("path_cut_backward" if backward else "path_cut")
        stages += ["path_void"] if options.exclude else []
        if options.breakdown == "persona":
            return [*stages, "path_part_by_persona"]
        return [*stages, "path_part_by_step"] if options.breakdown else stages
