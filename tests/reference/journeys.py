"""Journeys, steps, contacts and handoffs, the slow way.

In:     canonical events in their order, the person of each, settings
Out:    Journey objects with their events, steps, outcome; contacts and handoffs of one journey
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from tests.reference.model import Definition, Event, Settings, matches

KINDS = ("channel", "device", "department", "agent")


@dataclass(frozen=True)
class Placed:
    """An event that means something: what it is called and where it happened."""

    source: Event
    person: str
    touchpoint: str
    places: Mapping[str, str | None]

    @property
    def us(self) -> int:
        return self.source.occurred_us


@dataclass(frozen=True)
class Contact:
    """One contact at a known value of a kind; `reasons` for which it is a repetition."""

    value: str
    event: Placed
    reasons: frozenset[str]

    @property
    def us(self) -> int:
        return self.event.us


@dataclass(frozen=True)
class Handoff:
    """A change of value between two contacts."""

    from_value: str
    to_value: str
    wait_us: int
    came_back: bool
    reasons: frozenset[str]
    announced: bool
    arrived: bool


@dataclass(frozen=True)
class Journey:
    """One attempt: its events in order, its steps (groups of events) and how it ended."""

    definition: Definition
    events: list[Placed]
    steps: list[list[Placed]]
    outcome: str
    decided_by: Placed | None

    @property
    def route(self) -> tuple[str, ...]:
        return tuple(step[0].touchpoint for step in self.steps)


def placed_events(
    events: Sequence[Event], people: Mapping[str, str], settings: Settings
) -> list[Placed]:
    """Events with a touchpoint: the first rule that matches, or their own name without rules."""
    placed = []
    for event in events:
        rule = next((rule for rule in settings.rules if matches(rule, event)), None)
        if event.event_id not in people or (settings.rules and rule is None):
            continue
        places: dict[str, str | None] = {kind: getattr(event, kind) for kind in KINDS}
        if rule is not None:
            named = {kind: getattr(rule, kind, None) for kind in KINDS}
            places |= {kind: value for kind, value in named.items() if value is not None}
        name = rule.touchpoint if rule else event.event
        placed.append(Placed(event, people[event.event_id], name, places))
    return placed


def journeys_of(placed: Sequence[Placed], definition: Definition, as_of_us: int) -> list[Journey]:
    """All journeys of one definition, in no particular order."""
    threads: dict[tuple[str, ...], list[Placed]] = defaultdict(list)
    for event in placed:
        thread = _thread(event, definition)
        if thread is not None and event.touchpoint not in definition.exclude:
            threads[thread].append(event)
    runs = [run for thread in threads.values() for run in _cut(thread, definition)]
    return [_journey(run, definition, as_of_us) for run in runs if run]


def _thread(event: Placed, definition: Definition) -> tuple[str, ...] | None:
    if definition.case is None:
        return (event.person,)
    case = event.source.identifiers.get(definition.case, "").strip(" ")
    return (event.source.source, case) if case else None


def _cut(thread: list[Placed], definition: Definition) -> list[list[Placed]]:
    runs = [[thread[0]]]
    for previous, event in pairwise(thread):
        silent = event.us - previous.us > definition.timeout_us
        decided = previous.touchpoint in definition.deciding
        if (definition.boundary in ("start_to_goal", "gap") and silent) or (
            definition.boundary == "start_to_goal" and decided
        ):
            runs.append([])
        runs[-1].append(event)
    if definition.boundary == "start_to_goal":
        runs = [_from_first_start(run, definition) for run in runs]
    return runs


def _from_first_start(run: list[Placed], definition: Definition) -> list[Placed]:
    for position, event in enumerate(run):
        if event.touchpoint in definition.start:
            return run[position:]
    return []


def _journey(run: list[Placed], definition: Definition, as_of_us: int) -> Journey:
    decided_by = next((event for event in run if event.touchpoint in definition.deciding), None)
    if decided_by is not None:
        outcome = definition.deciding[decided_by.touchpoint]
    else:
        outcome = "ended" if as_of_us - run[-1].us > definition.timeout_us else "open"
    return Journey(definition, run, _steps(run, keep=definition.keep), outcome, decided_by)


def _steps(run: list[Placed], *, keep: bool) -> list[list[Placed]]:
    steps: list[list[Placed]] = []
    for event in run:
        if keep or not steps or steps[-1][0].touchpoint != event.touchpoint:
            steps.append([])
        steps[-1].append(event)
    return steps


def contacts_of(journey: Journey, kind: str, settings: Settings) -> list[Contact]:
    """Contacts with a known value; events in a row at one touchpoint and value are one.

    Answers are none.
    """
    contacts: list[Contact] = []
    last: tuple[str, str] | None = None
    for place, event in enumerate(journey.events):
        value = event.places[kind]
        if value is None or event.touchpoint in settings.answers:
            continue
        if journey.definition.keep or (event.touchpoint, value) != last:
            reasons = _reasons(event, journey.events[:place], settings)
            contacts.append(Contact(value, event, reasons))
        last = (event.touchpoint, value)
    return contacts


def _reasons(event: Placed, before: Sequence[Placed], settings: Settings) -> frozenset[str]:
    """Why the customer does here what was done before."""
    if event.source.direction != "customer":
        return frozenset()
    logins = settings.logins | settings.again
    entered = [e for e in before if e.touchpoint in logins and e.source.direction == "customer"]
    told = [e for e in before if e.touchpoint not in settings.answers]
    spoken = [e for e in told if e.source.topic == event.source.topic is not None]
    in_time = bool(entered) and event.us - entered[-1].us <= settings.login_window_us
    reasons = {
        "touchpoint": any(e.touchpoint == event.touchpoint for e in before),
        "topic": bool(spoken) and event.us - spoken[-1].us <= settings.topic_window_us,
        "login": event.touchpoint in settings.again or (event.touchpoint in logins and in_time),
    }
    return frozenset(reason for reason, holds in reasons.items() if holds)


def handoffs_of(journey: Journey, kind: str, settings: Settings) -> list[Handoff]:
    """The changes; one came back when the next change leads to where it started."""
    contacts = contacts_of(journey, kind, settings)
    changes = [(one, two) for one, two in pairwise(contacts) if one.value != two.value]
    back = [following.value == one.value for (one, _), (_, following) in pairwise(changes)]
    return [
        Handoff(
            one.value,
            two.value,
            two.us - one.us,
            came_back,
            two.reasons,
            announced=two.event.source.direction != "customer",
            arrived=any(
                event.places[kind] == two.value and event.touchpoint not in settings.answers
                for event in journey.events[journey.events.index(two.event) + 1 :]
            ),
        )
        for (one, two), came_back in zip(changes, [*back, False], strict=False)
    ]


def name_of(journey: Journey) -> str:
    """The definition and the first event, which no other journey of it has."""
    return f"{journey.definition.journey} from {journey.events[0].source.event_id}"
