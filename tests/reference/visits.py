"""Which visits people made, the slow way: instant by instant.

In:     canonical events in their order, the person of each, settings
Out:    per person the visits, each a list of events
Note:   what happens at one instant is looked at as one, since nothing says what came first
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from itertools import groupby
from zoneinfo import ZoneInfo

from tests.reference.model import Event, Settings

Instant = list[Event]
Visit = list[Instant]
EPOCH = datetime.fromisoformat("1970-01-01T00:00:00Z")


def visits_of(
    events: Sequence[Event], people: Mapping[str, str], settings: Settings
) -> dict[str, list[list[Event]]]:
    """Per person the visits: own events without a long silence, cut where the options say."""
    lives: dict[str, list[Event]] = defaultdict(list)
    for event in events:
        if event.direction == "customer" and event.event_id in people:
            lives[people[event.event_id]].append(event)
    return {person: _visits(life, settings) for person, life in lives.items()}


def _visits(life: Sequence[Event], settings: Settings) -> list[list[Event]]:
    visits: list[Visit] = []
    campaign = None
    for _, together in groupby(life, key=lambda event: event.occurred_us):
        instant = list(together)
        new_campaign = False
        for named in (event.campaign for event in instant if event.campaign is not None):
            new_campaign |= named != campaign
            campaign = named
        new_campaign &= settings.visits.campaign
        if not visits or new_campaign or _is_over(visits[-1], instant, settings):
            visits.append([])
        visits[-1].append(instant)
    return [
        [event for instant in part for event in instant]
        for visit in visits
        for part in _parts(visit, settings.visits.max_length_us)
    ]


def _is_over(visit: Visit, now: Instant, settings: Settings) -> bool:
    before, options = visit[-1], settings.visits
    silence_us = _us(now) - _us(before)
    return (
        silence_us > settings.gap_us
        or (options.equal_gap and silence_us == settings.gap_us)
        or (options.midnight and _day(now, options.timezone) != _day(before, options.timezone))
        or any(event.event in options.begins for event in now)
        or any(event.event in options.ends for event in before)
    )


def _parts(visit: Visit, length_us: int | None) -> list[Visit]:
    """A visit in pieces: whatever falls into the same stretch of `length_us` since it began."""
    if length_us is None:
        return [visit]
    began_us = _us(visit[0])
    return [
        list(part) for _, part in groupby(visit, lambda now: (_us(now) - began_us) // length_us)
    ]


def _us(instant: Instant) -> int:
    return instant[0].occurred_us


def _day(instant: Instant, timezone: str) -> date:
    return (EPOCH + timedelta(microseconds=_us(instant))).astimezone(ZoneInfo(timezone)).date()
