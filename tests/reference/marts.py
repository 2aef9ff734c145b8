"""Every table an analyst reads, counted by hand.

In:     delivered events and settings
Out:    `marts`: table name to rows (dicts), people named by their smallest event_id and journeys
        by definition and first event; times in microseconds
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from tests.reference.counts import flows, moves, routes, transitions
from tests.reference.drop_offs import destinations, drop_offs
from tests.reference.handoffs import effects, handoffs
from tests.reference.journeys import Journey, Placed, journeys_of, name_of, placed_events
from tests.reference.model import MICROS, Event, Settings
from tests.reference.people import canonical, people_of
from tests.reference.visits import visits_of

Row = dict[str, Any]


def marts(delivered: Iterable[Event], settings: Settings) -> dict[str, list[Row]]:
    """All tables from the delivered events."""
    events = canonical(delivered, settings)
    people = people_of(events)
    visits = visits_of(events, people, settings)
    placed = placed_events(events, people, settings)
    as_of_us = settings.as_of_us or max(event.occurred_us for event in events)
    by_name = {
        definition.journey: journeys_of(placed, definition, as_of_us)
        for definition in settings.definitions
    }
    journeys = [journey for several in by_name.values() for journey in several]
    per_name: dict[str, Callable[[str, list[Journey]], list[Row]]] = {
        "transitions": transitions,
        "routes": routes,
        "drop_offs": lambda name, several: drop_offs(name, several, settings.max_steps, as_of_us),
        "drop_off_destinations": lambda name, several: destinations(name, several, placed),
        "moves": lambda name, several: moves(name, several, settings),
        "handoffs": lambda name, several: handoffs(name, several, settings),
        "handoff_effects": lambda name, several: effects(name, several, settings),
        "flows": lambda name, several: flows(name, several, settings.max_steps),
    }
    return {
        "people": _people(events, people, visits, journeys),
        "sessions": [row for person, own in visits.items() for row in _sessions(person, own)],
        "journeys": [_journey(journey) for journey in journeys],
        "steps": [row for journey in journeys for row in _steps(journey, settings)],
        "touchpoints": _touchpoints(placed, settings),
    } | {
        table: [row for name, several in by_name.items() for row in rows(name, several)]
        for table, rows in per_name.items()
    }


def _people(
    events: Sequence[Event],
    people: dict[str, str],
    visits: dict[str, list[list[Event]]],
    journeys: Sequence[Journey],
) -> list[Row]:
    own: dict[str, list[Event]] = defaultdict(list)
    for event in events:
        if event.event_id in people:
            own[people[event.event_id]].append(event)
    attempts = Counter(journey.events[0].person for journey in journeys)
    return [
        {
            "person_id": person,
            "persona": next((e.persona for e in reversed(life) if e.persona is not None), None),
            "first_seen_at": life[0].occurred_us,
            "last_seen_at": life[-1].occurred_us,
            "events": len(life),
            "sessions": len(visits.get(person, [])),
            "journeys": attempts[person],
        }
        for person, life in own.items()
    ]


def _sessions(person: str, visits: list[list[Event]]) -> list[Row]:
    return [
        {
            "person_id": person,
            "session_no": number,
            "started_at": visit[0].occurred_us,
            "ended_at": visit[-1].occurred_us,
            "events": len(visit),
            "entry": visit[0].event,
            "exit": visit[-1].event,
            "channel": visit[0].channel,
            "device": visit[0].device,
        }
        for number, visit in enumerate(visits, start=1)
    ]


def _journey(journey: Journey) -> Row:
    first, last, decided = journey.events[0], journey.events[-1], journey.decided_by
    return {
        "journey_id": name_of(journey),
        "journey": journey.definition.journey,
        "person_id": first.person,
        "started_at": first.us,
        "ended_at": last.us,
        "steps": len(journey.steps),
        "outcome": journey.outcome,
        "duration_s": ((decided or last).us - first.us) / MICROS,
        "value": decided.source.value if decided else None,
        "emotion": _mean([event.source.emotion for event in journey.events]),
    }


def _steps(journey: Journey, settings: Settings) -> list[Row]:
    meanings = {rule.touchpoint: rule for rule in settings.rules}
    rows = []
    for number, step in enumerate(journey.steps, start=1):
        first, meaning = step[0], meanings.get(step[0].touchpoint)
        amounts = [event.source.value for event in step if event.source.value is not None]
        row = {
            "journey_id": name_of(journey),
            "journey": journey.definition.journey,
            "step_no": number,
            "event_id": first.source.event_id,
            "occurred_at": first.us,
            "last_at": step[-1].us,
            "events": len(step),
            "touchpoint": first.touchpoint,
            "stage": meaning.stage if meaning else None,
            "moment": meaning.moment if meaning else None,
            "topic": first.source.topic,
            "emotion": _mean([event.source.emotion for event in step]),
            "value": sum(amounts) if amounts else None,
        }
        rows.append(row | dict(first.places))
    return rows


def _touchpoints(placed: Sequence[Placed], settings: Settings) -> list[Row]:
    rules = {rule.touchpoint: rule for rule in settings.rules}
    met: dict[str, list[Placed]] = defaultdict(list)
    for event in placed:
        met[event.touchpoint].append(event)
    rows = []
    for name in rules.keys() | met.keys():
        rule = rules.get(name)
        channels = Counter(event.places["channel"] for event in met[name])
        known = sorted((-n, channel) for channel, n in channels.items() if channel is not None)
        stage = rule.stage if rule else None
        rows.append(
            {
                "touchpoint": name,
                "stage": stage,
                "stage_no": settings.stages.index(stage) + 1 if stage in settings.stages else None,
                "moment": rule.moment if rule else None,
                "owner": rule.owner if rule else None,
                "channel": known[0][1] if known else (rule.channel if rule else None),
                "events": len(met[name]),
                "people": len({event.person for event in met[name]}),
            }
        )
    return rows


def _mean(values: Iterable[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return sum(known) / len(known) if known else None
