"""However data arrive, batch by batch: every table is as if all had been there at once.

A build costs a second, so few worlds are told, and each is compared when its last batch is built.
"""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.batches import parts
from pipeline.build import build_batch, build_tables
from tests.batches.comparing import differences
from tests.build_helpers import KEY, deliver, loaded
from tests.reference.model import Event
from tests.spec.test_against_reference import JOURNEYS, deliveries

Parts = list[list[Event]]
CONFIG = (
    JOURNEYS
    + """
[[plan]]
name = "as promised"
journey = "attempts"
steps = ["a", { touchpoint = "b", optional = true }, { touchpoint = "d", within = "20 minutes" }]
forbidden = ["c"]
"""
)


@st.composite
def in_parts(draw: st.DrawFn) -> Parts:
    """Deliveries in any order, the first half of them at once, the rest in two batches.

    What comes last was not there before, so that it is only added to what was.
    """
    events = draw(st.permutations(draw(deliveries())))
    cuts = draw(st.lists(st.integers(len(events) // 2, len(events)), min_size=2, max_size=2))
    edges = [0, *sorted(cuts), len(events)]
    first, second, third = (list(events[start:end]) for start, end in pairwise(edges))
    known = {event.event_id for event in first + second}
    last = {event.event_id: event for event in third if event.event_id not in known}
    return [first, second, list(last.values())]


@settings(max_examples=2, deadline=None, suppress_health_check=list(HealthCheck))
@given(told=in_parts())
def test_batches_come_to_what_a_whole_build_finds(told: Parts) -> None:
    first, *batches = told
    with (
        pytest.MonkeyPatch.context() as patch,
        loaded(CONFIG, first) as ours,
        loaded(CONFIG, first) as theirs,
    ):
        patch.setattr(parts, "MOST_OF_ALL", 9)  # of so few people a batch touches most
        build_tables(ours, key=KEY)
        for number, events in enumerate(batches, start=2):
            for engine in (ours, theirs):
                deliver(engine, events, first_file=number)
            batch = build_batch(ours, key=KEY)
            assert batch.reason is None
        assert batch.joining.reason is None
        build_tables(theirs, key=KEY)
        assert [*differences(ours, theirs)] == []
