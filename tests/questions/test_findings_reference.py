"""The counts behind every finding agree with slow and obvious ones."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.engine.duckdb_engine import DuckDBEngine
from pipeline.questions.judged_visits import day_counts, design_effects
from pipeline.questions.visit_strata import handoff_strata, strata_of, visits_at
from pipeline.sqlfiles import sql_text
from tests.examples import examples
from tests.questions.findings_world import (
    DAY_QUARTERS,
    Row,
    asked,
    days_slowly,
    effects_slowly,
    fill,
    handoffs_slowly,
    judged_of,
    judged_rows,
    random_handoffs,
    random_steps,
    visits_slowly,
)

EPOCH = date(1970, 1, 1)
_EXPLAINED = pa.schema({"journey_key": pa.int64(), "step_no": pa.int64()})
_VISIT = ("journey_no", "touchpoint_no", "position_no", "persona_no")
_HANDOFF = ("journey_no", "kind", "from_value", "to_value", *_VISIT[1:])


@pytest.fixture(scope="module")
def engine() -> Iterator[DuckDBEngine]:
    with DuckDBEngine(":memory:", threads=1) as engine:
        for schema in ("config", "journeys"):
            engine.create_schema(schema)
        yield engine


@settings(
    max_examples=examples(12),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(seed=st.integers(0, 10**6))
def test_counts_agree_with_the_reference(engine: DuckDBEngine, seed: int) -> None:
    random = Random(seed)  # noqa: S311 - no secret
    steps = random_steps(random)
    handoffs = random_handoffs(random, steps)
    explained = {step["journey_key"]: step["step_no"] for step in steps if random.random() < 0.2}
    fill(engine, steps, handoffs, explained)

    slowly = visits_slowly(steps, explained)
    judged = judged_of(judged_rows(engine), random.choice([1, 7, 1000]))
    ends = pa.Table.from_pylist(asked(engine, "explained_journeys"), _EXPLAINED)
    found = strata_of(judged, ends)
    assert {tuple(row.pop(name) for name in _VISIT): row for row in found} == {
        key: {name: own[name] for name in found[0]} for key, own in slowly.items()
    }

    changes = handoffs_slowly(steps, handoffs)
    rows = handoff_strata(judged, engine.read(sql_text("questions/handoff_arrivals.sql")))
    assert {tuple(row.pop(name) for name in _HANDOFF): row for row in rows} == {
        key: {name: own[name] for name in rows[0]} for key, own in changes.items()
    }

    for cell in [*judged.cells, (9, 9)]:
        meeting = pa.table(visits_at(judged, cell, ends)).to_pylist()
        assert sorted(meeting, key=lambda row: row["journey_key"]) == _meeting(
            steps, cell, explained
        )

    days = {
        (row["journey_no"], row["touchpoint_no"], (row["day"] - EPOCH).days): row
        for row in day_counts(judged, days_of)
    }
    assert days.keys() == days_slowly(steps).keys()
    for key, (n, here, expected) in days_slowly(steps).items():
        assert (days[key]["n"], days[key]["here"]) == (n, here)
        assert days[key]["expected"] == pytest.approx(expected)
    effects = design_effects(judged)
    assert effects == {key: pytest.approx(own) for key, own in effects_slowly(steps).items()}


def _meeting(steps: list[Row], cell: tuple[int, int], explained: dict[int, int]) -> list[Row]:
    """The journeys at a touchpoint that were not explained before: the first visit, and the end."""
    people = sorted({step["person_key"] for step in steps})
    found: dict[int, Row] = {}
    for step in steps:
        key, step_no = step["journey_key"], step["step_no"]
        is_own = (step["journey_no"], step["touchpoint_no"]) == cell
        if is_own and step_no < explained.get(key, 99):
            own = {"journey_key": key, "person_key": people.index(step["person_key"])}
            row = found.setdefault(key, own | {"step_no": step_no, "is_lost": 0})
            row["is_lost"] = max(row["is_lost"], step["is_here"])
    return [found[key] for key in sorted(found)]


def days_of(quarters: npt.NDArray[np.int64]) -> list[date]:
    """Days of UTC."""
    return [EPOCH + timedelta(days=one // DAY_QUARTERS) for one in quarters.tolist()]
