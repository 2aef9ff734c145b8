"""The columns of the journey map, counted slowly and obviously.

In:     journeys with their steps, the stage of each touchpoint, the stages in their order
Out:    the rows of marts.stages, stage_moves, stage_contacts and stage_handoffs
Units:  microseconds in, seconds out; shares from 0 to 1
Source: one loop per number; medians and percentiles by numpy's linear interpolation
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from math import sqrt
from typing import Any

import numpy as np

Row = dict[str, Any]
KINDS = ("channel", "device", "department")
MICROS = 1_000_000


@dataclass(frozen=True)
class Step:
    """One contact of a journey."""

    at_us: int
    touchpoint: str
    channel: str | None = None
    device: str | None = None
    department: str | None = None


@dataclass(frozen=True)
class Told:
    """A journey and how it went out."""

    journey_id: str
    journey: str
    person: str
    steps: tuple[Step, ...]
    outcome: str


@dataclass(frozen=True)
class Stay:
    """Steps in a row in one column."""

    place: str
    steps: tuple[Step, ...]


class Columns:
    """What stands in which column of one kind of journey."""

    def __init__(
        self, own: Sequence[Told], stage_of: Mapping[str, str | None], order: Sequence[str]
    ) -> None:
        used = {step.touchpoint for one in own for step in one.steps}
        stages = {stage_of.get(name) for name in used} - {None}
        self.level = "stage" if len(stages) >= 2 else "touchpoint"
        self._stage_of = stage_of
        numbers: dict[str, list[int]] = defaultdict(list)
        for one in own:
            for number, step in enumerate(one.steps, 1):
                numbers[self.place_of(step.touchpoint)].append(number)
        self.places = sorted(
            {self.place_of(name) for name in used},
            key=lambda place: (
                min(
                    order.index(str(stage_of[name])) if stage_of.get(name) else len(order)
                    for name in used
                    if self.place_of(name) == place
                ),
                np.mean(numbers[place]),
                place,
            ),
        )
        self._stays = {one.journey_id: self._stays_of(one) for one in own}

    def place_of(self, touchpoint: str) -> str:
        """The column of a touchpoint."""
        return (
            touchpoint if self.level == "touchpoint" else self._stage_of.get(touchpoint) or "(none)"
        )

    def stays(self, one: Told) -> list[Stay]:
        """The stays of a journey."""
        return self._stays[one.journey_id]

    def _stays_of(self, one: Told) -> list[Stay]:
        runs = groupby(one.steps, key=lambda step: self.place_of(step.touchpoint))
        return [Stay(place, tuple(steps)) for place, steps in runs]


def handoffs_of(one: Told) -> Iterator[tuple[str, str, str, Step, float]]:
    """Changes between contacts whose place is known: kind, from, to, the contact after, wait."""
    for kind in KINDS:
        known = [(step, getattr(step, kind)) for step in one.steps if getattr(step, kind)]
        for (before, a), (after, b) in pairwise(known):
            if a != b:
                yield kind, a, b, after, (after.at_us - before.at_us) / MICROS


def stage_tables(
    told: Sequence[Told], stage_of: Mapping[str, str | None], order: Sequence[str]
) -> dict[str, list[Row]]:
    """All four tables."""
    tables: dict[str, list[Row]] = defaultdict(list)
    for journey in sorted({one.journey for one in told}):
        own = [one for one in told if one.journey == journey]
        columns = Columns(own, stage_of, order)
        makers: dict[str, Callable[[Sequence[Told], Columns], Iterable[Row]]] = {
            "stages": stage_rows,
            "stage_moves": _moves,
            "stage_contacts": contact_rows,
            "stage_handoffs": _handoffs,
        }
        for name, make in makers.items():
            tables[name] += [{"journey": journey} | row for row in make(own, columns)]
    return dict(tables)


def stage_rows(own: Sequence[Told], columns: Columns) -> Iterator[Row]:
    everybody = {one.person for one in own}
    arrivals = {
        (one.journey_id, kind, columns.place_of(after.touchpoint))
        for one in own
        for kind, _, _, after, _ in handoffs_of(one)
    }
    for position, place in enumerate(columns.places, 1):
        here = [one for one in own if place in {s.place for s in columns.stays(one)}]
        people = {one.person for one in here}
        fates = [_fate(one, columns, place) for one in here]
        ended, at_risk = fates.count("ended"), len(here) - fates.count("open")
        low, high = wilson(ended, at_risk)
        times = [time for one in here for time in times_to_next(columns.stays(one), place)]
        yield {
            "stage": place, "position": position, "level": columns.level,
            "people": len(people), "share": len(people) / len(everybody),
            "contacts": sum(columns.place_of(s.touchpoint) == place for o in own for s in o.steps),
            "journeys": len(here), "went_on": fates.count("on"),
            "reached": fates.count("reached"), "other_ends": fates.count("other"),
            "ended": ended, "open": fates.count("open"), "at_risk": at_risk,
            "rate": ended / at_risk if at_risk else None, "rate_low": low, "rate_high": high,
            "median_to_next_s": _part(times, 0.5), "p90_to_next_s": _part(times, 0.9),
            **{
                f"from_other_{kind}": sum((o.journey_id, kind, place) in arrivals for o in here)
                for kind in KINDS
            },
        }  # fmt: skip


def _fate(one: Told, columns: Columns, place: str) -> str:
    if columns.stays(one)[-1].place != place:
        return "on"
    return one.outcome if one.outcome in {"reached", "ended", "open"} else "other"


def times_to_next(stays: Sequence[Stay], place: str) -> Iterator[float]:
    for here, there in pairwise(stays):
        if here.place == place:
            yield (there.steps[0].at_us - here.steps[0].at_us) / MICROS


def _part(values: Sequence[float], part: float) -> float | None:
    return float(np.quantile(values, part)) if values else None


def wilson(part: int, whole: int) -> tuple[float, float]:
    if not whole:
        return 0.0, 1.0  # it may be anything
    z = 1.959963984540054
    share = part / whole
    middle = share + z * z / (2 * whole)
    spread = z * sqrt(share * (1 - share) / whole + z * z / (4 * whole * whole))
    size = 1 + z * z / whole
    return max(0.0, (middle - spread) / size), min(1.0, (middle + spread) / size)


def _moves(own: Sequence[Told], columns: Columns) -> Iterator[Row]:
    found: dict[tuple[str, str], list[tuple[Told, float | None]]] = defaultdict(list)
    for one in own:
        stays = columns.stays(one)
        found["(start)", stays[0].place].append((one, None))
        for here, there in pairwise(stays):
            gap = (there.steps[0].at_us - here.steps[-1].at_us) / MICROS
            found[here.place, there.place].append((one, gap))
        found[stays[-1].place, f"({one.outcome})"].append((one, None))
    for (source, target), moves in found.items():
        gaps = [gap for _, gap in moves if gap is not None]
        yield {
            "from_stage": source, "to_stage": target, "moves": len(moves),
            "journeys": len({one.journey_id for one, _ in moves}),
            "people": len({one.person for one, _ in moves}),
            "median_gap_s": _part(gaps, 0.5), "p90_gap_s": _part(gaps, 0.9),
        }  # fmt: skip


def contact_rows(own: Sequence[Told], columns: Columns) -> Iterator[Row]:
    steps = [(one.person, step) for one in own for step in one.steps]
    for place in columns.places:
        here = [(who, step) for who, step in steps if columns.place_of(step.touchpoint) == place]
        for kind in ("touchpoint", "channel", "device"):
            for value in sorted({getattr(step, kind) or "(none)" for _, step in here}):
                held = [who for who, step in here if (getattr(step, kind) or "(none)") == value]
                yield {
                    "stage": place, "kind": kind, "value": value, "contacts": len(held),
                    "people": len(set(held)), "share": len(held) / len(here),
                }  # fmt: skip


def _handoffs(own: Sequence[Told], columns: Columns) -> Iterator[Row]:
    found: dict[tuple[str, str, str, str], list[tuple[Told, float]]] = defaultdict(list)
    for one in own:
        for kind, source, target, after, wait in handoffs_of(one):
            found[columns.place_of(after.touchpoint), kind, source, target].append((one, wait))
    for (place, kind, source, target), all_of in found.items():
        yield {
            "stage": place, "kind": kind, "from_value": source, "to_value": target,
            "handoffs": len(all_of), "journeys": len({one.journey_id for one, _ in all_of}),
            "people": len({one.person for one, _ in all_of}),
            "median_wait_s": _part([wait for _, wait in all_of], 0.5),
        }  # fmt: skip
