"""How the numbers would be if journeys were cut otherwise: as if that had been the definition."""

from __future__ import annotations

from functools import cache

import pytest
from pydantic import ValidationError

from pipeline.config.journeys import Journey
from tests.build_helpers import SOURCES, Row, loaded, open_built, rows_of, story
from tests.partly import build_for

STORY = story(
    """
    ana  d1  10:00  visit
    ana  d1  10:30  buy
    ana  d1  12:00  visit   -- an hour and a half later
    ana  d1  12:10  read
    bea  d1  10:00  visit
    bea  d1  11:30  buy
    eva  d1  10:00  read    ticket_id=7
    eva  d1  10:10  buy     ticket_id=7
    ivo  d2  09:00  visit   -- the data end here
    """
)
BUY = """
[[journey]]
name = "buy"
start = ["visit"]
goal = ["buy"]
timeout = "1 hour"
"""
CALL = """
[[journey]]
name = "call"
boundary = "whole"
goal = ["read"]
timeout = "2 hours"
"""
LATER = '[[journey.compare]]\nname = "later"\ntimeout = "2 hours"\n'
CASES = '[[journey.compare]]\nname = "cases"\nboundary = "case"\ncase = "ticket_id"\n'
KEPT = '[[journey.compare]]\nname = "from read"\nstart = ["read"]\nrepeats = "keep"\n'
NUMBERS = """
select
    journey, variant, boundary, timeout_s, journeys, people, steps, reached, ended, open,
    median_reached_s
from marts.boundary_sensitivity order by journey, variant_no
"""
COUNTS = ["variant", "journeys", "people", "steps", "reached", "ended", "open", "median_reached_s"]


def numbers(config: str, journey: str = "buy") -> list[Row]:
    return [row for row in _numbers(config) if row["journey"] == journey]


@cache
def _numbers(config: str) -> list[Row]:
    with loaded(SOURCES + config, STORY) as engine:
        build_for(engine, NUMBERS)
        return rows_of(engine, NUMBERS)


def test_a_longer_timeout_joins_what_a_shorter_one_parts() -> None:
    told = [[row[name] for name in COUNTS] for row in numbers(BUY + LATER)]
    assert told == [
        # ana's purchase and her second visit, bea's visit (her purchase came too late), ivo's
        [None, 4, 3, 6, 1, 2, 1, 1800.0],
        # now bea has bought; ana's second visit is as open at the end of the data as before: ended
        ["later", 4, 3, 7, 2, 1, 1, 3600.0],
    ]


@pytest.mark.parametrize(
    ("variant", "same_as"),
    [
        (LATER, BUY.replace("1 hour", "2 hours")),
        (CASES, BUY.replace('start = ["visit"]', 'boundary = "case"\ncase = "ticket_id"')),
        (KEPT, BUY.replace('start = ["visit"]', 'start = ["read"]\nrepeats = "keep"')),
    ],
)
def test_a_variant_says_what_a_build_with_that_definition_says(variant: str, same_as: str) -> None:
    chosen, other = numbers(BUY + variant)
    (alone,) = numbers(same_as)
    assert chosen == numbers(BUY)[0]
    assert {**other, "variant": None} == alone


def test_journeys_have_as_many_variants_as_they_name() -> None:
    config = BUY + LATER + CASES + CALL + '[[journey.compare]]\nname = "keep"\nrepeats = "keep"\n'
    assert [row["variant"] for row in numbers(config)] == [None, "later", "cases"]
    assert [row["variant"] for row in numbers(config, "call")] == [None, "keep"]
    assert numbers(config, "call")[0] == numbers(CALL, "call")[0]


def test_the_first_row_says_what_all_other_tables_say() -> None:
    with open_built(SOURCES + BUY + LATER, STORY) as engine:
        told = engine.read(
            "select journeys, steps from marts.boundary_sensitivity where variant_no = 0"
        )
        counted = engine.read(
            "select count(*) as journeys, (select count(*) from marts.steps) as steps "
            "from marts.journeys"
        )
    assert told.to_pylist() == counted.to_pylist()


def test_a_variant_that_is_no_definition_is_a_mistake() -> None:
    wrong = {"name": "x", "start": ["a"], "goal": ["b"], "timeout": "1 day"}
    with pytest.raises(ValidationError, match="go together"):
        Journey.model_validate(wrong | {"compare": [{"name": "c", "boundary": "case"}]})
