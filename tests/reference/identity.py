"""Who is who by the rules of docs/identity.md, the slow way: event by event, no shortcuts.

In:     canonical events in the total order, and how far each source is trusted
Out:    `whose`: the person of each event, a set of identifiers or one that stands alone
Note:   knows the defaults only: 30 days, 10 people to an address, 5 to a device in 90 days
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence

from tests.reference.model import Event

Identifier = tuple[str, str, str]
Person = frozenset[Identifier]
DAY_US = 86_400 * 1_000_000
TYPES = (
    *("customer_id", "user_id", "contact_id", "email", "phone"),
    *("ticket_id", "order_id", "case_id", "device_id", "anonymous_id"),
)
UNIQUE, SHARED, RECORD, DEVICE = TYPES[:3], TYPES[3:5], TYPES[5:8], TYPES[8:]
LOGOUT = ("logout", "Logged Out", "Signed Out")
NOBODY = ("null", "unknown", "n/a", "anonymous")


def is_blocked(identifier: Identifier) -> bool:
    """Whether it stands for nobody."""
    kind, _, value = identifier
    noughts = not value.strip("0-") or value == "-1"
    return (
        value.lower() in NOBODY
        or (noughts and kind not in RECORD)
        or (kind == "email" and value.startswith("info@"))
    )


def strength(identifier: Identifier) -> tuple[int, Identifier]:
    """What decides first: the type, then the value."""
    return TYPES.index(identifier[0]), identifier


class Company:
    """All that is known, worked out step by step."""

    def __init__(
        self,
        events: Sequence[Event],
        identifiers: Callable[[Event], set[Identifier]],
        trust: Mapping[str, int],
    ) -> None:
        self.events = events
        self.trust = trust
        self.ids = {e.event_id: {i for i in identifiers(e) if not is_blocked(i)} for e in events}
        self.busy = {i for i in set().union(*self.ids.values()) if self._is_busy(i)}
        self.group: dict[Identifier, Person] = {}
        self.disputed: set[Identifier] = set()
        self._join()
        self.known = {e.event_id: self._known(e) for e in events}

    def carriers(self, identifier: Identifier) -> list[Event]:
        return [e for e in self.events if identifier in self.ids[e.event_id]]

    def _is_busy(self, identifier: Identifier) -> bool:
        if identifier[0] not in SHARED + DEVICE:
            return False
        counted = UNIQUE if identifier[0] in SHARED else UNIQUE + SHARED
        limit = 10 if identifier[0] in SHARED else 5
        times: dict[Identifier, list[int]] = defaultdict(list)
        for event in self.carriers(identifier):
            for beside in self.ids[event.event_id] - {identifier}:
                if beside[0] in counted:
                    times[beside].append(event.occurred_us)
        return any(
            sum(
                min(seen) <= at_us <= max(seen) + 90 * DAY_US
                for beside, seen in times.items()
                if beside[:2] == kind
            )
            > limit
            for kind in {beside[:2] for beside in times}
            for at_us in {min(seen) for seen in times.values()}
        )

    def _join(self) -> None:
        people = UNIQUE + SHARED
        self.group = {i: frozenset({i}) for i in set().union(*self.ids.values())}
        for left, right in self._links():
            one, other = self.group[left], self.group[right]
            both = one | other
            unique = [i[:2] for i in both if i[0] in UNIQUE]
            if len(unique) > len(set(unique)):
                self.disputed |= {i for i in (left, right) if i[0] in SHARED}
                continue
            self.group |= dict.fromkeys(both, both)
        assert all(i[0] in people for group in self.group.values() if len(group) > 1 for i in group)

    def _links(self) -> list[tuple[Identifier, Identifier]]:
        seen: dict[tuple[Identifier, Identifier], list[Event]] = defaultdict(list)
        for event in self.events:
            able = self.ids[event.event_id] - self.busy
            able = {i for i in able if i[0] in UNIQUE + SHARED}
            ranked = sorted(able, key=strength)
            for other in ranked[1:]:
                seen[ranked[0], other].append(event)
        crowds: dict[tuple[Identifier, str, str], int] = defaultdict(int)
        for left, right in seen:
            if left[0] in UNIQUE and right[0] in SHARED:
                crowds[right, left[0], left[1]] += 1
        crowded = {key[0] for key, values in crowds.items() if values > 1}
        return sorted(
            seen,
            key=lambda link: (bool(crowded & set(link)), *self._evidence(link, seen[link])),
        )

    def _evidence(
        self, link: tuple[Identifier, Identifier], events: Sequence[Event]
    ) -> tuple[object, ...]:
        return (
            sum(end[0] in SHARED for end in link),
            min(self.trust.get(e.source, 5) for e in events),
            -len(events),
            -max(e.occurred_us for e in events),
            link,
        )

    def _known(self, event: Event) -> Person | None:
        able = self.ids[event.event_id] - self.busy - self.disputed
        names = sorted((i for i in able if i[0] in UNIQUE + SHARED), key=strength)
        return self.group[names[0]] - self.disputed if names else None

    def claimants(self, identifier: Identifier) -> dict[Person, list[int]]:
        """Who was seen with it, and when."""
        found: dict[Person, list[int]] = defaultdict(list)
        for event in self.carriers(identifier):
            person = self.known[event.event_id]
            if person is not None:
                found[person].append(event.occurred_us)
        return found

    def owner(self, identifier: Identifier, event: Event) -> Person | None:
        """Whose the identifier is at this event, which by itself says nothing."""
        if identifier in self.busy or self._is_ambiguous(identifier):
            return None
        line = self.carriers(identifier)
        place = line.index(event)
        heads = [n for n, e in enumerate(line) if self.known[e.event_id] is not None]
        before = max((n for n in heads if n < place), default=None)
        after = min((n for n in heads if n > place), default=None)
        is_device = identifier[0] in DEVICE
        limit_us = 30 * DAY_US if is_device else float("inf")
        logouts = [n for n, e in enumerate(line) if is_device and e.event in LOGOUT]
        if before is not None and not any(before <= n < place for n in logouts):
            head = line[before]
            if event.occurred_us - head.occurred_us <= limit_us:
                return self.known[head.event_id]
        if after is None or any((before or 0) <= n < after for n in logouts):
            return None
        head = line[after]
        is_near = head.occurred_us - event.occurred_us <= limit_us
        return self.known[head.event_id] if is_near else None

    def _is_ambiguous(self, identifier: Identifier) -> bool:
        if identifier[0] not in SHARED:
            return False
        spans = sorted((min(seen), max(seen)) for seen in self.claimants(identifier).values())
        return any(two[0] <= one[1] for n, one in enumerate(spans) for two in spans[n + 1 :])

    def person(self, event: Event) -> Person | None:
        """The one person of an event; None where it carries no usable identifier."""
        own = self.known[event.event_id]
        if own is not None:
            return own
        held = sorted(self.ids[event.event_id], key=strength)
        owning = [i for i in held if i[0] not in SHARED or i in self.disputed]
        owners = [self.owner(i, event) for i in owning]
        found = [person for person in owners if person is not None]
        return found[0] if found else self._alone(held)

    def _alone(self, held: Sequence[Identifier]) -> Person | None:
        quiet = [i for i in held if i not in self.busy]
        shared = [i for i in quiet if i in self.disputed]
        devices = [i for i in quiet if i[0] in DEVICE]
        records = [self._followed(i) for i in quiet if i[0] in RECORD]
        names = [*shared, *devices, *records, *held]
        return frozenset({names[0]}) if names else None

    def _followed(self, record: Identifier) -> Identifier:
        """What a record of nobody's was seen with that could be a person of its own."""
        if self.claimants(record):
            return record
        beside = {i for e in self.carriers(record) for i in self.ids[e.event_id]} - self.busy
        free = {i for i in beside if i in self.disputed}
        free |= {i for i in beside if i[0] in DEVICE and not self.claimants(i)}
        return min(free, key=strength, default=record)


def whose(
    events: Sequence[Event],
    identifiers: Callable[[Event], set[Identifier]],
    trust: Mapping[str, int],
) -> dict[str, str]:
    """The person of each event, named by the smallest event_id that is theirs."""
    if not events:
        return {}
    company = Company(events, identifiers, trust)
    people = {e.event_id: company.person(e) for e in events}
    names = {p: min(_theirs(people, p)) for p in set(people.values()) if p is not None}
    return {event_id: names[p] for event_id, p in people.items() if p is not None}


def _theirs(people: Mapping[str, Person | None], person: Person) -> Iterable[str]:
    return (event_id for event_id, owner in people.items() if owner == person)
