"""From the numbers of the step Sankey no small one can be worked out."""

from __future__ import annotations

from collections import defaultdict

import pytest

from pipeline.sankey import SankeyLayout, layout_flows
from pipeline.sankey.layout import Canvas
from pipeline.sankey.model import Flow
from pipeline.sankey.telling import tellable
from tests.report.company import journeys
from tests.report.marts import flows
from tests.report.test_hiding import solved

SMALL = 10


@pytest.fixture(scope="module", params=[200, 900, 2400])
def whole(request: pytest.FixtureRequest) -> SankeyLayout:
    made = [one for one in journeys(request.param) if one.journey == "alta"]
    rows = [
        Flow(row["step_no"], row["from_touchpoint"], row["to_touchpoint"], row["journeys"])
        for row in flows(made)
    ]
    return layout_flows(rows, max_steps=8, min_journeys=SMALL, canvas=Canvas())


def test_small_bands_are_taken_out_and_no_other_is(whole: SankeyLayout) -> None:
    told = tellable(whole, SMALL)
    kept = {(link.source, link.target) for link in told.links}
    assert kept == {(link.source, link.target) for link in whole.links if link.journeys >= SMALL}
    for place, node in enumerate(told.nodes):
        assert node.is_about or node.journeys == whole.nodes[place].journeys


def test_what_would_give_a_small_number_away_is_rounded(whole: SankeyLayout) -> None:
    true = {(link.source, link.target): link.journeys for link in whole.links}
    told = tellable(whole, SMALL)
    about = [link for link in told.links if link.is_about]
    assert about
    for link in about:
        assert link.journeys % SMALL == 0
        assert abs(link.journeys - true[link.source, link.target]) <= SMALL / 2


def test_no_small_band_follows_from_the_exact_numbers_around_it(whole: SankeyLayout) -> None:
    told = tellable(whole, SMALL)
    exact = {(link.source, link.target) for link in told.links if not link.is_about}
    lines: dict[tuple[str, int], list[tuple[int, int]]] = defaultdict(list)
    for link in whole.links:
        lines["out", link.source].append((link.source, link.target))
        lines["in", link.target].append((link.source, link.target))
    known = [
        line
        for (_, node), line in lines.items()
        if not told.nodes[node].is_about and whole.nodes[node].journeys >= SMALL
    ]
    true = {(link.source, link.target): link.journeys for link in whole.links}
    hidden = set(true) - exact
    given_away = solved(known, hidden) - solved(known, set(true))
    assert not [cell for cell in given_away if true[cell] < SMALL]
    for line in known:
        together = sum(true[cell] for cell in line if cell in hidden)
        assert together == 0 or together >= SMALL


def test_no_small_exit_follows_from_the_headings(whole: SankeyLayout) -> None:
    told = tellable(whole, SMALL)
    for step in {node.step for node in whole.nodes}:
        exits = [
            n
            for n, node in enumerate(whole.nodes)
            if (node.step, node.kind.is_exit) == (step, True)
        ]
        kept_back = sum(
            whole.nodes[n].journeys
            for n in exits
            if told.nodes[n].is_about or whole.nodes[n].journeys < SMALL
        )
        all_together = sum(whole.nodes[n].journeys for n in exits)
        assert kept_back == 0 or kept_back >= SMALL or all_together < SMALL


def test_bands_leave_and_arrive_inside_their_bars_one_below_the_other(whole: SankeyLayout) -> None:
    told = tellable(whole, SMALL)
    below: dict[tuple[str, int], float] = {}
    for link in sorted(told.links, key=lambda link: (link.source, link.y0)):
        at = below.get(("out", link.source), told.nodes[link.source].y)
        assert link.y0 == pytest.approx(at)
        below["out", link.source] = link.y0 + link.width
    for link in sorted(told.links, key=lambda link: (link.target, link.y1)):
        at = below.get(("in", link.target), told.nodes[link.target].y)
        assert link.y1 == pytest.approx(at)
        below["in", link.target] = link.y1 + link.width
