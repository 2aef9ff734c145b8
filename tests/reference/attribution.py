"""Attribution the slow way: journey by journey, and Markov removals by striking states out.

In:     journeys as lists of (value, time in seconds), whether they reached the goal
Out:    conversions by model and value; removal effects
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from itertools import combinations, pairwise
from math import factorial

import numpy as np

Touches = Sequence[tuple[str, float]]
Told = Sequence[tuple[Touches, bool]]


def by_rule(journeys: Told, *, direct: set[str], half_life_s: float) -> dict[str, dict[str, float]]:
    """Every model but the chain and Shapley's."""
    found: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for touches, reached in journeys:
        if not reached:
            continue
        names, times = [name for name, _ in touches], [time for _, time in touches]
        known = [place for place, name in enumerate(names) if name not in direct]
        size = len(names)
        decay = [0.5 ** ((times[-1] - time) / half_life_s) for time in times]
        shares = {
            "first": [1.0] + [0.0] * (size - 1),
            "last": [0.0] * (size - 1) + [1.0],
            "last_non_direct": [0.0] * size,
            "linear": [1 / size] * size,
            "position": [1 / size] * size,
            "time_decay": [weight / sum(decay) for weight in decay],
        }
        shares["last_non_direct"][known[-1] if known else -1] = 1.0
        if size > 2:
            shares["position"] = [0.4, *[0.2 / (size - 2)] * (size - 2), 0.4]
        for model, weights in shares.items():
            for name, weight in zip(names, weights, strict=True):
                found[model][name] += weight
    return found


def shapley(journeys: Told) -> dict[str, float]:
    """The value of a coalition: the journeys that reach the goal with no other channel than its."""
    sets = [frozenset(name for name, _ in touches) for touches, reached in journeys if reached]
    names = sorted(frozenset().union(*sets))

    def worth(coalition: frozenset[str]) -> int:
        return sum(own <= coalition for own in sets)

    found = {}
    for name in names:
        others = [other for other in names if other != name]
        found[name] = 0.0
        for size in range(len(names)):
            weight = factorial(size) * factorial(len(names) - size - 1) / factorial(len(names))
            for chosen in combinations(others, size):
                without = frozenset(chosen)
                found[name] += weight * (worth(without | {name}) - worth(without))
    return found


def removals(journeys: Told, order: int) -> dict[str, float]:
    """Strike out each channel in turn, and solve the whole chain with dense matrices again."""
    rows: dict[object, dict[object, int]] = defaultdict(lambda: defaultdict(int))
    for touches, reached in journeys:
        states: list[object] = ["start"]
        names = [name for name, _ in touches]
        states += [tuple(names[: end + 1][-order:]) for end in range(len(names))]
        states.append("goal" if reached else "lost")
        for here, there in pairwise(states):
            rows[here][there] += 1
    whole = _chance(rows, None) if rows else 0.0
    names = sorted({name for touches, _ in journeys for name, _ in touches})
    return {name: 1 - _chance(rows, name) / whole for name in names} if whole else {}


def _chance(rows: dict[object, dict[object, int]], removed: str | None) -> float:
    states = list(rows)
    places = {state: place for place, state in enumerate(states)}
    within, goal = np.zeros((len(states), len(states))), np.zeros(len(states))
    for state, nexts in rows.items():
        total = sum(nexts.values())
        for following, count in nexts.items():
            if following == "goal":
                goal[places[state]] += count / total
            elif following != "lost" and removed not in following:  # type: ignore[operator]
                within[places[state], places[following]] += count / total
    solved = np.linalg.inv(np.eye(len(states)) - within) @ goal
    return float(solved[places["start"]])
