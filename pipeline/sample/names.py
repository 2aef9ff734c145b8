"""People who do not exist: names, addresses and numbers for the sample.

In:     a seed and a number for each person
Out:    one `Person` per number, always the same for the same seed and number
Units:  none
Errors: none
Source: common Spanish first and last names, combined at random; addresses end in the
        reserved `.test` and `.example`
"""

from __future__ import annotations

import unicodedata
from random import Random
from typing import Final

from pipeline.sample.clock import pick
from pipeline.sample.world import PERSONAS, SENIOR, Person

_FIRST = (
    "Lucía Martina Carmen Marta Elena Irene Laura Nuria Pilar Rosa Sofía Teresa Ana Beatriz "
    "Clara Inés Julia Lidia Noelia Paula Raquel Sara Silvia Vega Adrián Álvaro Andrés Bruno "
    "Carlos David Diego Enrique Fernando Gonzalo Hugo Iván Javier Jorge Luis Manuel Marcos "
    "Mario Martín Miguel Nicolás Óscar Pablo Rafael Raúl Rubén Sergio Tomás Víctor Ximena "
    "Yolanda Zaida "
)
_LAST = (
    "García Martínez López Sánchez Pérez Gómez Ruiz Hernández Díaz Moreno Muñoz Álvarez "
    "Romero Alonso Gutiérrez Navarro Torres Domínguez Vázquez Ramos Gil Ramírez Serrano "
    "Blanco Molina Morales Suárez Ortega Delgado Castro Ortiz Rubio Marín Sanz Núñez Iglesias "
    "Medina Garrido Cortés Castillo Santos Lozano Guerrero Cano Prieto Méndez Cruz Calvo "
    "Gallego Vidal León Soler "
)
FIRST_NAMES: Final = tuple(_FIRST.split())
LAST_NAMES: Final = tuple(_LAST.split())
DOMAINS: Final = ("correo.test", "buzon.test", "mensaje.example", "trabajo.example")

# Primes: multiplying by one modulo another never gives two people the same number.
_PHONES = 99_999_989
_PHONE_STEP = 4_999
_USERS = 9_999_991
_USER_STEP = 7_919


def dice(seed: int, *names: object) -> Random:
    """Give a generator of its own to everything named, so that one story never shifts another."""
    return Random(":".join(map(str, (seed, *names))))  # noqa: S311 - a sample, no secret


def plain(text: str) -> str:
    """Drop accents and case, as people do in their addresses.

    >>> plain("Núñez")
    'nunez'
    """
    parts = unicodedata.normalize("NFD", text)
    return "".join(letter for letter in parts if not unicodedata.combining(letter)).lower()


def phone_number(number: int) -> str:
    """Give a mobile number to each person, none twice."""
    digits = f"6{(number * _PHONE_STEP + 12_345_678) % _PHONES:08d}"
    return f"+34 {digits[:3]} {digits[3:5]} {digits[5:7]} {digits[7:]}"


def person(seed: int, number: int, *, senior: bool = False) -> Person:
    """Make the person with this number."""
    rng = dice(seed, "person", number)
    first = rng.choice(FIRST_NAMES)
    last = rng.choice(LAST_NAMES)
    others = {name: weight for name, weight in PERSONAS.items() if name != SENIOR}
    return Person(
        number=number,
        first_name=first,
        last_name=f"{last} {rng.choice(LAST_NAMES)}",
        email=f"{plain(first)}.{plain(last)}{number}@{rng.choice(DOMAINS)}",
        phone=phone_number(number),
        user_id=f"usr_{(number * _USER_STEP + 10_007) % _USERS:07d}",
        customer_id=f"FS-{number + 100_000}",
        persona=SENIOR if senior else pick(rng, others),
    )
