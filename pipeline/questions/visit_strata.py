"""How many visits of each touchpoint were lost, by what is held equal and by each sign.

In:     rows of sql/questions/judged_visits.sql; the journeys that are explained by now
Out:    a row per journey definition, touchpoint, position and persona
Units:  visits
Errors: none
Rule:   seen are all visits, of which it is known whether they were the end (here); n those of
        journeys that are no longer open, of which it is known what became of the journey. Of the
        signs of a bad experience, bad is a visit with it, good one at which something better was
        said. What is explained is left out: a journey from the step on at which it met what was
        found
Why:    visits are numbered once by all that is counted of them, and counted as often as needed
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from pipeline.questions.judged_visits import AGAIN, FATES, HERE, LOST, OPEN, JudgedVisits
from pipeline.questions.pieces_of_journeys import Column, Flags, Places, changes
from pipeline.questions.small_numbers import numbered

_SAID, _BAD, _GOOD, _REPEATED, _FAILED = 3, 1, 2, 4, 8  # as they are added up in judged_visits.sql
_SIGNS = 16
_NEVER = np.iinfo(np.int32).max


@dataclass(frozen=True)
class VisitStrata:
    """`kinds` are the different visits as numbers, and `number` tells which of them each visit is.

    A kind is made of the cell, the stratum, what became of the visit, and the signs. `keys` are
    those of the journeys, and `journey` is a place among them.
    """

    cells: list[tuple[int, int]]
    strata: int
    personas: int
    kinds: Places
    number: Places
    keys: Column
    journey: Places
    step: Places

    @classmethod
    def of(cls, rows: pa.Table, visits: JudgedVisits) -> VisitStrata:
        """Read them from a table, of which the visits were read."""
        stratum = visits.cell.astype(np.int64) * visits.strata + visits.stratum
        kinds, number = numbered(
            (stratum * FATES + visits.became) * _SIGNS + rows.column("signs").to_numpy()
        )
        step = rows.column("step_no").to_numpy()
        whole = (visits.cells, visits.strata, visits.personas)
        return cls(*whole, kinds, number, visits.keys, visits.journey, step)

    def rows(self, explained: pa.Table) -> list[dict[str, Any]]:
        """The counts without what is explained."""
        number = self.number
        if explained.num_rows:
            number = number[self.step < self._until(explained)[self.journey]]
        counts = np.bincount(number, minlength=len(self.kinds))
        kinds, counts = self.kinds[counts > 0], counts[counts > 0]
        stratum, rest = np.divmod(kinds, FATES * _SIGNS)
        begins = np.flatnonzero(changes(stratum))
        told = {
            name: np.add.reduceat(counts * flags, begins).tolist() if len(begins) else []
            for name, flags in _flags(*np.divmod(rest, _SIGNS)).items()
        }
        names = ("journey_no", "touchpoint_no", "position_no", "persona_no")
        return [
            dict(zip(names, self._place(one), strict=True))
            | {name: column[at] for name, column in told.items()}
            for at, one in enumerate(stratum[begins].tolist())
        ]

    def _place(self, stratum: int) -> tuple[int, ...]:
        cell, within = divmod(stratum, self.strata)
        return (*self.cells[cell], *divmod(within, self.personas))

    def _until(self, explained: pa.Table) -> Places:
        """The step at which each journey met what was found."""
        found = np.full(len(self.keys), _NEVER, np.int32)
        key, step = (explained.column(name).to_numpy() for name in ("journey_key", "step_no"))
        place = np.minimum(np.searchsorted(self.keys, key), len(self.keys) - 1)
        is_known = self.keys[place] == key
        found[place[is_known]] = step[is_known]
        return found


_NONE = np.zeros(0, np.int64)
NO_VISITS = VisitStrata([], 1, 1, _NONE, _NONE, _NONE, _NONE, _NONE)


def _flags(became: Places, signs: Places) -> dict[str, Flags]:
    """What is counted, by its name: which kinds of visits count."""
    is_open, is_lost = became & OPEN > 0, became & LOST > 0
    found = {
        "seen": np.ones(len(became), bool),
        "open": is_open,
        "n": ~is_open,
        "lost": is_lost,
        "here": became & HERE > 0,
        "again": ~is_open & (became & AGAIN > 0),
    }
    bad = {"said_bad": signs & _SAID == _BAD, "said_good": signs & _SAID == _GOOD}
    bad |= {"repeated_bad": signs & _REPEATED > 0, "failed_bad": signs & _FAILED > 0}
    for name, has in bad.items():
        found |= {name: ~is_open & has, f"{name}_lost": is_lost & has}
    return found | {"said_open": is_open & (signs & _SAID > 0)}
