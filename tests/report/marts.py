"""Count the marts of made-up journeys in plain Python and put them into a DuckDB."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from itertools import pairwise
from statistics import median, quantiles
from typing import Any

import duckdb
import pandas as pd

from pipeline.report.rates import rate
from tests.report.company import AS_OF, MAPS, STAGES, START, Journey, Step
from tests.report.fate_rows import fate_tables
from tests.report.identity_rows import identity_tables
from tests.report.map_rows import map_tables, persona_of
from tests.report.meaning_rows import meaning_tables
from tests.report.paperwork import definitions, quality, rejects

MAX_STEPS = 10
Frame = list[dict[str, Any]]
EXITS = {"reached": "(reached)", "ended": "(ended)", "open": "(open)", "cancelado": "(cancelado)"}


def warehouse(
    journeys: Sequence[Journey], *, small_cell_k: int = 10, language: str = "es", **extra: Frame
) -> duckdb.DuckDBPyConnection:
    """Build a database with every mart; `extra` replaces whole tables."""
    tables = {
        "journey_definitions": definitions(),
        "people": _people(journeys),
        "journeys": [_journey_row(journey) for journey in journeys],
        "steps": _steps(journeys),
        "flows": flows(journeys),
        "routes": routes(journeys),
        "drop_offs": drop_offs(journeys),
        "moves": moves(journeys),
        "handoffs": handoffs(journeys),
        "drop_off_destinations": _destinations(journeys),
        "touchpoints": _touchpoints(journeys),
        "reconciliation": _reconciliation(journeys),
        "quality": quality(),
        "run": _run(journeys, small_cell_k, language),
        **map_tables(journeys),
        **meaning_tables(),
        **identity_tables(),
        **fate_tables(journeys),
    } | extra
    db = duckdb.connect()
    db.execute("set timezone = 'America/Bogota'")  # the report must not care
    db.execute("create schema marts; create schema raw")
    for name, rows in tables.items():
        put(db, f"marts.{name}", rows)
    put(db, "raw.rejects", rejects())
    return db


def put(db: duckdb.DuckDBPyConnection, table: str, rows: Frame) -> None:
    frame = pd.DataFrame(rows)
    texts = {c: "string" for c in frame.columns if frame[c].isna().all()}
    db.from_df(frame.astype(texts)).create(table)


def _run(journeys: Sequence[Journey], small_cell_k: int, language: str) -> Frame:
    times = [step.at for journey in journeys for step in journey.steps] or [START]
    return [
        {
            "version": "0.1.0", "config_hash": "c0ffee" * 8, "input_hash": "5eed" * 12,
            "as_of_at": AS_OF, "first_event_at": min(times), "last_event_at": max(times),
            "timezone": "Europe/Madrid", "currency": "EUR", "language": language,
            "session_gap_s": 1800.0, "session_gap_ends": "longer", "session_midnight": False,
            "session_campaign": False, "session_length_s": None, "session_begins": None,
            "session_ends": None, "max_steps": MAX_STEPS, "small_cell_k": small_cell_k,
        }
    ]  # fmt: skip


def _people(journeys: Sequence[Journey]) -> Frame:
    mine: dict[str, list[Journey]] = defaultdict(list)
    for journey in journeys:
        mine[journey.person_id].append(journey)
    return [
        {
            "person_id": person, "persona": persona_of(person),
            "first_seen_at": min(j.steps[0].at for j in own),
            "last_seen_at": max(j.steps[-1].at for j in own),
            "events": sum(len(j.steps) for j in own), "sessions": len(own), "journeys": len(own),
        }
        for person, own in sorted(mine.items())
    ]  # fmt: skip


def _journey_row(journey: Journey) -> dict[str, Any]:
    first, last = journey.steps[0].at, journey.steps[-1].at
    return {
        "journey_id": journey.journey_id, "journey": journey.journey,
        "person_id": journey.person_id, "started_at": first, "ended_at": last,
        "steps": len(journey.steps), "outcome": journey.outcome,
        "duration_s": (last - first).total_seconds(), "value": 29.9, "emotion": None,
    }  # fmt: skip


def _steps(journeys: Sequence[Journey]) -> Frame:
    return [
        {
            "journey_id": journey.journey_id, "journey": journey.journey, "step_no": number,
            "occurred_at": step.at, "touchpoint": step.touchpoint, "stage": step.stage,
            "channel": step.channel, "device": step.device, "department": step.department,
        }
        for journey in journeys
        for number, step in enumerate(journey.steps, 1)
    ]  # fmt: skip


def flows(journeys: Iterable[Journey], max_steps: int = MAX_STEPS) -> Frame:
    counted: Counter[tuple[str, int, str, str]] = Counter()
    for journey in journeys:
        names = ["(start)", *(step.touchpoint for step in journey.steps), EXITS[journey.outcome]]
        for place, (source, target) in enumerate(pairwise(names)):
            if place < max_steps:
                counted[journey.journey, place, source, target] += 1
            elif place == max_steps:
                goes_on = place < len(journey.steps)
                counted[journey.journey, place, source, "(more)" if goes_on else target] += 1
    return [
        {"journey": j, "step_no": k, "from_touchpoint": a, "to_touchpoint": b, "journeys": n}
        for (j, k, a, b), n in counted.items()
    ]


def routes(journeys: Sequence[Journey]) -> Frame:
    groups: dict[tuple[str, tuple[str, ...]], list[Journey]] = defaultdict(list)
    totals: Counter[str] = Counter()
    for journey in journeys:
        groups[journey.journey, tuple(s.touchpoint for s in journey.steps)].append(journey)
        totals[journey.journey] += 1
    rows: Frame = []
    running: Counter[str] = Counter()
    for (name, route), group in sorted(
        groups.items(), key=lambda g: (g[0][0], -len(g[1]), g[0][1])
    ):
        running[name] += len(group)
        outcomes = Counter(journey.outcome for journey in group)
        rows.append(
            {
                "journey": name, "route": list(route), "steps": len(route), "journeys": len(group),
                "people": len({j.person_id for j in group}), "share": len(group) / totals[name],
                "cumulative_share": running[name] / totals[name], "reached": outcomes["reached"],
                "ended": outcomes["ended"], "open": outcomes["open"],
            }
        )  # fmt: skip
    return rows


def drop_offs(journeys: Sequence[Journey]) -> Frame:
    rows: Frame = []
    for name in {journey.journey: None for journey in journeys}:
        own = [journey for journey in journeys if journey.journey == name]
        touched: Counter[str] = Counter(t for j in own for t in {s.touchpoint for s in j.steps})
        last = Counter((j.outcome, j.steps[-1].touchpoint) for j in own)
        at_risk = {t: touched[t] - last["open", t] for t in touched}
        mean = sum(last["ended", t] for t in touched) / max(sum(at_risk.values()), 1)
        for touchpoint, n in sorted(at_risk.items()):
            ended = last["ended", touchpoint]
            found = rate(ended, n)
            rows.append(
                {
                    "journey": name, "touchpoint": touchpoint, "at_risk": n, "ended": ended,
                    "open": last["open", touchpoint], "rate": found.value,
                    "rate_low": found.low, "rate_high": found.high,
                    "expected": n * mean, "excess": ended - n * mean,
                }
            )  # fmt: skip
    return rows


def _pairs(journey: Journey, kind: str) -> list[tuple[str, str, float | None]]:
    known = [(step, value) for step in journey.steps if (value := _value(step, kind))]
    pairs: list[tuple[str, str, float | None]] = [
        (a, b, (after.at - before.at).total_seconds())
        for (before, a), (after, b) in pairwise(known)
    ]
    return [*pairs, (known[-1][1], EXITS[journey.outcome], None)] if known else []


def _value(step: Step, kind: str) -> str | None:
    return {"channel": step.channel, "device": step.device, "department": step.department}[kind]


def moves(journeys: Sequence[Journey]) -> Frame:
    waits: dict[tuple[str, str, str, str], list[tuple[str, float | None]]] = defaultdict(list)
    for journey in journeys:
        for kind in ("channel", "device", "department"):
            for a, b, wait in _pairs(journey, kind):
                waits[journey.journey, kind, a, b].append((journey.person_id, wait))
    return [
        {
            "journey": j, "kind": kind, "from_value": a, "to_value": b, "moves": len(found),
            "people": len({person for person, _ in found}),
        } | _waits([wait for _, wait in found if wait is not None])
        for (j, kind, a, b), found in waits.items()
    ]  # fmt: skip


def _waits(waits: list[float]) -> dict[str, float | None]:
    p90 = quantiles(waits, n=10)[8] if len(waits) > 1 else None
    return {"median_wait_s": median(waits) if waits else None, "p90_wait_s": p90}


def handoffs(journeys: Sequence[Journey]) -> Frame:
    rows = [
        row for row in moves(journeys)
        if row["from_value"] != row["to_value"] and not row["to_value"].startswith("(")
    ]  # fmt: skip
    outcomes: dict[tuple[str, str, str, str], Counter[str]] = defaultdict(Counter)
    for journey in journeys:
        for kind in ("channel", "device", "department"):
            pairs = _pairs(journey, kind)
            for place, (a, b, _) in enumerate(pairs):
                own = outcomes[journey.journey, kind, a, b]
                own[journey.outcome] += 1
                own["came_back"] += any(end == a for _, end, _ in pairs[place + 1 :])
    result: Frame = []
    for row in rows:
        own = outcomes[row["journey"], row["kind"], row["from_value"], row["to_value"]]
        counts = {name: own[name] for name in ("came_back", "reached", "ended", "open")}
        result.append(row | {"handoffs": row["moves"], "repeated": own["came_back"] // 2} | counts)
    return result


def _destinations(journeys: Sequence[Journey]) -> Frame:
    """Two of three are not seen again; of few, each goes elsewhere."""
    found: Counter[tuple[str, str, str]] = Counter()
    ended = [one for one in journeys if one.outcome == "ended"]
    for number, one in enumerate(sorted(ended, key=lambda one: one.journey_id)):
        where = ("(nothing)", "(nothing)", "Carrito", "(nothing)", "(nothing)", "Pago")[number % 6]
        goal = "(rest)" if number == 7 else where
        found[one.journey, one.steps[-1].touchpoint, goal] += 1
    return [
        {
            "journey": journey, "touchpoint": touchpoint, "destination": goal, "journeys": n,
            "tried_again": n // 2, "reached_later": n // 4,
        }
        for (journey, touchpoint, goal), n in found.items()
    ]  # fmt: skip


def _touchpoints(journeys: Sequence[Journey]) -> Frame:
    steps = [(j.person_id, step) for j in journeys for step in j.steps]
    rows = []
    for name, (stage, channel, *_) in {**MAPS["alta"], **MAPS["soporte"]}.items():
        own = [person for person, step in steps if step.touchpoint == name]
        rows.append(
            {
                "touchpoint": name, "stage": stage, "stage_no": STAGES.index(str(stage)) + 1,
                "moment": None, "channel": channel, "events": len(own), "people": len(set(own)),
            }
        )  # fmt: skip
    return rows


def _reconciliation(journeys: Sequence[Journey]) -> Frame:
    n = len(journeys)
    return [
        {"check": "journeys: flows start", "expected": n, "actual": n, "ok": True},
        {"check": "journeys: routes", "expected": n, "actual": n, "ok": True},
        {"check": "events: kept + rejected", "expected": n + 12, "actual": n + 12, "ok": True},
    ]  # fmt: skip
