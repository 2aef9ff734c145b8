"""What customers felt where, counted slowly and obviously.

In:     the events of journeys; which touchpoints are answers and how long after they count
Out:    the values of each visit; mean and interval of what is said in visits
Units:  microseconds; emotion from -2 to +2
Source: the jackknife: the mean again and again, each time without one person; scipy for Student's t
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from math import sqrt

from scipy.stats import t


@dataclass(frozen=True)
class Said:
    """An event of a journey; rating and tone where something was said."""

    journey_key: int
    event_no: int
    step_no: int
    touchpoint: str
    direction: str
    occurred_us: int
    rating: float | None = None
    tone: float | None = None


Visit = tuple[int, int, str]


def values_of_visits(
    events: Sequence[Said], answers: AbstractSet[str], about_before_us: int
) -> dict[Visit, list[float]]:
    """What was said at or about each step, by journey, step and measure."""
    found: dict[Visit, list[float]] = defaultdict(list)
    for event in events:
        step_no = _about(event, events, about_before_us, answers)
        for measure, value in (("rating", event.rating), ("text", event.tone)):
            if value is not None:
                found[event.journey_key, step_no, measure].append(value)
    return dict(found)


def _about(event: Said, events: Sequence[Said], before_us: int, answers: AbstractSet[str]) -> int:
    if event.touchpoint not in answers:
        return event.step_no
    earlier = [
        one
        for one in events
        if one.journey_key == event.journey_key
        and one.event_no < event.event_no
        and one.direction == "customer"
        and one.touchpoint not in answers
        and event.occurred_us - one.occurred_us <= before_us
    ]
    return max(earlier, key=lambda one: one.event_no).step_no if earlier else event.step_no


def mean_with_interval(values: Mapping[str, Iterable[float]]) -> tuple[float, float, float]:
    """Mean, low and high of what several people said, each maybe several times."""
    by_person = [list(said) for said in values.values()]
    people, n = len(by_person), sum(map(len, by_person))
    mean = sum(map(sum, by_person)) / n
    if max(abs(sum(said) - mean * len(said)) for said in by_person) < 1e-5:
        part = 3 / people
        return (mean, max(-2, mean - part * (mean + 2)), min(2, mean + part * (2 - mean)))
    without = [
        sum(sum(other) for other in by_person if other is not said) / (n - len(said))
        for said in by_person
    ]
    variance = (people - 1) / people * sum((other - mean) ** 2 for other in without)
    half = float(t.ppf(0.975, people - 1)) * sqrt(variance)
    return (mean, max(-2.0, mean - half), min(2.0, mean + half))
