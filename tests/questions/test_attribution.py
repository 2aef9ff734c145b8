"""Which values the journeys that reached the goal are given to, on stories worked out by hand."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import duckdb
import numpy as np
import pytest

import pipeline as jp
from pipeline.crowds import EVERYBODY
from pipeline.errors import JourneysError
from pipeline.questions.all_steps import read_steps, steps_before
from pipeline.questions.attribution_credits import MODELS
from pipeline.questions.attribution_names import By
from pipeline.questions.attribution_tables import AttributionOptions, read_credits
from pipeline.questions.attribution_touches import Ends, touches_of_steps
from pipeline.sqlfiles import sql_text
from tests.build_helpers import BUY, SOURCES, instant_us, open_built, story
from tests.questions.attribution_world import reading, told
from tests.spec.stories import ask

DAY = 86_400
DEFAULT = AttributionOptions()
# Three journeys reach the goal; a week lies between touches where it matters.
TABLE = f"""
    reached 60: ads 0, web {7 * DAY}, mail {7 * DAY}, (none) {14 * DAY}
    reached 30: web 0, web {7 * DAY}
    reached:    (none) 0
    ended:      ads 0, mail 10
    open:       phone 0
"""


def _credits(
    text: str, options: AttributionOptions = DEFAULT
) -> dict[str, dict[str, dict[str, Any]]]:
    with reading(told(text)) as read:
        ((_, rows),) = read_credits(read, 1, ["channel"], options)
    return {
        model: {row["value_name"]: row for row in rows if row["model"] == model} for model in MODELS
    }


def _column(rows: dict[str, dict[str, Any]], name: str) -> list[Any]:
    return [rows[value][name] for value in ("(none)", "ads", "mail", "web")]


def test_each_rule_gives_a_journey_to_its_touches() -> None:
    found = _credits(TABLE)
    given = {model: _column(rows, "conversions") for model, rows in found.items()}
    #                                        (none)           ads  mail             web
    assert given["first"] == pytest.approx([1, 1, 0, 1])
    assert given["last"] == pytest.approx([2, 0, 0, 1])
    assert given["last_non_direct"] == pytest.approx([1, 0, 1, 1])
    assert given["linear"] == pytest.approx([1 + 1 / 4, 1 / 4, 1 / 4, 1 / 4 + 1])
    assert given["position"] == pytest.approx([1 + 0.4, 0.4, 0.1, 0.1 + 1])
    # The touches of the first journey weigh 1/4, 1/2, 1/2 and 1: of 9/4 in all.
    assert given["time_decay"] == pytest.approx([1 + 4 / 9, 1 / 9, 2 / 9, 2 / 9 + 1])
    assert given["shapley"] == pytest.approx([1 + 1 / 4, 1 / 4, 1 / 4, 1 / 4 + 1])


def test_money_goes_the_same_ways() -> None:
    found = _credits(TABLE)
    assert _column(found["first"], "value") == pytest.approx([0, 60, 0, 30])
    assert _column(found["position"], "value") == pytest.approx([24, 24, 6, 6 + 30])
    assert _column(found["time_decay"], "value") == pytest.approx([80 / 3, 20 / 3, 40 / 3, 130 / 3])
    for rows in found.values():
        assert sum(_column(rows, "value")) == pytest.approx(90)
    without = _credits("reached: web 0")
    assert without["linear"]["web"]["value"] is None


def test_the_chain_loses_the_journeys_that_came_to_a_channel() -> None:
    """From ads 1/2 go to web and 1/2 are lost; from web 2/3 reach the goal and 1/3 go to mail."""
    found = _credits("""
        reached: ads 0, web 1
        ended:   ads 0
        reached: web 0, web 5
        reached: web 0, mail 1
    """)["markov"]
    # The goal from web: 2/3 + 1/3 = 1; from ads 1/2; from the start 1/2 * 1/2 + 1/2 * 1 = 3/4.
    # Without ads 1/2 are left; without web none; without mail 3/4 * 2/3 = 1/2.
    effects = {name: row["removal_effect"] for name, row in found.items()}
    assert effects == pytest.approx({"ads": 1 / 3, "mail": 1 / 3, "web": 1})
    conversions = {name: row["conversions"] for name, row in found.items()}
    assert conversions == pytest.approx({"ads": 3 / 5, "mail": 3 / 5, "web": 9 / 5})


def test_a_chain_that_remembers_more_touches_tells_apart_where_journeys_came_from() -> None:
    text = """
        reached: ads 0, web 1
        ended:   mail 0, web 1
    """
    forgetful, remembering = _credits(text), _credits(text, AttributionOptions(order=2))
    assert forgetful["markov"]["mail"]["removal_effect"] == pytest.approx(1 / 2)
    assert remembering["markov"]["mail"]["removal_effect"] == pytest.approx(0)
    assert remembering["markov"]["ads"]["removal_effect"] == pytest.approx(1)


def test_options_say_what_is_direct_and_how_fast_touches_fade() -> None:
    direct = AttributionOptions(direct=("(none)", "mail"))
    found = _credits(TABLE, direct)["last_non_direct"]
    assert _column(found, "conversions") == pytest.approx([1, 0, 0, 2])
    # The touches of the first journey weigh 1/16, 1/4, 1/4 and 1: of 25/16 in all.
    fading = AttributionOptions(half_life=timedelta(days=3.5))
    found = _credits(TABLE, fading)["time_decay"]
    assert _column(found, "conversions") == pytest.approx([1.64, 0.04, 0.16, 1.16])


STORY = """
    ana  10:00  visit  channel=ads  campaign=spring
    ana  10:05  read   channel=web
    ana  10:06  read   channel=web  campaign=mail
    ana  10:07  read   channel=web  campaign=(none)
    ana  10:10  buy    channel=web  campaign=late   value=40
    ana  10:20  read   channel=app
    bea  10:00  buy    channel=web  campaign=late
    eva  10:00  visit
    eva  14:00  read
