"""How journeys go on from each touchpoint, on graphs worked out by hand and by walking them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import pairwise
from statistics import median

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import pipeline as jp
from pipeline.engine.duckdb_engine import DuckDBEngine
from pipeline.questions.chain_solving import Move, solve_chain
from pipeline.questions.loops import Route, count_loops, loops_of
from tests.build_helpers import BUY, SOURCES, built, story
from tests.reference.chains import cut_out, walked

MEASURES = ("(reached)", "(ended)", "steps_to_go", "time_to_go_s")


def test_a_chain_with_a_loop_is_solved() -> None:
    """From pay 1/2 fail and come back, 1/2 go on; an error loses 1/3 of the journeys."""
    moves = [
        Move("cart", "pay", 2, 20.0),
        Move("pay", "error", 3, 30.0),
        Move("pay", "(reached)", 3),
        Move("error", "pay", 2, 60.0),
        Move("error", "(ended)", 1),
    ]
    rows = {row["touchpoint"]: row for row in solve_chain(moves)}
    # goal from pay: p = 1/2 + 1/2 * 2/3 p, so 3/4; steps from pay: s = 1/2 (1 + e), e = 2/3 (1 + s)
    assert [rows["pay"][name] for name in MEASURES] == pytest.approx([3 / 4, 1 / 4, 5 / 4, 22.5])
    assert [rows["error"][name] for name in MEASURES] == pytest.approx([1 / 2, 1 / 2, 3 / 2, 35])
    assert [rows["cart"][name] for name in MEASURES] == pytest.approx([3 / 4, 1 / 4, 9 / 4, 32.5])


names = st.sampled_from("abcde")
routes = st.lists(names, min_size=1, max_size=7)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(routes, st.sampled_from(["(reached)", "(ended)"])), min_size=1))
def test_solving_is_walking(journeys: list[tuple[list[str], str]]) -> None:
    pairs: Counter[tuple[str, str]] = Counter()
    for route, end in journeys:
        pairs.update(zip(["(start)", *route], [*route, end], strict=True))
    waits = {pair: 0.0 if pair[1].startswith("(") else 7.0 * ord(pair[1]) for pair in pairs}
    moves = [Move(*pair, count, count * waits[pair]) for pair, count in pairs.items()]
    for row in solve_chain(moves):
        slow = walked(moves, row["touchpoint"])
        for name in row.keys() - {"touchpoint"}:
            assert row[name] == pytest.approx(slow.get(name, 0), rel=1e-6, abs=1e-9)
    start = next(row for row in solve_chain(moves) if row["touchpoint"] == "(start)")
    for end in {end for _, end in journeys}:  # what was counted is what is expected at the start
        share = sum(one == end for _, one in journeys) / len(journeys)
        assert start[end] == pytest.approx(share)
    steps = sum(len(route) for route, _ in journeys) / len(journeys)
    assert start["steps_to_go"] == pytest.approx(steps)


def test_from_the_start_a_chain_expects_what_happened(
    sample_db: duckdb.DuckDBPyConnection,
) -> None:
    for journey in ("alta", "soporte"):
        found = jp.chain(sample_db, journey=journey)
        frame = found.frame().set_index("touchpoint")
        told = sample_db.execute(
            "select outcome, count(*), avg(steps) from marts.journeys where journey = ? group by 1",
            [journey],
        ).fetchall()
        assert found.open_journeys == sum(n for outcome, n, _ in told if outcome == "open")
        closed = [row for row in told if row[0] != "open"]
        total = sum(count for _, count, _ in closed)
        for outcome, count, _ in closed:
            assert frame.loc["(start)", f"({outcome})"] == pytest.approx(count / total)
        steps = sum(count * mean for _, count, mean in closed) / total
        assert frame.loc["(start)", "steps_to_go"] == pytest.approx(steps)
        assert f"({found.open_journeys:,} open left out)" in found._repr_html_()


def test_loops_are_counted_where_they_close() -> None:
    rows = [
        Route(["cart", "pay", "error", "pay", "error", "pay", "done"], 2, 2),
        Route(["cart", "pay", "error", "pay", "cart"], 1, 0),
        Route(["cart", "cart"], 1, 0),
    ]
    assert [tuple(row.values()) for row in count_loops(rows, 10)] == [
        (("pay", "error"), 2, 5, 3, 0.3, pytest.approx(2 / 3)),
        (("cart",), 1, 1, 1, 0.1, 0),
        (("cart", "pay"), 2, 1, 1, 0.1, 0),
    ]


@given(st.lists(names, max_size=14))
def test_loops_are_those_cut_out_one_after_the_other(route: list[str]) -> None:
    assert loops_of(route) == cut_out(route)


def test_loops_of_a_warehouse_are_those_of_its_routes(
    sample_db: duckdb.DuckDBPyConnection,
) -> None:
    rows = sample_db.execute(
        "select route, journeys, reached from marts.routes where journey = 'alta'"
    ).fetchall()
    slow: Counter[tuple[str, ...]] = Counter()
    for route, journeys, _ in rows:
        slow.update({loop: often * journeys for loop, often in Counter(cut_out(route)).items()})
    found = jp.loops(sample_db, journey="alta")
    assert {row["loop"]: row["times"] for row in found.rows} == slow
    assert found.rows[0]["share"] == found.rows[0]["journeys"] / sum(row[1] for row in rows)
    assert found._repr_html_().startswith("<table><caption>Loops: alta")


STORY = """
    ana  10:00  visit
    ana  10:10  read
    ana  10:40  buy    value=40
    bea  10:00  visit
    bea  10:20  read
    bea  10:21  visit
    bea  10:25  buy
    eva  10:00  visit  value=2
    leo  13:00  visit
