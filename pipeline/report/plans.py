"""How journeys went beside the plan for them.

In:     rows of marts.conformance of one journey name
Out:    plans, each with the states of its journeys and the deviations of at least `small` of them
Units:  journeys; shares from 0 to 1
Errors: none
Source: numbers and intervals are those of the mart
"""

from dataclasses import dataclass
from itertools import groupby

from pipeline.report.funnels import Share
from pipeline.report.read import Row, Rows

STATES = ("conforming", "unfinished", "deviating", "open")
_MOST = 10
_FAR = 0.05  # a difference is marked where fewer false ones than this are to be expected


@dataclass(frozen=True, slots=True)
class State:
    """Journeys in one state; of the open ones nobody knows yet."""

    name: str
    journeys: int
    share: Share


@dataclass(frozen=True, slots=True)
class Deviation:
    """Journeys that deviate in one way at one step, and how those ended."""

    kind: str
    step_no: int
    touchpoint: str
    journeys: int
    share: Share
    reached_with: float | None
    reached_without: float | None
    difference: Share
    verdict: str  # worse | better | same


@dataclass(frozen=True, slots=True)
class Plan:
    """One plan and its most frequent deviations; `hidden` are those of too few journeys.

    Journeys that stopped are no deviation: where customers leave is told elsewhere.
    """

    name: str
    states: tuple[State, ...]
    deviations: tuple[Deviation, ...]
    more: int
    hidden: int


def plans_of(rows: Rows, *, small: int) -> tuple[Plan, ...]:
    """Build the plans in the order of their names."""
    return tuple(
        _plan(name, tuple(own), small) for name, own in groupby(rows, key=lambda row: row["plan"])
    )


def _plan(name: str, rows: Rows, small: int) -> Plan:
    states = {row["kind"]: row for row in rows if row["kind"] in STATES}
    others = [row for row in rows if row["kind"] not in (*STATES, "stopped") and row["journeys"]]
    told = [row for row in others if row["journeys"] >= small]
    most = sorted(told, key=lambda row: -row["journeys"])[:_MOST]
    return Plan(
        name=name,
        states=tuple(
            State(kind, states[kind]["journeys"], _share(states[kind]))
            for kind in STATES
            if kind in states
        ),
        deviations=tuple(_deviation(row) for row in told if row in most),
        more=len(told) - len(most),
        hidden=len(others) - len(told),
    )


def _share(row: Row) -> Share:
    return Share(row["share"], row["share_low"], row["share_high"])


def _deviation(row: Row) -> Deviation:
    return Deviation(
        kind=row["kind"],
        step_no=row["step_no"],
        touchpoint=row["touchpoint"],
        journeys=row["journeys"],
        share=_share(row),
        reached_with=row["reached_with"],
        reached_without=row["reached_without"],
        difference=Share(row["difference"], row["difference_low"], row["difference_high"]),
        verdict=_verdict(row),
    )


def _verdict(row: Row) -> str:
    if row["difference"] is None or row["q"] > _FAR:
        return "same"
    return "worse" if row["difference"] < 0 else "better"
