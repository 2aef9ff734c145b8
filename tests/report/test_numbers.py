"""Numbers and dates as a reader of the language expects them."""

from datetime import UTC, date, datetime
from typing import get_args

import pytest

from pipeline.config.locale import Language
from pipeline.report.numbers import Numbers
from pipeline.report.rates import rate
from pipeline.report.words import load_words

ES, EN = Numbers("es", "Europe/Madrid"), Numbers("en", "UTC")
SOFT = "\u00a0"  # Spanish puts a space that does not break before the sign


@pytest.mark.parametrize(
    ("value", "spanish", "english"),
    [(7, "7", "7"), (1188, "1.188", "1,188"), (20000, "20.000", "20,000"), (None, "–", "–")],  # noqa: RUF001
)
def test_counts_are_grouped(value: int | None, spanish: str, english: str) -> None:
    assert (ES.count(value), EN.count(value)) == (spanish, english)


def test_a_rate_has_one_decimal_and_a_share_none() -> None:
    assert (ES.rate(0.2324), EN.rate(0.2324)) == (f"23,2{SOFT}%", "23.2%")
    assert (ES.share(0.2324), EN.share(0.2324)) == (f"23{SOFT}%", "23%")


def test_a_share_that_is_not_nothing_never_looks_like_nothing() -> None:
    assert [EN.share(share) for share in (0, 0.001, 0.999, 1)] == ["0%", "<1%", ">99%", "100%"]


def test_a_difference_has_its_sign() -> None:
    assert [EN.signed(n) for n in (-1234.4, 0.2, 742)] == ["−1,234", "0", "+742"]  # noqa: RUF001


def test_an_emotion_has_two_decimals_and_its_sign() -> None:
    assert [ES.score(n) for n in (0.6, -0.249, 0.001, None)] == ["+0,60", "−0,25", "0,00", "–"]  # noqa: RUF001


def test_what_is_estimated_claims_three_digits() -> None:
    assert [EN.about(n) for n in (411.567, 57.6, 185433.4)] == ["412", "58", "185,000"]
    assert ES.about_money(185433.4, "EUR") == f"185.000{SOFT}€"
    assert EN.about_money(None, "EUR") == "–"  # noqa: RUF001


def test_days_of_the_calendar_have_no_time_zone() -> None:
    assert ES.dates(date(2026, 8, 11), date(2026, 8, 12)) == "11–12 ago 2026"  # noqa: RUF001
    assert ES.dates(None, None) == "–"  # noqa: RUF001


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (42, "42 s"),
        (60, "1 min"),
        (3600, "1 h"),
        (560, "9,3 min"),
        (1800, "30 min"),
        (11520, "3,2 h"),
        (302400, "3,5 d"),
    ],
)
def test_a_duration_is_told_in_the_unit_that_reads_well(seconds: float, text: str) -> None:
    assert ES.duration(seconds).replace(SOFT, " ") == text


def test_a_configured_span_is_told_in_words() -> None:
    assert (ES.period(30 * 86400), EN.period(1800)) == ("30 días", "30 minutes")


def test_a_date_is_that_of_the_time_zone_of_the_run() -> None:
    late = datetime(2026, 7, 1, 22, 30, tzinfo=UTC)  # already the 2nd in Madrid
    assert (ES.day(late), EN.day(late)) == ("2 de julio de 2026", "July 1, 2026")


def test_an_interval_says_its_sign_once() -> None:
    assert ES.interval(0.226, 0.238) == f"22,6–23,8{SOFT}%"  # noqa: RUF001


def test_the_wilson_interval_of_no_success_begins_at_nought() -> None:
    # z^2 / (n + z^2) with n = 10: 3.8415 / 13.8415
    found = rate(0, 10)
    assert (found.value, found.low) == (0, 0)
    assert found.high == pytest.approx(0.27753, abs=1e-5)


def test_a_rate_of_nothing_has_no_value() -> None:
    assert rate(0, 0).value is None


def test_a_country_decides_how_numbers_are_written_and_not_the_words() -> None:
    assert Numbers("es", "UTC").count(18484) == "18.484"
    assert Numbers("es_MX", "UTC").count(18484) == "18,484"
    assert load_words("es_MX").gettext("Drop-off") == load_words("es").gettext("Drop-off")


def test_every_language_of_the_configuration_can_be_written() -> None:
    for language in get_args(Language):
        assert Numbers(language, "UTC").rate(0.25)
        assert load_words(language)
