"""How often something follows journeys that went out in each way, with intervals.

In:     journeys, and what followed each
Out:    one row per consequence and outcome, and one for all outcomes
Units:  shares from 0 to 1; means per journey, and of ratings per rating
Errors: none
Source: see clustered_shares and clustered_means; q of Benjamini and Hochberg (1995) over all rows
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from pipeline.questions.clustered_means import Mean, Numbers, difference_of_means, mean_of
from pipeline.questions.clustered_shares import (
    Difference,
    Flags,
    Places,
    Share,
    difference_of,
    share_of,
)
from pipeline.questions.contrasts import false_discovery_rates

FEWEST = 10  # of fewer people nothing is said


@dataclass(frozen=True)
class Cases:
    """The journeys, in the order of their keys; people are numbered from 0."""

    key: Places
    person: Places
    outcome: Sequence[str]

    @classmethod
    def of(cls, rows: pa.Table) -> Cases:
        """Read them from a table."""
        _, person = np.unique(rows.column("person_key").to_numpy(), return_inverse=True)
        key = rows.column("journey_key").to_numpy()
        return cls(key, person, rows.column("outcome").to_pylist())


@dataclass(frozen=True)
class _Measured:
    """One consequence: how often, and how much, followed each case."""

    measure: str
    kind: str
    person: Places
    times: Numbers
    amount: Numbers

    def among(self, some: Flags) -> tuple[Flags, Share | Mean | None]:
        """What some cases have: of ratings only those that were given count."""
        if self.measure == "mean" and self.kind == "rating":
            some = some & (self.times > 0)
        person = self.person[some]
        if len(np.unique(person)) < FEWEST:
            return some, None
        if self.measure == "share":
            return some, share_of(person, self.times[some] > 0)
        weight = self.times[some] if self.kind == "rating" else np.ones(len(person))
        return some, mean_of(person, self.amount[some], weight)


def estimates(
    cases: Cases, found: Sequence[dict[str, Any]], asked: Iterable[tuple[str, str, str]]
) -> list[dict[str, Any]]:
    """A row for all outcomes and one for each, for every consequence asked for."""
    outcome = np.array(cases.outcome, np.object_)
    outcomes = sorted(set(cases.outcome))
    rows: list[dict[str, Any]] = []
    for kind, name, measure in asked:
        own = [row for row in found if (row["kind"], row["name"]) == (kind, name)]
        place = np.searchsorted(cases.key, [row["journey_key"] for row in own])
        times, amount = np.zeros(len(cases.key)), np.zeros(len(cases.key))
        times[place] = [row["times"] for row in own]
        amount[place] = [row["amount"] or 0.0 for row in own]
        measured = _Measured(measure, kind, cases.person, times, amount)
        told = {"consequence": kind, "name": name, "measure": measure}
        everybody = np.ones(len(outcome), bool)
        rows.append(told | _row(measured, "(all)", everybody, None))
        if len(outcomes) > 1:
            rows += [told | _row(measured, one, outcome == one, outcome != one) for one in outcomes]
    compared = [row for row in rows if row["p"] is not None]
    for row, q in zip(compared, false_discovery_rates([row["p"] for row in compared]), strict=True):
        row["q"] = float(q)
    return rows


def _row(measured: _Measured, outcome: str, some: Flags, others: Flags | None) -> dict[str, Any]:
    some, one = measured.among(some)
    names = ("estimate", "low", "high", "difference", "difference_low", "difference_high", "p", "q")
    row: dict[str, Any] = {
        "outcome": outcome,
        "journeys": int(some.sum()),
        "people": len(np.unique(measured.person[some])),
        **dict.fromkeys(names),
        "is_too_few": one is None,
    }
    if one is None:
        return row
    row["estimate"] = one.share if isinstance(one, Share) else one.mean
    if isinstance(one, Mean) and one.error == 0:
        return row  # all have the same: how far others might differ is not known
    row["low"], row["high"] = one.interval
    other = None if others is None else measured.among(others)[1]
    found = _compared(one, other)
    if found is not None:
        row |= {
            "difference": found.difference,
            "difference_low": found.low,
            "difference_high": found.high,
            "p": found.p,
        }
    return row


def _compared(one: Share | Mean, other: Share | Mean | None) -> Difference | None:
    if isinstance(one, Share) and isinstance(other, Share):
        return difference_of(one, other)
    if isinstance(one, Mean) and isinstance(other, Mean) and other.error > 0:
        return difference_of_means(one, other)
    return None
