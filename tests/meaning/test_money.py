"""Numbers with points and commas, and the currencies they are in."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.meaning.loading import load, row

POINT = [("29.90", 29.9), ("-5", -5.0), ("1e3", 1000.0), (" 7 ", 7.0), (".5", 0.5)]
COMMA = [
    ("29,90", 29.9),
    ("1.029,90", 1029.9),
    ("1.234.567", 1234567.0),
    ("1 234,5", 1234.5),
    ("1\u00a0234,5", 1234.5),
    ("-5", -5.0),
    ("1.234", 1234.0),  # of thousands, for the sign of decimals is stated
]
NO_POINT = ["29,90", "1,234.50", "nan", "inf", "1e999", "1_000", "12 EUR", "."]
NO_COMMA = ["29.90", "1.23,4", "1,2,3", "12.34.56", "1e3"]


@pytest.mark.parametrize(
    ("numbers", "settings"), [(POINT, ""), (COMMA, 'decimal = ","')], ids=["point", "comma"]
)
def test_a_number_is_read_with_the_decimal_sign_of_its_source(
    tmp_path: Path, numbers: list[tuple[str, float]], settings: str
) -> None:
    rows = (row(who=str(n), value=written) for n, (written, _) in enumerate(numbers))
    loaded = load(tmp_path, *rows, settings=settings)
    assert loaded.rejects == []
    told = {event["user_id"]: event["value"] for event in loaded.events}
    assert told == {str(n): value for n, (_, value) in enumerate(numbers)}


@pytest.mark.parametrize(
    ("wrong", "settings"), [(NO_POINT, ""), (NO_COMMA, 'decimal = ","')], ids=["point", "comma"]
)
def test_what_is_no_number_with_that_sign_is_rejected(
    tmp_path: Path, wrong: list[str], settings: str
) -> None:
    loaded = load(tmp_path, row(), *(row(value=written) for written in wrong), settings=settings)
    assert [reason for _, reason in loaded.rejects] == [
        f"value is not a number: {written}" for written in wrong
    ]


def test_currency_codes_are_capitals_and_unknown_ones_rejected(tmp_path: Path) -> None:
    codes = ["EUR", "usd", " gbp ", "", "XYZ", "euros", "€"]
    rows = (
        row(at=f"2026-03-02T10:0{n}:00Z", value="1", currency=code) for n, code in enumerate(codes)
    )
    loaded = load(tmp_path, *rows, locale='currency = "MXN"')
    assert loaded.told("currency") == ["EUR", "USD", "GBP", "MXN"]
    assert loaded.rejects == [
        (6, "unknown currency: XYZ"),
        (7, "unknown currency: euros"),
        (8, "unknown currency: €"),
    ]
