"""The same data give the same numbers to the last bit, in whatever order they are read."""

import random

from tests.build_helpers import (
    SOURCES,
    Row,
    instant_us,
    loaded,
    rows_of,
    shuffled,
    with_content,
)
from tests.partly import build_for
from tests.reference.model import MICROS, Event

LIFE = '[[journey]]\nname = "life"\nboundary = "whole"\ngoal = ["b"]\ntimeout = "1 day"\n'
NUMBERS = """
    select journey_id, emotion as number from marts.journeys
    union all
    select journey_id || '-' || step_no, emotion from marts.steps
    union all
    select event_id, value from marts.steps
    order by all
"""


def _numbers(events: list[Event]) -> list[Row]:
    with loaded(SOURCES + LIFE, events, threads=4) as engine:
        build_for(engine, NUMBERS)
        return rows_of(engine, NUMBERS)


# sum and avg of DOUBLE depend on the order in which threads hand over their rows, so that some of
# these means differ in their last digits. Sums of DECIMAL would not. It may go well by chance.
def test_sums_and_means_are_the_same_to_the_last_bit() -> None:
    chance = random.Random(3)  # noqa: S311 - no secret
    events = [
        with_content(
            Event(
                event_id=f"web:{number}",
                source="web",
                event=chance.choice("aab"),
                occurred_us=instant_us(1) + number * MICROS,
                identifiers={"user_id": str(number % 5)},
                emotion=chance.randint(0, 400) / 100 - 2,
                value=chance.randint(0, 9999) / 100,
            )
        )
        for number in range(40_000)
    ]
    first = _numbers(events)
    second, third = (_numbers(shuffled(events, seed)) for seed in (1, 2))
    assert first == second == third
