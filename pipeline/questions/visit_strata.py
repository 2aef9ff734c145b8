"""How many visits of each touchpoint were lost, by what is held equal and by each sign.

In:     JudgedVisits; the journeys that are explained by now; the steps at which handoffs arrived
Out:    rows: definition, touchpoint, position and persona with counts; the visits of a touchpoint
Units:  visits
Errors: none
Rule:   seen are all visits, of which it is known whether they were the end (here); n those of
        journeys that are no longer open, of which it is known what became of the journey. Of the
        signs of a bad experience, bad is a visit with it, good one at which something better was
        said. What is explained is left out: a journey from the step on at which it met what was
        found
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa

from pipeline.questions.all_steps import places_of
from pipeline.questions.judged_visits import (
    AGAIN,
    BAD,
    FAILED,
    GOOD,
    HERE,
    LOST,
    REPEATED,
    SAID,
    STILL_OPEN,
    JudgedVisits,
)
from pipeline.questions.pieces_of_journeys import Column, Flags, Places, changes, ranges
from pipeline.questions.small_numbers import numbered

_PLACE = ("journey_no", "touchpoint_no", "position_no", "persona_no")
_NEVER = np.iinfo(np.int32).max


def strata_of(visits: JudgedVisits, explained: pa.Table) -> list[dict[str, Any]]:
    """The counts without what is explained."""
    counts = visits.counts
    if explained.num_rows:
        rows = np.flatnonzero(visits.step >= _until(visits, explained)[visits.journey])
        counts = counts - np.bincount(visits.number[rows], minlength=len(counts))
    kinds = np.flatnonzero(counts)
    counts, stratum = counts[kinds], visits.stratum[kinds]
    begins = np.flatnonzero(changes(stratum))
    told = {
        name: np.add.reduceat(counts * flags, begins).tolist() if len(begins) else []
        for name, flags in _flags(visits.became[kinds], visits.signs[kinds]).items()
    }
    return [
        dict(zip(_PLACE, visits.place(one), strict=True))
        | {name: column[at] for name, column in told.items()}
        for at, one in enumerate(stratum[begins].tolist())
    ]


def handoff_strata(visits: JudgedVisits, arrived: pa.Table) -> list[dict[str, Any]]:
    """What became of the visits at which each handoff arrived, by what is held equal.

    And of all visits of the same journeys to the same touchpoints: own are all of them, and taken
    from those of everybody they leave the ones without it.
    """
    change, key, step = (
        arrived.column(name).to_numpy() for name in ("change_no", "journey_key", "step_no")
    )
    rows, which = _visits_of(visits, places_of(visits.keys, key))
    number = visits.number[rows]
    known = visits.became[number] & STILL_OPEN == 0
    rows, which, number = rows[known], which[known], number[known]
    size = int(visits.stratum.max(initial=0)) + 1
    found, place = numbered(change[which] * size + visits.stratum[number])
    became, is_there = visits.became[number], visits.step[rows] == step[which]
    flags = {
        "own": became >= 0,
        "own_lost": became & LOST > 0,
        "own_again": became & AGAIN > 0,
    }
    flags |= {"n": is_there, "lost": is_there & flags["own_lost"]}
    flags |= {"again": is_there & flags["own_again"]}
    counts = {
        name: np.bincount(place[has], minlength=len(found)).tolist() for name, has in flags.items()
    }
    names = arrived.select(["change_no", "journey_no", "kind", "from_value", "to_value"])
    named = {row.pop("change_no"): row for row in _firsts(names, change)}
    return [
        named[one // size]
        | dict(zip(_PLACE[1:], visits.place(one % size)[1:], strict=True))
        | {name: column[at] for name, column in counts.items()}
        for at, one in enumerate(found.tolist())
    ]


def visits_at(
    visits: JudgedVisits, cell: tuple[int, int], explained: pa.Table
) -> dict[str, Places]:
    """The journeys at one touchpoint that are not explained: key, person, first step, whether lost.

    Lost is one that ended there.
    """
    at = visits.cells.index(cell) if cell in visits.cells else -1
    rows = np.flatnonzero((visits.cell == at)[visits.number])
    rows = rows[visits.step[rows] < _until(visits, explained)[visits.journey[rows]]]
    journey = visits.journey[rows]
    begins = np.flatnonzero(changes(journey))
    is_here = (visits.became & HERE > 0)[visits.number[rows]]
    journey = journey[begins]
    return {
        "journey_key": visits.keys[journey],
        "person_key": visits.person[journey],
        "step_no": visits.step[rows[begins]].astype(np.int64),
        "is_lost": np.maximum.reduceat(is_here.astype(np.int64), begins) if len(begins) else begins,
    }


def _until(visits: JudgedVisits, explained: pa.Table) -> Places:
    """The step at which each journey met what was found."""
    until = np.full(len(visits.keys), _NEVER, np.int32)
    key = explained.column("journey_key").to_numpy()
    until[places_of(visits.keys, key)] = explained.column("step_no").to_numpy()
    return until


def _visits_of(visits: JudgedVisits, journeys: Places) -> tuple[Places, Places]:
    """The visits of some journeys, and to which of those asked for each belongs."""
    asked = np.bincount(journeys, minlength=len(visits.keys))
    rows = np.flatnonzero((asked > 0)[visits.journey])
    by_journey = np.argsort(journeys, kind="stable")
    journey = visits.journey[rows]
    counts = asked[journey]
    which = by_journey[ranges((np.cumsum(asked) - asked)[journey], counts)]
    return np.repeat(rows, counts), which


def _firsts(names: pa.Table, number: Column) -> list[dict[str, Any]]:
    """The first row of each number; those of one number lie together."""
    rows: list[dict[str, Any]] = names.take(pa.array(np.flatnonzero(changes(number)))).to_pylist()
    return rows


def _flags(became: Places, signs: Places) -> dict[str, Flags]:
    """What is counted, by its name: which kinds of visits count."""
    is_open, is_lost = became & STILL_OPEN > 0, became & LOST > 0
    found = {
        "seen": np.ones(len(became), bool),
        "open": is_open,
        "n": ~is_open,
        "lost": is_lost,
        "here": became & HERE > 0,
        "again": ~is_open & (became & AGAIN > 0),
    }
    bad = {"said_bad": signs & SAID == BAD, "said_good": signs & SAID == GOOD}
    bad |= {"repeated_bad": signs & REPEATED > 0, "failed_bad": signs & FAILED > 0}
    for name, has in bad.items():
        found |= {name: ~is_open & has, f"{name}_lost": is_lost & has}
    return found | {"said_open": is_open & (signs & SAID > 0)}
