"""The counts of the journey map, from arrays: what models of sql/40_journeys say, faster.

In:     journeys.placed_events, journeys.journeys, journeys.personas, journeys.map_places
Out:    journeys.stage_counts, stage_move_counts, last_touches, stage_times, persona_stage_times
        and stage_gaps, as far as they are wanted; and what is near the quantiles of the last three
Units:  counts; seconds
Errors: none
Why:    the steps are gone through once for all of them, crowd by crowd of people. To group by
        journey and column, by person and column, and to keep a list of times for each group took
        SQL many times as long. Batches count by the SELECTs, for few people
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from functools import partial
from typing import NamedTuple

import numpy as np
import pyarrow as pa

from pipeline.crowds import EVERYBODY, MOST_STEPS, Crowd, added_up, crowds_of
from pipeline.engine.face import Engine, TableName
from pipeline.questions.gathered_values import GatheredValues
from pipeline.questions.group_sums import Groups, lasts, table_of
from pipeline.questions.pieces_of_journeys import Places, changes
from pipeline.questions.quantile_windows import Values
from pipeline.questions.stay_times import (
    PERSONA_TIMES,
    STAGE_GAPS,
    STAGE_TIMES,
    TIMED,
    TIMES,
    Times,
    put_times,
)
from pipeline.questions.stays import ends, journeys_in, outcomes_in, stays_of, steps_of
from pipeline.sqlfiles import sql_text

SUMS = STAGE_COUNTS, STAGE_MOVES, LAST_TOUCHES = tuple(
    TableName("journeys", table) for table in ("stage_counts", "stage_move_counts", "last_touches")
)
_READ = tuple(
    TableName("journeys", table)
    for table in ("journeys", "map_places", "personas", "placed_events", "stays")
)
# What times are found from.
MOVED_BY = frozenset(name for name in _READ if name.table != "stays")
# What is made with another one comes after it.
READS: Mapping[TableName, tuple[TableName, ...]] = {
    STAGE_COUNTS: _READ,
    STAGE_TIMES: (*_READ, STAGE_COUNTS),
    **dict.fromkeys((STAGE_MOVES, LAST_TOUCHES), (*_READ, STAGE_COUNTS)),
    **dict.fromkeys((PERSONA_TIMES, STAGE_GAPS), (*_READ, STAGE_COUNTS, STAGE_TIMES)),
}
_KEYS: Mapping[TableName, tuple[str, ...]] = {
    STAGE_COUNTS: ("journey_no", "persona_no", "place_no"),
    STAGE_MOVES: ("journey_no", "place_no", "next_place_no", "outcome"),
    LAST_TOUCHES: ("journey_no", "touchpoint_no", "position_no"),
}
# Whose times tell those of each: the same, of all personas together.
_TOLD_BY = {
    STAGE_TIMES: PERSONA_TIMES,
    PERSONA_TIMES: PERSONA_TIMES,
    STAGE_GAPS: STAGE_GAPS,
}
_FATES = ("reached", "ended", "open")  # of others it is said that they ended in another way


def stage_makers(engine: Engine, *, in_batch: bool) -> dict[TableName, Callable[[], None]]:
    """How each is made: all with the first; in a batch each sum apart, and times together."""
    makers: dict[TableName, Callable[[], None]] = dict.fromkeys((*SUMS, *TIMES), lambda: None)
    if not in_batch:
        return makers | {STAGE_COUNTS: partial(build_stages, engine, (*SUMS, *TIMES))}
    makers |= {name: partial(build_stages, engine, (name,)) for name in SUMS}
    return makers | {STAGE_TIMES: partial(build_stages, engine, TIMES)}


def build_stages(
    engine: Engine, wanted: Collection[TableName], most_steps: int = MOST_STEPS
) -> None:
    """Make these tables anew, crowd by crowd of about so many steps."""
    sums: dict[TableName, list[pa.Table]] = {name: [] for name in wanted if name in SUMS}
    times = {_TOLD_BY[name]: GatheredValues() for name in wanted if name in TIMED}
    world = read_world(engine)
    for crowd in crowds_of(engine.read, most_steps):
        tables = StageTables(engine, world, crowd)
        for name, parts in sums.items():
            parts.append(tables.make(name))
        for name, gathered in times.items():
            gathered.add(tables.times(name))
    for name, parts in sums.items():
        engine.put_table(name, added_up(parts, _KEYS[name]))
    for name in wanted:
        if name in TIMED:
            keys, shares, _ = TIMED[name]
            put_times(engine, name, times[_TOLD_BY[name]].windows(keys, shares))


def read_times(engine: Engine) -> Times:
    """After how long the journeys that are seen go on, by the groups of each table of times."""
    tables = StageTables(engine, read_world(engine))
    return {name: tables.times(name) for name in TIMES}


class World(NamedTuple):
    """What is the same for all crowds: outcomes by number, columns of the map, the last step."""

    outcomes: list[str]
    places: pa.Table
    max_steps: int


def read_world(engine: Engine) -> World:
    """What a warehouse says of it."""
    settings = engine.read("select max_steps from config.settings")
    max_steps = int(settings.column("max_steps")[0].as_py())
    return World(outcomes_in(engine), engine.read("from journeys.map_places"), max_steps)


class StageTables:
    """The tables, of the steps of a crowd."""

    def __init__(self, engine: Engine, world: World, crowd: Crowd = EVERYBODY) -> None:
        self.outcomes, self._max_steps = world.outcomes, world.max_steps
        rows = engine.read(sql_text("questions/stay_steps.sql"), crowd.asked())
        self.steps, self.journeys = steps_of(rows, journeys_in(engine, world.outcomes, crowd))
        self.stays = stays_of(self.steps, self.journeys, world.places)
        self._goes_on = np.flatnonzero(~self.stays.is_last)

    def make(self, name: TableName) -> pa.Table:
        """The rows of one of the sums."""
        makers: Mapping[TableName, Callable[[], pa.Table]] = {
            STAGE_COUNTS: self._counts,
            STAGE_MOVES: self._moves,
            LAST_TOUCHES: self._last_touches,
        }
        return makers[name]()

    def times(self, name: TableName) -> Values:
        """The times of a table, and the group of each."""
        own, stays = self.journeys, self.stays
        goes_on = self._goes_on
        journey = stays.journey[goes_on]
        known = {
            "journey_no": lambda: own.journey_no[journey],
            "persona_no": lambda: own.persona_no[journey],
            "place_no": lambda: stays.place_no[goes_on],
            "next_place_no": lambda: stays.place_no[goes_on + 1],
        }
        between = stays.gap_us if name == STAGE_GAPS else stays.to_next_us
        return Values({key: known[key]() for key in TIMED[name][0]}, between(goes_on))

    def _counts(self) -> pa.Table:
        """How the journeys of each persona go on from each column."""
        own, stays = self.journeys, self.stays
        groups = Groups(
            {
                "journey_no": own.journey_no[stays.journey],
                "persona_no": own.persona_no[stays.journey],
                "place_no": stays.place_no,
            }
        )
        journeys = groups.different(stays.journey)
        last = np.flatnonzero(stays.is_last)
        outcome = own.outcome_no[stays.journey[last]]
        ended_here = groups.count(last)
        reached, ended, is_open = (
            groups.count(last[outcome == self._number_of(fate)]) for fate in _FATES
        )
        return table_of(
            groups.keys,
            {
                "people": groups.different(own.person[stays.journey]),
                "journeys": journeys,
                "contacts": groups.sum(stays.contacts()),
                "went_on": journeys - ended_here,
                "reached": reached,
                "other_ends": ended_here - reached - ended - is_open,
                "ended": ended,
                "open": is_open,
            },
        )

    def _moves(self) -> pa.Table:
        """How often journeys move from which column to which, and how many of them."""
        stays = self.stays
        goes_on, begins = self._goes_on, changes(stays.journey)
        place, last = stays.place_no, stays.is_last
        parts = [
            self._moved(stays.journey[goes_on], place[goes_on], place[goes_on + 1]),
            self._moved(stays.journey[begins], None, place[begins]),
            self._moved(stays.journey[last], place[last], None),
        ]
        return pa.concat_tables(parts)

    def _moved(self, journey: Places, place: Places | None, to: Places | None) -> pa.Table:
        """Moves of some kind: from one column to another, from the start, or to the outcome."""
        own, nowhere = self.journeys, np.zeros(len(journey), np.int32)
        groups = Groups(
            {
                "journey_no": own.journey_no[journey],
                "place_no": nowhere if place is None else place,
                "next_place_no": nowhere if to is None else to,
                "outcome": nowhere if to is not None else own.outcome_no[journey],
            }
        )
        names = np.array(self.outcomes if to is None else [""], object)
        groups.keys["outcome"] = names[groups.keys["outcome"]]
        counts = {
            "moves": groups.count(),
            "journeys": groups.different(journey),
            "people": groups.different(own.person[journey]),
        }
        return table_of(groups.keys, counts)

    def _last_touches(self) -> pa.Table:
        """How many journeys touched each touchpoint, by the step of their last visit."""
        own, steps = self.journeys, self.steps
        position = np.minimum(steps.step_no, self._max_steps)
        journey, touched, position = lasts(steps.journey, steps.touchpoint_no, position)
        end = np.flatnonzero(ends(steps.journey))
        end_of = np.zeros(len(own.key), np.int32)
        end_of[steps.journey[end]] = steps.touchpoint_no[end]
        groups = Groups(
            {
                "journey_no": own.journey_no[journey],
                "touchpoint_no": touched,
                "position_no": position,
            }
        )
        outcome = np.where(touched == end_of[journey], own.outcome_no[journey], -1)
        ended, is_open = (
            groups.count(outcome == self._number_of(fate)) for fate in ("ended", "open")
        )
        journeys = groups.count()
        counts = {"journeys": journeys, "at_risk": journeys - is_open}
        return table_of(groups.keys, counts | {"ended": ended, "open": is_open})

    def _number_of(self, outcome: str) -> int:
        """The number of an outcome, or one that none has."""
        return self.outcomes.index(outcome) if outcome in self.outcomes else len(self.outcomes)
