"""What touches are called, by what they are told apart, and which of them decide.

In:     journeys.kinds, journeys.roles, staging.event_kinds, config.journeys
Out:    TouchNames, which reads each of them once
Units:  none
Errors: none
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import Any, Literal

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from pipeline.questions.pieces_of_journeys import Places
from pipeline.sqlfiles import sql_text

By = Literal["campaign", "channel", "touchpoint"]
Read = Callable[[str, dict[str, Any]], pa.Table]


class TouchNames:
    """What a warehouse says of the names of touches."""

    def __init__(self, read: Read) -> None:
        self.read = read
        self._places: dict[By, tuple[Places, list[str]]] = {}

    @cached_property
    def of_journeys(self) -> dict[str, int]:
        """The number of each journey definition."""
        rows = self.read(sql_text("questions/attribution_journeys.sql"), {}).to_pylist()
        return {row["journey"]: row["journey_no"] for row in rows}

    @cached_property
    def deciding(self) -> pa.Table:
        """The touchpoints that decide."""
        return self.read(sql_text("questions/deciding_touchpoints.sql"), {})

    @cached_property
    def is_named(self) -> bool:
        """Whether any kind of event names a campaign."""
        return bool(pc.any(self._kinds.column("has_campaign")).as_py())

    def places(self, by: By) -> tuple[Places, list[str]]:
        """For each kind of event the place of its name among the names."""
        if by not in self._places:
            names = _names(self._kinds, by)
            known = sorted(set(names))
            number = {name: place for place, name in enumerate(known)}
            self._places[by] = np.array([number[name] for name in names], np.int32), known
        return self._places[by]

    @cached_property
    def _kinds(self) -> pa.Table:
        return self.read(sql_text("questions/attribution_names.sql"), {})


def _names(kinds: pa.Table, by: By) -> list[str]:
    """The name of each kind of event, by its number."""
    numbers = kinds.column("kind_no").to_pylist()
    told = ["(none)"] * len(numbers) if by == "campaign" else kinds.column(by).to_pylist()
    names = [""] * (max(numbers, default=0) + 1)
    for number, name in zip(numbers, told, strict=True):
        names[number] = name
    return names
