"""Judged steps and handoffs made at random, and the counts of them found slowly.

In:     a random generator
Out:    tables in an engine; the rows that the counts of visits and handoffs should find
"""

from __future__ import annotations

from collections import Counter, defaultdict
from random import Random
from typing import Any

import numpy as np
import pyarrow as pa

from pipeline.engine.duckdb_engine import DuckDBEngine
from pipeline.questions.gathered_visits import visits_of
from pipeline.questions.judged_visits import JudgedVisits
from pipeline.questions.pieces_of_journeys import changes
from pipeline.sqlfiles import sql_text
from tests.questions.emotion_world import put

Row = dict[str, Any]
_STEP = {
    **dict.fromkeys(
        ("journey_key", "step_no", "journey_no", "person_key", "touchpoint_no"), "int64"
    ),
    **dict.fromkeys(("position_no", "persona_no", "is_open", "is_lost", "is_here"), "int64"),
    **dict.fromkeys(("is_again", "is_repeated", "is_failed"), "int64"),
    "said": "float64",
    "quarter_no": "float64",
}
_HANDOFF = {
    **dict.fromkeys(("journey_key", "journey_no", "next_event_no"), "int64"),
    **dict.fromkeys(("kind", "from_place", "to_place"), "string"),
}
_EVENT = dict.fromkeys(("journey_key", "event_no", "step_no"), "int64")
DAY_QUARTERS = 96
# became adds up 1 where the journey was lost, 2 where it was so at this step, 4 where a failure
# came later on, 8 where it is still open; signs 1 where something bad was said, 2 where only better
# was, 4 where the touchpoint came again at once, 8 where a failure touchpoint follows at once.
_VISITS = """
select
    journey_key, step_no, person_key, journey_no, touchpoint_no, position_no, persona_no,
    cast(quarter_no as bigint) as quarter_no,
    is_lost + 2 * is_here + 4 * is_again + 8 * is_open as became,
    case when said <= -0.5 then 1 when said is not null then 2 else 0 end
    + 4 * is_repeated + 8 * is_failed as signs
from journeys.judged_steps
"""


def random_steps(random: Random) -> list[Row]:
    """A few journeys of up to six steps at three touchpoints over three days."""
    steps: list[Row] = []
    for journey in range(random.randint(1, 12)):
        outcome = random.choice(["open", "lost", "reached"])
        length = random.randint(1, 6)
        quarters = sorted(random.randint(0, 3 * DAY_QUARTERS - 1) for _ in range(length))
        person = random.randint(0, 5)
        steps += [
            {
                "journey_key": journey,
                "step_no": step_no,
                "journey_no": 1 + journey % 2,
                "person_key": person,
                "touchpoint_no": random.randint(1, 3),
                "position_no": min(step_no, 4),
                "persona_no": person % 2,
                "is_open": int(outcome == "open"),
                "is_lost": int(outcome == "lost"),
                "is_here": int(outcome == "lost" and step_no == length),
                "is_again": random.randint(0, 1),
                "is_repeated": random.randint(0, 1),
                "is_failed": random.randint(0, 1),
                "said": random.choice([None, -2.0, -0.5, -0.25, 1.0]),
                "quarter_no": float(quarters[step_no - 1]),
            }
            for step_no in range(1, length + 1)
        ]
    return steps


def random_handoffs(random: Random, steps: list[Row]) -> list[Row]:
    """Handoffs that arrive at some steps; events are numbered as their steps are."""
    return [
        {
            "journey_key": step["journey_key"],
            "journey_no": step["journey_no"],
            "next_event_no": step["step_no"],
            "kind": random.choice(["device", "channel", "agent"]),
            "from_place": "a",
            "to_place": random.choice("bc"),
        }
        for step in steps
        if step["step_no"] > 1 and random.random() < 0.5
    ]


def fill(engine: DuckDBEngine, steps: list[Row], handoffs: list[Row], explained: Row) -> None:
    """Put the tables that the counts are made of."""
    put(engine, "journeys.judged_steps", _STEP, steps)
    put(engine, "journeys.handoffs", _HANDOFF, handoffs)
    put(engine, "journeys.placed_events", _EVENT, (s | {"event_no": s["step_no"]} for s in steps))
    put(engine, "config.settings", {"timezone": "string"}, [{"timezone": "UTC"}])
    rows = [{"journey_key": key, "step_no": step_no} for key, step_no in explained.items()]
    names = {"journey_key": "int64", "step_no": "int64"}
    put(engine, "journeys.explained_journeys", names, rows)


def asked(engine: DuckDBEngine, file: str, **parameters: object) -> list[Row]:
    """What one file finds."""
    rows: list[Row] = engine.read(sql_text(f"questions/{file}.sql"), parameters or None).to_pylist()
    return rows


def judged_rows(engine: DuckDBEngine) -> pa.Table:
    """The rows of journeys.judged_steps, what became of each and its signs as numbers."""
    return engine.read(_VISITS)


def judged_of(rows: pa.Table, at_once: int = 7) -> JudgedVisits:
    """Such rows as the counts take them, some people at a time."""
    told = {name: rows.column(name).to_numpy() for name in rows.column_names}
    order = np.lexsort((told["step_no"], told["journey_key"], told["person_key"]))
    told = {name: column[order] for name, column in told.items()}
    is_first = changes(told["journey_key"])
    person = np.unique(told["person_key"][is_first], return_inverse=True)[1]
    told["journey"] = np.cumsum(is_first) - 1
    told.setdefault("signs", np.zeros(len(order), np.int64))
    return visits_of(told["journey_key"][is_first], person, told, at_once)


