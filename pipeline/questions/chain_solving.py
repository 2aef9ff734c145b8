"""What a chain of touchpoints says of each of them: how it ends from here, and what is to come.

In:     counted moves between touchpoints and to the ends, with the time they took
Out:    for every touchpoint the chance of each end, the expected steps and seconds to go
Units:  moves; seconds; chances from 0 to 1
Errors: JourneysError where nobody goes on from a touchpoint that is to lose fewer
Source: Kemeny and Snell (1976), Finite Markov Chains, chapter 3: with Q the shares of moves between
        touchpoints and R those to the ends, the chances are (I - Q)^-1 R and the expected sums of a
        cost c per visit (I - Q)^-1 c. A move costs 1 step and its mean time.
Assumes that what comes next depends on the touchpoint alone, not on what came before it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

import numpy as np

from pipeline.errors import JourneysError


class Move(NamedTuple):
    """How often journeys went from a touchpoint to another or an end, and the time in all."""

    source: str
    target: str
    moves: float
    wait_s: float = 0.0


def solve_chain(moves: Iterable[Move]) -> list[dict[str, Any]]:
    """One row per touchpoint, in order of name; what no move leads out of is an end.

    steps_to_go counts the touchpoints still to come, without the one where the journey is. Every
    touchpoint must have a way to an end, which it has where the moves are those of whole journeys.

    >>> moves = [Move("a", "b", 3, 30.0), Move("a", "(ended)", 1), Move("b", "(reached)", 3)]
    >>> for row in solve_chain(moves):
    ...     print({name: round(value, 9) for name, value in row.items() if name != "touchpoint"})
    {'(ended)': 0.25, '(reached)': 0.75, 'steps_to_go': 0.75, 'time_to_go_s': 7.5}
    {'(ended)': 0.0, '(reached)': 1.0, 'steps_to_go': 0.0, 'time_to_go_s': 0.0}
    """
    listed = list(moves)
    names = sorted({move.source for move in listed})
    ends = sorted({move.target for move in listed} - set(names))
    columns = {name: place for place, name in enumerate([*names, *ends])}
    counts, waits = np.zeros((2, len(names), len(columns)))
    for move in listed:
        counts[columns[move.source], columns[move.target]] += move.moves
        waits[columns[move.source], columns[move.target]] += move.wait_s
    leaving = counts.sum(axis=1, keepdims=True)
    shares = counts / leaving
    within, out = shares[:, : len(names)], shares[:, len(names) :]
    costs = np.column_stack([within.sum(axis=1), waits.sum(axis=1) / leaving[:, 0]])
    solved = np.linalg.solve(np.eye(len(names)) - within, np.column_stack([out, costs]))
    keys = [*ends, "steps_to_go", "time_to_go_s"]
    return [
        {"touchpoint": name} | dict(zip(keys, map(float, row), strict=True))
        for name, row in zip(names, solved, strict=True)
    ]


def with_share(moves: Iterable[Move], source: str, target: str, share: float) -> list[Move]:
    """The same moves, but such a share of those out of `source` goes to `target`.

    The other ways out of it keep their proportions and the mean time they take.

    >>> moves = [Move("a", "b", 3, 30.0), Move("a", "(ended)", 1), Move("b", "(reached)", 3)]
    >>> with_share(moves, "a", "(ended)", 0.625)[:2]
    [Move(source='a', target='b', moves=1.5, wait_s=15.0), Move(source='a', target='(ended)', \
moves=2.5, wait_s=0.0)]
    """
    listed = list(moves)
    leaving = sum(move.moves for move in listed if move.source == source)
    others = sum(
        move.moves for move in listed if (move.source, move.target != target) == (source, True)
    )
    if not others:
        raise JourneysError(f'Nobody goes on from "{source}": what they would do is not known.')
    scale = leaving * (1 - share) / others
    return [
        move
        if move.source != source
        else move._replace(moves=leaving * share)
        if move.target == target
        else move._replace(moves=move.moves * scale, wait_s=move.wait_s * scale)
        for move in listed
    ]
