"""Order the nodes of each column so that few journeys cross.

In:     Draft (columns and links)
Out:    the columns, each from top to bottom: goal, touchpoints, other, more, open, ends, drop-off
Units:  crossings are weighted by journeys times journeys
Errors: none
Source: barycenter sweeps; the order with the fewest weighted crossings wins, the first one on ties
"""

from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise

from pipeline.sankey.grouping import Draft, DraftNode
from pipeline.sankey.model import PINNED, Kind

SWEEPS = 12

Column = tuple[DraftNode, ...]
Weights = Mapping[tuple[DraftNode, DraftNode], int]
Centres = dict[DraftNode, float]


def order_columns(draft: Draft) -> list[Column]:
    """Sweep to and fro; keep the best order seen."""
    columns = [_pinned(column, lambda node: -node.journeys) for column in draft.columns]
    best, fewest = list(columns), _crossings(columns, draft.links)
    before, after = _neighbours(draft.links)
    for sweep in range(SWEEPS):
        rightwards = sweep % 2 == 0
        columns = _sweep(columns, before if rightwards else after, rightwards=rightwards)
        crossings = _crossings(columns, draft.links)
        if crossings < fewest:
            best, fewest = list(columns), crossings
    return best


def _pinned(column: Sequence[DraftNode], key: Callable[[DraftNode], float]) -> Column:
    """Only touchpoints may move; every other kind has its place."""

    def rank(node: DraftNode) -> tuple[int, float, str]:
        moves = node.kind is Kind.TOUCHPOINT
        return PINNED[node.kind], key(node) if moves else 0.0, node.name

    return tuple(sorted(column, key=rank))


Neighbours = dict[DraftNode, list[tuple[DraftNode, int]]]


def _neighbours(links: Weights) -> tuple[Neighbours, Neighbours]:
    before: Neighbours = {}
    after: Neighbours = {}
    for (source, target), journeys in links.items():
        before.setdefault(target, []).append((source, journeys))
        after.setdefault(source, []).append((target, journeys))
    return before, after


def _sweep(columns: Sequence[Column], neighbours: Neighbours, *, rightwards: bool) -> list[Column]:
    swept = list(columns)
    path = range(len(columns)) if rightwards else range(len(columns) - 1, -1, -1)
    centres: Centres = {}
    for place in path:
        own = _centres(swept[place])

        def barycenter(node: DraftNode, seen: Centres = centres, own: Centres = own) -> float:
            near = [(seen[other], n) for other, n in neighbours.get(node, []) if other in seen]
            weight = sum(n for _, n in near)
            return sum(y * n for y, n in near) / weight if weight else own[node]

        swept[place] = _pinned(swept[place], barycenter)
        centres |= _centres(swept[place])
    return swept


def _centres(column: Column) -> Centres:
    centres: Centres = {}
    y = 0.0
    for node in column:
        centres[node] = y + node.journeys / 2
        y += node.journeys
    return centres


def _crossings(columns: Sequence[Column], links: Weights) -> int:
    return sum(_crossings_between(left, right, links) for left, right in pairwise(columns))


def _crossings_between(left: Column, right: Column, links: Weights) -> int:
    """Journeys that arrive above a link which starts above them, times that link's journeys."""
    crossings = 0
    below = [0] * (len(right) + 1)  # journeys of the upper sources that arrive at or below place
    for source in left:
        row = [links.get((source, target), 0) for target in right]
        crossings += sum(n * below[place + 1] for place, n in enumerate(row))
        running = 0
        for place in range(len(right) - 1, -1, -1):
            running += row[place]
            below[place] += running
    return crossings
