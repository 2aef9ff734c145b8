"""Moments of truth: touchpoints where a bad experience goes with more journeys lost.

In:     Counts, and from how many on something is claimed
Out:    rows of journeys.moments
Units:  visits; shares from 0 to 1; excess in journeys
Errors: none
Source: contrasts; the header of marts.moments_of_truth says what is set against what
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa

from pipeline.questions.contrasts import Differences, Numbers, false_discovery_rates
from pipeline.questions.finding_contrasts import signs
from pipeline.questions.finding_counts import Counts

_WHOLE, _SHARE = pa.int64(), pa.float64()
SCHEMA = pa.schema(
    [("journey_no", _WHOLE), ("touchpoint_no", _WHOLE), ("sign", pa.string())]
    + [(name, _WHOLE) for name in ("bad", "bad_lost", "good", "good_lost", "open")]
    + [(name, _SHARE) for name in ("difference", "difference_low", "difference_high", "p", "q")]
    + [(name, _SHARE) for name in ("excess_lost", "excess_low", "excess_high")]
    + [("is_too_few", pa.bool_()), ("is_moment", pa.bool_())]
)


def moments(counts: Counts, min_n: int, largest_q: float) -> pa.Table:
    """A row per touchpoint and sign that occurs; below `min_n` on either side nothing is told."""
    found = signs(counts)
    differences, totals = found.differences(), found.totals()
    enough = np.minimum(differences.n1, differences.n0) >= min_n
    q = q_among(differences.p, enough)
    open_visits = _open(counts)
    rows: list[dict[str, Any]] = []
    for place, (name, (bad, bad_lost, good, good_lost)) in enumerate(
        zip(found.names, totals, strict=True)
    ):
        if not bad:
            continue
        rows.append(
            dict(zip(("journey_no", "touchpoint_no", "sign"), name, strict=True))
            | {"bad": bad, "bad_lost": bad_lost, "good": good, "good_lost": good_lost}
            | {"open": open_visits[name[0], name[1], name[2] == "said"]}
            | told(differences, place, bad, bool(enough[place]))
            | {"q": q[place] if enough[place] else None, "is_too_few": not enough[place]}
            | {"is_moment": bool(differences.low[place] > 0 and q[place] <= largest_q)}
        )
    return pa.Table.from_pylist(rows, schema=SCHEMA)


def told(found: Differences, place: int, cases: int, is_told: bool) -> dict[str, float | None]:  # noqa: FBT001 - said by its name at the call
    """The difference, its interval and p, and what they make of so many cases; or nothing."""
    names = (
        *("difference", "difference_low", "difference_high", "p"),
        *("excess_lost", "excess_low", "excess_high"),
    )
    if not is_told:
        return dict.fromkeys(names)
    middle, low, high = (float(part[place]) for part in (found.difference, found.low, found.high))
    numbers = (middle, low, high, float(found.p[place]))
    return dict(zip(names, (*numbers, middle * cases, low * cases, high * cases), strict=True))


def q_among(p: Numbers, enough: Any) -> Numbers:  # noqa: ANN401 - flags
    """The q of those of which enough is known; 1 for all others, which take no part."""
    q = np.ones(len(p))
    q[enough] = false_discovery_rates(p[enough])
    return q


def _open(counts: Counts) -> dict[tuple[int, int, bool], int]:
    found: dict[tuple[int, int, bool], int] = {}
    for row in counts.visits:
        for is_said, name in ((True, "said_open"), (False, "open")):
            key = (row["journey_no"], row["touchpoint_no"], is_said)
            found[key] = found.get(key, 0) + row[name]
    return found
