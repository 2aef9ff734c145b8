"""What follows journeys: worked out by hand, by a slow twin, and by simulation."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import pipeline as jp
from pipeline.engine.duckdb_engine import DuckDBEngine
from pipeline.errors import JourneysError
from pipeline.questions.clustered_means import difference_of_means, mean_of
from pipeline.questions.consequence_estimates import Cases, estimates
from pipeline.sqlfiles import sql_text
from tests.build_helpers import BUY, SOURCES, built, story
from tests.reference import consequences as slow
from tests.reference.consequences import Act, Attempt

COSTS = {"phone": 5.0, "chat": 2.0}
CONFIG = (
    SOURCES.replace('name = "crm"', 'name = "crm"\nkind = "support"')
    + BUY
    + '[costs]\nteléfono = 5\n[emotion]\nanswers = ["rating"]\n'
).replace("teléfono", '"teléfono"')
STORY = """
    ana  10:00  visit   channel=web
    ana  10:05  ask     channel=phone  source=crm
    ana  10:10  buy     channel=web    value=40
    ana  10:11  rating  channel=phone  source=crm  emotion=1
    ana  11:00  ask     channel=phone  source=crm
    ana  11:10  visit   channel=web
    ana  11:20  buy     channel=web    value=60
    bea  10:00  visit   channel=web
    bea  12:30  visit   channel=web
    leo  15:00  visit   channel=web
    zoe  16:30  read    channel=web
