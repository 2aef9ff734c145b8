"""The page that explains the sample, with its true numbers in place.

In:     the company and its ledger
Out:    Markdown text
Units:  none
Errors: KeyError when the ledger and the text no longer fit
Source: the text of `readme_text.md`, the numbers of the ledger; none is typed by hand
"""

from __future__ import annotations

from importlib.resources import files
from string import Template
from typing import TYPE_CHECKING, Final

from pipeline.sample.company import touches_of

if TYPE_CHECKING:
    from pipeline.sample.ledger import Truth
    from pipeline.sample.world import Company


def _at(numbers: object, *path: str) -> int:
    """Follow keys down into the ledger."""
    for key in path:
        if not isinstance(numbers, dict):
            raise KeyError(key)
        numbers = numbers[key]
    if not isinstance(numbers, int):
        raise KeyError(path[-1])
    return numbers


def _percent(part: int, whole: int) -> str:
    return f"{100 * part / whole:.0f} %" if whole else "none"


def _incident(numbers: Truth) -> str:
    incident = numbers["payment_incident"]
    days = incident["days"] if isinstance(incident, dict) else {}
    return " ".join(
        f"On {day} {day_numbers['lost_at_payment']} of {day_numbers['at_payment']} people who pay"
        " end at the payment."
        for day, day_numbers in days.items()
    )


# What the text calls it: where the ledger keeps it.
_PLACES: Final = {
    **{
        f"{journey}_{name}": (journey, name)
        for journey in ("alta", "soporte")
        for name in ("journeys", "reached", "cancelado", "ended", "open")
    },
    "switch_journeys": ("mobile_to_desktop_loses_people", "mobile_to_desktop", "journeys"),
    "switch_lost": ("mobile_to_desktop_loses_people", "switching_lost_at_checkout"),
    "stay": ("mobile_to_desktop_loses_people", "staying_at_checkout"),
    "stay_lost": ("mobile_to_desktop_loses_people", "staying_lost_at_checkout"),
    "repeat_journeys": ("whatsapp_then_phone_repeats", "whatsapp_to_phone", "journeys"),
    "repeat_ended": ("whatsapp_then_phone_repeats", "whatsapp_to_phone", "ended"),
    "repeat_open": ("whatsapp_then_phone_repeats", "whatsapp_to_phone", "open"),
    "wa": ("whatsapp_then_phone_repeats", "whatsapp_only", "journeys"),
    "wa_ended": ("whatsapp_then_phone_repeats", "whatsapp_only", "ended"),
    "other_days": ("payment_incident", "other_days"),
    "other_pay": ("payment_incident", "other_days_at_payment"),
    "other_lost": ("payment_incident", "other_days_lost_at_payment"),
    "senior_shop": ("persona_buys_in_the_shop", "Tradicional 60+", "with_shop", "journeys"),
    "senior_shop_reached": ("persona_buys_in_the_shop", "Tradicional 60+", "with_shop", "reached"),
    "senior_rest": ("persona_buys_in_the_shop", "Tradicional 60+", "without_shop", "journeys"),
    "senior_rest_reached": (
        *("persona_buys_in_the_shop", "Tradicional 60+", "without_shop", "reached"),
    ),
    "long_bad": ("long_wait_spoils_rating", "long_wait_bad"),
    "long_good": ("long_wait_spoils_rating", "long_wait_good"),
    "short_bad": ("long_wait_spoils_rating", "short_wait_bad"),
    "short_good": ("long_wait_spoils_rating", "short_wait_good"),
    "families": ("shared_identifiers", "families_on_one_tablet"),
    "members": ("shared_identifiers", "family_members"),
    "emails": ("shared_identifiers", "shared_emails"),
    "phones": ("shared_identifiers", "shared_phones"),
    "cookies": ("shared_identifiers", "anonymous_cookies"),
    "several": ("shared_identifiers", "merged_people_with_several_user_ids"),
    "seen": ("shared_identifiers", "people_by_exact_identifiers"),
    "flash": ("campaign_nobody_returns_from", "came", "journeys"),
    "flash_one": ("campaign_nobody_returns_from", "one_touchpoint"),
    **{
        f"time_{name}": ("campaign_nobody_returns_from", "others_with_as_much_time", name)
        for name in ("journeys", "ended", "open")
    },
    "passed": ("department_handoff_reopens", "technical_to_billing"),
    "passed_back": ("department_handoff_reopens", "technical_to_billing_reopened"),
    "passed_other": ("department_handoff_reopens", "other_tickets"),
    "passed_other_back": ("department_handoff_reopens", "other_tickets_reopened"),
}


def readme(company: Company, numbers: Truth) -> str:
    """Fill the page with the numbers of this company."""
    values = {name: _at(numbers, *path) for name, path in _PLACES.items()}
    shares = {
        "switch_pct": _percent(values["switch_lost"], values["switch_journeys"]),
        "stay_pct": _percent(values["stay_lost"], values["stay"]),
    }
    crm = {"Visita a tienda", "Contrato firmado"}
    rows = {
        "people": len(company.people),
        "calls": len(touches_of(company)),
        "contacts": len(company.known),
        "deals": sum(bool(crm & set(attempt.seen)) for attempt in company.attempts),
        "users": f"{len({t.person.number for t in company.tickets})} customers, 20 agents; 4",
        "tickets": len(company.tickets),
        "audits": sum(len(ticket.steps) for ticket in company.tickets),
    }
    words = {"seed": company.seed, "incident": _incident(numbers)}
    text = files("pipeline.sample").joinpath("readme_text.md").read_text(encoding="utf-8")
    return Template(text).substitute({**values, **shares, **rows, **words})
