"""Give every journey that reached the goal to the values it touched, by each model.

In:     what was counted of the touches of journeys of which it is known how they ended
Out:    rows: model, value_name, conversions, share, value, removal_effect
Units:  journeys; shares from 0 to 1; money as in journeys.value
Errors: none; without a journey that reached the goal there are no rows
Source: sql/50_marts/attribution.sql names the models
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import fsum
from typing import Any

import numpy as np

from pipeline.questions.attribution_chain import removal_effects
from pipeline.questions.attribution_sums import (
    Counted,
    Numbers,
    Places,
    amount_of,
    moves_of,
    names_of,
    places_of,
)

MARKOV = "markov"
_ENDS, _MIDDLE = 0.4, 0.2
_FEW = 2
MODELS = (
    *("first", "last", "last_non_direct", "linear", "position", "time_decay", "shapley"),
    MARKOV,
)
_Credits = dict[str, tuple[float, float | None]]


def credits_of(told: Counted) -> list[dict[str, Any]]:
    """All models; conversions of each add up to the journeys that reached the goal."""
    places, names = places_of(told), names_of(told)
    reached, valued = (
        int(each[places.is_first].sum()) for each in (places.journeys, places.valued)
    )
    if not reached:
        return []
    has_value = valued > 0
    value = amount_of(told) / 10**4 if has_value else None
    effects = removal_effects(moves_of(told))
    credited = {
        model: _by_rule(model, places, names, has_value=has_value)
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


def _by_rule(model: str, places: Places, names: Sequence[str], *, has_value: bool) -> _Credits:
    if model == "time_decay":
        parts = (places.decayed, places.decayed_amount)
    else:
        weight = _weight(model, places)
        parts = (weight * places.journeys, weight * places.amount)
    conversions, money = (
        np.bincount(places.value, part, len(names) + 1)[1:].tolist() for part in parts
    )
    return {
        name: (conversions[number], money[number] if has_value else None)
        for number, name in enumerate(names)
    }


def _weight(model: str, places: Places) -> Numbers:
    """What share of a journey one touch at such a place is given."""
    at_an_end = places.is_first | places.is_last
    middle = np.where(at_an_end, _ENDS, _MIDDLE / np.maximum(places.touches - _FEW, 1))
    weights = {
        "first": places.is_first,
        "last": places.is_last,
        "last_non_direct": places.is_last_known,
        "linear": 1 / places.touches,
        "position": np.where(places.touches <= _FEW, 1 / places.touches, middle),
        "shapley": places.is_new / places.values_touched,
    }
    return np.asarray(weights[model], float)


def _by_effect(effects: Mapping[str, float], reached: int, value: float | None) -> _Credits:
    whole = fsum(effects.values())
    return {
        name: (reached * effect / whole, None if value is None else value * effect / whole)
        for name, effect in effects.items()
    }
