"""The counts of the journey map, from arrays: what models of sql/40_journeys say, faster.

In:     journeys.placed_events, journeys.journeys, journeys.personas, journeys.map_places
Out:    journeys.stage_counts, stage_move_counts, last_touches, stage_times, persona_stage_times
        and stage_gaps, as far as they are wanted
Units:  counts; seconds
Errors: none
Why:    the steps are gone through once for all of them. To group by journey and column, by person
        and column, and to keep a list of times for each group took SQL many times as long. Batches
        count by the SELECTs, for few people
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from functools import partial

import numpy as np
import pyarrow as pa

from pipeline.engine.face import Engine, TableName
from pipeline.questions.group_sums import Groups, lasts, table_of
from pipeline.questions.pieces_of_journeys import Places, changes
from pipeline.questions.stays import ends, journeys_in, stays_of, steps_of
from pipeline.sqlfiles import sql_text

SUMS = STAGE_COUNTS, STAGE_MOVES, LAST_TOUCHES = tuple(
    TableName("journeys", table) for table in ("stage_counts", "stage_move_counts", "last_touches")
)
TIMES = STAGE_TIMES, PERSONA_TIMES, STAGE_GAPS = tuple(
    TableName("journeys", table) for table in ("stage_times", "persona_stage_times", "stage_gaps")
)
_READ = tuple(
    TableName("journeys", table)
    for table in ("journeys", "map_places", "personas", "placed_events", "stays")
)
# What is made with another one comes after it.
READS: Mapping[TableName, tuple[TableName, ...]] = {
    STAGE_COUNTS: _READ,
    STAGE_TIMES: (*_READ, STAGE_COUNTS),
    **dict.fromkeys((STAGE_MOVES, LAST_TOUCHES), (*_READ, STAGE_COUNTS)),
    **dict.fromkeys((PERSONA_TIMES, STAGE_GAPS), (*_READ, STAGE_COUNTS, STAGE_TIMES)),
}
_FATES = ("reached", "ended", "open")  # of others it is said that they ended in another way
_TO_NEXT = {"median_to_next_s": 0.5, "p90_to_next_s": 0.9}
_GAP = {"median_gap_s": 0.5, "p90_gap_s": 0.9}
_MICROS = 1_000_000


def stage_makers(engine: Engine, *, in_batch: bool) -> dict[TableName, Callable[[], None]]:
    """How each is made: all with the first; in a batch each sum apart, and times together."""
    makers: dict[TableName, Callable[[], None]] = dict.fromkeys((*SUMS, *TIMES), lambda: None)
    if not in_batch:
        return makers | {STAGE_COUNTS: partial(build_stages, engine, (*SUMS, *TIMES))}
    makers |= {name: partial(build_stages, engine, (name,)) for name in SUMS}
    return makers | {STAGE_TIMES: partial(build_stages, engine, TIMES)}


def build_stages(engine: Engine, wanted: Collection[TableName]) -> None:
    """Make these tables anew, one at a time: each holds some arrays of all stays."""
    tables = StageTables(engine)
    for name in wanted:
        engine.put_table(name, tables.make(name))


class StageTables:
    """The tables, of one reading of the steps."""

    def __init__(self, engine: Engine) -> None:
        self.outcomes, journeys = journeys_in(engine)
        rows = engine.read(sql_text("questions/stay_steps.sql"))
        self.steps, self.journeys = steps_of(rows, journeys)
        places = engine.read("from journeys.map_places")
        self.stays = stays_of(self.steps, self.journeys, places)
        self._goes_on = np.flatnonzero(~self.stays.is_last)
        settings = engine.read("select max_steps from config.settings")
        self._max_steps = int(settings.column("max_steps")[0].as_py())

    def make(self, name: TableName) -> pa.Table:
        """The rows of one of the tables."""
        makers: Mapping[TableName, Callable[[], pa.Table]] = {
            STAGE_COUNTS: self._counts,
            STAGE_MOVES: self._moves,
            LAST_TOUCHES: self._last_touches,
            STAGE_TIMES: lambda: self._times(of_personas=False),
            PERSONA_TIMES: lambda: self._times(of_personas=True),
            STAGE_GAPS: self._gaps,
        }
        return makers[name]()

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

    def _times(self, *, of_personas: bool) -> pa.Table:
        """After how long journeys go on from each column to another one."""
        own, stays = self.journeys, self.stays
        goes_on = self._goes_on
        journey = stays.journey[goes_on]
        keys = {"journey_no": own.journey_no[journey]}
        if of_personas:
            keys["persona_no"] = own.persona_no[journey]
        groups = Groups(keys | {"place_no": stays.place_no[goes_on]})
        moves = {"moves": groups.count()} if of_personas else {}
        return table_of(
            groups.keys, moves | groups.quantiles(stays.to_next_us(goes_on), _TO_NEXT, _MICROS)
        )

    def _gaps(self) -> pa.Table:
        """How long journeys are between two columns."""
        stays = self.stays
        goes_on = self._goes_on
        groups = Groups(
            {
                "journey_no": self.journeys.journey_no[stays.journey[goes_on]],
                "place_no": stays.place_no[goes_on],
                "next_place_no": stays.place_no[goes_on + 1],
            }
        )
        return table_of(groups.keys, groups.quantiles(stays.gap_us(goes_on), _GAP, _MICROS))
