"""Groups of people that are alike, and how many there are.

In:     points, a row per person
Out:    the number of the group of each point, and how stable each number of groups is
Units:  stability is an adjusted Rand index: 1 where two divisions are the same, 0 where by chance
Errors: none
Source: k-means (MacQueen 1967) begun as k-means++ (Arthur and Vassilvitskii 2007). The number of
        groups by bootstrap (Dolnicar and Leisch 2010): people are drawn anew, divided again, and
        everybody is put into the nearest group; a number of groups is taken where the divisions
        agree with the first one. It has to be more than chance, too: groups leave less spread
        than as many do in each of 19 draws from normal distributions, one for each group when there
        is one group fewer (from one group to two, SigClust: Liu, Hayes, Nobel and Marron 2008; the
        sequence from few to many as McLachlan 1987 has it for mixtures)
Assumes groups are about as wide as long; long or nested ones are not found
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile

import numpy as np
import numpy.typing as npt

Points = npt.NDArray[np.float64]
Labels = npt.NDArray[np.int64]
STABLE = 0.8
_RESTARTS, _DRAWS = 10, 19
_ROUNDS = 25


@dataclass(frozen=True)
class Division:
    """One number of groups: how stable it is, and whether it is more than one group fewer.

    `left` is the share of the spread that stays inside groups, `left_by_chance` the least of that
    among draws that have one group fewer: to leave less than that has a chance of 1 in 20 there.
    """

    groups: int
    stability: float
    left: float
    left_by_chance: float

    @property
    def is_more(self) -> bool:
        """Whether it is more than one group fewer."""
        return self.left < self.left_by_chance


def divisions(points: Points, most: int, seed: int) -> list[Division]:
    """Judge the numbers of groups from 2 to `most`."""
    draw = np.random.default_rng(seed)
    found = []
    fewer = np.zeros(len(points), np.int64)
    for groups in range(2, most + 1):
        centres = centres_of(points, groups, draw)
        by_chance = [_left(_alike(points, fewer, draw), groups, draw) for _ in range(_DRAWS)]
        left = _inside(points, centres) / _whole(points)
        stability = _stability(points, centres, draw)
        found.append(Division(groups, stability, left, min(by_chance)))
        fewer = nearest(points, centres)
    return found


def chosen(found: Sequence[Division]) -> int:
    """The largest stable number of groups, up to the first that is no more than one fewer; else 1.

    >>> chosen([Division(2, 0.9, 0.4, 0.5), Division(3, 0.9, 0.3, 0.3), Division(4, 0.9, 0.1, 0.2)])
    2
    """
    more = takewhile(lambda one: one.is_more, found)
    return max((one.groups for one in more if one.stability >= STABLE), default=1)


def _alike(points: Points, label: Labels, draw: np.random.Generator) -> Points:
    """As many points from normal distributions, one with the mean and covariance of each group."""
    drawn = np.empty_like(points)
    for group in np.unique(label):
        own = points[label == group]
        mean = own.mean(axis=0)
        spread, axes = np.linalg.eigh((own - mean).T @ (own - mean) / len(own))
        chance = draw.standard_normal(own.shape) * np.sqrt(np.maximum(spread, 0))
        drawn[label == group] = mean + chance @ axes.T
    return drawn


def centres_of(points: Points, groups: int, draw: np.random.Generator) -> Points:
    """The best of some beginnings."""
    best, least = points[:groups], np.inf
    for _ in range(_RESTARTS):
        centres = _settled(points, _beginning(points, groups, draw))
        inside = _inside(points, centres)
        if inside < least:
            best, least = centres, inside
    return best


def _beginning(points: Points, groups: int, draw: np.random.Generator) -> Points:
    """Points drawn one after the other, the farther from those drawn before the likelier."""
    chosen_points = [points[draw.integers(len(points))]]
    away = np.full(len(points), np.inf)
    while len(chosen_points) < groups:
        away = np.minimum(away, ((points - chosen_points[-1]) ** 2).sum(axis=1))
        sure = away.cumsum()
        place = int(np.searchsorted(sure, draw.random() * sure[-1], side="right"))
        chosen_points.append(points[min(place, len(points) - 1)])
    return np.array(chosen_points)


def _settled(points: Points, centres: Points) -> Points:
    """The means of the groups of points, until nobody changes the group."""
    label = np.full(len(points), -1)
    for _ in range(_ROUNDS):
        former, label = label, nearest(points, centres)
        if (label == former).all():
            break
        is_in = label == np.arange(len(centres))[:, None]
        sizes = is_in.sum(axis=1)[:, None]
        means = is_in.astype(float) @ points / np.maximum(sizes, 1)
        # A group that nobody is in any more stays where it was.
        centres = np.where(sizes > 0, means, centres)
    return centres


def nearest(points: Points, centres: Points) -> Labels:
    """The number of the nearest centre of each point."""
    # The square of the point itself is the same for all centres.
    return np.asarray(((centres**2).sum(axis=1) - 2 * points @ centres.T).argmin(axis=1))


def _distances(points: Points, centres: Points) -> Points:
    squares = (points**2).sum(axis=1)[:, None] + (centres**2).sum(axis=1)[None, :]
    return np.asarray(squares - 2 * points @ centres.T)


def _inside(points: Points, centres: Points) -> float:
    return float(np.maximum(_distances(points, centres).min(axis=1), 0).sum())


def _left(points: Points, groups: int, draw: np.random.Generator) -> float:
    return _inside(points, centres_of(points, groups, draw)) / _whole(points)


def _whole(points: Points) -> float:
    return float(((points - points.mean(axis=0)) ** 2).sum())


def _stability(points: Points, centres: Points, draw: np.random.Generator) -> float:
    first = nearest(points, centres)
    agreements = []
    for _ in range(_DRAWS):
        again = points[draw.integers(0, len(points), len(points))]
        agreements.append(
            adjusted_rand(first, nearest(points, centres_of(again, len(centres), draw)))
        )
    return float(np.mean(agreements))


def adjusted_rand(one: Labels, other: Labels) -> float:
    """How far two divisions of the same points agree (Hubert and Arabie 1985).

    Pairs that are together in both, less as many as chance would have it.

    >>> round(adjusted_rand(np.array([0, 0, 1, 1]), np.array([0, 0, 1, 2])), 4)
    0.5714
    """
    _, rows = np.unique(one, return_inverse=True)
    _, columns = np.unique(other, return_inverse=True)
    table = np.zeros((rows.max() + 1, columns.max() + 1))
    np.add.at(table, (rows, columns), 1)
    together = _pairs(table).sum()
    ours, theirs = _pairs(table.sum(axis=1)).sum(), _pairs(table.sum(axis=0)).sum()
    by_chance = ours * theirs / _pairs(np.array(float(len(one))))
    most = (ours + theirs) / 2
    return 1.0 if most == by_chance else float((together - by_chance) / (most - by_chance))


def _pairs(counts: Points) -> Points:
    return np.asarray(counts * (counts - 1) / 2)
