"""The step Sankey: who stands where, and that nobody gets lost on the way."""

from collections import Counter
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.report.model import Page
from pipeline.report.page import build_page
from pipeline.report.read import read_marts
from pipeline.sankey import Flow, Kind, Link, SankeyLayout, UnbalancedFlowsError, layout_flows
from tests.report.company import Journey, journeys
from tests.report.marts import flows, warehouse

# Ten journeys: 6 begin with an ad, 4 in the store.
#   ad    -> home 4, store 1, leaves 1        store -> home 1, goal 2, still open 1
#   home (step 2) -> goal 3, cancels 2        store (step 2) -> leaves 1
TEN = [
    Flow(0, "(start)", "ad", 6),
    Flow(0, "(start)", "store", 4),
    Flow(1, "ad", "home", 4),
    Flow(1, "ad", "store", 1),
    Flow(1, "ad", "(ended)", 1),
    Flow(1, "store", "home", 1),
    Flow(1, "store", "(reached)", 2),
    Flow(1, "store", "(open)", 1),
    Flow(2, "home", "(reached)", 3),
    Flow(2, "home", "(cancelled)", 2),
    Flow(2, "store", "(ended)", 1),
]


def column(layout: SankeyLayout, step: int) -> list[tuple[str, int]]:
    own = [node for node in layout.nodes if node.step == step]
    return [(node.name, node.journeys) for node in sorted(own, key=lambda node: node.y)]


def sums(layout: SankeyLayout) -> tuple[Counter[int], Counter[int]]:
    arriving: Counter[int] = Counter()
    leaving: Counter[int] = Counter()
    for link in layout.links:
        leaving[link.source] += link.journeys
        arriving[link.target] += link.journeys
    return arriving, leaving


def is_balanced(layout: SankeyLayout) -> bool:
    arriving, leaving = sums(layout)
    return all(
        (node.step == 1 or arriving[place] == node.journeys)
        and (node.kind.is_exit or leaving[place] == node.journeys)
        for place, node in enumerate(layout.nodes)
    )


def test_the_goal_is_on_top_and_the_drop_off_at_the_bottom() -> None:
    layout = layout_flows(TEN)
    assert column(layout, 2) == [
        ("(reached)", 2),
        ("home", 5),
        ("store", 1),
        ("(open)", 1),
        ("(ended)", 1),
    ]
    assert column(layout, 3) == [("(reached)", 3), ("(cancelled)", 2), ("(ended)", 1)]


def test_a_touchpoint_stands_beside_where_its_journeys_come_from() -> None:
    # b is larger than a, so it is on top; its successor d must be above c.
    layout = layout_flows(
        [
            Flow(0, "(start)", "a", 4),
            Flow(0, "(start)", "b", 5),
            Flow(1, "a", "c", 4),
            Flow(1, "b", "d", 5),
            Flow(2, "c", "(ended)", 4),
            Flow(2, "d", "(ended)", 5),
        ]
    )
    assert column(layout, 1) == [("b", 5), ("a", 4)]
    assert column(layout, 2) == [("d", 5), ("c", 4)]


def test_headings_count_the_journeys_that_have_a_contact_at_the_step() -> None:
    steps = layout_flows(TEN).steps
    assert [(step.number, step.active, step.is_after) for step in steps] == [
        (1, 10, False),
        (2, 6, False),
        (3, 0, True),
    ]


def test_columns_begin_at_the_same_height_and_one_journey_is_equally_tall_in_all() -> None:
    layout = layout_flows(TEN)
    tops = {min(node.y for node in layout.nodes if node.step == step) for step in (1, 2, 3)}
    assert len(tops) == 1
    assert len({round(node.height / node.journeys, 9) for node in layout.nodes}) == 1


def test_what_is_not_among_the_top_goes_to_other_and_is_kept_there() -> None:
    counts = {"ad": 6, "store": 3, "mail": 2}
    starts = [Flow(0, "(start)", name, n) for name, n in counts.items()]
    layout = layout_flows([*starts, *(Flow(1, t, "(ended)", n) for t, n in counts.items())], top=1)
    assert column(layout, 1) == [("ad", 6), ("(other)", 5)]
    assert layout.nodes[1].members == (("store", 3), ("mail", 2))
    assert is_balanced(layout)


def test_one_touchpoint_left_over_is_shown_as_itself() -> None:
    assert sorted(column(layout_flows(TEN, top=1), 1)) == [("ad", 6), ("store", 4)]


def test_a_touchpoint_under_the_smallest_count_goes_to_other() -> None:
    layout = layout_flows(TEN, min_journeys=2)
    assert column(layout, 2)[2] == ("(other)", 1)


