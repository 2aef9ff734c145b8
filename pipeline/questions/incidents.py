"""Days on which a touchpoint lost far more journeys than on its other days.

In:     per touchpoint and day: visits, those that were the end, and how many were to be expected
Out:    incidents: days in a row, each with its excess, interval and p
Units:  visits; days of the configured time zone
Errors: none
Source: each day against the beta-binomial law, whose spread is as large as that of the touchpoint's
        other days (method of moments on the nine tenths of days that stray least, as in a truncated
        chi-square); what was expected is set again by the days that stand out in nothing
Assumes journeys of different days are independent; days differ by a random effect of their own
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import numpy.typing as npt

from pipeline.questions.contrasts import Numbers, Z
from pipeline.questions.finding_counts import Row
from pipeline.questions.laws import beta_binomial_at_least, binomial_at_least

Run = list[tuple[Row, float]]

FEWEST_A_DAY = 10
FEWEST_DAYS = 10
_KEPT = 0.9
_KEPT_MEAN = 0.622_9  # of a chi-square with one degree of freedom below its 0.9 quantile


@dataclass(frozen=True)
class Incident:
    """Days in a row at one touchpoint; `others` are the visits of its other days."""

    journey_no: int
    touchpoint_no: int
    first: date
    last: date
    n: float
    ended: float
    others: float
    expected: float
    excess_low: float
    excess_high: float
    p: float


def incidents(rows: Iterable[Row], largest_p: float, min_n: int) -> Iterator[Incident]:
    """The days of each touchpoint that stand out, those in a row together.

    p is that of its worst day times the number of days compared (Bonferroni). A touchpoint of which
    no day stands out is there too, with an excess of nothing: it was looked at as well. One with
    fewer than ten days of at least ten visits is not.
    """
    for own in _by_touchpoint(rows).values():
        if len(own) >= FEWEST_DAYS:
            p = np.minimum(_tails(own) * len(own), 1.0)
            runs = [run for run in _runs(own, p <= largest_p, p) if _visits(run) >= min_n]
            out = {row["day"] for run in runs for row, _ in run}
            others = [row for row in own if row["day"] not in out]
            yield from (_incident(run, others) for run in runs)
            if not runs:
                yield _nothing(own, float(p.min()))


def _visits(run: Run) -> int:
    return sum(row["n"] for row, _ in run)


def _nothing(own: list[Row], p: float) -> Incident:
    first, last, n = own[0], own[-1], sum(row["n"] for row in own)
    places = (first["journey_no"], first["touchpoint_no"], first["day"], last["day"])
    return Incident(*places, n, 0.0, 0.0, 0.0, 0.0, 0.0, p)


def _incident(run: Run, others: list[Row]) -> Incident:
    first, last = run[0][0], run[-1][0]
    n, ended, hoped = (sum(row[name] for row, _ in run) for name in ("n", "here", "expected"))
    ended_else, hoped_else = (sum(row[name] for row in others) for name in ("here", "expected"))
    usual = hoped * ended_else / hoped_else if hoped_else else 0.0
    rate = min(ended / n, 1.0)
    half = Z * float(np.sqrt(n * rate * (1 - rate) + usual**2 / max(ended_else, 1)))
    excess = ended - usual
    return Incident(
        first["journey_no"], first["touchpoint_no"], first["day"], last["day"],
        n, ended, sum(row["n"] for row in others), usual,
        excess - half, min(excess + half, n - usual), min(p for _, p in run),
    )  # fmt: skip


def _by_touchpoint(rows: Iterable[Row]) -> dict[tuple[int, int], list[Row]]:
    found: dict[tuple[int, int], list[Row]] = defaultdict(list)
    for row in rows:
        if row["n"] >= FEWEST_A_DAY and row["expected"] > 0:
            found[row["journey_no"], row["touchpoint_no"]].append(row)
    return found


def _tails(rows: list[Row]) -> Numbers:
    """How probable so many or more are, each day for itself."""
    n, here, expected = (
        np.array([row[name] for row in rows], float) for name in ("n", "here", "expected")
    )
    share = np.clip(expected / n, 1e-9, 1 - 1e-9)
    strays = np.sort((here - expected) ** 2 / (n * share * (1 - share)))
    kept = strays[: max(int(len(strays) * _KEPT), 1)]
    spread = max(float(kept.mean()) / _KEPT_MEAN, 1.0)
    inner = np.clip((spread - 1) / np.maximum(n - 1, 1), 1e-9, 0.99)  # correlation inside a day
    a, b = share * (1 / inner - 1), (1 - share) * (1 / inner - 1)
    if spread <= 1:
        return binomial_at_least(here, n, share)
    return np.array(list(map(beta_binomial_at_least, here, n, a, b)))


def _runs(own: list[Row], stands_out: npt.NDArray[np.bool_], p: Numbers) -> list[Run]:
    """Days in a row that stand out, each with its p."""
    runs: list[Run] = []
    for place in np.flatnonzero(stands_out):
        row = own[place]
        if runs and row["day"] - runs[-1][-1][0]["day"] == timedelta(days=1):
            runs[-1].append((row, float(p[place])))
        else:
            runs.append([(row, float(p[place]))])
    return runs
