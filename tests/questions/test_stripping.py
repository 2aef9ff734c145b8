"""No quote tells who wrote it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.questions.stripping import GONE, stripped

SECRETS = [
    ("Escríbanme a ana.ruiz+fibra@correo.es, por favor", "ana.ruiz"),
    ("Mi DNI es 12345678Z y nadie contesta", "12345678"),
    ("Mi DNI es 12.345.678-z y nadie contesta", "345"),
    ("NIE X-1234567-L, sigo esperando", "1234567"),
    ("Somos B12345678 y no hay factura", "12345678"),
    ("Cobren a ES91 2100 0418 4502 0005 1332 otra vez", "2100"),
    ("cuenta es9121000418450200051332", "0418"),
    ("Tarjeta 4111 1111 1111 1111 rechazada", "1111"),
    ("la tarjeta acabada en 1234 no va", "1234"),
    ("Llámenme al +34 600 12 34 56", "600"),
    ("Llámenme al 600-123-456 ya", "123"),
    ("móvil: 0034600123456", "600123456"),
    ("My number is (020) 7946 0958, call me", "7946"),
    ("Vivo en la calle Gran Vía, 12, 3º B de Madrid", "Gran"),
    ("Vivo en C/ de los Olmos nº 4", "Olmos"),
    ("Avda. de la Constitución 7, 41001", "Constitución"),
    ("I live at 221B Baker Street, no line", "Baker"),
    ("Nací el 12/03/1980 y sigo sin línea", "1980"),
    ("Me llamo Xurxo Villar y no funciona", "Xurxo"),
    ("Hola Brunilda, sigo igual", "Brunilda"),
    ("Atentamente, Zacarías Q. Peribáñez", "Peribáñez"),
    ("La Sra. Montalbán no contesta", "Montalbán"),
    ("Fatal, Laura no me ayuda", "Laura"),
    ("miren https://fibrasol.test/c?id=99 por favor", "99"),
    ("soy @paqui_r en redes", "paqui"),
]


@pytest.mark.parametrize(("text", "secret"), SECRETS)
def test_what_tells_who_it_is_goes(text: str, secret: str) -> None:
    told = stripped(text)
    assert secret not in told
    assert GONE in told


@pytest.mark.parametrize(
    "text",
    [
        "Llevo 8 días sin internet y trabajo desde casa. Es desesperante.",
        "Pago 600 megas y me llegan 40. Así no se puede trabajar.",
        "La factura de junio trae 79,90 euros de más y nadie me lo explica.",
        "En mi calle no tengo cobertura desde ayer.",
        "Por WhatsApp me dijeron que llamara, y ahora me piden los mismos datos.",
        "Hola, ¿me pueden explicar el cargo de 32 euros de julio?",
        "Hola. No funciona nada",
    ],
)
def test_what_tells_nobody_stays(text: str) -> None:
    assert stripped(text) == text


def test_names_that_are_known_go_however_they_are_written() -> None:
    text = "el contrato de garazi ETXEBERRIA no está"
    assert stripped(text, names=["Garazi Etxeberria"]) == "el contrato de […] no está"


@given(st.from_regex(r"(\+34 ?)?[6-9]\d{2}[ -]?\d{3}[ -]?\d{3}", fullmatch=True), st.text())
def test_no_phone_number_stays_whatever_stands_around_it(number: str, around: str) -> None:
    told = stripped(f"{around} tel {number} gracias")
    assert number not in told


@given(st.text())
def test_what_was_stripped_has_nothing_left_to_strip(text: str) -> None:
    once = stripped(text)
    assert stripped(once) == once
