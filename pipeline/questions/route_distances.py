"""How far apart routes are, and the few that stand for the others.

In:     routes, and how many journeys took each
Out:    distances; which routes are medoids; which medoid each route belongs to
Units:  distances from 0 to 1: the share of the steps of the longer route that have to be changed
Errors: none
Source: edit distance (Levenshtein 1966) by the length of the longer route; partitioning around
        medoids (Kaufman and Rousseeuw 1990): built up one by one, then swapped while that helps
Assumes that to leave out, to add and to change a touchpoint are equally much
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.float64]
Places = npt.NDArray[np.int64]
_LEAST_GAIN = 1e-12


def route_distances(routes: Sequence[Sequence[str]]) -> Numbers:
    """The distance of each route to each; there is a step at least in every route.

    >>> route_distances([["web", "pay"], ["web", "chat", "pay"]]).round(3).tolist()
    [[0.0, 0.333], [0.333, 0.0]]
    """
    names = {name: number for number, name in enumerate(sorted({n for r in routes for n in r}))}
    length = np.array([len(route) for route in routes])
    table = np.full((len(routes), int(length.max())), -1)
    for line, route in zip(table, routes, strict=True):
        line[: len(route)] = [names[name] for name in route]
    edits = np.array(
        [_edits(line[:steps], table) for line, steps in zip(table, length, strict=True)]
    )
    found = edits[:, np.arange(len(routes)), length]
    distances: Numbers = found / np.maximum(length[:, None], length[None, :])
    return distances


def _edits(route: Places, table: Places) -> Places:
    """The edits from one route to the beginnings of each other one, by how long they are."""
    columns = np.arange(table.shape[1] + 1)
    line = np.broadcast_to(columns, (len(table), len(columns)))
    for done, touchpoint in enumerate(route, start=1):
        kept = np.minimum(line[:, 1:] + 1, line[:, :-1] + (table != touchpoint))
        kept = np.column_stack([np.full(len(table), done), kept])
        # To add a step costs one more than the place to the left: a running minimum.
        line = np.minimum.accumulate(kept - columns, axis=1) + columns
    return line


def medoids_of(distances: Numbers, weight: Numbers, count: int) -> Places:
    """The places of `count` medoids: no swap of one for another route brings journeys nearer.

    The first is the best alone, the next one the best beside it, and so on; of equals the first.

    >>> line = np.abs(np.subtract.outer([0.0, 1, 2, 10, 11], [0.0, 1, 2, 10, 11]))
    >>> medoids_of(line, np.array([1.0, 1, 1, 1, 5]), 2).tolist()
    [4, 1]
    """
    chosen: list[int] = []
    nearest = np.full(len(distances), np.inf)
    for _ in range(min(count, len(distances))):
        costs = np.minimum(nearest[None, :], distances) @ weight
        costs[chosen] = np.inf
        chosen.append(int(np.argmin(costs)))
        nearest = np.minimum(nearest, distances[chosen[-1]])
    return _swapped(distances, weight, chosen)


def _swapped(distances: Numbers, weight: Numbers, chosen: list[int]) -> Places:
    cost = float(distances[chosen].min(axis=0) @ weight)
    while True:
        tried = [_best_swap(distances, weight, chosen, out) for out in range(len(chosen))]
        best_cost, come, out = min((cost, come, out) for out, (cost, come) in enumerate(tried))
        if best_cost >= cost - _LEAST_GAIN * max(cost, 1.0):
            return np.array(chosen)
        chosen[out], cost = come, best_cost


def _best_swap(
    distances: Numbers, weight: Numbers, chosen: Sequence[int], out: int
) -> tuple[float, int]:
    """What it costs to put the best other route in the place of one medoid, and which it is."""
    staying = [one for place, one in enumerate(chosen) if place != out]
    nearest = distances[staying].min(axis=0, initial=np.inf)
    costs = np.minimum(nearest[None, :], distances) @ weight
    costs[list(chosen)] = np.inf
    come = int(np.argmin(costs))
    return float(costs[come]), come


def belongs_to(distances: Numbers, medoids: Places) -> Places:
    """The place of the medoid each route is nearest to; of equals the first."""
    found: Places = distances[medoids].argmin(axis=0)
    return found
