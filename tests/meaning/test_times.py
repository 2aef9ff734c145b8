"""Local times on the nights when the clock changes, and numbers that are times."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from pipeline.config import load_config
from pipeline.errors import ConfigurationError, JourneysError
from pipeline.run import Plan, run
from tests.meaning.loading import load, row

MADRID = 'timezone = "Europe/Madrid"'
# In Madrid summer time began on 2026-03-29: 02:00 became 03:00; and ended on 2025-10-26: 03:00
# became 02:00, so that every time from 02:00 to 02:59 came twice.
SPRING = [
    ("2026-03-29 01:59:59", "2026-03-29 00:59:59"),
    ("2026-03-29 02:00:00", "2026-03-29 01:00:00"),  # never was: 03:00 of summer time
    ("2026-03-29 02:30:00", "2026-03-29 01:30:00"),  # never was: 03:30 of summer time
    ("2026-03-29 03:00:00", "2026-03-29 01:00:00"),
    ("2026-03-29 03:30:00", "2026-03-29 01:30:00"),
]
AUTUMN = [
    ("2025-10-26 01:59:59", "2025-10-25 23:59:59"),
    ("2025-10-26 02:00:00", "2025-10-26 01:00:00"),  # came twice: the second, in winter time
    ("2025-10-26 02:30:00", "2025-10-26 01:30:00"),  # came twice: the second, in winter time
    ("2025-10-26 02:30:00+02:00", "2025-10-26 00:30:00"),  # an offset leaves no doubt
    ("2025-10-26 02:30:00+01:00", "2025-10-26 01:30:00"),
    ("2025-10-26 03:00:00", "2025-10-26 02:00:00"),
]
SECONDS, MILLIS, MICROS = "1772445600", "1772445600123", "1772445600123456"


@pytest.mark.parametrize("night", [SPRING, AUTUMN])
def test_local_times_of_the_night_when_the_clock_changes(
    tmp_path: Path, night: list[tuple[str, str]]
) -> None:
    rows = (row(who=str(number), at=written) for number, (written, _) in enumerate(night))
    loaded = load(tmp_path, *rows, settings=MADRID)
    assert loaded.rejects == []
    told = {event["user_id"]: at for event, at in zip(loaded.events, loaded.times(), strict=True)}
    assert told == {str(number): utc for number, (_, utc) in enumerate(night)}


@pytest.mark.parametrize(
    ("written", "unit"), [(SECONDS, "s"), (MILLIS, "ms"), (MICROS, "us"), (SECONDS + ".5", "s")]
)
def test_a_column_of_numbers_is_read_in_the_one_unit_it_can_be_in(
    tmp_path: Path, written: str, unit: str
) -> None:
    loaded = load(tmp_path, row(at=written), row(at="  " + written, who="eva"))
    assert set(loaded.times()) == {"2026-03-02 10:00:00"}
    assert loaded.quality["epoch_assumed"] == (2, unit)


def test_a_stated_unit_is_not_called_assumed(tmp_path: Path) -> None:
    loaded = load(tmp_path, row(at=SECONDS), settings='epoch = "s"')
    assert loaded.times() == ["2026-03-02 10:00:00"]
    assert "epoch_assumed" not in loaded.quality


@pytest.mark.parametrize(
    "doubtful",
    [
        (SECONDS, MILLIS),  # two units
        (SECONDS, "631151999"),  # before 1990
        (SECONDS, str(int(time.time()) + 7200)),  # in the future
        ("20260302", "20260303"),  # days, not seconds
        (SECONDS, "-" + SECONDS),
    ],
)
def test_a_column_of_no_certain_unit_is_rejected_row_by_row(
    tmp_path: Path, doubtful: tuple[str, str]
) -> None:
    loaded = load(tmp_path, row(), *(row(at=written) for written in doubtful))
    assert loaded.times() == ["2026-03-02 10:00:00"]
    assert loaded.rejects == [
        (line, f"time is a number of no certain unit; state epoch in the source: {written}")
        for line, written in enumerate(doubtful, start=3)
    ]
    assert "epoch_assumed" not in loaded.quality


def test_a_file_of_which_every_time_is_doubtful_is_refused(tmp_path: Path) -> None:
    with pytest.raises(JourneysError, match="no certain unit"):
        load(tmp_path, row(at=SECONDS), row(at=MILLIS))


def test_a_country_is_one_that_has_phone_numbers(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="'Spain' is no country"):
        load(tmp_path, row(), locale='country = "Spain"')


def test_numbers_that_were_rejected_are_not_guessed_when_they_are_tried_again(
    tmp_path: Path,
) -> None:
    load(tmp_path, row(), row(at=SECONDS, who="eva"))
    project = load_config(tmp_path / "journeys.toml")
    retried = run(project, Plan(retry_rejects=True, build=True)).files
    assert [(file.read, file.kept, file.rejected) for file in retried] == [(1, 0, 1)]
