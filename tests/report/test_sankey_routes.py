"""Whole routes through the drawing: what lights up is what was walked."""

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.report.model import Page
from pipeline.sankey import Flow, LinkRoute, SankeyLayout, Walk, layout_flows, link_routes
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
