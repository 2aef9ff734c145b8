"""What the page can be filtered by: every count is large, and no small one can be computed."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from pipeline.report.facets import KINDS, facets_of
from pipeline.sankey import Flow, layout_flows, link_routes
from pipeline.sankey.routes import Walk

SMALL = 5
Row = dict[str, Any]


def row(path: str, outcome: str, journeys: int, **values: str | None) -> Row:
    return {
        "path": tuple(path), "outcome": outcome, "ends": outcome, "journeys": journeys,
        **dict.fromkeys(KINDS), **values,
    }  # fmt: skip


def facets(rows: list[Row]) -> dict[str, tuple[tuple[str, ...], list[dict[int, int]], Row]]:
    """By kind: the values, journeys by value of each route, and of each outcome."""
    flows: Counter[tuple[int, str, str]] = Counter()
    for each in rows:
        names = ["(start)", *each["path"], f"({each['outcome']})"]
        for step, (source, target) in enumerate(pairwise(names)):
            flows[step, source, target] += each["journeys"]
    layout = layout_flows(
        [Flow(*key, journeys) for key, journeys in flows.items()], max_steps=6, min_journeys=SMALL
    )
    walks = [Walk(each["path"], f"({each['outcome']})", each["journeys"]) for each in rows]
    routes = link_routes(layout, walks, min_journeys=SMALL)
    found = facets_of(tuple(rows), layout, routes, small=SMALL)
    return {
        facet.kind: (
            facet.values,
            [dict(told) for told in facet.by_route],
            {name: dict(told) for name, told in facet.by_outcome.items()},
        )
        for facet in found
    }


def test_routes_and_outcomes_are_counted_by_value() -> None:
    rows = [
        row("ab", "reached", 20, channel="web"),
        row("ab", "reached", 10, channel="app"),
        row("a", "ended", 8, channel="app"),
        row("a", "ended", 7, channel="web"),
    ]
    values, routes, outcomes = facets(rows)["channel"]
    assert values == ("web", "app")
    assert sorted(map(sorted, (each.items() for each in routes))) == [
        [(0, 7), (1, 8)], [(0, 20), (1, 10)],
    ]  # fmt: skip
    assert outcomes == {"lost": {0: 7, 1: 8}, "reached": {0: 20, 1: 10}}


def test_a_competing_end_is_a_loss() -> None:
    rows = [row("a", "ended", 6, device="x"), row("a", "bought elsewhere", 6, device="x"),
            row("a", "reached", 9, device="y")]  # fmt: skip
    _, _, outcomes = facets(rows)["device"]
    assert outcomes == {"lost": {0: 12}, "reached": {1: 9}}


def test_periods_stand_in_order_and_others_from_many_to_few() -> None:
    rows = [
        row("a", "reached", 9, period="2026-08", persona="few"),
        row("a", "reached", 30, period="2026-09", persona="many"),
        row("a", "reached", 6, period="2026-07", persona=None),
    ]
    found = facets(rows)
    assert found["period"][0] == ("2026-07", "2026-08", "2026-09")
    assert found["persona"][0] == ("many", "few")


def test_a_facet_of_one_value_is_left_out() -> None:
    rows = [row("a", "reached", 30, channel="web"), row("a", "ended", 30, channel="web")]
    assert facets(rows) == {}


def test_a_small_count_takes_the_next_one_with_it_into_silence() -> None:
    rows = [
        row("a", "reached", 30, channel="web"),
        row("a", "reached", 7, channel="app"),
        row("a", "reached", 3, channel="sms"),
        row("a", "ended", 9, channel="app"),
        row("a", "ended", 9, channel="sms"),
    ]
    values, _, outcomes = facets(rows)["channel"]
    assert values == ("web", "app", "sms")
    assert outcomes == {"lost": {1: 9, 2: 9}, "reached": {0: 30}}


ROWS = st.lists(
    st.builds(
        row,
        st.text("abc", min_size=1, max_size=4),
        st.sampled_from(["reached", "ended", "open", "elsewhere"]),
        st.integers(1, 12),
        channel=st.sampled_from(["web", "app", "sms", None]),
        device=st.sampled_from(["x", "y", None]),
        period=st.sampled_from(["2026-07", "2026-08"]),
        persona=st.sampled_from([None, "p", "q"]),
    ),
    min_size=1,
    max_size=25,
)


@given(rows=ROWS)
def test_nothing_small_is_told_and_nothing_small_can_be_subtracted(rows: list[Row]) -> None:
    totals: Counter[str] = Counter()
    for each in rows:
        outcome = str(each["outcome"])
        totals[outcome if outcome in {"reached", "open"} else "lost"] += each["journeys"]
    for kind, (values, routes, outcomes) in facets(rows).items():
        for told in (*routes, *outcomes.values()):
            assert all(journeys >= SMALL for journeys in told.values())
        for outcome, told in outcomes.items():
            left = totals[outcome] - sum(told.values())
            assert left == 0 or left >= SMALL or not told, kind
        counted: Counter[str] = Counter()
        for each in rows:
            counted[str(each[kind])] += each["journeys"]
        for place, value in enumerate(values):
            known = sum(told.get(place, 0) for told in outcomes.values())
            assert known <= counted[value]
