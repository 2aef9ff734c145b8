"""Where journeys end without the goal, and where their people went instead, the slow way.

In:     the journeys of one definition; all events that mean something, in their order
Out:    rows (dicts) as marts.drop_offs and marts.drop_off_destinations hold them
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from tests.reference.counts import quantile, wilson
from tests.reference.journeys import Journey, Placed

Row = dict[str, Any]


def drop_offs(name: str, journeys: Sequence[Journey], max_steps: int, as_of_us: int) -> list[Row]:
    """Per touchpoint: who could have dropped off there, who did, who would at the usual rate."""
    visits = [visit for journey in journeys for visit in _visits(journey, max_steps)]
    rows = []
    for touchpoint in {touchpoint for touchpoint, _, _, _ in visits}:
        own = [visit for visit in visits if visit[0] == touchpoint]
        at_risk = [visit for visit in own if visit[2] != "open"]
        ended = [visit for visit in at_risk if visit[2] == "ended"]
        expected = float(sum((_rate_at(visits, visit[1]) for visit in at_risk), Fraction(0)))
        low, high = wilson(len(ended), len(at_risk))
        rows.append(
            {
                "journey": name,
                "touchpoint": touchpoint,
                "at_risk": len(at_risk),
                "ended": len(ended),
                "open": len(own) - len(at_risk),
                "rate": len(ended) / len(at_risk) if at_risk else None,
                "rate_low": low,
                "rate_high": high,
                "expected": expected,
                "excess": len(ended) - expected,
                "median_silence_s": quantile([as_of_us - visit[3] for visit in ended], 0.5),
            }
        )
    return rows


def _visits(journey: Journey, max_steps: int) -> list[tuple[str, int, str, int]]:
    """Each touchpoint once: its last position, and whether the journey ended or is open there."""
    last = {touchpoint: position for position, touchpoint in enumerate(journey.route, start=1)}
    standing = {
        touchpoint: journey.outcome if position == len(journey.route) else "went on"
        for touchpoint, position in last.items()
    }
    return [
        (touchpoint, min(position, max_steps), standing[touchpoint], journey.events[-1].us)
        for touchpoint, position in last.items()
    ]


def _rate_at(visits: Sequence[tuple[str, int, str, int]], position: int) -> Fraction:
    """The share that ended of all that could have ended at this position."""
    there = [visit for visit in visits if visit[1] == position and visit[2] != "open"]
    return Fraction(sum(visit[2] == "ended" for visit in there), len(there))


def destinations(name: str, journeys: Sequence[Journey], placed: Sequence[Placed]) -> list[Row]:
    """What people did next of their own accord after a journey of theirs had ended."""
    found: dict[tuple[str, str], list[tuple[Journey, int | None]]] = defaultdict(list)
    for journey in journeys:
        if journey.outcome == "ended":
            following = _next_act(journey, placed)
            destination = following.touchpoint if following else "(nothing)"
            wait = following.us - journey.events[-1].us if following else None
            found[journey.route[-1], destination].append((journey, wait))
    return [
        {
            "journey": name,
            "touchpoint": touchpoint,
            "destination": destination,
            "journeys": len(cases),
            "people": len({journey.events[0].person for journey, _ in cases}),
            "share": len(cases) / sum(len(c) for (t, _), c in found.items() if t == touchpoint),
            "tried_again": sum(bool(_later(journey, journeys)) for journey, _ in cases),
            "reached_later": sum(
                any(later.outcome == "reached" for later in _later(journey, journeys))
                for journey, _ in cases
            ),
            "median_after_s": quantile([wait for _, wait in cases], 0.5),
            "p90_after_s": quantile([wait for _, wait in cases], 0.9),
        }
        for (touchpoint, destination), cases in found.items()
    ]


def _next_act(journey: Journey, placed: Sequence[Placed]) -> Placed | None:
    place = placed.index(journey.events[-1])
    person = journey.events[0].person
    for event in placed[place + 1 :]:
        if event.person == person and event.source.direction == "customer":
            return event
    return None


def _later(journey: Journey, journeys: Sequence[Journey]) -> list[Journey]:
    return [
        other
        for other in journeys
        if other.events[0].person == journey.events[0].person
        and other.events[0].us > journey.events[-1].us
    ]