"""
CONFIG = SOURCES + BUY.replace('start = ["visit"]', 'boundary = "whole"')


def test_touches_come_before_the_goal_and_a_step_has_each_campaign_it_names() -> None:
    found = ask(
        STORY,
        "select person_id, dimension, event_no, value_name from journeys.touches "
        "inner join journeys.journeys using (journey_key) "
        "inner join identity.persons using (person_key) "
        "order by started_us, events desc, dimension, event_no, value_name",
        CONFIG,
    )
    people = list(dict.fromkeys(row[0] for row in found))
    told_of = [[row[1:] for row in found if row[0] == person] for person in people]
    assert told_of[0] == [
        ("campaign", 1, "spring"),
        ("campaign", 3, "mail"),
        ("campaign", 4, "[none]"),
        ("channel", 1, "ads"),
        ("channel", 2, "web"),
        ("touchpoint", 1, "visit"),
        ("touchpoint", 2, "read"),
    ]
    assert told_of[1] == [
        ("campaign", 1, "(none)"),
        ("campaign", 2, "(none)"),
        ("channel", 1, "(none)"),
        ("channel", 2, "(none)"),
        ("touchpoint", 1, "visit"),
        ("touchpoint", 2, "read"),
    ]
    # The goal was all there was.
    assert told_of[2] == [
        ("campaign", 1, "late"),
        ("channel", 1, "web"),
        ("touchpoint", 1, "buy"),
    ]


def test_the_mart_gives_away_every_journey_that_reached_the_goal() -> None:
    found = ask(
        STORY,
        "select dimension, model, round(sum(conversions), 9), round(sum(share), 9), sum(value) "
        "from marts.attribution group by 1, 2 order by 1, 2",
        CONFIG,
    )
    assert found == [
        (dimension, model, 2, 1, pytest.approx(40))
        for dimension in ("campaign", "channel", "touchpoint")
        for model in sorted(MODELS)
    ]
    sums = ask(
        STORY,
        "select expected, actual, ok from marts.reconciliation "
        "where \"check\" like '%conversions%'",
        CONFIG,
    )
    assert sums == [(2, 2, True)] * 2


@pytest.mark.parametrize("by", ["campaign", "channel", "touchpoint"])
def test_a_question_shows_what_the_mart_holds(sample_db: duckdb.DuckDBPyConnection, by: By) -> None:
    for journey in ("alta", "soporte"):
        found = jp.attribution(sample_db, journey=journey, by=by)
        mart = sample_db.execute(
            "select model, value_name, conversions, share, value, removal_effect "
            "from marts.attribution where journey = ? and dimension = ?",
            [journey, by],
        ).fetchall()
        assert sorted(tuple(row.values())[:4] for row in found.rows) == sorted(
            row[:4] for row in mart
        )
        reached = sample_db.execute(
            "select count(*) from marts.journeys where journey = ? and outcome = 'reached'",
            [journey],
        ).fetchall()
        totals = found.frame().groupby("model")["conversions"].sum()
        assert set(totals.index) == set(MODELS)
        assert totals.tolist() == pytest.approx([reached[0][0]] * len(MODELS))


def test_the_figure_has_a_bar_per_model_and_names_are_text(
    sample_db: duckdb.DuckDBPyConnection,
) -> None:
    found = jp.attribution(sample_db, journey="alta", by="channel", half_life="2 days", order=3)
    assert len(found.figure().data) == len(MODELS)
    assert found._repr_html_().startswith("<table><caption>Owed to the channel: alta")
    assert found.shares().sum().tolist() == pytest.approx([1] * len(MODELS))


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"by": "chanel"}, 'did you mean "channel"'),
        ({"order": 4}, "order=1, 2 or 3"),
        ({"half_life": "soon"}, "not a duration"),
        ({"journey": "altas"}, 'did you mean "alta"'),
    ],
)
def test_what_cannot_be_asked_is_said(
    sample_db: duckdb.DuckDBPyConnection, options: dict[str, Any], words: str
) -> None:
    with pytest.raises(JourneysError, match=words):
        jp.attribution(sample_db, **({"journey": "alta"} | options))


_ENDS = """
    ana  10:00  visit
    ana  10:05  cart
    ana  10:10  buy                      -- the goal is no touch
    ana  10:20  buy
    bea  10:00  buy                      -- but where nothing comes before it
    eva  10:00  cart                     -- ended
    leo  d3 23:30  visit                 -- still open
    kim  09:00  ask     ticket_id=t1
    lou  09:10  visit   ticket_id=t1
    kim  09:30  solved  ticket_id=t1
    kim  09:40  ask     ticket_id=t1
    lou  10:20  solved  ticket_id=t2
