"""Numbers and channels of the help desk, as Zendesk writes them.

In:     people, groups, steps of tickets
Out:    ids and `via` objects
Units:  none
Errors: none
Source: Zendesk Support API, "Via object reference"
"""

from __future__ import annotations

from typing import Final

from pipeline.sample.files import Json
from pipeline.sample.world import GROUPS, Person, Ticket, TicketStep

DOMAIN: Final = "https://fibrasol.zendesk.test"
TOPIC_FIELD: Final = 24_806_306
LINE: Final = "+34900000000"
MAILBOX: Final = "ayuda@fibrasol.test"
_FIRST_USER = 20_000_000
_FIRST_AGENT = 235_000
_FIRST_GROUP = 98_700
_FIRST_TICKET = 100_000
_NOBODY: Final[Json] = {"from": {}, "to": {}, "rel": None}
WEB: Final[Json] = {"channel": "web", "source": _NOBODY}
RULE: Final[Json] = {
    "channel": "rule",
    "source": {
        "from": {"id": 52_043_706, "title": "Pedir valoración"},
        "to": {},
        "rel": "automation",
    },
}


def requester_id(person: Person) -> int:
    """Give the number Zendesk knows a customer by."""
    return _FIRST_USER + person.number


def agent_id(group: str, place: int) -> int:
    """Give the number of one of a group's agents."""
    return _FIRST_AGENT + 100 * GROUPS.index(group) + place


def group_id(group: str) -> int:
    """Give the number of a group."""
    return _FIRST_GROUP + GROUPS.index(group)


def ticket_id(ticket: Ticket) -> int:
    """Give the number a ticket has at the help desk."""
    return _FIRST_TICKET + ticket.number


def via(step: TicketStep, person: Person) -> Json:
    """Tell how a message came: by which channel, from whom, to whom."""
    name = f"{person.first_name} {person.last_name}"
    phone = person.phone.replace(" ", "")
    sources: dict[str, Json] = {
        "voice": {
            "from": {"phone": phone, "formatted_phone": person.phone, "name": name},
            "to": {"phone": LINE, "formatted_phone": "900 000 000", "name": "Fibra Sol"},
            "rel": "inbound",
        },
        "whatsapp": {"from": {"phone": phone, "name": name}, "to": {"phone": LINE}, "rel": None},
        "email": {
            "from": {"address": person.email, "name": name},
            "to": {"address": MAILBOX, "name": "Fibra Sol"},
            "rel": None,
        },
    }
    return {"channel": step.channel, "source": sources.get(step.channel, _NOBODY)}
