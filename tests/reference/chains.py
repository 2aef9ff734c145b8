"""Chains, loops and backbones the slow way: by walking, by cutting out, by adding up an integral.

In:     routes; moves; weights
Out:    what pipeline.questions finds by equations
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

Move = tuple[str, str, float, float]


def walked(moves: Sequence[Move], start: str, longest: int = 20_000) -> dict[str, float]:
    """Send one journey along all ways at once, move by move, until next to nothing is under way."""
    ways: dict[str, list[Move]] = defaultdict(list)
    for move in moves:
        ways[move[0]].append(move)
    found: dict[str, float] = defaultdict(float)
    here = {start: 1.0}
    for _ in range(longest):
        following: dict[str, float] = defaultdict(float)
        for place, chance in here.items():
            total = sum(move[2] for move in ways[place])
            for _, target, count, wait_s in ways[place]:
                moving = chance * count / total
                found["time_to_go_s"] += moving * wait_s / count
                if target in ways:
                    following[target] += moving
                    found["steps_to_go"] += moving
                else:
                    found[target] += moving
        here = following
        if sum(here.values()) < 1e-15:
            break
    return found


def cut_out(route: Sequence[str]) -> list[tuple[str, ...]]:
    """Cut out the shortest way that comes back to where it began, the earliest first."""
    left = list(route)
    found = []
    while len(set(left)) < len(left):
        end = min(place for place in range(len(left)) if left[place] in left[:place])
        start = left.index(left[end])
        found.append(tuple(left[start:end]))
        del left[start:end]
    return found


def chance_of_share(share: float, edges: int, pieces: int = 20_000) -> float:
    """How likely a piece of a stick broken at random into so many is at least that long."""
    if edges == 1:
        return 1.0
    width = share / pieces
    below = sum((1 - (place + 0.5) * width) ** (edges - 2) for place in range(pieces)) * width
    return 1 - (edges - 1) * below
