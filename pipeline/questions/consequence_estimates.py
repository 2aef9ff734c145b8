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
import pyarrow.compute as pc

from pipeline.questions.clustered_means import Mean, Numbers, difference_of_means, mean_of
from pipeline.questions.clustered_shares import (
    Difference,
    Flags,
    Places,
    Share,
    difference_of,
    people_among,
    share_of,
)
from pipeline.questions.contrasts import false_discovery_rates

FEWEST = 10  # of fewer people nothing is said


@dataclass(frozen=True)
class Cases:
    """The journeys, in the order of their keys; people are numbered from 0.

    `outcome` is a place in `outcomes`, which are sorted.
    """

    key: Places
    person: Places
    outcome: Places
    outcomes: Sequence[str]

    @classmethod
    def of(cls, rows: pa.Table) -> Cases:
        """Read them from a table."""
        _, person = np.unique(rows.column("person_key").to_numpy(), return_inverse=True)
        key = rows.column("journey_key").to_numpy()
        outcomes = sorted(pc.unique(rows.column("outcome")).to_pylist())
        outcome = pc.index_in(rows.column("outcome"), pa.array(outcomes, pa.string()))
        return cls(key, person, outcome.to_numpy(), outcomes)


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
        if people_among(person) < FEWEST:
            return some, None
        if self.measure == "share":
            return some, share_of(person, self.times[some] > 0)
        weight = self.times[some] if self.kind == "rating" else np.ones(len(person))
        return some, mean_of(person, self.amount[some], weight)


def estimates(
    cases: Cases, found: pa.Table, asked: Iterable[tuple[str, str, str]]
) -> list[dict[str, Any]]:
    """A row for all outcomes and one for each, for every consequence asked for."""
    rows: list[dict[str, Any]] = []
    for kind, name, measure in asked:
        measured = _measured(cases, found, (kind, name, measure))
        told = {"consequence": kind, "name": name, "measure": measure}
        everybody = np.ones(len(cases.key), bool)
        rows.append(told | _row(measured, "(all)", everybody, None))
        if len(cases.outcomes) > 1:
            for number, one in enumerate(cases.outcomes):
                own = cases.outcome == number
                rows.append(told | _row(measured, one, own, ~own))
    compared = [row for row in rows if row["p"] is not None]
    for row, q in zip(compared, false_discovery_rates([row["p"] for row in compared]), strict=True):
        row["q"] = float(q)
    return rows


def _measured(cases: Cases, found: pa.Table, asked: tuple[str, str, str]) -> _Measured:
    """What was found of one consequence, laid beside the cases."""
    kind, name, measure = asked
    is_own = pc.and_(pc.equal(found.column("kind"), kind), pc.equal(found.column("name"), name))
    own = found.filter(is_own)
    place = np.searchsorted(cases.key, own.column("journey_key").to_numpy())
    times, amount = np.zeros(len(cases.key)), np.zeros(len(cases.key))
    times[place] = own.column("times").to_numpy()
    amount[place] = pc.fill_null(own.column("amount"), 0.0).to_numpy()
    return _Measured(measure, kind, cases.person, times, amount)


def _row(measured: _Measured, outcome: str, some: Flags, others: Flags | None) -> dict[str, Any]:
    some, one = measured.among(some)
    names = ("estimate", "low", "high", "difference", "difference_low", "difference_high", "p", "q")
    row: dict[str, Any] = {
        "outcome": outcome,
        "journeys": int(some.sum()),
        "people": people_among(measured.person[some]),
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
