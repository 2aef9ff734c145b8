"""Deviations from a plan the slow way: journey by journey, and every subset of steps tried.

In:     a journey as touchpoints with times and channels; a plan as lists of touchpoints
Out:    its deviations as (kind, step, touchpoint), step 0 where none is meant
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations, pairwise
from math import sqrt
from typing import NamedTuple

from pipeline.config.plans import Plan, PlanStep

Deviation = tuple[str, int, str]


class Visit(NamedTuple):
    """A step of a journey."""

    touchpoint: str
    time_us: int
    channel: str | None = None


def deviations_of(journey: Sequence[Visit], plan: Plan) -> set[Deviation]:
    """All of them, and where it stopped."""
    first = {
        number: next(
            (place for place, visit in enumerate(journey) if visit.touchpoint in step.touchpoint),
            None,
        )
        for number, step in enumerate(plan.steps, start=1)
    }
    done = {number: place for number, place in first.items() if place is not None}
    found = _stopped(journey, plan, done) | _others(journey, plan, done)
    for number, step in enumerate(plan.steps, start=1):
        is_wrong = {
            "skipped": number not in done and not step.optional and max(done, default=0) > number,
            "out_of_order": number in done and number not in longest_in_order(done),
            "wrong_channel": number in done and _is_wrong_channel(journey[done[number]], step),
            "late": _is_late(journey, done, number, step),
        }
        found |= {(kind, number, step.label) for kind, wrong in is_wrong.items() if wrong}
    return found


def _is_wrong_channel(visit: Visit, step: PlanStep) -> bool:
    return bool(step.channels) and visit.channel not in (None, *step.channels)


def _is_late(journey: Sequence[Visit], done: dict[int, int], number: int, step: PlanStep) -> bool:
    kept = longest_in_order(done)
    earlier = [other for other in kept if other < number]
    if number not in kept or not earlier or step.within is None:
        return False
    took = journey[done[number]].time_us - journey[done[max(earlier)]].time_us
    return took > step.within.total_seconds() * 1e6


def _stopped(journey: Sequence[Visit], plan: Plan, done: dict[int, int]) -> set[Deviation]:
    """Where the journey stopped, or whether all of it took too long."""
    required = [number for number, step in enumerate(plan.steps, start=1) if not step.optional]
    missing = [number for number in required if number > max(done, default=0)]
    if missing:
        return {("stopped", missing[0], plan.steps[missing[0] - 1].label)}
    if plan.within is None or not set(required) <= set(done):
        return set()
    times = [visit.time_us for place, visit in enumerate(journey) if place in done.values()]
    return (
        {("late", 0, "")} if max(times) - min(times) > plan.within.total_seconds() * 1e6 else set()
    )


def _others(journey: Sequence[Visit], plan: Plan, done: dict[int, int]) -> set[Deviation]:
    steps = {name for step in plan.steps for name in step.touchpoint}
    found = set()
    for name in {visit.touchpoint for visit in journey} - steps - set(plan.allowed):
        place = [visit.touchpoint for visit in journey].index(name)
        before = [(at, number) for number, at in done.items() if at < place]
        kind = "forbidden" if name in plan.forbidden else "added"
        found.add((kind, max(before)[1] if before else 0, name))
    return found


def longest_in_order(done: dict[int, int]) -> tuple[int, ...]:
    """Of all subsets in order the largest, of those the one with the earliest steps."""
    fitting = [
        subset
        for size in range(len(done) + 1)
        for subset in combinations(sorted(done), size)
        if all(done[one] < done[two] for one, two in pairwise(subset))
    ]
    return min(fitting, key=lambda subset: (-len(subset), subset))


def wilson(hits: int, n: int) -> tuple[float, float]:
    """The interval at 95 %."""
    z, share = 1.959963984540054, hits / n
    half = z * sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    return (
        (share + z * z / (2 * n) - half) / (1 + z * z / n),
        (share + z * z / (2 * n) + half) / (1 + z * z / n),
    )


def newcombe(one: tuple[int, int], other: tuple[int, int]) -> tuple[float, float]:
    """The interval at 95 % of the difference of two shares, each hits and n."""
    (low1, high1), (low0, high0) = wilson(*one), wilson(*other)
    share1, share0 = one[0] / one[1], other[0] / other[1]
    difference = share1 - share0
    return (
        difference - sqrt((share1 - low1) ** 2 + (high0 - share0) ** 2),
        difference + sqrt((high1 - share1) ** 2 + (share0 - low0) ** 2),
    )
