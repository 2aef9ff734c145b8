"""Write tickets the way Zendesk exports them: users, groups, tickets and their audits.

In:     the company
Out:    `support/{users,groups,tickets,ticket_audits}.jsonl.gz`
Units:  times ISO 8601 in UTC, whole seconds
Errors: OSError when the folder cannot be written
Source: Zendesk Support API, Users, Groups, Tickets, Ticket Audits and their events; a rating is
        a Change of `satisfaction_score`, as real exports hold it
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.sample import texts
from pipeline.sample.audits import audits_of
from pipeline.sample.care import AGENTS_A_GROUP
from pipeline.sample.clock import DAY_MS, START_MS, iso
from pipeline.sample.desk import (
    DOMAIN,
    TOPIC_FIELD,
    agent_id,
    group_id,
    requester_id,
    ticket_id,
    via,
)
from pipeline.sample.files import Json, write_jsonl
from pipeline.sample.names import FIRST_NAMES, LAST_NAMES, dice
from pipeline.sample.world import GROUPS, Company, Person, Ticket

if TYPE_CHECKING:
    from pathlib import Path

_OLD = iso(START_MS - 400 * DAY_MS, millis=False)


def _user(number: int, name: str, **more: object) -> Json:
    user: Json = {
        "id": number,
        "url": f"{DOMAIN}/api/v2/users/{number}.json",
        "name": name,
        "email": None,
        "created_at": _OLD,
        "updated_at": _OLD,
        "time_zone": "Madrid",
        "iana_time_zone": "Europe/Madrid",
        "phone": None,
        "shared_phone_number": None,
        "locale_id": 2,
        "locale": "es",
        "organization_id": None,
        "role": "end-user",
        "verified": True,
        "external_id": None,
        "tags": [],
        "active": True,
        "shared": False,
        "suspended": False,
    }
    return user | more


def _customer(person: Person, tickets: list[Ticket]) -> Json:
    since = iso(min(ticket.steps[0].at for ticket in tickets), millis=False)
    return _user(
        requester_id(person),
        f"{person.first_name} {person.last_name}",
        email=person.email,
        phone=person.phone.replace(" ", ""),
        external_id=person.customer_id,
        created_at=since,
        updated_at=since,
    )


def _agents(seed: int) -> list[Json]:
    rng = dice(seed, "agents")
    out: list[Json] = []
    for group in GROUPS:
        for place in range(AGENTS_A_GROUP):
            name = f"{rng.choice(FIRST_NAMES)} {rng.choice(LAST_NAMES)}"
            number = agent_id(group, place)
            more = {"role": "agent", "email": f"agente{number}@fibrasol.test"}
            out.append(_user(number, name, **more, default_group_id=group_id(group)))
    return out


def _group(name: str) -> Json:
    return {
        "id": group_id(name),
        "url": f"{DOMAIN}/api/v2/groups/{group_id(name)}.json",
        "name": name,
        "description": "",
        "default": name == GROUPS[0],
        "deleted": False,
        "is_public": True,
        "created_at": _OLD,
        "updated_at": _OLD,
    }


def _status(ticket: Ticket) -> str:
    kinds = [step.kind for step in ticket.steps]
    if "solved" in kinds:
        return "solved"
    return {"created": "new", "agent": "pending"}.get(kinds[-1], "open")


def _satisfaction(ticket: Ticket) -> Json:
    last = ticket.steps[-1]
    if last.kind == "rated":
        return {"score": last.score, "comment": last.text or None}
    return {"score": "offered" if last.kind == "offered" else "unoffered"}


def ticket_row(seed: int, ticket: Ticket) -> Json:
    """Write the ticket as it stands at the end: an export holds the latest state only."""
    first, last = ticket.steps[0], ticket.steps[-1]
    subject = dice(seed, "subject", ticket.number).choice(texts.SUBJECTS[ticket.topic])
    answered = any(step.kind == "agent" for step in ticket.steps)
    return {
        "id": ticket_id(ticket),
        "url": f"{DOMAIN}/api/v2/tickets/{ticket_id(ticket)}.json",
        "external_id": None,
        "via": via(first, ticket.person),
        "created_at": iso(first.at, millis=False),
        "updated_at": iso(last.at, millis=False),
        "generated_timestamp": last.at // 1000,
        "type": "incident",
        "subject": subject,
        "raw_subject": subject,
        "description": first.text,
        "priority": "normal",
        "status": _status(ticket),
        "recipient": None,
        "requester_id": requester_id(ticket.person),
        "submitter_id": requester_id(ticket.person),
        "assignee_id": agent_id(last.group, last.agent) if answered else None,
        "organization_id": None,
        "group_id": group_id(last.group),
        "collaborator_ids": [],
        "follower_ids": [],
        "tags": [],
        "custom_fields": [{"id": TOPIC_FIELD, "value": ticket.topic}],
        "satisfaction_rating": _satisfaction(ticket),
        "is_public": True,
        "has_incidents": False,
        "ticket_form_id": 2,
        "brand_id": 123,
    }


def write(company: Company, folder: Path) -> None:
    """Write the four files, ordered by id as the incremental export gives them."""
    by_person: dict[int, list[Ticket]] = {}
    for ticket in company.tickets:
        by_person.setdefault(ticket.person.number, []).append(ticket)
    customers = [_customer(own[0].person, own) for _, own in sorted(by_person.items())]
    tickets = sorted(company.tickets, key=ticket_id)
    audits = [audit for ticket in tickets for audit in audits_of(ticket)]
    home = folder / "support"
    write_jsonl(home / "users.jsonl.gz", [*_agents(company.seed), *customers])
    write_jsonl(home / "groups.jsonl.gz", map(_group, GROUPS))
    write_jsonl(home / "tickets.jsonl.gz", [ticket_row(company.seed, one) for one in tickets])
    write_jsonl(home / "ticket_audits.jsonl.gz", audits)
