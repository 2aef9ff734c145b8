"""Write contacts and deals the way HubSpot exports them: labels as headers, times without zone.

In:     the company
Out:    `crm/contacts.csv.gz` and `crm/deals.csv.gz`
Units:  times `YYYY-MM-DD HH:MM` in Madrid; amounts in euro a year
Errors: OSError when the folder cannot be written
Source: labels of HubSpot's contact and deal exports; `Persona`, `ID de cliente` and
        `Canal de venta` are properties of this company's own
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final

from pipeline.sample.clock import MINUTE_MS, START_MS, local
from pipeline.sample.files import write_csv
from pipeline.sample.names import dice
from pipeline.sample.world import (
    ACTIVE,
    CANCELLED,
    CONTRACT,
    CRM_TOUCHPOINTS,
    INSTALLED,
    PLANS,
    SHOP,
    Attempt,
    Company,
    Person,
)

if TYPE_CHECKING:
    from pathlib import Path

FIRST_CONTACT: Final = 900_001
FIRST_DEAL: Final = 7_000_001
PIPELINE: Final = "Altas"
STAGES: Final = {  # touchpoint: name of the deal's stage
    SHOP: "Visita a tienda",
    CONTRACT: "Contrato firmado",
    INSTALLED: "Instalación hecha",
    ACTIVE: "Alta activada",
    CANCELLED: "Cancelado",
}
OWNERS: Final = ("Lucas Ferrer", "Noa Prats", "Berta Lago", "Hugo Casal")
CONTACT_LABELS: Final = (
    "Record ID", "First Name", "Last Name", "Email", "Phone Number", "Lifecycle Stage",
    "Lead Status", "Create Date", "Last Activity Date", "Original Source", "Contact owner",
    "Persona", "ID de cliente",
)  # fmt: skip
DEAL_LABELS: Final = (
    "Record ID", "Deal Name", "Deal Stage", "Pipeline", "Amount", "Currency", "Create Date",
    "Close Date", "Deal owner", "Canal de venta", "Associated Contact IDs",
    *(f'Date entered "{stage} ({PIPELINE})"' for stage in STAGES.values()),
)  # fmt: skip
_IMPORT_MINUTES = 300  # the old customers came in one import, in the first night


def contact_id(person: Person) -> int:
    """Give the number HubSpot knows somebody by."""
    return FIRST_CONTACT + person.number


def when(at_ms: int | None) -> str:
    """Write a time as the export does."""
    return "" if at_ms is None else local(at_ms).strftime("%Y-%m-%d %H:%M")


def _source(attempt: Attempt | None) -> str:
    if attempt is None:
        return "Offline Sources"
    campaign = next((touch.campaign for touch in attempt.touches if touch.campaign), None)
    if campaign is None:
        in_shop = attempt.touches[0].touchpoint == SHOP
        return "Offline Sources" if in_shop else "Direct Traffic"
    return {"cpc": "Paid Search", "paid_social": "Paid Social", "email": "Email Marketing"}[
        campaign[2]
    ]


def _known_since(attempt: Attempt) -> int:
    """Tell when the company first knew who it was: at a login, or in the CRM."""
    return min(t.at for t in attempt.touches if t.user_id or t.browser is None)


def _contact(company: Company, person: Person, attempt: Attempt | None) -> list[object]:
    rng = dice(company.seed, "contact", person.number)
    if attempt is None:
        created = last = START_MS + rng.randrange(_IMPORT_MINUTES) * MINUTE_MS
    else:
        created, last = _known_since(attempt), attempt.touches[-1].at
    bought = attempt is None or CONTRACT in attempt.seen
    # Typed by hand in a shop or a form: capitals and a blank at the end are common.
    email = f"{person.email.capitalize()} " if rng.randrange(20) == 0 else person.email
    return [
        contact_id(person), person.first_name, person.last_name, email, person.phone,
        "Customer" if bought else "Lead", "" if bought else "OPEN", when(created), when(last),
        _source(attempt), rng.choice(OWNERS), person.persona, person.customer_id if bought else "",
    ]  # fmt: skip


def _deal(company: Company, number: int, attempt: Attempt) -> list[object]:
    rng = dice(company.seed, "deal", attempt.person.number)
    entered = {t.touchpoint: t.at for t in attempt.touches if t.touchpoint in CRM_TOUCHPOINTS}
    current = list(entered)[-1]
    closed = entered.get(ACTIVE, entered.get(CANCELLED))
    plan, price = PLANS[attempt.plan]
    person = attempt.person
    return [
        number, f"{plan} - {person.first_name} {person.last_name}", STAGES[current], PIPELINE,
        Decimal(price) * 12, "EUR", when(min(entered.values())), when(closed), rng.choice(OWNERS),
        "Tienda" if SHOP in entered else "Web", contact_id(person),
        *(when(entered.get(touchpoint)) for touchpoint in STAGES),
    ]  # fmt: skip


def write(company: Company, folder: Path) -> None:
    """Write both exports, ordered by record."""
    tried = {a.person.number: a for a in company.attempts if a.known}
    contacts = [
        _contact(company, person, tried.get(person.number))
        for person in company.people
        if person.number in company.known
    ]
    write_csv(folder / "crm" / "contacts.csv.gz", CONTACT_LABELS, contacts)
    deals = [a for a in tried.values() if set(a.seen) & set(CRM_TOUCHPOINTS)]
    rows = [_deal(company, FIRST_DEAL + place, attempt) for place, attempt in enumerate(deals)]
    write_csv(folder / "crm" / "deals.csv.gz", DEAL_LABELS, rows)
