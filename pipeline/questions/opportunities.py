"""Opportunities: what stands out, whom it meets, what it costs, and which of it is the same thing.

In:     Findings; the journeys each one meets; what a journey is worth and a failure costs
Out:    rows of journeys.opportunities, by rank
Units:  money in the currency of the locale, for the whole period of the data
Errors: none
Rule:   money is excess times value. An opportunity that shares at least half of its journeys with
        one of higher rank and the same effect is counted there, and says so
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from pipeline.questions.finding_counts import Row
from pipeline.questions.findings import Finding

_WHOLE, _SHARE, _TEXT, _DAY = pa.int64(), pa.float64(), pa.string(), pa.date32()
SCHEMA = pa.schema(
    [("opportunity", _TEXT), ("rank", _WHOLE), ("journey_no", _WHOLE), ("kind", _TEXT)]
    + [("effect", _TEXT), ("touchpoint", _TEXT), ("dimension", _TEXT), ("from_value", _TEXT)]
    + [("to_value", _TEXT), ("first_date", _DAY), ("last_date", _DAY), ("wait_s", _SHARE)]
    + [("customers", _WHOLE), ("compared", _WHOLE), ("others", _WHOLE)]
    + [(name, _SHARE) for name in ("share", "share_elsewhere", "difference", "difference_low")]
    + [(name, _SHARE) for name in ("difference_high", "p", "q", "excess", "excess_low")]
    + [("excess_high", _SHARE), ("value_each", _SHARE), ("value_source", _TEXT)]
    + [(name, _SHARE) for name in ("money", "money_low", "money_high")]
    + [("assumptions", pa.list_(_TEXT)), ("shared_with", pa.list_(_TEXT)), ("shared_share", _SHARE)]
    + [("counted_in", _TEXT)]
)
_EQUAL = {
    "touchpoint": ("equal_position", "equal_persona", "not_explained_before"),
    "handoff": ("same_touchpoint", "equal_position", "equal_persona"),
    "wait": ("equal_topic", "equal_persona"),
    "campaign": ("all_other_journeys",),
    "incident": ("other_days", "equal_position", "equal_persona"),
}
_LEAST_OVERLAP, _SAME = 0.05, 0.5
Keys = np.ndarray[Any, np.dtype[np.int64]]
Flags = np.ndarray[Any, np.dtype[np.bool_]]


@dataclass(frozen=True)
class Met:
    """A finding, where it shows, and the journeys and customers it meets, each at a step.

    `harmed` are the journeys that were lost there, where that is the effect; else all of them.
    """

    finding: Finding
    touchpoint: str | None
    journeys: Keys
    steps: Keys
    harmed: Keys
    customers: int


@dataclass(frozen=True)
class Worth:
    """What one case of a finding costs, and how that is known."""

    value: float | None
    source: str | None
    assumption: tuple[str, ...] = ()


def opportunities(met: Sequence[Met], worths: dict[int, Row]) -> pa.Table:
    """A row per finding, those with most money first, those without money by their excess."""
    priced = [(one, worth_of(one.finding, worths[one.finding.subject.journey_no])) for one in met]
    priced.sort(key=lambda pair: _order(pair, worths))
    rows = [
        _row(one, worth, worths[one.finding.subject.journey_no]["journey"]) | {"rank": rank}
        for rank, (one, worth) in enumerate(priced, start=1)
    ]
    sharing = _sharing([one for one, _ in priced], rows)
    whole = [row | shared for row, shared in zip(rows, sharing, strict=True)]
    return pa.Table.from_pylist(whole, schema=SCHEMA)


def worth_of(finding: Finding, worth: Row) -> Worth:
    """What one case costs: a lost journey its value, an unhappy customer a share of it.

    One more failure costs what the configuration says of its touchpoint.
    """
    value, share = worth["value"], worth["unhappy_share"]
    by_value = "mean_order_value" if worth["value_source"] == "orders" else "configured_value"
    if finding.subject.effect == "again":
        found = Worth(worth["cost"], "configured", ("configured_cost",))
    elif finding.subject.effect == "lost":
        found = Worth(value, worth["value_source"], (by_value,))
    elif value is None or share is None:
        found = Worth(None, None)
    else:
        found = Worth(value * share, worth["value_source"], (by_value, "unhappy_share"))
    return found if found.value is not None else Worth(None, None)


def name_of(finding: Finding, journey: str, touchpoint: str | None) -> str:
    """An id that stays the same as long as the thing has the same names."""
    about = finding.subject
    if about.kind in ("handoff", "wait"):
        thing = f"{about.dimension}:{about.from_value}>{about.to_value}".lstrip(":")
    elif about.kind == "campaign":
        thing = about.from_value
    elif about.kind == "incident":
        thing = f"{touchpoint}:{finding.first_date}"
    else:
        thing = str(touchpoint)
    return f"{journey}/{about.kind}/{thing}/{about.effect}"


def _order(pair: tuple[Met, Worth], worths: dict[int, Row]) -> tuple[bool, float, str]:
    one, worth = pair
    excess = one.finding.excess[0]
    journey = worths[one.finding.subject.journey_no]["journey"]
    name = name_of(one.finding, journey, one.touchpoint)
    return (worth.value is None, -excess * (worth.value or 1.0), name)


def _row(one: Met, worth: Worth, journey: str) -> Row:
    found, about = one.finding, one.finding.subject
    middle, low, high = found.excess
    money = [None if worth.value is None else part * worth.value for part in (middle, low, high)]
    names = ("journey_no", "kind", "effect")
    is_handoff = about.kind == "handoff"
    return {name: getattr(about, name) for name in names} | {
        "opportunity": name_of(found, journey, one.touchpoint),
        "touchpoint": one.touchpoint,
        "dimension": about.dimension if is_handoff else None,
        "from_value": about.from_value or None,
        "to_value": about.to_value or None,
        "first_date": found.first_date,
        "last_date": found.last_date,
        "wait_s": about.wait_s if about.kind == "wait" else None,
        "customers": one.customers,
        "compared": round(found.compared),
        "others": round(found.others),
        "share": found.share,
        "share_elsewhere": min(max(found.share - found.difference, 0.0), 1.0),
        "difference": found.difference,
        "difference_low": found.low,
        "difference_high": found.high,
        "p": found.p,
        "q": found.q,
        **dict(zip(("excess", "excess_low", "excess_high"), (middle, low, high), strict=True)),
        "value_each": worth.value,
        "value_source": worth.source,
        **dict(zip(("money", "money_low", "money_high"), money, strict=True)),
        "assumptions": [*_EQUAL[about.kind], *worth.assumption, "association"],
    }


def _sharing(met: list[Met], rows: list[Row]) -> Iterator[Row]:
    """For each, by rank: whom it shares journeys with, and the higher one that has half of them."""
    flags = _flags(met)
    for place, one in enumerate(met):
        shared = [_shared(met, flags, place, other) for other in range(len(met))]
        higher = [
            rank
            for rank in range(place)
            if shared[rank] >= _SAME
            and met[rank].finding.subject.effect == one.finding.subject.effect
        ]
        yield {
            "shared_with": [
                row["opportunity"]
                for row, share in zip(rows, shared, strict=True)
                if share >= _LEAST_OVERLAP
            ],
            "shared_share": max(shared[:place], default=0.0),
            "counted_in": rows[higher[0]]["opportunity"] if higher else None,
        }


def _flags(met: list[Met]) -> list[Flags]:
    """For each, which of all harmed journeys it harms."""
    known = np.sort(np.concatenate([np.zeros(0, np.int64), *(one.harmed for one in met)]))
    known = known[np.concatenate([[True], known[1:] != known[:-1]])[: len(known)]]
    found: list[Flags] = []
    for one in met:
        own = np.zeros(len(known), np.bool_)
        own[np.searchsorted(known, one.harmed)] = True
        found.append(own)
    return found


def _shared(met: list[Met], flags: list[Flags], place: int, other: int) -> float:
    """The share of the journeys that one harms that the other harms too.

    Different touchpoints have different visits, so those of two of them are not the same.
    """
    pair = (met[place], met[other])
    apart = {one.finding.subject.kind for one in pair} == {"touchpoint"} and (
        pair[0].touchpoint != pair[1].touchpoint
    )
    if place == other or apart or not len(pair[0].harmed):
        return 0.0
    return int(np.count_nonzero(flags[place] & flags[other])) / len(pair[0].harmed)
