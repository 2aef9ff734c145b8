"""What the chain of touches would lose without a channel: Markov attribution.

In:     how often each state was followed by which; a state is the last one to three touches
Out:    the removal effect of every value
Units:  shares from 0 to 1 of the conversions of the chain
Errors: JourneysError where a chain of order 2 or 3 has too many states to be solved; a chain
        without conversions has no effects
Source: Anderl, Becker, von Wangenheim and Schumann (2016), Mapping the customer journey,
        https://doi.org/10.1016/j.ijresmar.2016.03.001; absorbing chains by Kemeny and Snell (1976)
Assumes that what comes next depends on the last touches alone; a removed value loses the journey.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import partial

import numpy as np
import numpy.typing as npt
from scipy.sparse import csc_array, eye_array
from scipy.sparse.linalg import splu

from pipeline.errors import JourneysError

State = tuple[str, ...]
Numbers = npt.NDArray[np.float64]
DENSE_STATES = 2000  # up to so many a full inverse is the fastest
MOST_STATES = 4000  # of higher orders: their chains fill up as they are solved


@dataclass
class Moves:
    """Counted moves: between states, from the start, to the goal, and out of each state in all."""

    between: dict[tuple[State, State], int] = field(default_factory=lambda: defaultdict(int))
    begun: dict[State, int] = field(default_factory=lambda: defaultdict(int))
    reached: dict[State, int] = field(default_factory=lambda: defaultdict(int))
    leaving: dict[State, int] = field(default_factory=lambda: defaultdict(int))

    def add(self, state: State, following: State | None, count: int, *, reached: bool) -> None:
        """Count moves; without a following state they are ends. Staying in a state is no move."""
        if following == state:
            return
        self.leaving[state] += count
        if following is not None:
            self.between[state, following] += count
        elif reached:
            self.reached[state] += count


def moves_of(paths: Iterable[tuple[State, bool, int]], order: int = 1) -> Moves:
    """The moves of paths: touches, whether they reached the goal, and how many went so.

    >>> moves = moves_of([(("ads", "web"), True, 3), (("web",), False, 1)])
    >>> dict(moves.begun), dict(moves.leaving), dict(moves.reached)
    ({('ads',): 3, ('web',): 1}, {('ads',): 3, ('web',): 4}, {('web',): 3})
    """
    moves = Moves()
    for touches, reached, count in paths:
        states = [touches[max(0, end - order) : end] for end in range(1, len(touches) + 1)]
        moves.begun[states[0]] += count
        for state, following in zip(states, [*states[1:], None], strict=True):
            moves.add(state, following, count, reached=reached)
    return moves


def removal_effects(moves: Moves, dense_states: int = DENSE_STATES) -> dict[str, float]:
    """The share of conversions lost when all journeys that come to a value are lost there.

    With N the expected visits and h the chance of the goal, the journeys that reach it without
    ever being in the states A have the chance h(start) - N(start, A) N(A, A)^-1 h(A).

    >>> effects = removal_effects(moves_of([(("ads", "web"), True, 1), (("web",), True, 1)]))
    >>> {name: round(effect, 12) for name, effect in effects.items()}
    {'ads': 0.5, 'web': 1.0}
    """
    states = sorted(moves.leaving)
    places = {state: place for place, state in enumerate(states)}
    leaving = np.array([moves.leaving[state] for state in states], float)
    begun = np.array([moves.begun.get(state, 0) for state in states], float)
    reached = np.array([moves.reached.get(state, 0) for state in states], float) / leaving
    if not reached.any():
        return {}
    _refuse_too_many(states)
    solve = _solved if len(states) <= dense_states else _solved_sparse
    chance, visits, visits_within = solve(_within(moves, places, leaving), reached, begun)
    own: dict[str, list[int]] = defaultdict(list)
    for state, place in places.items():
        own[state[-1]].append(place)
    whole = begun @ chance
    return {
        name: float(visits[at] @ np.linalg.solve(visits_within(at), chance[at])) / float(whole)
        for name, at in sorted(own.items())
    }


def _refuse_too_many(states: list[State]) -> None:
    if len(states) > MOST_STATES and any(len(state) > 1 for state in states):
        raise JourneysError(
            f"The chain has {len(states):,} states, more than {MOST_STATES:,}.",
            fix="a lower order, or a dimension with fewer values",
        )


def _within(moves: Moves, places: dict[State, int], leaving: Numbers) -> csc_array:
    """The identity less the shares of moves between states."""
    pairs = [(places[state], places[following]) for state, following in moves.between]
    rows = np.array([row for row, _ in pairs], int)
    columns = np.array([column for _, column in pairs], int)
    counts = np.array(list(moves.between.values()), float)
    size = len(places)
    shares = csc_array((counts / leaving[rows], (rows, columns)), shape=(size, size))
    return csc_array(eye_array(size, format="csc") - shares)


# The chance of the goal from each state, the visits from the start, and those within some states.
_Solved = tuple[Numbers, Numbers, Callable[[list[int]], Numbers]]


def _solved(within: csc_array, reached: Numbers, begun: Numbers) -> _Solved:
    visits = np.linalg.inv(within.toarray())
    return visits @ reached, begun @ visits, lambda at: visits[np.ix_(at, at)]


def _solved_sparse(within: csc_array, reached: Numbers, begun: Numbers) -> _Solved:
    chain = splu(within)
    visits_within = partial(_visits_within, chain, len(begun))
    return chain.solve(reached), chain.solve(begun, trans="T"), visits_within


def _visits_within(chain: splu, size: int, at: list[int]) -> Numbers:
    units = np.zeros((size, len(at)))
    units[at, range(len(at))] = 1
    visits: Numbers = chain.solve(units)[at]
    return visits
