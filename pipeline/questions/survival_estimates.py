"""How many are still undecided after how long, and how many have gone out in each way.

In:     times at which something happened, ascending; for each the exits of every kind and how many
        were last seen then (censored)
Out:    Estimates: the survival curve and a cumulative incidence per kind, with 95 % intervals
Units:  times in any unit; shares from 0 to 1; NaN where an interval is not known (at 0 and at 1)
Errors: none; whoever leaves at the time of an exit is at risk at it
Source: Kaplan and Meier (1958); Greenwood's variance; Aalen and Johansen (1978), its variance by
        the delta method as in Marubini and Valsecchi (1995), section 10.2; intervals on the scale
        of log(-log) as in Kalbfleisch and Prentice (2002), section 1.4.1
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.float64]

_Z = 1.959963984540054  # two-sided 95 %
_NEARLY = 1e-9  # a sum of shares that is 1 on paper misses it by a little


@dataclass(frozen=True)
class Estimates:
    """At each time: at risk just before it; survival and incidences just after it."""

    at_risk: Numbers
    survival: Numbers
    survival_low: Numbers
    survival_high: Numbers
    incidence: Numbers  # times x kinds
    incidence_low: Numbers
    incidence_high: Numbers


def estimate(exits: Numbers, censored: Numbers) -> Estimates:
    """Both estimators at every time; `exits` has a row per time and a column per kind.

    >>> found = estimate(np.array([[1.0, 0.0], [0.0, 1.0]]), np.array([1.0, 0.0]))
    >>> found.at_risk.tolist(), found.survival.round(3).tolist()
    ([3.0, 1.0], [0.667, 0.0])
    >>> found.incidence.round(3).tolist()
    [[0.333, 0.0], [0.333, 0.667]]
    """
    decided = exits.sum(axis=1)
    leaving = decided + censored
    at_risk = leaving.sum() - leaving.cumsum() + leaving
    survival = np.cumprod(1 - decided / at_risk)
    before = np.concatenate([[1.0], survival[:-1]])
    staying = at_risk - decided
    # Where nobody stays the curve is at 0 for good, and that term counts no more.
    hazards = np.divide(decided, at_risk * staying, out=np.zeros_like(decided), where=staying > 0)
    low, high = _bounds(survival, survival * np.sqrt(hazards.cumsum()))
    incidence = np.cumsum(before[:, None] * exits / at_risk[:, None], axis=0)
    spread = _incidence_spread(incidence, exits, before, at_risk, hazards)
    incidence_low, incidence_high = _bounds(incidence, spread)
    return Estimates(at_risk, survival, low, high, incidence, incidence_low, incidence_high)


def _incidence_spread(
    incidence: Numbers, exits: Numbers, before: Numbers, at_risk: Numbers, hazards: Numbers
) -> Numbers:
    """The standard error of each incidence at each time.

    The variance at t is the sum over times u up to t of
      (F(t) - F(u))^2 d / (n (n - d)) + S(u-)^2 d_k (n - d_k) / n^3
      - 2 (F(t) - F(u)) S(u-) d_k / n^2,
    multiplied out, so that each term is a running sum.
    """
    hazard, n, earlier = hazards[:, None], at_risk[:, None], before[:, None]
    step = earlier * exits / n**2
    own = earlier**2 * exits * (n - exits) / n**3
    sums = [
        terms.cumsum(axis=0)
        for terms in (hazard, incidence * hazard, incidence**2 * hazard, own, step)
    ]
    squared, mixed, plain, owned, stepped = sums
    crossed = (incidence * step).cumsum(axis=0)
    variance = (
        incidence**2 * squared
        - 2 * incidence * mixed
        + plain
        + owned
        - 2 * (incidence * stepped - crossed)
    )
    spread: Numbers = np.sqrt(np.clip(variance, 0.0, None))
    return spread


def _bounds(share: Numbers, spread: Numbers) -> tuple[Numbers, Numbers]:
    """The 95 % interval on the scale of log(-log), which never leaves 0 to 1."""
    is_inside = (share > _NEARLY) & (share < 1 - _NEARLY)
    inner = np.where(is_inside, share, 0.5)
    power = np.exp(_Z * spread / np.abs(inner * np.log(inner)))
    low: Numbers = np.where(is_inside, inner**power, np.nan)
    high: Numbers = np.where(is_inside, inner ** (1 / power), np.nan)
    return low, high
