"""The invented company Fibra Sol: what exists in it, and the records its sample is made of.

In:     nothing
Out:    constants (touchpoints, campaigns, groups, plans) and frozen records
Units:  `at` milliseconds since 1970 in UTC; amounts in euro a year
Errors: none
Source: invented; no real person, company, address or telephone number
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from pipeline.sample.clock import DAY_MS, LAST_MS

Device = Literal["mobile", "desktop", "tablet"]
Kind = Literal["created", "agent", "customer", "assigned", "solved", "reopened", "offered", "rated"]
Score = Literal["", "good", "bad"]

HOME = "Web: portada"
AD = "Anuncio"
MAIL = "Correo de campaña"
FLASH = "Campaña Flash"
COMPARE = "Comparador de tarifas"
COVERAGE = "Consulta de cobertura"
CATALOGUE = "App: catálogo"
SHOP = "Visita a tienda"
CART = "Carrito"
CHECKOUT = "Datos de contratación"
PAY = "Pago"
PAY_ERROR = "Error de pago"
ORDER = "Confirmación"
CONTRACT = "Contrato firmado"
INSTALLED = "Instalación"
ACTIVE = "Alta activada"
CANCELLED = "Cancelación"
APP_HOME = "App: inicio"
BILL = "Factura en la app"
LOGIN = "(identify)"  # not a touchpoint: the login that ties a browser to a customer
HELP_PAGE = "(ayuda)"  # a page no rule maps, as every real site has them

STARTS = (AD, MAIL, FLASH, HOME, COMPARE, COVERAGE, CATALOGUE, SHOP)
CRM_TOUCHPOINTS = (SHOP, CONTRACT, INSTALLED, ACTIVE, CANCELLED)

PERSONAS = {"Nómada digital": 46, "Familia conectada": 40, "Tradicional 60+": 14}
SENIOR = "Tradicional 60+"

ALTA_TIMEOUT_MS = 30 * DAY_MS
SUPPORT_TIMEOUT_MS = 14 * DAY_MS
ALTA_OPEN_FROM = LAST_MS - ALTA_TIMEOUT_MS
SUPPORT_OPEN_FROM = LAST_MS - SUPPORT_TIMEOUT_MS

# Tuesday 11 and Wednesday 12 August: the card gateway hangs.
INCIDENT_DAYS = (41, 42)

CAMPAIGNS = {
    AD: (("fibra_verano", "google", "cpc"), ("movil_ilimitado", "meta", "paid_social")),
    MAIL: (("boletin_julio", "hubspot", "email"), ("vuelta_al_cole", "hubspot", "email")),
    FLASH: (("flash_verano", "tiktok", "paid_social"),),
}

PLANS = (  # name, euro a month
    ("Fibra 300", "24.90"),
    ("Fibra 600", "29.90"),
    ("Fibra 600 + Móvil 30 GB", "39.90"),
    ("Fibra 1000 + 2 Móviles", "54.90"),
)

CARE = "Atención al cliente"
TECH = "Soporte técnico"
BILLING = "Facturación"
FIELD = "Instalaciones"
GROUPS = (CARE, TECH, BILLING, FIELD)


@dataclass(frozen=True)
class Browser:
    """One cookie in one browser, or one installation of the app."""

    anonymous_id: str
    device: Device
    is_app: bool
    model: int  # which of the known user agents or telephones
    device_id: str
    ip: str


@dataclass(frozen=True)
class Person:
    """A human being: what the three systems know of them, if they know them at all."""

    number: int
    first_name: str
    last_name: str
    email: str
    phone: str
    user_id: str
    customer_id: str
    persona: str


@dataclass(frozen=True)
class Touch:
    """Something one person did once; without a browser it happened in the CRM."""

    at: int
    touchpoint: str
    browser: Browser | None = None
    campaign: tuple[str, str, str] | None = None
    user_id: str | None = None
    trouble: bool = False  # the payment failed because of the incident


@dataclass(frozen=True)
class Attempt:
    """One try at becoming a customer, as far as the logs can see it as one."""

    person: Person
    story: str
    known: bool  # the company knows who it is
    touches: tuple[Touch, ...]
    plan: int = 0

    @property
    def steps(self) -> list[Touch]:
        """The touches a rule maps to a touchpoint."""
        return [touch for touch in self.touches if not touch.touchpoint.startswith("(")]

    @property
    def seen(self) -> list[str]:
        """The touchpoints in their order."""
        return [touch.touchpoint for touch in self.steps]


@dataclass(frozen=True)
class TicketStep:
    """One audit of a ticket: somebody did something to it."""

    at: int
    kind: Kind
    channel: str
    group: str
    agent: int
    text: str = ""
    score: Score = ""


@dataclass(frozen=True)
class Ticket:
    """One case of one customer."""

    number: int
    person: Person
    story: str
    topic: str
    steps: tuple[TicketStep, ...]


@dataclass(frozen=True)
class Company:
    """Everything the sample is written from."""

    seed: int
    people: tuple[Person, ...]
    known: frozenset[int]  # numbers of the people the CRM knows
    attempts: tuple[Attempt, ...]
    uses: tuple[tuple[Person, tuple[Touch, ...]], ...]  # app and invoices of customers
    tickets: tuple[Ticket, ...]
    family_tablets: tuple[tuple[int, ...], ...]
    shared_emails: tuple[tuple[int, int], ...]
    shared_phones: tuple[tuple[int, int], ...]
