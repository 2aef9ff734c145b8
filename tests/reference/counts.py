"""What is counted over the journeys of one definition: transitions, routes, flows and the rest.

In:     the journeys of one definition
Out:    rows (dicts) as the tables of the same names hold them; times in seconds
Source: Wilson (1927) for the interval, at z = 1.959963984540054; quantiles by linear interpolation
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from itertools import accumulate
from math import floor, sqrt
from typing import Any

from tests.reference.journeys import KINDS, Journey, contacts_of, name_of
from tests.reference.model import MICROS, Settings

Row = dict[str, Any]
_Z = 1.959963984540054


def transitions(name: str, journeys: Sequence[Journey]) -> list[Row]:
    """From each step to the next, from the start, and to the outcome."""
    found: dict[tuple[str, str], list[tuple[Journey, int | None]]] = defaultdict(list)
    for journey in journeys:
        route, begins = journey.route, [step[0].us for step in journey.steps]
        found["(start)", route[0]].append((journey, None))
        for here in range(len(route) - 1):
            gap = begins[here + 1] - begins[here]
            found[route[here], route[here + 1]].append((journey, gap))
        found[route[-1], f"({journey.outcome})"].append((journey, None))
    return [
        {
            "journey": name,
            "from_touchpoint": pair[0],
            "to_touchpoint": pair[1],
            "transitions": len(cases),
            "journeys": len({name_of(journey) for journey, _ in cases}),
            "people": len({journey.events[0].person for journey, _ in cases}),
            "median_gap_s": quantile([gap for _, gap in cases], 0.5),
            "p90_gap_s": quantile([gap for _, gap in cases], 0.9),
        }
        for pair, cases in found.items()
    ]


def routes(name: str, journeys: Sequence[Journey]) -> list[Row]:
    """The routes, most frequent first, with shares that add up."""
    found: dict[tuple[str, ...], list[Journey]] = defaultdict(list)
    for journey in journeys:
        found[journey.route].append(journey)
    ordered = sorted(found.items(), key=lambda item: (-len(item[1]), item[0]))
    counts = [len(same) for _, same in ordered]
    return [
        {
            "journey": name,
            "route": route,
            "steps": len(route),
            "journeys": len(same),
            "people": len({journey.events[0].person for journey in same}),
            "share": len(same) / len(journeys),
            "cumulative_share": so_far / len(journeys),
        }
        | standing(same)
        for (route, same), so_far in zip(ordered, accumulate(counts), strict=True)
    ]


def standing(journeys: Iterable[Journey]) -> dict[str, int]:
    """How many of them reached the goal, ended and are open."""
    outcomes = Counter(journey.outcome for journey in journeys)
    return {outcome: outcomes[outcome] for outcome in ("reached", "ended", "open")}


def flows(name: str, journeys: Sequence[Journey], max_steps: int) -> list[Row]:
    """Step by step from where to where; who goes on after the last step shown goes to (more)."""
    found: Counter[tuple[int, str, str]] = Counter()
    for journey in journeys:
        stops = ["(start)", *journey.route[:max_steps]]
        going_on = len(journey.route) > max_steps
        stops.append("(more)" if going_on else f"({journey.outcome})")
        for step_no in range(len(stops) - 1):
            found[step_no, stops[step_no], stops[step_no + 1]] += 1
    keys = ("step_no", "from_touchpoint", "to_touchpoint")
    return [
        {"journey": name, "journeys": count} | dict(zip(keys, flow, strict=True))
        for flow, count in found.items()
    ]


def wilson(successes: int, n: int) -> tuple[float, float]:
    """The 95 % interval of a rate; nothing is known of a rate of nobody."""
    if n == 0:
        return 0.0, 1.0
    rate, z2 = successes / n, _Z * _Z
    centre = (rate + z2 / (2 * n)) / (1 + z2 / n)
    half = _Z * sqrt(rate * (1 - rate) / n + z2 / (4 * n * n)) / (1 + z2 / n)
    return max(0.0, centre - half), min(1.0, centre + half)


def moves(name: str, journeys: Sequence[Journey], settings: Settings) -> list[Row]:
    """From contact to contact, staying and leaving included."""
    found: dict[tuple[str, str, str], list[tuple[Journey, int | None]]] = defaultdict(list)
    for journey in journeys:
        for kind in KINDS:
            contacts = contacts_of(journey, kind, settings)
            for here, contact in enumerate(contacts):
                if here + 1 < len(contacts):
                    to, wait = contacts[here + 1].value, contacts[here + 1].us - contact.us
                    found[kind, contact.value, to].append((journey, wait))
                else:
                    found[kind, contact.value, f"({journey.outcome})"].append((journey, None))
    return [
        {"journey": name, "moves": len(cases)} | change(key, cases) for key, cases in found.items()
    ]


def change(key: tuple[str, str, str], cases: list[tuple[Journey, int | None]]) -> Row:
    """What every table of moves says of one change: whose it is and how long it took."""
    kind, from_value, to_value = key
    return {
        "kind": kind,
        "from_value": from_value,
        "to_value": to_value,
        "people": len({journey.events[0].person for journey, _ in cases}),
        "median_wait_s": quantile([wait for _, wait in cases], 0.5),
        "p90_wait_s": quantile([wait for _, wait in cases], 0.9),
    }


def quantile(micros: Iterable[int | None], share: float) -> float | None:
    """A quantile in seconds, interpolated between neighbours; unknown of nothing."""
    known = sorted(value / MICROS for value in micros if value is not None)
    if not known:
        return None
    place = share * (len(known) - 1)
    below = floor(place)
    above = min(below + 1, len(known) - 1)
    return known[below] + (known[above] - known[below]) * (place - below)