"""


@pytest.fixture(scope="module")
def engine() -> Iterator[DuckDBEngine]:
    with built(CONFIG, story(STORY)) as built_engine:
        yield built_engine


def test_the_window_begins_when_a_journey_is_decided_and_lies_inside_the_data(
    engine: DuckDBEngine,
) -> None:
    found = jp.consequences(engine.connection, journey="buy", within="2 hours")
    # Ana bought at 10:10 and 11:20; bea's first attempt is given up at 11:00, her second at 13:30.
    # Leo's is given up at 16:00: his two hours are not over when the data end.
    cases = engine.read(
        sql_text("questions/consequence_cases.sql"), {"journey": "buy", "within_us": 7_200 * 10**6}
    ).to_pylist()
    minutes = [row["decided_us"] // 60_000_000 % 1440 for row in cases]
    assert sorted(minutes) == [610, 660, 680, 810]
    assert found.left_out == 1
    rows = engine.read(
        sql_text("questions/consequences.sql"), {"journey": "buy", "within_us": 7_200 * 10**6}
    ).to_pylist()
    first = min(row["journey_key"] for row in rows if row["kind"] == "purchase")
    told = {(row["kind"], row["name"]): (row["times"], row["amount"])
            for row in rows if row["journey_key"] == first}  # fmt: skip
    assert told == {
        ("journey", "buy"): (1, None),
        ("purchase", ""): (1, 60),
        ("rating", ""): (1, 1),
        ("contact", "support"): (1, None),  # at 11:00; the answer at 10:11 is no contact
        ("contact", "other"): (1, None),
        ("cost_during", ""): (1, 5),
        ("cost_after", ""): (1, 5),
    }
    begun = [row for row in rows if row["kind"] == "journey"]
    assert len(begun) == 2  # ana's second, and bea's, an hour and a half after the first was lost


def test_of_fewer_than_ten_people_nothing_is_told(engine: DuckDBEngine) -> None:
    found = jp.consequences(engine.connection, journey="buy", within="2 hours")
    assert all(row["is_too_few"] and row["estimate"] is None for row in found.rows)
    assert {row["outcome"] for row in found.rows} == {"(all)", "ended", "reached"}


TIMES = st.integers(0, 12)
ATTEMPTS = st.lists(
    st.tuples(
        st.sampled_from(["buy", "help"]),
        st.integers(1, 2),
        TIMES,
        st.integers(0, 4),
        st.sampled_from(["reached", "ended", "cancelled", "open"]),
        st.sampled_from([None, 1.0, 2.5]),
    ),
    max_size=6,
)
ACTS = st.lists(
    st.builds(
        Act,
        person=st.integers(1, 2),
        visit=st.integers(1, 3),
        at=TIMES,
        source_kind=st.sampled_from(["web", "support"]),
        channel=st.sampled_from(["phone", "chat", "web", None]),
        is_answer=st.booleans(),
        emotion=st.sampled_from([None, -1.0, 2.0]),
    ),
    max_size=8,
)


@cache
def _database() -> duckdb.DuckDBPyConnection:
    db = duckdb.connect(config={"threads": 1})
    for schema in ("config", "identity", "journeys", "sessions", "staging"):
        db.execute(f"create schema {schema}")
    return db


def _fill(attempts: Sequence[Attempt], acts: Sequence[Act], end: int) -> None:
    text, count, number = pa.string(), pa.int64(), pa.float64()
    kinds = sorted({(act.source_kind, act.channel, act.is_answer) for act in acts}, key=str)
    keys = [kinds.index((act.source_kind, act.channel, act.is_answer)) for act in acts]
    # A drop-off of `buy` is decided two after its last event.
    tables: dict[str, dict[str, pa.Array]] = {
        "config.channel_costs": {
            "channel": pa.array([*COSTS]), "cost": pa.array([*COSTS.values()])
        },
        "config.journeys": {
            "journey_no": pa.array([1, 2]), "journey": pa.array(["buy", "help"]),
            "timeout_us": pa.array([2, 2]),
        },
        "config.sources": {
            "source": pa.array(["web", "support"]), "kind": pa.array(["web", "support"])
        },
        "config.answer_touchpoints": {"touchpoint": pa.array(["answer"])},
        "staging.data_window": {"as_of_us": pa.array([end])},
        "journeys.journeys": {
            "journey_key": pa.array([one.key for one in attempts], count),
            "journey": pa.array([one.journey for one in attempts], text),
            "journey_no": pa.array([1 + (one.journey == "help") for one in attempts], count),
            "person_key": pa.array([one.person for one in attempts], count),
            "started_us": pa.array([one.started for one in attempts], count),
            "ended_us": pa.array(
                [one.decided - 2 * (one.outcome == "ended") for one in attempts], count
            ),
            "duration_s": pa.array([(one.decided - one.started) / 1e6 for one in attempts], number),
            "outcome": pa.array([one.outcome for one in attempts], text),
            "value": pa.array([one.value for one in attempts], number),
        },
        "journeys.kinds": {
            "kind_no": pa.array(range(len(kinds)), count),
            "source": pa.array([kind[0] for kind in kinds], text),
            "channel": pa.array([kind[1] for kind in kinds], text),
            "touchpoint": pa.array(["answer" if kind[2] else "act" for kind in kinds], text),
        },
        "sessions.session_events": {
            "person_key": pa.array([act.person for act in acts], count),
            "visit_us": pa.array([act.visit for act in acts], count),
            "part_no": pa.array([0] * len(acts), count),
            "occurred_us": pa.array([act.at for act in acts], count),
            "kind_no": pa.array(keys, count),
        },
        "identity.person_events": {
            "person_key": pa.array([act.person for act in acts], count),
            "occurred_us": pa.array([act.at for act in acts], count),
            "emotion": pa.array([act.emotion for act in acts], number),
        },
    }  # fmt: skip
    for name, columns in tables.items():
        _database().register("given", pa.table(columns))
        _database().execute(f"create or replace table {name} as from given")
        _database().unregister("given")


@settings(max_examples=40, deadline=None, derandomize=True)
@given(ATTEMPTS, ACTS, st.integers(1, 5), st.integers(8, 20))
def test_the_twin_finds_the_same_consequences(
    told: list[Any], acts: list[Act], within: int, end: int
) -> None:
    attempts = [
        Attempt(key, journey, person, started, started + took, outcome, value)
        for key, (journey, person, started, took, outcome, value) in enumerate(told)
    ]
    _fill(attempts, acts, end)
    asked = {"journey": "buy", "within_us": within}
    rows = _database().sql(sql_text("questions/consequences.sql"), params=asked).fetchall()
    twin = slow.consequences(attempts, acts, COSTS, ("buy", within, end))
    assert {row[:3]: row[3:] for row in rows} == {
        key: (times, None if amount is None else pytest.approx(amount))
        for key, (times, amount) in twin.items()
    }


def test_a_share_and_a_mean_are_told_for_each_way_out_against_all_others() -> None:
    # 20 people reached and 20 did not; 10 and 5 of them bought again, for 30 each.
    cases = Cases(np.arange(40), np.arange(40), np.repeat([1, 0], 20), ["ended", "reached"])
    bought = [*range(10), *range(20, 25)]
    found = pa.Table.from_pylist(
        [{"journey_key": key, "kind": "purchase", "name": "", "times": 1, "amount": 30.0}
         for key in bought]
    )  # fmt: skip
    asked = [("purchase", "", "share"), ("purchase", "", "mean"), ("rating", "", "mean")]
    rows = {
        (row["consequence"], row["measure"], row["outcome"]): row
        for row in estimates(cases, found, asked)
    }
    share = rows["purchase", "share", "reached"]
    assert (share["estimate"], share["difference"], share["journeys"]) == (0.5, 0.25, 20)
    assert rows["purchase", "share", "(all)"]["estimate"] == 15 / 40
    mean = rows["purchase", "mean", "reached"]
    assert (mean["estimate"], mean["difference"]) == (15, pytest.approx(7.5))
    # Of 20 people 10 have 30 and 10 nothing: the variance is 225 * 20 / 19, Student's t 2.093.
    assert mean["high"] == pytest.approx(15 + 2.093 * (225 / 19) ** 0.5, abs=1e-2)
    rating = rows["rating", "mean", "reached"]
    assert (rating["journeys"], rating["is_too_few"], rating["estimate"]) == (0, True, None)


def _draw(seed: int, effect: float) -> tuple[bool, bool, bool]:
    """Whether the interval of a mean, and of a difference, holds the truth; whether p is small.

    Each person has 1 to 5 amounts around a level of their own.
    """
    chance = np.random.default_rng(seed)
    person = np.repeat(np.arange(80), chance.integers(1, 6, 80))
    amount = chance.gamma(4, 1, 80)[person] + chance.normal(0, 1, len(person))
    one = person < 40
    amount = amount + effect * one
    means = [mean_of(person[side], amount[side], np.ones(int(side.sum()))) for side in (one, ~one)]
    (low, high), found = means[1].interval, difference_of_means(*means)
    return low <= 4 <= high, found.low <= effect <= found.high, found.p <= 0.05


def test_under_the_null_about_one_interval_in_twenty_is_wrong() -> None:
    draws = np.array([_draw(seed, 0.0) for seed in range(500)])
    # 475, 475 and 25 of 500 are expected; 15 is three standard deviations.
    assert draws.sum(axis=0).tolist() == pytest.approx([475, 475, 25], abs=15)


def test_a_planted_difference_is_found_with_its_size() -> None:
    draws = np.array([_draw(seed, 2.5) for seed in range(100)])
    assert draws[:, 1].sum() >= 88
    assert draws[:, 2].sum() >= 95


def test_after_support_the_sample_tells_what_was_planted(
    sample_db: duckdb.DuckDBPyConnection,
) -> None:
    found = jp.consequences(sample_db, journey="soporte", within="14 days")
    frame = found.frame()
    assert set(frame["consequence"]) == {
        "contact", "cost_after", "cost_during", "journey", "purchase", "rating"
    }  # fmt: skip
    cost = frame[(frame["consequence"] == "cost_during") & (frame["outcome"] == "(all)")].iloc[0]
    assert cost["low"] < cost["estimate"] < cost["high"]
    assert found._repr_html_().startswith("<table><caption>Within 14 days, 0:00:00 after soporte")


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"journey": "altas"}, 'did you mean "alta"'),
        ({"within": "soon"}, "not a duration"),
        ({"within": "3000 days"}, "shorter time"),
    ],
)
def test_what_cannot_be_asked_is_said(
    sample_db: duckdb.DuckDBPyConnection, options: dict[str, Any], words: str
) -> None:
    with pytest.raises(JourneysError, match=words):
        jp.consequences(sample_db, **({"journey": "alta"} | options))
