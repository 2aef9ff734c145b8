"""Who is who, the slow way.

In:     delivered events and settings
Out:    `canonical` events once each and in the total order; `people_of` event to person
Note:   a person is named by the smallest event_id that is theirs
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence

from tests.reference.identity import Identifier, whose
from tests.reference.model import Event, Settings

_KNOWN_ANYWHERE = ("email", "phone", "customer_id", "user_id", "anonymous_id", "device_id")


def canonical(delivered: Iterable[Event], settings: Settings) -> list[Event]:
    """Each event once: of several deliveries the earliest, of those the smallest content."""
    chosen: dict[str, Event] = {}
    for event in delivered:
        rival = chosen.get(event.event_id)
        if rival is None or _seniority(event) < _seniority(rival):
            chosen[event.event_id] = event
    limit = settings.as_of_us
    existing = [e for e in chosen.values() if limit is None or e.occurred_us <= limit]
    return sorted(existing, key=lambda event: _place(event, settings))


def _seniority(event: Event) -> tuple[int, str]:
    return event.occurred_us, event.content


def _place(event: Event, settings: Settings) -> tuple[int, int, int, str]:
    return (
        event.occurred_us,
        settings.sources.index(event.source),
        event.order_no,
        event.event_id,
    )


def identifiers(event: Event) -> set[Identifier]:
    """The normalised identifiers of an event as (type, scope, value)."""
    found = set()
    for kind, written in event.identifiers.items():
        value = written.strip(" ")
        if kind == "email":
            value = unicodedata.normalize("NFKC", value).casefold()
        if kind == "phone":
            value = "".join(char for char in value if char not in " -()./")
            value = value if any(char.isdigit() for char in value) else ""
        scope = "" if kind in _KNOWN_ANYWHERE else event.source
        if value:
            found.add((kind, scope, value))
    return found


def people_of(events: Sequence[Event], trust: Mapping[str, int] | None = None) -> dict[str, str]:
    """The person of each event that carries an identifier which stands for somebody."""
    return whose(events, identifiers, trust or {})