"""


@pytest.fixture(scope="module")
def engine() -> Iterator[DuckDBEngine]:
    with built(SOURCES + BUY, story(STORY)) as built_engine:
        yield built_engine


def test_a_bottleneck_is_where_many_wait_long(engine: DuckDBEngine) -> None:
    found = jp.bottlenecks(engine.connection, journey="buy")
    assert [tuple(row.values()) for row in found.rows] == [
        # touchpoint, journeys, share, waits, median, p90, score
        ("visit", 4, 1, 3, 600, pytest.approx(1080), 600),
        ("read", 2, 1 / 2, 2, 930, pytest.approx(1626), 465),
        ("buy", 2, 1 / 2, 0, None, None, None),
    ]
    assert found._repr_html_().startswith("<table><caption>Bottlenecks: buy")


def test_a_chain_leaves_open_journeys_out(engine: DuckDBEngine) -> None:
    found = jp.chain(engine.connection, journey="buy")
    assert found.open_journeys == 1
    rows = {row["touchpoint"]: row for row in found.rows}
    # After a visit 2 of 4 read, 1 buys and 1 ends; after reading 1 of 2 buys and 1 visits again.
    # goal: v = r/2 + 1/4, r = 1/2 + v/2; steps: v = 3/4 + r/2, r = 1 + v/2;
    # seconds: v = (600 + 1200 + 240)/4 + r/2, r = (1800 + 60)/2 + v/2
    assert [rows["read"][name] for name in MEASURES] == pytest.approx([5 / 6, 1 / 6, 11 / 6, 1580])
    assert rows["(start)"]["(reached)"] == pytest.approx(2 / 3)
    assert rows["(start)"]["time_to_go_s"] == pytest.approx((2400 + 1500 + 0) / 3)


def test_nodes_say_who_passes_and_how_their_journeys_go_out(engine: DuckDBEngine) -> None:
    graph = jp.graph(engine.connection, journey="buy")
    assert graph.nodes["visit"] == {
        "channel": None, "stage": None, "journeys": 4, "people": 4, "visits": 5,
        "reached_share": 0.5, "ended_share": 0.25, "open_share": 0.25, "other_share": 0.0,
        "value": 2.0, "journeys_value": 40.0,
    }  # fmt: skip
    assert graph.nodes["buy"]["value"] == graph.nodes["read"]["journeys_value"] == 40
    assert graph.nodes["read"]["value"] is None


def test_bottlenecks_and_nodes_are_what_the_steps_say(
    sample_db: duckdb.DuckDBPyConnection,
) -> None:
    """Step by step, on the smaller of the two definitions."""
    rows = sample_db.execute(
        "select journey_id, touchpoint, epoch_us(occurred_at), outcome, person_id "
        "from marts.steps inner join marts.journeys using (journey_id) "
        "where steps.journey = 'soporte' order by journey_id, step_no"
    ).fetchall()
    waits: dict[str, list[float]] = defaultdict(list)
    passing: dict[str, dict[str, tuple[str, str]]] = defaultdict(dict)
    for here, after in pairwise([*rows, (None, None, 0, None, None)]):
        passing[here[1]][here[0]] = here[3:]
        if here[0] == after[0]:
            waits[here[1]].append((after[2] - here[2]) / 1e6)
    journeys = len({row[0] for row in rows})
    found = {row["touchpoint"]: row for row in jp.bottlenecks(sample_db, journey="soporte").rows}
    assert found.keys() == passing.keys()
    graph = jp.graph(sample_db, journey="soporte")
    for touchpoint, own in passing.items():
        row, node = found[touchpoint], graph.nodes[touchpoint]
        assert row["waits"] == len(waits[touchpoint])
        if row["waits"]:
            assert row["median_wait_s"] == pytest.approx(median(waits[touchpoint]))
            assert row["score_s"] == pytest.approx(len(own) / journeys * median(waits[touchpoint]))
        assert row["journeys"] == node["journeys"] == len(own)
        assert node["people"] == len({person for _, person in own.values()})
        for outcome in ("reached", "ended", "open"):
            share = sum(one == outcome for one, _ in own.values()) / len(own)
            assert node[f"{outcome}_share"] == pytest.approx(share)