"""
_TICKET = """
[[journey]]
name = "ticket"
boundary = "case"
case = "ticket_id"
goal = ["solved"]
timeout = "1 day"
"""


def test_steps_are_touches_as_the_view_says() -> None:
    """In both definitions, whatever decides their journeys."""
    with open_built(SOURCES + BUY + _TICKET, story(_ENDS), as_of_us=instant_us(4)) as engine:
        steps = read_steps(engine.read)
        before = steps_before(steps, engine.read(sql_text("questions/deciding_touchpoints.sql")))
        known = np.arange(steps.touchpoint_of.size)
        for journey_no in (1, 2):
            asked = {"journey_no": journey_no}
            whose = asked | EVERYBODY.asked()
            ends = Ends.of(engine.read(sql_text("questions/attribution_ends.sql"), whose))
            names = [str(number) for number in known]
            (found,) = touches_of_steps(steps, before, ends, [(known, names)])
            rows = engine.read(_OF_VIEW, asked).to_pylist()
            assert rows
            assert [tuple(row.values()) for row in rows] == [
                (int(ends.journey_key[journey]), time, int(found.names[value - 1]))
                for journey, time, value in zip(
                    found.journey.tolist(), found.occurred_us.tolist(), found.value, strict=True
                )
            ]


_OF_VIEW = """
select touches.journey_key, touches.occurred_us, touches.kind_no
from journeys.touches as touches
inner join journeys.journeys as journeys using (journey_key)
where touches.journey_no = $journey_no and dimension = 'touchpoint' and outcome <> 'open'
order by journeys.person_key, touches.journey_key, touches.event_no
"""
