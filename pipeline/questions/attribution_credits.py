"""Give every journey that reached the goal to the values it touched, by each model.

In:     rows of sql/questions/attribution_credits.sql and attribution_moves.sql
Out:    rows: model, value_name, conversions, share, value, removal_effect
Units:  journeys; shares from 0 to 1; money as in journeys.value
Errors: none; without a journey that reached the goal there are no rows
Source: sql/50_marts/attribution.sql names the models
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from math import fsum
from typing import Any

from pipeline.questions.attribution_chain import Moves, State, removal_effects

Row = Mapping[str, Any]
MARKOV = "markov"
_ENDS, _MIDDLE = 0.4, 0.2
_FEW = 2
MODELS = (
    *("first", "last", "last_non_direct", "linear", "position", "time_decay", "shapley"),
    MARKOV,
)


def credits_of(rows: Iterable[Row], moves: Iterable[Row], memory: int = 1) -> list[dict[str, Any]]:
    """All models; conversions of each add up to the journeys that reached the goal.

    `memory` is the order of the Markov chain: how many last touches its moves remember.

    >>> row = {"value_name": "ads", "touches": 1, "values_touched": 1, "is_first": True,
    ...        "is_last": True, "is_last_known": True, "is_new": True, "journeys": 3,
    ...        "journeys_with_value": 0, "value": 0.0, "decayed": 3.0, "decayed_value": 0.0}
    >>> move = {"before_2": None, "before_1": None, "value_name": "ads", "next_name": None,
    ...         "is_reached": True, "moves": 3, "begun": 3}
    >>> found = credits_of([row], [move])
    >>> {one["model"]: one["conversions"] for one in found} == dict.fromkeys(MODELS, 3.0)
    True
    """
    told, steps = list(rows), list(moves)
    reached = sum(row["journeys"] for row in told if row["is_first"])
    if not reached:
        return []
    has_value = any(row["journeys_with_value"] for row in told)
    value = fsum(row["value"] for row in told if row["is_first"]) if has_value else None
    effects = removal_effects(chain_of(steps, memory))
    names = sorted({row["value_name"] for row in steps})
    credited = {
        model: _by_rule(model, told, names, has_value=has_value)
        for model in MODELS
        if model != MARKOV
    }
    credited[MARKOV] = _by_effect(effects, reached, value)
    return [
        {
            "model": model,
            "value_name": name,
            "conversions": conversions,
            "share": conversions / reached,
            "value": money,
            "removal_effect": effects[name] if model == MARKOV else None,
        }
        for model, of_values in credited.items()
        for name, (conversions, money) in of_values.items()
    ]


_Credits = dict[str, tuple[float, float | None]]


def chain_of(rows: Iterable[Row], memory: int) -> Moves:
    """The counted moves between states; a state is the last touches, at most `memory` of them."""
    moves = Moves()
    for row in rows:
        known = (row["before_2"], row["before_1"], row["value_name"])
        state: State = tuple(name for name in known if name is not None)
        name = row["next_name"]
        following = None if name is None else (*state, name)[-memory:]
        moves.begun[state] += row["begun"]
        moves.add(state, following, row["moves"], reached=bool(row["is_reached"]))
    return moves


def _by_rule(model: str, rows: list[Row], names: list[str], *, has_value: bool) -> _Credits:
    parts: dict[str, list[tuple[float, float]]] = {name: [] for name in names}
    for row in rows:
        if model == "time_decay":
            parts[row["value_name"]].append((row["decayed"], row["decayed_value"]))
        else:
            weight = _weight(model, row)
            parts[row["value_name"]].append((weight * row["journeys"], weight * row["value"]))
    return {
        name: (fsum(part[0] for part in own), fsum(part[1] for part in own) if has_value else None)
        for name, own in parts.items()
    }


def _weight(model: str, row: Row) -> float:
    """What share of a journey one touch at such a place is given."""
    weights: dict[str, float] = {
        "first": row["is_first"],
        "last": row["is_last"],
        "last_non_direct": row["is_last_known"],
        "linear": 1 / row["touches"],
        "position": _position(row["touches"], at_an_end=row["is_first"] or row["is_last"]),
        "shapley": row["is_new"] / row["values_touched"],
    }
    return float(weights[model])


def _position(touches: int, *, at_an_end: bool) -> float:
    if touches <= _FEW:
        return 1 / touches
    return _ENDS if at_an_end else _MIDDLE / (touches - _FEW)


def _by_effect(effects: Mapping[str, float], reached: int, value: float | None) -> _Credits:
    whole = fsum(effects.values())
    return {
        name: (reached * effect / whole, None if value is None else value * effect / whole)
        for name, effect in effects.items()
    }
