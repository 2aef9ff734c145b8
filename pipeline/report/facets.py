"""What the step Sankey can be filtered by, told so coarsely that nobody can be singled out.

In:     rows of `queries/paths.sql` of one journey name; the layout and its routes
Out:    Facets: for each of period, first channel, first device and persona its values, and how many
        journeys of each route and with each outcome are of each value
Units:  journeys
Errors: none
Source: a count of fewer than `small` is told of no value, and what is told of no value is itself of
        `small` or nothing, so that no difference gives it away (see sankey.hiding). One facet at
        a time: see docs/decisions/0011
"""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace

from pipeline.report.read import Row, Rows
from pipeline.sankey import SankeyLayout
from pipeline.sankey.hiding import hidden_cells
from pipeline.sankey.routes import LinkRoute, Walk, links_of
from pipeline.sankey.telling import rough

KINDS = ("period", "channel", "device", "persona")
_MOST_VALUES = {"period": 24, "channel": 7, "device": 6, "persona": 8}
Told = tuple[tuple[int, int], ...]  # (place of the value, journeys)


@dataclass(frozen=True, slots=True)
class Facet:
    """One thing to filter by; routes are in the order of `Steps.ways`.

    Outcomes are reached, lost (by silence or a competing end) and open.
    """

    kind: str
    values: tuple[str, ...]
    by_route: tuple[Told, ...]
    by_outcome: Mapping[str, Told]


def facets_of(
    rows: Rows, layout: SankeyLayout, routes: tuple[LinkRoute, ...], *, small: int
) -> tuple[Facet, ...]:
    """Count journeys by every facet that tells more than one value apart."""
    place_of = {route.links: place for place, route in enumerate(routes)}
    trace = links_of(layout)
    ways = {(row["path"], row["outcome"]) for row in rows}
    found_of = {
        (path, outcome): _longest(trace(Walk(path, f"({outcome})", 0)), place_of)
        for path, outcome in ways
    }
    route_of = [found_of[row["path"], row["outcome"]] for row in rows]
    found = (_facet(kind, rows, route_of, len(routes), small) for kind in KINDS)
    facets = (replace(facet, by_route=_rough(facet, layout, routes, small)) for facet in found)
    return tuple(facet for facet in facets if len(facet.values) > 1)


def _rough(
    facet: Facet, layout: SankeyLayout, routes: tuple[LinkRoute, ...], small: int
) -> tuple[Told, ...]:
    """Counts of a route as rough as the route itself, which they may add up to."""
    return tuple(
        tuple((value, rough(layout, replace(route, journeys=n), small)) for value, n in told)
        for told, route in zip(facet.by_route, routes, strict=True)
    )


def _facet(kind: str, rows: Rows, route_of: list[int | None], routes: int, small: int) -> Facet:
    values = _values(rows, kind, small)
    number = {value: place for place, value in enumerate(values)}
    walked: list[Counter[int]] = [Counter() for _ in range(routes)]
    ended: dict[str, Counter[int]] = defaultdict(Counter)
    for row, route in zip(rows, route_of, strict=True):
        place = number.get(row[kind], -1)
        ended[_outcome(row)][place] += row["journeys"]
        if route is not None:
            walked[route][place] += row["journeys"]
    return Facet(
        kind=kind,
        values=values,
        by_route=tuple(_told(counts, small) for counts in walked),
        by_outcome={name: _told(counts, small) for name, counts in sorted(ended.items())},
    )


def _values(rows: Rows, kind: str, small: int) -> tuple[str, ...]:
    """The values of enough journeys: periods in order, others from many to few."""
    counted: Counter[str] = Counter()
    for row in rows:
        if row[kind] is not None:
            counted[row[kind]] += row["journeys"]
    most = sorted(counted, key=lambda value: (-counted[value], value))[: _MOST_VALUES[kind]]
    kept = [value for value in most if counted[value] >= max(small, 1)]
    return tuple(sorted(kept) if kind == "period" else kept)


def _outcome(row: Row) -> str:
    return row["ends"] if row["ends"] in {"reached", "open"} else "lost"


def _longest(links: tuple[int, ...], places: Mapping[tuple[int, ...], int]) -> int | None:
    """The route that a walk was cut to."""
    ends = (links[:length] for length in range(len(links), 0, -1))
    return next((places[part] for part in ends if part in places), None)


def _told(counts: Counter[int], small: int) -> Told:
    """What may be told: -1 is no value.

    >>> _told(Counter({0: 50, 1: 12, 2: 3}), 10)
    ((0, 50),)
    >>> _told(Counter({0: 50, 1: 12, 2: 3, -1: 40}), 10)
    ((0, 50), (1, 12))
    """
    hidden = hidden_cells({n: count for n, count in counts.items() if n >= 0}, counts[-1], small)
    return tuple(sorted((n, c) for n, c in counts.items() if n >= 0 and n not in hidden))
