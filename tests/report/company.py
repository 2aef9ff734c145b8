"""A small made-up company for the report's tests: seeded journeys, and the marts they give.

The marts are counted here in plain Python, one obvious loop each, so that what the
page shows can be compared with something that is not the pipeline itself.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random

START = datetime(2026, 7, 1, 6, 0, tzinfo=UTC)
AS_OF = START + timedelta(days=89)
TIMEOUT_S = {"alta": 30 * 86400, "soporte": 14 * 86400}

# touchpoint: (stage, channel, device, chance to end here, {next: weight}); "!" is the goal
ALTA = {
    "Anuncio": ("Descubrimiento", "ads", "mobile", 0.30, {"Web: portada": 60, "App: catálogo": 12}),
    "Correo de campaña": (
        "Descubrimiento",
        "email",
        "mobile",
        0.25,
        {"Web: portada": 40, "Comparador de tarifas": 20},
    ),
    "Web: portada": (
        "Descubrimiento",
        "web",
        "desktop",
        0.27,
        {"Comparador de tarifas": 55, "App: catálogo": 12, "Cobertura": 14, "Carrito": 9},
    ),
    "Comparador de tarifas": (
        "Consideración",
        "web",
        "desktop",
        0.21,
        {"Carrito": 40, "Cobertura": 20, "Chat de WhatsApp": 8, "Visita a tienda": 6},
    ),
    "Cobertura": ("Consideración", "web", "mobile", 0.18, {"Carrito": 40, "Llamada a ventas": 12}),
    "App: catálogo": (
        "Consideración",
        "app",
        "mobile",
        0.22,
        {"Carrito": 40, "Comparador de tarifas": 15},
    ),
    "Visita a tienda": ("Consideración", "store", None, 0.12, {"Contrato": 40, "Web: portada": 12}),
    "Chat de WhatsApp": (
        "Consideración",
        "whatsapp",
        "mobile",
        0.16,
        {"Llamada a ventas": 30, "Carrito": 20},
    ),
    "Llamada a ventas": (
        "Consideración",
        "phone",
        None,
        0.30,
        {"Contrato": 25, "Chat de WhatsApp": 6},
    ),
    "Carrito": (
        "Compra",
        "web",
        "desktop",
        0.14,
        {"Pago": 60, "Comparador de tarifas": 15, "App: catálogo": 5},
    ),
    "Pago": (
        "Compra",
        "web",
        "desktop",
        0.20,
        {"Contrato": 70, "Chat de WhatsApp": 10, "Carrito": 8},
    ),
    "Contrato": ("Compra", "email", "mobile", 0.05, {"Instalación": 60, "Llamada a ventas": 4}),
    "Instalación": ("Activación y uso", "store", None, 0.04, {"!": 85, "Llamada a ventas": 4}),
}
SOPORTE = {
    "Mensaje de WhatsApp": (
        "Soporte",
        "whatsapp",
        "mobile",
        0.06,
        {"Respuesta del agente": 40, "Llamada a soporte": 35},
    ),
    "Llamada a soporte": (
        "Soporte",
        "phone",
        None,
        0.10,
        {"Respuesta del agente": 45, "Cambio de departamento": 20},
    ),
    "Correo a soporte": (
        "Soporte",
        "email",
        "desktop",
        0.12,
        {"Respuesta del agente": 50, "Llamada a soporte": 12},
    ),
    "Cambio de departamento": (
        "Soporte",
        "phone",
        None,
        0.08,
        {"Respuesta del agente": 40, "Correo a soporte": 10},
    ),
    "Respuesta del agente": (
        "Soporte",
        "email",
        None,
        0.07,
        {"!": 60, "Correo a soporte": 12, "Llamada a soporte": 10},
    ),
}
MAPS = {"alta": ALTA, "soporte": SOPORTE}
FIRST = {
    "alta": {
        "Anuncio": 28,
        "Correo de campaña": 13,
        "Web: portada": 32,
        "App: catálogo": 11,
        "Visita a tienda": 9,
    },
    "soporte": {"Mensaje de WhatsApp": 45, "Llamada a soporte": 35, "Correo a soporte": 20},
}
STAGES = ("Descubrimiento", "Consideración", "Compra", "Activación y uso", "Soporte")
DEPARTMENTS = ("Soporte técnico", "Facturación", "Ventas")


@dataclass(frozen=True)
class Step:
    """One contact of a journey."""

    at: datetime
    touchpoint: str
    stage: str
    channel: str
    device: str | None
    department: str | None


@dataclass(frozen=True)
class Journey:
    """One journey with its steps and how it went out."""

    journey_id: str
    journey: str
    person_id: str
    steps: tuple[Step, ...]
    outcome: str


def journeys(people: int, seed: int = 7) -> list[Journey]:
    """Give every person one purchase, and every fourth one a problem."""
    random = Random(seed)  # noqa: S311 (made-up data)
    made: list[Journey] = []
    for number in range(people):
        names = ["alta", "soporte"] if number % 4 == 0 else ["alta"]
        made.extend(_journey(name, number, random) for name in names)
    return made


def _journey(name: str, number: int, random: Random) -> Journey:
    at = START + timedelta(seconds=random.random() * 88 * 86400)
    steps, outcome, touchpoint = [], "", _pick(FIRST[name], random)
    while not outcome:
        steps.append(_step(name, touchpoint, at, random))
        ends, ways = MAPS[name][touchpoint][3:]
        # Whoever is refused credit leaves for good: the competing end of a purchase.
        if name == "alta" and touchpoint == "Contrato" and random.random() < 0.06:
            outcome = "cancelado"
        elif random.random() < ends or len(steps) > 14:
            outcome = "ended"
        else:
            touchpoint = _pick(ways, random)
            at += timedelta(seconds=random.lognormvariate(9.5, 2.0))
            outcome = "reached" if touchpoint == "!" else "open" if at > AS_OF else ""
    silent_s = (AS_OF - steps[-1].at).total_seconds()
    if outcome == "open" or (outcome == "ended" and silent_s <= TIMEOUT_S[name] * 0.25):
        outcome = "open"
    return Journey(f"{name}-{number}", name, f"p{number:05}", tuple(steps), outcome)


def _step(name: str, touchpoint: str, at: datetime, random: Random) -> Step:
    stage, channel, device = MAPS[name][touchpoint][:3]
    if device == "desktop" and random.random() < 0.4:
        device = random.choice(["mobile", "mobile", "tablet"])
    department = random.choice(DEPARTMENTS) if name == "soporte" else None
    return Step(at, touchpoint, stage, channel, device, department)


def _pick(weights: dict[str, int], random: Random) -> str:
    return random.choices(list(weights), list(weights.values()))[0]
