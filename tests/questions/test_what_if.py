"""What a touchpoint would bring if it lost as few as in its best segment."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

import pipeline as jp
from pipeline.engine.duckdb_engine import DuckDBEngine
from pipeline.errors import JourneysError
from pipeline.questions.chain_solving import Move, with_share
from pipeline.questions.what_if import gained_by, segments_of
from tests.build_helpers import SOURCES, open_built, story

CONFIG = (
    SOURCES
    + """
[[journey]]
name = "buy"
boundary = "whole"
goal = ["pay"]
timeout = "1 hour"
value = 50
"""
)
# Of ten on a desktop two end in the cart, of ten on a mobile six; the last one is still open.
STORY = (
    "".join(
        f"{device}{n} 10:00 cart device={device}\n"
        + ("" if n < lost else f"{device}{n} 10:10 pay device={device}\n")
        for device, lost in (("desktop", 2), ("mobile", 6))
        for n in range(10)
    )
    + "late d9 10:00 cart device=tablet"
)


@pytest.fixture(scope="module")
def engine() -> Iterator[DuckDBEngine]:
    with open_built(CONFIG, story(STORY)) as built:
        yield built


def test_a_loop_is_walked_by_those_kept_too() -> None:
    """From pay half fail; of those a third gives up, and the others try again."""
    moves = [
        Move("(start)", "pay", 4),
        Move("pay", "error", 3),
        Move("pay", "(reached)", 3),
        Move("error", "pay", 2),
        Move("error", "(ended)", 1),
    ]
    # The goal from pay: p = 1/2 + 1/2 * 2/3 p, so 3/4. With 1/6 lost: p = 1/2 + 1/2 * 5/6 p, 6/7.
    assert gained_by(moves, "error", 1 / 6) == pytest.approx(4 * (6 / 7 - 3 / 4))
    assert gained_by(moves, "error", 0) == pytest.approx(4 * (1 - 3 / 4))
    assert gained_by(moves, "error", 1 / 2) == 0  # worse than now is no gain


def test_other_ways_out_keep_their_proportions() -> None:
    moves = [Move("a", "b", 6, 60.0), Move("a", "c", 2, 8.0), Move("a", "(ended)", 2)]
    assert with_share(moves, "a", "(ended)", 0.6) == [
        Move("a", "b", 3.0, 30.0), Move("a", "c", 1.0, 4.0), Move("a", "(ended)", 6.0),
    ]  # fmt: skip


def test_where_nobody_goes_on_nobody_knows_what_they_would_do() -> None:
    with pytest.raises(JourneysError, match="Nobody goes on"):
        with_share([Move("a", "(ended)", 2)], "a", "(ended)", 0.5)


def test_the_best_segment_is_taken_for_everybody(engine: DuckDBEngine) -> None:
    found = jp.what_if(
        engine.connection, journey="buy", touchpoint="cart", by="device", min_people=10
    )
    assert (found.best, found.journeys) == ("desktop", 20)
    assert found.rate == pytest.approx(8 / 20)
    assert [(row["segment"], row["ended"], row["visits"]) for row in found.segments] == [
        ("desktop", 2, 10), ("mobile", 6, 10),
    ]  # fmt: skip
    # 12 of 20 reach the goal; with 2 of 10 lost everywhere 16 would.
    middle, low, high = found.gained
    assert middle == pytest.approx(4)
    assert found.money is not None
    assert found.money[0] == pytest.approx(200)
    # One of two segments: Wilson's interval with z 2.2414, of 10 people worth 10 / (10 / 9) = 9:
    # (0.2 + 5.0239 / 18 -+ 2.2414 sqrt(0.16 / 9 + 5.0239 / 324)) / (1 + 5.0239 / 9)
    assert found.rate_best == pytest.approx((0.2, 0.04504, 0.56990), abs=2e-5)
    assert low == 0
    assert high == pytest.approx(20 * (0.4 - found.rate_best[1]))
    assert "as good as desktop" in found._repr_html_()
    assert found.frame()["rate"].tolist() == [0.2, 0.6]


def _best(rng: np.random.Generator, chances: list[float]) -> dict[str, Any]:
    """The best of some segments of 120 people each, who come up to three times and stay alike."""
    rows = []
    for number, chance in enumerate(chances):
        visits = rng.integers(1, 4, 120)
        own = np.clip(chance + 0.2 * chance * rng.choice([-1, 1], 120), 0, 1)
        ended = rng.binomial(visits, own)
        rows += [
            {"value_name": f"s{number}", "visits": one, "ended": other}
            for one, other in zip(visits.tolist(), ended.tolist(), strict=True)
        ]
    return segments_of(rows, 30)[0]


def test_where_segments_are_alike_the_best_of_them_promises_something_in_one_case_of_twenty() -> (
    None
):
    rng = np.random.default_rng(1)
    promised = sum(_best(rng, [0.3] * 5)["high"] < 0.3 for _ in range(300))
    assert promised <= 15 + 3 * (300 * 0.05 * 0.95) ** 0.5


def test_a_segment_that_is_better_is_found() -> None:
    rng = np.random.default_rng(2)
    found = [_best(rng, [0.3, 0.3, 0.1, 0.3]) for _ in range(40)]
    assert sum(one["segment"] == "s2" and one["high"] < 0.3 for one in found) >= 38


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"touchpoint": "carts"}, "passes"),
        ({"touchpoint": "cart", "by": "devise"}, "devise"),
        ({"touchpoint": "cart", "min_people": 11}, "No segment has 11"),
        ({"touchpoint": "cart", "journey": "by"}, "by"),
    ],
)
def test_what_cannot_be_asked_is_told(
    engine: DuckDBEngine, asked: dict[str, object], said: str
) -> None:
    with pytest.raises(JourneysError, match=said):
        jp.what_if(engine.connection, **({"journey": "buy"} | asked))  # type: ignore[arg-type]
