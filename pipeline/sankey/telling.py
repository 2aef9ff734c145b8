"""Leave out of a layout what is too small to be told, and blur what would give it away.

In:     SankeyLayout, the smallest number that is told
Out:    the layout without small bands; a bar or band from which a small number could be worked out
        is rounded to a multiple of the limit, so that it tells only that the other is small.
        Bands lie close together at the top of their bars: no gap tells the width of a third
Units:  journeys
Errors: none
Source: `hiding`; rounding as in Willenborg and de Waal (2001). What a reader adds up: the bars of a
        step and the exits before the next one are the active journeys of the headings, exits of
        one kind those of the summary, and the bands on either side of a bar are the bar
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

from pipeline.sankey.hiding import protected
from pipeline.sankey.model import Link, Node, SankeyLayout
from pipeline.sankey.routes import LinkRoute

Shown = TypeVar("Shown", Node, Link)


def tellable(layout: SankeyLayout, small: int) -> SankeyLayout:
    """Take out small bands and round what would give a small number away."""
    bars = _hidden_nodes(layout, small)
    bands = _hidden_links(layout, bars, small)
    nodes = tuple(
        _blurred(node, small) if place in bars and node.journeys >= small else node
        for place, node in enumerate(layout.nodes)
    )
    kept = [
        _blurred(link, small) if place in bands else link
        for place, link in enumerate(layout.links)
        if link.journeys >= max(small, 1)
    ]
    return replace(layout, nodes=nodes, links=tuple(_together(kept, layout)))


def _blurred(shown: Shown, small: int) -> Shown:
    """Rounded to the limit; what is drawn is as large as what is said.

    >>> band = Link(0, 1, 2302, 0.0, 0.0, 9.0, 0.0, 23.02)
    >>> _blurred(band, 10).journeys, _blurred(band, 10).width
    (2300, 23.0)
    """
    about = small * round(shown.journeys / small)
    part = about / shown.journeys
    if isinstance(shown, Node):
        return replace(shown, journeys=about, height=shown.height * part, is_about=True)
    return replace(shown, journeys=about, width=shown.width * part, is_about=True)


def rough(layout: SankeyLayout, route: LinkRoute, small: int) -> int:
    """Journeys of a route; of one on a rounded band whole multiples of the limit, never more.

    The routes on a band add up to it, so exact ones would tell what was rounded.
    """
    is_about = any(layout.links[link].is_about for link in route.links)
    return route.journeys // small * small if is_about else route.journeys


def _hidden_nodes(layout: SankeyLayout, small: int) -> set[int]:
    lines: dict[tuple[object, ...], list[int]] = defaultdict(list)
    for place, node in enumerate(layout.nodes):
        lines[node.step, node.kind.is_exit].append(place)
        if node.kind.is_exit:
            lines["all", node.name].append(place)
    counts = {place: node.journeys for place, node in enumerate(layout.nodes)}
    return protected(counts, list(lines.values()), small=small)


def _hidden_links(layout: SankeyLayout, hidden: set[int], small: int) -> set[int]:
    lines: dict[tuple[str, int], list[int]] = defaultdict(list)
    for place, link in enumerate(layout.links):
        lines["out", link.source].append(place)
        lines["in", link.target].append(place)
    told = [line for (_, node), line in lines.items() if node not in hidden]
    unseen = {
        place
        for place, link in enumerate(layout.links)
        if link.source in hidden or link.target in hidden
    }
    counts = {place: link.journeys for place, link in enumerate(layout.links)}
    return protected(counts, told, small=small, hidden=unseen)


def _together(links: list[Link], layout: SankeyLayout) -> list[Link]:
    """Stack the bands anew from the top of their bars, in the order in which they were."""
    leaves = _stacked(links, layout, lambda link: link.source, lambda link: link.y0)
    comes = _stacked(links, layout, lambda link: link.target, lambda link: link.y1)
    return [replace(link, y0=leaves[link], y1=comes[link]) for link in links]


def _stacked(
    links: list[Link],
    layout: SankeyLayout,
    end: Callable[[Link], int],
    at: Callable[[Link], float],
) -> dict[Link, float]:
    found: dict[Link, float] = {}
    next_y = {place: node.y for place, node in enumerate(layout.nodes)}
    for link in sorted(links, key=lambda link: (end(link), at(link))):
        found[link] = next_y[end(link)]
        next_y[end(link)] += link.width
    return found
