"""Journeys that left their plan against those that came as far: what a variance over people needs.

In:     for each journey its person, whether it reached the goal, at which step it left the plan,
        and to which steps it came if it did not
Out:    Products: sums over people of products of counts, and how many people left at which steps
Units:  journeys
Errors: none
Source: direct standardisation to the steps at which journeys left, with the variance of its
        influence function, by person: that of each person is a sum of their counts, weighted alike
        for all, so that the sum of its squares is made of sums of products of these counts
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from pipeline.questions.pieces_of_journeys import Flags, Places, changes
from pipeline.questions.small_numbers import grouped

Numbers = npt.NDArray[np.float64]

_AT_ONCE = 1 << 16  # journeys, of which some hundred bytes each are held
Steps = tuple[int, ...]


@dataclass(frozen=True)
class Products:
    """By two counts the sum of their products over people, and people by the steps they left at.

    A person has the count 1; then, of each step, journeys that left there; those of them that
    reached the goal; journeys that came there and did not leave; those of them that did.
    """

    sums: Mapping[tuple[int, int], int]
    people: Mapping[Steps, int]


class Standardised(NamedTuple):
    """The goal among journeys that left their plan and among others, and the sum of squares.

    `people` are those of the journeys that left.
    """

    reached_with: float
    reached_without: float
    squares: float
    people: int


def products_of(person: Places, reached: Flags, left: Places, beside: Flags) -> Products:
    """Count them. People lie together; `left` is -1 where a journey did not leave at a step."""
    steps = beside.shape[1]
    sums = np.zeros((4 * steps + 1, 4 * steps + 1), np.int64)
    people: dict[Steps, int] = {}
    for own in _crowds(person):
        counts = _counts(person[own], reached[own], left[own], beside[own])
        sums += np.rint(counts.T @ counts).astype(np.int64)
        has = counts[:, 1 : 1 + steps] > 0
        has = has[has.any(axis=1)]
        keys, place = grouped([*has.T])
        for key, many in zip(np.array(keys).T, np.bincount(place), strict=True):
            at = tuple(np.flatnonzero(key).tolist())
            people[at] = people.get(at, 0) + int(many)
    one, other = (places.tolist() for places in np.nonzero(sums))
    told = {pair: int(sums[pair]) for pair in zip(one, other, strict=True)}
    return Products(told, people)


def standardised(products: Products, steps: int) -> Standardised | None:
    """Those that left against those that came to the same steps; none where nobody did both.

    >>> person, reached = np.array([0, 1]), np.array([True, False])
    >>> told = products_of(person, reached, np.array([0, -1]), np.array([[False], [True]]))
    >>> standardised(told, 1)
    Standardised(reached_with=1.0, reached_without=0.0, squares=0.0, people=1)
    """
    total = [products.sums.get((0, place), 0) for place in range(4 * steps + 1)]
    counts = [total[1 + part * steps : 1 + (part + 1) * steps] for part in range(4)]
    left, goals, came, others = counts
    both = [step for step in range(steps) if left[step] and came[step]]
    n = sum(left[step] for step in both)
    if not n:
        return None
    reached_with = sum(goals[step] for step in both) / n
    reached_without = 0.0
    for step in both:
        reached_without += left[step] / n * (others[step] / came[step])
    people = sum(many for at, many in products.people.items() if not set(at).isdisjoint(both))
    weights = _weights(both, n, counts)
    squares = sum(
        weights[one] * weights[other] * many
        for (one, other), many in products.sums.items()
        if one in weights and other in weights
    )
    return Standardised(reached_with, reached_without, float(squares), people)


def _weights(both: Sequence[int], n: int, counts: Sequence[Sequence[int]]) -> dict[int, Fraction]:
    """How much each count of a person weighs in the influence on the difference."""
    left, goals, came, others = counts
    share = {step: Fraction(others[step], came[step]) for step in both}
    without = sum(Fraction(left[step], n) * share[step] for step in both)
    difference = Fraction(sum(goals[step] for step in both), n) - without
    found: dict[int, Fraction] = {}
    for step in both:
        weight = Fraction(left[step], n) / came[step]
        parts = (-(share[step] + difference) / n, Fraction(1, n), weight * share[step], -weight)
        found |= {1 + part * len(left) + step: one for part, one in enumerate(parts)}
    return found


def _crowds(person: Places) -> list[slice]:
    """Journeys of some people after those of others."""
    cuts = np.unique(np.searchsorted(person, person[::_AT_ONCE]))
    ends = np.append(cuts[1:], len(person))[: len(cuts)]
    return [slice(begin, end) for begin, end in zip(cuts.tolist(), ends.tolist(), strict=True)]


def _counts(person: Places, reached: Flags, left: Places, beside: Flags) -> Numbers:
    """The counts of each person."""
    steps = beside.shape[1]
    told = np.zeros((len(person), 4 * steps + 1))
    told[np.flatnonzero(changes(person)), 0] = 1
    own = np.flatnonzero(left >= 0)
    told[own, 1 + left[own]] = 1
    told[own, 1 + steps + left[own]] = reached[own]
    told[:, 1 + 2 * steps : 1 + 3 * steps] = beside
    told[:, 1 + 3 * steps :] = beside & reached[:, None]
    return np.add.reduceat(told, np.flatnonzero(changes(person)), axis=0)
