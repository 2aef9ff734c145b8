"""What proposals are worth on people whose truth is known; docs/proposals.md has more of them."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

import pytest

from benchmarks.spanish_people import TwoSources, two_sources
from pipeline.engine.duckdb_engine import DuckDBEngine
from pipeline.errors import JourneysError
from pipeline.proposals import propose
from pipeline.proposals.propose import PROPOSALS
from pipeline.proposals.splink_adapter import propose_by_splink
from tests.proposals.reading import put_profiles, rows_of
from tests.reference.proposals import Row

_COLUMNS = ["left_no", "right_no", "score", "probability", "reason"]


@pytest.fixture(scope="module")
def made() -> TwoSources:
    """Ten thousand people with households and namesakes."""
    return two_sources(10_000, seed=7)


@pytest.mark.parametrize(("way", "recall"), [(propose, 0.72), (propose_by_splink, 0.72)])
def test_what_is_proposed_is_right_and_most_of_what_is_true(
    made: TwoSources, way: Callable[[DuckDBEngine], None], recall: float
) -> None:
    answers = [_answer(made, way), _answer(made, way)]
    assert answers[0] == answers[1]
    found = {(row["left_no"], row["right_no"]) for row in answers[0]}
    right = len(found & made.truth)
    assert right / len(found) >= 0.99
    assert right / len(made.truth) >= recall


def _answer(made: TwoSources, way: Callable[[DuckDBEngine], None]) -> list[dict[str, Any]]:
    with DuckDBEngine(":memory:") as engine:
        put_profiles(engine, [Row(*profile) for profile in made.profiles])
        way(engine)
        assert engine.columns(PROPOSALS) == _COLUMNS
        rows: list[dict[str, Any]] = engine.read("from identity.proposals order by all").to_pylist()
        return rows


def test_splink_says_when_there_is_too_little_to_learn_from() -> None:
    rows = rows_of("""
        1 crm     | Ana Gil | ana@x.es | +34600123456 | 28001
        2 support | Ana Gil | ana@x.es | +34600123456 | 28001
    """)
    with DuckDBEngine(":memory:") as engine:
        put_profiles(engine, rows)
        with pytest.raises(JourneysError, match="1 pairs of profiles share email"):
            propose_by_splink(engine)


def test_without_the_extra_its_name_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "splink", None)
    with (
        DuckDBEngine(":memory:") as engine,
        pytest.raises(JourneysError, match=r"probabilistic|needs a package") as caught,
    ):
        propose_by_splink(engine)
    assert "journey-pipeline[probabilistic]" in str(caught.value)
