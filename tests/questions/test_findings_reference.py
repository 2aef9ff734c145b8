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
from pipeline.questions.judged_visits import JudgedVisits, day_counts, design_effects
from pipeline.questions.visit_strata import VisitStrata
from tests.examples import examples
from tests.questions.findings_world import (
    DAY_QUARTERS,
    asked,
    days_slowly,
    effects_slowly,
    fill,
    handoffs_slowly,
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
    read = pa.Table.from_pylist(asked(engine, "judged_visits", bad_emotion=-0.5))
    judged = JudgedVisits.of(read)
    ends = pa.Table.from_pylist(asked(engine, "explained_journeys"), _EXPLAINED)
    found = VisitStrata.of(read, judged).rows(ends)
    assert {tuple(row.pop(name) for name in _VISIT): row for row in found} == {
        key: {name: own[name] for name in found[0]} for key, own in slowly.items()
    }

    changes = handoffs_slowly(steps, handoffs)
    rows = asked(engine, "handoff_strata")
    assert {tuple(row.pop(name) for name in _HANDOFF): row for row in rows} == {
        key: {name: own[name] for name in rows[0]} for key, own in changes.items()
    }

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


def days_of(quarters: npt.NDArray[np.int64]) -> list[date]:
    """Days of UTC."""
    return [EPOCH + timedelta(days=one // DAY_QUARTERS) for one in quarters.tolist()]
