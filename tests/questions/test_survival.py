"""How long journeys stay undecided: the tables, on stories worked out by hand."""

from __future__ import annotations

import duckdb
import pytest

import pipeline as jp
from pipeline.questions.survival_tables import MOST_POINTS
from tests.build_helpers import BUY, SOURCES
from tests.spec.stories import ask

CONFIG = SOURCES + BUY + 'ends = { cancelled = ["cancel"] }\n'
# The timeout is one hour and the data end at 12:30.
STORY = """
    ana  10:00  visit
    ana  10:10  buy      -- reached after 10 minutes
    bea  10:00  visit
    bea  10:20  read     -- a drop-off, known 80 minutes after the start
    eva  10:00  visit
    eva  10:30  cancel   -- a competing end after 30 minutes
    leo  12:10  visit    -- open, seen for 20 minutes
    zoe  12:30  visit    -- open, seen for no time
"""


def test_the_curve_falls_when_it_is_known_how_a_journey_went_out() -> None:
    columns = "select * from marts.survival where reached + ended + other + open > 0 order by 2"
    found = ask(STORY, columns, CONFIG)
    assert [row[:8] for row in found] == [
        # journey, time_s, grid_s, at_risk, reached, ended, other, open
        ("buy", 0, 60, 5, 0, 0, 0, 1),
        ("buy", 600, 60, 4, 1, 0, 0, 0),
        ("buy", 1200, 60, 3, 0, 0, 0, 1),
        ("buy", 1800, 60, 2, 0, 0, 1, 0),
        ("buy", 4800, 60, 1, 0, 1, 0, 0),
    ]
    assert [row[8] for row in found] == pytest.approx([1, 3 / 4, 3 / 4, 3 / 8, 0])
    assert [row[9] is None for row in found] == [True, False, False, False, True]


def test_incidences_and_survival_add_up_to_one_at_every_time() -> None:
    columns = (
        "select time_s, survival, sum(incidence) from marts.survival "
        "inner join marts.incidences using (journey, time_s) group by all order by time_s"
    )
    found = ask(STORY, columns, CONFIG)
    assert [row[0] for row in found] == list(range(0, 4801, 60))
    assert [survival + gone for _, survival, gone in found] == pytest.approx([1] * len(found))
    columns = (
        "select outcome, max(incidence), sum(exits)::int "
        "from marts.incidences group by 1 order by 1"
    )
    assert ask(STORY, columns, CONFIG) == [
        ("cancelled", pytest.approx(3 / 8), 1),
        ("ended", pytest.approx(3 / 8), 1),
        ("reached", pytest.approx(1 / 4), 1),
    ]


def test_a_question_shows_what_the_marts_hold(sample_db: duckdb.DuckDBPyConnection) -> None:
    for journey in ("alta", "soporte"):
        found = jp.survival(sample_db, journey=journey)
        frame, ways = found.frame(), found.incidences()
        outcomes = dict(
            sample_db.execute(
                "select outcome, count(*) from marts.journeys where journey = ? group by 1",
                [journey],
            ).fetchall()
        )
        still_open = outcomes.pop("open", 0)
        assert frame["open"].sum() == still_open
        assert ways.groupby("outcome")["exits"].sum().to_dict() == outcomes
        assert len(frame) <= MOST_POINTS + 1
        assert frame["at_risk"].iloc[0] == sum(outcomes.values()) + still_open
        assert len(found.curves().data) == 3 * (1 + len(outcomes))
        assert "Still undecided" in found._repr_html_()
