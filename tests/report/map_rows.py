"""The tables of the journey map for made-up journeys, counted by the slow twin of the SQL."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from random import Random
from typing import Any

from tests.reference.stages import MICROS, Told, stage_tables
from tests.reference.stages import Step as Contact
from tests.report.company import STAGES, START, Journey

Frame = list[dict[str, Any]]
MEASURES = {"rating": 0.3, "text": 0.6}  # how many touchpoints have answers


def map_tables(journeys: Sequence[Journey]) -> dict[str, Frame]:
    """marts.stages and its companions, and marts.emotion."""
    stage_of: dict[str, str | None] = {s.touchpoint: s.stage for j in journeys for s in j.steps}
    order = [*STAGES, *sorted({str(stage) for stage in stage_of.values()} - set(STAGES))]
    tables = stage_tables([_told(one) for one in journeys], stage_of, order)
    for row in tables.get("stages", []):
        row["question"] = f"¿{row['stage']}?" if row["level"] == "stage" else None
    return {**tables, "emotion": _emotion(journeys, stage_of, order)}


def _told(one: Journey) -> Told:
    steps = tuple(
        Contact(
            round((step.at - START).total_seconds() * MICROS),
            step.touchpoint,
            step.channel,
            step.device,
            step.department,
        )
        for step in one.steps
    )
    return Told(one.journey_id, one.journey, one.person_id, steps, one.outcome)


def _emotion(
    journeys: Sequence[Journey], stage_of: dict[str, str | None], stages: list[str]
) -> Frame:
    random = Random(3)  # noqa: S311 (made-up data)
    numbers: dict[tuple[str, str], list[int]] = defaultdict(list)
    for one in sorted(journeys, key=lambda one: one.journey_id):
        for number, step in enumerate(one.steps, 1):
            numbers[one.journey, step.touchpoint].append(number)
    order = sorted(
        numbers,
        key=lambda key: (key[0], stages.index(str(stage_of[key[1]])), _mean(numbers[key]), key[1]),
    )
    rows = []
    for position, (journey, touchpoint) in enumerate(order, 1):
        visits = len(numbers[journey, touchpoint])
        for measure, known in MEASURES.items():
            n = int(visits * random.uniform(0.1, 0.5)) if random.random() < known else 0
            told = n >= 10
            mean = random.uniform(-1.6, 1.6)
            half = 2 / max(n, 1) ** 0.5
            rows.append(
                {
                    "journey": journey, "level": "touchpoint", "place": touchpoint,
                    "stage": stage_of[touchpoint], "position": position, "measure": measure,
                    "visits": visits, "n": n, "people": n, "coverage": n / visits,
                    "is_too_few": not told, "mean": mean if told else None,
                    "low": max(-2.0, mean - half) if told else None,
                    "high": min(2.0, mean + half) if told else None,
                }
            )  # fmt: skip
    return rows


def _mean(numbers: Sequence[int]) -> float:
    return sum(numbers) / len(numbers)
