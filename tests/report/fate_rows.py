"""Count what became of made-up journeys in plain Python: by time, by funnel, by credit."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from pipeline.report.credit import MODELS
from pipeline.report.rates import rate
from tests.report.company import Journey

Frame = list[dict[str, Any]]
DAY_S = 86_400
DAYS = 12
_OUTCOMES = ("reached", "ended", "cancelado")


def fate_tables(journeys: Sequence[Journey]) -> dict[str, Frame]:
    """The marts survival, incidences, boundary_sensitivity, funnels and attribution."""
    by_name: dict[str, list[Journey]] = defaultdict(list)
    for journey in journeys:
        by_name[journey.journey].append(journey)
    made = [_fates(name, group) for name, group in sorted(by_name.items())]
    return {
        "survival": [row for survival, _ in made for row in survival],
        "incidences": [row for _, incidences in made for row in incidences],
        "boundary_sensitivity": [
            row for name, group in sorted(by_name.items()) for row in _cuts(name, group)
        ],
        "funnels": [row for name, group in sorted(by_name.items()) for row in _funnel(name, group)],
        "funnel_groups": [
            row for name, group in sorted(by_name.items()) for row in _funnel_groups(name, group)
        ],
        "unusual_routes": [row for name in sorted(by_name) for row in _unusual(name)],
        "conformance": [row for name in sorted(by_name) for row in _plan(name)],
        "attribution": [
            row for name, group in sorted(by_name.items()) for row in _credits(name, group)
        ],
    }


def _fates(name: str, journeys: Sequence[Journey]) -> tuple[Frame, Frame]:
    survival: Frame = []
    incidences: Frame = []
    left = len(journeys)
    for day in range(DAYS + 1):
        gone = Counter(j.outcome for j in journeys if day and _days(j) < day)
        shares = {outcome: gone[outcome] / len(journeys) for outcome in _OUTCOMES}
        undecided = 1.0 - sum(shares.values())
        incidences += [
            {"journey": name, "outcome": outcome, "time_s": day * DAY_S, "exits": 0,
             "incidence": share, "incidence_low": share * 0.9, "incidence_high": share}
            for outcome, share in shares.items()
        ]  # fmt: skip
        survival.append(
            {"journey": name, "time_s": day * DAY_S, "grid_s": DAY_S, "at_risk": left,
             "reached": 0, "ended": 0, "other": 0, "open": 0, "survival": undecided,
             "survival_low": undecided, "survival_high": undecided}
        )  # fmt: skip
        left = len(journeys) - sum(gone[outcome] for outcome in _OUTCOMES)
    return survival, incidences


def _days(journey: Journey) -> float:
    return (journey.steps[-1].at - journey.steps[0].at).total_seconds() / DAY_S


def _unusual(name: str) -> Frame:
    """One piece taken more often than expected, and one that few take."""
    same = {
        "journey": name, "from_touchpoint": "Anuncio", "middle": "Web: portada", "came": 120,
        "expected": 40.0, "share": 0.5, "share_low": 0.4, "share_high": 0.6,
        "share_elsewhere": 0.25, "is_unusual": True, "rank": 1,
    }  # fmt: skip
    return [
        {**same, "to_touchpoint": "Carrito", "direction": "over", "observed": 60},
        {**same, "to_touchpoint": "Pago", "direction": "under", "observed": 3},
    ]


def _plan(name: str) -> Frame:
    """A plan that half of the journeys follow, and two ways to leave it."""
    same = {
        "plan": f"plan of {name}", "journey": name, "step_no": 0, "touchpoint": "",
        "at_risk": 200, "share": 0.5, "share_low": 0.4, "share_high": 0.6,
        "reached_with": 0.25, "reached_without": 0.75, "difference": -0.5,
        "difference_low": -0.6, "difference_high": -0.4, "q": 0.01,
    }  # fmt: skip
    states = [{**same, "kind": kind, "journeys": 100} for kind in ("conforming", "deviating")]
    return [
        *states,
        {**same, "kind": "skipped", "step_no": 2, "touchpoint": "Carrito | Pago", "journeys": 77},
        {**same, "kind": "late", "journeys": 4},
    ]


def _cuts(name: str, journeys: Sequence[Journey]) -> Frame:
    """The definition, and one that would have found nothing."""
    counted = Counter(journey.outcome for journey in journeys)
    found = rate(counted["reached"], len(journeys) - counted["open"])
    row = {
        "journey": name, "variant_no": 0, "variant": None, "boundary": "start_to_goal",
        "timeout_s": 86_400.0, "journeys": len(journeys),
        "people": len({journey.person_id for journey in journeys}),
        "steps": sum(len(journey.steps) for journey in journeys), "reached": counted["reached"],
        "ended": counted["ended"], "open": counted["open"], "reach_rate": found.value,
        "reach_low": found.low, "reach_high": found.high, "drop_off_rate": 0.5,
        "median_reached_s": 3600.0,
    }  # fmt: skip
    nothing = dict.fromkeys(("journeys", "people", "steps", "reached", "ended", "open"), 0)
    unknown = dict.fromkeys(
        ("reach_rate", "reach_low", "reach_high", "drop_off_rate", "median_reached_s")
    )
    other = {"variant_no": 1, "variant": f"<b>{name}</b> per case", "boundary": "case"}
    return [row, {**row, **nothing, **unknown, **other}]


def _funnel(name: str, journeys: Iterable[Journey]) -> Frame:
    """From the touchpoint most journeys pass to the one that comes second."""
    passed = [{step.touchpoint for step in journey.steps} for journey in journeys]
    counted = Counter(touchpoint for touchpoints in passed for touchpoint in touchpoints)
    names = [touchpoint for touchpoint, _ in counted.most_common(2)]
    done = [sum(set(names[: place + 1]) <= found for found in passed) for place in range(2)]
    return [
        {"funnel": f"to {names[-1]}", "journey": name, "step_no": place + 1,
         "touchpoint": touchpoint, "is_optional": False,
         "unit": "journeys", "journeys": done[place], "people": 0,
         "at_risk": done[max(place - 1, 0)],
         "open": 0, "void": 0, **_rates("first", done[place], done[0]),
         **_rates("exposed", done[place], done[max(place - 1, 0)]),
         "median_s": 60.0, "p90_s": 7200.0}
        for place, touchpoint in enumerate(names)
    ]  # fmt: skip


def _funnel_groups(name: str, journeys: Iterable[Journey]) -> Frame:
    """The same, divided into two halves and one group that is too small to be shown."""
    rows = _funnel(name, journeys)
    parts = {"<b>web</b>": (0.6, 0), "app": (0.4, -1), "(none)": (0, 1)}
    return [
        {**row, "kind": kind, "dimension": {"by": "channel", "trend": "week"}[kind], "value": value,
         "journeys": max(round(row["journeys"] * share) + more, 0)}
        for kind in ("by", "trend")
        for value, (share, more) in parts.items()
        for row in rows
    ]  # fmt: skip


def _rates(of: str, part: int, whole: int) -> dict[str, float | None]:
    found = rate(part, whole)
    return {
        f"rate_of_{of}": found.value,
        f"rate_of_{of}_low": found.low,
        f"rate_of_{of}_high": found.high,
    }


def _credits(name: str, journeys: Iterable[Journey]) -> Frame:
    """The last touch by one model, the first by another, all alike by the rest."""
    rows: Frame = []
    reached = [journey for journey in journeys if journey.outcome == "reached"]
    for dimension in ("channel", "touchpoint"):
        counted: dict[str, Counter[str]] = {model: Counter() for model in MODELS}
        for journey in reached:
            values = [getattr(step, dimension) or "(none)" for step in journey.steps]
            counted["first"][values[0]] += 1
            counted["last"][values[-1]] += 1
            for model in set(MODELS) - {"first", "last"}:
                for value in values:
                    counted[model][value] += 1 / len(values)  # type: ignore[assignment]
        names = sorted({value for counts in counted.values() for value in counts})
        rows += [
            {"journey": name, "dimension": dimension, "model": model, "value_name": value,
             "conversions": round(float(counted[model][value]), 6),
             "share": round(counted[model][value] / len(reached), 9),
             "value": round(29.9 * counted[model][value], 4), "removal_effect": None}
            for value in names for model in MODELS
        ]  # fmt: skip
    return rows
