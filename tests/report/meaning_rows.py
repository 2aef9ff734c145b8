"""Pain points, moments of truth and opportunities of the made-up company, written down."""

from __future__ import annotations

from datetime import date
from typing import Any

Frame = list[dict[str, Any]]
QUOTE = "Ya lo escribí por WhatsApp y tengo que contarlo otra vez."
RARE_QUOTE = "Only three people said this."


def meaning_tables() -> dict[str, Frame]:
    """The three tables."""
    return {
        "pain_points": [
            _pain("alta", "Pago", "Compra", 1, quote=None),
            _pain("alta", "Cobertura", "Consideración", 2, quote=RARE_QUOTE, quote_people=3),
            _pain("soporte", "Llamada a soporte", "Soporte", 1, is_worse_loss=False,
                  is_worse_emotion=True, quote=QUOTE, quote_people=40),
            _pain("soporte", "Correo a soporte", "Soporte", None, is_pain=False),
        ],
        "moments_of_truth": [
            _moment("alta", "Pago", "Compra", "failed"),
            _moment("alta", "Contrato", "Compra", "repeated", bad_lost=4, rank=2),
            _moment("soporte", "Correo a soporte", "Soporte", "said", is_moment=False),
        ],
        "opportunities": [
            _chance(1, "handoff", touchpoint="Pago", stage="Compra", dimension="device",
                    from_value="mobile", to_value="desktop", owner="Pagos", effort="medio"),
            _chance(2, "campaign", from_value="flash", counted_in="alta/1"),
            _chance(3, "incident", touchpoint="Pago", stage="Compra",
                    first_date=date(2026, 8, 11), last_date=date(2026, 8, 12)),
            _chance(4, "touchpoint", touchpoint="Carrito", stage="Compra", customers=9),
            _chance(5, "wait", journey="soporte", touchpoint="Respuesta del agente",
                    stage="Soporte", from_value="Respuesta del agente", to_value="Caso resuelto",
                    wait_s=604800.0, effect="unhappy", money=None, money_low=None,
                    money_high=None, currency=None),
        ],
    }  # fmt: skip


def _pain(
    journey: str, touchpoint: str, stage: str, rank: int | None, **other: object
) -> dict[str, Any]:
    return {
        "journey": journey, "touchpoint": touchpoint, "stage": stage, "rank": rank,
        "people": 400, "ended": 90, "rate": 0.2, "expected_rate": 0.1, "excess_lost": 45.0,
        "excess_low": 30.0, "excess_high": 60.0, "measure": "rating", "n": 80, "emotion": -0.6,
        "emotion_elsewhere": 0.4, "is_worse_loss": True, "is_worse_emotion": False,
        "is_pain": True, "quote": None, "quote_people": 0,
    } | other  # fmt: skip


def _moment(
    journey: str, touchpoint: str, stage: str, sign: str, **other: object
) -> dict[str, Any]:
    return {
        "journey": journey, "touchpoint": touchpoint, "stage": stage, "sign": sign, "rank": 1,
        "bad": 120, "bad_lost": 36, "good": 900, "good_lost": 90, "lost_bad": 0.3,
        "lost_good": 0.1, "excess_lost": 24.0, "excess_low": 14.0, "excess_high": 34.0,
        "is_moment": True,
    } | other  # fmt: skip


def _chance(rank: int, kind: str, **other: object) -> dict[str, Any]:
    return {
        "journey": "alta", "opportunity": f"alta/{rank}", "rank": rank, "kind": kind,
        "effect": "lost", "touchpoint": None, "stage": None, "dimension": None,
        "from_value": None, "to_value": None, "first_date": None, "last_date": None,
        "wait_s": None, "customers": 300, "share": 0.3, "share_elsewhere": 0.1, "excess": 60.0,
        "excess_low": 40.0, "excess_high": 80.0, "money": 27000.0, "money_low": 18000.0,
        "money_high": 36000.0, "currency": "EUR", "owner": None, "effort": None,
        "assumptions": ["equal_position", "mean_order_value", "association"],
        "counted_in": None,
    } | other  # fmt: skip
