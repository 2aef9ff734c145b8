"""Handoffs, what became of them, and journeys with and without them, the slow way.

In:     the journeys of one definition; settings
Out:    rows (dicts) as marts.handoffs and marts.handoff_effects hold them
Source: Mantel and Haenszel's weights; the variance of Sato (1989), written as he prints it
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise
from math import sqrt
from typing import Any

from tests.reference.counts import change, standing
from tests.reference.journeys import KINDS, Handoff, Journey, contacts_of, handoffs_of
from tests.reference.model import Settings

Row = dict[str, Any]
Key = tuple[str, str, str]
_Z = 1.959963984540054


def _found(
    journeys: Sequence[Journey], settings: Settings
) -> dict[Key, list[tuple[Journey, Handoff]]]:
    found: dict[Key, list[tuple[Journey, Handoff]]] = defaultdict(list)
    for journey in journeys:
        for kind in KINDS:
            for handoff in handoffs_of(journey, kind, settings):
                found[kind, handoff.from_value, handoff.to_value].append((journey, handoff))
    return found


def handoffs(name: str, journeys: Sequence[Journey], settings: Settings) -> list[Row]:
    """The moves that change the value, and what became of them."""
    return [
        {
            "journey": name,
            "handoffs": len(cases),
            "came_back": sum(handoff.came_back for _, handoff in cases),
            "repeated": sum(bool(handoff.reasons) for _, handoff in cases),
        }
        | {
            f"repeated_{reason}": sum(reason in handoff.reasons for _, handoff in cases)
            for reason in ("touchpoint", "topic", "login")
        }
        | _announced([handoff for journey, handoff in cases if journey.outcome != "open"])
        | standing(journey for journey, _ in cases)
        | change(key, [(journey, handoff.wait_us) for journey, handoff in cases])
        for key, cases in _found(journeys, settings).items()
    ]


def _announced(decided: Sequence[Handoff]) -> dict[str, int]:
    announced = [handoff for handoff in decided if handoff.announced]
    return {
        "announced": len(announced),
        "never_arrived": sum(not handoff.arrived for handoff in announced),
    }


def effects(name: str, journeys: Sequence[Journey], settings: Settings) -> list[Row]:
    """Decided journeys with a handoff against those of the same length without it."""
    decided = [journey for journey in journeys if journey.outcome != "open"]
    rows = []
    for key in _found(decided, settings):
        kind, from_value, to_value = key
        names = {"kind": kind, "from_value": from_value, "to_value": to_value}
        having = [journey for journey in decided if _first(journey, key, settings) is not None]
        rows.append(
            {"journey": name, **names, "journeys": len(having)}
            | {"reached": sum(journey.outcome == "reached" for journey in having)}
            | _reaching(_strata(decided, having, settings))
            | _feeling(_strata(decided, having, settings))
            | _after(having, key, settings)
        )
    return rows


def _first(journey: Journey, key: Key, settings: Settings) -> int | None:
    """Where in the journey the first such handoff has led to the new place."""
    contacts = contacts_of(journey, key[0], settings)
    for one, two in pairwise(contacts):
        if (one.value, two.value) == key[1:]:
            return journey.events.index(two.event)
    return None


def _strata(
    decided: Sequence[Journey], having: Sequence[Journey], settings: Settings
) -> list[tuple[list[Journey], list[Journey]]]:
    def length(journey: Journey) -> int:
        return min(len(journey.steps), settings.max_steps)

    return [
        (
            [journey for journey in having if length(journey) == size],
            [journey for journey in decided if journey not in having and length(journey) == size],
        )
        for size in sorted({length(journey) for journey in having})
    ]


def _reaching(strata: Sequence[tuple[list[Journey], list[Journey]]]) -> Row:
    weight = top = p = q = 0.0
    for with_it, without in strata:
        n1, n0 = len(with_it), len(without)
        a1, a0 = (sum(j.outcome == "reached" for j in group) for group in (with_it, without))
        weight += n1 * n0 / (n1 + n0)
        top += (a1 * n0 - a0 * n1) / (n1 + n0)
        p += (n1**2 * a0 - n0**2 * a1 + n1 * n0 * (n0 - n1) / 2) / (n1 + n0) ** 2
        q += (a1 * (n0 - a0) + a0 * (n1 - a1)) / (2 * (n1 + n0))
    compared = sum(len(with_it) for with_it, without in strata if without)
    difference = top / weight if weight else None
    half = None if difference is None else _Z * sqrt(max(0.0, difference * p + q)) / weight
    bounds = _between("reached_difference", difference, half)
    # Where nothing can be compared nothing is known: anything from -1 to 1.
    bounds["reached_difference_low"] = max(
        -1.0, -1.0 if difference is None else bounds["reached_difference_low"]
    )
    bounds["reached_difference_high"] = min(
        1.0, 1.0 if difference is None else bounds["reached_difference_high"]
    )
    return {"compared": compared} | bounds


def _feeling(strata: Sequence[tuple[list[Journey], list[Journey]]]) -> Row:
    weight = top = squares = 0.0
    freedom = 0
    for groups in strata:
        ratings = [[r for r in map(_emotion, group) if r is not None] for group in groups]
        means = [sum(group) / len(group) if group else 0.0 for group in ratings]
        squares += sum((r - means[k]) ** 2 for k in (0, 1) for r in ratings[k])
        freedom += sum(len(group) - 1 for group in ratings if group)
        if all(ratings):
            here = len(ratings[0]) * len(ratings[1]) / len(ratings[0] + ratings[1])
            weight, top = weight + here, top + here * (means[0] - means[1])
    difference = top / weight if weight else None
    half = _Z * sqrt(squares / freedom / weight) if weight and freedom else None
    return _between("emotion_difference", difference, half)


def _between(name: str, value: float | None, half: float | None) -> Row:
    known = value is not None and half is not None
    return {
        name: value,
        f"{name}_low": value - half if known else None,  # type: ignore[operator]
        f"{name}_high": value + half if known else None,  # type: ignore[operator]
    }


def _emotion(journey: Journey) -> float | None:
    ratings = [e.source.emotion for e in journey.events if e.source.emotion is not None]
    return sum(ratings) / len(ratings) if ratings else None


def _after(having: Sequence[Journey], key: Key, settings: Settings) -> Row:
    ratings = [
        event.source.emotion
        for journey in having
        for event in journey.events[_first(journey, key, settings) or 0 :]
        if event.source.emotion is not None
    ]
    mean = sum(ratings) / len(ratings) if ratings else None
    return {"ratings_after": len(ratings), "emotion_after": mean}
