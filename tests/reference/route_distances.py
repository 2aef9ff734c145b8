"""Edits and medoids the slow way: by trying everything.

In:     routes; distances and how much each route counts
Out:    what pipeline.questions.route_distances finds quickly
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache


def edits(one: Sequence[str], other: Sequence[str]) -> int:
    """The fewest steps to add, leave out or change: from the definition."""

    @cache
    def rest(here: int, there: int) -> int:
        if here == len(one) or there == len(other):
            return len(one) - here + len(other) - there
        changed = rest(here + 1, there + 1) + (one[here] != other[there])
        return min(changed, 1 + rest(here + 1, there), 1 + rest(here, there + 1))

    return rest(0, 0)


def cost(
    distances: Sequence[Sequence[float]], weight: Sequence[float], medoids: Sequence[int]
) -> float:
    """How far all journeys are from their nearest medoid, together."""
    return sum(
        own * min(distances[medoid][route] for medoid in medoids)
        for route, own in enumerate(weight)
    )