def test_whoever_goes_on_after_the_last_step_is_counted_as_more() -> None:
    layout = layout_flows(TEN, max_steps=1)
    assert column(layout, 2) == [("(reached)", 2), ("(more)", 6), ("(open)", 1), ("(ended)", 1)]


def test_a_name_in_brackets_that_leads_on_is_a_touchpoint() -> None:
    layout = layout_flows(
        [Flow(0, "(start)", "(other)", 2), Flow(1, "(other)", "(reached)", 2)], top=7
    )
    assert layout.nodes[0].kind is Kind.TOUCHPOINT


def test_flows_that_do_not_tie_out_are_refused_with_step_and_touchpoint() -> None:
    broken = [*TEN[:-1], Flow(2, "store", "(ended)", 3)]
    with pytest.raises(UnbalancedFlowsError, match=r"step 2: 1 arrive at 'store', 3 leave it"):
        layout_flows(broken)


def test_no_flows_give_an_empty_drawing() -> None:
    assert layout_flows([]).nodes == ()


@pytest.fixture(scope="module")
def open_page(made_up: list[Journey]) -> Page:
    """The page where nothing is too small to be told."""
    return build_page(read_marts(warehouse(made_up, small_cell_k=1)))


def test_every_node_of_the_page_has_as_many_journeys_in_as_out(open_page: Page) -> None:
    assert [is_balanced(journey.steps.layout) for journey in open_page.journeys] == [True, True]


def test_what_is_hidden_or_rounded_is_all_that_is_missing_at_a_node(
    page: Page, open_page: Page
) -> None:
    small = page.run.small_cell_k
    for told, whole in zip(page.journeys, open_page.journeys, strict=True):
        layout = told.steps.layout
        arriving, leaving = sums(layout)
        for place, node in enumerate(layout.nodes):
            for sides, at in ((arriving, "target"), (leaving, "source")):
                bands = [link for link in layout.links if getattr(link, at) == place]
                blurred = sum(link.is_about for link in bands) + node.is_about
                assert sides[place] - node.journeys <= blurred * small / 2
        assert sum(row.journeys for row in told.steps.rows if not row.is_about) <= sum(
            link.journeys for link in whole.steps.layout.links
        )


def test_every_journey_of_the_page_leaves_the_drawing_exactly_once(open_page: Page) -> None:
    for journey in open_page.journeys:
        exits = [node for node in journey.steps.layout.nodes if node.kind.is_exit]
        assert sum(node.journeys for node in exits) == journey.journeys


def overlaps(layout: SankeyLayout) -> list[tuple[str, str]]:
    ordered = sorted(layout.nodes, key=lambda node: (node.x, node.y))
    return [
        (above.name, below.name)
        for above, below in pairwise(ordered)
        if above.x == below.x and above.y + above.height > below.y
    ]


def is_stacked(links: list[Link], top: float, height: float, *, arriving: bool) -> bool:
    """Links of one side of a node fill it from top to bottom without gap or overlap."""
    y = top
    for link in sorted(links, key=lambda link: link.y1 if arriving else link.y0):
        if abs((link.y1 if arriving else link.y0) - y) > 1e-6:
            return False
        y += link.width
    return not links or abs(y - top - height) < 1e-6


@settings(max_examples=60, deadline=None)
@given(
    people=st.integers(1, 250),
    seed=st.integers(0, 10**6),
    top=st.integers(1, 9),
    max_steps=st.integers(1, 10),
    small=st.integers(0, 20),
)
def test_whatever_the_journeys_nodes_never_overlap_and_nobody_is_lost(
    people: int, seed: int, top: int, max_steps: int, small: int
) -> None:
    own = [journey for journey in journeys(people, seed) if journey.journey == "alta"]
    rows = [
        Flow(row["step_no"], row["from_touchpoint"], row["to_touchpoint"], row["journeys"])
        for row in flows(own)
    ]
    layout = layout_flows(rows, top=top, max_steps=max_steps, min_journeys=small)
    assert layout.journeys == len(own)
    assert is_balanced(layout)
    assert overlaps(layout) == []
    for place, node in enumerate(layout.nodes):
        incoming = [link for link in layout.links if link.target == place]
        outgoing = [link for link in layout.links if link.source == place]
        assert is_stacked(incoming, node.y, node.height, arriving=True)
        assert is_stacked(outgoing, node.y, node.height, arriving=False)
        assert 0 <= node.x <= layout.width - node.width
        assert 0 <= node.y <= layout.height - node.height


def test_the_order_of_the_rows_does_not_change_the_drawing() -> None:
    assert layout_flows(TEN) == layout_flows(list(reversed(TEN)))
