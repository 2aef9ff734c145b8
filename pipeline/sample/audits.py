"""The audits of a ticket: every change of it, as Zendesk keeps them.

In:     a ticket
Out:    one audit a step, with its events
Units:  times ISO 8601 in UTC, whole seconds
Errors: none
Source: Zendesk Support API, "Ticket Audit events reference"; the events of a rating as in real
        audits: `satisfaction_score` goes from offered to good or bad, with `satisfaction_comment`
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Final

from pipeline.sample.clock import iso
from pipeline.sample.desk import (
    RULE,
    TOPIC_FIELD,
    WEB,
    agent_id,
    group_id,
    requester_id,
    ticket_id,
    via,
)
from pipeline.sample.world import Ticket, TicketStep

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.sample.files import Json

SYSTEM: Final = -1
_AUDITS_A_TICKET = 64
_EVENTS_AN_AUDIT = 16
_FIRST_AUDIT = 2_100_000_000
_BY_CUSTOMER = ("created", "customer", "reopened", "rated")
_STATUS = {"agent": "pending", "customer": "open", "reopened": "open", "solved": "solved"}


def _author(ticket: Ticket, step: TicketStep) -> int:
    if step.kind == "offered":
        return SYSTEM
    if step.kind in _BY_CUSTOMER:
        return requester_id(ticket.person)
    return agent_id(step.group, step.agent)


def _via(ticket: Ticket, step: TicketStep) -> Json:
    if step.kind == "offered":
        return RULE
    return WEB if step.kind in ("assigned", "rated") else via(step, ticket.person)


def _comment(ticket: Ticket, step: TicketStep) -> Json:
    body = f'<div class="zd-comment" dir="auto"><p dir="auto">{escape(step.text)}</p></div>'
    return {
        "type": "Comment",
        "author_id": _author(ticket, step),
        "body": step.text,
        "html_body": body,
        "plain_body": step.text,
        "public": step.kind != "assigned",
        "attachments": [],
    }


def _change(field_name: str, before: object, after: object) -> Json:
    return {"type": "Change", "field_name": field_name, "value": after, "previous_value": before}


def _created(ticket: Ticket, step: TicketStep) -> Iterator[Json]:
    """Yield what a new ticket starts with: the message, then one Create a property."""
    yield _comment(ticket, step)
    properties = {
        "status": "new",
        "priority": "normal",
        "type": "incident",
        "requester_id": str(requester_id(ticket.person)),
        "group_id": str(group_id(step.group)),
        str(TOPIC_FIELD): ticket.topic,
    }
    for name, value in properties.items():
        yield {"type": "Create", "field_name": name, "value": value}


def _assigned(ticket: Ticket, step: TicketStep, before: TicketStep) -> Iterator[Json]:
    yield _comment(ticket, step)
    yield _change("group_id", str(group_id(before.group)), str(group_id(step.group)))
    previous = str(agent_id(before.group, before.agent))
    yield _change("assignee_id", previous, str(agent_id(step.group, step.agent)))


def _rated(step: TicketStep) -> Iterator[Json]:
    yield _change("satisfaction_score", "offered", step.score)
    if step.text:
        yield _change("satisfaction_comment", None, step.text)


def _events(ticket: Ticket, place: int, status: str) -> Iterator[Json]:
    step = ticket.steps[place]
    if step.kind == "created":
        yield from _created(ticket, step)
    elif step.kind == "assigned":
        yield from _assigned(ticket, step, ticket.steps[place - 1])
    elif step.kind == "offered":
        yield _change("satisfaction_score", "unoffered", "offered")
    elif step.kind == "rated":
        yield from _rated(step)
    else:
        yield _comment(ticket, step)
        if place == 1:
            yield _change("assignee_id", None, str(agent_id(step.group, step.agent)))
        if _STATUS[step.kind] != status:
            yield _change("status", status, _STATUS[step.kind])


def audits_of(ticket: Ticket) -> list[Json]:
    """Write the audits of one ticket, oldest first, with ids that grow."""
    status = "new"
    out: list[Json] = []
    for place, step in enumerate(ticket.steps):
        number = _FIRST_AUDIT + (ticket.number * _AUDITS_A_TICKET + place) * _EVENTS_AN_AUDIT
        events = _events(ticket, place, status)
        out.append(
            {
                "id": number,
                "ticket_id": ticket_id(ticket),
                "created_at": iso(step.at, millis=False),
                "author_id": _author(ticket, step),
                "via": _via(ticket, step),
                "metadata": {"system": {"location": "Madrid, Spain"}, "custom": {}},
                "events": [{"id": number + 1 + n, **event} for n, event in enumerate(events)],
            }
        )
        status = _STATUS.get(step.kind, status)
    return out
