"""Damaged texts are put right, and whole ones left alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.meaning.mojibake import repaired
from tests.meaning.loading import load, row

# What was written as UTF-8, and the encoding in which somebody read it.
READ_WRONGLY = [
    ("Facturación", "cp1252"),
    ("¿Dónde está mi pedido?", "cp1252"),
    ("29,90 €", "cp1252"),
    ("muñoz", "latin-1"),
    ("Ángel", "latin-1"),
    ("it\u2019s late", "cp1252"),
    ("gracias 😀", "cp1252"),
    ("Facturación y avería", "cp850"),
    ("Facturación", "mac-roman"),
]
TWICE = "Facturación".encode().decode("cp1252").encode().decode("cp1252")
DAMAGED = [(meant.encode().decode(wrong), meant) for meant, wrong in READ_WRONGLY]
DAMAGED += [(TWICE, "Facturación")]
WHOLE = [
    "Facturación",
    "ESPAÑA, AÑO ÚTIL",
    "ÁÉÍÓÚ Ñ Ü",
    "naïve façade",
    "São Paulo",
    "Ça va bien",
    "10 € «ya» “sí” fi",
    "Москва",
    "gracias 😀",
    "plain",
]


@pytest.mark.parametrize(("written", "meant"), DAMAGED)
def test_a_damaged_text_is_put_right(written: str, meant: str) -> None:
    assert repaired(written) == meant


@pytest.mark.parametrize("written", WHOLE)
def test_a_whole_text_stays_as_it_is(written: str) -> None:
    assert repaired(written) is None


def test_events_with_repaired_texts_are_counted_for_their_source(tmp_path: Path) -> None:
    loaded = load(
        tmp_path,
        row(at="2026-03-02T10:00:00Z", event="Facturación", agent_text="gracias"),
        row(at="2026-03-02T10:01:00Z", event=DAMAGED[0][0], agent_text=DAMAGED[1][0]),
        row(at="2026-03-02T10:02:00Z", event="visit", agent_text=DAMAGED[2][0]),
    )
    assert loaded.told("event") == ["Facturación", "Facturación", "visit"]
    assert loaded.told("text") == ["gracias", DAMAGED[1][1], DAMAGED[2][1]]
    assert loaded.told("texts_repaired") == [0, 2, 1]
    assert loaded.quality["mojibake_repaired"] == (2, None)


def test_every_kind_of_damage_is_found_in_the_data(tmp_path: Path) -> None:
    rows = (
        row(at=f"2026-03-02T10:{n:02}:00Z", agent_text=written)
        for n, (written, _) in enumerate(DAMAGED)
    )
    assert load(tmp_path, *rows).told("text") == [meant for _, meant in DAMAGED]