def visits_told(visits: JudgedVisits) -> list[tuple[int, ...]]:
    """Every visit by itself: its key and number, what is held equal, quarter, became and signs."""
    places = [visits.place(one) for one in visits.stratum.tolist()]
    return sorted(
        (
            int(visits.keys[journey]), step, *places[kind], quarter,
            int(visits.became[kind]), int(visits.signs[kind]),
        )
        for journey, step, kind, quarter in zip(
            visits.journey.tolist(), visits.step.tolist(), visits.number.tolist(),
            visits.quarter.tolist(), strict=True,
        )
    )  # fmt: skip


def visits_slowly(
    steps: list[Row], explained: dict[int, int]
) -> dict[tuple[int, ...], Counter[str]]:
    """The counts of VisitStrata."""
    found: dict[tuple[int, ...], Counter[str]] = defaultdict(Counter)
    for step in steps:
        if step["step_no"] >= explained.get(step["journey_key"], 99):
            continue
        name = ("journey_no", "touchpoint_no", "position_no", "persona_no")
        own = found[tuple(step[part] for part in name)]
        own["seen"] += 1
        own["open"] += step["is_open"]
        if step["is_open"]:
            own["said_open"] += step["said"] is not None
            continue
        own.update({"n": 1, "lost": step["is_lost"], "here": step["is_here"]})
        own["again"] += step["is_again"]
        for sign in ("repeated", "failed"):
            own[f"{sign}_bad"] += step[f"is_{sign}"]
            own[f"{sign}_bad_lost"] += step[f"is_{sign}"] * step["is_lost"]
        if step["said"] is not None:
            side = "said_bad" if step["said"] <= -0.5 else "said_good"
            own[side] += 1
            own[f"{side}_lost"] += step["is_lost"]
    return found


def handoffs_slowly(steps: list[Row], handoffs: list[Row]) -> dict[tuple[Any, ...], Counter[str]]:
    """The counts of handoff_strata."""
    firsts: dict[tuple[Any, ...], int] = {}
    for one in handoffs:
        if one["kind"] != "agent":
            key = (one["kind"], one["from_place"], one["to_place"], one["journey_key"])
            firsts[key] = min(firsts.get(key, 99), one["next_event_no"])
    found: dict[tuple[Any, ...], Counter[str]] = defaultdict(Counter)
    for (kind, left, right, journey), arrival in firsts.items():
        for step in steps:
            if step["journey_key"] != journey or step["is_open"]:
                continue
            place = tuple(step[name] for name in ("touchpoint_no", "position_no", "persona_no"))
            own = found[step["journey_no"], kind, left, right, *place]
            own.update({"own": 1, "own_lost": step["is_lost"], "own_again": step["is_again"]})
            if step["step_no"] == arrival:
                own.update({"n": 1, "lost": step["is_lost"], "again": step["is_again"]})
    return found


def days_slowly(steps: list[Row]) -> dict[tuple[int, int, int], tuple[int, int, float]]:
    """Visits, ends and expected ends, by definition, touchpoint and number of day."""
    visits: dict[tuple[int, int, int, int], list[Row]] = defaultdict(list)
    for step in steps:
        day = int(step["quarter_no"]) // DAY_QUARTERS
        key = (step["journey_no"], step["touchpoint_no"], day, step["journey_key"])
        visits[key].append(step)
    units = [
        (
            key,
            (max(s["position_no"] for s in own), own[0]["persona_no"]),
            max(s["is_here"] for s in own),
        )
        for key, own in visits.items()
    ]
    rates: dict[tuple[int, ...], list[int]] = defaultdict(list)
    for key, stratum, here in units:
        rates[*key[:2], *stratum].append(here)
    found: dict[tuple[int, int, int], tuple[int, int, float]] = {}
    for key, stratum, here in units:
        n, ended, hoped = found.get(key[:3], (0, 0, 0.0))
        usual = rates[*key[:2], *stratum]
        found[key[:3]] = (n + 1, ended + here, hoped + sum(usual) / len(usual))
    return found


def effects_slowly(steps: list[Row]) -> dict[tuple[int, int], dict[str, float]]:
    """The design effects of each definition and touchpoint, by what became of a visit."""
    found: dict[tuple[int, int], dict[str, float]] = {}
    for place in {(step["journey_no"], step["touchpoint_no"]) for step in steps}:
        own = [step for step in steps if (step["journey_no"], step["touchpoint_no"]) == place]
        found[place] = {}
        for name in ("lost", "here", "again"):
            known = [step for step in own if name == "here" or not step["is_open"]]
            people: dict[int, float] = defaultdict(float)
            squares = 0.0
            for step in known:
                equals = [
                    one[f"is_{name}"]
                    for one in known
                    if (one["position_no"], one["persona_no"])
                    == (step["position_no"], step["persona_no"])
                ]
                residual = step[f"is_{name}"] - sum(equals) / len(equals)
                people[step["person_key"]] += residual
                squares += residual**2
            if squares > 1e-9:
                found[place][f"{name}_effect"] = sum(one**2 for one in people.values()) / squares
    return found
