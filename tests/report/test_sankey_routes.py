"""Whole routes through the drawing: what lights up is what was walked."""

from collections import Counter
from dataclasses import replace

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.report.model import Page
from pipeline.report.walks import cut_ways
from pipeline.sankey import Flow, LinkRoute, SankeyLayout, Walk, layout_flows, link_routes
from pipeline.sankey.telling import rough
from tests.report.company import Journey, journeys
from tests.report.marts import EXITS, flows
from tests.report.test_sankey_layout import TEN

# The ten journeys of TEN, one by one.
WALKS = [
    Walk(("ad", "home"), "(reached)", 3),
    Walk(("ad", "home"), "(cancelled)", 1),
    Walk(("ad", "store"), "(ended)", 1),
    Walk(("ad",), "(ended)", 1),
    Walk(("store", "home"), "(cancelled)", 1),
    Walk(("store",), "(reached)", 2),
    Walk(("store",), "(open)", 1),
]


def told(layout: SankeyLayout, route: LinkRoute) -> tuple[list[str], int]:
    """A route as the names it passes."""
    links = [layout.links[place] for place in route.links]
    first = layout.nodes[links[0].source].name
    return [first, *(layout.nodes[link.target].name for link in links)], route.journeys


def on_links(routes: tuple[LinkRoute, ...]) -> Counter[int]:
    sums: Counter[int] = Counter()
    for route in routes:
        sums.update(dict.fromkeys(route.links, route.journeys))
    return sums


def test_a_route_is_the_links_between_its_touchpoints_and_its_exit() -> None:
    layout = layout_flows(TEN)
    routes = [told(layout, route) for route in link_routes(layout, WALKS)]
    assert (["ad", "home", "(reached)"], 3) in routes
    assert (["store", "(open)"], 1) in routes
    assert len(routes) == len(WALKS)


def test_a_rare_route_is_cut_until_enough_are_left_at_its_end() -> None:
    # Two journeys cancel after "home", from different starts: one is left at each way to home.
    layout = layout_flows(TEN)
    routes = [told(layout, route) for route in link_routes(layout, WALKS, min_journeys=2)]
    assert sorted(routes) == [
        (["ad", "home", "(reached)"], 3),
        (["store", "(reached)"], 2),
    ]


def test_touchpoints_in_other_are_followed_through_it() -> None:
    layout = layout_flows(TEN, min_journeys=2)  # one journey is in the store at step 2
    routes = [told(layout, route) for route in link_routes(layout, WALKS)]
    assert (["ad", "(other)", "(ended)"], 1) in routes


def walks_of(own: list[Journey]) -> list[Walk]:
    return [Walk(tuple(s.touchpoint for s in j.steps), EXITS[j.outcome], 1) for j in own]


@settings(max_examples=40, deadline=None)
@given(
    people=st.integers(1, 200),
    seed=st.integers(0, 10**6),
    top=st.integers(1, 8),
    max_steps=st.integers(1, 10),
)
def test_all_routes_together_fill_every_link_exactly(
    people: int, seed: int, top: int, max_steps: int
) -> None:
    own = [journey for journey in journeys(people, seed) if journey.journey == "alta"]
    rows = [
        Flow(row["step_no"], row["from_touchpoint"], row["to_touchpoint"], row["journeys"])
        for row in flows(own)
    ]
    layout = layout_flows(rows, top=top, max_steps=max_steps)
    sums = on_links(link_routes(layout, walks_of(own)))
    assert [sums[place] for place in range(len(layout.links))] == [
        link.journeys for link in layout.links
    ]


def test_on_the_page_no_link_is_lit_beyond_its_width_and_no_route_is_rare(page: Page) -> None:
    for journey in page.journeys:
        layout, ways = journey.steps.layout, journey.steps.ways
        sums = on_links(ways)
        assert all(sums[place] <= link.journeys for place, link in enumerate(layout.links))
        beginnings = Counter(
            way.links[:length]
            for way in ways
            for length in range(1, len(way.links) + 1)
            for _ in range(way.journeys)
        )
        assert min(beginnings.values()) >= page.run.small_cell_k
        assert min(way.journeys for way in ways) >= page.run.small_cell_k


def test_the_routes_of_the_page_are_those_of_its_single_journeys(
    page: Page, made_up: list[Journey]
) -> None:
    for journey in page.journeys:
        own = [each for each in made_up if each.journey == journey.definition.name]
        ways = link_routes(
            journey.steps.layout, walks_of(own), min_journeys=page.run.small_cell_k
        )  # fmt: skip
        # What would give a small band away is said in tens.
        layout = journey.steps.layout
        told = [replace(way, journeys=rough(layout, way, page.run.small_cell_k)) for way in ways]
        assert list(journey.steps.ways) == told


def cut_one_by_one(ways: list[tuple[int, ...]], counts: list[int], small: int) -> list[int]:
    """What is left of each way: as long as any is rare, the longest rare ones lose their end."""
    kept = [list(way) for way in ways]
    for length in range(11, 1, -1):
        summed = Counter({tuple(way): 0 for way in kept})
        for way, count in zip(kept, counts, strict=True):
            summed[tuple(way)] += count
        for way in kept:
            if len(way) == length and summed[tuple(way)] < small:
                way.pop()
    return [len(way) for way in kept]


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.lists(st.integers(1, 3), min_size=1, max_size=6),
            st.integers(0, 2),
            st.integers(1, 9),
        ),
        min_size=1,
        max_size=30,
    ),
    st.integers(1, 12),
)
def test_ways_as_numbers_are_cut_as_ways_are(
    drawn: list[tuple[list[int], int, int]], small: int
) -> None:
    coded = [sum(bar << (4 * step) for step, bar in enumerate(bars)) | out << 40
             for bars, out, _ in drawn]  # fmt: skip
    counts = [count for *_, count in drawn]
    cut = cut_ways(np.array(coded, dtype=np.int64), np.array(counts, dtype=np.int64), small)
    whole = [(*bars, 100 + out) if out else tuple(bars) for bars, out, _ in drawn]
    left = [
        sum(((way >> (4 * step)) & 15) > 0 for step in range(10)) + (way >> 40 > 0)
        for way in cut.tolist()
    ]
    assert left == cut_one_by_one(whole, counts, small)
