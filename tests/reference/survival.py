"""Survival and incidences, the slow way: one formula after the other, from the journeys themselves.

In:     (time, outcome) of each journey, "open" for those that were last seen then
Out:    shares at a time, with the variances written as sums over all times up to it
"""

from __future__ import annotations

from collections.abc import Sequence
from math import prod

Case = tuple[float, str]


def _times(cases: Sequence[Case], until: float) -> list[float]:
    return sorted({time for time, outcome in cases if outcome != "open" and time <= until})


def _at_risk(cases: Sequence[Case], time: float) -> int:
    return sum(other >= time for other, _ in cases)


def _exits(cases: Sequence[Case], time: float, kind: str | None = None) -> int:
    return sum(
        other == time and outcome != "open" and kind in (None, outcome) for other, outcome in cases
    )


def survival(cases: Sequence[Case], until: float) -> float:
    """The product of the shares that stay."""
    return prod(1 - _exits(cases, t) / _at_risk(cases, t) for t in _times(cases, until))


def survival_variance(cases: Sequence[Case], until: float) -> float:
    """Greenwood's."""
    terms = [
        _exits(cases, t) / (_at_risk(cases, t) * (_at_risk(cases, t) - _exits(cases, t)))
        for t in _times(cases, until)
        if _at_risk(cases, t) > _exits(cases, t)
    ]
    return survival(cases, until) ** 2 * sum(terms)


def _just_before(cases: Sequence[Case], time: float) -> float:
    return survival([(t, o if t < time else "open") for t, o in cases], time)


def incidence(cases: Sequence[Case], kind: str, until: float) -> float:
    """The chance to be there just before, times the share that goes out in this way."""
    return sum(
        _just_before(cases, t) * _exits(cases, t, kind) / _at_risk(cases, t)
        for t in _times(cases, until)
    )


def incidence_variance(cases: Sequence[Case], kind: str, until: float) -> float:
    """The delta method, as Marubini and Valsecchi write it."""
    total, end = 0.0, incidence(cases, kind, until)
    for t in _times(cases, until):
        n, d, own = _at_risk(cases, t), _exits(cases, t), _exits(cases, t, kind)
        rest, before = end - incidence(cases, kind, t), _just_before(cases, t)
        if n > d:
            total += rest**2 * d / (n * (n - d))
        total += before**2 * own * (n - own) / n**3 - 2 * rest * before * own / n**2
    return total
