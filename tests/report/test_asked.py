"""How two sides are asked for on the command line."""

from datetime import date

import pytest

from pipeline.report.asked import Asked, Period, WrongComparisonError, asked_for, two_periods

AUGUST = Period(date(2026, 8, 1), date(2026, 8, 31))
SEPTEMBER = Period(date(2026, 9, 1), date(2026, 9, 30))


@pytest.mark.parametrize(
    ("text", "first", "second"),
    [
        ("2026-08..2026-09", AUGUST, SEPTEMBER),
        ("2026-08:2026-09", AUGUST, SEPTEMBER),
        ("2026-09..2026-08", SEPTEMBER, AUGUST),
        ("2026-08-01..2026-08-31:2026-09", AUGUST, SEPTEMBER),
        (
            "2026-08-11..2026-08-12 : 2026-08-13",
            Period(date(2026, 8, 11), date(2026, 8, 12)),
            Period(date(2026, 8, 13), date(2026, 8, 13)),
        ),
        ("2024-02:2026-07..2026-09", Period(date(2024, 2, 1), date(2024, 2, 29)),
         Period(date(2026, 7, 1), date(2026, 9, 30))),
    ],
)  # fmt: skip
def test_months_days_and_spans_are_periods(text: str, first: Period, second: Period) -> None:
    assert two_periods(text) == (first, second)
    assert asked_for(text) == Asked("period", first, second)


def test_only_a_whole_month_is_a_month() -> None:
    assert AUGUST.is_month
    assert not Period(date(2026, 8, 1), date(2026, 8, 30)).is_month
    assert not Period(date(2026, 7, 1), date(2026, 8, 31)).is_month


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("2026-08", "cannot be read"),
        ("", "cannot be read"),
        ("2026-08..2026-09..2026-10", "cannot be read"),
        ("2026-13:2026-09", "cannot be read"),
        ("2026-08..:2026-09", "cannot be read"),
        ("2026-02-30:2026-03", "cannot be read"),
        ("August:September", "cannot be read"),
        ("2026-08-01..2026-08-15", "is one period"),
        ("2026-08..2026-08", "overlap"),
        ("2026-08:2026-08-15..2026-09-15", "overlap"),
        ("2026-08-15..2026-08-01:2026-09", "ends before it begins"),
    ],
)
def test_what_is_no_pair_of_periods_is_refused_with_exit_2(text: str, said: str) -> None:
    with pytest.raises(WrongComparisonError, match=said) as refused:
        asked_for(text)
    assert refused.value.exit_code == 2
    assert refused.value.fix.startswith("write 2026-08..2026-09")


def test_personas_are_compared_with_another_or_with_all_others() -> None:
    assert asked_for(persona="A", versus="B") == Asked("persona", "A", "B")
    assert asked_for(persona="A") == Asked("persona", "A", None)
    assert asked_for() is None


@pytest.mark.parametrize(
    "options",
    [
        {"versus": "B"},
        {"persona": "A", "versus": "A"},
        {"compare": "2026-08..2026-09", "persona": "A"},
        {"compare": "2026-08..2026-09", "versus": "B"},
    ],
)
def test_options_that_do_not_go_together_are_refused(options: dict[str, str]) -> None:
    with pytest.raises(WrongComparisonError):
        asked_for(**options)
