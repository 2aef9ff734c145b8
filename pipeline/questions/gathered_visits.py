"""The visits that can be judged, as those of one crowd of people come after those of another.

In:     what is known of each visit, in the order of journeys and their steps
Out:    JudgedVisits
Units:  visits
Errors: none
Why:    visits of some thousand customers at a time are sorted by touchpoint, which is done in the
        cache; those of one customer to a touchpoint then lie together
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from pipeline.questions.judged_visits import FATES, SIGNS, JudgedVisits
from pipeline.questions.pieces_of_journeys import Column, Places
from pipeline.questions.small_numbers import in_sixteen_bits, numbered

_AT_ONCE = 1 << 18
_MOVED = ("step_no", "quarter_no")
_COUNTED = ("touchpoint_no", "position_no", "persona_no")
Visits = Mapping[str, npt.NDArray[Any]]


def visits_of(
    keys: Column, person: Places, visits: Visits, at_once: int = _AT_ONCE
) -> JudgedVisits:
    """The visits of everybody, of a column for each thing that is known of them.

    `keys` and `person` are of journeys.

    >>> told = {"journey": [0, 0], "step_no": [1, 2], "journey_no": [1, 1], "quarter_no": [8, 9],
    ...     "touchpoint_no": [7, 7], "position_no": [1, 2], "persona_no": [0, 0],
    ...     "became": [0, 1], "signs": [0, 0]}
    >>> columns = {name: np.array(column, np.int64) for name, column in told.items()}
    >>> found = visits_of(np.array([65]), np.array([0]), columns)
    >>> found.cells, [found.place(one) for one in found.stratum.tolist()], found.became.tolist()
    ([(1, 7)], [(1, 7, 1, 0), (1, 7, 2, 0)], [0, 1])
    """
    most = {name: int(visits[name].max(initial=0)) + 1 for name in _COUNTED}
    gathered = GatheredVisits(Sizes(**most))
    gathered.add(keys, person, visits, at_once)
    return gathered.visits()


class Sizes(NamedTuple):
    """Below which number are all touchpoints, positions and personas."""

    touchpoint_no: int
    position_no: int
    persona_no: int


class _Crowd(NamedTuple):
    """The visits of a crowd; `kinds` are those that it has, in numbers of all."""

    keys: Column
    person: Places
    kinds: Places
    number: Places
    journey: Places
    step: Places
    quarter: Places


class GatheredVisits:
    """Visits as those of one crowd of people come after those of another."""

    def __init__(self, sizes: Sizes) -> None:
        self._sizes = sizes
        self._crowds: list[_Crowd] = []
        self._journeys = self._people = 0

    def add(
        self,
        keys: Column,
        person: Places,
        visits: Visits,
        at_once: int = _AT_ONCE,
    ) -> None:
        """Take a column for each thing that is known, in the order of journeys."""
        codes, code = self._codes(visits)
        cell, (kinds, number) = numbered(codes)[1], numbered(code)
        journey = visits["journey"]
        columns = [number, journey, *(in_sixteen_bits(visits[name]) for name in _MOVED)]
        for own in _parts(person, journey, at_once):
            order = np.argsort(cell[own], kind="stable")
            for column in columns:
                column[own] = column[own][order]
        number, journey, *rest = columns
        journey = journey.astype(np.int32) + np.int32(self._journeys)
        person = person.astype(np.int32) + np.int32(self._people)
        self._crowds.append(_Crowd(keys, person, kinds, number, journey, *rest))
        self._journeys += len(keys)
        self._people = int(person.max(initial=self._people - 1)) + 1

    def visits(self) -> JudgedVisits:
        """All that were taken."""
        keys, person, kinds, _, *rest = (
            np.concatenate(columns) for columns in zip(*self._crowds, strict=True)
        )
        kinds = np.unique(kinds)
        numbers = [
            in_sixteen_bits(np.searchsorted(kinds, own.kinds))[own.number] for own in self._crowds
        ]
        codes, signs = np.divmod(kinds, SIGNS)
        codes, became = np.divmod(codes, FATES)
        codes, within = np.divmod(codes, self._strata)
        known, cell = numbered(codes)
        return JudgedVisits(
            [divmod(one, self._sizes.touchpoint_no) for one in known.tolist()],
            self._strata,
            self._sizes.persona_no,
            cell.astype(np.int64) * self._strata + within,
            became,
            signs,
            keys,
            person,
            np.concatenate(numbers),
            *rest,
        )

    @property
    def _strata(self) -> int:
        return self._sizes.position_no * self._sizes.persona_no

    def _codes(self, visits: Visits) -> tuple[Column, Column]:
        """The cell of each visit, and its kind."""
        cell = visits["journey_no"].astype(np.int64) * self._sizes.touchpoint_no
        cell += visits["touchpoint_no"]
        code = cell * self._strata
        code += visits["position_no"].astype(np.int32) * self._sizes.persona_no
        code += visits["persona_no"]
        code *= FATES * SIGNS
        code += visits["became"].astype(np.int64) * SIGNS
        code += visits["signs"]
        return cell, code


def _parts(person: Places, journey: Places, at_once: int) -> Iterator[slice]:
    """The visits of some people after those of others; journeys of one lie together."""
    begin = 0
    while begin < len(journey):
        end = min(begin + at_once, len(journey))
        if end < len(journey):
            after = np.searchsorted(person, person[journey[end - 1]], side="right")
            end = int(np.searchsorted(journey, journey.dtype.type(after)))
        yield slice(begin, end)
        begin = end
