"""The tables of the journey map for made-up journeys, counted by the slow twin of the SQL."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from random import Random
from typing import Any

from tests.reference.persona_stages import persona_tables
from tests.reference.stages import MICROS, Told, stage_tables
from tests.reference.stages import Step as Contact
from tests.report.company import STAGES, START, Journey

Frame = list[dict[str, Any]]
_UNHEARD = 5
MEASURES = {"rating": 0.3, "text": 0.6}  # how many touchpoints have answers


def map_tables(journeys: Sequence[Journey]) -> dict[str, Frame]:
    """marts.stages and its companions, and marts.emotion."""
    stage_of: dict[str, str | None] = {s.touchpoint: s.stage for j in journeys for s in j.steps}
    order = [*STAGES, *sorted({str(stage) for stage in stage_of.values()} - set(STAGES))]
    tables = stage_tables([_told(one) for one in journeys], stage_of, order)
    for row in tables.get("stages", []):
        row["question"] = f"¿{row['stage']}?" if row["level"] == "stage" else None
    who = {one.person_id: persona for one in journeys if (persona := persona_of(one.person_id))}
    by_persona = persona_tables([_told(one) for one in journeys], stage_of, order, who)
    for row in by_persona["personas"]:
        row["value"] = 30.0 * row["valued"]
    emotion = _emotion(journeys, stage_of, order)
    return {
        **tables,
        **by_persona,
        "emotion": emotion,
        "persona_emotion": _persona_emotion(emotion),
        "persona_pain_points": _persona_pains(),
        "persona_traits": _traits(who),
    }


def persona_of(person_id: str) -> str | None:
    """Three of ten are keen, one is slow, and so few are unheard that none may be told."""
    number = int(person_id[1:])
    if number < _UNHEARD:
        return "unheard"
    return {0: "keen", 3: "keen", 6: "keen", 8: "slow"}.get(number % 10)


def _persona_emotion(emotion: Frame) -> Frame:
    """A third of those who answered are keen and say what all say, a fifth of them is slow."""
    names = ("journey", "measure", "mean", "low", "high")
    return [
        {name: row[name] for name in names}
        | {"persona": persona, "touchpoint": row["place"], "visits": row["visits"] // part}
        | {"n": row["n"] // part, "people": row["n"] // part, "is_too_few": row["n"] < 10 * part}
        for row in emotion
        for persona, part in (("keen", 3), ("slow", 10))
    ]


def _persona_pains() -> Frame:
    keen = {"journey": "alta", "persona": "keen", "touchpoint": "Pago", "rank": 1, "at_risk": 90}
    numbers = {"excess_lost": 12.0, "excess_low": 4.0, "excess_high": 20.0, "is_pain": True}
    felt = {"measure": "text", "n": 0, "emotion": 0.0, "emotion_elsewhere": 0.0}
    told = {"ended": 30, "rate": 0.333, "expected_rate": 0.2, "is_worse_loss": True}
    return [{**keen, **numbers, **felt, **told, "is_worse_emotion": False}]


def _traits(who: dict[str, str]) -> Frame:
    people = Counter(who.values())
    return [
        {
            "persona": persona, "kind": kind, "value": value, "people": people[persona] // 2,
            "of_people": people[persona], "share": 0.4, "share_elsewhere": 0.1, "apart": apart,
            "rank": rank,
        }
        for persona in sorted(people)
        for rank, (kind, value, apart) in enumerate(
            (("channel", "app", 0.9), ("touchpoint", "Pago", -0.4), ("device", "tablet", 0.1)), 1
        )
    ]  # fmt: skip


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
