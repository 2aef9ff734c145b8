"""Cast the people of the sample in their roles and let everybody play.

In:     a seed, a number of people
Out:    the whole company: people, attempts, use of the app, tickets
Units:  milliseconds
Errors: ValueError when there are too few people for every story to have somebody
Source: invented; every story has people of its own, see `ROLES`
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from pipeline.sample import attempts as tries
from pipeline.sample import care, customers
from pipeline.sample.clock import HELP_HOURS, HOUR_MS, chance, instant
from pipeline.sample.names import dice, person
from pipeline.sample.world import (
    ACTIVE,
    CONTRACT,
    INSTALLED,
    Attempt,
    Company,
    Person,
    Ticket,
    Touch,
)

MIN_PEOPLE: Final = 200
# People of each role in ten thousand; whoever is left over only looks around.
ROLES: Final = {
    "cross_device": 450,
    "senior": 700,
    "prospect": 2_650,
    "flash": 350,
    "repeated": 180,
    "passed_on": 110,
    "family": 75,
    "shared_email": 40,
    "shared_phone": 30,
    "customer": 640,
}
_CUSTOMERS = ("repeated", "passed_on", "family", "shared_email", "shared_phone", "customer")
_STORY_DAYS = {"repeated": 84, "passed_on": 70, "plain": 88}


# What people do in a company where nothing is hidden: as many do it, but as everybody else does.
_WITHOUT_STORIES = {
    "cross_device": "prospect",
    "senior": "prospect",
    "flash": "browser",
    "repeated": "customer",
    "passed_on": "customer",
}


def _cast(seed: int, people: int, *, stories: bool) -> dict[str, list[int]]:
    """Give every number a role, in an order that tells nothing."""
    numbers = list(range(1, people + 1))
    dice(seed, "cast").shuffle(numbers)
    roles: dict[str, list[int]] = {}
    for role, share in ROLES.items():
        count = max(4, people * share // 10_000)
        roles[role], numbers = numbers[:count], numbers[count:]
    roles["browser"] = numbers
    for role, other in _WITHOUT_STORIES.items() if not stories else ():
        roles[other] = roles[other] + roles[role]
        roles[role] = []
    return roles


def _families(numbers: list[int]) -> tuple[tuple[int, ...], ...]:
    """Make families of two and three."""
    out: list[tuple[int, ...]] = []
    while numbers:
        size = 3 if len(out) % 2 and len(numbers) != 4 else 2  # noqa: PLR2004 - nobody stays alone
        size = len(numbers) if len(numbers) == 3 else size  # noqa: PLR2004
        out.append(tuple(numbers[:size]))
        numbers = numbers[size:]
    return tuple(out)


def _pairs(numbers: list[int]) -> tuple[tuple[int, int], ...]:
    return tuple(zip(numbers[::2], numbers[1::2], strict=False))


def _tries(
    seed: int, roles: dict[str, list[int]], people: dict[int, Person], *, stories: bool
) -> list[Attempt]:
    out: list[Attempt] = []
    for role in ("cross_device", "senior", "prospect"):
        for number in roles[role]:
            rng = dice(seed, "attempt", number)
            out += tries.known(rng, people[number], role, incident=stories)
            if role == "prospect" and chance(rng, 0.05):  # looked on a telephone, never logged in
                out += tries.anonymous(rng, people[number], visits_left=1)
    for number in roles["browser"]:
        out += tries.anonymous(dice(seed, "attempt", number), people[number])
    for number in roles["flash"]:
        out += tries.flash(dice(seed, "attempt", number), people[number])
    return out


class _Desk:
    """Numbers the tickets as they come."""

    def __init__(self, seed: int, *, stories: bool) -> None:
        self.seed = seed
        self.stories = stories
        self.tickets: list[Ticket] = []

    def take(self, ticket: Ticket) -> None:
        if ticket.steps:
            self.tickets.append(ticket)

    def ask(self, who: Person, story: str, at_ms: int) -> None:
        number = len(self.tickets) + 1
        self.take(care.ticket(self.seed, number, who, story=story, at_ms=at_ms))


def _customer_tickets(desk: _Desk, roles: dict[str, list[int]], people: dict[int, Person]) -> None:
    """Let customers ask: the people of two stories once each, half of the others, some twice."""
    silent = {pair[1] for pair in _pairs(roles["shared_email"])}  # one user an address
    for role in _CUSTOMERS:
        story = role if role in _STORY_DAYS else "plain"
        for number in roles[role]:
            rng = dice(desk.seed, "asks", number)
            if number in silent or (story == "plain" and chance(rng, 0.5)):
                continue
            times = 2 if story == "plain" and chance(rng, 0.2) else 1
            for _ in range(times):
                day = rng.randrange(_STORY_DAYS[story])
                desk.ask(people[number], story, instant(rng, day, HELP_HOURS))


def _at(attempt: Attempt, touchpoint: str) -> int | None:
    return next((touch.at for touch in attempt.touches if touch.touchpoint == touchpoint), None)


def _buyer_tickets(desk: _Desk, tried: list[Attempt]) -> None:
    """Let buyers ask for the technician while they wait, or about the first bill afterwards."""
    for attempt in tried:
        rng = dice(desk.seed, "buyer", attempt.person.number)
        signed, installed, active = (_at(attempt, name) for name in (CONTRACT, INSTALLED, ACTIVE))
        if signed is not None and installed is not None and chance(rng, 0.17):
            number = len(desk.tickets) + 1
            desk.take(
                care.installation_ticket(
                    desk.seed,
                    number,
                    attempt.person,
                    waited_ms=(signed, installed),
                    spoils=desk.stories,
                )
            )
        elif active is not None and chance(rng, 0.1):
            desk.ask(attempt.person, "plain", active + rng.randrange(48, 600) * HOUR_MS)


def _uses(
    seed: int, roles: dict[str, list[int]], people: dict[int, Person], tried: list[Attempt]
) -> customers.Uses:
    """Let customers, old and new, use the app; the second of two on one address has no login."""
    no_login = {pair[1] for pair in _pairs(roles["shared_email"])}
    uses: customers.Uses = []
    for role in _CUSTOMERS:
        numbers = [number for number in roles[role] if number not in no_login]
        always = role == "shared_phone"  # so that both halves of a pair have a user id
        uses += [(people[n], customers.app_uses(seed, people[n], always=always)) for n in numbers]
    for family in _families(roles["family"]):
        uses += customers.family_uses(seed, [people[n] for n in family])
    for attempt in tried:
        active = _at(attempt, ACTIVE)
        if active is not None:
            touches = customers.app_uses(seed, attempt.person, since_ms=active)
            uses.append((attempt.person, touches))
    uses.append(customers.last_use(seed, people[roles["customer"][0]]))
    return [(who, touches) for who, touches in uses if touches]


def _share(roles: dict[str, list[int]], people: dict[int, Person]) -> None:
    """Give the second of each pair the address, or the telephone, of the first."""
    for first, second in _pairs(roles["shared_email"]):
        people[second] = replace(people[second], email=people[first].email)
    for first, second in _pairs(roles["shared_phone"]):
        people[second] = replace(people[second], phone=people[first].phone)


def found(seed: int, people: int, *, stories: bool = True) -> Company:
    """Make the company: the same seed and size always make the same one.

    Without `stories` the same people do the same things, and nothing is hidden in it.
    """
    if people < MIN_PEOPLE:
        raise ValueError(f"the sample needs at least {MIN_PEOPLE} people, got {people}")
    roles = _cast(seed, people, stories=stories)
    seniors = set(roles["senior"])
    everybody = {n: person(seed, n, senior=n in seniors) for n in range(1, people + 1)}
    _share(roles, everybody)
    tried = _tries(seed, roles, everybody, stories=stories)
    desk = _Desk(seed, stories=stories)
    _customer_tickets(desk, roles, everybody)
    _buyer_tickets(desk, tried)
    buyers = [n for role in ("cross_device", "senior", "prospect") for n in roles[role]]
    clients = [n for role in _CUSTOMERS for n in roles[role]]
    return Company(
        seed=seed,
        people=tuple(everybody.values()),
        known=frozenset(buyers + clients),
        attempts=tuple(tried),
        uses=tuple(_uses(seed, roles, everybody, tried)),
        tickets=tuple(desk.tickets),
        family_tablets=_families(roles["family"]),
        shared_emails=_pairs(roles["shared_email"]),
        shared_phones=_pairs(roles["shared_phone"]),
    )


def touches_of(company: Company) -> list[tuple[Person, Touch]]:
    """Everything the web and the app saw, in the order of time."""
    seen = [
        (person_, touch)
        for person_, touches in (
            *((attempt.person, attempt.touches) for attempt in company.attempts),
            *company.uses,
        )
        for touch in touches
        if touch.browser
    ]
    return sorted(seen, key=lambda pair: (pair[1].at, pair[0].number, pair[1].touchpoint))
