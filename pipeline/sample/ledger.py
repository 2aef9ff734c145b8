"""The true numbers of the sample, counted from what its people did.

In:     the company, before anything is written
Out:    a dictionary of counts; nothing here reads a file or runs the pipeline
Units:  counts; waits in days
Errors: none
Source: definitions of `journeys.toml`: a journey that is neither reached nor cancelled is open
        while its last step is not older than the timeout at the newest event, else ended
"""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING

from pipeline.sample.care import LONG_WAIT_MS
from pipeline.sample.clock import DAY_MS, LAST_MS, START_MS, day_of, iso, local
from pipeline.sample.world import (
    ACTIVE,
    ALTA_OPEN_FROM,
    BILLING,
    CANCELLED,
    CHECKOUT,
    CONTRACT,
    FLASH,
    INCIDENT_DAYS,
    INSTALLED,
    LOGIN,
    PAY,
    SENIOR,
    SHOP,
    SUPPORT_OPEN_FROM,
    TECH,
    Attempt,
    Company,
    Ticket,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

Truth = dict[str, object]
_OUTCOMES = ("reached", "cancelado", "ended", "open")


def outcome(attempt: Attempt) -> str:
    """Tell how a try at becoming a customer ended, or that it may still go on."""
    if ACTIVE in attempt.seen:
        return "reached"
    if CANCELLED in attempt.seen:
        return "cancelado"
    return "open" if attempt.steps[-1].at >= ALTA_OPEN_FROM else "ended"


def case_outcome(ticket: Ticket) -> str:
    """Tell how a ticket ended, or that it may still be solved."""
    if any(step.kind == "solved" for step in ticket.steps):
        return "reached"
    return "open" if ticket.steps[-1].at >= SUPPORT_OPEN_FROM else "ended"


def _outcomes(names: Iterable[str]) -> dict[str, int]:
    counted = Counter(names)
    return {"journeys": counted.total(), **{name: counted[name] for name in _OUTCOMES}}


def _switches(attempt: Attempt) -> bool:
    """Tell whether somebody goes on at a computer with what they began on a telephone."""
    devices = [touch.browser.device for touch in attempt.steps if touch.browser]
    return ("mobile", "desktop") in set(pairwise(devices))


def _lost_at(attempts: Iterable[Attempt], touchpoint: str) -> int:
    return sum(a.seen[-1] == touchpoint and outcome(a) == "ended" for a in attempts)


def _cross_device(company: Company) -> Truth:
    at_checkout = [a for a in company.attempts if CHECKOUT in a.seen]
    switching = [a for a in company.attempts if _switches(a)]
    staying = [a for a in at_checkout if not _switches(a)]
    return {
        "mobile_to_desktop": _outcomes(map(outcome, switching)),
        "switching_lost_at_checkout": _lost_at(switching, CHECKOUT),
        "staying_at_checkout": len(staying),
        "staying_lost_at_checkout": _lost_at(staying, CHECKOUT),
    }


def _repeats(ticket: Ticket) -> bool:
    channels = [step.channel for step in ticket.steps]
    return ("whatsapp", "voice") in set(pairwise(channels))


def _repeated(company: Company) -> Truth:
    moved = [t for t in company.tickets if _repeats(t)]
    stayed = [t for t in company.tickets if {s.channel for s in t.steps} == {"whatsapp"}]
    return {
        "whatsapp_to_phone": _outcomes(map(case_outcome, moved)),
        "people": len({ticket.person.number for ticket in moved}),
        "whatsapp_only": _outcomes(map(case_outcome, stayed)),
    }


def _incident(company: Company) -> Truth:
    payers: Counter[int] = Counter()
    lost: Counter[int] = Counter()
    for attempt in company.attempts:
        payers.update({day_of(touch.at) for touch in attempt.steps if touch.touchpoint == PAY})
        if attempt.seen[-1] == PAY and outcome(attempt) == "ended":
            lost[day_of(attempt.steps[-1].at)] += 1
    days = {
        local(START_MS + day * DAY_MS).date().isoformat(): {
            "at_payment": payers[day],
            "lost_at_payment": lost[day],
        }
        for day in INCIDENT_DAYS
    }
    others = {day for day in payers if day not in INCIDENT_DAYS}
    return {
        "days": days,
        "other_days": len(others),
        "other_days_at_payment": sum(payers[day] for day in others),
        "other_days_lost_at_payment": sum(lost[day] for day in others),
    }


def _personas(company: Company) -> Truth:
    known = [attempt for attempt in company.attempts if attempt.known]
    senior = [attempt for attempt in known if attempt.person.persona == SENIOR]
    others = [attempt for attempt in known if attempt.person.persona != SENIOR]

    def split(group: list[Attempt]) -> Truth:
        shop = [attempt for attempt in group if SHOP in attempt.seen]
        rest = [attempt for attempt in group if SHOP not in attempt.seen]
        return {
            "with_shop": _outcomes(map(outcome, shop)),
            "without_shop": _outcomes(map(outcome, rest)),
        }

    return {SENIOR: split(senior), "others": split(others)}


def _delivery(company: Company) -> Truth:
    waits: dict[int, int] = {}
    for attempt in company.attempts:
        at = {touch.touchpoint: touch.at for touch in attempt.touches}
        if INSTALLED in at:
            waits[attempt.person.number] = at[INSTALLED] - at[CONTRACT]
    counted: Counter[str] = Counter()
    for ticket in company.tickets:
        if ticket.story == "delivery" and ticket.steps[-1].kind == "rated":
            is_long = waits[ticket.person.number] >= LONG_WAIT_MS
            counted[f"{'long' if is_long else 'short'}_wait_{ticket.steps[-1].score}"] += 1
    kinds = [f"{wait}_wait_{score}" for wait in ("long", "short") for score in ("bad", "good")]
    return {"long_wait_days": LONG_WAIT_MS // DAY_MS, **{kind: counted[kind] for kind in kinds}}


def _logged_in(company: Company) -> set[int]:
    visits = [*((a.person, a.touches) for a in company.attempts), *company.uses]
    return {who.number for who, touches in visits if any(t.touchpoint == LOGIN for t in touches)}


def _identity(company: Company) -> Truth:
    """Count the people an exact comparison of identifiers sees: it merges whoever shares one."""
    cookies = sum(not attempt.known for attempt in company.attempts)
    shared = [*company.family_tablets, *company.shared_emails, *company.shared_phones]
    merged = sum(len(group) - 1 for group in shared)
    users = _logged_in(company)
    several = sum(len(users.intersection(group)) > 1 for group in shared)
    return {
        "people": len(company.people),
        "known_people": len(company.known),
        "anonymous_cookies": cookies,
        "families_on_one_tablet": len(company.family_tablets),
        "family_members": sum(map(len, company.family_tablets)),
        "shared_emails": len(company.shared_emails),
        "shared_phones": len(company.shared_phones),
        "merged_people_with_several_user_ids": several,
        "people_by_exact_identifiers": len(company.known) - merged + cookies,
    }


def _flash(company: Company) -> Truth:
    came = [attempt for attempt in company.attempts if FLASH in attempt.seen]
    others = [
        outcome(attempt)
        for attempt in company.attempts
        if FLASH not in attempt.seen and attempt.steps[0].at <= ALTA_OPEN_FROM
    ]
    return {
        "campaign": "flash_verano",
        "came": _outcomes(map(outcome, came)),
        "one_touchpoint": sum(len(attempt.seen) == 1 for attempt in came),
        "others_with_as_much_time": _outcomes(others),
    }


def _passed_on(company: Company) -> Truth:
    def passes(ticket: Ticket) -> set[tuple[str, str]]:
        groups = [step.group for step in ticket.steps]
        return {pair for pair in pairwise(groups) if pair[0] != pair[1]}

    def reopened(tickets: list[Ticket]) -> int:
        return sum(any(step.kind == "reopened" for step in t.steps) for t in tickets)

    moved = [t for t in company.tickets if (TECH, BILLING) in passes(t)]
    others = [t for t in company.tickets if (TECH, BILLING) not in passes(t)]
    return {
        "technical_to_billing": len(moved),
        "technical_to_billing_reopened": reopened(moved),
        "other_tickets": len(others),
        "other_tickets_reopened": reopened(others),
    }


def truth(company: Company) -> Truth:
    """Count everything a reader of the sample may want to hold the pipeline to."""
    return {
        "seed": company.seed,
        "newest_event_at": iso(LAST_MS),
        "alta": _outcomes(map(outcome, company.attempts)),
        "soporte": _outcomes(map(case_outcome, company.tickets)),
        "mobile_to_desktop_loses_people": _cross_device(company),
        "whatsapp_then_phone_repeats": _repeated(company),
        "payment_incident": _incident(company),
        "persona_buys_in_the_shop": _personas(company),
        "long_wait_spoils_rating": _delivery(company),
        "shared_identifiers": _identity(company),
        "campaign_nobody_returns_from": _flash(company),
        "department_handoff_reopens": _passed_on(company),
    }
