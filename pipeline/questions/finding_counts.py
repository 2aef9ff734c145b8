"""The counts from which moments of truth, pain points and opportunities are found.

In:     the steps of all journeys, and what else the files sql/questions/*_strata.sql read
Out:    rows as dictionaries; Gathered, which sets them against each other
Units:  visits and journeys
Errors: none
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from typing import Any, Generic, TypeVar

import numpy as np
import pyarrow as pa

from pipeline.crowds import MOST_STEPS, crowds_of
from pipeline.questions.all_steps import read_steps
from pipeline.questions.contrasts import Differences, Places, Sides, difference_of_shares
from pipeline.questions.judged_steps import Judging, Told
from pipeline.questions.judged_visits import JudgedVisits, day_counts, design_effects
from pipeline.questions.visit_strata import handoff_strata, strata_of
from pipeline.sqlfiles import sql_text

BAD_EMOTION = -0.5
Row = dict[str, Any]
Read = Callable[[str, dict[str, object]], pa.Table]
Name = TypeVar("Name", bound=Hashable)


@dataclass(frozen=True)
class Counts:
    """Everything that was counted, once for all that is found from it."""

    visits: list[Row]
    clusters: dict[tuple[int, int], dict[str, float]]
    handoffs: list[Row]
    days: list[Row]
    waits: list[Row]
    campaigns: list[Row]
    emotions: list[Row]
    touchpoints: dict[int, str]
    judged: JudgedVisits | None = None

    def effect(self, journey_no: int, touchpoint_no: int, outcome: str) -> float:
        """The design effect of the visits to a touchpoint, never below 1."""
        known = self.clusters.get((journey_no, touchpoint_no), {}).get(f"{outcome}_effect")
        return max(known or 1.0, 1.0)


_FELT: dict[str, object] = {"bad_emotion": BAD_EMOTION}


def read_counts(read: Read, judged: JudgedVisits | None = None) -> Counts:
    """Ask for all of them; the visits that can be judged are read where they are not there."""
    names = _rows(read, "touchpoint_numbers", {})
    (campaigns,) = _rows(read, "named_campaigns", {})
    judged = judged or judged_in(read)
    return Counts(
        judged=judged,
        visits=strata_of(judged, explained_journeys(read)),
        clusters=design_effects(judged),
        handoffs=handoff_strata(judged, read(sql_text("questions/handoff_arrivals.sql"), {})),
        days=list(day_counts(judged, partial(_days, read))),
        waits=_rows(read, "wait_strata", _FELT),
        # Journeys without a campaign are only counted to be set beside some.
        campaigns=_rows(read, "campaign_counts", {}) if campaigns["campaigns"] else [],
        emotions=_rows(read, "emotion_strata", _FELT),
        touchpoints={row["touchpoint_no"]: row["touchpoint"] for row in names},
    )


def without_explained(read: Read, counts: Counts) -> Counts:
    """The same, visits and emotions counted again without what is explained by now."""
    visits = strata_of(counts.judged, explained_journeys(read)) if counts.judged else []
    return replace(counts, visits=visits, emotions=_rows(read, "emotion_strata", _FELT))


def judged_in(read: Read, most_steps: int = MOST_STEPS) -> JudgedVisits:
    """The steps that can be judged, read in crowds of about so many."""
    judging = judging_of(read)
    for crowd in crowds_of(read, most_steps):
        judging.add(read_steps(read, crowd))
    return judging.visits()


def judging_of(read: Read) -> Judging:
    """What judges steps."""
    own = ("rules", "failures", "words", "personas")
    told = (
        read(sql_text(f"questions/judging_{name}.sql"), _FELT if name == "words" else {})
        for name in own
    )
    touchpoints = (
        read(sql_text(f"questions/{name}_touchpoints.sql"), {}) for name in ("kind", "deciding")
    )
    return Judging(Told(*touchpoints, *told))


def explained_journeys(read: Read) -> pa.Table:
    """The journeys that met what was found, and from which step on."""
    return read(sql_text("questions/explained_journeys.sql"), {})


def _days(read: Read, quarters: Places) -> list[date]:
    """The day of each quarter of an hour."""
    rows = read(sql_text("questions/quarter_days.sql"), {"quarter_no": quarters.tolist()})
    days: list[date] = rows.column("day").to_pylist()
    return days


def _rows(read: Read, name: str, parameters: dict[str, object]) -> list[Row]:
    found: list[Row] = read(sql_text(f"questions/{name}.sql"), parameters).to_pylist()
    return found


@dataclass
class Gathered(Generic[Name]):
    """Contrasts as they are found: each has a name and as many strata as there are."""

    names: dict[Name, int] = field(default_factory=dict)
    rows: list[tuple[int, float, float, float, float, float, float]] = field(default_factory=list)

    def add(
        self,
        name: Name,
        with_it: tuple[float, float],
        without: tuple[float, float],
        effects: tuple[float, float] = (1.0, 1.0),
    ) -> None:
        """One stratum: (cases, events) on either side, and the design effects of both."""
        number = self.names.setdefault(name, len(self.names))
        self.rows.append((number, *with_it, *without, *effects))

    def totals(self) -> list[tuple[int, int, int, int]]:
        """Cases and events with and without, whether or not their strata hold both sides."""
        columns = np.array(self.rows, float).reshape(-1, 7).T
        number, many = columns[0].astype(np.int64), len(self.names)
        sums = [np.bincount(number, part, many).astype(int).tolist() for part in columns[1:5]]
        return list(zip(*sums, strict=True))

    def differences(self) -> Differences:
        """One difference per name, in the order in which they came."""
        columns = np.array(self.rows, float).reshape(-1, 7).T
        sides = Sides(columns[0].astype(np.int64), *columns[1:])
        return difference_of_shares(sides, len(self.names))
