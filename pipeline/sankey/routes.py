"""Follow whole routes through a Sankey, so that a reader can light them up.

In:     SankeyLayout, and how often each sequence of touchpoints was walked with its exit
Out:    LinkRoutes: the links a route takes, in order, and its journeys
Units:  journeys
Errors: none; a walk the layout does not know stops where it leaves it
Source: rare routes are cut to the longest beginning that enough journeys share
"""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import pairwise

from pipeline.sankey.model import Kind, SankeyLayout

Place = tuple[int, str]


@dataclass(frozen=True, slots=True)
class Walk:
    """A sequence of touchpoints and where it ends: "(reached)", "(ended)", "(open)" ..."""

    touchpoints: tuple[str, ...]
    exit: str
    journeys: int


@dataclass(frozen=True, slots=True)
class LinkRoute:
    """Places of links in `SankeyLayout.links`, and the journeys that take all of them."""

    links: tuple[int, ...]
    journeys: int


def link_routes(
    layout: SankeyLayout, walks: Iterable[Walk], *, min_journeys: int = 0
) -> tuple[LinkRoute, ...]:
    """Translate walks into links of the layout; rare ones keep only what they share."""
    trace = links_of(layout)
    counted: Counter[tuple[int, ...]] = Counter()
    for walk in walks:
        counted[trace(walk)] += walk.journeys
    return _cut(counted, min_journeys)


def links_of(layout: SankeyLayout) -> Callable[[Walk], tuple[int, ...]]:
    """How to find the links that a walk takes, as far as the layout knows it."""
    nodes = _places(layout)
    links = {(link.source, link.target): place for place, link in enumerate(layout.links)}
    steps = max((node.step for node in layout.nodes if not node.kind.is_exit), default=0)

    def trace(walk: Walk) -> tuple[int, ...]:
        names = [*walk.touchpoints[:steps]]
        names.append(walk.exit if len(walk.touchpoints) <= steps else "(more)")
        return _links_of([nodes.get(place) for place in enumerate(names, 1)], links)

    return trace


def _places(layout: SankeyLayout) -> dict[Place, int]:
    places: dict[Place, int] = {}
    for place, node in enumerate(layout.nodes):
        if node.kind is Kind.OTHER:
            places |= {(node.step, name): place for name, _ in node.members}
        else:
            places[node.step, node.name] = place
    return places


def _links_of(path: list[int | None], links: dict[tuple[int, int], int]) -> tuple[int, ...]:
    taken: list[int] = []
    for source, target in pairwise(path):
        if source is None or target is None or (source, target) not in links:
            break
        taken.append(links[source, target])
    return tuple(taken)


def _cut(counted: Counter[tuple[int, ...]], min_journeys: int) -> tuple[LinkRoute, ...]:
    """Shorten rare routes link by link until enough journeys are left at the end of each."""
    kept = Counter(counted)
    for length in range(max(map(len, kept), default=0), 0, -1):
        for route in [route for route in kept if len(route) == length]:
            if kept[route] < min_journeys:
                kept[route[:-1]] += kept.pop(route)
    return tuple(LinkRoute(links, kept[links]) for links in sorted(kept) if links)
